"""A proposal is implemented, and no document outside the series cites it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The implemented proposals that no page of the product names."""
    cited = {
        proposal.key
        for citation in citations
        # The companions of a proposal cite it as a matter of course.
        if not catalog.is_inside(citation.location.path)
        for proposal in catalog.find_citation(citation).proposals
    }
    for proposal in catalog.proposals:
        if proposal.stage == "implemented" and proposal.key not in cited:
            yield _finding(proposal, catalog)


def _finding(proposal: Proposal, catalog: Catalog) -> Finding:
    status = proposal.field("status")
    role = f"{{dep}}`{catalog.unique_name(proposal)}`"
    return Finding(
        location=status.location if status else proposal.start(),
        message=f"{proposal.label} is {proposal.status}, and no document outside the series "
        f"cites it; cite it where the product is described, with {role}",
        subject="citations",
        proposal=proposal.key,
    )


RULE = CitationRule("uncited", None, find)
