"""A link leads to a place that its file does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.linking import Lead
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every link whose file is there, and holds no heading or target of that name."""
    for lead in series.linked_files.astray:
        # The anchor of a proposal's page leads there from any other.
        if lead.link.target == f"#{lead.anchor}" and lead.anchor in catalog.by_anchor:
            continue
        near = series.linked_files.suggest_anchor(lead)
        yield Finding(
            location=lead.location,
            message=f"{_where(lead)} has no heading or target {quote(f'#{lead.anchor}')}",
            subject=lead.link.target,
            hint=near and f"did you mean #{near}?",
            proposal=lead.document.owner.key,
        )


def _where(lead: Lead) -> str:
    if lead.place == lead.document.place:
        return "the document"
    return lead.place.rpartition("/")[2]


RULE = SeriesRule("broken-anchor", Severity.WARNING, find)
