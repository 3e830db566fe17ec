"""A field is none that the process declares, or is written under another name."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every field whose label is no declared one, or only a tolerated spelling of one."""
    for field in proposal.fields:
        if field.name is None:
            yield _unknown(field, series.process)
        elif field.is_written and fold(field.label) in series.process.tolerated_labels:
            yield _tolerated(field, series.process.field_label(field.name))


def _unknown(field: Field, process: Process) -> Finding:
    near = process.nearest_field(field.label)
    return Finding(
        location=field.label_location,
        message=f'"{field.label}" is not a field of {process.definition.prefix}',
        subject=field.label,
        hint=f'did you mean "{process.field_label(near)}"?'
        if near
        else "declare it under `fields` in process.yaml",
    )


def _tolerated(field: Field, label: str) -> Finding:
    return Finding(
        location=field.label_location,
        message=f'written "{field.label}"; the field is called "{label}"',
        subject=field.label,
    )


RULE = ProposalRule("unknown-field", Severity.WARNING, find)
