"""`dep:graph`: how proposals are related, as a diagram from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec.structs import replace

from sphinx_deps.outputs.dot import Arrow, Box, Diagram
from sphinx_deps.outputs.relations import Relations, around, read_relations, teller_and_named
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.diagrams import DiagramUse, address, draw_diagram
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import (
    _,
    note,
    status_words,
    title_and_badge,
    tooltip,
)
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.languages import in_language
from sphinx_deps.sphinx_ext.options import SELECTION_OPTIONS, SelectingDirective
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import Selection
from sphinx_deps.sphinx_ext.uses import NameUse, View


class GraphUse(DiagramUse, frozen=True):
    """One graph: among which proposals, around which one of them, with those that have none."""

    selection: Selection
    centre: NameUse | None = None
    depth: int = 1
    unrelated: bool = False

    def shows(self, view: View) -> object:
        """Return the relations, and what is shown of each proposal."""
        found = self.relations(view)
        links = [view.link(proposal) for proposal in found.proposals]
        return links, found.relations, len(found.unrelated), self.centre and self.centre.shows(view)

    def relations(self, view: View) -> Relations:
        """Return the proposals that are drawn, and the relations among them."""
        found = _translated(read_relations(view.site.catalog, self.selection.rows(view)))
        if self.centre is not None:
            return around(found, self.centre.shows(view) or "", self.depth)
        if self.unrelated:
            return Relations((*found.proposals, *found.unrelated), found.relations)
        return found


def _translated(found: Relations) -> Relations:
    arrows = (replace(one, words=in_language(one.words)) for one in found.relations)
    return replace(found, relations=tuple(arrows))


class GraphDirective(SelectingDirective):
    """Draws the relations among proposals."""

    option_spec: ClassVar = SELECTION_OPTIONS | {
        "of": directives.unchanged_required,
        "depth": directives.nonnegative_int,
        "unrelated": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        selection = self.selection()
        self.check(selection)
        depth = self.options.get("depth", 1)
        centre = self.named(self.options["of"]) if "of" in self.options else None
        use = GraphUse(selection, centre, depth, "unrelated" in self.options)
        domain.note_use(use)
        return [placeholder(use, draw_graph)]


def draw_graph(use: GraphUse, page: Page) -> list[nodes.Node]:
    """Draw the graph, and say how many proposals were left out of it."""
    found = use.relations(page.view)
    centre = use.centre.shows(page.view) if use.centre else None
    if not (found.relations or (use.unrelated and found.proposals)):
        return [note(_("No relations."))]
    boxes = tuple(_box(one, page, stands_out=one.key == centre) for one in found.proposals)
    in_words = _in_words(found, page)
    alt = "; ".join(_sentences(found, page))
    drawn = draw_diagram(Diagram(boxes, found.relations), alt, page, in_words=in_words)
    if found.unrelated:
        drawn.append(note(_("Left out, since they have no relations: %d.") % len(found.unrelated)))
    return drawn


def _box(proposal: Proposal, page: Page, *, stands_out: bool) -> Box:
    return Box(
        proposal.key,
        proposal.label,
        proposal.title if proposal.title != proposal.label else "",
        status_words(proposal),
        stage=proposal.stage,
        url=address(proposal, page),
        tooltip=tooltip(proposal),
        stands_out=stands_out,
    )


def _sentences(found: Relations, page: Page) -> Iterator[str]:
    """Each relation in words: `DEP 2 Replaced By DEP 3`."""
    by_key = page.view.site.catalog.by_key
    for arrow in found.relations:
        teller, named = (by_key[key].label for key in teller_and_named(arrow))
        yield f"{teller} {arrow.words} {named}"


def _in_words(found: Relations, page: Page) -> nodes.bullet_list:
    """Each proposal with the relations that it tells of."""
    items = (_item(proposal, found, page) for proposal in found.proposals)
    return element(nodes.bullet_list, *items, classes=["deps-relations"])


def _item(proposal: Proposal, found: Relations, page: Page) -> nodes.list_item:
    told = [one for one in found.relations if teller_and_named(one)[0] == proposal.key]
    arrows = [element(nodes.bullet_list, *(_told(arrow, page) for arrow in told))] if told else []
    name = element(nodes.paragraph, title_and_badge(proposal, page.linked))
    return element(nodes.list_item, name, *arrows)


def _told(arrow: Arrow, page: Page) -> nodes.list_item:
    named = page.view.site.catalog.by_key[teller_and_named(arrow)[1]]
    words = f"{arrow.words}: ", title_and_badge(named, page.linked)
    return element(nodes.list_item, element(nodes.paragraph, *words))
