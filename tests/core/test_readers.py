"""Each dialect of metadata is read with its places, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.markdown import read_outline
from sphinx_deps.process import Process, load_process
from sphinx_deps.readers import Metadata, read_metadata
from sphinx_deps.text import SourceText

FIELDS = """
fields:
  status: {label: Status, type: status}
  authors: {label: Authors, type: people}
  review-date: {label: Review Date, type: date}
  replaces: {label: Replaces, type: proposals}
"""


MakeProcess = Callable[[str], Process]


@pytest.fixture
def process_of(tmp_path: Path) -> MakeProcess:
    def make(head: str) -> Process:
        path = tmp_path / "process.yaml"
        path.write_text(head + FIELDS, encoding="utf-8")
        return load_process(path)

    return make


def read(text: str, process: Process) -> Metadata:
    return read_metadata(read_outline(SourceText.decode("x.md", text.encode())), process)


def values(metadata: Metadata) -> dict[str, str]:
    return {field.name or f"? {field.label}": field.text for field in metadata.fields}


def test_front_matter_keeps_values_as_written(process_of: MakeProcess) -> None:
    text = (
        "---\nstatus: no\nreview_date: 2026-01-05\nauthors: [Ada, Bob]\n"
        "orphan: true\nzip: 0012\n---\n"
    )
    found = read(text, process_of("metadata: [front-matter]"))
    assert values(found) == {
        "status": "no",
        "review-date": "2026-01-05",
        "authors": "Ada, Bob",
        "? zip": "0012",
    }
    assert found.fields[2].items == ("Ada", "Bob")
    assert (found.fields[1].location.line, found.fields[1].location.column) == (3, 14)


def test_absent_values_and_nested_ones_are_text(process_of: MakeProcess) -> None:
    text = "---\nstatus:\nauthors:\n  - name: Ada\n    mail: a@b.example\n---\n"
    found = read(text, process_of("metadata: [front-matter]"))
    assert values(found) == {"status": "", "authors": "name: Ada, mail: a@b.example"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("---\nstatus: [\n---\n", 3), ("---\n- a\n---\n", 2), ("---\na: b: c\n---\n", 2)],
)
def test_malformed_front_matter_is_a_problem_at_its_line(
    process_of: MakeProcess, text: str, line: int
) -> None:
    found = read(text, process_of("metadata: [front-matter]"))
    (problem,) = found.problems
    assert problem.rule == "unreadable-metadata"
    assert problem.finding.location.line == line


def test_bold_lines_are_read_in_all_their_forms(process_of: MakeProcess) -> None:
    text = (
        "# Title\n\n"
        "**Status**:  Draft <!-- Draft | Final -->\n\n"
        "**Authors:** [@ada](https://x.example/ada) <!-- who -->\n"
        "**Review Date** : 2026-01-05  \n\n"
        "**Replaces** (partially): DEP 3\n"
    )
    found = read(text, process_of("metadata: [bold]"))
    assert values(found) == {
        "status": "Draft",
        "authors": "[@ada](https://x.example/ada)",
        "review-date": "2026-01-05",
        "replaces": "DEP 3",
    }
    status = found.fields[0]
    assert (status.location.column, status.location.end_column, status.span) == (14, 19, (3, 3))
    assert found.fields[1].span == (5, 5)


def test_a_bold_value_may_go_on_over_lines(process_of: MakeProcess) -> None:
    text = "# T\n\n**Replaces**:\n    - DEP 3\n    - DEP 4\n"
    (field,) = read(text, process_of("metadata: [bold]")).fields
    assert field.text.split() == ["-", "DEP", "3", "-", "DEP", "4"]
    assert field.span == (3, 5)


def test_unknown_bold_labels_count_up_to_the_first_prose(process_of: MakeProcess) -> None:
    text = (
        "# T\n\n**Status**: Draft\n\n**Issue(s)**: 1\n\nSome prose.\n\n"
        "**Note**: no field\n\n**Authors**: Ada\n\n# Summary\n\n**Status**: in the body\n"
    )
    found = read(text, process_of("metadata: [bold]"))
    assert values(found) == {"status": "Draft", "? Issue(s)": "1", "authors": "Ada"}


def test_bold_words_in_prose_and_code_are_no_fields(process_of: MakeProcess) -> None:
    text = "# T\n\nSee **Status**: this.\n\n```\n**Status**: Draft\n```\n"
    assert read(text, process_of("metadata: [bold]")).fields == ()


def test_list_items_are_read_under_the_title_and_under_named_headings(
    process_of: MakeProcess,
) -> None:
    text = (
        "# T\n\n* Status: **Draft**\n\n## People\n\n- **Authors**: @ada, @bob\n- plain words\n\n"
        "## Body\n\n- Status: not this\n"
    )
    found = read(text, process_of("metadata: [bullets]\nmetadata-under: [People]"))
    assert values(found) == {"status": "Draft", "authors": "@ada, @bob"}
    assert found.fields[1].span == (7, 7)


def test_sections_are_fields_and_prose_above_people_is_dropped(process_of: MakeProcess) -> None:
    text = (
        "# T\n\n## Status\nDraft\n\n## 2. Authors\n"
        "Please name a few people of this field who would like to look at it.\n\n@ada, @bob\n\n"
        "---\n\n## Review Date\n"
    )
    found = read(text, process_of("metadata: [sections]"))
    assert values(found) == {"status": "Draft", "authors": "@ada, @bob", "review-date": ""}
    assert (found.fields[1].location.line, found.fields[1].location.end_column) == (9, 11)


@pytest.mark.parametrize(
    "text",
    [
        "```{proposal}\n:status: Draft\n:review-date: 2026-01-05\n```\n",
        ":::{proposal}\n---\nstatus: Draft\nreview-date: 2026-01-05\n---\n:::\n".replace(
            ":::", "```"
        ),
    ],
)
def test_the_directive_holds_fields_as_options(process_of: MakeProcess, text: str) -> None:
    found = read("# T\n\n" + text, process_of("metadata: [directive]"))
    assert values(found) == {"status": "Draft", "review-date": "2026-01-05"}
    assert found.fields[0].location.line in {4, 5}


def test_readers_are_asked_in_order_and_the_first_has_the_say(process_of: MakeProcess) -> None:
    text = "---\nstatus: Final\n---\n# T\n\n**Status**: Draft\n\n**Authors**: Ada\n"
    found = read(text, process_of("metadata: [front-matter, bold]"))
    assert values(found) == {"status": "Final", "authors": "Ada"}
    assert {field.reader for field in found.fields} == {"front-matter", "bold"}


def test_foreign_front_matter_does_not_hide_bold_lines(process_of: MakeProcess) -> None:
    text = "---\norphan: true\n---\n# T\n\n**Status**: Draft\n"
    assert values(read(text, process_of("metadata: [front-matter, bold]"))) == {"status": "Draft"}


def test_a_tolerated_reader_is_asked_when_the_declared_ones_find_nothing(
    process_of: MakeProcess,
) -> None:
    head = "metadata: [bold]\ntolerated: [front-matter, sections]"
    found = read("# T\n\n## Status\n\nDraft\n", process_of(head))
    assert values(found) == {"status": "Draft"}
    assert found.fields[0].reader == "sections"
    both = read("# T\n\n**Status**: Final\n\n## Authors\n\nAda\n", process_of(head))
    assert values(both) == {"status": "Final"}
    assert read("# T\n\nNothing.\n", process_of(head)).fields == ()


@pytest.mark.parametrize(
    "before",
    ["<!-- Licence: MIT -->\n", "(here)=\n", "% A comment.\n\n", "[All proposals](README.md)\n\n"],
)
@pytest.mark.parametrize("form", ["bold", "bullets"])
def test_what_stands_before_the_title_hides_no_metadata(
    process_of: MakeProcess, before: str, form: str
) -> None:
    line = {"bold": "**Status**: Draft\n", "bullets": "- Status: Draft\n"}[form]
    found = read(f"{before}# Title\n\n{line}\n## Goal\n\n{line}", process_of(f"metadata: [{form}]"))
    assert values(found) == {"status": "Draft"}


def test_metadata_above_a_section_leaves_that_section_its_words(process_of: MakeProcess) -> None:
    text = "**Status**: Draft\n\n## Goal\n\n**Authors**: whom it may concern\n"
    assert values(read(text, process_of("metadata: [bold]"))) == {"status": "Draft"}
