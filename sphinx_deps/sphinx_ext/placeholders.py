"""Nodes that hold a place until a page is written, and the transform that draws them then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode, process_only_nodes

from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.sphinx_ext.domain import DepDomain, dep_domain
from sphinx_deps.sphinx_ext.elements import element, find_elements
from sphinx_deps.sphinx_ext.uses import CitingPage, Use, View

_HTML = "html"


class Placeholder(nodes.General, nodes.Element):
    """Holds the place of a use; `use` says what is to be drawn, its children what was written."""


class Page(Struct, frozen=True):
    """The page that is being written: what a drawing needs to know of it."""

    domain: DepDomain
    docname: str

    @property
    def view(self) -> View:
        """What this build shows."""
        return self.domain.view

    @property
    def builder(self) -> Builder:
        """Who writes it."""
        return self.domain.builder

    def linked(self, proposal: Proposal, words: str) -> nodes.Node:
        """Return a link to a proposal, or the words alone where it cannot be read anywhere."""
        return self.linked_item(proposal, None, words)

    def linked_item(self, proposal: Proposal, item: Item | None, words: str) -> nodes.Node:
        """Return a link to an item of a proposal, or to the proposal."""
        anchor, content = item.anchor if item else "", nodes.Text(words)
        link = self.domain.reference(self.builder, self.docname, proposal, anchor, content)
        # An element, so that the style can keep the direction of the words to themselves.
        return element(nodes.inline, words) if link is None else link

    def linked_page(self, citing: CitingPage) -> nodes.Node:
        """Return a link to a page, or its title alone where no link is possible."""
        words = nodes.Text(citing.title)
        try:
            return make_refnode(self.builder, self.docname, citing.docname, "", words)
        except NoUri:
            return element(nodes.inline, citing.title)


Draw = Callable[[Any, Page], list[nodes.Node]]


def placeholder(use: Use, draw: Draw, *written: nodes.Node) -> Placeholder:
    """Return a node that `draw` replaces when the page is written."""
    return element(Placeholder, *written, use=use, draw=draw)


class DrawPlaceholders(SphinxPostTransform):
    """Draws every placeholder of a page that is none of HTML."""

    # Before those of Sphinx: what is drawn goes their way, such as links that become footnotes.
    default_priority = 8

    def is_supported(self) -> bool:
        """Whether the page is none of HTML."""
        return dep_domain(self.env).builder.format != _HTML

    def run(self, **kwargs: Any) -> None:
        """Replace them all."""
        _draw_all(self.document, self.env)


class DrawPlaceholdersInHtml(SphinxPostTransform):
    """Draws every placeholder of a page of HTML."""

    # After Sphinx's own: ten of them walk through all nodes of a page, and find nothing to do in
    # tables of a thousand rows.
    default_priority = 402
    formats = (_HTML,)

    def run(self, **kwargs: Any) -> None:
        """Replace them all."""
        _draw_all(self.document, self.env)


def _draw_all(document: nodes.document, env: BuildEnvironment) -> None:
    page = Page(dep_domain(env), env.docname)
    # What is drawn is not the author's to translate.
    is_drawn = page.builder.name != "gettext"
    for node in find_elements(document, Placeholder):
        drawn = node["draw"](node["use"], page) if is_drawn else node.children
        node.replace_self(_for_builder(drawn, page.builder))


def _for_builder(drawn: list[nodes.Node], builder: Builder) -> list[nodes.Node]:
    """What is drawn without what it holds for other builders."""
    around = element(nodes.Element, *drawn)
    process_only_nodes(around, builder.tags)
    return around.children
