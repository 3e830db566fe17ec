"""A section that the process does not know."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import declared_title
from sphinx_deps.text import nearest, quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every heading at a level of the declared sections' highest, or above, that is none."""
    structure = series.structure(proposal)
    if structure is None or not structure.variant.rules:
        return
    highest = min(rule.level for rule in structure.variant.rules)
    for section in proposal.sections:
        if section.level > highest or section.location == proposal.title_location:
            continue
        if declared_title(section.title, series.process) is None:
            near = nearest(section.title, (rule.title for rule in structure.variant.rules))
            yield Finding(
                location=section.location,
                message=f"{quote(section.title)} is no section of the process",
                subject=section.title,
                hint=near and f"did you mean {near}?",
            )


RULE = ProposalRule("unexpected-section", None, find)
