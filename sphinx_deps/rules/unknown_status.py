"""The status is none that the process declares."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Series
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.text import join_words, nearest
from sphinx_deps.values import is_filled, is_menu


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, if its text is no declared status."""
    field, rule = proposal.field("status"), series.process.field_rule("status")
    if field is None or rule is None or not is_filled(field.text, rule) or is_menu(field.text):
        return
    if series.process.status_name(field.text):
        return
    statuses = series.process.definition.statuses
    near = nearest(field.text, statuses)
    yield Finding(
        location=field.location,
        message=f'"{field.text}" is not a status of {series.process.definition.prefix}; '
        f"one of {join_words(statuses)}",
        subject="status",
        hint=near and f"did you mean {near}?",
    )


RULE = ProposalRule("unknown-status", Severity.ERROR, find)
