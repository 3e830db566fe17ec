"""The command line: one module a command, each loaded when it is used."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

import click

from sphinx_deps import __version__
from sphinx_deps.cli.lazy import LazyGroup

COMMANDS = {
    "check": "Say what is wrong with proposals, and where.",
    "list": "List proposals as a table, or as JSON.",
    "show": "Show one proposal in full.",
    "rules": "List the rules, or explain one.",
    "schema": "Print a JSON Schema: of process.yaml, front matter or deps.json.",
}
"""The commands, each in the module of its name, in the order of the help."""


_HELP = """\
Check, list and look up enhancement proposals.

A folder of proposals says in its process.yaml how they are written: what a status may be,
which fields and sections there are. Two lines are enough to begin:

\b
    extends: basic
    prefix: DEP
"""


@click.group(
    cls=LazyGroup,
    package=__name__,
    summaries=COMMANDS,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, prog_name="sphinx-deps")
def main() -> None:
    """The program `sphinx-deps`."""
    click.get_current_context().with_resource(_without_collector())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Proposals are UTF-8, whatever the locale; the name of a file may be anything.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the search for garbage: what a command reads it needs until its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
