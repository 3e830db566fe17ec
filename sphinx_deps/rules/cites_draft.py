"""A document outside the series cites a proposal that is not decided."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule

_OPEN = frozenset({"draft", "review"})


def find(catalog: Catalog, citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """The citations of drafts and proposals under review that do not speak of the past."""
    for citation in citations:
        cited = catalog.find_citation(citation).proposal
        if cited and cited.stage in _OPEN and not citation.historical:
            yield _finding(citation, cited)


def _finding(citation: Citation, cited: Proposal) -> Finding:
    status = cited.field("status")
    return Finding(
        location=citation.location,
        message=f"{cited.caption} is {cited.status}, and not decided",
        subject=citation.target,
        hint="say that it is a plan, or cite what holds",
        related=(Related(status.location if status else cited.start(), "its status"),),
        proposal=cited.key,
    )


RULE = CitationRule("cites-draft", None, find)
