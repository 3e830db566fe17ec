"""The rules about files, identity and metadata, where their pages don't say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.process_loading import load_builtin
from sphinx_deps.rules import (
    date_format,
    date_impossible,
    duplicate_field,
    duplicate_id,
    empty_field,
    field_choice,
    field_placeholder,
    field_value,
    file_name,
    id_unassigned,
    missing_field,
    missing_metadata,
    unclaimed_file,
    unknown_field,
    unreadable_metadata,
)
from sphinx_deps.series_reading import SeriesSource

METADATA_RULES = tuple(
    module.RULE
    for module in (
        date_format,
        date_impossible,
        duplicate_field,
        duplicate_id,
        empty_field,
        field_choice,
        field_placeholder,
        field_value,
        file_name,
        id_unassigned,
        missing_field,
        missing_metadata,
        unclaimed_file,
        unknown_field,
        unreadable_metadata,
    )
)

BASIC = "extends: basic\nprefix: DEP\n"
BOLD = f"{BASIC}metadata: [bold]\ntolerated: [front-matter, sections]\n"
SLUGS = """\
prefix: REP
identity: slug
documents:
  include: ["*.md", "*/*.md"]
  path: '(?:[^/]+/)?(?P<slug>(?P<created>\\d{4}-\\d{2}-\\d{2})-[\\w-]+)\\.md'
  tolerated: ['(?P<slug>(?P<created>\\d{4}-\\d{1,2}-\\d{1,2})-[\\w-]+)\\.md']
metadata: [front-matter]
fields:
  created: {type: date, formats: ["%Y-%m-%d"]}
  reviewers: {type: people, expected: true}
"""
DRAFT = "status: Draft\nauthors: Ada Example\ncreated: 2026-03-01\n"

Check = Callable[..., list[Diagnostic]]


@pytest.fixture(name="check_folder")
def _check_folder(tmp_path: Path) -> Check:
    """Write files into a series' folder, and check it."""

    def run(files: dict[str, str | bytes], process: str = BASIC) -> list[Diagnostic]:
        for path, text in {"process.yaml": process, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        catalog = read_catalog([SeriesSource(tmp_path)])
        return list(check(catalog, rules=METADATA_RULES).diagnostics)

    return run


@pytest.fixture(name="check_front")
def _check_front(check_folder: Check) -> Check:
    """Check one proposal with that front matter."""

    def run(front: str, process: str = BASIC) -> list[Diagnostic]:
        return check_folder({"0001-fast-start.md": f"---\n{front}---\n\n# Fast start\n"}, process)

    return run


def names(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.rule for diagnostic in found]


def subjects(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.severity), one.finding.subject) for one in found]


def place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.finding.location.line, diagnostic.finding.location.column


def front(text: str) -> str:
    return f"---\n{text}---\n\n# Fast start\n"


def field(declaration: str) -> str:
    """The process with one more field, `extra`."""
    return f"{BASIC}fields:\n  extra: {declaration}\n"


# Links in fields


OPEN = """\
# Fast start

**Status**: Draft
**Authors**: Ada Example
**Created**: 2026-03-01
**Extra**: {value}
"""


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        ("links", "[Link to the talk](TBD)", "field-placeholder"),
        ("links", "[Link to the talk](<insert a link here>)", "field-placeholder"),
        ("links", "[the talk]()", "field-placeholder"),
        ("text", "see [the change](<!-- Add link -->) and [that]()", "field-placeholder"),
        ("people", "[Ben Sample](TBD)", "field-placeholder"),
        ("version", "[the next one](TBD)", "field-placeholder"),
        ("date", "[soon](TBD)", "field-value"),
        ("choice, choices: [a, b]", "[a](TBD)", "field-choice"),
        ("proposals", "[DEP 1](TBD)", "field-placeholder"),
        ("proposals", "[DEP 7](TBD)", "unknown-proposal"),
        ("links", "[the talk](https://example.org/talk)", None),
        ("text", "see [here](#fast-start), array[0](1) and [that](TBD.md)", "broken-link"),
    ],
)
def test_a_link_without_a_target_in_a_field_is_told_once(
    tmp_path: Path, kind: str, value: str, rule: str | None
) -> None:
    process = f"{BOLD}fields: {{extra: {{type: {kind}}}}}\nrules: {{missing-section: off}}\n"
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    (tmp_path / "0001-fast-start.md").write_text(OPEN.format(value=value), encoding="utf-8")
    found = check(read_catalog([SeriesSource(tmp_path)])).diagnostics
    assert [one.rule for one in found] == ([rule] if rule else [])


# Files and identity


def test_a_tolerated_name_is_read_and_reported_with_the_form_it_should_have(
    check_folder: Check,
) -> None:
    (found,) = check_folder({"2026-3-1-fast-start.md": front("reviewers: Ben\n")}, SLUGS)
    assert (found.rule, found.severity) == ("file-name", "error")
    assert found.finding.message == 'the name is not of the form "YYYY-MM-DD-slug.md"'


BESIDE = """\
registry: {file: REGISTRY.md, columns: {Number: number, Title: title}}
templates: {default: ./skeleton.md, short: short/skeleton.md}
"""


def test_the_declared_registry_and_templates_are_no_proposals(check_folder: Check) -> None:
    table = "| Number | Title |\n|---|---|\n| 1 | Fast start |\n"
    beside = {"REGISTRY.md": table, "skeleton.md": "# Title\n", "short/skeleton.md": "# Title\n"}
    files = {**beside, "0001-fast-start.md": front(DRAFT)}
    assert subjects(check_folder(files, f"{BASIC}{BESIDE}")) == []
    found = check_folder(files, f"{BASIC}{BESIDE}documents: {{include: ['0*.md']}}\n")
    assert subjects(found) == []
    assert ("file-name", "error", "REGISTRY.md") in subjects(check_folder(files, BASIC))


def test_a_template_with_the_name_of_a_proposal_is_one(check_folder: Check) -> None:
    files = {"0001-fast-start.md": front(DRAFT), "0002-model.md": front("status: Draft\n")}
    found = check_folder(files, f"{BASIC}templates: {{default: 0002-model.md}}\n")
    assert ("missing-field", "error", "authors") in subjects(found)


def test_the_name_of_a_file_that_cannot_be_read_is_judged_too(check_folder: Check) -> None:
    found = check_folder({"12-fast-start.md": ""})
    assert sorted(names(found)) == ["file-name", "unreadable-metadata"]


@pytest.mark.parametrize("tolerated", ["", ", tolerated: ['(?P<number>\\d+)-.*']"])
def test_where_no_form_is_declared_every_name_is_right(check_folder: Check, tolerated: str) -> None:
    process = f"documents: {{include: ['*.md']{tolerated}}}\nprefix: DEP\n"
    assert check_folder({"12-fast-start.md": "# A\n", "slow-stop.md": "# B\n"}, process) == []


def test_where_slugs_identify_and_no_form_is_declared_every_name_is_right(
    check_folder: Check,
) -> None:
    process = "documents: {include: ['*.md']}\nprefix: DEP\nidentity: slug\n"
    assert check_folder({"fast-start.md": "# A\n"}, process) == []


@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("backendai", "BEP-NNNN-slug.md", id="prefix"),
        pytest.param("dynamo", "NNNN-slug.md", id="number"),
        pytest.param("ray", "YYYY-MM-DD-slug.md", id="date"),
    ],
)
def test_the_form_of_a_path_is_shown_in_words(name: str, form: str) -> None:
    assert load_builtin(name).path_form == form


def test_a_form_that_words_cannot_show_is_shown_as_it_is_declared(check_folder: Check) -> None:
    process = f"{BASIC}documents: {{path: '(?P<number>\\d+)-(a|b)\\.md'}}\n"
    (found,) = check_folder({"x.md": front(DRAFT)}, process)
    assert "(?P<number>" in found.finding.message


def test_the_document_that_the_registry_links_keeps_a_number(check_folder: Check) -> None:
    registry = "# Registry\n\n| Number | Title |\n|---|---|\n| [7](./0007-slow-stop.md) | Slow |\n"
    process = f"{BASIC}registry: {{file: README.md, columns: {{Number: number, Title: title}}}}\n"
    files = {
        "README.md": registry,
        "0007-fast-start.md": front(DRAFT),
        "0007-slow-stop.md": front(DRAFT),
    }
    (found,) = check_folder(files, process)
    assert found.finding.message == "0007 is taken by 0007-slow-stop.md"
    assert found.finding.proposal == "dep:0007-fast-start.md"
    assert [one.location.path.rpartition("/")[2] for one in found.finding.related] == [
        "0007-slow-stop.md"
    ]


def test_each_further_bearer_of_a_number_is_told(check_folder: Check) -> None:
    files = {f"0007-{slug}.md": front(DRAFT) for slug in "abc"}
    assert [one.finding.proposal for one in check_folder(files)] == [
        "dep:0007-b.md",
        "dep:0007-c.md",
    ]


def test_two_slugs_that_are_the_same_are_a_duplicate(check_folder: Check) -> None:
    slug = "2026-03-01-fast-start.md"
    files = {slug: front("reviewers: Ben\n"), f"other/{slug}": front("reviewers: Ben\n")}
    assert subjects(check_folder(files, SLUGS)) == [
        ("duplicate-id", "error", "2026-03-01-fast-start")
    ]


def test_two_proposals_of_one_day_are_no_duplicate(check_folder: Check) -> None:
    files = {f"2026-03-01-{name}.md": front("reviewers: Ben\n") for name in ("a", "b")}
    assert check_folder(files, SLUGS) == []


def test_proposals_without_a_number_are_no_duplicates(check_folder: Check) -> None:
    files = {f"0000-{slug}.md": front(DRAFT) for slug in "ab"}
    assert names(check_folder(files)) == ["id-unassigned", "id-unassigned"]


def test_a_document_that_really_bears_the_placeholder_has_its_number(check_folder: Check) -> None:
    process = f"{BASIC}number: {{except: [0000-process.md]}}\n"
    assert check_folder({"0000-process.md": front(DRAFT)}, process) == []


def test_excluded_files_and_companions_are_claimed(check_folder: Check) -> None:
    files = {"0001-a.md": front(DRAFT), "0001-a/b/notes.md": "x\n", "README.md": "# Readme\n"}
    assert check_folder(files) == []


# Reading


def test_a_folder_named_like_a_proposal_is_told(check_folder: Check) -> None:
    (found,) = check_folder({"0001-a.md/picture.png": b"", "0002-b.md": front(DRAFT)})
    assert (found.rule, found.finding.proposal) == ("unreadable-metadata", None)
    assert found.finding.location.path.endswith("0001-a.md")


def test_malformed_front_matter_is_the_only_fault_of_its_fields(check_front: Check) -> None:
    (found,) = check_front("status: [Draft\nauthors: Ada\n")
    assert found.rule == "unreadable-metadata"
    assert found.finding.proposal == "dep:0001-fast-start.md"


def test_a_wrong_encoding_hides_no_other_fault(check_folder: Check) -> None:
    text = "---\nstatus: Draft\nauthors: Zo\xeb\n---\n\n# Fast start\n".encode("latin-1")
    assert subjects(check_folder({"0001-a.md": text})) == [
        ("missing-field", "error", "created"),
        ("unreadable-metadata", "error", "encoding"),
    ]


@pytest.mark.parametrize("text", ["no heading at all\n", "# Title\n", "<!-- only this -->\n"])
def test_a_document_without_metadata_has_one_fault(check_folder: Check, text: str) -> None:
    assert names(check_folder({"0001-a.md": text})) == ["missing-metadata"]


def test_a_field_of_the_path_is_no_metadata_of_the_document(check_folder: Check) -> None:
    process = SLUGS.replace("expected: true", "required: true")
    found = check_folder({"2026-03-01-a.md": "# A\n"}, process)
    assert names(found) == ["missing-metadata"]


def test_without_required_fields_only_the_expected_ones_are_missing(check_folder: Check) -> None:
    found = check_folder({"2026-03-01-a.md": "# A\n"}, SLUGS)
    assert subjects(found) == [("missing-field", "warning", "reviewers")]


def test_keys_of_sphinx_alone_are_no_metadata(check_folder: Check) -> None:
    found = check_folder({"0001-a.md": front("orphan: true\n")})
    assert names(found) == ["missing-metadata"]


def test_a_tolerated_form_is_told_once_and_its_absent_fields_are(check_folder: Check) -> None:
    text = "# Fast start\n\n## Status\n\nDraft\n\n## Authors\n\nAda Example\n"
    found = check_folder({"0001-a.md": text}, BOLD)
    assert subjects(found) == [
        ("missing-field", "error", "created"),
        ("missing-metadata", "error", "metadata"),
    ]
    assert place(found[1]) == (3, 1)
    assert (
        found[1].finding.message == "the metadata stands in sections; DEP writes it in bold lines"
    )


def test_metadata_in_two_forms_are_told_once_and_nothing_in_them_is_missing(
    check_folder: Check,
) -> None:
    text = (
        "---\ncreated: 2026-03-01\n---\n# Fast start\n\n**Status**: Draft\n\n"
        "## Authors\n\nAda Example\n"
    )
    (found,) = check_folder({"0001-a.md": text}, BOLD)
    assert found.rule == "missing-metadata"
    assert place(found) == (2, 1)
    assert found.finding.message == (
        "some of the metadata stands in front matter and in sections; DEP writes it in bold lines"
    )


# Absent and empty fields


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("fields: {created: {default: 2026-01-01}}", id="default"),
        pytest.param("overrides: {'0001': {created: 2026-01-01}}", id="override"),
        pytest.param("fields: {created: {required: false}}", id="optional"),
    ],
)
def test_a_field_that_need_not_be_written_is_not_missing(check_front: Check, change: str) -> None:
    assert check_front("status: Draft\nauthors: Ada Example\n", f"{BASIC}{change}\n") == []


@pytest.mark.parametrize("value", ["", " ~", " ''", " []"])
def test_every_way_to_write_nothing_is_empty(check_front: Check, value: str) -> None:
    found = check_front(DRAFT.replace(" Ada Example", value))
    assert subjects(found) == [("empty-field", "warning", "authors")]
    assert place(found[0]) == (3, 1)


def test_an_optional_field_may_stay_empty(check_front: Check) -> None:
    assert check_front(f"{DRAFT}discussion:\n") == []


def test_a_bold_field_with_only_a_comment_is_empty(check_folder: Check) -> None:
    text = "# A\n\n**Status**: Draft\n\n**Authors**: <!-- who -->\n\n**Created**: 2026-03-01\n"
    found = check_folder({"0001-a.md": text}, BOLD)
    assert [(one.rule, place(one)) for one in found] == [("empty-field", (5, 1))]


@pytest.mark.parametrize(
    ("rule", "text", "told"),
    [
        ("required: true", "n/a (private)", 1),
        ("required: true", '"-"', 1),
        ("required: true, none: [Nobody]", "Nobody", 0),
        ("required: true, none: [Nobody]", "N/A", 0),
        ("required: true, type: choice, choices: [None, Some]", "None", 0),
        ("expected: true", "N/A", 0),
        ("required: true, default: Ada", "N/A", 0),
    ],
)
def test_what_is_required_wants_an_answer_and_what_is_only_expected_may_have_none(
    check_front: Check, rule: str, text: str, told: int
) -> None:
    process = f"{BASIC}fields: {{sponsor: {{{rule}}}}}\n"
    found = check_front(f"{DRAFT}sponsor: {text}\n", process)
    assert [(one.rule, place(one)) for one in found] == [("empty-field", (5, 10))] * told


# Names of fields


def test_case_and_hyphens_make_no_unknown_field(check_front: Check) -> None:
    assert check_front(f"{DRAFT}REPLACED BY: 2\norphan: true\n") == []


def test_the_nearest_name_is_the_hint(check_front: Check) -> None:
    (found,) = check_front(f"{DRAFT}replaced-buy: 2\n")
    assert found.finding.hint == 'did you mean "Replaced-By"?'


def test_an_unknown_field_far_from_all_is_to_be_declared(check_front: Check) -> None:
    (found,) = check_front(f"{DRAFT}shoe-size: 42\n")
    assert found.finding.hint == "declare it under `fields` in process.yaml"


def test_a_field_is_told_each_time_after_the_first(check_front: Check) -> None:
    found = check_front(f"{DRAFT}status: Draft\nStatus: Draft\n")
    assert [(one.rule, place(one)) for one in found] == [
        ("duplicate-field", (5, 1)),
        ("duplicate-field", (6, 1)),
    ]
    assert all(one.finding.related[0].location.line == 2 for one in found)


def test_a_bold_field_may_not_stand_twice(check_folder: Check) -> None:
    text = (
        "# A\n\n**Status**: Draft\n**Status**: Draft\n**Authors**: Ada\n**Created**: 2026-03-01\n"
    )
    found = check_folder({"0001-a.md": text}, BOLD)
    assert [(one.rule, place(one)) for one in found] == [("duplicate-field", (4, 1))]


# Values


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("integer", "007", id="integer"),
        pytest.param("boolean", "no", id="boolean"),
        pytest.param("version", "25.10 LTS", id="version"),
        pytest.param("date", "2026-03-01", id="date"),
        pytest.param("links", "https://example.org/a?b=c", id="address"),
        pytest.param("links", "'[PR 12](https://example.org/12)'", id="markdown-link"),
        pytest.param("links", "'[notes](notes.md)'", id="link-to-a-file"),
        pytest.param("links", "'[PR 12][pr], [talk][]'", id="links-to-definitions"),
        pytest.param("links", "'{issue}`12`'", id="role"),
        pytest.param("links", "'#12'", id="number-of-a-forge"),
        pytest.param("links", "acme/engine#12", id="number-of-another-repository"),
        pytest.param("links", "talk@lists.example.org", id="mail"),
        pytest.param("text", "anything", id="text"),
        pytest.param("integer", "N/A", id="none"),
        pytest.param("links", "n/a (not public)", id="none-with-a-reason"),
        pytest.param("integer", "", id="empty"),
    ],
)
def test_a_value_of_its_type_is_right(check_front: Check, kind: str, value: str) -> None:
    assert check_front(f"{DRAFT}extra: {value}\n", field(f"{{type: {kind}}}")) == []


@pytest.mark.parametrize(
    ("declaration", "value", "rule"),
    [
        pytest.param("{type: integer}", "12a", "field-value", id="integer"),
        pytest.param("{type: boolean}", "perhaps", "field-value", id="boolean"),
        pytest.param("{type: version}", "next", "field-value", id="version"),
        pytest.param("{type: links}", "the list", "field-value", id="links"),
        pytest.param("{type: date}", "2026", "field-value", id="half-a-date"),
        pytest.param("{type: text, pattern: '[a-z]+'}", "A1", "field-value", id="pattern"),
        pytest.param("{type: date}", "2026-13-45", "date-impossible", id="impossible"),
        pytest.param("{type: date}", "Feb 30, 2026", "date-impossible", id="impossible-in-words"),
        pytest.param("{type: date}", "31/02/2026", "date-impossible", id="impossible-slashes"),
        pytest.param("{type: date}", "March 1st, 2026", "date-format", id="ordinal"),
        pytest.param("{type: date}", "2026-3-1", "date-format", id="without-zeros"),
        pytest.param("{type: date}", "TBD", "field-placeholder", id="word"),
        pytest.param("{type: date}", "'[Date for review]'", "field-placeholder", id="prompt"),
        pytest.param("{type: people}", "'{names of all}'", "field-placeholder", id="braces"),
        pytest.param("{type: people}", "{names of all}", "field-placeholder", id="bare-braces"),
        pytest.param("{type: people}", "<names of all>", "field-placeholder", id="angles"),
        pytest.param("{type: choice, choices: [A, B]}", "C", "field-choice", id="choice"),
        pytest.param("{type: choice, choices: [A]}", "A | B | C", "field-placeholder", id="menu"),
    ],
)  # fmt: skip
def test_one_fault_has_one_name(
    check_front: Check, declaration: str, value: str, rule: str
) -> None:
    (found,) = check_front(f"{DRAFT}extra: {value}\n", field(declaration))
    assert (found.rule, place(found)) == (rule, (5, 8))


def test_a_status_that_is_to_be_filled_in_is_a_placeholder(check_front: Check) -> None:
    assert names(check_front(DRAFT.replace("Draft", "TBD"))) == ["field-placeholder"]


def test_a_menu_of_statuses_is_left_to_its_own_rule(check_front: Check) -> None:
    menu = "'[x] Draft | Accepted | Rejected'"
    assert check_front(DRAFT.replace("Draft", menu)) == []


@pytest.mark.parametrize("value", ["'[ada]'", "'[ada](https://example.org/ada)'", "'[x](y.md)'"])
def test_brackets_alone_make_no_placeholder(check_front: Check, value: str) -> None:
    assert check_front(DRAFT.replace("Ada Example", value)) == []


def test_each_of_several_values_is_judged_where_it_stands(check_front: Check) -> None:
    process = field("{type: choice, many: true, choices: [A, B]}")
    (found,) = check_front(f"{DRAFT}extra: a, C, B\n", process)
    assert (found.rule, place(found)) == ("field-choice", (5, 11))


def test_the_values_of_a_list_are_judged_one_by_one(check_front: Check) -> None:
    process = field("{type: integer}")
    (found,) = check_front(f"{DRAFT}extra:\n- 1\n- two\n", process)
    assert found.finding.message == 'extra: "two" is not a whole number'


def test_a_long_value_is_cut_in_the_message(check_front: Check) -> None:
    (found,) = check_front(f"{DRAFT}discussion: {'far away ' * 40}\n")
    assert len(found.finding.message) < 120


# Dates


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param("March 1, 2026", "2026-03-01", id="plain"),
        pytest.param('"13/05/2026"', '"2026-05-13"', id="quoted"),
    ],
)
def test_a_clear_date_is_rewritten(check_front: Check, written: str, text: str) -> None:
    (found,) = check_front(DRAFT.replace("2026-03-01", written))
    assert found.finding.fix is not None
    (edit,) = found.finding.fix.edits
    assert edit.text == text
    assert (edit.location.column, edit.location.end_column) == (10, 10 + len(written))


def test_a_comment_after_a_date_stays(check_folder: Check) -> None:
    text = "# A\n\n**Status**: Draft\n**Authors**: Ada\n**Created**: Mar 1 2026 <!-- day -->\n"
    (found,) = check_folder({"0001-a.md": text}, BOLD)
    assert found.finding.fix is not None
    (edit,) = found.finding.fix.edits
    line = text.splitlines()[4]
    assert line[edit.location.column - 1 : (edit.location.end_column or 0) - 1] == "Mar 1 2026"


@pytest.mark.parametrize("written", ["03/01/2026", "01.03.2026", "01-03-2026"])
def test_a_date_with_two_readings_is_not_rewritten(check_front: Check, written: str) -> None:
    (found,) = check_front(DRAFT.replace("2026-03-01", written))
    assert (found.rule, found.finding.fix) == ("date-format", None)
    assert "2026-03-01" in found.finding.message
    assert "2026-01-03" in found.finding.message


def test_the_first_declared_form_is_the_one_to_write(check_front: Check) -> None:
    process = field("{type: date, formats: ['%d-%b-%Y', '%Y-%m-%d']}")
    (found,) = check_front(f"{DRAFT}extra: 13/05/2026\n", process)
    assert (
        found.finding.message
        == 'extra: "13/05/2026" is not of the form DD-Mon-YYYY; it is 13-May-2026'
    )
    assert check_front(f"{DRAFT}extra: 2026-05-13\n", process) == []


def test_a_date_is_not_rewritten_where_its_day_would_be_lost(check_front: Check) -> None:
    process = field("{type: date, formats: ['%B %Y']}")
    (found,) = check_front(f"{DRAFT}extra: 2026-03-15\n", process)
    assert (found.rule, found.finding.fix) == ("date-format", None)
    (first,) = check_front(f"{DRAFT}extra: 2026-03-01\n", process)
    assert first.finding.fix is not None
    assert check_front(f"{DRAFT}extra: March 2026\n", process) == []


def test_a_declared_form_makes_a_date_clear(check_front: Check) -> None:
    process = field("{type: date, formats: ['%d/%m/%Y']}")
    assert check_front(f"{DRAFT}extra: 03/01/2026\n", process) == []


def test_without_declared_forms_another_one_is_an_information(check_front: Check) -> None:
    (found,) = check_front(f"{DRAFT}extra: March 1, 2026\n", field("{type: date}"))
    assert found.severity == "info"


def test_a_date_of_the_path_is_told_by_the_name_unless_it_does_not_exist(
    check_folder: Check,
) -> None:
    files = {
        "2026-3-1-a.md": front("reviewers: Ben\n"),
        "2026-14-05-b.md": front("reviewers: Ben\n"),
    }
    assert [(one.rule, one.finding.proposal) for one in check_folder(files, SLUGS)] == [
        ("date-impossible", "rep:2026-14-05-b.md"),
        ("file-name", "rep:2026-3-1-a.md"),
    ]


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("folder", "process", "counts"),
    [
        pytest.param(
            "dynamo/deps",
            "dynamo",
            {
                "date-format": 8,
                "duplicate-id": 3,
                "empty-field": 3,
                "field-choice": 5,
                "field-placeholder": 12,
                "missing-field": 11,
                "missing-metadata": 1,
                "unknown-field": 3,
            },
            id="dynamo",
        ),
        pytest.param("ray/reps", "ray", {"file-name": 2, "missing-field": 8}, id="ray"),
        pytest.param(
            "backendai/proposals",
            "backendai",
            {"duplicate-id": 2, "empty-field": 32},
            id="backendai",
        ),
    ],
)
def test_real_proposals_give_what_a_reader_sees(
    corpora: Path, folder: str, process: str, counts: dict[str, int]
) -> None:
    catalog = read_catalog([SeriesSource(corpora / folder, process)])
    found = names(list(check(catalog, rules=METADATA_RULES).diagnostics))
    assert {name: found.count(name) for name in sorted(set(found))} == counts


def test_a_misspelt_field_is_not_also_a_missing_one(check_folder: Check) -> None:
    text = "---\nstatus: Draft\nauthor: Ada Example\ncreated: 2026-03-01\n---\n# Fast start\n"
    (found,) = check_folder({"0001-fast-start.md": text})
    assert (found.rule, found.finding.hint) == ("unknown-field", 'did you mean "Authors"?')


@pytest.mark.parametrize(
    ("label", "missing"),
    [
        ("Creatd", []),
        ("Craeted", []),
        ("Createds", []),
        ("created at", ["created"]),
        ("related", ["created"]),
    ],
)
def test_a_label_that_is_but_like_another_hides_no_missing_field(
    check_folder: Check, label: str, missing: list[str]
) -> None:
    text = f"---\nstatus: Draft\nauthors: Ada Example\n{label}: '#12'\n---\n# Fast start\n"
    found = check_folder({"0001-fast-start.md": text})
    assert [one.finding.subject for one in found if one.rule == "missing-field"] == missing
    assert [one.finding.hint for one in found if one.rule == "unknown-field"] == [
        'did you mean "Created"?'
    ]


def test_a_form_that_is_both_declared_and_tolerated_is_declared(check_folder: Check) -> None:
    text = "# Fast start\n\n**Status**: Draft\n\n**Authors**: Ada\n\n**Created**: 2026-03-01\n"
    process = f"{BASIC}metadata: [bold]\n"
    assert "bold" in load_builtin("basic").definition.tolerated
    assert check_folder({"0001-fast-start.md": text}, process) == []
