"""What a process numbers inside a proposal: how it is read, checked, exported and cited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.documents import read_documents
from sphinx_deps.outputs.catalog_json import render_catalog
from sphinx_deps.process_loading import load_builtin
from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.series_reading import SeriesSource

PROCESS = """\
extends: basic
prefix: DEP
documents: {include: ["0*.md"]}
sections:
  standard:
    - {title: Requirements, aliases: [Needs, "Needs, *"]}
items:
  requirement: {prefix: REQ, heading: 'REQ (?P<number>\\d+) (?P<title>.+)', under: Requirements}
  open-question: {heading: 'Question (?P<number>\\d+)'}
  phase:
    heading: 'Phase (?P<number>\\d+)(?:: (?P<title>.+))?'
    untitled: true
    fields:
      release-target: {aliases: [Release]}
      effort: {label: Effort Estimate}
"""
FRONT = "---\nstatus: Draft\nauthors: Ada Example\ncreated: 2026-03-01\n---\n# Fast start\n\n"

Read = Callable[..., Catalog]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a folder with one document, whose first line after the title is line 8."""

    def read(body: str, process: str = PROCESS, **files: str) -> Catalog:
        texts = {"0001-fast-start": FRONT + body, **files}
        folder = tmp_path / "deps"
        folder.mkdir(exist_ok=True)
        (folder / "process.yaml").write_text(process, encoding="utf-8")
        for name, text in texts.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        return read_catalog([SeriesSource(folder)])

    return read


def items(catalog: Catalog) -> list[tuple[str, str]]:
    return [(item.label, item.title) for item in catalog.proposals[0].items]


def found(catalog: Catalog, rule: str) -> list[Diagnostic]:
    report = check(catalog, today=None)
    assert not [one for one in report.diagnostics if one.rule in {"process", "internal-error"}]
    return [one for one in report.diagnostics if one.rule == rule]


def lines(catalog: Catalog) -> list[str]:
    return [
        f"{one.finding.location.line}: {one.finding.message}"
        for one in found(catalog, "item-number")
    ]


# Reading


def test_an_item_has_number_label_title_anchor_and_place(read: Read) -> None:
    catalog = read("## Requirements\n\n### REQ 1 Works `offline`\n")
    [item] = catalog.proposals[0].items
    assert (item.kind, item.number, item.label, item.name) == ("requirement", 1, "REQ 1", "REQ-1")
    assert (item.title, item.anchor) == ("Works offline", "req-1-works-offline")
    assert (item.location.line, item.location.column) == (10, 1)
    assert item.fields == ()


@pytest.mark.parametrize(
    "heading", ["## Requirements", "## 3. requirements", "## Needs", "## Needs, in short"]
)
def test_the_section_that_holds_items_may_bear_any_of_its_headings(
    read: Read, heading: str
) -> None:
    assert items(read(f"{heading}\n\n### Part\n\n#### REQ 1 Small\n")) == [("REQ 1", "Small")]


def test_elsewhere_such_a_heading_is_no_item(read: Read) -> None:
    text = "## Motivation\n\n### REQ 1 Small\n\n## Requirements\n\n## REQ 2 Smaller\n"
    assert items(read(text)) == []


def test_a_number_in_front_of_the_heading_does_not_matter(read: Read) -> None:
    assert items(read("## 2. Requirements\n\n### 2.1 REQ 1 Small\n")) == [("REQ 1", "Small")]


def test_a_label_is_made_of_the_kind_where_no_prefix_is_declared(read: Read) -> None:
    assert items(read("## Question 2\n")) == [("Open Question 2", "")]


@pytest.mark.parametrize("number", ["٣", "0" * 5000, "x"])
def test_a_number_that_nobody_would_count_to_makes_no_item(read: Read, number: str) -> None:
    process = PROCESS.replace(r"Phase (?P<number>\d+)", r"Phase (?P<number>\w+)?")
    catalog = read(f"## Phase {number}\n\n## Phase \n", process)
    assert items(catalog) == ([("Phase 3", "")] if number == "٣" else [])


def test_fields_stand_in_bold_lines_and_list_items_up_to_the_next_heading(read: Read) -> None:
    catalog = read(
        "**Release Target**: 0.9\n\n## Phase 1: Measure\n\n**Release**: 1.2 <!-- or 1.3 -->\n"
        "**Supported**: nothing\n\n- Effort estimate: a week\n\n### Later\n\n**Release**: 2\n\n"
        "## Phase 2\n"
    )
    first, second = catalog.proposals[0].items
    assert [(one.name, one.label, one.text) for one in first.fields] == [
        ("release-target", "Release", "1.2"),
        ("effort", "Effort estimate", "a week"),
    ]
    places = [(one.location.line, one.location.column) for one in first.fields]
    assert places == [(12, 14), (15, 20)]
    assert (second.title, second.fields) == ("", ())


@pytest.mark.parametrize(
    "heading",
    [
        "REQ 7 Small & <fast>",
        "REQ 7: Small & <fast>",
        "REQ 7 - Small & <fast>",
        "REQ 7 — Small & <fast>",
        "REQ #7 Small & <fast>",
        "REQ <7> <Small & <fast>>",
        "REQ <#7> <Small & <fast>>",
        "REQ <# 7> Small & <fast>",
    ],
)
def test_dynamo_takes_every_form_in_which_its_headings_are_written(heading: str) -> None:
    kind = load_builtin("dynamo").item_kind("requirement")
    assert kind is not None
    assert kind.read(heading) == (7, "Small & <fast>")


@pytest.mark.parametrize("heading", ["REQ <#> <Title>", "REQ 7.1 Small", "REQ 7a Small", "REQ"])
def test_dynamo_takes_no_other_heading_for_an_item(heading: str) -> None:
    kind = load_builtin("dynamo").item_kind("requirement")
    assert kind is not None
    assert kind.read(heading) is None


def test_items_come_back_from_the_cache_as_they_were_read(read: Read) -> None:
    proposal = read("## Phase 1: Measure\n\n**Release**: 1.2\n").proposals[0]
    assert proposal.items[0].fields
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(proposal), type=Proposal)
    assert stored.items == proposal.items


def test_what_was_stored_before_there_were_items_is_read_anew(read: Read) -> None:
    stored = msgspec.to_builtins(read("Words.\n").proposals[0])
    del stored["items"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(stored, Proposal)


# The rule


def test_each_kind_is_counted_for_itself_from_one_or_from_zero(read: Read) -> None:
    text = "## Requirements\n\n### REQ 1 A\n\n### REQ 2 B\n\n## Phase 0\n\n## Phase 1: C\n"
    assert lines(read(text)) == []


def test_an_exchange_of_two_numbers_is_one_finding(read: Read) -> None:
    text = "## Phase 1\n\n## Phase 3\n\n## Phase 2\n\n## Phase 4\n"
    assert lines(read(text)) == [
        "12: Phase 2 stands below Phase 3; numbers rise from heading to heading"
    ]


def test_a_repeated_number_names_the_place_of_the_first(read: Read) -> None:
    [one] = found(read("## Phase 1\n\n## Phase 1\n\n## Phase 2\n"), "item-number")
    assert one.finding.message == "Phase 1 stands in line 8 already; the next free one is Phase 3"
    assert [related.location.line for related in one.finding.related] == [8]


@pytest.mark.parametrize("number", [3, 2026, 999_999_999])
def test_a_gap_is_one_finding_however_wide(read: Read, number: int) -> None:
    text = f"## Phase 1\n\n## Phase {number}\n"
    assert lines(read(text)) == [f"10: Phase {number} follows Phase 1; there is no Phase 2"]


def test_a_kind_that_may_go_without_a_title_or_has_none_is_not_asked_for_one(read: Read) -> None:
    assert lines(read("## Question 1\n\n## Phase 1\n")) == []
    [line] = lines(read("## Requirements\n\n### REQ 1\n"))
    assert line == "10: REQ 1 has no title; write one behind its number"


# Export and citations


def test_items_are_exported(read: Read) -> None:
    catalog = read("## Phase 1: Measure\n\n**Release**: 1.2\n\n**Effort Estimate**:\n")
    exported = json.loads(b"".join(render_catalog(catalog)))["series"][0]["proposals"][0]["items"]
    assert exported == [
        {
            "kind": "phase",
            "number": 1,
            "label": "Phase 1",
            "title": "Measure",
            "line": 8,
            "anchor": "phase-1-measure",
            "fields": {"release-target": ["1.2"]},
        }
    ]


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ("REQ-1", "Works offline"),
        ("req-1", "Works offline"),
        ("req-1-works-offline", "Works offline"),
        ("REQ-2", "Small"),
        ("phase-1", None),
        ("REQ-1-works-offline", None),
        ("requirements", None),
        ("", None),
    ],
)
def test_an_item_is_found_by_its_name_and_by_its_heading(
    read: Read, anchor: str, title: str | None
) -> None:
    # A heading that bears the very anchor goes before the item of that name.
    text = (
        "## Requirements\n\n### REQ 1 Works offline\n\n### REQ 2 Small\n\n### REQ 2 Again\n\n"
        "## Phase 1: Measure\n\n## Phase-1\n"
    )
    item: Item | None = read(text).proposals[0].item(anchor)
    assert (item and item.title) == title


def test_a_citation_of_an_item_that_is_not_there_names_the_nearest(
    read: Read, tmp_path: Path
) -> None:
    catalog = read("## Requirements\n\n### REQ 1 Works offline\n\n### REQ 2 Small\n")
    (tmp_path / "docs").mkdir()
    cited = ["REQ-2", "req-1", "REQ-9", "req-0", "Phase-1", "req-1-works-ofline"]
    text = "\n\n".join(f"{{dep}}`1#{anchor}`" for anchor in cited) + "\n\n[](dep:1#REQ-4)\n"
    (tmp_path / "docs/page.md").write_text(text, encoding="utf-8")
    report = check(catalog, read_documents([tmp_path / "docs"], catalog).citations)
    told = [
        (one.finding.message, one.finding.hint)
        for one in report.diagnostics
        if one.rule == "cites-unknown"
    ]
    assert told == [
        ('DEP 1 has no section or item "REQ-9"', "did you mean REQ-2?"),
        ('DEP 1 has no section or item "req-0"', "did you mean REQ-1?"),
        ('DEP 1 has no section or item "Phase-1"', None),
        ('DEP 1 has no section or item "req-1-works-ofline"', "did you mean req-1-works-offline?"),
        ('DEP 1 has no section or item "REQ-4"', "did you mean REQ-2?"),
    ]


def test_a_plain_link_needs_the_anchor_of_the_heading_and_is_told_it(read: Read) -> None:
    text = "## Requirements\n\n### REQ 1 Works offline\n\nSee [this](#REQ-1).\n"
    other = FRONT.replace("Fast", "Slow") + "See [that](0001-fast-start.md#REQ-1).\n"
    hints = [
        one.finding.hint for one in found(read(text, **{"0002-slow-start": other}), "broken-anchor")
    ]
    assert hints == ["did you mean #req-1-works-offline?"] * 2
