"""The day of the review has passed, and the status still waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sphinx_deps.dates import possible_dates
from sphinx_deps.diagnostics import Finding
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import DatedRule
from sphinx_deps.series import Series
from sphinx_deps.values import stated

_WAITING = frozenset({"draft", "review"})
_KEY = "review"
_MARK = regex(r"[-_]")


def find(proposal: Proposal, series: Series, today: date) -> Iterator[Finding]:
    """The date of the review, if it is past and the proposal is not decided."""
    if proposal.stage not in _WAITING:
        return
    for field, rule in stated(proposal, series.process, "date"):
        is_review = field.name is not None and _KEY in _MARK.split(field.name)
        dates = possible_dates(field.text, rule) if is_review else ()
        if dates and dates[-1] < today.isoformat():
            yield Finding(
                location=field.location,
                message=f"the review was due on {dates[-1]}, and the status is still "
                f"{proposal.status}; decide, or set another date",
                subject=field.subject,
            )


RULE = DatedRule("review-overdue", None, find)
