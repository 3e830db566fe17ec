"""Elements and what they hold, put together before they stand in a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from docutils import nodes

Made = TypeVar("Made", bound=nodes.Element)


def element(kind: type[Made], *content: nodes.Node | str, **attributes: Any) -> Made:
    """Return an element that holds nodes and words.

    To give an element its children, docutils asks for the document it stands in. It stands in none
    yet, which docutils finds out by an exception: that took half of the drawing of a header.
    """
    made = kind(**attributes)
    for one in content:
        child = one if isinstance(one, nodes.Node) else nodes.Text(one)
        child.parent = made
        made.children.append(child)
    return made


def find_elements(root: nodes.Element, kind: type[Made]) -> list[Made]:
    """Return the elements of a kind in the order of the text.

    A page is hundreds of nodes, and docutils walks through each by a generator of its own.
    """
    found: list[Made] = [root] if isinstance(root, kind) else []
    _gather(root.children, kind, found)
    return found


def _gather(children: Sequence[nodes.Node], kind: type[Made], found: list[Made]) -> None:
    for child in children:
        if isinstance(child, kind):
            found.append(child)
        if child.children:
            _gather(child.children, kind, found)
