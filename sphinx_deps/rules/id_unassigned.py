"""The proposal has the placeholder in place of a number."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.folder import read_path
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The path, if it holds what stands for a number that is not assigned yet."""
    written = read_path(proposal.path, series.process).groups.get("number")
    placeholder = series.process.definition.number.placeholder
    if proposal.number is None and written is not None and written == placeholder:
        yield Finding(
            location=proposal.start(),
            message=f'no number is assigned yet: "{written}" is the placeholder',
            subject=proposal.path,
            hint="rename the file when its number is settled",
        )


RULE = ProposalRule("id-unassigned", Severity.INFO, find, unread=True)
