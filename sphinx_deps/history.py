"""Facts from git, which is called without a shell, in the repository that holds a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_LOCAL = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""What git tells its hooks of one repository; the folder may be in another, or elsewhere in it."""

_SHALLOW = (
    "; this clone holds the newest commits only: fetch the others with "
    '"git fetch --unshallow", or check out with "fetch-depth: 0"'
)


class HistoryError(Exception):
    """Git has no answer; the message says why."""


def changed_files(folder: Path, revision: str) -> frozenset[Path]:
    """The real paths of the files that differ from where the work since a revision began.

    Committed, staged, unstaged or untracked. Where the revision is on another branch, what
    happened there since both parted is no work of this one.
    """
    root = _root(folder)
    start = _start(root, revision)
    changed = _paths(root, "diff", "--name-only", "--no-renames", "-z", start, "--")
    untracked = _paths(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(root / path for path in (*changed, *untracked))


def _root(folder: Path) -> Path:
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode and "not a git repository" in done.stderr:
        raise HistoryError(f"{folder} is not in a git repository")
    if done.returncode:
        raise _failure(folder, done)
    return Path(done.stdout.removesuffix("\n")).resolve()


def _start(root: Path, revision: str) -> str:
    commit = f"{revision}^{{commit}}"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if found.returncode:
        missing = f'"{revision}" is no revision of the git repository {root}'
        raise HistoryError(missing + (_SHALLOW if _is_shallow(root) else ""))
    known = found.stdout.strip()
    base = _git(root, "merge-base", known, "HEAD")
    if base.returncode and _is_shallow(root):
        raise HistoryError(f'it is not known where HEAD and "{revision}" parted{_SHALLOW}')
    return known if base.returncode else base.stdout.strip()


def _is_shallow(root: Path) -> bool:
    """Whether only the newest commits were fetched, as most services for CI do."""
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == "true"


def _paths(root: Path, *words: str) -> list[str]:
    done = _git(root, *words)
    if done.returncode:
        raise _failure(root, done)
    return [path for path in done.stdout.split("\0") if path]


def _failure(folder: Path, done: subprocess.CompletedProcess[str]) -> HistoryError:
    """What git says itself, on one line."""
    return HistoryError(f"git failed in {folder}: {' '.join(done.stderr.split())}")


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**known, "LC_ALL": "C"},
            check=False,
        )
    except OSError as error:
        raise HistoryError(f"git cannot be run: {error.strerror or error}") from error
