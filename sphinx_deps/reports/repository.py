"""Paths from the root of the repository on, as the platforms that hold it want them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from os.path import normpath
from pathlib import Path

RepositoryPath = Callable[[str], str]


def repository_path(folder: Path) -> RepositoryPath:
    """What turns a path that starts from `folder` into one that starts from the root.

    The root is that of `folder`: the nearest folder with a `.git`. Where there is none it is that
    of the file, or else `folder`. A path that leads out of it becomes absolute.
    """
    start = folder.absolute()
    own = _root(start)

    @cache
    def from_root(path: str) -> str:
        whole = Path(normpath(start / path))
        root = own or _root(whole.parent) or start
        return (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()

    return from_root


@cache
def _root(folder: Path) -> Path | None:
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
