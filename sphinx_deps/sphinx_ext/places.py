"""The line of a citation: docutils and MyST know only where its paragraph begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_deps.diagnostics import Location
from sphinx_deps.patterns import regex
from sphinx_deps.text import SourceText

_KEY = "deps_places"
_BEFORE = ("`", "<", ":", "(", "/", "#")
_GOES_ON = regex(r"[\w-]")
_TRANSLATED = regex(r"(?P<path>.+):(?P<line>\d+):<translated>")
"""The source that Sphinx gives what it read of a translation: where the original stands."""
_NO_FILE = "<"
"""What the name of a source begins with that is none, such as that of `rst_epilog`."""


class _Seen:
    """What was read of files for one document, and where each target is yet to be met."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}
        self.places: dict[tuple[str, int, str], Iterator[tuple[int, int]]] = {}


def node_place(env: BuildEnvironment, node: nodes.Node, target: str) -> Location:
    """Return the place of a target in the paragraph in which a node stands.

    To be called once for each citation of a document, in their order.
    """
    path, line = _source(placed(node)) or (str(env.doc2path(env.docname)), 1)
    seen = cast(_Seen, env.temp_data.setdefault(_KEY, _Seen()))
    if path not in seen.lines:
        seen.lines[path] = _read_lines(path)
    # Each is looked for where the one before was found: a table may be thousands of rows.
    key = path, line, target
    if key not in seen.places:
        seen.places[key] = _places(seen.lines[path], line, target)
    return Location(path, *next(seen.places[key], (line, 1)))


def placed(node: nodes.Node) -> nodes.Node | None:
    """Return the node or the nearest one above it of which the line is known."""
    found: nodes.Node | None = node
    while found is not None and (found.line is None or _is_of_no_file(found)):
        found = found.parent
    return found


def _is_of_no_file(node: nodes.Node) -> bool:
    """Whether the configuration put it into the document."""
    return (node.source or "").startswith(_NO_FILE)


def _source(node: nodes.Node | None) -> tuple[str, int] | None:
    """The path and the line of a node; those of the original, if it is a translation."""
    if node is None or not node.source:
        return None
    if match := _TRANSLATED.fullmatch(node.source):
        return match["path"], int(match["line"])
    return node.source, node.line or 1


def _places(lines: list[str], start: int, target: str) -> Iterator[tuple[int, int]]:
    for number in range(start, len(lines) + 1):
        text = lines[number - 1]
        if not text.strip():
            return
        for column in _columns(text, target):
            yield number, column


def _columns(text: str, target: str) -> Iterator[int]:
    """Where the target of a link stands whole; a pattern of its own would cost ten times that."""
    begin = text.find(target)
    while begin >= 0:
        end = begin + len(target)
        if text[begin - 1 : begin] in _BEFORE and not _GOES_ON.match(text, end):
            yield begin + 1
        begin = text.find(target, begin + 1)


def _read_lines(path: str) -> list[str]:
    try:
        return SourceText.decode(path, Path(path).read_bytes()).lines
    except OSError:  # a docstring, or what a directive made up
        return []
