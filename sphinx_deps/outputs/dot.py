"""A diagram of boxes and arrows as text for Graphviz, legible on light and on dark pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from sphinx_deps.display import cut, one_line, width_of
from sphinx_deps.text import xml_text

_PAPER = "#ffffff"
_INK = "#1f2328"
_GREY = "#565d66"
_LINE = "#808791"
"""Of what has no paper under it: as far from white as from the black of dark themes."""

_STAGE_COLOURS = {
    "review": "#0a56b0",
    "accepted": "#14692f",
    "implemented": "#14692f",
    "deferred": "#7d5200",
    "rejected": "#b3261e",
    "withdrawn": "#b3261e",
    "replaced": "#6a3fb5",
}
"""Those of the badges on light pages, since boxes are white on every page."""

_ROOM = 26
"""Columns of a line in a box."""
_MOST_LINES = 2
_LONGEST_TOOLTIP = 300
"""Graphviz refuses texts of many thousand characters."""
_BACKSLASH = "\\"
_ADDRESS_MARKS = "%/:?#[]@!$&'()*+,;=~"
"""What means something in an address; all else is written by its number."""

_HEAD = f"""\
digraph {{
  graph [rankdir=LR bgcolor=transparent nodesep=0.18 ranksep=0.25 pad=0.1];
  node [shape=box style="rounded,filled" fillcolor="{_PAPER}" color="{_GREY}" fontcolor="{_INK}" \
fontname="Helvetica,Arial,sans-serif" fontsize=10 margin="0.12,0.06" height=0.3 penwidth=1.5];
  edge [color="{_LINE}" fontname="Helvetica,Arial,sans-serif" fontsize=9 arrowsize=0.7];
"""

Direction = Literal["right", "left", "none"]
_HEADS: dict[Direction, str] = {"right": "forward", "left": "back", "none": "none"}


class Box(Struct, frozen=True):
    """One box: its name in the diagram, up to three kinds of words, and where it leads."""

    name: str
    head: str
    text: str = ""
    note: str = ""
    stage: str | None = None
    url: str | None = None
    tooltip: str = ""
    begins: bool = False
    """Whether an arrow from outside leads to it."""
    stands_out: bool = False
    """Whether it is the one that the diagram is about."""


class Arrow(Struct, frozen=True):
    """An arrow between two boxes, of which the first one stands further to the left."""

    left: str
    right: str
    words: str = ""
    direction: Direction = "right"


class Diagram(Struct, frozen=True):
    """Boxes and the arrows between them, from left to right."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def render_dot(diagram: Diagram) -> str:
    """The diagram in the language of Graphviz."""
    names = {box.name: f"n{position}" for position, box in enumerate(diagram.boxes)}
    lines = [*_boxes(diagram, names), *(_arrow(arrow, names) for arrow in diagram.arrows)]
    body = "".join(f"  {line};\n" for line in lines)
    return f"{_HEAD}{body}}}\n"


def _boxes(diagram: Diagram, names: dict[str, str]) -> Iterator[str]:
    for box in diagram.boxes:
        name = names[box.name]
        yield f"{name} [{' '.join(_attributes(box))}]"
        if box.begins:
            yield f'start{name} [shape=point width=0.09 color="{_LINE}" tooltip=" "]'
            yield f"start{name} -> {name}"


def _attributes(box: Box) -> Iterator[str]:
    """The words of a box, the colours of its stage, and the link."""
    colour = _STAGE_COLOURS.get(box.stage or "", _GREY)
    is_done = box.stage == "implemented"
    yield f"label=<{_label(box, _PAPER if is_done else colour)}>"
    yield f'color="{colour}"'
    if is_done:
        yield f'fillcolor="{colour}" fontcolor="{_PAPER}"'
    if box.stage is None:
        yield 'style="rounded,filled,dashed"'
    if box.stands_out:
        yield "penwidth=4"
    yield f"tooltip={_quoted(cut(box.tooltip or box.head, _LONGEST_TOOLTIP))}"
    if box.url:
        # Inside an image that is a page of its own, links must leave it.
        yield f'URL={_address(box.url)} target="_top"'


def _label(box: Box, colour: str) -> str:
    lines = [f"<B>{_marked(line)}</B>" for line in wrapped(box.head)]
    lines += [_marked(line) for line in wrapped(box.text)]
    lines += [
        f'<FONT POINT-SIZE="9" COLOR="{colour}">{_marked(line)}</FONT>'
        for line in wrapped(box.note)
    ]
    return "<BR/>".join(lines) or " "


def _arrow(arrow: Arrow, names: dict[str, str]) -> str:
    attributes = [f"dir={_HEADS[arrow.direction]}"]
    if arrow.words:
        # A patch of paper: no grey is legible enough on both white and black.
        words = f'<FONT COLOR="{_GREY}">{_marked(arrow.words)}</FONT>'
        table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2"'
        patch = f'{table} BGCOLOR="{_PAPER}"><TR><TD>{words}</TD></TR></TABLE>'
        attributes.append(f"label=<{patch}>")
    return f"{names[arrow.left]} -> {names[arrow.right]} [{' '.join(attributes)}]"


def wrapped(text: str) -> list[str]:
    """The text in lines that fit in a box, the last of them cut where there is more."""
    lines: list[str] = []
    for word in _plain(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1 :] = [" ".join(lines[_MOST_LINES - 1 :])]
    return [cut(line, _ROOM) for line in lines]


def _marked(text: str) -> str:
    """The text for a label; Graphviz looks for names behind single backslashes in it."""
    return escape(_plain(text)).replace(_BACKSLASH, _BACKSLASH * 2)


def _quoted(text: str) -> str:
    """The text in quotation marks, where backslashes are read twice."""
    return f'"{escape(_plain(text)).replace(_BACKSLASH, _BACKSLASH * 4)}"'


def _plain(text: str) -> str:
    """The text in one line, without what no image may hold."""
    return xml_text(one_line(text))


def _address(url: str) -> str:
    """The address without the marks that Graphviz writes into images as they stand."""
    return _quoted(quote(url, safe=_ADDRESS_MARKS))
