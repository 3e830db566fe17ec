"""What a build writes down for the next one with the same builder and output folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from sphinx.application import Sphinx

from sphinx_deps.disk import write_file

Note = TypeVar("Note", bound=Struct)


def note_path(app: Sphinx, name: str) -> Path:
    """Return where a note lies: one doctree folder may serve several output folders."""
    place = hashlib.blake2b(str(app.outdir).encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir) / f"{name}-{app.builder.name}-{place}.json"


def load_note(path: Path, kind: type[Note]) -> Note:
    """Return what a note says; an empty one where it is absent or broken."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return kind()


def save_note(path: Path, note: Struct) -> None:
    """Write a note, the same in the same words."""
    write_file(path, msgspec.json.encode(note, order="sorted"))
