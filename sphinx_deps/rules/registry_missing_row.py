"""A document has no row of its own in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Fix, Related, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.registry import Registry
from sphinx_deps.registry_writing import RegistryWriter
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Entry, Series
from sphinx_deps.text import join_words


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every numbered document that no row of the registry is for."""
    if series.registry is None:
        return
    entered = {entry.proposal.path for entry in series.entries if entry.proposal}
    writer = RegistryWriter(series, series.registry)
    for proposal in series.proposals:
        if proposal.number is not None and proposal.path not in entered:
            others = [entry for entry in series.entries if entry.row.number == proposal.number]
            fix = writer.new_row(proposal)
            yield _finding(proposal, others, series.registry, fix)


def _finding(
    proposal: Proposal, others: list[Entry], registry: Registry, fix: Fix | None
) -> Finding:
    """The document, beside the rows of its number, which are for other documents."""
    name = Path(registry.path).name
    owners = join_words(entry.proposal.path for entry in others if entry.proposal)
    message = f"{name} has no row for {proposal.label}"
    if owners:
        message = f"the row of {proposal.label} in {name} is for {owners}; this has none"
    places = [entry.row.location for entry in others] or [registry.location]
    return Finding(
        location=proposal.start(),
        message=message,
        subject=proposal.label,
        related=tuple(Related(place, "the registry") for place in places),
        proposal=proposal.key,
        fix=fix,
    )


RULE = SeriesRule("registry-missing-row", Severity.WARNING, find)
