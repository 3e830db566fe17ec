"""A section stands twice in a document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import Match
from sphinx_deps.text import quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every further heading that bears the title of a declared section."""
    structure = series.structure(proposal)
    if structure is None or len(structure.positions) == len(structure.matches):
        return
    first: dict[int, Match] = {}
    for match in structure.matches:
        if not match.is_own_title or match.is_part:
            continue
        earlier = first.setdefault(match.position, match)
        if earlier is not match and match.parent in {earlier.parent, match.position}:
            yield Finding(
                location=match.section.location,
                message=f"there is a section {quote(match.rule.title)} already, "
                f"in line {earlier.section.line}",
                subject=match.rule.title,
                related=(Related(earlier.section.location, "the first one"),),
            )


RULE = ProposalRule("duplicate-section", Severity.WARNING, find)
