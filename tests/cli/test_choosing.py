"""The options of `sphinx-deps check` that choose rules, documents, and what is old news."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from runner import invoke

PROPOSAL = """\
---
status: {status}
authors: Ada Example
created: 2026-03-01
---
# Fast start

## Motivation

[Someone](a.md) asked.

## Proposal

[Do](b.md) it.

## Alternatives

Leave it.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a wrong status and two broken links."""
    monkeypatch.chdir(tmp_path)
    deps = tmp_path / "deps"
    deps.mkdir()
    (deps / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    write(deps, "Acepted")
    return deps


def write(folder: Path, status: str, name: str = "0001-fast-start.md") -> None:
    (folder / name).write_text(PROPOSAL.format(status=status), encoding="utf-8")


def run(*words: str) -> Result:
    return invoke("check", "deps", *words)


def rules(result: Result) -> list[str]:
    return [line.split(": ")[1].split(" ")[1] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["unknown-status", "broken-link", "broken-link"]),
        (("--select", "unknown-status"), ["unknown-status"]),
        (("--select", "todo-left,unknown-status"), ["unknown-status"]),
        (("--select", "todo-left", "--select", "unknown-status"), ["unknown-status"]),
        (("--ignore", "broken-link"), ["unknown-status"]),
        (
            ("--select", "unknown-status, broken-link", "--ignore", "broken-link"),
            ["unknown-status"],
        ),
    ],
)
def test_rules_are_chosen_by_name(words: tuple[str, ...], expected: list[str]) -> None:
    assert rules(run(*words)) == expected


def test_a_rule_that_is_off_by_default_is_turned_on_by_selecting_it(folder: Path) -> None:
    write(folder, "Implemented")
    result = run("--select", "uncited", "--documents", ".")
    assert rules(result) == ["uncited"]
    assert ": warning uncited: " in result.stdout
    assert result.exit_code == 1


def test_a_rule_that_the_process_has_off_stays_off_and_is_named(folder: Path) -> None:
    with (folder / "process.yaml").open("a", encoding="utf-8") as process:
        process.write("rules: {unknown-status: off}\n")
    result = run("--select", "unknown-status")
    assert result.stdout == ""
    assert "Not run, as the process has it off: unknown-status.\n" in result.stderr


def test_a_broken_process_is_told_whatever_is_selected(folder: Path) -> None:
    (folder / "process.yaml").unlink()
    assert rules(run("--select", "todo-left")) == ["process"]
    assert rules(run("--select", "todo-left", "--ignore", "process")) == []


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_a_usage_error_that_names_the_nearest(option: str) -> None:
    result = run(option, "brokn-link")
    assert result.exit_code == 2
    assert '"brokn-link" is not a rule; did you mean broken-link?' in result.stderr


def test_statistics_count_the_findings_of_each_rule() -> None:
    result = run("--statistics")
    assert result.exit_code == 1
    assert result.stdout == (
        "2  broken-link     A link leads to a file that is not there.\n"
        "1  unknown-status  The status of a proposal is none that its process declares.\n"
    )


def test_statistics_are_no_format_for_programs() -> None:
    result = run("--statistics", "--format", "sarif")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--statistics is a table of its own, not sarif: give one of them" in result.stderr


def test_statistics_of_nothing_are_nothing(folder: Path) -> None:
    assert run("--statistics", "--select", "todo-left").stdout == ""


def test_a_written_baseline_makes_the_check_clean_until_something_is_mended(folder: Path) -> None:
    written = run("--write-baseline")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "Wrote 3 findings into deps/deps-baseline.yaml.\n" in written.stderr
    clean = run("--fail-on", "info")
    assert (clean.exit_code, clean.stdout) == (0, "")
    assert "nothing to report; 3 in the baseline.\n" in clean.stderr
    write(folder, "Accepted")
    stale = run()
    assert (stale.exit_code, rules(stale)) == (1, ["stale-baseline"])
    assert stale.stdout.startswith("deps/deps-baseline.yaml:5:3: warning ")
    assert run("--write-baseline").exit_code == 0
    assert "2 in the baseline" in run().stderr


def test_the_same_findings_make_the_same_file(folder: Path) -> None:
    run("--write-baseline")
    first = (folder / "deps-baseline.yaml").read_bytes()
    run("--write-baseline")
    assert (folder / "deps-baseline.yaml").read_bytes() == first
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001-fast-start.md",
        "deps-baseline.yaml",
        "process.yaml",
    ]


def test_what_no_chosen_rule_looked_for_stays_in_the_baseline(folder: Path) -> None:
    run("--write-baseline")
    before = (folder / "deps-baseline.yaml").read_bytes()
    run("--select", "unknown-status", "--write-baseline")
    assert (folder / "deps-baseline.yaml").read_bytes() == before
    assert rules(run("--select", "unknown-status")) == []


def test_a_sound_folder_gets_no_baseline(folder: Path) -> None:
    result = run("--select", "todo-left", "--write-baseline")
    assert result.exit_code == 0
    assert not (folder / "deps-baseline.yaml").exists()


@pytest.mark.parametrize("process", [None, "extends: nosuch\nprefix: DEP\n"])
def test_a_broken_process_is_told_whatever_the_baseline_holds(
    folder: Path, process: str | None
) -> None:
    (folder / "process.yaml").unlink()
    if process:
        (folder / "process.yaml").write_text(process, encoding="utf-8")
    assert rules(run("--write-baseline")) == ["process"]
    assert rules(run()) == ["process"]
    assert not (folder / "deps-baseline.yaml").exists()


def test_an_entry_of_the_process_leaves_the_baseline(folder: Path) -> None:
    (folder / "process.yaml").unlink()
    baseline = folder / "deps-baseline.yaml"
    baseline.write_text("- {rule: process, subject: process.yaml}\n", encoding="utf-8")
    assert rules(run("--write-baseline")) == ["process"]
    assert "rule:" not in baseline.read_text(encoding="utf-8")


def test_a_named_baseline_is_written_for_a_sound_folder_too() -> None:
    words = ("--select", "todo-left", "--baseline", "all.yaml")
    assert "Wrote 0 findings into all.yaml.\n" in run(*words, "--write-baseline").stderr
    assert run(*words).exit_code == 0


def test_a_baseline_elsewhere_is_named(folder: Path, tmp_path: Path) -> None:
    assert run("--write-baseline", "--baseline", "known.yaml").exit_code == 0
    assert not (folder / "deps-baseline.yaml").exists()
    assert len(rules(run())) == 3
    assert rules(run("--baseline", "known.yaml")) == []


def test_a_named_baseline_that_is_not_there_is_a_located_error() -> None:
    result = run("--baseline", "known.yaml")
    assert result.exit_code == 1
    assert "known.yaml:1:1: error process: the baseline cannot be read: No such file" in (
        result.stdout
    )


def test_a_broken_baseline_is_written_anew(folder: Path) -> None:
    (folder / "deps-baseline.yaml").write_text("- {rule: [\n", encoding="utf-8")
    assert "process" in rules(run())
    assert run("--write-baseline").exit_code == 0
    assert rules(run()) == []


def test_a_baseline_that_is_a_link_stays_one_and_keeps_its_mode(folder: Path) -> None:
    shared = folder.parent / "shared.yaml"
    shared.touch(mode=0o640)
    (folder / "deps-baseline.yaml").symlink_to(shared)
    assert run("--write-baseline").exit_code == 0
    assert (folder / "deps-baseline.yaml").is_symlink()
    assert "unknown-status" in shared.read_text(encoding="utf-8")
    assert shared.stat().st_mode & 0o777 == 0o640


def test_a_read_only_baseline_is_not_written(folder: Path) -> None:
    held = folder / "deps-baseline.yaml"
    held.write_text("[]\n", encoding="utf-8")
    held.chmod(0o444)
    result = run("--write-baseline")
    assert result.exit_code == 2
    assert "cannot be written: it is read-only" in result.stderr
    assert held.read_text(encoding="utf-8") == "[]\n"


def test_what_is_no_file_is_not_replaced_by_a_baseline(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    result = run("--write-baseline", "--baseline", "deps/pipe", "--select", "todo-left")
    assert result.exit_code == 2
    assert (folder / "pipe").is_fifo()
    assert [path.name for path in folder.glob("*.tmp")] == []


def test_a_baseline_that_cannot_be_written_is_a_usage_error() -> None:
    result = run("--write-baseline", "--baseline", "nowhere/known.yaml")
    assert result.exit_code == 2
    assert "nowhere/known.yaml cannot be written: No such file or directory" in result.stderr


def git(*words: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def test_only_what_changed_since_a_revision_is_told(folder: Path) -> None:
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "old")
    assert run("--since", "HEAD").exit_code == 0
    write(folder, "Acepted", "0002-fast-stop.md")
    result = run("--since", "main")
    assert result.exit_code == 1
    assert {line.split(":")[0] for line in result.stdout.splitlines()} == {"deps/0002-fast-stop.md"}


def test_a_number_that_a_new_file_takes_is_told_whichever_is_named_first(folder: Path) -> None:
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "old")
    write(folder, "Accepted", "0001-early.md")
    told = run("--since", "main", "--select", "duplicate-id").stdout
    assert "deps/0001-fast-start.md:1:1: error duplicate-id" in told


def test_what_a_change_breaks_elsewhere_is_counted(folder: Path) -> None:
    changed, linking = folder / "0002-fast-stop.md", folder / "0003-faster.md"
    write(folder, "Accepted", changed.name)
    write(folder, "Accepted", linking.name)
    anchor = "\n[Why](0002-fast-stop.md#why)\n"
    linking.write_text(linking.read_text(encoding="utf-8") + anchor, encoding="utf-8")
    text = changed.read_text(encoding="utf-8")
    changed.write_text(f"{text}\n## Why\n", encoding="utf-8")
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "old")
    told = len(run().stdout.splitlines())
    before = run("--since", "main")
    changed.write_text(text, encoding="utf-8")
    after = run("--since", "main")
    broken = [line for line in run().stdout.splitlines() if changed.name not in line.split(":")[0]]
    assert "broken-anchor" in broken[-1]
    assert before.stderr.splitlines()[0].endswith(
        f"nothing to report; {told} more in documents that did not change."
    )
    assert {line.split(":")[0] for line in after.stdout.splitlines()} == {f"deps/{changed.name}"}
    assert f"; {len(broken)} more in documents that did not change." in after.stderr


def test_a_revision_that_is_none_is_a_usage_error() -> None:
    git("init", "-b", "main")
    result = run("--since", "nowhere")
    assert result.exit_code == 2
    assert '--since: "nowhere" is no revision of the git repository ' in result.stderr


def test_a_folder_without_a_repository_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = run("--since", "HEAD")
    assert result.exit_code == 2
    assert "--since: deps is not in a git repository" in result.stderr


def test_a_baseline_of_what_changed_is_refused() -> None:
    result = run("--since", "HEAD", "--write-baseline")
    assert result.exit_code == 2
    assert "--write-baseline holds all findings, --since hides some" in result.stderr
