"""`dep:process`: the rules of a series for its readers, drawn from what is enforced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.diagrams import DiagramUse, draw_diagram
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import Column, _, field_list, note, status_badge, table
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.options import SeriesDirective, split
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.process_sheet import (
    PARTS,
    Block,
    Cell,
    Code,
    Facts,
    Lifecycle,
    Mark,
    Part,
    Table,
    process_parts,
)
from sphinx_deps.sphinx_ext.uses import View


class ProcessUse(DiagramUse, frozen=True):
    """What a page shows of the processes of some series."""

    roles: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def shows(self, view: View) -> object:
        """Return the words of every part."""
        return [(series.name, parts) for series, parts in self.sheets(view)]

    def sheets(self, view: View) -> list[tuple[Series, tuple[Part, ...]]]:
        """Return the series with the parts that are shown of their processes."""
        series = view.site.catalog.series
        names = self.parts or tuple(PARTS)
        return [
            (one, process_parts(one.process, names))
            for one in series
            if not self.roles or one.role in self.roles
        ]


class ProcessDirective(SeriesDirective):
    """Draws the process of a series."""

    option_spec: ClassVar = {
        "series": directives.unchanged_required,
        "show": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        use = ProcessUse(self.series(), split(self.options.get("show", "")))
        self.check_series()
        self.check_names(use.parts, _parts, _("a process has no part %r"))
        domain.note_use(use)
        return [placeholder(use, draw_process)]


def _parts(view: View) -> Iterable[str]:
    return PARTS


def draw_process(use: ProcessUse, page: Page) -> list[nodes.Node]:
    """Draw the parts of each process, under its name where there are several."""
    sheets = use.sheets(page.view)
    drawn: list[nodes.Node] = []
    for series, parts in sheets:
        if len(sheets) > 1:
            drawn.append(element(nodes.rubric, series.name))
        # Who asks for a single part gives it a heading of their own.
        is_titled = len(use.parts) != 1
        for part in parts:
            drawn += _part(part, page, is_titled=is_titled)
        if not parts:
            drawn.append(note(_("This process says nothing about it.")))
    return drawn or [note(_("No process."))]


def _part(part: Part, page: Page, *, is_titled: bool) -> Iterator[nodes.Node]:
    if is_titled:
        yield element(nodes.rubric, part.title)
    for block in part.blocks:
        yield from _block(block, page)


def _block(block: Block, page: Page) -> list[nodes.Node]:
    if isinstance(block, Table):
        return [_table(block)]
    if isinstance(block, Facts):
        return [field_list((label, _cell(cell)) for label, cell in block.rows)]
    if isinstance(block, Lifecycle):
        return _lifecycle(block, page)
    return [element(nodes.paragraph, *_cell(block))]


def _table(block: Table) -> nodes.table:
    columns = [Column(name, head, width) for name, head, width in block.heads]
    drawn = table(columns, ([_cell(cell) for cell in row] for row in block.rows))
    drawn["classes"].append("deps-process")
    return drawn


def _lifecycle(block: Lifecycle, page: Page) -> list[nodes.Node]:
    steps = element(nodes.bullet_list, *(_step(*step) for step in block.steps))
    alt = "; ".join(
        f"{status.words} → {', '.join(one.words for one in following)}"
        for status, following in block.steps
        if following
    )
    return draw_diagram(block.diagram, alt, page, in_words=steps)


def _step(status: Mark, following: Iterable[Mark] = ()) -> nodes.list_item:
    """A status, and below it those that may follow."""
    steps = [_step(mark) for mark in following]
    below = [element(nodes.bullet_list, *steps)] if steps else []
    return element(nodes.list_item, element(nodes.paragraph, _badge(status)), *below)


def _badge(mark: Mark) -> nodes.inline:
    return status_badge(mark.words, mark.stage)


def _cell(cell: Cell) -> list[nodes.Node]:
    return [_piece(piece) for piece in cell]


def _piece(piece: str | Mark | Code) -> nodes.Node:
    if isinstance(piece, Mark):
        return _badge(piece)
    return element(nodes.literal, piece.words) if isinstance(piece, Code) else nodes.Text(piece)
