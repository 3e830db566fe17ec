"""Which documents a build was reading when it was killed, for the next one to read again.

Sphinx keeps each document as read in a file of its own, at once, and what it knows of all of them
in its environment, at the end. A build that is killed in between leaves files that the environment
knows nothing of: should the edit be undone, nothing would say that they are to be read again.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_deps.disk import write_file


def broken_off(app: Sphinx, *_: object) -> list[str]:
    """Return the documents whose reading was broken off."""
    try:
        return msgspec.json.decode(_path(app).read_bytes(), type=list[str])
    except (OSError, msgspec.MsgspecError):
        return []


def note_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Write down which documents are about to be read."""
    if docnames:
        write_file(_path(app), msgspec.json.encode(sorted({*docnames, *broken_off(app)})))


def forget_reading(app: Sphinx, env: BuildEnvironment) -> None:
    """Strike the documents out when the environment knows them."""
    _path(app).unlink(missing_ok=True)


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, "deps-reading.json")
