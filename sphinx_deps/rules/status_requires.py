"""The status needs a field that says nothing."""

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
    """The status field, once for each field that it needs in vain."""
    process = series.process
    name = process.status_name(proposal.status or "")
    if name is None:
        return
    field = proposal.field("status")
    for key in process.definition.statuses[name].requires:
        lack = _lack(key, proposal, process)
        if lack and not _is_said_elsewhere(key, proposal, process):
            yield Finding(
                location=field.location if field else proposal.start(),
                message=f"{name} needs {process.field_label(key)}, which {lack}; fill it in",
                subject=key,
            )


def _lack(key: str, proposal: Proposal, process: Process) -> str | None:
    """What is wrong with a field that should say something."""
    field, rule = proposal.field(key), process.field_rule(key)
    if rule is None or (rule.default and not (field and field.text)):
        return None
    if field is None:
        return "is missing"
    if not field.text.strip():
        return "is empty"
    return None if is_filled(field.text, rule) else f"is {quote(field.text)}"


def _is_said_elsewhere(key: str, proposal: Proposal, process: Process) -> bool:
    """Whether `missing-field`, `empty-field` or `no-successor` says it already."""
    field, rule = proposal.field(key), process.field_rule(key)
    says_nothing = field is None or not field.text.strip()
    wants_successor = proposal.stage == "replaced" and key in process.successor_fields
    return wants_successor or bool(rule and rule.required and says_nothing)


RULE = ProposalRule("status-requires", Severity.ERROR, find)
