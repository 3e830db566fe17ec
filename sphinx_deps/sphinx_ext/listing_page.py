"""What stands on a generated page: a sentence and the table, or the pages of the values."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.index import IndexUse, draw_index, toctree_of
from sphinx_deps.sphinx_ext.languages import status_meaning
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import Selection
from sphinx_deps.sphinx_ext.uses import View


class ListedRows(Selection, frozen=True):
    """The proposals of a generated page: who has a value was found for all pages at once."""

    docname: str = ""

    def rows(self, view: View) -> list[Proposal]:
        """Return the proposals, sorted by number."""
        listing = view.site.listings.get(self.docname)
        return [view.site.catalog.by_key[key] for key in listing.keys] if listing else []


class MeaningUse(Struct, frozen=True):
    """What the status means of which a page is."""

    docname: str

    def shows(self, view: View) -> str:
        """Return the sentence, if there is one."""
        listing = view.site.listings.get(self.docname)
        series = view.site.catalog.by_role.get(listing.role) if listing else None
        rule = series.process.status_rule(listing.status) if listing and series else None
        return status_meaning(rule) if rule else ""


class FrameUse(Struct, frozen=True):
    """What a generated page is read with: its title, and the pages that it leads to."""

    docname: str

    def shows(self, view: View) -> tuple[object, ...]:
        """Return both."""
        listing = view.site.listings.get(self.docname)
        return (listing.title, listing.below) if listing else ()


class ListingDirective(SphinxDirective):
    """Draws a generated page; on any other page there is nothing to draw."""

    def run(self) -> list[nodes.Node]:
        """Record what the page shows and hold its place, or lead to the pages below."""
        domain, docname = dep_domain(self.env), self.env.docname
        listing = domain.view.site.listings.get(docname)
        if listing is None:
            return []
        for title in self.state.document.findall(nodes.title):
            title["translatable"] = False  # it is what a proposal says
        domain.note_reading(FrameUse(docname))
        if listing.below:
            tree = toctree_of(docname, listing.below, hidden=False)
            self.set_source_info(tree)
            return [element(nodes.compound, tree, classes=["toctree-wrapper"])]
        meaning, table = MeaningUse(docname), IndexUse(ListedRows(docname=docname))
        domain.note_use(meaning)
        domain.note_use(table)
        return [placeholder(meaning, draw_meaning), placeholder(table, draw_index)]


def draw_meaning(use: MeaningUse, page: Page) -> list[nodes.Node]:
    """Draw the sentence."""
    words = use.shows(page.view)
    return [element(nodes.paragraph, words)] if words else []


def name_no_source(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Offer no source of a generated page, and nothing to edit."""
    if pagename in dep_domain(app.env).view.site.listings:
        context["sourcename"] = context["page_source_suffix"] = ""
