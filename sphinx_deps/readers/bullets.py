"""Fields in list items: `- Feature Name: x`, `- **Required Reviewers**: @a`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

from msgspec import structs

from sphinx_deps.markdown import Block, Outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.preamble import preamble_blocks
from sphinx_deps.readers.written import GOES_ON, Written, read_list, read_words
from sphinx_deps.text import SourceText

NAME = "bullets"

_ITEM = regex(
    r"^(?P<indent>[ \t]{0,3})[-*+][ \t]+(?:\*\*)?(?P<label>[^:*\n]+?)(?:\*\*)?[ \t]*:"
    r"(?:\*\*)?[ \t]*(?P<value>[^\n]*)",
    re.MULTILINE,
)
_LABEL = regex(r"[A-Za-z][\w/-]*(?: [\w/-]+){0,3}(?:\*\*)?[ \t]*:(?!//)")
"""What an undeclared label looks like, and the beginning of a sentence seldom."""
_MORE = regex(rf"(?:\n{GOES_ON})*", re.MULTILINE)


def read_bullets(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The list items of the lists in the preamble of which one names a declared field."""
    lists = (
        tuple(bullet_lines(block, outline, process.field_key))
        for block in preamble_blocks(outline, process)
    )
    return tuple(field for found in lists if any(one.name for one in found) for field in found)


def bullet_lines(
    block: Block, outline: Outline, field_key: Callable[[str], str | None]
) -> Iterator[Field]:
    """The list items of one block with a label; `field_key` tells the key of a declared one."""
    if block.kind != "List":
        return
    source = outline.source
    for match in _ITEM.finditer(source.text, block.start, block.end):
        name = field_key(match["label"])
        is_label = not match["indent"] and _LABEL.match(source.text, match.start("label"))
        if name is None and not is_label:
            continue
        value = _value(match, block, source, field_key)
        yield Field(
            name,
            sys.intern(match["label"]),
            value.text,
            source.location(value.start, value.end),
            source.location(match.start("label"), match.end("label")),
            NAME,
            (source.line_of(match.start()), source.line_of(value.stop)),
            value.items,
        )


def _value(
    match: re.Match[str], block: Block, source: SourceText, field_key: Callable[[str], str | None]
) -> Written:
    """The words behind the label and in the indented lines below it, or the list there."""
    more = _MORE.match(source.text, match.end(), block.end)
    value = read_words(source, match.start("value"), (more or match).end())
    if "**" in value.text or "\n" in value.text:
        return structs.replace(value, text=_in_lines(_without_half(value.text)))
    if value.text:
        return value
    listed = read_list(source, match.end(), block.end, field_key, len(match["indent"]))
    return listed or value


def _in_lines(text: str) -> str:
    """The lines of the text without the spaces that indent them."""
    return "\n".join(map(str.strip, text.split("\n")))


def _without_half(text: str) -> str:
    """The text without the half of a pair that opens before the label: `**Status: Draft**`."""
    is_half = text.count("**") == 1
    return text.removeprefix("**").removesuffix("**").strip() if is_half else text
