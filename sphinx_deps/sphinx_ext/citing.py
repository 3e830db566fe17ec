"""Who cites a proposal or an item of it: for the fingerprint of a page, and as links."""

from __future__ import annotations

from docutils import nodes

from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.sphinx_ext.placeholders import Page
from sphinx_deps.sphinx_ext.uses import CitingPage, View

Citing = CitingPage | Proposal
"""Whatever may cite a proposal."""


def all_citing(proposal: Proposal, view: View, item: Item | None = None) -> tuple[Citing, ...]:
    """Return the other proposals that cite a proposal or an item of it, then the pages."""
    return (*view.citing_proposals(proposal, item), *view.citing_pages(proposal, item))


def shown(citing: Citing, view: View) -> object:
    """Return all that a link to it shows."""
    return citing if isinstance(citing, CitingPage) else view.link(citing)


def draw_short(citing: Citing, page: Page) -> nodes.Node:
    """Draw a link to a page, or one to a proposal with its label alone."""
    if isinstance(citing, CitingPage):
        return page.linked_page(citing)
    return page.linked(citing, citing.label)
