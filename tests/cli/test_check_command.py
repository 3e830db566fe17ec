"""`sphinx-deps check`: what it prints, where, and what it exits with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from runner import invoke

from sphinx_deps import rules as all_rules
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.reports import REPORTS
from sphinx_deps.rule import ProposalRule
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.series import Series

PROPOSAL = """\
---
status: {status}
authors: Ada Example
created: 2026-03-01
---
# Fast start

## Motivation

Someone asked.

## Proposal

Do it.

## Alternatives

Leave it.
"""
WRONG = (
    'deps/0001-fast-start.md:2:9: error unknown-status: "Acepted" is not a status of DEP; one of '
    "Draft, Accepted, Implemented, Deferred, Rejected, Withdrawn, Replaced\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deps = tmp_path / "deps"
    deps.mkdir()
    (deps / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    write(deps, "Draft")
    return deps


def write(folder: Path, status: str) -> None:
    text = PROPOSAL.format(status=status)
    (folder / "0001-fast-start.md").write_text(text, encoding="utf-8")


def run(*words: str) -> Result:
    return invoke("check", *words)


def without_time(text: str) -> str:
    return re.sub(r"in \d+\.\d\d s", "in 0 s", text)


def test_a_sound_folder_prints_nothing_and_exits_with_0() -> None:
    result = run("deps")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert without_time(result.stderr).startswith(
        "Read 1 proposal of DEP in 0 s: nothing to report.\n"
    )


def test_a_finding_is_one_line_and_exits_with_1(folder: Path) -> None:
    write(folder, "Acepted")
    result = run("deps")
    assert result.exit_code == 1
    assert result.stdout == WRONG
    assert "Read 1 proposal of DEP in 0 s: 1 error.\n" in without_time(result.stderr)


def test_an_absolute_folder_is_shown_from_the_working_directory_on(folder: Path) -> None:
    write(folder, "Acepted")
    assert run(str(folder)).stdout == WRONG


def test_the_current_folder_is_the_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "Acepted")
    monkeypatch.chdir(folder)
    assert run().stdout == WRONG.removeprefix("deps/")


def test_files_that_a_built_in_process_names_need_not_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "teps"
    folder.mkdir()
    (folder / "process.yaml").write_text("extends: backendai\nprefix: TEP\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert run().stdout == ""


def test_the_full_report_has_the_source_and_the_hint(folder: Path) -> None:
    write(folder, "Acepted")
    assert run("deps", "--format", "full").stdout == (
        f"{WRONG}2 | status: Acepted\n  |         ^^^^^^^\n  = hint: did you mean Accepted?\n"
    )


def test_json_goes_to_standard_output_and_nothing_else_does(folder: Path) -> None:
    write(folder, "Acepted")
    result = run("deps", "--format", "json")
    (found,) = json.loads(result.stdout)["diagnostics"]
    assert found["path"] == "deps/0001-fast-start.md"
    assert found["proposal"] == "dep:0001-fast-start.md"
    assert found["hint"] == "did you mean Accepted?"
    assert result.exit_code == 1


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    result = run("deps", "--format", "xml")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in REPORTS)


@pytest.mark.parametrize(
    ("found", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
    ],
)
def test_the_exit_code_follows_the_severity(
    found: str, fail_on: str, code: int, folder: Path
) -> None:
    write(folder, "Acepted")
    with (folder / "process.yaml").open("a", encoding="utf-8") as process:
        process.write(f"rules: {{unknown-status: {found}}}\n")
    result = run("deps", "--fail-on", fail_on)
    assert f": {found} unknown-status: " in result.stdout
    assert result.exit_code == code


def test_a_folder_that_is_not_there_is_a_usage_error() -> None:
    result = run("nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_a_folder_without_a_process_is_told_the_two_lines_that_cure_it(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    result = run("bare")
    assert result.exit_code == 1
    assert result.stdout == (
        "bare/process.yaml:1:1: error process: the folder has no process.yaml; "
        'write one with two lines: "extends: basic" and "prefix: DEP"\n'
    )


def test_a_built_in_process_reads_a_folder_without_one(folder: Path) -> None:
    (folder / "process.yaml").unlink()
    result = run("deps", "--process", "basic")
    assert result.exit_code == 0
    assert "Read 1 proposal of EP" in result.stderr


@pytest.mark.parametrize("name", ["missing.yaml", "basics"])
def test_a_process_that_is_not_there_is_a_usage_error(name: str) -> None:
    result = run("deps", "--process", name)
    assert result.exit_code == 2
    assert f'"{name}" is no file and no built-in process; those are ' in result.stderr
    assert "basic" in result.stderr


def test_a_folder_that_is_named_twice_is_read_once(folder: Path) -> None:
    result = run("deps", str(folder), "deps/../deps")
    assert result.exit_code == 0
    assert "Read 1 proposal of DEP" in result.stderr


def test_several_folders_are_one_catalog(tmp_path: Path) -> None:
    other = tmp_path / "reps"
    other.mkdir()
    (other / "process.yaml").write_text("extends: basic\nprefix: REP\n", encoding="utf-8")
    write(other, "Acepted")
    result = run("deps", "reps")
    assert result.stdout == WRONG.replace("deps/", "reps/").replace("DEP", "REP")
    assert "Read 2 proposals of 2 series (DEP 1, REP 1)" in result.stderr


def test_rules_about_citations_are_skipped_unless_documents_are_given(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("See {dep}`1`.\n", encoding="utf-8")
    without, given = run("deps"), run("deps", "--documents", "docs")
    assert given.exit_code == 0
    assert "Not run" not in given.stderr
    if any(name.startswith("cites-") for name in RULES_BY_NAME):
        assert "Not run, as no documents outside the series were given: cites-" in without.stderr


@pytest.mark.parametrize("options", [(), ("--documents", ".")], ids=["alone", "with pages"])
def test_what_belongs_to_a_proposal_is_told_of_citations_that_lead_nowhere(
    folder: Path, options: tuple[str, ...]
) -> None:
    process = "extends: basic\nprefix: DEP\ndocuments: {companions: ['{id}-*/**']}\n"
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    write(folder, "Rejected")
    (folder / "0001-fast").mkdir()
    text = "See {dep}`99`, [there](dep:98) and {dep}`1`.\n"
    (folder / "0001-fast" / "c.md").write_text(text, encoding="utf-8")
    result = run("deps", "--select", "cites-unknown,cites-dead", *options)
    assert result.stdout.splitlines() == [
        'deps/0001-fast/c.md:1:5: error cites-unknown: there is no proposal "99"',
        'deps/0001-fast/c.md:1:16: error cites-unknown: there is no proposal "98"',
    ]


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_read(
    tmp_path: Path, forbid: Callable[[Path], None]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("first.md", "second.md"):
        (docs / name).write_text("See {dep}`7`.\n", encoding="utf-8")
    forbid(docs / "first.md")
    result = run("deps", "--documents", "docs")
    assert result.exit_code == 1
    closed, cited = result.stdout.splitlines()
    message = "the file cannot be read: Permission denied"
    assert closed == f"docs/first.md:1:1: error unreadable-metadata: {message}"
    assert cited.startswith("docs/second.md:1:5: error cites-unknown: ")
    assert run("deps", "--documents", "docs", "--select", "uncited").stdout == ""


def test_a_folder_that_cannot_be_listed_is_told_and_the_others_are_read(
    tmp_path: Path, forbid: Callable[[Path], None]
) -> None:
    for folder in (tmp_path / "deps" / "closed", tmp_path / "docs" / "closed"):
        folder.mkdir(parents=True)
        forbid(folder)
    (tmp_path / "docs" / "page.md").write_text("See {dep}`7`.\n", encoding="utf-8")
    result = run("deps", "--documents", "docs")
    assert result.exit_code == 1
    *closed, cited = result.stdout.splitlines()
    message = "the folder cannot be listed: Permission denied"
    assert closed == [
        f"{name}/closed:1:1: error unreadable-metadata: {message}" for name in ("deps", "docs")
    ]
    assert cited.startswith("docs/page.md:1:5: error cites-unknown: ")


def test_a_rule_that_crashes_exits_with_2_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(proposal: Proposal, _: Series) -> Iterator[Finding]:
        raise ZeroDivisionError(proposal.id)

    rule = ProposalRule("unknown-field", Severity.WARNING, crash)
    rules = (rule, *(one for one in RULES if one.name != "unknown-field"))
    monkeypatch.setattr(all_rules, "RULES", rules)
    write(folder, "Acepted")
    result = run("deps", "--fail-on", "never")
    assert result.exit_code == 2
    assert WRONG in result.stdout
    assert "deps/0001-fast-start.md:1:1: error internal-error: " in result.stdout
