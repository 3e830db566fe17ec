"""A section of the template stands at another level than there."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import Match
from sphinx_deps.text import quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first heading of each section that has none at the declared level."""
    structure = series.structure(proposal)
    matches = structure.matches if structure else ()
    seen = {match.position for match in matches if match.section.level == match.rule.level}
    for match in matches:
        if match.position not in seen and _is_the_section(match):
            seen.add(match.position)
            yield Finding(
                location=match.section.location,
                message=f"{quote(match.section.title)} stands at level {match.section.level}; "
                f"in the process it is at level {match.rule.level}",
                subject=match.rule.title,
            )


def _is_the_section(match: Match) -> bool:
    """Whether the heading is the template's, and no part of another section with such a name."""
    return not match.is_part and (match.is_own_title or match.parent is None)


RULE = ProposalRule("section-level", Severity.INFO, find)
