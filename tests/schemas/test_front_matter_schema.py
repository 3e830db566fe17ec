"""The schema of front matter complains of the fields that the rules on metadata complain of."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from schemas.yaml_values import value
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.located_yaml import read_yaml
from sphinx_deps.markdown import read_outline
from sphinx_deps.outputs.front_matter_schema import front_matter_schema, has_front_matter
from sphinx_deps.outputs.front_matter_values import date_pattern
from sphinx_deps.outputs.json_schema import portable
from sphinx_deps.process import Process
from sphinx_deps.process_loading import builtin_names, load_builtin, load_process
from sphinx_deps.readers.front_matter import FOREIGN_KEYS
from sphinx_deps.series_reading import SeriesSource
from sphinx_deps.text import SourceText, fold

COVERED = {
    "date-format",
    "date-impossible",
    "empty-field",
    "field-choice",
    "field-placeholder",
    "field-value",
    "missing-field",
    "missing-metadata",
    "no-successor",
    "status-case",
    "status-forbids",
    "status-menu",
    "status-requires",
    "unknown-field",
    "unknown-status",
    "version-format",
}
ABSENT = {"missing-field", "empty-field"}
PROCESS = r"""
prefix: DEP
documents: {path: '(?P<number>\d{4})-(?P<slug>[\w-]+)\.md'}
metadata: [front-matter]
fields:
  status: {type: status, required: true}
  authors: {label: Author, aliases: [Written By], type: people, required: true}
  created: {type: date, required: true, formats: ["%Y-%m-%d"]}
  review-date: {type: date, formats: ["%d %B %Y", "%b %d, %Y"]}
  ready: {type: date}
  area: {type: choice, choices: [Core, User Docs]}
  parts: {type: choice, many: true, choices: [Core, Docs, C++]}
  priority: {type: integer}
  breaking: {type: boolean}
  target: {type: version, pattern: '\d+\.\d+(\.\d+)?'}
  issue: {type: links}
  ticket: {pattern: '(?P<project>[A-Z]+)-\d+', tolerated: [Bug]}
  replaced-by: {type: proposals}
  motto: {default: Onwards}
  kind: {type: choice, required: true, choices: [None, Some]}
  mate: {required: true, none: [Nobody]}
statuses:
  Draft: {stage: draft, forbids: [target]}
  Under Review: {stage: review, requires: [issue, motto]}
  Released: {stage: implemented, pattern: 'Released \(\S+\)', requires: [target]}
  Replaced: {stage: replaced, requires: [replaced-by]}
"""
RIGHT = {
    "Status": "Draft",
    "Author": "Ada Example",
    "Created": "2026-03-01",
    "Kind": "Some",
    "Mate": "Bob Example",
}
VALUES = {
    "Status": [
        *("Draft", "draft", "Under Review", "under-review", "Released", "Released (2.1)"),
        *("Replaced", "Acepted", '""', "null", "N/A", "TBD", "5", "[Draft]", "[Draft, Replaced]"),
        *("Draft / Replaced", "Draft | Odd", "Odd/draft | under review", "Draft/Odd"),
        *('"Draft | Released | Replaced"', '"[x] Draft"', "{Draft: yes}"),
    ],
    "Author": [
        *("Ada <ada@example.org>", "", "[Ada, Bob]", "12", "TBD", '"[Your name]"', "[]"),
        *("N/A", '"-"', "n/a (lost)", "[N/A]", "[Ada, none]"),
    ],
    "Created": [
        *("2026-02-29", "2024-02-29", "2026-13-01", "2026-04-31", "2026-3-1", "March 1, 2026"),
        *("soon", "", "N/A", "none yet", '"None, yet"', "TBD", "2026", "[2026-03-01]", "true"),
    ],
    "Review Date": ["1 March 2026", "Mar 01, 2026", "2026-03-01", "32 june 2026", "soon", '"-"'],
    "review_date": ["1 march 2026", "01/02/2026"],
    "Ready": ["2026-03-01", "March 1, 2026", "01/02/2026", "soon", "N/A"],
    "Area": ["Core", "core", "user-docs", "User Docs, Core", "Cor", "", "N/A", "TODO", "[Core]"],
    "Parts": ["Core, Docs", "[Core, docs]", "Core; C++", "Core, Dcs", "[Core, Dcs]", '"-"', "c"],
    "Priority": ["4", '"4"', "+4", "four", "N/A", "1.5.2", "TBD"],
    "Breaking": ["true", "no", '"Yes"', "maybe", "N/A", "None (yet)"],
    "Target": ["1.10.2", '"1.10"', "v1", "next", "TBD", "N/A", "", "None"],
    "Issue": ["https://example.org/1", '"#12"', '"[a](b)"', "none", "twelve", "", "N/A"],
    "Ticket": ["ABC-1", "abc-1", "N/A", "[ABC-1, DEF-2]", "[ABC-1, x]", "TBD"],
    "Bug": ["ABC-1"],
    "Replaced By": ["DEP 2", "2", "", "N/A", "TBD"],
    "Motto": ["", "anything", "{a: b}", "<Your motto>", "<motto>", '"[x] a | b"'],
    "Kind": ["None", "none", "[None]", "", "N/A", "[N/A]", "[Some, None]", '"-"'],
    "Mate": ["Nobody", "[Nobody]", "N/A", "", "none"],
    "Zzz": ["unknown"],
    "orphan": ["true"],
}


def complaints(validator: Draft7Validator, front: Any, process: Process) -> set[str]:
    """The fields that the schema complains of, by their keys; unknown ones by their labels."""
    found: set[str] = set()
    for error in validator.iter_errors(front):
        if error.absolute_path:
            found.add(str(error.absolute_path[0]))
        elif error.validator == "required":
            found.update(name for name in error.validator_value if name not in front)
        else:
            assert error.validator == "additionalProperties"
            found.update(_unknown(front, process))
    return {process.field_key(label) or label for label in found}


def _unknown(front: Any, process: Process) -> Iterable[str]:
    known = process.labels.keys() - process.tolerated_labels
    return (name for name in front if fold(name) not in known and name not in FOREIGN_KEYS)


def findings(catalog: Catalog) -> dict[str, set[str]]:
    """The fields that the rules complain of, by the file of the document."""
    process = catalog.series[0].process
    found: dict[str, set[str]] = defaultdict(set)
    for one in check(catalog).diagnostics:
        subject = one.finding.subject
        # What is only expected an editor does not ask for.
        optional = one.rule in ABSENT and subject not in process.required_fields
        if one.rule in COVERED and one.severity != "info" and not optional:
            found[one.finding.location.path].add(_field(one.rule, subject, process))
    return found


def _field(rule: str, subject: str, process: Process) -> str:
    if rule == "no-successor":
        return process.successor_fields[0]
    return process.field_key(subject) or subject


def front_matter(path: str) -> Any:
    source = SourceText.decode(path, Path(path).read_bytes())
    outline = read_outline(source)
    assert outline.front_matter is not None
    return value(read_yaml(source, *outline.front_matter))


def compare(folder: Path, process_name: str | None = None) -> int:
    """How many documents both complain of; both complain of the same fields of each."""
    catalog = read_catalog([SeriesSource(folder, process_name)])
    process = catalog.series[0].process
    assert process.problems == ()
    schema = front_matter_schema(process)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    told = findings(catalog)
    for proposal in catalog.proposals:
        front = front_matter(proposal.file)
        assert complaints(validator, front, process) == told.get(proposal.file, set()), front
    return len(told)


def write_proposals(folder: Path, count: int) -> None:
    """Proposals with some fields that may be wrong."""
    for number in range(count):
        source = random.Random(number)
        wrong = source.sample(list(VALUES), source.randrange(4))
        fields = RIGHT | {label: source.choice(VALUES[label]) for label in wrong}
        if source.random() < 0.1:
            del fields[source.choice(list(RIGHT))]
        if "review_date" in fields:
            fields.pop("Review Date", None)
        if "Bug" in fields:
            fields.pop("Ticket", None)
        front = "".join(f"{label}: {text}\n" for label, text in fields.items())
        text = f"---\n{front}---\n# Title {number}\n"
        (folder / f"{number:04}-x.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "rules",
    [
        "{}",
        "{unknown-field: off, version-format: off, empty-field: off, status-menu: off}",
        "{date-format: off, date-impossible: off, field-placeholder: off}",
        "{field-value: off, date-format: off, date-impossible: off, status-case: off}",
        "{missing-field: off, status-requires: off, status-forbids: off, no-successor: off}",
        "{unknown-status: off, field-choice: {stages: [deferred]}}",
        "{field-placeholder: error, empty-field: {since: '2027-01-01'}}",
    ],
)
def test_the_schema_complains_where_the_rules_do(tmp_path: Path, rules: str) -> None:
    (tmp_path / "process.yaml").write_text(f"{PROCESS}rules: {rules}\n", encoding="utf-8")
    write_proposals(tmp_path, 200)
    assert compare(tmp_path) > 50


@pytest.mark.corpora
def test_of_real_proposals_both_complain_of_the_same_fields(corpora: Path) -> None:
    assert compare(corpora / "backendai" / "proposals", "backendai") > 5


@pytest.mark.parametrize("name", builtin_names())
def test_every_built_in_process_with_front_matter_has_a_schema(name: str) -> None:
    process = load_builtin(name)
    if has_front_matter(process):
        Draft7Validator.check_schema(front_matter_schema(process))
    assert has_front_matter(process) == (name in {"basic", "backendai"})


@pytest.fixture
def validator(tmp_path: Path) -> Draft7Validator:
    (tmp_path / "process.yaml").write_text(PROCESS, encoding="utf-8")
    return Draft7Validator(front_matter_schema(load_process(tmp_path / "process.yaml")))


@pytest.mark.parametrize(
    "field",
    [
        pytest.param({"Ticket": 12}, id="the-form-of-a-plain-number"),
        pytest.param({"Status": "Released", "Target": 1}, id="how-a-plain-number-is-written"),
        pytest.param({"Review Date": "31 June 2026"}, id="days-of-a-month-unless-in-iso-form"),
        pytest.param({"Ready": "2026-02-30"}, id="dates-without-a-declared-form"),
        pytest.param({"Priority": ["1", "N/A"]}, id="nothing-in-a-list-of-several"),
        pytest.param({"created": "2026-03-02"}, id="a-field-under-two-names"),
        pytest.param({"Replaced By": "DEP 404"}, id="other-proposals"),
    ],
)
def test_what_the_schema_cannot_tell_it_lets_pass(
    validator: Draft7Validator, field: dict[str, Any]
) -> None:
    assert validator.is_valid(RIGHT | field)


def test_an_editor_is_told_names_in_full_and_what_they_mean(
    validator: Draft7Validator,
) -> None:
    schema: Any = validator.schema
    assert list(schema["properties"])[:4] == ["Status", "Author", "Created", "Review Date"]
    assert schema["$defs"]["authors"]["title"] == "Author"
    assert schema["$defs"]["authors"]["description"] == (
        "A field of the type people. It may be called Written By too."
    )
    assert "Onwards is meant" in schema["$defs"]["motto"]["description"]
    proposed = schema["$defs"]["status"]["anyOf"][0]["enum"]
    assert proposed == ["Draft", "Under Review", "Released", "Replaced"]


def test_fields_of_the_path_are_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "process.yaml"
    path.write_text(
        "documents: {path: '(?P<created>.{10})-(?P<slug>.+)[.]md'}\nmetadata: [front-matter]\n"
        "fields: {created: {type: date, required: true}}\n"
    )
    assert Draft7Validator(front_matter_schema(load_process(path))).is_valid({})


def test_front_matter_without_fields_is_no_fault_where_fields_may_stand_elsewhere() -> None:
    validator = Draft7Validator(front_matter_schema(load_builtin("basic")))
    assert validator.is_valid({"orphan": True})
    assert not validator.is_valid({"orphan": True, "Status": "Draft"})


@pytest.mark.parametrize(
    ("python", "shared"),
    [
        (r"(?P<a>\d+)-\-\ x", r"(?:(?:\d+)-\u002d\u0020x)"),
        (r"[^()]+ \([^\]\s]{1,9}\)", r"(?:[^()]+ \([^\]\s]{1,9}\))"),
        ("\\ä\\😀", "(?:ä😀)"),
        (r"[\w-]+\.md", None),
        (r"\bdraft\b", None),
        (r"[^]]+", None),
        (r"[]a]", None),
        (r"a]", None),
        (r"{.*}", None),
        (r"a{,3}", None),
        (r"\U0001f600", None),
        (r"\07", None),
        (r"(?i)draft", None),
        (r"(?P<a>.)(?P=a)", None),
        (r"\Adraft\Z", None),
        (r"(.)\1", None),
        (r"a++b", None),
    ],
)
def test_a_pattern_of_python_is_one_of_javascript_or_none(python: str, shared: str | None) -> None:
    assert portable(python) == shared


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("%Y-%m-%d", ["2024-02-29", "2000-02-29", "2026-12-31"], ["1900-02-29", "0000-01-01"]),
        ("%d %b %Y", ["1 Jan 2026", "01 jan 2026"], ["Jan 1 2026", "1 January 2026"]),
        ("%d.%m.%y", ["1.2.26", "31.12.26"], ["1.13.26", "1/2/26"]),
    ],
)
def test_the_form_of_a_date_is_a_pattern(form: str, right: list[str], wrong: list[str]) -> None:
    pattern = date_pattern(form)
    assert pattern is not None
    assert [text for text in (*right, *wrong) if re.fullmatch(pattern, text)] == right


def test_a_rare_form_of_a_date_has_no_pattern() -> None:
    assert date_pattern("%Y-W%V-%u") is None
