"""A field that every proposal should state is absent."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.values import needs


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every required or expected field that the document lacks, if it has metadata at all."""
    process = series.process
    without = not proposal.has_metadata and bool(proposal.lacking(process.required_fields))
    if proposal.is_garbled or without:
        return
    lacking = proposal.lacking(process.wanted_fields)
    if not lacking:
        return
    # What is misspelt `unknown-field` tells, and what the status needs `status-requires`.
    told = process.meant_fields(proposal.unknown_labels) | needs(proposal, process).keys()
    for key in lacking:
        if key not in told:
            yield _finding(key, proposal, process)


def _finding(key: str, proposal: Proposal, process: Process) -> Finding:
    required = process.wanted_fields[key].required
    kind = "required" if required else "expected"
    return Finding(
        location=proposal.start(),
        message=f'the {kind} field "{process.field_label(key)}" is missing',
        subject=key,
        severity=Severity.ERROR if required else Severity.WARNING,
    )


RULE = ProposalRule("missing-field", Severity.ERROR, find)
