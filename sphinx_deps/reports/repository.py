"""Paths from the root of the repository on, as the platforms that hold it want them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from os.path import normpath
from pathlib import Path

RepositoryPath = Callable[[str], str]


def repository_path(folder: Path) -> RepositoryPath:
    """What turns a path that starts from `folder` into one that starts from the root.

    The root is the nearest folder with a `.git`, or `folder` where there is none. A path that
    leads out of it becomes absolute.
    """
    start = folder.absolute()
    root = next((each for each in (start, *start.parents) if (each / ".git").exists()), start)

    @cache
    def from_root(path: str) -> str:
        whole = Path(normpath(start / path))
        return (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()

    return from_root
