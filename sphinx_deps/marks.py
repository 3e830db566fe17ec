"""The marks of Markdown around a whole value, which are no part of what it says."""

from __future__ import annotations

import re

from sphinx_deps.patterns import regex

_BREAK = regex(r"(?:(?<!\\)\\|<br[ \t]*/?>)\Z", re.IGNORECASE)
_AROUND = frozenset("`*_")
_LONGEST = 3
"""Marks in a row; more begin a line or a block of code."""


def without_marks(text: str) -> str:
    """A value without the marks around all of it, and without a break behind it."""
    start, end = words_span(text)
    return text[start:end]


def without_breaks(text: str) -> str:
    """Words without the marks that break a line at its end."""
    if "\\\n" in text or ">" in text:
        return "\n".join(map(_without_break, text.split("\n")))
    return text


def words_span(text: str) -> tuple[int, int]:
    """Where the words of a value begin and end, without marks around and a break behind them."""
    end = len(_without_break(text))
    start = end - len(text[:end].lstrip())
    if text[start : start + 1] not in _AROUND:
        return start, end
    while count := _count_around(text[start:end]):
        mark = text[start]
        inside = text[start + count : end - count]
        start += count + len(inside) - len(inside.lstrip())
        end = start + len(inside.strip())
        if mark == "`":
            break
    return start, end


def _without_break(text: str) -> str:
    text = text.rstrip()
    return _BREAK.sub("", text).rstrip() if text.endswith(("\\", ">")) else text


def _count_around(text: str) -> int:
    """How many equal marks in a row stand on both sides of the whole text, and nowhere in it."""
    mark = text[:1]
    if mark not in _AROUND:
        return 0
    count = len(text) - len(text.lstrip(mark))
    inside = text[count:-count]
    if count > _LONGEST or not text.endswith(mark * count) or mark in inside or "\n" in inside:
        return 0
    is_pair = _is_code if mark == "`" else _is_emphasis
    return count if is_pair(inside) else 0


def _is_code(inside: str) -> bool:
    """Whether the words of code say the same without its marks: `__init__` would not."""
    words = inside.strip()
    return bool(words) and not {words[0], words[-1]} & _AROUND


def _is_emphasis(inside: str) -> bool:
    return bool(inside) and inside == inside.strip() and not inside.endswith("\\")
