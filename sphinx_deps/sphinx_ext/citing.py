"""Who cites an item of a proposal: for the fingerprint of a page, and as links."""

from __future__ import annotations

from docutils import nodes

from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.sphinx_ext.drawing import joined
from sphinx_deps.sphinx_ext.placeholders import Page
from sphinx_deps.sphinx_ext.uses import CitingPage, View

Citing = CitingPage | Proposal
"""Whatever may cite a proposal."""


def shown_citing(proposal: Proposal, item: Item, view: View) -> object:
    """Return all that the links show."""
    links = [view.link(one) for one in view.citing_proposals(proposal, item)]
    return links, view.citing_pages(proposal, item)


def draw_citing(proposal: Proposal, item: Item, page: Page) -> list[nodes.Node]:
    """Draw short links to the proposals that cite an item, and to the pages."""
    view = page.view
    proposals, pages = view.citing_proposals(proposal, item), view.citing_pages(proposal, item)
    links = [draw_short(one, page) for one in proposals]
    return joined([*links, *(draw_short(one, page) for one in pages)])


def draw_short(citing: Citing, page: Page) -> nodes.Node:
    """Draw a link to a page, or one to a proposal with its label alone."""
    if isinstance(citing, CitingPage):
        return page.linked_page(citing)
    return page.linked(citing, nodes.inline("", citing.label))
