"""A field still holds what is to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import is_menu, is_placeholder, needs
from sphinx_deps.vocabulary import FieldRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every field with a word or a prompt of the template in place of a value."""
    process = series.process
    for field in proposal.fields:
        rule = process.field_rule(field.name or "")
        is_left = rule is not None and _is_left(field.text, rule)
        # Of a field that its status needs `status-requires` speaks.
        if is_left and field.name not in needs(proposal, process):
            yield Finding(
                location=field.location,
                message=f"{field.label}: {quote(field.text)} is yet to be filled in",
                subject=field.subject,
            )


def _is_left(text: str, rule: FieldRule) -> bool:
    if is_menu(text):
        return rule.type == "choice"
    return is_placeholder(text, rule)


RULE = ProposalRule("field-placeholder", Severity.WARNING, find)
