"""Fields in list items: `- Feature Name: x`, `- **Required Reviewers**: @a`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinx_deps.markdown import Block, Outline, without_comments
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.preamble import preamble_blocks

NAME = "bullets"

_ITEM = re.compile(
    r"^[ \t]{0,3}[-*+][ \t]+(?:\*\*)?(?P<label>[^:*\n]+?)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*"
    r"(?P<value>[^\n]*)",
    re.MULTILINE,
)


def read_bullets(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The list items of the preamble that name a declared field."""
    blocks = preamble_blocks(outline, process)
    return tuple(
        field for block in blocks for field in bullet_lines(block, outline, process.field_key)
    )


def bullet_lines(
    block: Block, outline: Outline, field_key: Callable[[str], str | None]
) -> Iterator[Field]:
    """The list items of one block that name a declared field; `field_key` tells its key."""
    if block.kind != "List":
        return
    source = outline.source
    for match in _ITEM.finditer(source.text, block.start, block.end):
        name = field_key(match["label"])
        if name is None:
            continue
        text = without_comments(match["value"]).removeprefix("**").removesuffix("**").strip()
        line = source.line_of(match.start())
        yield Field(
            name,
            match["label"],
            text,
            source.location(match.start("value"), match.end("value")),
            source.location(match.start("label"), match.end("label")),
            NAME,
            (line, line),
        )
