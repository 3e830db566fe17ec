"""Values as editors make them of YAML 1.2: numbers and booleans without quotation marks."""

from __future__ import annotations

import re
from typing import Any

from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence

INTEGER = re.compile(r"[-+]?\d+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")
BOOLEAN = {"true", "True", "TRUE", "false", "False", "FALSE"}


def value(node: Node | None) -> Any:
    """The value that an editor validates; the first of two equal keys is the one that counts."""
    if isinstance(node, Mapping):
        return {key.text: value(one) for key, one in reversed(node.entries)}
    if isinstance(node, Sequence):
        return [value(one) for one in node.items]
    return None if node is None else scalar(node)


def scalar(node: Scalar) -> Any:
    """A scalar by the core schema of YAML 1.2."""
    text = node.text
    if node.is_null:
        return None
    if node.plain and text in BOOLEAN:
        return text.lower() == "true"
    if node.plain and INTEGER.fullmatch(text):
        return int(text, 16 if "x" in text else 10)
    if node.plain and DECIMAL.fullmatch(text):
        return float(text)
    return text
