"""A mark of something that is yet to be done was left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.contents import read_gaps
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.markdown import find_in_prose
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import SourceText, quote

_TRACES = ("TODO", "FIXME", "XXX", "TBD", "do:", "ixme:")
"""One of these is in every mark: to look for them is quicker than to look for the marks."""
_MARK = regex(
    r"(?<![\w./`\"'-])(?:TODO|FIXME|XXX|TBD|XX[/.]XX[/.]XXXX|XXXX-XX-XX"
    r"|(?:[Tt]odo|To do|(?<!\w\s)to do|Fixme)(?=:))(?![\w/`\"'-]|\.\w)"
)
"""`to do:` behind another word is a verb."""
_CANDIDATE = regex(r"[TtFX](?:ODO|BD|IXME|XX|X[/.]XX[/.]XXXX|o ?do:|ixme:)")
"""What may be a mark: to look for its first letter is quicker than to look before it."""
_SPOKEN_OF = regex(r"\b(?:an?|the|this|that|these|each|every|no|any) $", re.IGNORECASE)
"""What stands before the word where a text speaks of such marks."""


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first mark of each paragraph that no other rule speaks of."""
    source = proposal.source
    if not any(trace in source.text for trace in _TRACES):
        return
    marks = dict(_marks(source, proposal, series))
    if marks:
        prompts = [(prompt.start, prompt.end) for prompt in series.prompts_in(proposal)]
        marks = {at: end for at, end in marks.items() if not _is_within(at, prompts)}
    last = -1
    for start, paragraph in find_in_prose(marks, source):
        if paragraph != last:
            last = paragraph
            yield _finding(source, start, marks[start])


def _marks(source: SourceText, proposal: Proposal, series: Series) -> Iterator[tuple[int, int]]:
    """The offsets of the marks, those left out of which other rules speak."""
    gaps: set[int] | None = None
    candidates = (found.start() for found in _CANDIDATE.finditer(source.text))
    for match in filter(None, (_MARK.match(source.text, at) for at in candidates)):
        line = source.line_of(match.start())
        is_spoken_of = _SPOKEN_OF.search(source.text, match.start() - 7, match.start())
        if is_spoken_of or proposal.fields_at(line):
            continue
        if gaps is None:
            gaps = _lines_of_gaps(proposal, series)
        if line not in gaps:
            yield match.span()


def _is_within(offset: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in stretches)


def _lines_of_gaps(proposal: Proposal, series: Series) -> set[int]:
    """The lines of the sections that hold nothing but such a mark, as `empty-section` tells."""
    if not series.lets_speak("empty-section", proposal):
        return set()
    gaps = (gap for gap in read_gaps(proposal) if gap.kind == "to do")
    return {line for gap in gaps for line in gap.lines}


def _finding(source: SourceText, start: int, end: int) -> Finding:
    location = source.location(start, end)
    line = source.lines[location.line - 1]
    return Finding(
        location=location,
        message=f"{source.text[start:end]} was left in the text: {quote(line)}",
        subject=" ".join(line.split()),
    )


RULE = ProposalRule("todo-left", Severity.INFO, find)
