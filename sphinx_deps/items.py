"""The items of a document: the headings that a process numbers, with what stands under them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sphinx_deps.item_kinds import ItemKind
from sphinx_deps.markdown import Heading, Outline, without_number
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Item, Section
from sphinx_deps.readers.bold import bold_lines
from sphinx_deps.readers.bullets import bullet_lines

_DIGIT = regex(r"\d")


def read_items(outline: Outline, process: Process) -> tuple[Item, ...]:
    """The items, of all kinds, in the order of the document."""
    return tuple(_items(outline, process)) if process.item_kinds else ()


def _items(outline: Outline, process: Process) -> Iterator[Item]:
    around: list[Section] = []
    for position, section in enumerate(outline.sections):
        while around and around[-1].level >= section.level:
            around.pop()
        for kind in process.item_kinds if _DIGIT.search(section.title) else ():
            found = _read(section.title, kind)
            if found and kind.is_held_by(without_number(one.title) for one in around):
                fields = tuple(_fields(position, kind, outline)) if kind.rule.fields else ()
                yield _item(kind, section, *found, fields)
                break
        around.append(section)


def _read(title: str, kind: ItemKind) -> tuple[int, str] | None:
    found = kind.read(title)
    return kind.read(without_number(title)) if found is None and title[:1].isdigit() else found


def _item(
    kind: ItemKind, section: Section, number: int, title: str, fields: tuple[Field, ...]
) -> Item:
    label = f"{kind.prefix} {number}"
    return Item(kind.name, number, label, title, section.anchor, section.location, fields)


def _fields(position: int, kind: ItemKind, outline: Outline) -> Iterator[Field]:
    """The declared fields between a heading and the next one."""
    headings: tuple[Heading, ...] = outline.headings[position : position + 2]
    end = headings[1].start if len(headings) > 1 else len(outline.source.text)
    blocks = outline.blocks
    for block in blocks[bisect_left(blocks, headings[0].end, key=lambda one: one.start) :]:
        if block.start >= end:
            return
        for read in (bold_lines, bullet_lines):
            yield from (field for field in read(block, outline, kind.field_key) if field.name)
