"""Fields in bold lines: `**Status**: Draft` or `**Status:** Draft`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinx_deps.markdown import Block, Outline, without_comments
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.preamble import preamble_blocks

NAME = "bold"

# A qualifier may stand between label and colon: "**Replaces** (partially): ...".
_LINE = re.compile(
    r"^[ \t]{0,3}\*\*(?P<label>[^*\n]+?)[ \t]*"
    r"(?::[ \t]*\*\*|\*\*[ \t]*(?:\([^)\n]*\))?[ \t]*:)[ \t]*",
    re.MULTILINE,
)


def read_bold(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The bold lines of the preamble; unknown labels count up to the first block of prose."""
    fields: list[Field] = []
    contiguous = True
    for block in preamble_blocks(outline, process):
        found = list(bold_lines(block, outline, process.field_key))
        contiguous = contiguous and (bool(found) or block.kind == "HtmlBlock")
        fields += [field for field in found if contiguous or field.name]
    return tuple(fields)


def bold_lines(
    block: Block, outline: Outline, field_key: Callable[[str], str | None]
) -> Iterator[Field]:
    """The bold lines of one block, declared or not; `field_key` tells the key of a label."""
    if block.kind != "Paragraph":
        return
    source = outline.source
    matches = list(_LINE.finditer(source.text, block.start, block.end))
    if not matches or matches[0].start() != block.start:
        return
    ends = [match.start() for match in matches[1:]] + [block.end]
    for match, end in zip(matches, ends, strict=True):
        written = source.text[match.end() : end].rstrip()
        label = match["label"]
        yield Field(
            field_key(label),
            label,
            without_comments(written),
            source.location(match.end(), match.end() + len(without_trailing_comment(written))),
            source.location(match.start(), match.end()),
            NAME,
            (source.line_of(match.start()), source.line_of(max(end - 1, match.start()))),
        )


def without_trailing_comment(text: str) -> str:
    """The text up to the comment that ends it."""
    return text.split("<!--", 1)[0].rstrip() if text.endswith("-->") else text
