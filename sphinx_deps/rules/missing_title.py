"""No title is written in the document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series

_PLACES = {
    "field": "the field {label}",
    "heading": "a heading of level one above all sections",
    "first-heading": "a heading above all sections",
}


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The document, if its title had to be derived from its slug though that is no source."""
    sources = series.process.definition.title.sources
    if proposal.title_location or "slug" in sources or proposal.is_garbled:
        return
    label = series.process.field_label("title")
    places = [_PLACES[source].format(label=label) for source in sources if source in _PLACES]
    yield Finding(
        location=proposal.start(),
        message=f'the document has no title, and is shown as "{proposal.title}" after its file; '
        f"write one: {' or '.join(places) or 'a heading'}",
        subject="title",
    )


RULE = ProposalRule("missing-title", Severity.INFO, find)
