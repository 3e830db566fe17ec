"""Documents as people write them: each of these was misread once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.series_reading import SeriesSource

Read = Callable[..., Catalog]

PROCESS = "extends: basic\nprefix: DEP\nrules: {missing-section: off, title-mismatch: off}\n"
FRONT = "status: Draft\nauthors: Ada Example\ncreated: 2026-03-01\n"


def document(front: str = FRONT, body: str = "# Fast start\n\nWords.\n") -> str:
    return f"---\n{front}---\n\n{body}"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(files: dict[str, str], process: str = PROCESS) -> Catalog:
        for path, text in {**files, "process.yaml": process}.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return read_catalog([SeriesSource(tmp_path)])

    return read


def told(catalog: Catalog) -> list[str]:
    return [f"{one.rule}: {one.finding.message}" for one in check(catalog).diagnostics]


def paths(catalog: Catalog) -> list[str]:
    return [one.path for one in catalog.proposals]


def test_a_proposal_about_templates_is_one_and_a_template_is_none(read: Read) -> None:
    names = ("0007-email-templates.md", "0000-template.md", "my-template.md", "template.md")
    assert paths(read({name: document() for name in names})) == ["0007-email-templates.md"]


@pytest.mark.parametrize(
    ("globs", "found"),
    [
        ("['[0-9]*.md']", ["0001-a.md"]),
        ("['[!0-9]*.md']", ["b.md", "é.md"]),
        ("['[]a-b]*.md']", ["b.md"]),
        ("['[x.md']", []),
    ],
)
def test_a_glob_may_hold_a_class_of_characters(read: Read, globs: str, found: list[str]) -> None:
    process = f"prefix: DEP\ndocuments: {{include: {globs}}}\n"
    assert paths(read(dict.fromkeys(("0001-a.md", "b.md", "é.md"), "# A\n"), process)) == found


def test_a_companion_may_stand_beside_its_proposal(read: Read) -> None:
    process = (
        "prefix: DEP\ndocuments: {path: '(?P<number>\\d{4})-(?P<slug>[a-z-]+)\\.md', "
        "companions: ['{id}-*.notes.md', '{id}-*.png']}\n"
    )
    catalog = read({"0001-a.md": "# A\n", "0001-a.notes.md": "# N\n", "0001-a.png": ""}, process)
    assert paths(catalog) == ["0001-a.md"]
    assert catalog.series[0].companions == dict.fromkeys(
        ("0001-a.notes.md", "0001-a.png"), "0001-a.md"
    )


def test_each_entry_of_a_list_is_one_person(read: Read) -> None:
    front = FRONT.replace(
        "authors: Ada Example",
        "authors:\n  - Ada Example, PhD\n  - Bob Example (Acme, Inc.)\n  - '@cy'",
    )
    (proposal,) = read({"0001-a.md": document(front)}).proposals
    assert [one.name for one in proposal.authors] == [
        "Ada Example, PhD",
        "Bob Example (Acme, Inc.)",
        "cy",
    ]


def test_the_words_of_a_link_may_hold_a_comma_in_a_relation(read: Read) -> None:
    process = PROCESS + "fields: {requires: {label: Requires, type: proposals}}\n"
    front = f"{FRONT}requires: '[Old, and older](0002-b.md), DEP 3, [DEP 4][four]'\n"
    others = {f"000{number}-b.md": document() for number in (2, 3, 4)}
    catalog = read({"0001-a.md": document(front), **others}, process)
    found = catalog.by_key["dep:0001-a.md"].references["requires"]
    assert [one.target for one in found] == ["dep:0002-b.md", "dep:0003-b.md", "dep:0004-b.md"]
    assert told(catalog) == []


def test_comments_and_targets_of_myst_are_no_text(read: Read) -> None:
    body = (
        "(here)=\nFast start\n==========\n\nWords\n% {dep}`99` and [x](gone.md)\nand more.\n\n"
        "- one\n  % [y](gone.md)\n\n> % [z](gone.md)\n\n% A rule?\n---\n"
    )
    catalog = read({"0001-a.md": document(body=body)})
    (proposal,) = catalog.proposals
    assert [one.title for one in proposal.sections] == ["Fast start"]
    assert proposal.has_anchor("here")
    assert told(catalog) == []


@pytest.mark.parametrize("before", ["% A note.\n", "(meta)=\n"])
def test_bold_lines_may_follow_a_comment_or_a_target(read: Read, before: str) -> None:
    process = f"{PROCESS}metadata: [bold]\n"
    text = (
        f"# Fast start\n\n{before}**Status**: Draft\\\n**Authors**: Ada\\\n"
        "**Created**: 2026-03-01\n\nWords.\n"
    )
    assert told(read({"0001-a.md": text}, process)) == []


def test_bold_lines_may_be_indented(read: Read) -> None:
    process = f"{PROCESS}metadata: [bold]\n"
    text = "# A\n\n  **Status**: Draft\n  **Authors**: Ada\n  **Created**: 2026-03-01\n\nWords.\n"
    assert told(read({"0001-a.md": text}, process)) == []


def test_definitions_of_links_hold_in_directives_too(read: Read) -> None:
    body = (
        "# A\n\n```{note}\nSee [that][b] and [gone][g].\n```\n\n"
        "```{container} x\n{dep}`98`\n```\n\n[b]: 0002-b.md\n[g]: gone.md\n"
    )
    catalog = read({"0001-a.md": document(body=body), "0002-b.md": document()})
    assert catalog.cited_by_proposals == {"dep:0002-b.md": ("dep:0001-a.md",)}
    assert told(catalog) == [
        'cites-unknown: there is no proposal "98"',
        'broken-link: there is no file "gone.md"',
    ]


def test_options_of_a_directive_are_read_as_myst_reads_them(read: Read) -> None:
    text = (
        "# A\n\n```{proposal}\n:status: 'Draft'\n:authors: Ada Example # and friends\n"
        ':created: "2026-03-01"  # a Sunday\n```\n'
    )
    catalog = read({"0001-a.md": text})
    assert told(catalog) == []
    assert [one.name for one in catalog.proposals[0].authors] == ["Ada Example"]


def test_a_title_in_a_field_may_begin_like_a_list(read: Read) -> None:
    process = f"{PROCESS}title: {{from: [field]}}\nfields: {{title: {{}}}}\n"
    files = {f"000{at}-a.md": document(f"{FRONT}title: '{mark} A *b*'\n") for at, mark in MARKS}
    titles = [one.title for one in read(files, process).proposals]
    assert titles == [f"{mark} A b" for _, mark in MARKS]


def test_a_title_in_a_field_has_no_footnote_marks(read: Read) -> None:
    process = f"{PROCESS}title: {{from: [field]}}\nfields: {{title: {{}}}}\n"
    text = document(f"{FRONT}title: Start fast[^1]\n")
    assert [one.title for one in read({"0001-a.md": text}, process).proposals] == ["Start fast"]


def test_a_title_in_a_field_may_be_wrapped(read: Read) -> None:
    process = f"{PROCESS}title: {{from: [field]}}\nfields: {{title: {{}}}}\n"
    text = document(f"{FRONT}title: |\n  Start\n  fast\n")
    assert [one.title for one in read({"0001-a.md": text}, process).proposals] == ["Start fast"]


MARKS = ((1, "3."), (2, "-"), (3, ">"))


def test_a_pattern_of_titles_may_find_none(read: Read) -> None:
    process = f"{PROCESS}title: {{from: ['Summary(?: - (?P<title>.+))?', slug]}}\n"
    files = {
        "0001-a-b.md": document(body="# Summary\n"),
        "0002-c.md": document(body="# Summary - Start\n"),
    }
    assert [one.title for one in read(files, process).proposals] == ["A b", "Start"]


def test_a_label_with_a_number_is_the_title_where_there_is_none(read: Read) -> None:
    process = (
        "prefix: X\nidentity: slug\nlabel: 'X {number:03d}'\n"
        "documents: {path: '(?P<number>\\d+)-(?P<slug>.*)\\.md'}\n"
    )
    catalog = read({"0001-a.md": "# A\n", "notes.md": "# Notes\n"}, process)
    assert [one.label for one in catalog.proposals] == ["X 001", "Notes"]


def test_a_file_of_the_folder_may_be_named_in_an_exception(read: Read) -> None:
    process = f"{PROCESS}  \n".replace(
        "title-mismatch: off", "title-mismatch: {except: [README.md, gone.md]}"
    )
    files = {"0001-a.md": document(body="# A a\n"), "README.md": "# All\n"}
    assert told(read(files, process)) == [
        'process: "gone.md" is neither the id of a proposal nor a path in the folder'
    ]


def test_an_entry_of_a_list_is_told_at_its_own_line_and_silenced_there(read: Read) -> None:
    process = f"{PROCESS}fields: {{authors: {{pattern: '[^<]+ <.+@.+>'}}, requires: {{}}}}\n"
    process = process.replace("requires: {}", "requires: {type: proposals}")
    front = (
        "status: Draft\nauthors:\n  - Ada <ada@x.example>\n"
        "  - Cy  # deps: ignore[person-format] has no mail\n  - Bo\n"
        "requires:\n  - DEP 2\n  - DEP 77\ncreated: 2026-03-01\n"
    )
    files = {"0001-a.md": document(front), "0002-b.md": document(FRONT.replace("Example", "<a@b>"))}
    found = check(read(files, process)).diagnostics
    places = [(one.rule, one.finding.location.line, one.finding.location.column) for one in found]
    assert places == [("person-format", 6, 5), ("unknown-proposal", 9, 5)]
