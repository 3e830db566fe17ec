"""The proposals as a table for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_deps.display import Look, align, cut, one_line
from sphinx_deps.outputs.catalog_json import plain_values
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.series import Series
from sphinx_deps.values import is_filled, meant_field

_TITLE = 1
_STATUS_ROOM, _AUTHORS_ROOM = 24, 40
"""Columns on a terminal; a menu of statuses, or a team, must not take the title's room."""
_NAMED = 2
"""How many authors are named before the others are counted."""


def render_table(groups: Sequence[tuple[Series, Sequence[Proposal]]], look: Look) -> str:
    """The proposals of each series, one a line; several series have their names above."""
    tables = [
        (series.name, _table(series, proposals, look)) for series, proposals in groups if proposals
    ]
    named = len(groups) > 1
    return "\n".join(
        f"{look.paint(name, 'strong')}\n{table}" if named else table for name, table in tables
    )


def _table(series: Series, proposals: Sequence[Proposal], look: Look) -> str:
    date = _date_field(series.process)
    head = [
        "Proposal",
        "Title",
        "Status",
        "Authors",
        series.process.field_label(date) if date else "",
    ]
    rows = [_row(proposal, series.process, date, look) for proposal in proposals]
    filled = [any(column) for column in zip(*rows, strict=True)]
    shown = [
        [cell for cell, wanted in zip(row, filled, strict=True) if wanted] for row in (head, *rows)
    ]
    first, *lines = align(shown, look, _TITLE)
    return "".join(f"{line}\n" for line in (look.paint(first, "faint"), *lines))


def _row(proposal: Proposal, process: Process, date: str | None, look: Look) -> list[str]:
    cells = [
        # Where slugs identify, the label is the title once more.
        proposal.id if proposal.label == proposal.title else proposal.label,
        proposal.title,
        _fitted(proposal.status or "", _STATUS_ROOM, look),
        _fitted(_authors(proposal), _AUTHORS_ROOM, look),
        _date(proposal, process, date),
    ]
    return [one_line(cell) for cell in cells]


def _fitted(text: str, room: int, look: Look) -> str:
    return text if look.columns is None else cut(text, room)


def _authors(proposal: Proposal) -> str:
    names = [person.name for person in proposal.authors]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _date_field(process: Process) -> str | None:
    """The field `created`, or the first date where a process has no such field."""
    fields = process.definition.fields
    if "created" in fields:
        return "created"
    return next((key for key, rule in fields.items() if rule.type == "date"), None)


def _date(proposal: Proposal, process: Process, date: str | None) -> str:
    field = meant_field(proposal, date, process) if date else None
    rule = process.field_rule(date) if date else None
    if field is None or rule is None or not is_filled(field.text, rule):
        return ""
    return plain_values(field, rule)[0]
