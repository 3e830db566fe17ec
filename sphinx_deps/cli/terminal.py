"""Where output goes: a terminal with colours and a width, or a pipe with neither."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from sphinx_deps.display import Look


def output_look() -> Look:
    """The look of what is printed."""
    return _look(sys.stdout)


def message_look() -> Look:
    """The look of what is said beside the output."""
    return _look(sys.stderr)


def _look(stream: TextIO) -> Look:
    from sphinx_deps.display import Look

    return Look(coloured=_has_colours(stream), columns=_columns() if stream.isatty() else None)


def _columns() -> int:
    # It loads all that packs archives.
    import shutil

    return shutil.get_terminal_size().columns


def _has_colours(stream: TextIO) -> bool:
    """Whether colours are wanted: a variable that says so goes before what the stream is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write_output(text: str) -> None:
    """Print what was asked for; its look has decided on the colours."""
    click.echo(text, nl=False, color=True)


def write_patch(patch: bytes) -> None:
    """Print a patch, byte for byte."""
    click.echo(patch, nl=False)


def write_message(text: str) -> None:
    """Say something beside the output."""
    click.echo(text, nl=False, err=True, color=True)
