"""Fields in bold lines: `**Status**: Draft` or `**Status:** Draft`."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter

from sphinx_deps.markdown import Block, Outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.preamble import preamble_blocks
from sphinx_deps.readers.written import Written, read_list, read_words

NAME = "bold"

# A qualifier may stand between label and colon: "**Replaces** (partially): ...".
_LINE = regex(
    r"^[ \t]{0,3}\*\*(?P<label>[^*\n]+?)[ \t]*"
    r"(?::[ \t]*\*\*|\*\*[ \t]*(?:\([^)\n]*\))?[ \t]*:)[ \t]*",
    re.MULTILINE,
)


def read_bold(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The bold lines of the preamble; unknown labels count up to the first block of prose."""
    fields: list[Field] = []
    found: list[Field] = []
    contiguous = True
    for block in preamble_blocks(outline, process):
        if found and _is_taken(block, found[-1], outline):
            continue
        found = list(bold_lines(block, outline, process.field_key))
        contiguous = contiguous and (bool(found) or block.kind == "HtmlBlock")
        fields += [field for field in found if contiguous or field.name]
    return tuple(fields)


def _is_taken(block: Block, field: Field, outline: Outline) -> bool:
    """Whether a list is the value of the field above it."""
    if block.kind != "List" or not field.items:
        return False
    return outline.source.line_of(block.start) <= field.lines[1]


def bold_lines(
    block: Block, outline: Outline, field_key: Callable[[str], str | None]
) -> Iterator[Field]:
    """The bold lines of one block, declared or not; `field_key` tells the key of a label.

    The value of the last one may be the list that follows the block.
    """
    if block.kind != "Paragraph":
        return
    source = outline.source
    start = _line_start(source.text, block.start)
    matches = list(_LINE.finditer(source.text, start, block.end))
    if not matches or matches[0].start() != start:
        return
    ends = [match.start() for match in matches[1:]] + [block.end]
    for match, end in zip(matches, ends, strict=True):
        name = field_key(match["label"])
        value = read_words(source, match.end(), end)
        if name and not value.text and end == block.end:
            value = _list_below(block, outline, field_key) or value
        yield Field(
            name,
            sys.intern(match["label"]),
            value.text,
            source.location(value.start, value.end),
            source.location(match.start(), match.end()),
            NAME,
            (source.line_of(match.start()), source.line_of(max(value.stop - 1, match.start()))),
            value.items,
        )


def _line_start(text: str, start: int) -> int:
    """Where the line of a block begins, if nothing but its indent stands before it."""
    line = text.rfind("\n", 0, start) + 1
    return start if text[line:start].strip() else line


def _list_below(
    block: Block, outline: Outline, field_key: Callable[[str], str | None]
) -> Written | None:
    """The list that follows a block with nothing but empty lines between them."""
    blocks, source = outline.blocks, outline.source
    after = bisect_right(blocks, block.start, key=attrgetter("start"))
    below = blocks[after] if after < len(blocks) else block
    if below.kind != "List" or source.text[block.end : below.start].strip():
        return None
    return read_list(source, below.start, below.end, field_key)
