"""Typed values to JSON: indented, in UTF-8, the same bytes for the same value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec

_EMPTY_LIST = b"[]\n}"


def encode_json(value: object) -> bytes:
    """`value` as indented JSON that ends with a line feed."""
    return format_json(value) + b"\n"


def format_json(value: object) -> bytes:
    """`value` as indented JSON."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        # The name of a file may hold bytes that are no text.
        builtins = msgspec.to_builtins(value)
        written = json.dumps(builtins, ensure_ascii=False).encode(errors="replace")
    return msgspec.json.format(written, indent=1)


def format_json_parts(value: object, entries: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """`value` as the same JSON, with entries of JSON in the list that it ends with.

    That list is empty in `value`: thousands of entries never stand in memory together.
    """
    yield format_json(value).removesuffix(_EMPTY_LIST) + b"["
    is_empty = True
    for entry in entries:
        yield b"\n  " if is_empty else b",\n  "
        # A line feed in JSON is never one of a text.
        yield from (part.replace(b"\n", b"\n  ") for part in entry)
        is_empty = False
    yield b"]\n}" if is_empty else b"\n ]\n}"
