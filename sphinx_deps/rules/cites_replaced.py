"""A document outside the series cites a proposal that another has replaced."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The citations of replaced proposals that do not speak of the past."""
    for citation in citations:
        cited = catalog.find_citation(citation).proposal
        if cited and cited.stage == "replaced" and not citation.historical:
            yield _finding(citation, cited, catalog)


def _finding(citation: Citation, cited: Proposal, catalog: Catalog) -> Finding:
    successors = catalog.successors(cited)
    names = " and ".join(_successor_names(cited, successors, catalog))
    past = f"{{dep:historical}}`{catalog.unique_name(cited)}`"
    return Finding(
        location=citation.location,
        message=f"{cited.caption} was replaced" + (f" by {names}" if names else ""),
        subject=citation.target,
        hint=f"cite what replaced it; where the page speaks of the past, write {past}",
        related=tuple(Related(one.start(), one.caption) for one in successors),
        proposal=cited.key,
    )


def _successor_names(
    cited: Proposal, successors: tuple[Proposal, ...], catalog: Catalog
) -> tuple[str, ...]:
    """The proposals at the end of the chain, or else what stands in the field itself."""
    if successors:
        return tuple(successor.caption for successor in successors)
    return tuple(one.url or one.text for one in catalog.unknown_successors(cited))


RULE = CitationRule("cites-replaced", Severity.WARNING, find)
