"""The name of the file is not of the declared form."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.folder import read_path
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The path, if it has not the declared form, or gives no number where there must be one."""
    name, form = read_path(proposal.path, series.process), series.process.path_form
    if form and not name.declared:
        yield _finding(proposal, f'the name is not of the form "{form}"', Severity.ERROR)
    elif (
        not form and series.process.definition.identity == "number" and "number" not in name.groups
    ):
        yield _finding(proposal, "the name gives no number", Severity.WARNING)


def _finding(proposal: Proposal, message: str, severity: Severity) -> Finding:
    return Finding(
        location=proposal.start(),
        message=message,
        subject=proposal.path,
        hint="rename the file; `documents.path` in process.yaml declares the form",
        severity=severity,
    )


RULE = ProposalRule("file-name", Severity.ERROR, find, unread=True)
