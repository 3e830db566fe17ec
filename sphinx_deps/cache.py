"""What was read of documents before, kept in a file: nothing that did not change is read twice.

Proposals sleep in it: a build in which none of them changed decodes them when somebody asks.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from sphinx_deps import __version__
from sphinx_deps.disk import write_file
from sphinx_deps.proposal import Proposal

FileState = tuple[int, int]
"""Size in bytes, and the time of the last change in nanoseconds."""


class Remembered(Struct, frozen=True, gc=False):
    """A proposal as read, still encoded, with what its file and its process were known by."""

    size: int
    mtime_ns: int
    process: str
    misencoded: bool
    """Whether bytes of the file are no text: told without waking it."""
    stored: memoryview

    @property
    def state(self) -> FileState:
        """What the file was known by."""
        return self.size, self.mtime_ns


class _Read(Struct, frozen=True, gc=False):
    """A proposal just read."""

    state: FileState
    process: str
    proposal: Proposal


class _File(Struct):
    version: str
    documents: dict[str, Remembered]


_decoder = msgspec.msgpack.Decoder(_File)


@cache
def _proposals() -> msgspec.msgpack.Decoder[Proposal]:
    """To make it takes as long as to load the module: most builds wake none."""
    return msgspec.msgpack.Decoder(Proposal)


class Cache(Struct):
    """Remembers proposals between builds; without a path, for the life of the object only."""

    path: Path | None = None
    known: dict[str, Remembered] = {}
    used: dict[str, Remembered | _Read] = {}
    changed: bool = False

    @classmethod
    def load(cls, path: Path) -> Cache:
        """The cache in a file; an empty one where it is absent, broken or of another version."""
        try:
            stored = _decoder.decode(path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return cls(path)
        known = stored.documents if stored.version == __version__ else {}
        return cls(path, known)

    def find(self, file: str, process: str, state: FileState | None) -> Remembered | None:
        """What was read of a file in that state, and under that process."""
        known = self.known.get(file)
        if known is None or known.process != process or state != known.state:
            return None
        self.used[file] = known
        return known

    def remember(
        self, file: str, process: str, state: FileState | None, proposal: Proposal
    ) -> None:
        """Keep what was read of a file, with the state that it had before: it may be older yet."""
        if state is not None:
            self.used[file] = _Read(state, process, proposal)
            self.changed = True

    def save(self) -> Contents:
        """Write what was used, whole or not at all; the rest is forgotten."""
        if self.path and (self.changed or self.used.keys() != self.known.keys()):
            write_file(self.path, _encode(self.used))
        return Contents({file: (*one.state, one.process) for file, one in self.used.items()})


def _encode(documents: dict[str, Remembered | _Read]) -> bytes:
    """All in one place: encoded one by one, they would leave holes in the memory."""
    encoder, place = msgspec.msgpack.Encoder(), bytearray()
    spans = {}
    for file, one in documents.items():
        if isinstance(one, _Read):
            start = len(place)
            encoder.encode_into(one.proposal, place, -1)
            spans[file] = slice(start, len(place))
    view = memoryview(place)
    known = {
        file: _remembered(one, view[spans[file]]) if isinstance(one, _Read) else one
        for file, one in documents.items()
    }
    return encoder.encode(_File(__version__, known))


def _remembered(one: _Read, stored: memoryview) -> Remembered:
    return Remembered(*one.state, one.process, one.proposal.is_misencoded, stored)


class Contents(Struct, frozen=True):
    """What a cache holds, by what the files and their processes were known by."""

    documents: dict[str, tuple[int, int, str]] = {}

    @property
    def state(self) -> str:
        """Another one when what is known is something else."""
        return digest(__version__.encode(), repr(self.documents).encode())

    def state_when_read(self, file: str) -> FileState | None:
        """The state of a file when it was read; None where it was not."""
        known = self.documents.get(file)
        return known[:2] if known else None


def wake(sleeping: Remembered) -> Proposal | None:
    """The proposal that was read; None where what was kept of it is broken."""
    try:
        return _proposals().decode(sleeping.stored)
    except msgspec.MsgspecError:
        return None


def file_state(file: str) -> FileState | None:
    """The size and the time of a file; None where there is none."""
    try:
        stat = os.stat(file)  # noqa: PTH116 - of thousands
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def digest(*parts: bytes) -> str:
    """A short name for some contents: another one where they differ."""
    from hashlib import blake2b  # noqa: PLC0415 - with OpenSSL, which the command line can do without

    hashed = blake2b(digest_size=16)
    for part in parts:
        hashed.update(len(part).to_bytes(8))
        hashed.update(part)
    return hashed.hexdigest()
