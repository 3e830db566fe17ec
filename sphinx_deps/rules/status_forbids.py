"""The status forbids a field that says something."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import is_filled


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every field that the status forbids."""
    process = series.process
    name = process.status_name(proposal.status or "")
    if name is None:
        return
    for key in process.definition.statuses[name].forbids:
        field, rule = proposal.field(key), process.field_rule(key)
        if field and rule and is_filled(field.text, rule):
            yield Finding(
                location=field.location,
                message=f"{name} forbids {process.field_label(key)}, which is "
                f"{quote(field.text)}; empty it, or {_other_status(key, process)}",
                subject=key,
            )


def _other_status(key: str, process: Process) -> str:
    """The status that would be right with that field."""
    statuses = process.definition.statuses.items()
    needing = [name for name, status in statuses if key in status.requires]
    return f"set the status to {' or '.join(needing)}" if needing else "correct the status"


RULE = ProposalRule("status-forbids", Severity.WARNING, find)
