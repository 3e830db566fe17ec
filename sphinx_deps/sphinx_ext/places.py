"""The line of a citation: docutils and MyST know only where its paragraph begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
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


class _Seen:
    """What was read of files for one document, and how often each target was met."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}
        self.times: Counter[tuple[str, int, str]] = Counter()


def node_place(env: BuildEnvironment, node: nodes.Node, target: str) -> Location:
    """Return the place of a target in the paragraph in which a node stands.

    To be called once for each citation of a document, in their order.
    """
    found = placed(node)
    source, line = (found.source, found.line or 1) if found is not None else (None, 1)
    path = source or str(env.doc2path(env.docname))
    seen = cast(_Seen, env.temp_data.setdefault(_KEY, _Seen()))
    if path not in seen.lines:
        seen.lines[path] = _read_lines(path)
    places = list(_places(seen.lines[path], line, target))
    earlier = seen.times[path, line, target]
    seen.times[path, line, target] += 1
    line, column = places[earlier] if earlier < len(places) else (line, 1)
    return Location(path, line, column)


def placed(node: nodes.Node) -> nodes.Node | None:
    """Return the node or the nearest one above it of which the line is known."""
    found: nodes.Node | None = node
    while found is not None and found.line is None:
        found = found.parent
    return found


def _places(lines: list[str], start: int, target: str) -> Iterator[tuple[int, int]]:
    for number, text in enumerate(islice(lines, start - 1, None), start):
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
