"""`dep:citations`: which pages cite which proposals, and which proposals no page cites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct

from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.citing import Citing, all_citing, draw_short, shown
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import Column, _, joined, note, table, title_and_badge
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.options import SELECTION_OPTIONS, SelectingDirective
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import Selection
from sphinx_deps.sphinx_ext.uses import CitingPage, View

_PAGE, _PROPOSAL = "page", "proposal"
_IN_FORCE = ("accepted", "implemented")
"""The stages of what the pages of a product should speak of."""


class CitationsUse(Struct, frozen=True):
    """One table: the citations of which proposals, a row for each page or for each proposal."""

    selection: Selection
    by: str = _PAGE
    with_proposals: bool = False
    """Whether citations in proposals are shown too."""

    def shows(self, view: View) -> object:
        """Return what the links of every row show."""
        return [
            (shown(head, view), [shown(one, view) for one in others])
            for head, others in self.rows(view)
        ]

    def rows(self, view: View) -> list[tuple[Citing, list[Citing]]]:
        """Return what each page cites, or who cites each proposal."""
        found = [
            (citing, cited)
            for cited in self.selection.rows(view)
            for citing in citing_all(cited, view, with_proposals=self.with_proposals)
        ]
        if self.by == _PROPOSAL:
            return _grouped((cited, citing) for citing, cited in found)
        return _grouped(sorted(found, key=lambda pair: _order(pair[0])))


class UncitedUse(Struct, frozen=True):
    """One list: which of the accepted and implemented proposals nobody cites."""

    selection: Selection
    with_proposals: bool = False
    """Whether a citation in a proposal counts."""

    def shows(self, view: View) -> object:
        """Return what the links show."""
        return [view.link(one) for one in self.proposals(view)]

    def proposals(self, view: View) -> list[Proposal]:
        """Return the proposals."""
        return [
            one
            for one in self.selection.rows(view)
            if one.stage in _IN_FORCE
            and not citing_all(one, view, with_proposals=self.with_proposals)
        ]


def citing_all(cited: Proposal, view: View, *, with_proposals: bool) -> tuple[Citing, ...]:
    """Return the pages that cite a proposal, and the proposals if they are asked for."""
    return all_citing(cited, view) if with_proposals else view.citing_pages(cited)


def _grouped(pairs: Iterable[tuple[Citing, Citing]]) -> list[tuple[Citing, list[Citing]]]:
    """What goes with each first one, in the order in which those come."""
    groups: dict[tuple[str, ...], tuple[Citing, list[Citing]]] = {}
    for head, other in pairs:
        groups.setdefault(_order(head), (head, []))[1].append(other)
    return list(groups.values())


def _order(citing: Citing) -> tuple[str, ...]:
    """Pages by their titles, then proposals by series and path."""
    if isinstance(citing, CitingPage):
        return _PAGE, citing.title.casefold(), citing.docname
    return _PROPOSAL, citing.role, citing.path


def _what_rows_are(text: str) -> str:
    return directives.choice(text, (_PAGE, _PROPOSAL))


class CitationsDirective(SelectingDirective):
    """Draws who cites what, or what nobody cites."""

    option_spec: ClassVar = SELECTION_OPTIONS | {
        "by": _what_rows_are,
        "proposals": directives.flag,
        "uncited": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        selection, with_proposals = self.selection(), "proposals" in self.options
        self.check(selection)
        if "uncited" in self.options:
            uncited = UncitedUse(selection, with_proposals)
            domain.note_use(uncited)
            return [placeholder(uncited, draw_uncited)]
        use = CitationsUse(selection, self.options.get("by", _PAGE), with_proposals)
        domain.note_use(use)
        return [placeholder(use, draw_citations)]


def draw_citations(use: CitationsUse, page: Page) -> list[nodes.Node]:
    """Draw the table."""
    rows = use.rows(page.view)
    if not rows:
        return [note(_("No citations."))]
    by_page = use.by == _PAGE
    heads = (_("Page"), _("Cites")) if by_page else (_("Proposal"), _("Cited by"))
    columns = [Column("title", heads[0], 40), Column("cited", heads[1], 60, is_told=True)]
    draw = _draw if by_page else draw_short
    cells = (
        ([_draw(head, page)], joined(draw(one, page) for one in others)) for head, others in rows
    )
    drawn_table = table(columns, cells)
    drawn_table["classes"].append("deps-citations")
    return [drawn_table]


def _draw(citing: Citing, page: Page) -> nodes.Node:
    if isinstance(citing, CitingPage):
        return page.linked_page(citing)
    return title_and_badge(citing, page.linked)


def draw_uncited(use: UncitedUse, page: Page) -> list[nodes.Node]:
    """Draw the list."""
    found = use.proposals(page.view)
    if not found:
        return [note(_("No uncited proposals."))]
    lines = (element(nodes.paragraph, _draw(one, page)) for one in found)
    listed = (element(nodes.list_item, line) for line in lines)
    return [element(nodes.bullet_list, *listed, classes=["deps-uncited"])]
