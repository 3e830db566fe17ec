"""A citation leads to no proposal, or to none of its sections and items."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sphinx_deps.catalog import ANY_ROLE, Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule
from sphinx_deps.series import Reservation
from sphinx_deps.text import nearest, quote

_ITEM_NAME = regex(r"(?P<prefix>\w[\w-]*)-(?P<number>\d{1,9})")


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The citations, within the proposals and outside, that lead nowhere."""
    for proposal, citation in catalog.own_citations:
        yield from _citation(citation, catalog, proposal.key)
    for citation in citations:
        for finding in _citation(citation, catalog, None):
            yield replace(finding, series=catalog.cited_series(citation))


def _citation(citation: Citation, catalog: Catalog, key: str | None) -> Iterator[Finding]:
    if citation.form == "file":
        return
    found = catalog.find_citation(citation)
    if found.reservation:
        yield _reserved(citation, found.reservation, key)
    elif not found.proposals:
        yield _unknown(citation, catalog, key)
    elif found.proposal and citation.anchor and not found.proposal.has_anchor(citation.anchor):
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
    near = _nearest_item(anchor, cited) or nearest(anchor, sorted(cited.anchors))
    kinds = "section or item" if cited.items else "section"
    return Finding(
        location=citation.location,
        message=f"{cited.label} has no {kinds} {quote(anchor)}",
        subject=f"{citation.target}#{anchor}",
        hint=near and f"did you mean {near}?",
        proposal=key,
    )


def _nearest_item(anchor: str, cited: Proposal) -> str | None:
    """The name of the item with the nearest number, where an anchor is spelt like those."""
    match = _ITEM_NAME.fullmatch(anchor)
    if match is None:
        return None
    prefix = match["prefix"].casefold()
    alike = [item for item in cited.items if item.identifier.rpartition("-")[0] == prefix]
    near = min(alike, key=lambda item: abs(item.number - int(match["number"])), default=None)
    return near.name if near else None


RULE = CitationRule("cites-unknown", Severity.ERROR, find, within=True)
