"""A date is no day of the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.dates import read_date
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.values import field_values, stated


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every date whose month or day does not exist."""
    for field, rule in stated(proposal, series.process, "date"):
        for value in field_values(field, rule):
            if read_date(value, rule).impossible:
                yield _finding(field, value)


def _finding(field: Field, value: str) -> Finding:
    return Finding(
        location=field.place(value),
        message=f'{field.label}: "{value}" is no day of the calendar',
        subject=field.subject,
    )


RULE = ProposalRule("date-impossible", Severity.ERROR, find)
