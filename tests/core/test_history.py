"""Git is asked what changed: committed, staged, unstaged or untracked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sphinx_deps.history import HistoryError, changed_files


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, name: str, text: str = "Text.\n") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", name)
    git(folder, "commit", "-m", name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder below the root of a repository of one commit."""
    git(tmp_path, "init", "-b", "main")
    (tmp_path / "deps").mkdir()
    commit(tmp_path / "deps", "old.md")
    return tmp_path / "deps"


def changed(folder: Path, revision: str) -> set[str]:
    return {path.name for path in changed_files(folder, revision)}


def test_nothing_changed_since_now(folder: Path) -> None:
    assert changed(folder, "HEAD") == set()


def test_every_kind_of_change_counts(folder: Path) -> None:
    for name in ("unstaged.md", "staged.md"):
        commit(folder, name)
    commit(folder, "committed.md")
    (folder / "staged.md").write_text("Other.\n", encoding="utf-8")
    git(folder, "add", "staged.md")
    (folder / "unstaged.md").write_text("Other.\n", encoding="utf-8")
    (folder / "untracked \u00fc.md").write_text("New.\n", encoding="utf-8")
    assert changed(folder, "HEAD~1") == {
        "committed.md",
        "staged.md",
        "unstaged.md",
        "untracked \u00fc.md",
    }
    assert changed(folder, "HEAD") == {"staged.md", "unstaged.md", "untracked \u00fc.md"}


def test_what_git_ignores_is_left_out(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.tmp\n", encoding="utf-8")
    (folder / "a.tmp").write_text("x", encoding="utf-8")
    assert changed(folder, "HEAD") == {".gitignore"}


def test_a_renamed_file_changed(folder: Path) -> None:
    git(folder, "mv", "old.md", "new.md")
    assert "new.md" in changed(folder, "HEAD")


def test_what_happened_on_the_other_branch_is_not_ours(folder: Path) -> None:
    git(folder, "switch", "-c", "ours")
    commit(folder, "ours.md")
    git(folder, "switch", "main")
    commit(folder, "theirs.md")
    git(folder, "switch", "ours")
    assert changed(folder, "main") == {"ours.md"}


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "HEAD:deps/old.md", "HEAD; ls"])
def test_an_unknown_revision_is_told(folder: Path, revision: str) -> None:
    with pytest.raises(HistoryError, match=r"is no revision of the git repository"):
        changed_files(folder, revision)


def shallow(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the newest commit of a branch, and of that of `main`."""
    git(folder, "switch", "-c", "ours")
    commit(folder, "ours.md")
    git(folder, "switch", "main")
    commit(folder, "theirs.md")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--depth", "1", "-b", "ours", folder.parent.as_uri(), ".")
    return clone / "deps"


def test_in_a_shallow_clone_it_is_told_that_commits_are_missing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clone = shallow(folder, tmp_path_factory)
    with pytest.raises(HistoryError, match=r"no revision .*newest commits only.*--unshallow"):
        changed_files(clone, "origin/main")
    git(clone, "fetch", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    with pytest.raises(HistoryError, match=r'where HEAD and "origin/main" parted; .*unshallow'):
        changed_files(clone, "origin/main")
    git(clone, "fetch", "--unshallow", "origin")
    assert changed(clone, "origin/main") == {"ours.md"}


def test_histories_that_share_nothing_differ_in_all(folder: Path) -> None:
    git(folder, "switch", "--orphan", "apart")
    commit(folder.parent, "apart.md")
    assert changed(folder.parent, "main") == {"apart.md", "old.md"}


def test_a_folder_outside_of_any_repository_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(HistoryError, match="is not in a git repository"):
        changed_files(tmp_path, "HEAD")


def test_in_a_hook_of_a_linked_worktree_nothing_else_changed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git(folder, "worktree", "add", "-b", "ours", str(linked))
    (linked / "deps" / "new.md").write_text("New.\n", encoding="utf-8")
    # As git sets them for a hook there, whose folder is the root.
    own = folder.parent / ".git" / "worktrees" / "tree"
    monkeypatch.setenv("GIT_DIR", str(own))
    monkeypatch.setenv("GIT_INDEX_FILE", str(own / "index"))
    assert changed(linked / "deps", "main") == {"new.md"}


def test_other_faults_are_told_in_the_words_of_git(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(HistoryError, match=r"git failed in .*dubious ownership.*safe\.directory"):
        changed_files(folder, "HEAD")


def test_a_machine_without_git_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(folder))
    with pytest.raises(HistoryError, match="git cannot be run"):
        changed_files(folder, "HEAD")
