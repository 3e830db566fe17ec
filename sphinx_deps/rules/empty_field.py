"""A field that every proposal should state is there, and empty."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.values import needs


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every required or expected field without a text."""
    process, wanted = series.process, series.process.wanted_fields
    for field in proposal.fields:
        is_empty = field.name in wanted and not field.text.strip()
        # Of a field that its status needs `status-requires` speaks.
        if field.name and is_empty and field.name not in needs(proposal, process):
            kind = "required" if wanted[field.name].required else "expected"
            yield Finding(
                location=field.label_location,
                message=f'the {kind} field "{field.label}" is empty',
                subject=field.name,
            )


RULE = ProposalRule("empty-field", Severity.WARNING, find)
