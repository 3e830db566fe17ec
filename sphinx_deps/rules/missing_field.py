"""A field that every proposal should state is absent."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every required or expected field that the document lacks, if it has metadata at all."""
    process = series.process
    without = not proposal.has_metadata and bool(proposal.lacking(process.required_fields))
    if proposal.is_garbled or without:
        return
    misspelt = {process.nearest_field(label) for label in proposal.unknown_labels}
    for key in proposal.lacking(process.wanted_fields):
        if key not in misspelt:  # `unknown-field` tells it
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
