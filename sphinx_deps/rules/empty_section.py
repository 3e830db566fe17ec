"""A heading has nothing under it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.contents import Gap, read_gaps
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import declared_title
from sphinx_deps.text import quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every section without text and subsections; what is read as a field is no matter of ours."""
    for gap in read_gaps(proposal):
        if gap.kind == "not applicable" or _is_title_or_field(gap, proposal):
            continue
        may_be_wrapper = gap.kind == "nothing" and _is_beside_an_undeclared(gap, series)
        yield Finding(
            location=gap.section.location,
            message=_message(gap),
            subject=gap.section.title,
            severity=Severity.INFO if may_be_wrapper else None,
        )


def _is_title_or_field(gap: Gap, proposal: Proposal) -> bool:
    location = gap.section.location
    return location == proposal.title_location or any(
        field.label_location.line == location.line and field.label_location.path == location.path
        for field in proposal.fields
        if field.reader == "sections"
    )


def _is_beside_an_undeclared(gap: Gap, series: Series) -> bool:
    """Whether the next heading may be a part of the section that stands one level too high."""
    after = gap.following
    if after is None or after.level < gap.section.level:
        return False
    return declared_title(after.title, series.process) is None


def _message(gap: Gap) -> str:
    title = quote(gap.section.title)
    if gap.kind == "nothing":
        return f"nothing stands under {title}"
    return f"{title} holds nothing but {quote(gap.text)}"


RULE = ProposalRule("empty-section", Severity.WARNING, find)
