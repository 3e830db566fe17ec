"""`dep:items` draws what proposals number inside, and who cites it."""

from __future__ import annotations

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result, small_series
from sphinx_ext.drawn import Drawings, page_of, rows, section

PAGE = "guide-tables"

ITEMS = """\
items:
  requirement: {prefix: REQ, heading: 'REQ (?P<number>\\d+) (?P<title>.+)', under: Requirements}
  phase:
    heading: 'Phase (?P<number>\\d+)(?: (?P<title>.+))?'
    untitled: true
    fields: {release: {label: Release}, effort: {}, owner: {}}
"""
ETA = """\
## Requirements

### REQ 1 Works *offline*

Text.

### REQ 2 `<b>` & $x$ %n \\\\ _

Text.

## Phase 1

**Release**: [1.2](https://acme.org/1.2)

**Effort**: `two` weeks
"""
THETA = """\
## Requirements

### REQ 1 Small

As {dep}`7#REQ-2`, [that](0007-eta.md#req-1-works-offline) and {dep}`8#REQ-1` say.

## Phase 1 Begin

**Effort**: a day
"""
ZERO = "items: {never: {heading: 'Never (?P<number>\\d+)'}}\n"
DRAWN: Drawings = {
    "All": (),
    "One": (":of: DEP 8",),
    "Kind": (":kind: phase",),
    "Order": (":kind: phase requirement, phase", ":of: 7"),
    "Filter": (":filter: 'status: Draft'", ":series: dep"),
    "Other": (":series: bep",),
    "Neither": (":of: 7", ":filter: 'status: Draft'"),
}
CITING = """\
# Guide

{dep}`7#REQ-1`, [](dep:7#req-1), [](../proposals/0008-theta.md#req-1-small), {dep}`7`.
"""


def itemised(documentation: Documentation) -> Documentation:
    """A documentation whose DEP 7 and DEP 8 have items, and a page that cites some."""
    process = (documentation.root / "proposals/process.yaml").read_text(encoding="utf-8")
    documentation.write("proposals/process.yaml", process + ITEMS)
    documentation.write("beps/process.yaml", f"extends: basic\nprefix: BEP\n{ZERO}")
    documentation.propose("0007-eta.md", "Eta", body=ETA)
    documentation.propose("0008-theta.md", "Theta", "Draft", body=THETA)
    documentation.write("docs/guide.md", CITING)
    documentation.write("docs/guide-tables.md", page_of("dep:items", DRAWN))
    documentation.options |= {
        "deps_series": ["../proposals", "../beps"],
        "suppress_warnings": ["deps.registry-missing-row"],
    }
    return documentation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The documentation, which no test of this module edits."""
    documentation = Documentation(tmp_path_factory.mktemp("items"))
    small_series(documentation)
    return itemised(documentation)


@pytest.fixture(scope="module")
def built(made: Documentation) -> Result:
    """The pages."""
    result = made.build()
    assert result.warnings == ""
    return result


HEADS = ["Item", "Title", "Proposal"]
ACCEPTED, DRAFT = "DEP 7: Eta Accepted", "DEP 8: Theta Draft"
HOSTILE = "<b> & $x$ %n \\ _"


def test_each_kind_has_a_table_of_what_its_items_state(built: Result) -> None:
    drawn = section(built, PAGE, "All")
    titles = [rubric.get_text() for rubric in drawn.select("p.rubric")]
    assert titles == ["Requirement (3)", "Phase (2)"]
    # Some themes put the parts of a title below each other.
    assert [len(rubric.contents) for rubric in drawn.select("p.rubric")] == [1, 1]
    assert rows(drawn) == [
        [*HEADS, "Cited by"],
        ["REQ 1", "Works offline", ACCEPTED, "DEP 8, Guide"],
        ["REQ 2", HOSTILE, ACCEPTED, "DEP 8"],
        ["REQ 1", "Small", DRAFT, "Guide"],
        [*HEADS, "Release", "Effort"],
        ["Phase 1", "", ACCEPTED, "1.2", "two weeks"],
        ["Phase 1", "Begin", DRAFT, "", "a day"],
    ]


def test_what_is_drawn_can_be_chosen(built: Result) -> None:
    assert rows(section(built, PAGE, "One")) == [
        ["Item", "Title", "Cited by"],
        ["REQ 1", "Small", "Guide"],
        ["Item", "Title", "Effort"],
        ["Phase 1", "Begin", "a day"],
    ]
    assert [row[0] for row in rows(section(built, PAGE, "Kind"))] == ["Item", "Phase 1", "Phase 1"]
    assert section(built, PAGE, "Kind").select("p.rubric") == []
    assert rows(section(built, PAGE, "Order"))[:3] == [
        ["Item", "Release", "Effort"],
        ["Phase 1", "1.2", "two weeks"],
        ["Item", "Title", "Cited by"],
    ]
    assert {row[2] for row in rows(section(built, PAGE, "Filter"))} == {"Proposal", DRAFT}


@pytest.mark.parametrize("name", ["Other", "Neither"])
def test_where_there_is_nothing_that_is_said(built: Result, name: str) -> None:
    assert [one.get_text() for one in section(built, PAGE, name).find_all("p")] == ["No items."]


def test_everything_leads_to_its_place(built: Result) -> None:
    found = {
        link.get_text(): str(link["href"]) for link in section(built, PAGE, "All").select("table a")
    }
    page = "dep/0007-eta.html"
    assert found["Works offline"] == f"{page}#req-1-works-offline"
    assert found[HOSTILE] == f"{page}#req-2-b-x-n"
    assert (found["DEP 7: Eta"], found["Guide"]) == (page, "guide.html")
    assert found["1.2"] == "https://acme.org/1.2"
    identifiers = {str(one["id"]) for one in built.page("dep/0007-eta").find_all(id=True)}
    assert {href.partition("#")[2] for href in found.values() if page in href} <= identifiers | {""}


def test_what_narrow_pages_say_stands_on_no_other_page(made: Documentation, built: Result) -> None:
    heads = [head.get_text() for head in section(built, PAGE, "One").select(".deps-head")]
    assert heads == ["Cited by: ", "Effort: "]
    result = made.build(builder="text")
    assert result.warnings == ""
    said = result.text("guide-tables.txt")
    assert "Cited by:" not in said
    assert "Effort:" not in said
    assert all(words in said for words in (HOSTILE, "Requirement (3)", "two weeks"))


@pytest.mark.parametrize("builder", ["latex", "man", "texinfo"])
def test_hostile_titles_are_words(made: Documentation, builder: str) -> None:
    assert made.build(builder=builder).warnings == ""


def test_what_does_not_exist_is_told_at_the_place(documentation: Documentation) -> None:
    itemised(documentation)
    wrong = {
        "A kind": (":kind: phase requirment",),
        "No kind": (":kind: x",),
        "A proposal": (":of: DEP 70",),
        "A name": (":of: tehta",),
        "A filter": (":filter: 'staus: x'",),
    }
    documentation.write("docs/guide-tables.md", page_of("dep:items", wrong))
    told = [line.partition("dep:items: ")[::2] for line in documentation.build().lines]
    kind = "no process numbers items of the kind"
    assert told == [
        (f"docs/guide-tables.md:{line}: WARNING: ", f"{words} [deps.items]")
        for line, words in (
            (5, f"{kind} 'requirment'; did you mean requirement?"),
            (11, f"{kind} 'x'; one of requirement, phase, never"),
            (17, "'DEP 70' is the name of no proposal, or of several"),
            (23, "'tehta' is the name of no proposal, or of several; did you mean theta?"),
            (29, "no proposal has a field 'staus'; did you mean status?"),
        )
    ]


def test_a_kind_where_nothing_is_numbered_is_told_without_a_list(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide-tables.md", page_of("dep:items", {"A": (":kind: phase",)}))
    (line,) = documentation.build().lines
    words = "no process numbers items of the kind 'phase'; there is none [deps.items]"
    assert line.endswith(words)


def test_it_is_written_anew_where_it_shows_something_else_and_only_then(
    documentation: Documentation,
) -> None:
    itemised(documentation)
    documentation.build()
    for path, old, new, shown in (
        ("proposals/0007-eta.md", "### REQ 1 Works", "### REQ 1 Runs", True),
        ("proposals/0008-theta.md", "a day", "two days", True),
        ("proposals/0008-theta.md", "{dep}`7#REQ-2`", "{dep}`7#REQ-1`", True),
        ("proposals/0008-theta.md", " say.", " tell.", False),
        ("docs/guide.md", "[](dep:7#req-1)", "[](dep:7#req-2)", True),
        ("docs/guide.md", "{dep}`7`", "{dep}`5`", False),
    ):
        documentation.edit(path, old, new)
        assert ("guide-tables" in documentation.build().written) is shown, new
    assert (
        differences(documentation.build(output="clean").output, documentation.build().output) == []
    )
