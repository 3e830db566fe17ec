"""The title is longer than allowed."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series

_MOST = 70


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The title as written, if it has too many characters."""
    most = series.process.setting(RULE.name).most or _MOST
    if proposal.title_location and len(proposal.title) > most:
        yield Finding(
            location=proposal.title_location,
            message=f"the title has {len(proposal.title)} characters; write at most {most}",
            subject="title",
        )


RULE = ProposalRule("title-length", None, find)
