"""What both schemas are made of: their dialects, and patterns that Python and JavaScript share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sphinx_deps.patterns import regex

Schema = dict[str, Any]

DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
"""The older dialect, which is all that tools for front matter know."""

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_NAMED_GROUP = regex(r"\(\?P<\w+>")
_ESCAPE = regex(r"\\(.)", re.DOTALL)
_ONLY_PYTHON = regex(r"\(\?(?:P|#|>|\(|[a-zA-Z-]+[:)])|(?<!\\)[*+?}]\+", re.DOTALL)
_KNOWN_ESCAPE = regex(r"[dDsSnrtfvxu\W_]", re.ASCII)
"""Not those of words, which for JavaScript are of ASCII; nor those that it refuses."""
_BRACKETED = regex(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|\{\d+(?:,\d*)?\}", re.ASCII | re.DOTALL)
"""Escapes, classes and counts as both write them; a bracket that is left is a character."""
_BRACKET = regex(r"[\[\]{}]")
_BETWEEN = r"[\W_]*"

_DAYS = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|02-(?:0[1-9]|1\d|2[0-8]))"
)
_LEAP_YEARS = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
ISO_DATE = rf"(?!0000)(?:\d{{4}}-{_DAYS}|{_LEAP_YEARS}-02-29)"
"""A day of the calendar as `2026-03-01`, without anchors."""


def escaped(text: str) -> str:
    """A pattern of just that text; `re.escape` escapes what JavaScript does not let it."""
    return "".join(f"\\{character}" if character in _SYNTAX else character for character in text)


def any_case(text: str) -> str:
    """A pattern of a text in upper and lower case."""
    return "".join(map(_in_any_case, text))


def spelled(folded: str) -> str:
    """A pattern of every spelling that folds to that text: case, space and marks go."""
    return _BETWEEN + "".join(_in_any_case(character) + _BETWEEN for character in folded)


def one_of(patterns: Iterable[str]) -> str:
    """A pattern of a text that is wholly one of them."""
    return f"^(?:{'|'.join(patterns)})$"


def portable(pattern: str) -> str | None:
    """A pattern of Python as one that JavaScript knows too, or None where there is none."""
    plain = _NAMED_GROUP.sub("(?:", pattern)
    if _ONLY_PYTHON.search(plain) or _BRACKET.search(_BRACKETED.sub("", plain)):
        return None
    if not all(_KNOWN_ESCAPE.match(found[1]) for found in _ESCAPE.finditer(plain)):
        return None
    return f"(?:{_ESCAPE.sub(_escape, plain)})"


def _escape(match: re.Match[str]) -> str:
    character = match[1]
    if not character.isascii():
        return character
    if character.isalnum() or character in _SYNTAX:
        return match[0]
    return f"\\u{ord(character):04x}"


def _in_any_case(character: str) -> str:
    cases = sorted({character, character.upper(), character.lower()})
    single = [one for one in cases if len(one) == 1]
    return f"[{''.join(single)}]" if len(single) > 1 else escaped(character)
