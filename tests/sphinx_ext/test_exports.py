"""What a build of HTML publishes for programs: `deps.json`, and feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_ext.documentation import Documentation, Result, proposal_text, small_series

BASE = "https://docs.example.org/en"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """A series with pages, one without, and pages that cite them."""
    made = Documentation(tmp_path_factory.mktemp("exports"))
    small_series(made)
    made.write("docs/guide.md", "# Guide\n\n{dep}`3`\n")
    made.write("docs/api.md", "# API\n\n{dep}`3` and {dep}`1`\n")
    made.edit("docs/index.md", "guide*\n", "guide*\napi\n")
    made.write("beps/process.yaml", "extends: basic\nprefix: BEP\nname: Other Proposals\n")
    for number, title in enumerate(("First", "Second"), 1):
        made.write(f"beps/{number:04}-{title.lower()}.md", proposal_text(title))
    made.options["deps_series"] = [
        "../proposals",
        {"path": "../beps", "publish": False, "url": "https://acme.org/{path}"},
    ]
    made.options["suppress_warnings"] = ["deps"]
    made.build()
    return made


@pytest.fixture(scope="module")
def built(site: Documentation) -> Result:
    """The pages of it."""
    return site.build()


def catalog(result: Result) -> dict[str, dict[str, Any]]:
    """The proposals in `deps.json` by their labels."""
    document = json.loads(result.text("deps.json"))
    return {one["label"]: one for series in document["series"] for one in series["proposals"]}


def urls(result: Result) -> list[str]:
    found = catalog(result)
    return [found[label]["url"] for label in ("DEP 1", "BEP 2")]


def test_the_catalog_is_valid(built: Result) -> None:
    document = json.loads(built.text("deps.json"))
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    validator(catalog_schema()).validate(document)
    assert [one["role"] for one in document["series"]] == ["bep", "dep"]


def test_an_address_leads_from_the_file_to_the_page(built: Result) -> None:
    assert urls(built) == ["dep/0001-alpha.html", "https://acme.org/0002-second.md"]
    assert (built.output / "dep/0001-alpha.html").is_file()


def test_the_pages_that_cite_a_proposal_are_named(built: Result) -> None:
    found = catalog(built)
    assert found["DEP 3"]["cited_by"] == {"proposals": [], "documents": ["api", "guide"]}
    assert found["DEP 1"]["cited_by"] == {
        "proposals": ["dep:0003-gamma.md"],
        "documents": ["api"],
    }
    assert found["BEP 1"]["cited_by"]["documents"] == []


@pytest.mark.parametrize(
    ("builder", "url"),
    [("dirhtml", "dep/0001-alpha/"), ("singlehtml", "index.html#document-dep/0001-alpha")],
)
def test_other_builders_of_pages_have_their_own_addresses(
    site: Documentation, builder: str, url: str
) -> None:
    result = site.build(builder=builder, parallel=2)
    assert urls(result)[0] == url
    assert result.warnings == ""


@pytest.mark.parametrize("builder", ["epub", "json", "text"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")  # theirs to mend
def test_books_and_data_have_none(site: Documentation, builder: str) -> None:
    assert not list(site.build(builder=builder).output.rglob("deps.json*"))


def test_it_is_written_when_it_says_something_else_or_is_gone(
    documentation: Documentation,
) -> None:
    first = documentation.build()
    path = first.output / "deps.json"
    content, written = path.read_bytes(), path.stat().st_ino
    documentation.build()
    assert path.stat().st_ino == written, "nothing changed"
    documentation.edit("proposals/0005-epsilon.md", "Draft", "Accepted")
    assert catalog(documentation.build())["DEP 5"]["status"] == "Accepted"
    documentation.edit("proposals/0005-epsilon.md", "Accepted", "Draft")
    path.write_bytes(b"")
    documentation.build()
    assert path.read_bytes() == content
    path.unlink()
    documentation.build()
    assert path.read_bytes() == content
    documentation.options["html_baseurl"] = BASE
    assert urls_of_one(documentation.build()) == f"{BASE}/dep/0001-alpha.html"
    assert leftovers(first.output) == []


def urls_of_one(result: Result) -> str:
    url: str = catalog(result)["DEP 1"]["url"]
    return url


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob("*.tmp"))


# Feeds.

FEEDS = ["deps-bep.atom", "deps-dep.atom", "deps.atom"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def with_feeds(site: Documentation) -> Iterator[Documentation]:
    """The documentation, asked for feeds."""
    before = dict(site.options)
    site.options |= {"deps_feeds": True, "html_baseurl": BASE, "project": "Acme & <co>"}
    yield site
    site.options = before


def feeds(result: Result) -> list[str]:
    return sorted(path.name for path in result.output.rglob("*.atom*"))


def entries(result: Result, name: str = "deps.atom") -> dict[str, str]:
    """The titles of the entries, with where they lead."""
    root = ElementTree.fromstring(result.text(name))
    return {
        str(one.findtext(f"{ATOM}title")): str(one.findall(f"{ATOM}link")[0].get("href"))
        for one in root.findall(f"{ATOM}entry")
    }


def feed_links(html: str) -> list[str]:
    links = BeautifulSoup(html, "html.parser").find_all("link", type="application/atom+xml")
    return [f"{link['rel']} {link['title']}: {link['href']}" for link in links]


def test_no_feed_is_written_unasked(built: Result) -> None:
    assert feeds(built) == []
    assert feed_links(built.text("index.html")) == []


@pytest.mark.parametrize(
    ("builder", "page"),
    [
        ("html", "/dep/0001-alpha.html"),
        ("dirhtml", "/dep/0001-alpha/"),
        ("singlehtml", "/index.html#document-dep/0001-alpha"),
    ],
)
def test_there_is_a_feed_of_all_series_and_one_of_each(
    with_feeds: Documentation, builder: str, page: str
) -> None:
    result = with_feeds.build(builder=builder, output="feeds")
    assert result.warnings == ""
    assert feeds(result) == FEEDS
    assert entries(result)["DEP 1: Alpha"] == f"{BASE}{page}"
    assert entries(result)["BEP 2: Second"] == "https://acme.org/0002-second.md"
    assert len(entries(result)) == 7
    assert set(entries(result, "deps-bep.atom")) == {"BEP 1: First", "BEP 2: Second"}
    names = {"html": ("index.html", "dep/0001-alpha.html", "genindex.html", "search.html")}
    for name in names.get(builder, ("index.html",)):
        assert feed_links(result.text(name)) == [
            f"['alternate'] Proposals of Acme & <co>: {BASE}/deps.atom",
            f"['alternate'] Enhancement Proposals: {BASE}/deps-dep.atom",
            f"['alternate'] Other Proposals: {BASE}/deps-bep.atom",
        ]


@pytest.mark.parametrize("builder", ["epub", "json", "text"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")  # theirs to mend
def test_books_and_data_have_no_feeds(with_feeds: Documentation, builder: str) -> None:
    with_feeds.options["html_baseurl"] = ""
    result = with_feeds.build(builder=builder, output="others")
    assert (feeds(result), result.warnings) == ([], "")


@pytest.mark.parametrize("base", ["", "/docs", "docs.example.org", "https://[x"])
def test_without_a_full_address_one_warning_says_what_is_missing(
    documentation: Documentation, base: str
) -> None:
    documentation.options |= {"deps_feeds": True, "html_baseurl": base}
    for result in (documentation.build(), documentation.build()):
        assert feeds(result) == []
        assert result.lines == [
            "WARNING: deps_feeds: no feed is written, since entries need full addresses; set "
            "html_baseurl to the address of this documentation, as https://docs.example.org/ "
            "[deps.feeds]"
        ]


def test_feeds_follow_the_proposals_and_the_configuration(documentation: Documentation) -> None:
    documentation.options |= {"deps_feeds": True, "html_baseurl": BASE}
    first = documentation.build()
    assert feeds(first) == ["deps-dep.atom", "deps.atom"]
    assert feed_links(first.text("guide.html")) == [
        f"['alternate'] Proposals of Project name not set: {BASE}/deps.atom"
    ]
    documentation.edit("proposals/0005-epsilon.md", "# Epsilon", "# Changed")
    changed = documentation.build()
    assert "guide" not in changed.written
    assert "DEP 5: Changed" in entries(changed)
    documentation.options["html_link_suffix"] = ""
    assert entries(documentation.build())["DEP 5: Changed"] == f"{BASE}/dep/0005-epsilon"
    documentation.edit("proposals/process.yaml", "prefix: DEP", "prefix: EEP")
    other = documentation.build()
    assert feeds(other) == ["deps-eep.atom", "deps.atom"]
    documentation.options["deps_feeds"] = False
    last = documentation.build()
    assert (feeds(last), feed_links(last.text("guide.html"))) == ([], [])
    assert leftovers(last.output) == []


def test_a_series_that_gets_another_name_is_named_on_every_page(
    with_feeds: Documentation,
) -> None:
    with_feeds.build(output="renamed")
    process = with_feeds.root / "beps/process.yaml"
    before = process.read_text(encoding="utf-8")
    process.write_text(before.replace("Other", "New"), encoding="utf-8")
    result = with_feeds.build(output="renamed")
    process.write_text(before, encoding="utf-8")
    assert f"['alternate'] New Proposals: {BASE}/deps-bep.atom" in feed_links(
        result.text("guide.html")
    )
