"""The title is still that of the template."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold, quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The title as written, if it is one of the declared placeholders, behind a label or not."""
    placeholders = series.process.definition.title.placeholders
    titles = {proposal.title, series.process.bare_title(proposal.title)}
    if proposal.title_location and any(_is_placeholder(title, placeholders) for title in titles):
        yield Finding(
            location=proposal.title_location,
            message=f"the title is still the template's {quote(proposal.title)}; "
            "name what is proposed",
            subject="title",
        )


def _is_placeholder(title: str, placeholders: tuple[str, ...]) -> bool:
    words = fold(title)
    # A placeholder, or a title, may be nothing but marks: these have no folded form.
    return title in placeholders or (words != "" and words in map(fold, placeholders))


RULE = ProposalRule("title-placeholder", Severity.ERROR, find)
