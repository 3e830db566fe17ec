"""`dep:index`: the table of proposals, which may also be the toctree of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct
from sphinx import addnodes

from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.sphinx_ext.controls import FACETS, Index, facets_of, script_data
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import (
    Column,
    _,
    badge,
    counted_title,
    linked_references,
    note,
    people,
    table,
    text_with_links,
)
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.options import SELECTION_OPTIONS, SelectingDirective, split
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import COLUMNS, Selection, head_of, values_of, words_of
from sphinx_deps.sphinx_ext.uses import View

_MOST_PEOPLE = 2
_WIDTHS = {"number": 10, "title": 44, "status": 14, "created": 12}
_OTHER_WIDTH = 20


class IndexUse(Struct, frozen=True):
    """One table: which proposals it shows, and what of them."""

    selection: Selection
    columns: tuple[str, ...] = ()
    static: bool = False
    """Whether readers get the table alone, without what filters and sorts it."""

    def shows(self, view: View) -> object:
        """Return the columns, and the words of every cell with what its links show."""
        columns = self.columns_of(view)
        heads = [head_of(name, view) for name in (*columns, *self.facets)]
        groups = self.selection.groups(view)
        orders = [tuple(one.process.definition.statuses) for one in view.site.catalog.series]
        shown = [
            (words, [_shown(row, columns, self.facets, view) for row in rows])
            for words, rows in groups
        ]
        return heads, orders, shown

    @property
    def facets(self) -> tuple[str, ...]:
        """What readers may choose by."""
        return () if self.static else FACETS

    def columns_of(self, view: View) -> tuple[str, ...]:
        """Return the columns asked for, or the usual ones that hold anything."""
        if self.columns:
            return self.columns
        rows = self.selection.rows(view)
        series_of = view.site.catalog.series_of
        return tuple(
            name for name in COLUMNS if any(words_of(row, name, series_of(row)) for row in rows)
        )


class ToctreeUse(Struct, frozen=True):
    """The toctree that a table makes of its rows."""

    selection: Selection

    def shows(self, view: View) -> tuple[str, ...]:
        """Return the documents of the rows, in their order, and the pages by field."""
        pages = view.site.pages
        groups = self.selection.groups(view)
        rows = (pages[row.key] for _words, found in groups for row in found if row.key in pages)
        # A proposal of several values is in several groups.
        return (*dict.fromkeys(rows), *self.pages_by_field(view))

    def pages_by_field(self, view: View) -> Iterator[str]:
        """Return the generated pages that lead to others, where all proposals are listed."""
        if not self.selection.filters:
            roles = self.selection.series or view.site.catalog.by_role
            for page in view.site.listings.values():
                if page.below and page.role in roles:
                    yield page.docname


def _shown(row: Proposal, columns: tuple[str, ...], facets: tuple[str, ...], view: View) -> object:
    """All that one row shows."""
    catalog = view.site.catalog
    targets = (one.target for name in columns for one in row.references.get(name, ()))
    linked = [view.link(one) for one in (row, *(catalog.by_key[key] for key in targets if key))]
    words = [words_of(row, name, catalog.series_of(row)) for name in columns]
    held = [values_of(row, name, catalog.series_of(row)) for name in facets]
    return linked, words, [row.people.get(name) for name in columns], held


class IndexDirective(SelectingDirective):
    """Draws a table of proposals."""

    option_spec: ClassVar = SELECTION_OPTIONS | {
        "columns": directives.unchanged_required,
        "sort": directives.unchanged_required,
        "group-by": directives.unchanged_required,
        "toctree": directives.flag,
        "static": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place; with `toctree`, add the toctree of its rows."""
        domain = dep_domain(self.env)
        columns = split(self.options.get("columns", ""))
        use = IndexUse(self.selection(), columns, static="static" in self.options)
        self.check(use.selection, use.columns)
        domain.note_use(use)
        drawn: list[nodes.Node] = [placeholder(use, draw_index)]
        if "toctree" in self.options:
            rows = ToctreeUse(use.selection)
            domain.note_reading(rows)
            drawn.append(self.toctree(rows.shows(domain.view)))
        return drawn

    def toctree(self, documents: tuple[str, ...]) -> nodes.Node:
        """Return a hidden toctree of the documents."""
        tree = toctree_of(self.env.docname, documents, hidden=True)
        self.set_source_info(tree)
        return element(nodes.compound, tree, classes=["toctree-wrapper"])


def toctree_of(docname: str, documents: tuple[str, ...], *, hidden: bool) -> addnodes.toctree:
    """Return the toctree of a document that leads to others."""
    return addnodes.toctree(
        parent=docname,
        entries=[(None, name) for name in documents],
        includefiles=list(documents),
        maxdepth=1,
        caption=None,
        glob=False,
        hidden=hidden,
        includehidden=False,
        numbered=0,
        titlesonly=True,
        rawentries=[],
    )


def draw_index(use: IndexUse, page: Page) -> list[nodes.Node]:
    """Draw the table, or one for each group under its words."""
    columns = use.columns_of(page.view)
    groups = use.selection.groups(page.view)
    drawn: list[nodes.Node] = []
    for words, rows in groups:
        if words:
            drawn.append(counted_title(words, len(rows)))
        if rows:
            drawn.append(_table(columns, rows, page))
    if not drawn:
        return [note(_("No proposals."))]
    rows = [row for _words, found in groups for row in found]
    return drawn if use.static or len(rows) < 2 else [_with_controls(use, drawn, rows, page)]


def _with_controls(
    use: IndexUse, drawn: list[nodes.Node], rows: list[Proposal], page: Page
) -> nodes.Node:
    labels = {name: head_of(name, page.view) for name in use.facets}
    facets = list(facets_of(rows, labels, page.view))
    sort = f"-{use.selection.sort}" if use.selection.descending else use.selection.sort
    data = script_data(rows, use.columns_of(page.view), facets, sort, page.view)
    return element(Index, *drawn, data=data, classes=["deps-index"])


def _table(names: tuple[str, ...], rows: list[Proposal], page: Page) -> nodes.table:
    columns = [
        Column(name, head_of(name, page.view), _WIDTHS.get(name, _OTHER_WIDTH)) for name in names
    ]
    drawn = table(columns, ([_cell(row, name, page) for name in names] for row in rows))
    drawn["classes"].append("deps-proposals")
    return drawn


def _cell(proposal: Proposal, name: str, page: Page) -> list[nodes.Node]:
    catalog = page.view.site.catalog
    words = words_of(proposal, name, catalog.series_of(proposal))
    if not words:
        return []
    if name in {"number", "label", "id", "title"}:
        return [page.linked(proposal, words)]
    if name == "status":
        return [mark] if (mark := badge(proposal)) else []
    if proposal.references.get(name):
        return linked_references(proposal.references[name], catalog, page.linked)
    if name in proposal.people:
        return _people(proposal.people[name])
    return text_with_links(words)


def _people(persons: tuple[Person, ...]) -> list[nodes.Node]:
    """The first of them, and how many more there are."""
    drawn = people(persons[:_MOST_PEOPLE])
    rest = persons[_MOST_PEOPLE:]
    if not rest:
        return drawn
    names = ", ".join(person.name for person in rest)
    more = element(nodes.abbreviation, _("and %d more") % len(rest), explanation=names)
    return [*drawn, nodes.Text(" "), more]
