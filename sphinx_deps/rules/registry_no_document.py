"""A row of the registry leads to no document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.markdown import is_external
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Entry, Series, linked_file
from sphinx_deps.text import join_words


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """The rows that are reservations, and those whose link names a missing file."""
    for entry in series.entries:
        reserved = series.reservations.get(entry.row.number)
        if entry.linked:
            continue
        if reserved:
            yield Finding(
                location=entry.row.places["number"],
                message=reserved.notice,
                subject=reserved.label,
                severity=Severity.INFO,
            )
        elif entry.row.target and _is_missing(entry, series):
            yield _dead_link(entry, series)


def _is_missing(entry: Entry, series: Series) -> bool:
    target, here = entry.row.target or "", entry.row.location.path
    return not is_external(target) and not series.disk.exists(linked_file(here, target))


def _dead_link(entry: Entry, series: Series) -> Finding:
    bearers = series.bearers(entry.row.number)
    names = join_words(bearer.path for bearer in bearers)
    return Finding(
        location=entry.row.places["number"],
        message=f"{entry.row.target} does not exist; {bearers[0].label} is {names}",
        subject=entry.row.target or "",
        hint=f"link {bearers[0].path}" if len(bearers) == 1 else None,
        related=tuple(Related(bearer.start(), bearer.caption) for bearer in bearers),
    )


RULE = SeriesRule("registry-no-document", Severity.WARNING, find)
