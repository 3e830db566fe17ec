"""A field stands twice in one document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, _: Series) -> Iterator[Finding]:
    """Every declared field that the document states before already."""
    stated: dict[str, Field] = {}
    for field in proposal.fields:
        if field.name is None:
            continue
        first = stated.setdefault(field.name, field)
        if first is not field:
            yield _finding(field, first, field.name)


def _finding(field: Field, first: Field, name: str) -> Finding:
    line = first.label_location.line
    alias = "" if field.label == first.label else f', as "{first.label}"'
    return Finding(
        location=field.label_location,
        message=f'"{field.label}" stands on line {line} already{alias}; only that one is read',
        subject=name,
        related=(Related(first.label_location, "the first one"),),
    )


RULE = ProposalRule("duplicate-field", Severity.ERROR, find)
