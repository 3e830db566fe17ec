"""What the pages of the rules about identity, people, titles and the lifecycle don't show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sphinx_deps.authoring import apply_fixes
from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Finding
from sphinx_deps.documents import read_documents
from sphinx_deps.series_reading import SeriesSource

Write = Callable[..., Path]
"""Writes files below a folder by their paths, and gives the folder."""

TODAY = date(2026, 3, 1)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(files: dict[str, str], process: str = "") -> Path:
        folder = tmp_path / "deps"
        for path, text in {
            **files,
            "process.yaml": f"extends: basic\nprefix: DEP\n{process}",
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return folder

    return write


def document(heading: str = "Fast start", **fields: str) -> str:
    known = {"status": "Draft", "authors": "Ada Example", "created": "2026-02-01"}
    values = {**known, **{key.replace("_", "-"): value for key, value in fields.items()}}
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\n{lines}---\n\n# {heading}\n"


def report(folder: Path, documents: Path | None = None) -> Report:
    catalog = read_catalog([SeriesSource(folder)])
    citations = read_documents([documents], catalog).citations if documents else None
    return check(catalog, citations, today=TODAY)


def findings(folder: Path, rule: str) -> list[Finding]:
    return [one.finding for one in report(folder).diagnostics if one.rule == rule]


def subjects(folder: Path, rule: str) -> list[str]:
    return [finding.subject for finding in findings(folder, rule)]


def fixed(folder: Path, path: str, finding: Finding) -> str:
    """The document after the fix of the finding."""
    assert finding.fix is not None
    applied, data = apply_fixes((folder / path).read_bytes(), [finding.fix])
    assert applied == (finding.fix,)
    return data.decode()


# Identity


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("DEP 2: Fast start", ["heading"]),
        ("dep-0002 - Fast start", ["heading"]),
        ("DEP 1: Fast start", []),
        ("DEP 2", ["heading"]),
        ("DEP 2:Fast start", ["heading"]),
        ("DEP 517-style settings", []),
        ("DEP 3.11 and the plan", []),
        ("DEP 2\u20133: Fast start", []),
        ("DEP 2 was not enough", []),
        ("What DEP 2: left open", []),
    ],
)
def test_a_heading_that_starts_with_a_label_states_a_number(
    write: Write, title: str, found: list[str]
) -> None:
    assert subjects(write({"0001-fast-start.md": document(title)}), "id-mismatch") == found


@pytest.mark.parametrize(("number", "found"), [("DEP 2", ["field"]), ("0001", []), ("soon", [])])
def test_a_number_may_be_written_with_its_prefix_and_zeros(
    write: Write, number: str, found: list[str]
) -> None:
    folder = write(
        {"0001-fast-start.md": document(number=number)}, "fields: {number: {type: text}}"
    )
    assert subjects(folder, "id-mismatch") == found


def test_a_document_without_a_number_is_of_no_other_number(write: Write) -> None:
    folder = write({"0000-fast-start.md": document("DEP 2: Fast start")})
    assert subjects(folder, "id-mismatch") == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("0001/main.md", document(), True),
        ("0001/0001-start.md", document("Another title"), True),
        ("0001/0001-start.md", "# Fast start\n", True),
        ("0001/0001-start.md", document("Another title", parent="../0001-fast-start.md"), False),
        ("0001/0001-start.md", "# Another title\n", False),
        ("0001/fast-start.md", document(), True),
        ("0001/domains.md", document(), False),
        ("0001/00012.md", document(), False),
        ("0001/main.txt", document(), False),
        ("0001/main.md", "", False),
    ],
)
def test_a_rival_is_named_like_its_proposal_and_reads_like_it(
    write: Write, path: str, text: str, found: bool
) -> None:
    folder = write({"0001-fast-start.md": document(), path: text})
    assert subjects(folder, "rival-main") == ([path] if found else [])


@pytest.mark.parametrize(
    ("path", "created", "found"),
    [
        ("2026-01-02-fast.md", "2026-01-02", []),
        ("2026-01-02-fast.md", "Jan 2, 2026", []),
        ("2026-01-02-fast.md", "01/02/2026", []),
        ("2026-01-02-fast.md", "2026-01-03", ["created"]),
        ("2026-01-02-fast.md", "soon", []),
        ("20260102-fast.md", "2026-03-04", []),
    ],
)
def test_a_date_of_the_path_is_compared_as_a_date(
    write: Write, path: str, created: str, found: list[str]
) -> None:
    process = (
        "documents: {path: '(?P<slug>(?P<created>\\d{4}-\\d{2}-\\d{2})-\\w+)\\.md'}\nidentity: slug"
    )
    folder = write({path: document(created=created)}, process)
    assert subjects(folder, "folder-mismatch") == found


def test_a_field_with_a_hyphen_is_compared_with_the_group_of_the_path(write: Write) -> None:
    process = (
        "documents: {path: '(?P<target_version>[\\d.]+)/(?P<number>\\d{4})-(?P<slug>\\w+)\\.md'}\n"
        "fields: {target-version: {type: version}}"
    )
    folder = write({"26.1/0001-fast.md": document(target_version="26.2")}, process)
    assert subjects(folder, "folder-mismatch") == ["target-version"]


@pytest.mark.parametrize(
    ("folder_name", "status", "found"),
    [
        ("final", "Accepted", ["status"]),
        ("accepted", "Accepted", []),
        ("accepted", "accepted", []),
        ("accepted", "Acepted", []),
        ("accepted", "TBD", []),
    ],
)
def test_a_status_of_the_path_is_compared_with_what_the_field_means(
    write: Write, folder_name: str, status: str, found: list[str]
) -> None:
    process = "documents: {path: '(?P<status>\\w+)/(?P<number>\\d{4})-(?P<slug>\\w+)\\.md'}"
    folder = write({f"{folder_name}/0001-fast.md": document(status=status)}, process)
    assert subjects(folder, "folder-mismatch") == found


# Fields

ORDERED = """
metadata: [front-matter, bold, bullets, directive, sections]
rules: {field-order: warning}
"""


def reordered(write: Write, text: str) -> str:
    """The document with the fix of the one finding on its order."""
    folder = write({"0001-a.md": text}, ORDERED)
    [finding] = findings(folder, "field-order")
    return fixed(folder, "0001-a.md", finding)


def test_the_fix_of_the_order_exchanges_lines_and_keeps_the_rest(write: Write) -> None:
    text = (
        "---\nteam: red\ncreated: 2026-02-01\nauthors: Ada  # wrote it\nstatus: Draft\n---\n\n# A\n"
    )
    folder = write({"0001-a.md": text}, "rules: {field-order: warning}")
    [finding] = findings(folder, "field-order")
    assert (finding.subject, finding.location.line) == ("authors", 4)
    assert fixed(folder, "0001-a.md", finding) == (
        "---\nteam: red\nstatus: Draft\nauthors: Ada  # wrote it\ncreated: 2026-02-01\n---\n\n# A\n"
    )


def test_the_fix_of_the_order_moves_all_lines_of_a_field(write: Write) -> None:
    text = "---\nauthors:\n- Ada\n- Ben\n\nstatus: Draft\n---\n\n# A\n"
    folder = write({"0001-a.md": text}, "rules: {field-order: warning}")
    [finding] = findings(folder, "field-order")
    assert fixed(folder, "0001-a.md", finding) == (
        "---\nstatus: Draft\n\nauthors:\n- Ada\n- Ben\n---\n\n# A\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Authors: Ada\n- Status: Draft\n- More\n", "- Status: Draft\n- Authors: Ada\n- More\n"),
        ("- Authors: Ada\n- Status: Draft\n\nMore\n", "- Status: Draft\n- Authors: Ada\n\nMore\n"),
        ("**Authors**: Ada  \n**Status**: Draft\n", "**Status**: Draft  \n**Authors**: Ada\n"),
        (
            "- Authors:\n  - Ada\n- Status: In\n  review\n",
            "- Status: In\n  review\n- Authors:\n  - Ada\n",
        ),
        (
            "```{proposal}\n:authors: Ada\n\n:status: Draft\n\nMore\n```\n",
            "```{proposal}\n:status: Draft\n\n:authors: Ada\n\nMore\n```\n",
        ),
    ],
)
def test_the_fix_of_the_order_moves_lines_of_every_form(
    write: Write, before: str, after: str
) -> None:
    assert reordered(write, f"# A\n\n{before}") == f"# A\n\n{after}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "created: 2026-02-01\nauthors:\n- Ada\n\n# of all\n\n",
            "authors:\n- Ada\ncreated: 2026-02-01\n\n# of all\n\n",
        ),
        ("authors: |\n  Ada\nstatus: Draft\n", "status: Draft\nauthors: |\n  Ada\n"),
    ],
)
def test_the_fix_of_the_order_knows_where_a_field_ends(
    write: Write, before: str, after: str
) -> None:
    assert reordered(write, f"---\n{before}---\n\n# A\n") == f"---\n{after}---\n\n# A\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\nauthors: &all\n- Ada\nstatus: Draft\n---\n",
        "---\nauthors: Ada\n# the status\nstatus: Draft\n---\n",
        "---\nauthors: Ada\nteam: red\nstatus: Draft\n---\n",
        "---\ncreated: 2026-02-01\nauthors: |\n  Ada\n\n  # Ben\n---\n",
        "---\n{authors: Ada, status: Draft}\n---\n",
        "---\nauthors: Ada\n---\n\n# A\n\n**Status**: Draft\n",
        "# A\n\n## Authors\n\nAda\n\n## Status\n\nDraft\n",
        "# A\n\n- Authors: Ada\n- Status: Draft\nin the first line below\n",
        "# A\n\n- Authors: Ada\n- Status: Draft\n \n  further below\n",
        "# A\n\n- Authors: Ada\n- Status: Draft\n- Created: 2026-02-01\nin the first line below\n",
        "# A\n\n**Authors**: Ada\\\n**Status**: Draft\n",
        "# A\n\n**Authors**: Ada<br>\n**Status**: Draft\n",
        "# A\n\n**Created**: 2026-02-01\n**Authors**:\n- Ada\n\n**Status**: Draft\n",
        "# A\n\n```{proposal}\n:authors: Ada\n:status: Draft\n\n  words\n```\n",
    ],
)
def test_no_fix_of_the_order_tears_apart_what_belongs_together(write: Write, text: str) -> None:
    folder = write({"0001-a.md": text}, ORDERED)
    assert [finding.fix for finding in findings(folder, "field-order")] == [None]


def test_the_order_is_not_mended_in_a_file_that_is_not_utf_8(write: Write) -> None:
    folder = write({"0001-a.md": ""}, ORDERED)
    (folder / "0001-a.md").write_bytes(b"---\nauthors: Ad\xe4\nstatus: Draft\n---\n\n# A\n")
    assert [finding.fix for finding in findings(folder, "field-order")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: '`WORD`'\n---\n# A\n",
        "---\nstatus: _WORD_\n---\n# A\n",
        "# A\n\n**Status**: WORD\\\n**Authors**: Ada\n",
        "# A\n\n**Status**: *WORD*<br>\n",
        "# A\n\n**Status**:\n\n- `WORD`\n",
        "# A\n\n- **Status: WORD**\n",
        "# A\n\n- Status:\n  WORD <!-- draft -->\n",
        "# A\n\n## Status\n\n<!-- draft -->\n**WORD**\n",
    ],
)
def test_the_fix_of_a_value_keeps_the_marks_around_it(write: Write, text: str) -> None:
    folder = write({"0001-a.md": text.replace("WORD", "draft")}, ORDERED)
    [finding] = findings(folder, "status-case")
    assert fixed(folder, "0001-a.md", finding) == text.replace("WORD", "Draft")


def test_what_the_path_says_and_what_is_said_twice_is_not_out_of_order(write: Write) -> None:
    text = "---\nstatus: Draft\nstatus: Draft\nauthors: Ada\n---\n\n# A\n"
    path = "documents: {path: '(?P<created>[\\d-]{10})-(?P<number>\\d{4})-(?P<slug>\\w+)\\.md'}\n"
    folder = write({"2026-02-01-0001-a.md": text}, f"{path}rules: {{field-order: warning}}")
    assert findings(folder, "field-order") == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"created": "2026-03-02"}, ["created"]),
        ({"created": "2026-03-01"}, []),
        ({"updated": "April 1, 2026"}, ["updated"]),
        ({"created": "03/02/2026"}, []),
        ({"created": "01/04/2026"}, []),
        ({"created": "04/05/2026"}, ["created"]),
        ({"created": "2026-30-01"}, []),
        ({"target": "2027-01-01"}, []),
    ],
)
def test_only_what_has_happened_cannot_lie_in_the_future(
    write: Write, fields: dict[str, str], found: list[str]
) -> None:
    folder = write({"0001-a.md": document(**fields)}, "fields: {target: {type: date}}")
    assert subjects(folder, "date-future") == found


def test_a_date_of_the_path_may_lie_in_the_future_too(write: Write) -> None:
    process = "documents: {path: '(?P<created>\\d{4}-\\d{2}-\\d{2})-(?P<slug>\\w+)\\.md'}"
    folder = write({"2026-03-02-a.md": "---\nstatus: Draft\n---\n\n# A\n"}, process)
    assert subjects(folder, "date-future") == ["created"]


def test_without_a_given_day_the_dates_are_held_to_the_real_one(write: Write) -> None:
    folder = write({"0001-a.md": document(created="2999-01-01")})
    found = check(read_catalog([SeriesSource(folder)])).diagnostics
    assert [one.finding.subject for one in found if one.rule == "date-future"] == ["created"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"review_date": "2026-02-28"}, ["review-date"]),
        ({"review_date": "2026-03-01"}, []),
        ({"review_date": "01/02/2026"}, ["review-date"]),
        ({"review_date": "02/03/2026"}, []),
        ({"review_date": "TBD"}, []),
        ({"status": "Deferred", "review_date": "2026-02-28"}, []),
    ],
)
def test_a_review_is_overdue_once_its_day_is_past_and_nothing_is_decided(
    write: Write, fields: dict[str, str], found: list[str]
) -> None:
    process = "fields: {review-date: {type: date}}\nrules: {review-overdue: warning}"
    folder = write({"0001-a.md": document(**fields)}, process)
    assert subjects(folder, "review-overdue") == found


@pytest.mark.parametrize(
    ("key", "found"), [("review_date", 1), ("next-review", 1), ("reviewed", 0), ("reviewer_day", 0)]
)
def test_a_review_is_a_date_whose_key_holds_that_word(write: Write, key: str, found: int) -> None:
    process = f"fields: {{{key}: {{type: date}}}}\nrules: {{review-overdue: warning}}"
    text = document().replace("created", f"{key}: 2026-02-28\ncreated")
    assert len(findings(write({"0001-a.md": text}, process), "review-overdue")) == found


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("26.1", []),
        ("v26.1", ["version-format"]),
        ("next", ["field-value"]),
        ("TBD", ["field-placeholder"]),
    ],
)
def test_a_version_in_another_form_has_one_name(
    write: Write, version: str, found: list[str]
) -> None:
    process = "fields: {target: {type: version, pattern: '\\d+\\.\\d+'}}"
    folder = write({"0001-a.md": document(target=version)}, process)
    rules = {"version-format", "field-value", "field-placeholder"}
    assert [one.rule for one in report(folder).diagnostics if one.rule in rules] == found


def test_each_person_of_a_field_is_held_to_the_form(write: Write) -> None:
    authors = "Ada Example (a@example.org), Ben, Cleo"
    folder = write(
        {"0001-a.md": document(authors=authors)}, "fields: {authors: {pattern: '.+ \\(.+\\)'}}"
    )
    columns = [finding.location.column for finding in findings(folder, "person-format")]
    assert columns == [10 + authors.index("Ben"), 10 + authors.index("Cleo")]
    assert subjects(folder, "field-value") == []


@pytest.mark.parametrize(
    ("authors", "found"),
    [
        (["Ada Example", "Ada  Example"], []),
        (["Ada Example", "ADA Example"], ["ADA Example"]),
        (["Ada Example", "Example Ada"], ["Example Ada"]),
        (["Ada Example", "Ada Exmaple"], ["Ada Exmaple"]),
        (["Ada Example", "Ada Elpmaxe"], []),
        (["Ada Example", "Ada Sample"], []),
        (["Ada E. (a@example.org)", "Ada Example (A@example.org)"], ["Ada Example"]),
        (["Ada (team@example.org)", "Ben (team@example.org)"], []),
        (["Ada Example (a@example.org)", "Ada Example (b@example.org)"], []),
        (["Ada E. (@ada)", "Ada Example (@ada)"], ["Ada Example"]),
        (["'@someone'", "'@Someone'"], ["Someone"]),
        (["'@someone'", "Some One"], []),
        (["Ada Example (a@x.org)", "ada (a@x.org)", "'@ada'"], ["ada"]),
        (["Cleo (t@x.org)", "Ben (t@x.org)", "Ben Sample (t@x.org)"], ["Ben Sample"]),
        (["'@abcd'", "'@abdc'"], []),
        (["Bo (b@x.org)", "Bo Bär (b@x.org)", "Bo bär"], ["Bo Bär", "Bo bär"]),
        (["ADA Example", "Ada Example", "Ada Example"], ["ADA Example"]),
        (
            ["Ada Example", "Miller Ada", "Ada Exmaple (a@x.org)", "Ada Miller (a@x.org)"],
            ["Miller Ada", "Ada Exmaple", "Ada Miller"],
        ),
    ],
)
def test_spellings_of_one_person_are_told_from_two_people(
    write: Write, authors: list[str], found: list[str]
) -> None:
    documents = {
        f"{number:04}-a.md": document(authors=one) for number, one in enumerate(authors, start=1)
    }
    assert subjects(write(documents), "person-spelling") == found


# Titles


@pytest.mark.parametrize(
    ("path", "title", "found"),
    [
        ("0001-slow-stop.md", "Agent architecture", ["slug"]),
        ("0001-ui-v2.md", "UI v2", []),
        ("0001-new-gql.md", "GraphQL schema", []),
        ("0001-new-catalog.md", "Tag rotation", ["slug"]),
        ("0001-quality-assurance.md", "QA by night", []),
        ("0001-management-console.md", "Mgmnt by night", []),
        ("0001-stop.md", "Agent architecture", []),
        ("0001-new-rbac.md", "Role-Based Access Control", []),
        ("0001-role-based-access.md", "RBA in short", []),
        ("0001-testing-by-night.md", "Test plan", []),
        ("0001-our-optimizer.md", "Optimization of queries", []),
        ("0001-new-dockerfile.md", "Docker", []),
        ("0001-2026.md", "Agent architecture", []),
        ("0001-slow-stop.md", "중지 지연", []),
        ("0001-slow-stop.md", "Title", []),
    ],
)
def test_a_title_shares_a_word_with_its_file_even_in_short(
    write: Write, path: str, title: str, found: list[str]
) -> None:
    assert subjects(write({path: document(title)}), "title-mismatch") == found


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Fast start", []),
        ("DEP-1: Fast *Start*", []),
        ("Fast start of agents", ["heading"]),
        ("Motivation", []),
    ],
)
def test_the_title_of_the_metadata_and_the_heading_are_one(
    write: Write, heading: str, found: list[str]
) -> None:
    folder = write(
        {"0001-fast-start.md": document(heading, title="Fast start")},
        "title: {from: [field, heading]}\nfields: {title: {type: text}}",
    )
    assert subjects(folder, "title-mismatch") == found


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("{}", []),
        ("{title-length: warning}", ["title"]),
        ("{title-length: {severity: warning, most: 71}}", []),
        ("{title-length: {most: 70}}", []),
    ],
)
def test_a_title_is_too_long_from_the_declared_length_on(
    write: Write, setting: str, found: list[str]
) -> None:
    folder = write({"0001-a.md": document("a" * 71)}, f"rules: {setting}")
    assert subjects(folder, "title-length") == found


def test_a_length_that_is_no_number_is_told_at_its_place(write: Write) -> None:
    folder = write({"0001-a.md": document()}, "rules: {title-length: {most: many}}")
    [finding] = findings(folder, "process")
    assert (finding.location.line, finding.message) == (3, '"many" is not a whole number')


# Lifecycle


@pytest.mark.parametrize("status", ["accepted", "ACCEPTED", "Accep-ted"])
def test_the_fix_of_a_status_writes_the_declared_spelling(write: Write, status: str) -> None:
    folder = write({"0001-a.md": document(status=f'"{status}"')})
    [finding] = findings(folder, "status-case")
    assert fixed(folder, "0001-a.md", finding) == document(status='"Accepted"')
    assert subjects(folder, "unknown-status") == []


@pytest.mark.parametrize("status", ["Accepted", "Acepted", "", "[x] Draft | Accepted | Rejected"])
def test_what_is_no_matter_of_case_is_left_to_other_rules(write: Write, status: str) -> None:
    folder = write({"0001-a.md": document(status=f"'{status}'")})
    assert subjects(folder, "status-case") == []


def test_the_pattern_of_a_status_may_hold_more_than_its_name(write: Write) -> None:
    process = "statuses: {Implemented: {stage: implemented, pattern: 'Implemented \\(.+\\)'}}"
    folder = write({"0001-a.md": document(status="Implemented (5.9)")}, process)
    assert subjects(folder, "status-case") == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"built": "26.1"}, ["built"]),
        ({"built": "N/A"}, []),
        ({"built": "TBD"}, []),
        ({"built": ""}, []),
        ({"status": "Accepted", "built": "26.1"}, []),
        ({"status": "Unheard of", "built": "26.1"}, []),
    ],
)
def test_a_forbidden_field_is_one_that_says_something(
    write: Write, fields: dict[str, str], found: list[str]
) -> None:
    process = (
        "fields: {built: {type: version}}\nstatuses: {Draft: {stage: draft, forbids: [built]}}"
    )
    assert subjects(write({"0001-a.md": document(**fields)}, process), "status-forbids") == found


def test_a_forbidden_field_must_be_a_declared_one(write: Write) -> None:
    folder = write(
        {"0001-a.md": document()}, "statuses: {Draft: {stage: draft, forbids: [creatd]}}"
    )
    [finding] = findings(folder, "process")
    assert (finding.message, finding.hint) == (
        '"creatd" is no declared field',
        "did you mean created?",
    )


NEEDED = """
fields: {{target: {{type: version, {kind}}}}}
statuses: {{Accepted: {{stage: accepted, requires: [target]}}}}
"""


@pytest.mark.parametrize(
    ("kind", "fields", "rule"),
    [
        ("", {"target": "TBD"}, "status-requires"),
        ("expected: true", {}, "status-requires"),
        ("expected: true", {"target": ""}, "status-requires"),
        ("expected: true", {"target": "TBD"}, "status-requires"),
        ("required: true", {}, "missing-field"),
        ("required: true", {"target": ""}, "empty-field"),
        ("required: true", {"target": "TBD"}, "status-requires"),
        ("", {"targt": "26.1"}, "unknown-field"),
        ("required: true", {"targt": "26.1"}, "unknown-field"),
    ],
)
def test_of_a_field_that_a_status_needs_one_rule_speaks(
    write: Write, kind: str, fields: dict[str, str], rule: str
) -> None:
    text = document(status="Accepted", **fields)
    folder = write({"0001-fast-start.md": text}, NEEDED.format(kind=kind))
    sections = {"missing-section"}
    assert [one.rule for one in report(folder).diagnostics if one.rule not in sections] == [rule]


def test_a_field_that_only_another_status_needs_is_asked_for_by_itself(write: Write) -> None:
    process = NEEDED.format(kind="expected: true")
    for fields, rule in (({}, "missing-field"), ({"target": "TBD"}, "field-placeholder")):
        folder = write({"0001-fast-start.md": document(**fields)}, process)
        assert subjects(folder, rule) == ["target"]
        assert subjects(folder, "status-requires") == []


def test_what_a_status_needs_is_not_asked_for_where_nothing_could_be_read(write: Write) -> None:
    process = (
        "documents: {include: ['*/*.md'], path: '(?P<status>\\w+)/(?P<number>\\d+)-\\w+\\.md'}"
        f"\n{NEEDED.format(kind='expected: true')}"
    )
    folder = write({"accepted/0001-a.md": "---\nauthors: [\n---\n# A\n"}, process)
    rules = [one.rule for one in report(folder).diagnostics if one.rule != "missing-section"]
    assert rules == ["unreadable-metadata"]


MISSPELT = "---\nstatus: Draft\nauthor: Ada Example\ncreated: 2026-03-01\n---\n\n# Fast start\n"
OTHERWISE_REPLACED = document(status="Replaced", replaced_buy="DEP 1")
OPENLY_REPLACED = document(status="Replaced", replaced_by="TBD")
OPENLY_ACCEPTED = document(status="Accepted", target="TBD")


@pytest.mark.parametrize(
    ("other", "text", "rule", "subject"),
    [
        ("unknown-field", MISSPELT, "missing-field", "authors"),
        ("missing-metadata", "# Fast start\n", "missing-field", "status"),
        ("field-placeholder", document(status="TBD"), "unknown-status", "status"),
        ("status-menu", document(status="Draft | Accepted"), "unknown-status", "status"),
        ("unknown-field", OTHERWISE_REPLACED, "no-successor", "status"),
        ("field-placeholder", OPENLY_REPLACED, "no-successor", "status"),
        ("status-requires", document(status="Accepted"), "missing-field", "target"),
        ("status-requires", document(status="Accepted", target=""), "empty-field", "target"),
        ("status-requires", OPENLY_ACCEPTED, "field-placeholder", "target"),
        ("empty-section", f"{document()}\n## Motivation\n\nTODO\n", "todo-left", "TODO"),
    ],
)
@pytest.mark.parametrize("setting", ["off", "{except: ['0001']}", "{since: '2026-12-01'}"])
def test_a_rule_leaves_a_fault_only_to_another_that_may_tell_it(
    write: Write, other: str, text: str, rule: str, subject: str, setting: str
) -> None:
    process = NEEDED.format(kind="expected: true").strip()
    assert subject not in subjects(write({"0001-fast-start.md": text}, process), rule)
    folder = write({"0001-fast-start.md": text}, f"{process}\nrules: {{{other}: {setting}}}")
    assert subject in subjects(folder, rule)
    assert subjects(folder, other) == []


def test_a_successor_under_a_misspelt_label_is_told_by_the_label(write: Write) -> None:
    files = {
        "0001-fast-start.md": document(status="Replaced", replaced_buy="DEP 2"),
        "0002-slow-stop.md": document("Slow stop", status="Replaced", colour="DEP 1"),
    }
    folder = write(files)
    found = [one for one in report(folder).diagnostics if one.rule != "missing-section"]
    assert [(one.rule, one.finding.subject) for one in found] == [
        ("unknown-field", "replaced-buy"),
        ("no-successor", "status"),
        ("unknown-field", "colour"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"status": "Accepted"}, {"status": "Implemented", "replaces": "DEP 1"}, ["status"]),
        ({"status": "Deferred"}, {"status": "Accepted", "replaces": "DEP 1"}, ["status"]),
        ({"status": "Accepted", "replaced_by": "DEP 2"}, {"status": "Accepted"}, ["status"]),
        ({"status": "Accepted", "replaced_by": "DEP 2"}, {"status": "Draft"}, []),
        ({"status": "Accepted"}, {"status": "Draft", "replaces": "DEP 1"}, []),
        ({"status": "Rejected"}, {"status": "Accepted", "replaces": "DEP 1"}, []),
        ({"status": "Accepted"}, {"status": "Accepted", "replaces": "DEP 1 (partially)"}, []),
        ({"status": "Accepted"}, {"status": "Rejected", "replaces": "DEP 1"}, []),
        ({"status": "Replaced", "replaced_by": "DEP 2"}, {"status": "Withdrawn"}, ["DEP 2"]),
        ({"status": "Replaced", "replaced_by": "DEP 2"}, {"status": "Draft"}, []),
        ({"status": "Implemented", "replaced_by": "DEP 2"}, {"status": "Rejected"}, ["DEP 2"]),
        ({"status": "Withdrawn", "replaced_by": "DEP 2"}, {"status": "Rejected"}, []),
        ({"status": "Accepted", "replaced_by": "DEP 1"}, {"status": "Accepted"}, []),
    ],
)
def test_the_statuses_of_a_replacement_fit_together(
    write: Write, old: dict[str, str], new: dict[str, str], found: list[str]
) -> None:
    folder = write({"0001-a.md": document(**old), "0002-b.md": document("B", **new)})
    assert subjects(folder, "successor-status") == found


@pytest.mark.parametrize(
    ("replaced", "told"),
    [
        ("0001-partial-updates", 1),
        ("'[Partial updates](0001-partial-updates.md)'", 1),
        ("Partial updates", 1),
        ("0001-partial-updates (partially)", 0),
        ("Partial updates, in part or partially", 0),
    ],
)
def test_a_name_does_not_say_that_a_proposal_is_replaced_in_part(
    write: Write, replaced: str, told: int
) -> None:
    files = {
        "0001-partial-updates.md": document("Partial updates", status="Accepted"),
        "0002-b.md": document("B", status="Accepted", replaces=replaced),
    }
    assert len(subjects(write(files), "successor-status")) == told


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (
            "Accepted",
            "says that it was replaced by DEP 2, which is Rejected; name what holds now, "
            "or take the relation back",
        ),
        (
            "Replaced",
            "was replaced by DEP 2, which is Rejected; name what holds now, "
            "or take the status back",
        ),
    ],
)
@pytest.mark.parametrize("back", [{}, {"replaces": "DEP 1"}], ids=["not back", "both ways"])
def test_a_successor_that_was_turned_down_is_told_by_one_name(
    write: Write, status: str, told: str, back: dict[str, str]
) -> None:
    old = document(status=status, replaced_by="DEP 2")
    folder = write({"0001-a.md": old, "0002-b.md": document("B", status="Rejected", **back)})
    rules = {"successor-status", "one-sided-relation", "no-successor"}
    found = [one for one in report(folder).diagnostics if one.rule in rules]
    assert [(one.finding.location.line, one.finding.message) for one in found] == [
        (5, f"DEP 1 {told}")
    ]


def test_where_no_status_means_replaced_none_is_asked_for(write: Write) -> None:
    files = {
        "0001-a.md": document(status="Accepted"),
        "0002-b.md": document("B", status="Accepted", replaces="DEP 1"),
    }
    assert subjects(write(files, "statuses: {Replaced: null}"), "successor-status") == []


@pytest.mark.parametrize(
    ("own", "required", "found"),
    [
        ("Accepted", "Draft", True),
        ("Accepted", "Rejected", True),
        ("Accepted", "Accepted", False),
        ("Implemented", "Accepted", True),
        ("Implemented", "Replaced", False),
        ("Accepted", "Implemented", False),
        ("Accepted", "Unheard of", False),
        ("Draft", "Rejected", False),
    ],
)
def test_what_is_required_is_at_least_as_mature(
    write: Write, own: str, required: str, found: bool
) -> None:
    files = {
        "0001-a.md": document(status=required),
        "0002-b.md": document("B", status=own, requires="DEP 1"),
    }
    assert subjects(write(files), "requires-less-mature") == (["DEP 1"] if found else [])


# Citations


def test_a_draft_that_is_cited_as_past_is_not_told(write: Write, tmp_path: Path) -> None:
    folder = write({"0001-a.md": document()}, "rules: {cites-draft: info}")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("{dep}`1` {dep:historical}`1`\n", encoding="utf-8")
    found = report(folder, tmp_path / "docs").diagnostics
    columns = [one.finding.location.column for one in found if one.rule == "cites-draft"]
    assert columns == [1]


def test_what_a_page_beside_the_proposals_cites_is_cited_by_no_page(
    write: Write, tmp_path: Path
) -> None:
    files = {
        "0001-a.md": document(status="Implemented"),
        "0002-b.md": document("B", status="Implemented"),
        "0003-c.md": document("C", status="Accepted"),
    }
    folder = write(files, "rules: {uncited: warning}")
    (tmp_path / "deps.md").write_text("See {dep}`2`.\n", encoding="utf-8")
    catalog = read_catalog([SeriesSource(folder)])
    (folder / "0001").mkdir()
    (folder / "0001" / "notes.md").write_text("See {dep}`1`.\n", encoding="utf-8")
    outside = read_documents([tmp_path], catalog).citations
    beside = read_documents([folder / "0001"], read_catalog([])).citations
    found = check(catalog, (*outside, *beside), today=TODAY).diagnostics
    assert [one.finding.proposal for one in found if one.rule == "uncited"] == ["dep:0001-a.md"]


def test_a_rule_that_is_off_is_not_said_to_be_skipped(write: Write) -> None:
    skipped = dict(report(write({"0001-a.md": document()})).skipped)
    assert "cites-dead" in skipped
    assert not {"cites-draft", "uncited"} & set(skipped)
    on = write({"0001-a.md": document()}, "rules: {uncited: warning, cites-dead: off}")
    skipped = dict(report(on).skipped)
    assert "uncited" in skipped
    assert "cites-dead" not in skipped
