"""The name of the file is not of the declared form."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.folder import read_path
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The path, if it has not the declared form; where none is declared, any name is right."""
    form = series.process.path_form
    if form and not read_path(proposal.path, series.process).declared:
        yield Finding(
            location=proposal.start(),
            message=f'the name is not of the form "{form}"',
            subject=proposal.path,
            hint="rename the file; `documents.path` in process.yaml declares the form",
        )


RULE = ProposalRule("file-name", Severity.ERROR, find, unread=True)
