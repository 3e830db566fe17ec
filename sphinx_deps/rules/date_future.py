"""A date of what has happened lies in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sphinx_deps.dates import possible_dates
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import DatedRule
from sphinx_deps.series import Series
from sphinx_deps.values import stated

_OF_THE_PAST = frozenset({"created", "updated"})


def find(proposal: Proposal, series: Series, today: date) -> Iterator[Finding]:
    """The dates on which the proposal was created or updated, if they are yet to come."""
    for field, rule in stated(proposal, series.process, "date"):
        dates = possible_dates(field.text, rule) if field.name in _OF_THE_PAST else ()
        if dates and dates[0] > today.isoformat():
            yield Finding(
                location=field.location,
                message=f'{field.label}: "{field.text}" is yet to come, today is '
                f"{today.isoformat()}; write the day on which it happened",
                subject=field.subject,
            )


RULE = DatedRule("date-future", Severity.WARNING, find)
