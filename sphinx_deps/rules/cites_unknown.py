"""A citation leads to no proposal, or to none of its sections."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import ANY_ROLE, Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule
from sphinx_deps.series import Reservation
from sphinx_deps.text import nearest, quote


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The citations, within the proposals and outside, that lead nowhere."""
    for proposal, citation in catalog.own_citations:
        yield from _citation(citation, catalog, proposal.key)
    for citation in citations:
        yield from _citation(citation, catalog, None)


def _citation(citation: Citation, catalog: Catalog, key: str | None) -> Iterator[Finding]:
    if citation.form == "file":
        return
    found = catalog.find_citation(citation)
    if found.reservation:
        yield _reserved(citation, found.reservation, key)
    elif not found.proposals:
        yield _unknown(citation, catalog, key)
    elif found.proposal and citation.anchor and citation.anchor not in found.proposal.anchors:
        yield _without_section(citation, citation.anchor, found.proposal, key)


def _reserved(citation: Citation, reservation: Reservation, key: str | None) -> Finding:
    return Finding(
        location=citation.location,
        message=reservation.notice,
        subject=citation.target,
        severity=Severity.WARNING,
        proposal=key,
    )


def _unknown(citation: Citation, catalog: Catalog, key: str | None) -> Finding:
    series = None if citation.role == ANY_ROLE else catalog.by_role.get(citation.role)
    kind = series.process.definition.prefix if series else "proposal"
    near = catalog.nearest_name(citation.target)
    return Finding(
        location=citation.location,
        message=f"there is no {kind} {quote(citation.target)}",
        subject=citation.target,
        hint=near and f"did you mean {near}?",
        proposal=key,
    )


def _without_section(citation: Citation, anchor: str, cited: Proposal, key: str | None) -> Finding:
    near = nearest(anchor, sorted(cited.anchors))
    return Finding(
        location=citation.location,
        message=f"{cited.label} has no section {quote(anchor)}",
        subject=f"{citation.target}#{anchor}",
        hint=near and f"did you mean {near}?",
        proposal=key,
    )


RULE = CitationRule("cites-unknown", Severity.ERROR, find, within=True)
