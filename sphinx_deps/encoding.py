"""Typed values to JSON: indented, in UTF-8, the same bytes for the same value."""

from __future__ import annotations

import json

import msgspec


def encode_json(value: object) -> bytes:
    """`value` as indented JSON that ends with a line feed."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        # The name of a file may hold bytes that are no text.
        builtins = msgspec.to_builtins(value)
        written = json.dumps(builtins, ensure_ascii=False).encode(errors="replace")
    return msgspec.json.format(written, indent=1) + b"\n"
