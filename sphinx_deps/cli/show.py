"""`sphinx-deps show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_deps.cli.folders import (
    folders_argument,
    process_option,
    read_folders,
    tell_process_problems,
)
from sphinx_deps.cli.terminal import message_look, output_look, write_message, write_output

if TYPE_CHECKING:
    from sphinx_deps.catalog import Catalog
    from sphinx_deps.proposal import Proposal
    from sphinx_deps.series import Found, Reservation

_SUGGESTED = 5


@click.command("show")
@click.argument("name")
@folders_argument
@process_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or as the exported catalog has it.",
)
def command(name: str, folders: tuple[Path, ...], process: str | None, form: str) -> None:
    """Show the proposal NAME in full: by number, label, slug or path.

    It is looked for in each FOLDER (default: this one).
    """
    catalog = read_folders(folders, process)
    wrong = tell_process_problems(catalog)
    found = _find(name, catalog)
    if found.proposal:
        write_message(_moved(name, found.proposal, catalog))
        _write(found.proposal, catalog, form)
    else:
        write_message(_explain(name, found, catalog))
    click.get_current_context().exit(1 if wrong or not found.proposal else 0)


def _find(name: str, catalog: Catalog) -> Found:
    from sphinx_deps.series import Found

    proposal = _by_path(name, catalog)
    return Found((catalog.destination(proposal),)) if proposal else catalog.find(name)


def _by_path(name: str, catalog: Catalog) -> Proposal | None:
    """The document of a key, or of a path from here as the check prints it."""
    from sphinx_deps.series import absolute_path

    return catalog.by_key.get(name) or catalog.document_at(absolute_path(name))


def _moved(name: str, proposal: Proposal, catalog: Catalog) -> str:
    """The way to a proposal that another document only leads to."""
    from sphinx_deps.outputs.proposal_text import render_name

    bearers = (_by_path(name, catalog), *catalog.find_documents(name).proposals)
    stubs = [one for one in bearers if one and one.redirect and one.key != proposal.key]
    return f"{stubs[0].path} only leads to {render_name(proposal)}.\n" if stubs else ""


def _write(proposal: Proposal, catalog: Catalog, form: str) -> None:
    if form == "json":
        from sphinx_deps.encoding import encode_json
        from sphinx_deps.outputs.catalog_json import export_proposal

        write_output(encode_json(export_proposal(proposal, catalog)).decode())
    else:
        from sphinx_deps.outputs.proposal_text import render_proposal

        write_output(render_proposal(proposal, catalog, output_look()))


def _explain(name: str, found: Found, catalog: Catalog) -> str:
    """Why there is nothing to show, and what could be meant."""
    if found.reservation:
        return _reserved(found.reservation)
    if found.proposals:
        words = f'"{name}" names {len(found.proposals)} proposals; by these names each is found:'
        return _listed(words, found.proposals, catalog)
    near = _near(name, catalog)
    if near:
        return _listed(f'No proposal answers to "{name}". Near it are:', near, catalog)
    return f'No proposal answers to "{name}"; "sphinx-deps list" shows all of them.\n'


def _reserved(reservation: Reservation) -> str:
    from sphinx_deps.reports.text import render_place

    title = f' for "{reservation.title}"' if reservation.title else ""
    author = reservation.row.cells.get("authors")
    by = f" by {author}" if author else ""
    place = render_place(reservation.row.location, message_look())
    return f"{reservation.label} is reserved{title}{by}; no document bears it yet ({place}).\n"


def _listed(words: str, proposals: tuple[Proposal, ...], catalog: Catalog) -> str:
    from sphinx_deps.display import align
    from sphinx_deps.outputs.proposal_text import render_name

    rows = [["", catalog.unique_name(one), render_name(one)] for one in proposals]
    lines = align(rows, message_look(), stretch=2)
    return "".join(f"{line}\n" for line in (words, *lines))


def _near(name: str, catalog: Catalog) -> tuple[Proposal, ...]:
    """The proposals whose title or path holds the words, then those that are spelt like them."""
    from difflib import get_close_matches

    from sphinx_deps.text import fold

    wanted = fold(name)
    holding = [one for one in catalog.proposals if wanted and wanted in fold(one.title + one.path)]
    misspelt = catalog.find(catalog.nearest_name(name) or "").proposals
    by_title = {fold(one.title): one for one in catalog.proposals}
    close = [by_title[title] for title in get_close_matches(wanted, by_title)]
    found = {one.key: one for one in (*holding, *misspelt, *close)}
    return tuple(found.values())[:_SUGGESTED]
