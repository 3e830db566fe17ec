"""The status is still the template's list of choices."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import join_words
from sphinx_deps.values import is_status_menu


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, if its text is a list of choices."""
    field = proposal.field("status")
    if field is None or not is_status_menu(field.text, series.process):
        return
    statuses = series.process.definition.statuses
    yield Finding(
        location=field.location,
        message="the status is still the template's list of choices; "
        f"keep one: {join_words(statuses)}",
        subject="status",
    )


RULE = ProposalRule("status-menu", Severity.ERROR, find)
