"""The check applies settings, survives a broken rule, and tells what it skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.rules import RULES
from sphinx_deps.series import Series
from sphinx_deps.series_reading import SeriesSource

DOCUMENT = """---
status: {status}
authors: Ada
created: {created}
---
# Fast start

## Motivation

Words.

## Proposal

Words.

## Alternatives

None.
"""


def folder(tmp_path: Path, process: str = "", **statuses: str) -> Path:
    (tmp_path / "process.yaml").write_text(f"extends: basic\n{process}", encoding="utf-8")
    for number, (name, status) in enumerate(statuses.items(), 1):
        text = DOCUMENT.format(status=status, created=f"2026-0{number}-01")
        (tmp_path / f"000{number}-{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


def report(path: Path) -> Report:
    return check(read_catalog([SeriesSource(path)]))


def found(path: Path) -> list[tuple[str, str]]:
    return [(one.rule, str(one.severity)) for one in report(path).diagnostics]


def test_a_good_folder_has_no_finding(tmp_path: Path) -> None:
    assert found(folder(tmp_path, one="Draft", two="Accepted")) == []


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", [("unknown-status", "error")]),
        ("rules: {unknown-status: warning}", [("unknown-status", "warning")]),
        ("rules: {unknown-status: off}", []),
        ("rules: {unknown-status: {severity: info}}", [("unknown-status", "info")]),
        ("rules: {unknown-status: {stages: [accepted]}}", []),
        ("rules: {unknown-status: {except: ['0001']}}", []),
        ("rules: {unknown-status: {except: [0001-one.md]}}", []),
        ("rules: {unknown-status: {since: '2026-02-01'}}", []),
        ("rules: {unknown-status: {since: '2026-01-01'}}", [("unknown-status", "error")]),
    ],
)
def test_a_process_sets_how_a_rule_is_applied(
    tmp_path: Path, setting: str, expected: list[tuple[str, str]]
) -> None:
    assert found(folder(tmp_path, setting, one="Strange")) == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("rules: {unclaimed-file: warning}", [("unclaimed-file", "warning")]),
        ("rules: {unclaimed-file: {severity: warning, except: [notes.md]}}", []),
    ],
)
def test_a_file_that_is_no_proposal_is_excepted_by_its_path(
    tmp_path: Path, setting: str, expected: list[tuple[str, str]]
) -> None:
    path = folder(tmp_path, f"{setting}\ndocuments: {{include: ['0*.md']}}", one="Draft")
    (path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    assert found(path) == expected


def test_a_rule_that_does_not_exist_is_told_at_its_place(tmp_path: Path) -> None:
    path = folder(tmp_path, "rules: {unknwon-status: off}", one="Draft")
    (one,) = report(path).diagnostics
    assert one.rule == "process"
    assert one.finding.message == '"unknwon-status" is not a rule'
    assert one.finding.hint == "did you mean unknown-status?"
    assert one.finding.location.line == 2


def _broken(proposal: Proposal, series: Series) -> Iterator[Finding]:
    yield Finding(location=proposal.start(), message=str(1 // (proposal.number or 0)))
    raise ZeroDivisionError(proposal.id)


def test_a_broken_rule_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    broken = ProposalRule("missing-title", Severity.ERROR, _broken)
    rules = [broken, *(rule for rule in RULES if rule.name == "unknown-status")]
    catalog = read_catalog([SeriesSource(folder(tmp_path, one="Strange"))])
    diagnostics = check(catalog, rules=rules).diagnostics
    assert {one.rule for one in diagnostics} == {"internal-error", "unknown-status"}
    crash = next(one for one in diagnostics if one.rule == "internal-error")
    assert 'the rule "missing-title" failed: ZeroDivisionError: 0001' in crash.finding.message


@pytest.mark.parametrize(
    "setting", ["{except: ['0001']}", "{stages: [accepted]}", "{since: '2026-02-01'}"]
)
def test_a_broken_rule_can_be_kept_from_one_document(tmp_path: Path, setting: str) -> None:
    broken = ProposalRule("missing-title", Severity.ERROR, _broken)
    path = folder(tmp_path, f"rules: {{missing-title: {setting}}}", one="Draft", two="Accepted")
    diagnostics = check(read_catalog([SeriesSource(path)]), rules=[broken]).diagnostics
    assert [(one.rule, one.finding.proposal) for one in diagnostics] == [
        ("internal-error", "ep:0002-two.md")
    ]


def test_rules_that_need_documents_are_skipped_and_named(tmp_path: Path) -> None:
    catalog = read_catalog([SeriesSource(folder(tmp_path, one="Draft"))])
    assert "cites-dead" in dict(check(catalog).skipped)
    assert check(catalog, ()).skipped == ()


def test_the_worst_severity_is_known(tmp_path: Path) -> None:
    assert report(folder(tmp_path, one="Strange")).worst() is Severity.ERROR
    assert check(Catalog()).worst() is None
    assert Severity.ERROR.reaches(Severity.WARNING)
    assert not Severity.INFO.reaches(Severity.WARNING)
