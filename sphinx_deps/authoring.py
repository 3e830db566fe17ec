"""Files as they would be: edits of their texts, exact to the byte, and how they reach the disk.

A file is written whole, into a temporary file beside it that then takes its place, and only if it
still holds what was read of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from pathlib import Path

from msgspec import Struct, field

from sphinx_deps.diagnostics import Edit, Fix, Location
from sphinx_deps.disk import is_writable, write_file
from sphinx_deps.patterns import regex

_LINE_END = regex("\r\n|\r|\n")
_BYTE_ORDER_MARK = "\ufeff"


class AuthoringError(Exception):
    """A file cannot be edited, or is not to be; the reason in words."""


class Change(Struct, frozen=True):
    """What a file holds, and what it would hold."""

    path: str
    """As the diagnostics name it."""
    file: Path
    """Where the bytes lie, symbolic links followed."""
    before: bytes
    after: bytes


class _Splice(Struct, frozen=True):
    """New text for the characters from `start` up to `end`."""

    start: int
    end: int
    rank: int
    text: str
    starts_line: bool = False

    def touches(self, other: _Splice) -> bool:
        """Whether the order of the two matters, and is not told by their ranks."""
        if not (self.text or other.text):
            return self._overlaps(other)
        both_insert = self.start == self.end and other.start == other.end
        return not both_insert and self.start <= other.end and other.start <= self.end

    def _overlaps(self, other: _Splice) -> bool:
        """Whether two removals meet within a line; there, what is left decides on the second."""
        first, then = sorted((self, other), key=lambda one: (one.start, one.end))
        return then.start < first.end or (then.start == first.end and not then.starts_line)


class Drafts(Struct):
    """Files with the edits that are not written yet; what reads through them sees the edits."""

    _read: dict[Path, bytes] = field(default_factory=dict)
    _edited: dict[Path, Change] = field(default_factory=dict)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from what was read, by path."""
        changed = (one for one in self._edited.values() if one.before != one.after)
        return tuple(sorted(changed, key=lambda one: one.path))

    def read(self, path: Path) -> bytes:
        """What is to stand in a file."""
        file = real_file(path)
        if file in self._edited:
            return self._edited[file].after
        # Read anew each time: what an edit is based on is what was seen last.
        self._read[file] = data = path.read_bytes()
        return data

    def apply(self, path: str, fixes: Sequence[Fix]) -> tuple[Fix, ...]:
        """Edit one file by the fixes that don't meet an earlier one; return those that were."""
        file = real_file(path)
        change = self._edited.get(file)
        if change and file not in self._read:
            # Nobody sees the draft of this file, so that further fixes would be of its old text.
            return ()
        before = change.before if change else self._original(file)
        data = change.after if change else before
        applied, after = apply_fixes(data, fixes)
        if after == data:
            return ()
        self._edited[file] = Change(change.path if change else path, file, before, after)
        return applied

    def discard(self, file: Path) -> None:
        """Forget the edits of a file."""
        self._edited.pop(file, None)

    def _original(self, file: Path) -> bytes:
        if file in self._read:
            return self._read[file]
        try:
            return file.read_bytes()
        except OSError as error:
            raise AuthoringError(f"it cannot be read: {error.strerror}") from error


def real_file(path: str | Path) -> Path:
    """The file that a path leads to, symbolic links followed; such a circle stays as it is."""
    return Path(os.path.realpath(path))


def apply_fixes(data: bytes, fixes: Iterable[Fix]) -> tuple[tuple[Fix, ...], bytes]:
    """The fixes that can be applied together, the first ones first, and the text with them.

    A fix is applied whole or not at all. Raises `AuthoringError` where the bytes are no text.
    """
    text = _Text.decode(data)
    applied: list[Fix] = []
    splices: dict[_Splice, None] = {}
    for fix in fixes:
        wanted = text.splices(fix.edits)
        if wanted is not None and not _clash(wanted, splices):
            applied.append(fix)
            splices |= dict.fromkeys(wanted)
    return tuple(applied), text.spliced(splices)


def _clash(wanted: Sequence[_Splice], others: Iterable[_Splice]) -> bool:
    """Whether new splices meet each other or earlier ones; the very same ones are shared."""
    met = ((one, other) for one in wanted for other in others)
    return any(
        one != other and one.touches(other) for one, other in chain(combinations(wanted, 2), met)
    )


class _Text(Struct, frozen=True):
    """The text of a file with its own line ends."""

    mark: str
    text: str
    lines: tuple[tuple[int, int], ...]
    """Where each line starts, and where its words end."""

    @classmethod
    def decode(cls, data: bytes) -> _Text:
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise AuthoringError("it is not UTF-8") from error
        mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        text = text.removeprefix(mark)
        ends = list(_LINE_END.finditer(text))
        starts = [0, *(end.end() for end in ends)]
        stops = [*(end.start() for end in ends), len(text)]
        return cls(mark, text, tuple(zip(starts, stops, strict=True)))

    def splices(self, edits: Iterable[Edit]) -> list[_Splice] | None:
        """The edits as stretches of the text; None where one is of another text."""
        found = [self._splice(edit) for edit in edits]
        return None if None in found else [splice for splice in found if splice]

    def _splice(self, edit: Edit) -> _Splice | None:
        start, end = map(self._offset, _corners(edit.location))
        if start is None or end is None or end < start:
            return None
        new = edit.text.replace("\n", self._line_end(edit.location.line))
        return _Splice(start, end, edit.rank, new, edit.location.column == 1)

    def _offset(self, place: tuple[int, int]) -> int | None:
        line, column = place
        if not 1 <= line <= len(self.lines):
            return None
        start, stop = self.lines[line - 1]
        return start + column - 1 if 1 <= column <= stop - start + 1 else None

    def _line_end(self, line: int) -> str:
        """How a line ends; the last one would end as the one before it does."""
        for position in (line - 1, line - 2):
            if 0 <= position < len(self.lines) - 1:
                return self.text[self.lines[position][1] : self.lines[position + 1][0]]
        return "\n"

    def spliced(self, splices: Iterable[_Splice]) -> bytes:
        """The bytes with the new text of every stretch."""
        parts = [self.mark]
        done = 0
        for splice in sorted(splices, key=lambda one: (one.start, one.end, one.rank)):
            parts += (self.text[done : splice.start], splice.text)
            done = splice.end
        return "".join([*parts, self.text[done:]]).encode()


def _corners(at: Location) -> Iterator[tuple[int, int]]:
    """Where a stretch starts and ends; one without an end is the place of an insertion."""
    yield at.line, at.column
    yield at.end_line or at.line, at.end_column or at.column


def write_change(change: Change) -> None:
    """Put the new bytes in the place of the old ones, whole or not at all.

    Raises `AuthoringError` with the reason where nothing was written.
    """
    try:
        _refuse(change)
        write_file(change.file, change.after)
    except OSError as error:
        raise AuthoringError(f"it cannot be written: {error.strerror}") from error


def _refuse(change: Change) -> None:
    if change.file.read_bytes() != change.before:
        raise AuthoringError("it has changed since it was read")
    if not is_writable(change.file):
        raise AuthoringError("it is read-only")
