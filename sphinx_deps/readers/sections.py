"""Fields in sections: the heading is the label, the text under it the value."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.comments import without_comments
from sphinx_deps.diagnostics import Location
from sphinx_deps.markdown import Outline, without_number
from sphinx_deps.marks import without_marks, words_span
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field

NAME = "sections"

_LONGEST_LINE = 8
"""Words; a line that is longer, and names nobody by handle or link, is prose unless it lists."""
_LONGEST_NAME = 4
"""Words of each name in a longer line."""
_BETWEEN_NAMES = regex(r"[,;&]|\band\b")


def read_sections(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The sections whose heading is the label of a declared field."""
    return tuple(_fields(outline, process))


def _fields(outline: Outline, process: Process) -> Iterator[Field]:
    source = outline.source
    following = [heading.start for heading in outline.headings[1:]] + [len(source.text)]
    for heading, end in zip(outline.headings, following, strict=False):
        name = process.field_key(without_number(heading.text))
        rule = process.field_rule(name) if name else None
        if name is None or rule is None:
            continue
        written = without_comments(_without_rules(source.text[heading.end : end]))
        if rule.type == "people":
            written = _without_prose(written)
        yield Field(
            name,
            heading.text,
            without_marks(written),
            _value_location(outline, heading.end, end, written),
            source.location(heading.start, heading.start + len(heading.text) + heading.level + 1),
            NAME,
        )


def _without_rules(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip() not in {"---", "***", "___"})


def _without_prose(text: str) -> str:
    """The lines that name people; Ray's authors keep the template's sentences above them."""
    return "\n".join(line for line in text.split("\n") if not _is_prose(line)).strip()


def _is_prose(line: str) -> bool:
    if len(line.split()) <= _LONGEST_LINE or "@" in line or "](" in line:
        return False
    return any(len(name.split()) > _LONGEST_NAME for name in _BETWEEN_NAMES.split(line))


def _value_location(outline: Outline, start: int, end: int, written: str) -> Location:
    """The place of the words in the first line of the value."""
    source = outline.source
    line = written.strip().split("\n", 1)[0]
    found = source.text.find(line, start, end) if line else -1
    if found < 0:
        return source.location(start)
    first, last = words_span(line)
    return source.location(found + first, found + last)
