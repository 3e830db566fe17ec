"""`sphinx-deps check --fix` and `--diff`: what is written, what is printed, and the exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from runner import invoke

BODY = """\
# Fast start

## Motivation

It is slow.

## Proposal

Fill.

## Alternatives

Wait.
"""
WRONG = f"---\nstatus: draft\nauthors: Ada\ncreated: March 1, 2026\n---\n{BODY}"
RIGHT = f"---\nstatus: Draft\nauthors: Ada\ncreated: 2026-03-01\n---\n{BODY}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deps = tmp_path / "deps"
    deps.mkdir()
    (deps / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    (deps / "0001-fast-start.md").write_text(WRONG, encoding="utf-8")
    return deps


def run(*words: str) -> Result:
    result = invoke("check", "deps", *words)
    assert not isinstance(result.exception, Exception), result.exception
    return result


def messages(result: Result) -> list[str]:
    told = re.sub(r" in \d+\.\d\d s", "", result.stderr).splitlines()
    return [line for line in told if not line.startswith("Not run")]


def test_a_check_says_what_it_could_fix_and_writes_nothing(folder: Path) -> None:
    result = run()
    assert messages(result) == [
        "Read 1 proposal of DEP: 2 warnings.",
        "2 can be fixed with --fix.",
    ]
    assert (folder / "0001-fast-start.md").read_text(encoding="utf-8") == WRONG


def test_fixed_findings_are_not_reported(folder: Path) -> None:
    result = run("--fix")
    assert (result.exit_code, result.stdout) == (0, "")
    assert messages(result) == [
        "Read 1 proposal of DEP: nothing to report.",
        "Fixed 2 findings in 1 file.",
    ]
    assert (folder / "0001-fast-start.md").read_text(encoding="utf-8") == RIGHT


def test_what_cannot_be_fixed_is_reported_as_ever(folder: Path) -> None:
    wrong = WRONG.replace("authors: Ada\n", "")
    (folder / "0001-fast-start.md").write_text(wrong, encoding="utf-8")
    result = run("--fix", "--format", "json")
    (left,) = json.loads(result.stdout)["diagnostics"]
    assert (left["rule"], left["line"], left["fix"]) == ("missing-field", 1, None)
    assert result.exit_code == 1


def test_what_a_process_does_not_report_is_not_fixed(folder: Path) -> None:
    (folder / "process.yaml").write_text(
        "extends: basic\nprefix: DEP\nrules:\n  status-case: off\n"
        "  date-format: {severity: warning, except: ['0001']}\n",
        encoding="utf-8",
    )
    assert messages(run("--fix"))[-1] == "Fixed nothing."
    assert (folder / "0001-fast-start.md").read_text(encoding="utf-8") == WRONG


def test_a_read_only_file_is_named_and_its_findings_remain(folder: Path) -> None:
    (folder / "0001-fast-start.md").chmod(0o444)
    other = WRONG.replace("Fast start", "Slow stop")
    (folder / "0002-slow-stop.md").write_text(other, encoding="utf-8")
    result = run("--fix")
    assert result.exit_code == 1
    assert messages(result) == [
        "Read 2 proposals of DEP: 2 warnings.",
        "Fixed 2 findings in 1 file.",
        "deps/0001-fast-start.md was left as it is: it is read-only.",
    ]


def test_a_diff_writes_nothing_and_exits_with_1_where_there_is_one(folder: Path) -> None:
    result = run("--diff")
    assert result.exit_code == 1
    assert messages(result) == ["Would fix 2 findings in 1 file."]
    assert result.stdout == (
        "--- a/deps/0001-fast-start.md\n"
        "+++ b/deps/0001-fast-start.md\n"
        "@@ -1,7 +1,7 @@\n"
        " ---\n"
        "-status: draft\n"
        "+status: Draft\n"
        " authors: Ada\n"
        "-created: March 1, 2026\n"
        "+created: 2026-03-01\n"
        " ---\n"
        " # Fast start\n"
        " \n"
    )
    assert (folder / "0001-fast-start.md").read_text(encoding="utf-8") == WRONG
    assert run("--diff", "--fix").stdout == result.stdout
    assert run("--diff", "--fail-on", "never").exit_code == 0


def test_no_diff_exits_with_0_whatever_else_is_found(folder: Path) -> None:
    wrong = RIGHT.replace("Draft", "Acepted")
    (folder / "0001-fast-start.md").write_text(wrong, encoding="utf-8")
    result = run("--diff")
    assert (result.exit_code, result.stdout) == (0, "")
    assert messages(result) == ["Would fix nothing."]


PATCH_FORMS = {
    "plain": WRONG,
    "no-final-newline": WRONG.replace(BODY, "# Fast").removesuffix("\n"),
    "change-in-the-last-line": "# Fast\n\n**Status**: Draft\n\n**Created**: March 1, 2026",
    "crlf": WRONG.replace("\n", "\r\n"),
    "mixed": WRONG.replace("\n", "\r\n", 4),
    "byte-order-mark": f"\ufeff{WRONG}",
    "other-separators": WRONG.replace("slow", "slow\u2028\x0c🚀\x85\t"),
}
PATCH_NAMES = ["0001-a.md", "0002-two words.md", "0003-é🚀.md", '0004-"quoted".md', "0005-a\\b.md"]


@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.parametrize("form", PATCH_FORMS)
def test_a_diff_is_a_patch_that_does_what_fix_does(
    form: str, tool: str, folder: Path, tmp_path: Path
) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    (folder / "process.yaml").write_text(
        "extends: basic\nprefix: DEP\nmetadata: [front-matter, bold]\n"
        "documents: {path: '(?P<number>\\d{4})-(?P<slug>.+)\\.md'}\n",
        encoding="utf-8",
    )
    (folder / "0001-fast-start.md").unlink()
    data = PATCH_FORMS[form].encode()
    for name in PATCH_NAMES:
        (folder / name).write_bytes(data)
    patch = tmp_path / "fixes.patch"
    patch.write_bytes(run("--diff").stdout_bytes)
    commands = {
        "git": ["git", "-c", "core.autocrlf=false", "apply", str(patch)],
        "patch": ["patch", "--binary", "-p1", "-i", str(patch)],
    }
    subprocess.run(commands[tool], cwd=tmp_path, check=True, capture_output=True)
    patched = {name: (folder / name).read_bytes() for name in PATCH_NAMES}
    for name in PATCH_NAMES:
        (folder / name).write_bytes(data)
    run("--fix")
    assert patched == {name: (folder / name).read_bytes() for name in PATCH_NAMES}
    assert all(text != data for text in patched.values())


def test_a_linked_file_is_patched_where_it_lies(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (folder / "0001-fast-start.md").rename(tmp_path / "far" / "a.md")
    (folder / "0001-fast-start.md").symlink_to(tmp_path / "far" / "a.md")
    assert run("--diff").stdout.startswith("--- a/far/a.md\n+++ b/far/a.md\n")
    assert run("--fix").exit_code == 0
    assert (folder / "0001-fast-start.md").is_symlink()
    assert (tmp_path / "far" / "a.md").read_text(encoding="utf-8") == RIGHT


def test_a_patch_and_a_baseline_are_not_written_in_one_breath(folder: Path) -> None:
    result = run("--diff", "--write-baseline")
    assert result.exit_code == 2
    assert "--diff writes nothing, --write-baseline does: give one of them" in result.stderr
    assert not (folder / "deps-baseline.yaml").exists()


def test_what_can_be_fixed_is_fixed_before_the_rest_goes_into_a_baseline(folder: Path) -> None:
    (folder / "0001-fast-start.md").write_text(f"{WRONG}\n[x](nope.md)\n", encoding="utf-8")
    result = run("--fix", "--write-baseline")
    assert result.exit_code == 0
    assert (folder / "0001-fast-start.md").read_text().startswith(RIGHT)
    assert result.stderr.count("Wrote 1 finding into deps/deps-baseline.yaml.") == 1
    baseline = (folder / "deps-baseline.yaml").read_text()
    assert "broken-link" in baseline
    assert "status-case" not in baseline
    assert "Fixed 2 findings" in result.stderr


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_all_stale_entries_leave_the_baseline_at_once(folder: Path, end: str) -> None:
    (folder / "0001-fast-start.md").write_text(RIGHT, encoding="utf-8")
    entries = [f"- {{rule: broken-link, proposal: 'dep:0001', subject: {x}.md}}" for x in "abc"]
    baseline = folder / "deps-baseline.yaml"
    baseline.write_bytes(("\n".join(entries) + end).encode())
    assert "Fixed 3 findings in 1 file.\n" in run("--fix").stderr
    assert baseline.read_bytes() == b""


@pytest.mark.parametrize("between", ["\n", " ", "\n\n"])
def test_all_idle_comments_leave_a_page_at_once(folder: Path, between: str) -> None:
    (folder / "0001-fast-start.md").write_text(RIGHT, encoding="utf-8")
    page = folder.parent / "docs" / "page.md"
    page.parent.mkdir()
    comments = between.join(["<!-- deps: ignore[cites-unknown] -->"] * 3)
    page.write_text(f"Words.\n{comments}\nMore.\n", encoding="utf-8")
    assert "Fixed 3 findings in 1 file.\n" in run("--documents", "docs", "--fix").stderr
    assert "<!--" not in page.read_text(encoding="utf-8")
