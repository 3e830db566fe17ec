"""Fences as the native parser should see them: each text stays of the same length in bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.patterns import regex

_COLONS = ":::"
_COLON_DIRECTIVE = regex(r":{3,}[ \t]*\{[\w:-]+\}")
_OPENING_OR_COMMENT = regex(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
    r"(?:(?P<comment><!--)|(?P<marks>`{3,}(?=[^`\n]*$)|~{3,}|:{3,}))",
    re.MULTILINE,
)
_BEFORE_TAB = regex(r"^ {0,3}(?:`{3,}|~{3,}) *\t[ \t]*$", re.MULTILINE)

Span = tuple[int, int]


def without_tabs(text: str) -> str:
    """`text` with spaces behind fences: the parser takes one before a tab for no closing one."""
    if "\t" not in text:
        return text
    return _BEFORE_TAB.sub(lambda match: match[0].replace("\t", " "), text)


def without_colons(text: str) -> str:
    """`text` with fences in place of the colons around directives, as MyST has them."""
    if _COLONS not in text:
        return text
    changed = list(text)
    for (start, opened), (closing, end) in _colon_directives(text):
        body = text[opened:closing]
        mark = "`" if "~~~" in body else "~"
        if mark * 3 not in body:
            changed[start:opened] = mark * (opened - start)
            changed[closing:end] = mark * (end - closing)
    return "".join(changed)


def _colon_directives(text: str) -> Iterator[tuple[Span, Span]]:
    """Where the marks around each directive between colons stand that is in no other one."""
    position = 0
    while opening := _OPENING_OR_COMMENT.search(text, position):
        place = _end_of_comment(text, opening) if opening["comment"] else _closing(text, opening)
        if opening["marks"] and _COLON_DIRECTIVE.match(text, opening.start("marks")):
            yield opening.span("marks"), place
        position = place[1]


def _end_of_comment(text: str, opening: re.Match[str]) -> Span:
    end = text.find("-->", opening.end())
    return (end, end) if end >= 0 else (len(text), len(text))


def _closing(text: str, opening: re.Match[str]) -> Span:
    """Where a fence is closed: by as many marks at least, alone in a line; else at the end."""
    marks = opening["marks"]
    pattern = rf"^[ \t>]*(?P<marks>{marks[0]}{{{len(marks)},}})[ \t]*$"
    closing = re.compile(pattern, re.MULTILINE).search(text, opening.end())
    return closing.span("marks") if closing else (len(text), len(text))
