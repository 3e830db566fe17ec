"""Diagrams in the language of Graphviz: any words are words in it, never its language."""

from __future__ import annotations

import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from sphinx_deps.outputs.dot import Arrow, Box, Diagram, render_dot, wrapped

HOSTILE = 'a\\N "q" <b>&amp; &</B>]> \\'
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def drawn(diagram: Diagram) -> list[ElementTree.Element]:
    """The elements of the image that Graphviz makes."""
    result = subprocess.run(
        ["dot", "-Tsvg"], input=render_dot(diagram).encode(), capture_output=True, check=True
    )
    assert result.stderr == b""
    return list(ElementTree.fromstring(result.stdout).iter())


def words(elements: list[ElementTree.Element]) -> list[str]:
    """The words of an image, line by line."""
    return [one.text or "" for one in elements if one.tag.endswith("}text")]


@needs_dot
def test_hostile_words_are_shown_as_they_are() -> None:
    boxes = (Box("a", HOSTILE, HOSTILE, HOSTILE, tooltip=HOSTILE), Box('"];', "b"))
    elements = drawn(Diagram(boxes, (Arrow("a", '"];', HOSTILE),)))
    assert words(elements) == [*[HOSTILE] * 3, "b", HOSTILE]
    titles = [value for one in elements for name, value in one.items() if name.endswith("}title")]
    assert titles[0] == HOSTILE


@needs_dot
def test_what_no_image_may_hold_is_written_out() -> None:
    box = Box("a", "x\0y\x1bz", "\ud800 \ufffe", "\u202eabc")
    assert words(drawn(Diagram((box,), ()))) == ["x\\x00y\\x1bz", "\ufffd \ufffd", "\\u202eabc"]


@needs_dot
def test_an_address_cannot_leave_its_attribute() -> None:
    url = 'https://acme.org/a b?x=1&y="<>\\N#z%20'
    links = [
        value
        for one in drawn(Diagram((Box("a", "A", url=url),), ()))
        for name, value in one.items()
        if name.endswith("}href")
    ]
    assert links == ["https://acme.org/a%20b?x=1&y=%22%3C%3E%5CN#z%20"]


@needs_dot
@pytest.mark.parametrize("head", ["", " ", "\n"], ids=["nothing", "a space", "a line"])
def test_a_box_without_words_is_a_box(head: str) -> None:
    elements = drawn(Diagram((Box("a", head),), ()))
    assert any(one.get("class") == "node" for one in elements)


@needs_dot
def test_nothing_is_drawn_of_nothing() -> None:
    assert words(drawn(Diagram((), ()))) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short", ["Short"]),
        ("Never stop while a request is open", ["Never stop while a request", "is open"]),
        (
            "One two three four five six seven eight nine ten eleven twelve thirteen",
            ["One two three four five", "six seven eight nine ten…"],
        ),
        ("antidisestablishmentarianism", ["antidisestablishmentarian…"]),
        ("\u6f22" * 20, ["\u6f22" * 12 + "…"]),
        ("", []),
    ],
    ids=["one line", "two lines", "cut", "a long word", "wide characters", "nothing"],
)
def test_words_are_broken_into_two_lines_at_most(text: str, lines: list[str]) -> None:
    assert wrapped(text) == lines


def test_the_same_diagram_is_the_same_text() -> None:
    diagram = Diagram(
        (
            Box("x", "X", stage="draft", begins=True, stands_out=True),
            Box("y", "Y", stage="implemented"),
        ),
        (Arrow("x", "y", direction="left"),),
    )
    text = render_dot(diagram)
    assert text == render_dot(diagram)
    assert "n0 -> n1 [dir=back];" in text
    assert text.count("penwidth=4") == 1
    assert "startn0 -> n0;" in text
    assert text.count("rounded,filled,dashed") == 0


def test_a_tooltip_is_no_longer_than_graphviz_takes() -> None:
    written = render_dot(Diagram((Box("a", "A", tooltip="x" * 20_000),), ()))
    assert len(written) < 2_000
