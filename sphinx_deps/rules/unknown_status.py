"""The status is none that the process declares."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import join_words, nearest, quote
from sphinx_deps.values import is_placeholder, is_status_menu


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, if its text is no declared status."""
    field, rule = proposal.field("status"), series.process.field_rule("status")
    statuses = series.process.definition.statuses
    if field is None or rule is None or not field.text.strip() or not statuses:
        return
    if series.process.status_name(field.text):
        return
    # A list of choices is of `status-menu`, a word to be replaced of `field-placeholder`.
    if is_status_menu(field.text, series.process) or is_placeholder(field.text, rule):
        return
    near = nearest(field.text, statuses)
    yield Finding(
        location=field.location,
        message=f"{quote(field.text)} is not a status of {series.process.definition.prefix}; "
        f"one of {join_words(statuses)}",
        subject="status",
        hint=near and f"did you mean {near}?",
    )


RULE = ProposalRule("unknown-status", Severity.ERROR, find)
