"""`dep:items`: what proposals number inside, a table for each kind, and who cites it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct

from sphinx_deps.item_kinds import ItemKind
from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.sphinx_ext.citing import all_citing, draw_short, shown
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import (
    Column,
    _,
    counted_title,
    joined,
    note,
    table,
    text_with_links,
    title_and_badge,
)
from sphinx_deps.sphinx_ext.options import SELECTION_OPTIONS, SelectingDirective, split
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import Selection
from sphinx_deps.sphinx_ext.uses import NameUse, View


class Row(NamedTuple):
    """An item, and the proposal that holds it."""

    proposal: Proposal
    item: Item

    def field(self, name: str) -> str:
        """Return the text of a field of the item."""
        return ", ".join(one.text for one in self.item.fields if one.name == name and one.text)


class Group(Struct, frozen=True):
    """The items of one kind."""

    title: str
    fields: tuple[tuple[str, str], ...]
    """The fields that any of them has: name and label."""
    rows: tuple[Row, ...]


class ItemsUse(Struct, frozen=True):
    """The tables of one directive: of which proposals, or which one, and of which kinds."""

    selection: Selection
    kinds: tuple[str, ...] = ()
    of: NameUse | None = None

    def shows(self, view: View) -> object:
        """Return the words of every cell, with what its links show."""
        groups = self.groups(view)
        return [
            (one.title, one.fields, [_shown(row, one.fields, view) for row in one.rows])
            for one in groups
        ]

    def groups(self, view: View) -> list[Group]:
        """Return the items kind by kind, in the order asked for or in that of the processes."""
        declared = _kinds(view)
        rows = [Row(proposal, item) for proposal in self.proposals(view) for item in proposal.items]
        groups = []
        for name in dict.fromkeys(self.kinds) or declared:
            found = tuple(row for row in rows if row.item.kind == name)
            if found:
                title, labels = declared[name][0].title, _labels(declared[name])
                fields = ((key, label) for key, label in labels.items() if _is_stated(key, found))
                groups.append(Group(title, tuple(fields), found))
        return groups

    def proposals(self, view: View) -> Iterator[Proposal]:
        """Return the proposals whose items are shown."""
        key = self.of.shows(view) if self.of else None
        for proposal in self.selection.rows(view):
            if self.of is None or proposal.key == key:
                yield proposal


def _kinds(view: View) -> dict[str, list[ItemKind]]:
    """The kinds that the processes declare, by their names."""
    kinds: dict[str, list[ItemKind]] = {}
    for series in view.site.catalog.series:
        for kind in series.process.item_kinds:
            kinds.setdefault(kind.name, []).append(kind)
    return kinds


def _labels(kinds: list[ItemKind]) -> dict[str, str]:
    """The labels of the fields, as the first process writes them."""
    labels: dict[str, str] = {}
    for kind in kinds:
        for name, label in zip(kind.rule.fields, kind.field_labels, strict=True):
            labels.setdefault(name, label)
    return labels


def _is_stated(name: str, rows: tuple[Row, ...]) -> bool:
    return any(row.field(name) for row in rows)


def _shown(row: Row, fields: tuple[tuple[str, str], ...], view: View) -> object:
    """All that one row shows."""
    item, proposal = row.item, row.proposal
    place = view.link(proposal), view.identifier(proposal, item.anchor)
    stated = [row.field(name) for name, _label in fields]
    citing = [shown(one, view) for one in all_citing(proposal, view, item)]
    return item.label, item.title, place, stated, citing


class ItemsDirective(SelectingDirective):
    """Draws what is numbered inside proposals."""

    option_spec: ClassVar = SELECTION_OPTIONS | {
        "of": directives.unchanged_required,
        "kind": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        selection, kinds = self.selection(), split(self.options.get("kind", ""))
        self.check(selection)
        self.check_names(kinds, _kinds, _("no process numbers items of the kind %r"))
        of = self.named(self.options["of"]) if "of" in self.options else None
        use = ItemsUse(selection, kinds, of)
        domain.note_use(use)
        return [placeholder(use, draw_items)]


def draw_items(use: ItemsUse, page: Page) -> list[nodes.Node]:
    """Draw a table for each kind, under its name where there are several."""
    groups = use.groups(page.view)
    drawn: list[nodes.Node] = []
    for group in groups:
        if len(groups) > 1:
            drawn.append(counted_title(group.title, len(group.rows)))
        drawn.append(_table(group, page, with_proposal=use.of is None))
    return drawn or [note(_("No items."))]


def _table(group: Group, page: Page, *, with_proposal: bool) -> nodes.table:
    """The columns that hold anything."""
    cells = [
        (column, drawn)
        for column, draw in _columns(group, page, with_proposal=with_proposal)
        if any(drawn := [draw(row) for row in group.rows])
    ]
    rows = zip(*(drawn for _column, drawn in cells), strict=True)
    return table([column for column, _drawn in cells], rows)


def _columns(
    group: Group, page: Page, *, with_proposal: bool
) -> Iterator[tuple[Column, Callable[[Row], list[nodes.Node]]]]:
    """Each column, and what draws its cell of a row."""
    yield Column("label", _("Item"), 10), lambda row: _linked(row, row.item.label, page)
    yield Column("title", _("Title"), 36), lambda row: _linked(row, row.item.title, page)
    if with_proposal:
        yield (
            Column("proposal", _("Proposal"), 30),
            lambda row: [title_and_badge(row.proposal, page.linked)],
        )
    for name, label in group.fields:
        yield Column("fact", label, 16, is_told=True), partial(_fact, name)
    yield (
        Column("cited", _("Cited by"), 20, is_told=True),
        lambda row: _citing(row, page),
    )


def _linked(row: Row, words: str, page: Page) -> list[nodes.Node]:
    return [page.linked_item(row.proposal, row.item, words)] if words else []


def _citing(row: Row, page: Page) -> list[nodes.Node]:
    citing = all_citing(row.proposal, page.view, row.item)
    return joined(draw_short(one, page) for one in citing)


def _fact(name: str, row: Row) -> list[nodes.Node]:
    text = row.field(name)
    return text_with_links(text) if text else []
