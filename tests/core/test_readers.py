"""Each dialect of metadata is read with its places, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.markdown import read_outline
from sphinx_deps.people import read_people
from sphinx_deps.process import Process
from sphinx_deps.process_loading import load_process
from sphinx_deps.proposal import Person
from sphinx_deps.readers import Metadata, read_metadata
from sphinx_deps.text import SourceText
from sphinx_deps.values import split_values

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


@pytest.fixture
def requiring(tmp_path: Path) -> Callable[..., Process]:
    """Make a process that declares bold lines, tolerates others, and requires these fields."""

    def make(*required: str) -> Process:
        names = ("status", "authors", "due")
        fields = "".join(
            f"  {name}: {{required: {str(name in required).lower()}}}\n" for name in names
        )
        path = tmp_path / "process.yaml"
        forms = "metadata: [bold]\ntolerated: [front-matter, sections]\n"
        path.write_text(f"{forms}fields:\n{fields}", encoding="utf-8")
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
    text = "---\nstatus:\nreplaces:\n  - name: Old\n    pages: [1, 2]\n---\n"
    found = read(text, process_of("metadata: [front-matter]"))
    assert values(found) == {"status": "", "replaces": "name: Old, pages: 1, pages: 2"}


@pytest.mark.parametrize(
    ("authors", "text"),
    [
        ("[{name: Ada, email: ada@x.example}]", "Ada <ada@x.example>"),
        ("{name: Ada, affiliations: [One, Two]}", "Ada"),
        (
            "[{name: Ada, url: 'https://ada.example/me', github: ada}, Bob]",
            "Ada <https://ada.example/me>, Bob",
        ),
        ("[{name: Ada, github: ada, orcid: 0000-0002}]", "Ada (@ada)"),
        ("[{name: Ada, github: 'https://github.com/ada/', email: none}]", "Ada (@ada)"),
        ("[{name: Ada, email: , url: ada.example, github: not one}]", "Ada"),
        ("[{given: Ada, email: ada@x.example}]", "given: Ada, email: ada@x.example"),
        ("[{name: , email: ada@x.example}]", "{name}, email: ada@x.example"),
        ("[{name: [Ada, Bob]}]", "name: Ada, name: Bob"),
        ("{your name}", "{your name}"),
        ("'{{ author }}'", "{{ author }}"),
    ],
)
def test_a_mapping_with_a_name_is_one_person(
    process_of: MakeProcess, authors: str, text: str
) -> None:
    found = read(f"---\nauthors: {authors}\n---\n", process_of("metadata: [front-matter]"))
    assert values(found) == {"authors": text}


def test_people_in_mappings_are_read_with_their_addresses(process_of: MakeProcess) -> None:
    text = (
        "---\nauthors:\n  - name: Ada Example\n    email: ada@x.example\n"
        "    url: https://ada.example\n  - {name: Bob, mail: bob@x.example, github: bob-b}\n---\n"
    )
    process = process_of("metadata: [front-matter]")
    (field,) = read(text, process).fields
    rule = process.field_rule("authors")
    assert rule is not None
    assert read_people(field.text, rule) == (
        Person("Ada Example", url="https://ada.example", email="ada@x.example"),
        Person("Bob", "bob-b", email="bob@x.example"),
    )


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


@pytest.mark.parametrize("between", ["", "\n"])
def test_a_bold_line_without_a_value_has_the_list_right_below_it(
    process_of: MakeProcess, between: str
) -> None:
    text = (
        f"# T\n\n**Authors**: <!-- all -->\n{between}"
        "- *Ada*\n- Bob\n  Example <!-- who\n  leads -->\n\n"
        "1) no value\n\n**Status**: Draft\n\n**Odd**: far below\n"
    )
    authors, status = read(text, process_of("metadata: [bold]")).fields
    assert (authors.text, authors.items) == ("Ada, Bob Example", ("Ada", "Bob Example"))
    at, line = authors.location, 4 + len(between)
    assert (at.line, at.column, at.end_line, at.end_column) == (line, 4, line + 2, 10)
    assert authors.span == (3, line + 3)
    assert (status.text, status.items) == ("Draft", ())


def test_a_line_at_the_margin_ends_the_list_that_is_a_value(process_of: MakeProcess) -> None:
    text = "# T\n\n**Authors**:\n- Ada\n- Bob\nwho know each other\n"
    (field,) = read(text, process_of("metadata: [bold]")).fields
    assert (field.items, field.span) == (("Ada", "Bob"), (3, 5))


@pytest.mark.parametrize(
    "text",
    [
        "**Authors**: Cy\n\n- Ada\n",
        "**Authors**:\n\n% words between\n\n- Ada\n",
        "**Authors**:\n\n## Next\n\n- Ada\n",
        "**Authors**:\n\n    - Ada\n",
        "**Authors**:\n\n- Status: Draft\n",
        "**Authors**:\n\n- Ada\n\n  Many words.\n- Bob\n",
        "**Authors**:\n\n- Ada <!-- never closed\n",
        "**Authors**:\n\n-\n-\n",
        "**Authors**:\n",
    ],
    ids=[
        "value", "text between", "heading between", "code", "fields", "paragraphs", "comment",
        "empty items", "nothing",
    ],
)  # fmt: skip
def test_another_list_is_no_value_of_a_bold_line(process_of: MakeProcess, text: str) -> None:
    found = read(f"# T\n\n{text}", process_of("metadata: [bold]"))
    (authors,) = found.fields
    assert (authors.items, authors.span) == ((), (3, 3))
    assert authors.text in {"", "Cy"}


def test_a_list_below_an_unknown_label_is_prose(process_of: MakeProcess) -> None:
    text = "# T\n\n**Goals**:\n- Speed\n\n**No goals**: none\n\n**Status**: Draft\n"
    found = read(text, process_of("metadata: [bold]"))
    assert values(found) == {"? Goals": "", "status": "Draft"}


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


def test_the_value_of_a_bullet_goes_on_in_indented_lines(process_of: MakeProcess) -> None:
    text = (
        "# T\n\n- Authors: Ada,\n    Bob <!-- and\n    others -->\n- Review Date:\n  2026-01-05\n"
        "- Replaces: #3,\n  #4\n\n  Words.\n- Status: Draft\n  - [ ] to do\n"
    )
    authors, date, replaces, status = read(text, process_of("metadata: [bullets]")).fields
    assert (authors.text, authors.span) == ("Ada,\nBob", (3, 5))
    at = authors.location
    assert (at.line, at.column, at.end_line, at.end_column) == (3, 12, 4, 8)
    assert (date.text, date.span) == ("2026-01-05", (6, 7))
    assert (date.location.line, date.location.column, date.location.end_column) == (7, 3, 13)
    assert (replaces.text, replaces.span) == ("#3,\n#4", (8, 9))
    assert (status.text, status.span) == ("Draft", (12, 12))


@pytest.mark.parametrize(
    "line",
    ["Bob", "  - Bob", "  1. Bob", "  # Bob", "  > Bob", "  <!-- Bob", "  ```", "  ---", "  % x"],
)
def test_other_lines_are_no_part_of_the_value_of_a_bullet(
    process_of: MakeProcess, line: str
) -> None:
    (field,) = read(f"# T\n\n- Authors: Ada\n{line}\n", process_of("metadata: [bullets]")).fields
    assert (field.text, field.span) == ("Ada", (3, 3))


def test_the_list_below_a_bullet_is_its_value(process_of: MakeProcess) -> None:
    text = (
        "# T\n\n- Authors:\n  - [Ada](https://ada.example)\n\n  - `Bob`\n    - Cy\n"
        "- Status:\n  <!-- one -->\n  * [x] Draft\n  * [ ] Final\n"
        "- Replaces:\n  - Review Date: 2026-01-05\n"
    )
    found = read(text, process_of("metadata: [bullets]"))
    authors, status, replaces, date = found.fields
    assert authors.items == ("[Ada](https://ada.example)", "Bob", "Cy")
    assert authors.text == ", ".join(authors.items)
    at = authors.location
    assert (at.line, at.column, at.end_line, at.end_column) == (4, 5, 7, 9)
    assert authors.span == (3, 7)
    assert (status.items, status.span) == (("[x] Draft", "[ ] Final"), (8, 11))
    assert (replaces.text, replaces.span) == ("", (12, 12))
    assert (date.text, date.span) == ("2026-01-05", (13, 13))


@pytest.mark.parametrize(
    ("written", "text", "column"),
    [
        ("Draft\\", "Draft", 0),
        ("Draft<br>", "Draft", 0),
        ("Draft <BR/> <!-- Draft | Final -->", "Draft", 0),
        ("`Draft`\\", "Draft", 1),
        ("***`Draft`***", "Draft", 4),
        ("_In review_", "In review", 1),
        ("`` In review ``", "In review", 3),
        ("**Draft** or **Final**", "**Draft** or **Final**", 0),
        ("[`Draft`](https://x.example)", "[`Draft`](https://x.example)", 0),
        ("`__init__`", "`__init__`", 0),
        ("*Draft\\*", "*Draft\\*", 0),
        ("*a*b*", "*a*b*", 0),
        ("C:\\\\", "C:\\\\", 0),
        ("* Draft *", "* Draft *", 0),
        ("****", "****", 0),
    ],
)
@pytest.mark.parametrize(
    ("head", "form"),
    [
        ("metadata: [bold]", "# T\n\n**Status**: {}\n**Authors**: Ada\n"),
        ("metadata: [bullets]", "# T\n\n- Status: {}\n- Authors: Ada\n"),
        ("metadata: [directive]", "# T\n\n```{{proposal}}\n:status: {}\n:authors: Ada\n```\n"),
        ("metadata: [sections]", "# T\n\n## Status\n\n{}\n\n## Authors\n\nAda\n"),
    ],
    ids=["bold", "bullets", "directive", "sections"],
)
def test_a_break_behind_a_value_and_marks_around_all_of_it_are_no_part_of_it(
    process_of: MakeProcess, head: str, form: str, written: str, text: str, column: int
) -> None:
    document = form.format(written)
    status, authors = read(document, process_of(head)).fields
    assert (status.text, authors.text) == (text, "Ada")
    at = status.location
    start = document.split("\n")[at.line - 1].index(written) + 1
    assert (at.column, at.end_column) == (start + column, start + column + len(text))


def test_marks_around_values_in_front_matter_are_no_part_of_them(process_of: MakeProcess) -> None:
    text = '---\nstatus: "`Draft`"\nreview-date: _2026-01-05_\nauthors: [\'*Ada*\', "`Bob`"]\n---\n'
    status, date, authors = read(text, process_of("metadata: [front-matter]")).fields
    assert (status.text, date.text, authors.items) == ("Draft", "2026-01-05", ("Ada", "Bob"))


def test_marks_around_each_of_several_values_are_no_part_of_them(process_of: MakeProcess) -> None:
    text = "# T\n\n**Replaces**: **DEP 3**, `DEP 4`\\\n  _DEP 5_\n"
    process = process_of("metadata: [bold]")
    (field,) = read(text, process).fields
    rule = process.field_rule("replaces")
    assert rule is not None
    assert split_values(field.text, rule) == ("DEP 3", "DEP 4", "DEP 5")


def test_bold_around_label_and_value_is_no_part_of_either(process_of: MakeProcess) -> None:
    text = "# T\n\n- **Status: Draft**\n- Authors: **Ada** and **Bob**\n"
    found = read(text, process_of("metadata: [bullets]"))
    assert values(found) == {"status": "Draft", "authors": "**Ada** and **Bob**"}


def test_undeclared_labels_in_a_list_with_a_declared_one_are_told(
    process_of: MakeProcess,
) -> None:
    text = (
        "# T\n\n- Status: Draft\n- Requiers: DEP 3\n  - Nested: x\n- https://example.org: y\n"
        "- What follows is a sentence: z\n- No label\n\n- Other: list\n"
    )
    found = read(text, process_of("metadata: [bullets]"))
    assert [(one.name, one.label) for one in found.fields] == [
        ("status", "Status"),
        (None, "Requiers"),
        (None, "Other"),
    ]
    assert read("# T\n\n- Notes: x\n", process_of("metadata: [bullets]")).fields == ()


def test_a_long_line_of_names_is_no_prose(process_of: MakeProcess) -> None:
    names = "Ada Example, Bob Roe, Cy van der Berg, Dan and Eve Zed"
    text = f"# T\n\n## Status\nDraft\n\n## Authors\n{names}\n"
    assert values(read(text, process_of("metadata: [sections]")))["authors"] == names


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
        "```{proposal}\n---\nstatus: Draft\nreview-date: 2026-01-05\n---\n```\n",
        ":::{proposal}\n---\nstatus: Draft\n\nreview-date: 2026-01-05\n---\n:::\n",
    ],
)
def test_the_directive_holds_fields_as_options(process_of: MakeProcess, text: str) -> None:
    found = read("# T\n\n" + text, process_of("metadata: [directive]"))
    assert values(found) == {"status": "Draft", "review-date": "2026-01-05"}
    assert found.fields[0].location.line in {4, 5}


def test_lists_in_the_directive_are_read_as_those_of_front_matter(
    process_of: MakeProcess,
) -> None:
    text = (
        "# T\n\n```{proposal}\n---\nauthors: [Ada, Bob]\nreplaces:\n  - DEP 3\n  - DEP 4\nstatus:\n"
        "---\n```\n"
    )
    authors, replaces, status = read(text, process_of("metadata: [directive]")).fields
    assert (authors.text, authors.items, authors.location.line) == ("Ada, Bob", ("Ada", "Bob"), 5)
    assert (replaces.items, replaces.location.line) == (("DEP 3", "DEP 4"), 7)
    assert (status.text, status.items) == ("", ())
    assert {field.reader for field in (authors, replaces, status)} == {"directive"}


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
    ("rest", "added"),
    [
        ("## Authors\n\nAda\n\n## Due\n\nSoon\n", {"authors": "Ada", "due": "Soon"}),
        ("## Due\n\nSoon\n", {}),
        ("## Authors\n\nAda\n\n## Status\n\nDraft\n", {"authors": "Ada"}),
    ],
    ids=["lacking", "optional", "stated-twice"],
)
def test_a_tolerated_reader_adds_to_the_declared_ones_where_it_gives_what_is_required(
    requiring: Callable[..., Process], rest: str, added: dict[str, str]
) -> None:
    text = f"---\ntitle: T\n---\n# T\n\n**Status**: Final\n\n{rest}"
    found = read(text, requiring("status", "authors"))
    assert values(found) == {"status": "Final", **added}
    assert "title" not in [field.label for field in found.fields]


def test_two_tolerated_readers_may_each_add_what_is_required(
    requiring: Callable[..., Process],
) -> None:
    text = "---\ndue: Soon\n---\n# T\n\n**Status**: Final\n\n## Authors\n\nAda\n"
    found = read(text, requiring("status", "authors", "due"))
    assert [field.reader for field in found.fields] == ["bold", "front-matter", "sections"]


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
