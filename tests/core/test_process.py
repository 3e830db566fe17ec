"""A process is data: what is wrong in it is told with its place, the rest holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.process import Process
from sphinx_deps.process_loading import builtin_names, load_builtin, load_process


def load(tmp_path: Path, text: str) -> Process:
    path = tmp_path / "process.yaml"
    path.write_text(text, encoding="utf-8")
    return load_process(path)


def faults(process: Process) -> list[tuple[int, int, str, str | None]]:
    return [
        (
            one.finding.location.line,
            one.finding.location.column,
            one.finding.message,
            one.finding.hint,
        )
        for one in process.problems
    ]


@pytest.mark.parametrize("name", builtin_names())
def test_a_built_in_process_has_no_fault(name: str) -> None:
    process = load_builtin(name)
    assert process.problems == ()
    assert process.definition.fields


def test_the_three_projects_and_a_newcomer_have_a_process() -> None:
    assert {"basic", "dynamo", "ray", "backendai"} <= set(builtin_names())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("prefx: X\n", (1, 1, 'unknown key "prefx"', "did you mean prefix?")),
        (
            "fields:\n  a: {typ: date}\n",
            (2, 7, 'unknown key "typ"', "did you mean type?"),
        ),
        (
            "fields:\n  a: {type: dat}\n",
            (
                2,
                13,
                '"dat" is none of text, integer, date, choice, people, links, proposals, version, '
                "boolean, status",
                "did you mean date?",
            ),
        ),
        ("fields:\n  a: {required: maybe}\n", (2, 17, '"maybe" is not true or false', None)),
        ("number: {digits: four}\n", (1, 18, '"four" is not a whole number from 0 to 20', None)),
        (
            "sections: {a: [{title: T, level: 7}]}\n",
            (1, 34, '"7" is not a whole number from 1 to 6', None),
        ),
        ("documents: []\n", (1, 12, "a mapping is expected here", None)),
        ("fields: x\n", (1, 9, "a mapping is expected here", None)),
        ("metadata: bold\n", (1, 11, "a list is expected here", None)),
        ("name: [a]\n", (1, 7, "a single value is expected here", None)),
        ("statuses:\n  Draft: {}\n", (2, 10, '"stage" is missing here', None)),
        (
            "statuses:\n  Draft: {stage: draft, next: [Drft]}\n",
            (2, 25, '"Drft" is no declared status', "did you mean Draft?"),
        ),
        (
            "statuses:\n  Draft: {stage: draft}\n  draft: {stage: draft}\n",
            (
                3,
                3,
                'the statuses "Draft" and "draft" differ in their spelling alone',
                "take one of them out: Draft: null",
            ),
        ),
        (
            "fields:\n  a: {inverse: b}\n",
            (2, 7, '"b" is no declared field', None),
        ),
        (
            "registry: {file: R.md, columns: {N: nmber}}\n",
            (1, 24, '"nmber" is no declared field', "did you mean number?"),
        ),
        (
            "registry: {file: R.md, columns: {Name: title}}\n",
            (
                1,
                24,
                "no column shows the number, by which a row is known",
                "name its heading: {Number: number}",
            ),
        ),
        (
            "documents: {path: '('}\n",
            (
                1,
                19,
                '"(" is not a regular expression: missing ), unterminated subpattern at position 0',
                None,
            ),
        ),
        (
            "title: {from: [headng]}\n",
            (
                1,
                16,
                '"headng" is none of field, heading, first-heading, slug, and no pattern',
                None,
            ),
        ),
        (
            "label: '{nmber}'\n",
            (
                1,
                8,
                "\"{nmber}\" cannot be filled in ('nmber'); it may hold {prefix}, {number}, {id}, "
                "{slug}, {title}",
                None,
            ),
        ),
        (
            "fields:\n  a: {type: date, formats: [YYYY-MM-DD]}\n",
            (
                2,
                29,
                'dates of the form "YYYY-MM-DD" cannot be read again; '
                '"%Y-%m-%d" is 2026-11-23, for example',
                None,
            ),
        ),
        (
            "items:\n  phase: {heading: 'Phase ('}\n",
            (
                2,
                20,
                '"Phase (" is not a regular expression: missing ), unterminated subpattern at '
                "position 6",
                None,
            ),
        ),
        (
            "items:\n  phase: {heading: 'Phase (?P<title>.+)'}\n",
            (
                2,
                20,
                '"Phase (?P<title>.+)" has no group (?P<number>...), which tells one item from '
                "the next",
                None,
            ),
        ),
        ("items:\n  phase: {prefix: P}\n", (2, 10, '"heading" is missing here', None)),
        (
            "items:\n  phase: {heading: 'P (?P<number>1)', fields: {a: {lable: A}}}\n",
            (2, 52, 'unknown key "lable"', "did you mean label?"),
        ),
        (
            "items:\n  a: {heading: '(?P<number>1)', prefix: REQ}\n"
            "  b: {heading: '(?P<number>2)', prefix: Req}\n",
            (
                3,
                33,
                'items of the kind "a" have the prefix "Req" already',
                "give each kind a prefix of its own",
            ),
        ),
        ("rules: {stale: fatal}\n", (1, 16, '"fatal" is none of error, warning, info, off', None)),
        (
            "rules: {stale: {since: March 2026}}\n",
            (1, 24, '"March 2026" is not a date such as 2026-03-01', None),
        ),
        (
            "rules: {stale: {since: 2026-3-1}}\n",
            (1, 24, '"2026-3-1" is not a date such as 2026-03-01', None),
        ),
        (
            "overrides: {0012: {statsu: Draft}}\nfields: {status: {type: status}}\n",
            (1, 13, '"statsu" is no declared field', "did you mean status?"),
        ),
        ("name: a\nname: b\n", (2, 1, '"name" stands here again, first in line 1', None)),
        (
            "extends: dynmo\n",
            (
                1,
                10,
                '"dynmo" is neither a built-in process nor a file',
                "did you mean dynamo?",
            ),
        ),
        (
            "a: [\n",
            (2, 1, "while parsing a flow node, did not find expected node content", None),
        ),
        ("- a\n", (1, 1, "a mapping is expected here", None)),
    ],
)
def test_a_fault_is_told_once_with_its_place(
    tmp_path: Path, text: str, fault: tuple[int, int, str, str | None]
) -> None:
    assert faults(load(tmp_path, text)) == [fault]


def test_what_is_right_beside_a_fault_holds(tmp_path: Path) -> None:
    process = load(tmp_path, "extends: basic\nprefix: DEP\nfields: {a: {type: dat, label: A}}\n")
    assert process.definition.prefix == "DEP"
    assert process.definition.fields["a"].label == "A"
    assert process.definition.fields["a"].type == "text"
    assert "status" in process.definition.fields


def test_a_change_merges_mappings_replaces_lists_and_removes_by_null(tmp_path: Path) -> None:
    text = (
        "extends: basic\n"
        "fields: {created: null, updated: {required: true}}\n"
        "statuses: {Accepted: {next: [Draft]}}\n"
    )
    definition = load(tmp_path, text).definition
    assert "created" not in definition.fields
    assert definition.fields["updated"].required
    assert definition.fields["updated"].label == "Updated"
    assert definition.statuses["Accepted"].next == ("Draft",)
    assert definition.statuses["Accepted"].stage == "accepted"


def test_a_status_that_others_lead_to_can_be_taken_out(tmp_path: Path) -> None:
    process = load(tmp_path, "extends: basic\nstatuses: {Withdrawn: null}\n")
    assert process.problems == ()
    assert "Withdrawn" not in process.definition.statuses


def test_what_is_new_goes_below_the_key_that_it_stands_below(tmp_path: Path) -> None:
    process = load(
        tmp_path,
        "extends: basic\nstatuses:\n  Draft: {}\n  Proposed: {stage: review}\n"
        "  Parked: {stage: deferred}\n"
        "fields:\n  impact: {label: Impact}\n",
    )
    assert list(process.definition.statuses)[:4] == ["Draft", "Proposed", "Parked", "Accepted"]
    assert list(process.definition.fields)[-1] == "impact", "it stands below none"


def test_a_process_may_extend_a_file_and_that_one_another(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("extends: basic\nprefix: RFC\n", encoding="utf-8")
    process = load(tmp_path, "extends: base.yaml\nname: Requests\n")
    assert (process.name, process.role) == ("Requests", "rfc")
    assert "Accepted" in process.definition.statuses


def test_the_files_of_a_process_on_top_bear_its_own_prefix(tmp_path: Path) -> None:
    process = load(tmp_path, "extends: backendai\nprefix: A.B\n")
    documents = process.definition.documents
    assert process.problems == ()
    assert documents.include == ("A.B-*.md",)
    assert documents.companions == ("A.B-{number}/**", "A.B-{number}-*/**")
    assert process.definition.templates == {"default": "A.B-0000-template.md"}
    assert process.path_form == "A.B-NNNN-slug.md"
    (pattern,) = process.path_patterns
    assert pattern.fullmatch("A.B-1001-start.md")
    assert not pattern.fullmatch("ACB-1001-start.md")
    assert process.definition.registry is not None
    assert process.definition.registry.heading == "A.B Number Registry"
    assert process.title_strip is not None
    assert process.title_strip.match("A.B-1001: Start")


def test_a_process_that_extends_itself_is_told(tmp_path: Path) -> None:
    process = load(tmp_path, "extends: process.yaml\nprefix: X\n")
    assert [message for _, _, message, _ in faults(process)] == ['"process.yaml" extends itself']
    assert process.definition.prefix == "X"


def test_a_process_may_extend_one_of_its_name_that_extends_another(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    load(tmp_path, "extends: basic\nprefix: TOP\n")
    load(below.parent, "extends: ../process.yaml\nname: Middle\n")
    process = load(below, "extends: ../process.yaml\nprefix: LOW\n")
    assert faults(process) == []
    assert (process.definition.prefix, process.definition.name) == ("LOW", "Middle")


def test_a_process_that_is_not_utf_8_is_told_at_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "process.yaml"
    path.write_bytes("name: Vorschläge\nprefix: X\n".encode("latin-1"))
    process = load_process(path)
    assert faults(process) == [
        (1, 14, "the file is not UTF-8: byte 0xE4 stands here", "save it as UTF-8")
    ]


@pytest.mark.parametrize(
    ("written", "role", "told"),
    [
        ("ADR", "adr", []),
        ("web-rfc", "web-rfc", []),
        (
            "my adr",
            "x",
            ['"my adr" cannot be the name of a role; letters, figures and hyphens can'],
        ),
    ],
)
def test_a_role_has_small_letters_and_no_spaces(
    tmp_path: Path, written: str, role: str, told: list[str]
) -> None:
    process = load(tmp_path, f"prefix: X\nrole: {written}\n")
    assert [message for _, _, message, _ in faults(process)] == told
    assert process.role == role


def test_labels_are_found_in_every_spelling(tmp_path: Path) -> None:
    text = (
        "fields: {review-date: {label: Review Date, aliases: [Reviewed on], tolerated: [Date]}}\n"
    )
    process = load(tmp_path, text)
    for label in ("Review Date", "review-date", "REVIEW_DATE", "Reviewed On", "Date"):
        assert process.field_key(label) == "review-date"
    assert process.field_key("Author") is None
    assert "date" in process.tolerated_labels


def test_a_status_is_known_by_name_by_other_case_and_by_pattern(tmp_path: Path) -> None:
    text = (
        "statuses:\n"
        "  Under Review: {stage: review}\n"
        "  Implemented: {stage: implemented, pattern: 'Implemented \\(.+\\)'}\n"
    )
    process = load(tmp_path, text)
    assert process.status_name("under-review") == "Under Review"
    assert process.status_name("Implemented (Swift 5.9)") == "Implemented"
    assert process.status_name("Published") is None
    rule = process.status_rule("Implemented (6)")
    assert rule is not None
    assert rule.stage == "implemented"
    assert process.status_rule(None) is None


def test_the_relations_to_successors_are_known() -> None:
    assert load_builtin("backendai").successor_fields == ("superseded-by",)
    assert load_builtin("dynamo").successor_fields == ("replaced-by",)


def test_a_word_of_the_process_has_its_place(tmp_path: Path) -> None:
    process = load(tmp_path, "name: a\nrules:\n  stale: off\n")
    assert (process.place("rules", "stale").line, process.place("rules", "stale").column) == (3, 3)
    assert process.place("rules", "none").line == 2
    assert process.place("name", "deeper").line == 1


def test_an_empty_process_is_one_of_defaults(tmp_path: Path) -> None:
    process = load(tmp_path, "")
    assert process.problems == ()
    assert (process.role, process.name) == ("ep", "EPs")
