"""The document states another number than the name of its file."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Location, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import NUMBERED, Series

Stated = tuple[str, int, Location]
"""What states a number, the number, and the place."""


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every number that the document gives itself, if its file has another one."""
    if proposal.number is None:
        return
    for subject, number, location in _stated(proposal, series):
        if number != proposal.number:
            yield Finding(
                location=location,
                message=f"the {subject} says {number}, the name of the file {proposal.number}; "
                "a proposal has one number",
                subject=subject,
            )


def _stated(proposal: Proposal, series: Series) -> Iterator[Stated]:
    field = proposal.field("number")
    found = field and field.is_written and NUMBERED.fullmatch(field.text.strip())
    if field and found:
        yield "field", int(found["number"]), field.location
    heading = proposal.heading
    label = heading and series.process.title_label.match(heading.title)
    if heading and label:
        yield "heading", int(label["number"]), heading.location


RULE = ProposalRule("id-mismatch", Severity.ERROR, find)
