"""`sphinx-deps check`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from sphinx_deps.cli.choosing import Choice, choosing_options, write_baselines
from sphinx_deps.cli.folders import folders_argument, process_option, read_folders
from sphinx_deps.cli.lazy import LazyChoice
from sphinx_deps.cli.terminal import message_look, output_look, write_message, write_output

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_deps.catalog import Catalog
    from sphinx_deps.checking import Report
    from sphinx_deps.reading import ReadBytes

NEVER = "never"
CLEAN, FOUND, BROKEN = 0, 1, 2
"""What the command exits with."""
_FOR_PEOPLE = frozenset({"text", "full"})


def _formats() -> Iterable[str]:
    from sphinx_deps.reports import REPORTS

    return REPORTS


@click.command("check")
@folders_argument
@process_option
@click.option(
    "--documents",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check, too, what the Markdown pages below DIR cite. May be given several times.",
)
@choosing_options
@click.option(
    "--today",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="What counts as today where dates are compared with it (default: the real date).",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", NEVER]),
    default="warning",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option(
    "--format",
    "form",
    type=LazyChoice(_formats),
    default="text",
    show_default=True,
    help="One line for each finding (text); with its source and a hint (full); or for programs:\n"
    "json, annotations of GitHub Actions, SARIF 2.1.0, JUnit XML.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what can be mended safely, and report what remains.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Print what --fix would change as a patch, and write nothing.",
)
def command(
    folders: tuple[Path, ...],
    process: str | None,
    documents: tuple[Path, ...],
    today: datetime | None,
    fail_on: str,
    form: str,
    fix: bool,  # noqa: FBT001 - click hands options on by name
    diff: bool,  # noqa: FBT001
    choice: Choice,
) -> None:
    """Say what is wrong with the proposals in each FOLDER (default: this one), and where.

    Exits with 0 where nothing is, with 1 where something is, and with 2 where the command was
    not understood or a rule failed. With --fix, only what remains counts; with --diff, it exits
    with 1 where --fix would change something, and with 0 where it would not.
    """
    from sphinx_deps.cli.fixes import fix_files, print_diff
    from sphinx_deps.reading import read_file
    from sphinx_deps.reports import load_report
    from sphinx_deps.reports.fixes import render_fixable
    from sphinx_deps.reports.statistics import render_statistics
    from sphinx_deps.reports.summary import render_summary

    def checked(read: ReadBytes) -> tuple[Catalog, Report]:
        catalog = read_folders(folders, process, read)
        return catalog, _check(catalog, documents, today, choice, read)

    _refuse(choice, form, diff=diff)
    started = perf_counter()
    if diff:
        plan = print_diff(checked)
        wanted = FOUND if plan.changes and fail_on != NEVER else CLEAN
        click.get_current_context().exit(BROKEN if _is_broken(plan.report) else wanted)
    fixed = fix_files(checked) if fix else None
    catalog, report = checked(read_file)
    if choice.write_baseline:
        write_baselines(report, catalog, choice)
        report = _check(catalog, documents, today, choice, read_file)
    seconds = perf_counter() - started
    render = render_statistics if choice.statistics else load_report(form)
    write_output(render(report, catalog, output_look()))
    write_message(render_summary(catalog, report, seconds, message_look()))
    write_message(fixed if fixed is not None else render_fixable(report))
    click.get_current_context().exit(_exit_code(report, fail_on))


def _refuse(choice: Choice, form: str, *, diff: bool) -> None:
    """Refuse what cannot be meant together."""
    if diff and choice.write_baseline:
        raise click.UsageError("--diff writes nothing, --write-baseline does: give one of them")
    if choice.statistics and form not in _FOR_PEOPLE:
        raise click.UsageError(f"--statistics is a table of its own, not {form}: give one of them")


def _check(
    catalog: Catalog,
    folders: tuple[Path, ...],
    today: datetime | None,
    choice: Choice,
    read: ReadBytes,
) -> Report:
    """What the chosen rules find, in the documents below the folders too."""
    from sphinx_deps.baseline import Silence
    from sphinx_deps.checking import check
    from sphinx_deps.documents import read_documents

    documents = read_documents(folders, catalog, read)
    report = check(
        catalog,
        documents.citations if folders else None,
        choice.rules(),
        today=today.date() if today else None,
        silence=Silence(documents.ignores, choice.baselines(catalog, read), documents.files),
        problems=documents.problems,
    )
    looked_at = (*(series.folder for series in catalog.series), *folders)
    return choice.narrow(choice.tell_off(report, catalog), looked_at)


def _is_broken(report: Report) -> bool:
    return any(one.rule == "internal-error" for one in report.diagnostics)


def _exit_code(report: Report, fail_on: str) -> int:
    from sphinx_deps.diagnostics import Severity

    if _is_broken(report):
        return BROKEN
    worst = report.worst()
    if worst is None or fail_on == NEVER:
        return CLEAN
    return FOUND if worst.reaches(Severity(fail_on)) else CLEAN
