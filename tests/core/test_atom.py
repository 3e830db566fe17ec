"""The Atom feed: what RFC 4287 asks for, whatever people write, and dates that documents state."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.outputs.atom import MOST_ENTRIES, Feed, render_feed
from sphinx_deps.series_reading import SeriesSource

SITE = "https://docs.example.org/en/"
FEED = Feed(f"{SITE}deps.atom", SITE, "Proposals of Acme", "Acme")
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
PROCESS = """\
extends: basic
prefix: DEP
fields:
  category: {type: choice, choices: [Core, Docs], many: true}
  reviewed: {type: date}
  due: {type: date}
"""
HOSTILE = (
    "<script>alert('1')</script>",
    "\"quotes\" 'and' &amp; <!-- ]]> -->",
    "\u202eright to left\u202c \u200f\u0628",
    "a" * 10_000,
    "one\x01two\x08\x0b\x0c\x1b\x7fthree",
    "\ufffe\uffff\u6f22",
)
CORPORA = {"dynamo": "dynamo/deps", "ray": "ray/reps", "backendai": "backendai/proposals"}


def address_of(proposal: object) -> str:
    slug: str = proposal.slug  # type: ignore[attr-defined]
    return f"{SITE}dep/{slug}.html"


def rendered(catalog: Catalog) -> bytes:
    return render_feed(FEED, catalog.proposals, catalog, address_of)


def faults(feed: bytes) -> list[str]:
    """What RFC 4287 has against a feed, where it says MUST (sections 3.1, 3.3, 4.1.1 to 4.2.13)."""
    root = ET.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    found = list(of_one(root, "the feed"))
    entries = root.findall(f"{ATOM}entry")
    if root.find(f"{ATOM}author") is None and any(
        one.find(f"{ATOM}author") is None for one in entries
    ):
        found.append("neither the feed nor each entry has an author")
    for entry in entries:
        found += of_one(entry, "an entry")
        if not [link for link in links(entry) if link.get("rel") == "alternate"]:
            found.append("an entry leads nowhere")
    if len({text(entry, "id") for entry in entries}) < len(entries):
        found.append("two entries have one id")
    for summary in root.iter(f"{ATOM}summary"):
        if summary.get("type") == "html" and re.search(r"<(?!/?\w)|<script", summary.text or ""):
            found.append("a summary is no HTML, or runs")
    return found


def of_one(element: ET.Element, name: str) -> list[str]:
    found = [
        f"{name} has not exactly one {key}"
        for key in ("id", "title", "updated")
        if len(element.findall(ATOM + key)) != 1
    ]
    dates = [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]
    found += [f"{one.text} is no date" for one in dates if not MOMENT.fullmatch(one.text or "")]
    addresses = [text(element, "id"), *(str(link.get("href")) for link in links(element))]
    found += [f"{one} is no full address" for one in addresses if not urlsplit(one).scheme]
    found += [f"{one!r} is not ASCII" for one in addresses if not re.fullmatch("[!-~]+", one)]
    for person in element.findall(f"{ATOM}author"):
        if len(person.findall(f"{ATOM}name")) != 1 or not text(person, "name").strip():
            found.append("an author has no name")
    found += [
        "a category without a term"
        for one in element.findall(f"{ATOM}category")
        if not one.get("term")
    ]
    return found


def links(element: ET.Element) -> list[ET.Element]:
    return element.findall(f"{ATOM}link")


def text(element: ET.Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


def entries(feed: bytes) -> dict[str, ET.Element]:
    """The entries by their titles."""
    return {text(one, "title"): one for one in ET.fromstring(feed).findall(f"{ATOM}entry")}


def proposal(title: str, *lines: str) -> str:
    return "\n".join(["---", *lines, "---", f"# {title}", ""])


def read(folder: Path, documents: dict[str, str]) -> Catalog:
    (folder / "process.yaml").write_text(PROCESS, encoding="utf-8")
    for name, words in documents.items():
        (folder / name).write_text(words, encoding="utf-8")
    return read_catalog([SeriesSource(folder)])


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return read(
        tmp_path,
        {
            "0001-old.md": proposal(
                "Old",
                "status: Replaced",
                'authors: ["[@ada](https://github.com/ada)", Bob <bob@example.org>]',
                "created: 2025-03-01",
                "replaced-by: DEP 2",
            ),
            "0002-new.md": proposal(
                "New",
                "status: Accepted",
                "authors: Cleo",
                "created: 2025-03-02",
                "updated: 2026-01-31",
                "category: Core, Docs",
            ),
            "0003-reviewed.md": proposal("Reviewed", "due: 2027-01-01", "reviewed: 2025-12-01"),
            "0004-undated.md": proposal("Undated", "status: Draft"),
            "0005-wrong.md": proposal("Wrong", "created: 2025-02-30"),
        },
    )


def test_a_feed_is_valid(catalog: Catalog) -> None:
    feed = rendered(catalog)
    root = ET.fromstring(feed)
    assert faults(feed) == []
    assert (text(root, "title"), text(root, "id")) == ("Proposals of Acme", FEED.address)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Acme"
    assert {link.get("rel"): link.get("href") for link in links(root)} == {
        "self": FEED.address,
        "alternate": SITE,
    }


def test_the_newest_comes_first_and_what_has_no_date_is_not_there(catalog: Catalog) -> None:
    found = entries(rendered(catalog))
    assert {title: text(one, "updated")[:10] for title, one in found.items()} == {
        "DEP 2: New": "2026-01-31",
        "DEP 3: Reviewed": "2025-12-01",
        "DEP 1: Old": "2025-03-01",
    }
    assert list(found) == ["DEP 2: New", "DEP 3: Reviewed", "DEP 1: Old"]
    assert text(ET.fromstring(rendered(catalog)), "updated") == text(found["DEP 2: New"], "updated")
    assert text(found["DEP 2: New"], "published")[:10] == "2025-03-02"


def test_an_entry_says_what_a_reader_wants_to_know(catalog: Catalog) -> None:
    found = entries(rendered(catalog))
    old, new = found["DEP 1: Old"], found["DEP 2: New"]
    assert text(old, "summary") == "Status: Replaced; see DEP 2: New"
    assert text(new, "summary") == "Status: Accepted"
    assert [link.get("href") for link in links(old)] == [f"{SITE}dep/old.html"]
    assert [one.get("term") for one in new.findall(f"{ATOM}category")] == [
        "Accepted",
        "Core",
        "Docs",
    ]
    authors = [
        {part.tag.removeprefix(ATOM): part.text for part in one}
        for one in old.findall(f"{ATOM}author")
    ]
    assert authors == [
        {"name": "ada", "uri": "https://github.com/ada"},
        {"name": "Bob", "email": "bob@example.org"},
    ]


def test_a_feed_knows_what_fields_mean_by_default(tmp_path: Path) -> None:
    fields = "{category: {default: Docs}, created: {default: 2025-03-01}}"
    process = f"extends: basic\nprefix: DEP\nfields: {fields}\n"
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    (tmp_path / "0001-old.md").write_text("---\nstatus: Accepted\n---\n# Old\n", encoding="utf-8")
    catalog = read_catalog([SeriesSource(tmp_path)])
    (entry,) = entries(rendered(catalog)).values()
    assert text(entry, "updated").startswith("2025-03-01")
    terms = [one.get("term") for one in entry.iter() if one.get("term")]
    assert terms == ["Accepted", "Docs"]


def test_a_list_of_choices_is_no_status_in_a_feed(tmp_path: Path) -> None:
    menu = proposal("Old", "status: Draft / Accepted", "created: 2025-03-01", "category: Docs")
    (entry,) = entries(rendered(read(tmp_path, {"0001-old.md": menu}))).values()
    assert [one.get("term") for one in entry.iter() if one.get("term")] == ["Docs"]
    assert "Draft" not in ET.tostring(entry, encoding="unicode")


def test_an_entry_stays_the_same_one_when_its_title_and_file_change(tmp_path: Path) -> None:
    first = read(tmp_path, {"0001-a.md": proposal("A", "created: 2025-03-01")})
    before = [text(one, "id") for one in entries(rendered(first)).values()]
    (tmp_path / "0001-a.md").unlink()
    second = read(tmp_path, {"0001-b.md": proposal("B", "created: 2025-03-01")})
    assert [text(one, "id") for one in entries(rendered(second)).values()] == before
    assert before == [f"{SITE}#dep:1"]


def test_two_proposals_of_one_number_are_two_entries(tmp_path: Path) -> None:
    dated = "created: 2025-03-01"
    found = read(tmp_path, {f"0001-{name}.md": proposal(name, dated) for name in ("a", "b")})
    ids = [text(one, "id") for one in entries(rendered(found)).values()]
    assert ids == [f"{SITE}#dep:b", f"{SITE}#dep:a"]
    assert faults(rendered(found)) == []


def test_what_nobody_should_write_breaks_no_feed(tmp_path: Path) -> None:
    documents = {}
    for number, words in enumerate(HOSTILE, 1):
        written = json.dumps(words)  # which YAML understands
        people = json.dumps(f"[{words}](javascript:1), [x](https://[bad), B <{words}@x>")
        lines = (f"status: {written}", f"category: [{written}]", f"authors: {people}")
        documents[f"{number:04}-x.md"] = proposal(words, "created: 2025-03-01", *lines)
    catalog = read(tmp_path, documents)
    feed = render_feed(
        Feed(FEED.address, SITE, "\x01<b>\ufffe\udcff", "A\x00"),
        catalog.proposals,
        catalog,
        lambda one: f"{SITE}{one.title} \udcff\x01",
    )
    assert faults(feed) == []
    titles = list(entries(feed))
    assert len(titles) == len(HOSTILE)
    assert "DEP 1: <script>alert('1')</script>" in titles
    assert f"DEP 4: {'a' * 10_000}" in titles
    assert any("right to left" in title for title in titles)
    assert not any(ord(letter) < 32 for title in titles for letter in title)
    assert not re.search(r"(<uri>|href=.)javascript", feed.decode())


def test_a_feed_has_an_end(tmp_path: Path) -> None:
    documents = {
        f"{number:04}-x.md": proposal(f"T{number}", "created: 2025-03-01") for number in range(60)
    }
    found = entries(rendered(read(tmp_path, documents)))
    assert next(iter(found)) == "DEP 59: T59"
    assert len(found) == MOST_ENTRIES


def test_a_feed_without_entries_is_valid_and_always_the_same() -> None:
    feed = rendered(Catalog())
    assert faults(feed) == []
    assert text(ET.fromstring(feed), "updated") == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (("<id>", "<ix>", "</id>", "</ix>"), "the feed has not exactly one id"),
        (("T00:00:00+00:00<", "<"), "2026-01-31 is no date"),
        (("#dep:1", "#dep:2"), "two entries have one id"),
        (('rel="alternate"', 'rel="related"'), "an entry leads nowhere"),
        (("https://docs.example.org/en/dep/old", "dep/old"), "dep/old.html is no full address"),
        (("<name>Acme</name>", ""), "an author has no name"),
    ],
)
def test_what_the_specification_forbids_is_seen_here(
    catalog: Catalog, broken: tuple[str, ...], fault: str
) -> None:
    feed = rendered(catalog).decode()
    for old, new in zip(broken[::2], broken[1::2], strict=True):
        feed = feed.replace(old, new)
    assert fault in faults(feed.encode())


@pytest.mark.corpora
@pytest.mark.parametrize(("name", "dated"), [("dynamo", 13), ("ray", 33), ("backendai", 50)])
def test_the_feed_of_a_real_series_is_valid_to_others_too(
    corpora: Path, name: str, dated: int
) -> None:
    feedparser = pytest.importorskip("feedparser")
    catalog = read_catalog([SeriesSource(corpora / CORPORA[name], name)])
    feed = rendered(catalog)
    assert faults(feed) == []
    parsed = feedparser.parse(feed)
    assert (parsed.version, bool(parsed.bozo), len(parsed.entries)) == ("atom10", False, dated)
    assert all(one.id and one.title and one.link and one.updated_parsed for one in parsed.entries)
