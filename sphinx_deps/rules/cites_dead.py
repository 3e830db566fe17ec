"""A document outside the series cites a proposal that was turned down or taken back."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import DEAD_STAGES, Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The citations of rejected and withdrawn proposals that do not speak of the past."""
    for citation in citations:
        cited = catalog.find_citation(citation).proposal
        if cited and cited.stage in DEAD_STAGES and not citation.historical:
            yield _finding(citation, cited, catalog)


def _finding(citation: Citation, cited: Proposal, catalog: Catalog) -> Finding:
    status = cited.field("status")
    past = f"{{dep:historical}}`{catalog.unique_name(cited)}`"
    return Finding(
        location=citation.location,
        message=f"{cited.caption} is {cited.status}",
        subject=citation.target,
        hint=f"where the page speaks of the past, write {past}",
        related=(Related(status.location if status else cited.start(), "its status"),),
        proposal=cited.key,
    )


RULE = CitationRule("cites-dead", Severity.WARNING, find)
