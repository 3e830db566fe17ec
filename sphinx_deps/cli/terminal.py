"""Where output goes: a terminal with colours and a width, or a pipe with neither."""

from __future__ import annotations

import os
import shutil
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

    if not stream.isatty():
        return Look()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Look(coloured=not plain, columns=shutil.get_terminal_size().columns)


def write_output(text: str) -> None:
    """Print what was asked for."""
    click.echo(text, nl=False)


def write_message(text: str) -> None:
    """Say something beside the output."""
    click.echo(text, nl=False, err=True)
