"""`sphinx-deps list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from sphinx_deps.cli.folders import (
    folders_argument,
    process_option,
    read_folders,
    tell_process_problems,
)
from sphinx_deps.cli.lazy import LazyChoice
from sphinx_deps.cli.terminal import output_look, write_message, write_output

if TYPE_CHECKING:
    from sphinx_deps.catalog import Catalog
    from sphinx_deps.proposal import Proposal
    from sphinx_deps.series import Series

SORTS = ("number", "title", "status", "created")


def _stages() -> Iterable[str]:
    from typing import get_args

    from sphinx_deps.vocabulary import Stage

    return get_args(Stage)


class Selection(Struct, frozen=True):
    """Which proposals are wanted, and in which order; None keeps that of the catalog."""

    statuses: tuple[str, ...]
    stages: tuple[str, ...]
    sort: str | None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not (self.statuses or self.stages)


@click.command("list")
@folders_argument
@process_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people, or the whole catalog for programs.",
)
@click.option(
    "--status",
    "statuses",
    metavar="NAME",
    multiple=True,
    help="Only proposals with this status. May be given several times.",
)
@click.option(
    "--stage",
    "stages",
    type=LazyChoice(_stages),
    multiple=True,
    help="Only proposals at this stage, whatever their statuses are called.",
)
@click.option("--sort", type=click.Choice(SORTS), help="The order of the proposals.")
def command(
    folders: tuple[Path, ...],
    process: str | None,
    form: str,
    statuses: tuple[str, ...],
    stages: tuple[str, ...],
    sort: str | None,
) -> None:
    """List the proposals in each FOLDER (default: this one)."""
    catalog = read_folders(folders, process)
    wrong = tell_process_problems(catalog)
    for status in statuses:
        _demand_status(status, catalog)
    selection = Selection(statuses, stages, sort)
    if form == "json":
        _write_json(catalog, selection)
    else:
        _write_table(
            [(series, _select(series, series.proposals, selection)) for series in catalog.series]
        )
    click.get_current_context().exit(1 if wrong else 0)


def _write_json(catalog: Catalog, selection: Selection) -> None:
    from msgspec.structs import replace

    from sphinx_deps.encoding import encode_json
    from sphinx_deps.outputs.catalog_json import export_catalog

    exported = export_catalog(catalog)
    if selection.sort or not selection.is_all:
        chosen = {series.role: _chosen_keys(series, selection) for series in catalog.series}
        series = tuple(
            replace(one, proposals=_picked(one.proposals, chosen[one.role]))
            for one in exported.series
        )
        exported = replace(exported, series=series)
    write_output(encode_json(exported).decode())


def _chosen_keys(series: Series, selection: Selection) -> list[str]:
    """What is wanted, in its order; a document that only leads to another has no status."""
    documents = series.documents if selection.is_all else series.proposals
    return [one.key for one in _select(series, documents, selection)]


def _picked(exported: Iterable[Any], keys: list[str]) -> tuple[Any, ...]:
    by_key = {one.key: one for one in exported}
    return tuple(by_key[key] for key in keys)


def _write_table(groups: list[tuple[Series, list[Proposal]]]) -> None:
    from sphinx_deps.outputs.table import render_table

    table = render_table(groups, output_look())
    if table:
        write_output(table)
    else:
        write_message("No proposals.\n")


def _demand_status(name: str, catalog: Catalog) -> None:
    """Refuse a status that no process declares and no proposal states."""
    from sphinx_deps.text import fold, join_words, nearest

    declared = [name for series in catalog.series for name in series.process.definition.statuses]
    stated = [proposal.status for proposal in catalog.proposals if proposal.status]
    known = list(dict.fromkeys([*declared, *stated]))
    if fold(name) not in {fold(one) for one in known}:
        near = nearest(name, known)
        others = join_words(declared or known)
        choice = f"one of {others}" if others else "none is declared"
        hint = f"did you mean {near}?" if near else choice
        raise click.BadParameter(f'no proposal can have the status "{name}"; {hint}')


def _select(series: Series, documents: Iterable[Proposal], selection: Selection) -> list[Proposal]:
    from sphinx_deps.text import fold

    statuses = {fold(name) for name in selection.statuses}
    chosen = [
        one
        for one in documents
        if (not statuses or _status_words(one, series) & statuses)
        and (not selection.stages or one.stage in selection.stages)
    ]
    return sorted(chosen, key=_sort_key(series, selection.sort or "number"))


def _status_words(proposal: Proposal, series: Series) -> set[str]:
    """The status as written and as declared, folded."""
    from sphinx_deps.text import fold

    declared = series.process.status_name(proposal.status) if proposal.status else None
    return {fold(word) for word in (proposal.status, declared) if word}


def _sort_key(series: Series, sort: str) -> Callable[[Proposal], tuple[Any, ...]]:
    order = {name: place for place, name in enumerate(series.process.definition.statuses)}

    def status_place(proposal: Proposal) -> int:
        name = series.process.status_name(proposal.status or "")
        return order.get(name or "", len(order))

    first: dict[str, Callable[[Proposal], object]] = {
        "number": lambda one: (one.number is None, one.number or 0),
        "title": lambda one: one.title.casefold(),
        "status": status_place,
        "created": lambda one: (one.created is None, one.created or ""),
    }
    return lambda one: (first[sort](one), one.number is None, one.number or 0, one.path)
