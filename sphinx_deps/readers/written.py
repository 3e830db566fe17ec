"""What stands behind a label in Markdown: words, or a list of them below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from sphinx_deps.comments import without_comments
from sphinx_deps.marks import without_breaks, without_marks, words_span
from sphinx_deps.patterns import regex
from sphinx_deps.text import SourceText, join_words

MARKER = r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)"
"""What begins the item of a list."""
GOES_ON = (
    rf"[ \t]+(?!{MARKER}|#{{1,6}}[ \t]|[>|%]|<!--"
    r"|`{3}|~{3}|:{3}|[-=*_]{3,}[ \t]*$)\S[^\n]*"
)
"""An indented line that goes on with the words above it."""

_LINE = regex(r"[^\n]*\n?")
_INDENT = regex(r"[ \t]*")
_ITEM = regex(rf"[ \t]*{MARKER}", re.MULTILINE)
_GOES_ON = regex(GOES_ON, re.MULTILINE)
_LABEL = regex(r"(?:\*\*)?(?P<label>[^:*\n]+?)(?:\*\*)?[ \t]*:")


class Written(Struct, frozen=True):
    """A value with the offsets of its words, and of the end of all that belongs to it."""

    text: str
    start: int
    end: int
    stop: int
    items: tuple[str, ...] = ()


def read_words(source: SourceText, start: int, end: int) -> Written:
    """The value that stands between two offsets."""
    written = source.text[start:end].rstrip()
    bare = without_comments(written)
    if bare == written:
        first, last = words_span(written)
        return Written(without_breaks(written[first:last]), start + first, start + last, end)
    first, last = words_span(_without_trailing_comment(written))
    return Written(without_marks(without_breaks(bare)), start + first, start + last, end)


def _without_trailing_comment(text: str) -> str:
    """The text up to the comment that ends it."""
    return text.split("<!--", 1)[0] if text.endswith("-->") else text


def read_list(
    source: SourceText,
    start: int,
    end: int,
    field_key: Callable[[str], str | None],
    indent: int = -1,
) -> Written | None:
    """The list between two offsets, as far as its items are indented by more than `indent`.

    None where its items are fields of their own, or more than words.
    """
    spans = _item_spans(source.text, start, end, indent)
    read = [read_words(source, *span) for span in spans or ()]
    items = [" ".join(one.text.split()) for one in read]
    named = [match for item in items if (match := _LABEL.match(item))]
    if any("<!--" in item for item in items) or any(field_key(one["label"]) for one in named):
        return None
    filled = tuple(item for item in items if item)
    if not filled:
        return None
    return Written(join_words(filled), read[0].start, read[-1].end, read[-1].stop, filled)


def _item_spans(text: str, start: int, end: int, indent: int) -> list[tuple[int, int]] | None:
    """The offsets of the items' words; None where something else stands between them."""
    spans: list[tuple[int, int]] = []
    goes_on, is_over = False, False
    for line in _lines(text, start, end, indent):
        last = line.start() + len(line[0].rstrip())
        item = _ITEM.match(text, line.start(), last)
        if item and is_over:
            return None
        if item:
            spans.append((item.end(), last))
        elif goes_on and _GOES_ON.match(line[0]):
            spans[-1] = spans[-1][0], last
        elif not _says_nothing(line[0]):
            is_over = True
        goes_on = not is_over and not _says_nothing(line[0])
    return spans


def _lines(text: str, start: int, end: int, indent: int) -> Iterator[re.Match[str]]:
    for line in _LINE.finditer(text, start, end):
        margin = _INDENT.match(line[0])
        if line[0].strip() and margin and margin.end() <= indent:
            return
        yield line


def _says_nothing(line: str) -> bool:
    words = line.strip()
    return not words or (words.startswith("<!--") and words.endswith("-->"))
