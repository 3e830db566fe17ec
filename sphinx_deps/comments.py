"""What readers don't see: the comments of HTML, and the comments and targets of MyST."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinx_deps.patterns import regex

IGNORE_MARK = "deps: ignore"
"""What a comment begins with that keeps rules silent."""

_COMMENT = regex(r"<!--(?P<text>.*?)-->", re.DOTALL)
_UNSEEN_LINE = regex(
    r"^(?P<before>[ \t>]*)(?P<unseen>%.*|\([a-zA-Z0-9|@<>*./_+:-]{1,100}\)=[ \t]*)$", re.MULTILINE
)
"""A comment or a target of MyST: blocks of their own, which may stand in a paragraph's lines."""


def without_comments(text: str) -> str:
    """`text` without HTML comments, and without the comments and targets of MyST, trimmed."""
    if _may_hold_unseen(text):
        text = _UNSEEN_LINE.sub("", text)
    return replace_comments(text, lambda comment: "").strip()


def find_comments(text: str, end: int | None = None) -> Iterator[re.Match[str]]:
    """The HTML comments before an offset, with what they say as `text`."""
    return _COMMENT.finditer(text, 0, _comments_end(text, end))


def replace_comments(text: str, replace: Callable[[re.Match[str]], str]) -> str:
    """`text` with something else in place of each HTML comment."""
    if "<!--" not in text:
        return text
    end = _comments_end(text)
    return _COMMENT.sub(replace, text[:end]) + text[end:]


def blank_unseen_lines(text: str) -> str:
    """`text` with spaces for the comments and targets of MyST, of the same length in bytes."""
    return _UNSEEN_LINE.sub(_blanked, text) if _may_hold_unseen(text) else text


def _comments_end(text: str, before: int | None = None) -> int:
    """Where the last comment ends: behind it, each mark would be sought to the end of the text."""
    return text.rfind("-->", 0, before) + len("-->")


def _may_hold_unseen(text: str) -> bool:
    """Whether it is worth looking at each line."""
    return "%" in text or ")=" in text


def _blanked(match: re.Match[str]) -> str:
    return match["before"] + " " * len(match["unseen"].encode())
