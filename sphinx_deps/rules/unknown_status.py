"""The status is none that the process declares."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import join_words, nearest, quote
from sphinx_deps.values import is_placeholder, is_status_menu
from sphinx_deps.vocabulary import FieldRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, if its text is no declared status."""
    field, rule = proposal.field("status"), series.process.field_rule("status")
    statuses = series.process.definition.statuses
    if field is None or rule is None or not field.text.strip() or not statuses:
        return
    if series.process.status_name(field.text):
        return
    if _is_told(field.text, rule, proposal, series):
        return
    near = nearest(field.text, statuses)
    yield Finding(
        location=field.location,
        message=f"{quote(field.text)} is not a status of {series.process.definition.prefix}; "
        f"one of {join_words(statuses)}",
        subject="status",
        hint=near and f"did you mean {near}?",
    )


def _is_told(text: str, rule: FieldRule, proposal: Proposal, series: Series) -> bool:
    """Whether a list of choices, or a word to be replaced, is told as such."""
    if is_status_menu(text, series.process):
        return series.lets_speak("status-menu", proposal)
    return is_placeholder(text, rule) and series.lets_speak("field-placeholder", proposal)


RULE = ProposalRule("unknown-status", Severity.ERROR, find)
