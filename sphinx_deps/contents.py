"""What stands under the headings of a proposal, where it is nothing or next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal, Section

_LONGEST = 60
"""Characters of a line that can still be a mere placeholder."""
_MAY_BE_NOTHING = ("<", "%", "(", "[", "+++", "---", "***", "___")
"""How what a reader does not see may begin."""
_UNSEEN = regex(
    r"<!--(?s:.*?)(?:-->|\Z)|^[ \t]*(?:%.*|\([^()\n]+\)=|\+\+\+.*|(?:-[ \t]*){3,}"
    r"|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|\[[^\[\]^\n]+\]:.*)$|<(?:br|a)\b[^<>]*>|</a>",
    re.MULTILINE,
)
"""Comments, targets, rules, breaks and definitions of links."""
_MARKS = regex(r"^[\s>*+\-_(\[]+|[\s*_)\].:!…]+$")
_TO_DO = regex(
    r"tbd|tba|tbc|todo|to do|fixme|xxx|to be "
    r"(?:done|written|added|determined|defined|decided|discussed|filled in)|coming soon|wip",
    re.IGNORECASE,
)
_NOT_APPLICABLE = regex(r"n\.?/?a|not applicable", re.IGNORECASE)

Kind = Literal["nothing", "to do", "not applicable"]


class Gap(Struct, frozen=True):
    """A section without subsections that says nothing, or no more than that there is nothing."""

    section: Section
    kind: Kind
    text: str
    """What stands there."""
    following: Section | None
    """The next heading."""

    @property
    def lines(self) -> range:
        """The lines under the heading."""
        return range(self.section.line + 1, self.section.end_line + 1)


def read_gaps(proposal: Proposal) -> Iterator[Gap]:
    """The sections of a proposal that hold nothing, or a placeholder."""
    lines = proposal.source.lines
    following = (*proposal.sections[1:], None)
    for section, after in zip(proposal.sections, following, strict=False):
        if after is not None and after.level > section.level:
            continue
        start = section.location.end_line or section.line
        written = lines[start : section.end_line]
        if _may_be_gap(written):
            text = seen("\n".join(written))
            kind = gap_kind(text)
            if kind:
                yield Gap(section, kind, text, after)


def is_title_or_field(gap: Gap, proposal: Proposal) -> bool:
    """Whether the heading is the title, or the label of a field that was read there."""
    location = gap.section.location
    return location == proposal.title_location or any(
        field.label_location.line == location.line and field.label_location.path == location.path
        for field in proposal.fields
        if field.reader == "sections"
    )


def _may_be_gap(lines: list[str]) -> bool:
    """Whether it is worth a closer look: few sections are, and all are asked."""
    shown = 0
    for line in lines:
        words = line.strip()
        if "<" not in words and not words.startswith(_MAY_BE_NOTHING):
            shown += len(words)
            if shown > _LONGEST:
                return False
        elif "<!--" in words:
            return True
    return True


def seen(written: str) -> str:
    """What a reader sees of a text: no comments, targets and definitions of links."""
    return _UNSEEN.sub("", written).strip()


def gap_kind(text: str) -> Kind | None:
    """What a text comes to that says nothing."""
    if not text:
        return "nothing"
    if len(text) > _LONGEST:
        return None
    words = _MARKS.sub("", text)
    if _TO_DO.fullmatch(words):
        return "to do"
    return "not applicable" if _NOT_APPLICABLE.fullmatch(words) else None
