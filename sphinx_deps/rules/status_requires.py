"""The status needs a field that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.values import needs


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, once for each field that it needs in vain."""
    process, field = series.process, proposal.field("status")
    for key, lack in needs(proposal, process).items():
        name = process.status_name(proposal.status or "")
        yield Finding(
            location=field.location if field else proposal.start(),
            message=f"{name} needs {process.field_label(key)}, which {lack}; fill it in",
            subject=key,
        )


RULE = ProposalRule("status-requires", Severity.ERROR, find)
