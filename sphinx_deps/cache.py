"""What was read of documents before, kept in a file: nothing that did not change is read twice.

Proposals sleep in it: a build in which none of them changed decodes them when somebody asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from sphinx_deps import __version__
from sphinx_deps.disk import write_parts
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


class Read(Struct, frozen=True, gc=False):
    """A proposal that this process has read itself, with what it was known by."""

    state: FileState
    process: str
    proposal: Proposal

    @property
    def misencoded(self) -> bool:
        """Whether bytes of the file are no text."""
        return self.proposal.is_misencoded


Known = Remembered | Read


class _File(Struct, array_like=True):
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
    known: Mapping[str, Known] = {}
    used: dict[str, Known] = {}
    changed: bool = False

    @classmethod
    def load(cls, path: Path, fresh: Mapping[str, Read] = {}) -> Cache:
        """The cache in a file, which is empty where it is absent, broken or of another version.

        What is `fresh`, from a reading before, goes before what the file holds.
        """
        try:
            stored = _decoder.decode(path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return cls(path, fresh)
        known = stored.documents if stored.version == __version__ else {}
        return cls(path, {**known, **fresh})

    def find(self, file: str, process: str, state: FileState | None) -> Known | None:
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
            self.used[file] = Read(state, process, proposal)
            self.changed = True

    @property
    def fresh(self) -> dict[str, Read]:
        """What this process has read itself: decoded, it would take up a third more memory."""
        return {file: one for file, one in self.used.items() if isinstance(one, Read)}

    def save(self) -> Contents:
        """Write what was used, whole or not at all; the rest is forgotten."""
        if self.path and (self.changed or self.used.keys() != self.known.keys()):
            write_parts(self.path, _encode(self.used))
        return Contents({file: (*one.state, one.process) for file, one in self.used.items()})


def _encode(documents: Mapping[str, Known]) -> Iterator[bytes]:
    """A `_File` in parts: of megabytes in one piece, the memory is not given back later.

    As MessagePack has it: an array of two, and a map of so many.
    """
    encoder = msgspec.msgpack.Encoder()
    yield b"\x92" + encoder.encode(__version__)
    yield b"\xdf" + len(documents).to_bytes(4)
    for file, one in documents.items():
        known = _remembered(one, encoder) if isinstance(one, Read) else one
        yield encoder.encode(file) + encoder.encode(known)


def _remembered(one: Read, encoder: msgspec.msgpack.Encoder) -> Remembered:
    stored = memoryview(encoder.encode(one.proposal))
    return Remembered(*one.state, one.process, one.misencoded, stored)


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


def wake(known: Known) -> Proposal | None:
    """The proposal that was read; None where what was kept of it is broken."""
    if isinstance(known, Read):
        return known.proposal
    try:
        return _proposals().decode(known.stored)
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
