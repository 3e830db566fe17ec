"""A name leads to several proposals."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Location, Related, Severity
from sphinx_deps.proposal import Citation, Proposal, Reference
from sphinx_deps.rule import CitationRule
from sphinx_deps.text import join_words, quote


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The relations and the stubs, and the citations anywhere, that leave the choice open."""
    yield from _relations(catalog)
    for proposal, citation in catalog.own_citations:
        yield from _citation(citation, catalog, proposal.key)
    for citation in citations:
        yield from _citation(citation, catalog, None)


def _relations(catalog: Catalog) -> Iterator[Finding]:
    for proposal, reference in _references(catalog):
        bearers = tuple(catalog.by_key[key] for key in reference.candidates)
        if bearers:
            found = _finding(reference.text, reference.location, bearers, catalog)
            yield replace(found, proposal=proposal.key)


def _references(catalog: Catalog) -> Iterator[tuple[Proposal, Reference]]:
    for proposal in catalog.proposals:
        for references in proposal.references.values():
            yield from ((proposal, one) for one in references)
    for stub in catalog.stubs:
        if stub.redirect:
            yield stub, stub.redirect


def _citation(citation: Citation, catalog: Catalog, key: str | None) -> Iterator[Finding]:
    bearers = catalog.find_citation(citation).proposals
    if len(bearers) > 1:
        found = _finding(citation.target, citation.location, bearers, catalog)
        series = catalog.cited_series(citation)
        yield replace(found, proposal=key, series=series, severity=Severity.WARNING)


def _finding(
    name: str, place: Location, bearers: tuple[Proposal, ...], catalog: Catalog
) -> Finding:
    return Finding(
        location=place,
        message=f"{quote(name)} may be any of {join_words(each.path for each in bearers)}",
        subject=name,
        hint=f"write one of {join_words(catalog.unique_name(each) for each in bearers)}",
        related=tuple(Related(each.start(), each.caption) for each in bearers),
    )


RULE = CitationRule("ambiguous-proposal", Severity.ERROR, find, within=True)
