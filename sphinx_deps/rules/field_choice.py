"""A value is none of those that its field declares."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold, join_words, nearest, quote
from sphinx_deps.values import field_values, stated
from sphinx_deps.vocabulary import FieldRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every value of a field with choices that is none of them."""
    for field, rule in stated(proposal, series.process, "choice"):
        known = {fold(choice) for choice in rule.choices}
        for value in field_values(field, rule):
            if known and fold(value) not in known:
                yield _finding(field, value, rule)


def _finding(field: Field, value: str, rule: FieldRule) -> Finding:
    near = nearest(value, rule.choices)
    return Finding(
        location=field.place(value),
        message=f"{field.label}: {quote(value)} is not one of {join_words(rule.choices)}",
        subject=field.subject,
        hint=near and f"did you mean {near}?",
    )


RULE = ProposalRule("field-choice", Severity.ERROR, find)
