"""The status is a declared one in another spelling."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold, quote
from sphinx_deps.values import is_menu


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The status field, if only case, spaces and marks tell it from a declared status."""
    field, process = proposal.field("status"), series.process
    if field is None or not field.is_written or is_menu(field.text):
        return
    name = process.folded_statuses.get(fold(field.text))
    if name is None or name == field.text:
        return
    yield Finding(
        location=field.location,
        message=f"{quote(field.text)} is written {name} in {process.definition.prefix}",
        subject="status",
        fix=proposal.rewording(field.location, field.text, name),
    )


RULE = ProposalRule("status-case", Severity.WARNING, find)
