"""A field that every proposal should state is there, and empty."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import is_unanswered
from sphinx_deps.vocabulary import FieldRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every required or expected field without a text, or with one that says there is none."""
    wanted = series.process.wanted_fields
    for field in proposal.fields:
        rule = wanted.get(field.name or "")
        lack = rule and _lack(field.text, rule)
        # Of a field that its status needs `status-requires` speaks.
        if rule and field.name and lack and field.name not in series.needs(proposal):
            kind = "required" if rule.required else "expected"
            yield Finding(
                location=field.location if field.text.strip() else field.label_location,
                message=f'the {kind} field "{field.label}" {lack}',
                subject=field.name,
            )


def _lack(text: str, rule: FieldRule) -> str | None:
    if not text.strip():
        return "is empty"
    return f"says only {quote(text)}" if is_unanswered(text, rule) else None


RULE = ProposalRule("empty-field", Severity.WARNING, find)
