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


def _look(stream: TextIO | None) -> Look:
    from sphinx_deps.display import Look

    is_terminal = stream is not None and stream.isatty()
    return Look(
        coloured=_has_colours(is_terminal=is_terminal), columns=_columns() if is_terminal else None
    )


def _columns() -> int:
    # It loads all that packs archives.
    import shutil

    return shutil.get_terminal_size().columns


def _has_colours(*, is_terminal: bool) -> bool:
    """Whether colours are wanted: a variable that says so goes before what the stream is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal and os.environ.get("TERM") != "dumb"


def write_output(text: str) -> None:
    """Print what was asked for; its look has decided on the colours."""
    _write(text)


def write_patch(patch: bytes) -> None:
    """Print a patch, byte for byte."""
    _write(patch)


def _write(output: str | bytes) -> None:
    if sys.stdout is None:  # closed by whoever runs it; click before 8.2 does not know of that
        return
    try:
        click.echo(output, nl=False, color=True)
    except BrokenPipeError:  # who reads has seen enough
        raise
    except OSError as error:
        raise click.UsageError(f"the output cannot be written: {error.strerror}") from error


def write_message(text: str) -> None:
    """Say something beside the output."""
    click.echo(text, nl=False, err=True, color=True)
