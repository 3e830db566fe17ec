"""A field that every proposal should state is absent."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import is_slip


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every required or expected field that the document lacks, if it has metadata at all."""
    process = series.process
    lacking = proposal.lacking(process.wanted_fields)
    if not lacking or proposal.is_garbled or _is_without(proposal, series):
        return
    told = _told(proposal, series)
    for key in lacking:
        if key not in told:
            yield _finding(key, proposal, process)


def _is_without(proposal: Proposal, series: Series) -> bool:
    """Whether all of the metadata is missing, and `missing-metadata` says so."""
    lacks_some = bool(proposal.lacking(series.process.required_fields))
    is_told = series.lets_speak("missing-metadata", proposal)
    return is_told and lacks_some and not proposal.has_metadata


def _told(proposal: Proposal, series: Series) -> set[str]:
    """What `unknown-field` tells to be misspelt, and `status-requires` to be needed."""
    is_told = series.lets_speak("unknown-field", proposal)
    misspelt = _misspelt(proposal, series.process) if is_told else ()
    return {*misspelt, *series.needs(proposal)}


def _misspelt(proposal: Proposal, process: Process) -> Iterator[str]:
    """The fields that are there by another name: a likeness that makes a hint may be chance."""
    for label in proposal.unknown_labels:
        near = process.nearest_field(label)
        if near and is_slip(label, process.field_label(near)):
            yield near


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
