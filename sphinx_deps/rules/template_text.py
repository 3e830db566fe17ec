"""Text of the project's template was left in the document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.markdown import plain
from sphinx_deps.metadata_prompts import find_metadata_prompt
from sphinx_deps.prompts import Passage
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import SourceText, quote

_TEXT = "the template's text", "replace it or take it out"
_COMMENT = "a comment of the template", "take it out"


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first comment among the fields, and the first such passage of each section."""
    yield from _among_fields(proposal, series)
    yield from _in_sections(proposal, series)


def _among_fields(proposal: Proposal, series: Series) -> Iterator[Finding]:
    prompts = series.metadata_prompts
    comment = find_metadata_prompt(proposal, prompts) if prompts else None
    if comment is not None:
        source = SourceText(proposal.file, proposal.body)
        yield Finding(
            location=source.location(*comment.span()),
            message=_message("the metadata", _COMMENT, comment["text"]),
            subject="metadata",
            severity=Severity.INFO,
        )


def _in_sections(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """What readers see goes before a comment."""
    prompts = series.prompts
    if prompts is None or not prompts.may_stand_in(proposal.body):
        return
    left: dict[str, Passage] = {}
    for passage in prompts.find(proposal, series.process):
        title = passage.section or passage.heading
        known = left.get(title)
        if known is None or (known.kind == "comment" != passage.kind):
            left[title] = passage
    source = SourceText(proposal.file, proposal.body)
    for title, passage in left.items():
        yield _finding(title, passage, source)


def _finding(title: str, passage: Passage, source: SourceText) -> Finding:
    place = quote(passage.heading) if passage.heading else "the document"
    is_comment = passage.kind == "comment"
    what = _COMMENT if is_comment else _TEXT
    return Finding(
        location=source.location(passage.start, passage.end),
        message=_message(place, what, plain(passage.text)),
        subject=title,
        severity=Severity.INFO if is_comment else None,
    )


def _message(place: str, what: tuple[str, str], words: str) -> str:
    kind, wanted = what
    return f"{place} still holds {kind}: {quote(words)}; {wanted}"


RULE = ProposalRule("template-text", Severity.WARNING, find)
