"""Text of the project's template was left in the document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.contents import Gap, is_title_or_field, read_gaps
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.heading_holes import find_brackets
from sphinx_deps.markdown import plain
from sphinx_deps.metadata_prompts import find_metadata_prompt
from sphinx_deps.process import Process
from sphinx_deps.prompts import Passage, one_a_section
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import may_be_wrapper
from sphinx_deps.text import SourceText, quote

_TEXT = "the template's text", "replace it or take it out"
_COMMENT = "a comment of the template", "take it out"
_ALONE = "nothing but a comment of the template", "write what it asks for"


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first comment among the fields, the first such passage of each section, headings."""
    yield from _among_fields(proposal, series)
    yield from _in_sections(proposal, series)
    yield from _in_headings(proposal, series)


def _among_fields(proposal: Proposal, series: Series) -> Iterator[Finding]:
    prompts = series.metadata_prompts
    comment = find_metadata_prompt(proposal, prompts) if prompts else None
    if comment is not None:
        yield Finding(
            location=proposal.source.location(*comment.span()),
            message=_message("the metadata", _COMMENT, comment["text"]),
            subject="metadata",
            severity=Severity.INFO,
        )


def _in_sections(proposal: Proposal, series: Series) -> Iterator[Finding]:
    first = one_a_section(series.prompts_in(proposal))
    source = proposal.source
    comments = any(passage.kind == "comment" for passage in first.values())
    empty = list(_empty_sections(proposal, series.process)) if comments else []
    for title, passage in first.items():
        line = source.line_of(passage.start)
        gap = next((gap for gap in empty if line in gap.lines), None)
        yield _finding(title, passage, gap, source)


def _in_headings(proposal: Proposal, series: Series) -> Iterator[Finding]:
    for section, words in find_brackets(proposal, series.heading_forms):
        yield Finding(
            location=section.location,
            message=f"{quote(section.title)} keeps the brackets of the template's heading; "
            f"write {quote(words)}",
            subject=section.title,
            severity=Severity.INFO,
        )


def _empty_sections(proposal: Proposal, process: Process) -> Iterator[Gap]:
    """The sections that show nothing to readers and should, as far as can be told."""
    for gap in read_gaps(proposal):
        is_shown = gap.kind != "nothing" or is_title_or_field(gap, proposal)
        if not is_shown and not may_be_wrapper(gap, process):
            yield gap


def _finding(title: str, passage: Passage, gap: Gap | None, source: SourceText) -> Finding:
    place = gap.section.title if gap else passage.heading
    is_comment = passage.kind == "comment"
    what = _ALONE if gap else _COMMENT if is_comment else _TEXT
    return Finding(
        location=source.location(passage.start, passage.end),
        message=_message(quote(place) if place else "the document", what, plain(passage.text)),
        subject=title,
        severity=Severity.INFO if is_comment and gap is None else None,
    )


def _message(place: str, what: tuple[str, str], words: str) -> str:
    kind, wanted = what
    return f"{place} still holds {kind}: {quote(words)}; {wanted}"


RULE = ProposalRule("template-text", Severity.WARNING, find)
