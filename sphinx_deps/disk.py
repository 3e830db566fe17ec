"""Files read with care and written whole; and what links lead to, with its state when seen."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from sphinx_deps.text import SourceText

_LARGEST = 5_000_000


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file; an `OSError` where it cannot be read, or may never come to an end."""
    demand_regular_file(path)
    return path.read_bytes()


@lru_cache(maxsize=16)
def read_again(file: str, _checksum: int) -> SourceText:
    """The text of a file that was read before and not kept; empty where it is gone.

    Rules ask one after the other for the same few, which are known by file and checksum. Who edits
    a document during a check may be told of a place that has moved: the next one reads it anew.
    """
    try:
        return SourceText.decode(file, read_regular_file(Path(file)))
    except OSError:
        return SourceText(file, "")


def demand_regular_file(path: Path) -> None:
    """Raise an `OSError` for what may never come to an end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "it is no file but a pipe or a device")


def is_writable(path: Path) -> bool:
    """Whether a file is to be written to.

    Who may do anything could write a read-only one too; but its owner did not mean that.
    """
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a temporary one beside it takes its place."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file of many parts, whole or not at all; a link stays one, and a mode stays."""
    path = Path(os.path.realpath(path))
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if mode is not None:
        demand_regular_file(path)
    temporary = path.with_name(temporary_name(path.name))
    try:
        with temporary.open("wb") as file:
            file.writelines(parts)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def temporary_name(name: str) -> str:
    """Return what a file is called until it is whole; a process that is killed leaves it behind."""
    return f".{name[:32]}.{os.getpid()}.tmp"


class Disk:
    """Looks at files and folders, and remembers what it saw."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        """The state of each place, by its path."""

    def exists(self, place: str) -> bool:
        """Whether something is there."""
        return bool(self._see(place))

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What stands in a folder, hidden things apart."""
        self._see(folder)
        try:
            with os.scandir(folder) as entries:
                return [entry for entry in entries if not entry.name.startswith(".")]
        except OSError:
            return []

    def files_below(self, folder: str) -> Iterator[tuple[str, str]]:
        """The name and the path of each file in a folder and in those below, hidden ones apart."""
        for at, folders, names in os.walk(folder):
            self._see(at)
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from ((name, f"{Path(at).as_posix()}/{name}") for name in names)

    def read(self, file: Path) -> SourceText | None:
        """The text of a file; None for what is none, cannot be read, or is too much to be text."""
        self._see(str(file))
        try:
            if not file.is_file() or file.stat().st_size > _LARGEST:
                return None
            return SourceText.decode(str(file), file.read_bytes())
        except OSError:
            return None

    def _see(self, place: str) -> str:
        if place not in self.seen:
            self.seen[place] = _state(place)
        return self.seen[place]


def is_unchanged(seen: Mapping[str, str]) -> bool:
    """Whether everything that was seen is still as it was."""
    return all(_state(place) == state for place, state in seen.items())


def _state(place: str) -> str:
    """Another one after a change; empty where nothing is there."""
    try:
        found = os.stat(place)  # noqa: PTH116 - of thousands
    except (OSError, ValueError):
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"
