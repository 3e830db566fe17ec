"""The folders that a command reads, and the process that it reads them under."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_deps.cli.terminal import message_look, write_message

if TYPE_CHECKING:
    from sphinx_deps.catalog import Catalog
    from sphinx_deps.diagnostics import Diagnostic
    from sphinx_deps.reading import ReadBytes

folders_argument = click.argument(
    "folders",
    metavar="[FOLDER]...",
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)


def _known_process(
    _context: click.Context, _option: click.Parameter, name: str | None
) -> str | None:
    """Refuse what is no process at all; what is wrong within one is told at its place."""
    from sphinx_deps.process_loading import builtin_names

    if name is not None and name not in builtin_names() and not Path(name).is_file():
        known = ", ".join(builtin_names())
        raise click.BadParameter(f'"{name}" is no file and no built-in process; those are {known}')
    return name


process_option = click.option(
    "--process",
    metavar="NAME|FILE",
    callback=_known_process,
    help="Read the folders under this process, a built-in one or a file, not their own.",
)


def read_folders(
    folders: tuple[Path, ...], process: str | None, read: ReadBytes | None = None
) -> Catalog:
    """The catalog of the folders, each read once; the current one where none is named."""
    from sphinx_deps.catalog import read_catalog
    from sphinx_deps.reading import read_file
    from sphinx_deps.series_reading import SeriesSource

    named = {folder.resolve(): folder for folder in reversed(folders or (Path(),))}
    given = reversed(named.values())
    return read_catalog(SeriesSource(folder, process, read or read_file) for folder in given)


def tell_process_problems(catalog: Catalog) -> bool:
    """Say what is wrong with the processes, for a command that checks nothing else.

    Whether any of it is an error, as the check would have it.
    """
    from sphinx_deps.diagnostics import Severity
    from sphinx_deps.reports.text import render_line

    found = _process_diagnostics(catalog)
    for diagnostic in found:
        hint = f" ({diagnostic.finding.hint})" if diagnostic.finding.hint else ""
        write_message(f"{render_line(diagnostic, message_look())}{hint}\n")
    return any(diagnostic.severity is Severity.ERROR for diagnostic in found)


def _process_diagnostics(catalog: Catalog) -> list[Diagnostic]:
    """What was met while the processes were read, as the check stamps it."""
    from sphinx_deps.checking import PROCESS, check
    from sphinx_deps.rules import RULES_BY_NAME

    problems = [one for series in catalog.series for one in series.problems]
    met = [one.finding for one in problems if one.rule == PROCESS]
    found = check(catalog, rules=(RULES_BY_NAME[PROCESS],)).diagnostics if met else ()
    return [one for one in found if one.finding in met]
