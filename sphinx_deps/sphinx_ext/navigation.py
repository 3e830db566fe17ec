"""What toctrees, neighbours and the theme's navigation show on a page beside its own text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

if TYPE_CHECKING:
    from sphinx_deps.sphinx_ext.reading_order import ReadingOrder

NEIGHBOURS, BRANCH, TITLES, HEADINGS = "neighbours", "branch", "titles", "headings"
SHOWN = (NEIGHBOURS, BRANCH, TITLES, HEADINGS)
"""What themes show: each holds all that those before it do."""


class Outline(NamedTuple):
    """What navigation may show of a document; the last two as digests."""

    title: str = ""
    headings: str = ""
    toctrees: str = ""


def read_outline_of(docname: str, env: BuildEnvironment) -> Outline:
    """Return the outline of a document that Sphinx has just read."""
    toc = env.tocs[docname]
    trees = [_tree(node) for node in toc.findall(addnodes.toctree)]
    title = _words(env.titles[docname])
    return Outline(title, _digest(_nested(toc)), _digest(trees) if trees else "")


def _nested(toc: nodes.Element) -> list[object]:
    """The headings and toctrees as they follow each other and lie in each other."""
    found: list[object] = []
    for child in toc.children:
        if isinstance(child, addnodes.toctree):
            found.append(_tree(child))
        elif isinstance(child, nodes.reference):
            found.append((child.get("anchorname"), _words(child)))
        elif isinstance(child, nodes.Element):
            found.append((child.get("expr"), _nested(child)))
    return found


def _tree(node: addnodes.toctree) -> object:
    names = ("entries", "caption", "hidden", "maxdepth", "titlesonly", "includehidden", "numbered")
    return [node.get(name) for name in names]


def _words(node: nodes.Element) -> str:
    # With markup, which the links to other pages show.
    return "".join(map(str, node.children))


def _digest(shown: object) -> str:
    return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()


class Navigation:
    """The navigation of one build."""

    def __init__(
        self,
        env: BuildEnvironment,
        outlines: Mapping[str, Outline],
        order: ReadingOrder,
        shown: str,
    ) -> None:
        self.env = env
        self.outlines = outlines
        self.kind = shown
        self.root: str = env.config.root_doc
        self.order = order
        self.relations = order.relations
        self._levels: dict[str, str] = {}

    def shown(self, docname: str) -> tuple[object, ...]:
        """Return all that a page shows: neighbours, toctrees in its text, the theme's navigation.

        Empty for a page that shows nothing of another one.
        """
        shown = self.beside(docname), self.listed(docname), self.around(docname)
        return shown if any(shown) else ()

    def title(self, docname: str) -> tuple[str, str, object]:
        """Return the name, the title and the section number of a document."""
        number = self.numbers(docname).get("")
        return docname, self.outlines.get(docname, Outline()).title, number

    def numbers(self, docname: str) -> Mapping[str, tuple[int, ...]]:
        """Return the section numbers of the headings of a document, by their anchors."""
        return self.env.toc_secnumbers.get(docname, {})

    def above(self, docname: str) -> list[str]:
        """Return the documents whose toctrees lead to a document, the nearest first."""
        found: list[str] = []
        relation = self.relations.get(docname)
        while relation and relation[0]:
            found.append(relation[0])
            relation = self.relations.get(relation[0])
        return found

    def beside(self, docname: str) -> list[tuple[str, str, object]]:
        """Return the titles of the page before, the page after and those above but the root."""
        names = (*self.above(docname)[:-1], *filter(None, self.order.around(docname)))
        return [self.title(name) for name in names]

    def listed(self, docname: str) -> list[object]:
        """Return what the toctrees in the text show."""
        trees = (tree for tree in self.trees(docname) if not tree.get("hidden"))
        return [_Listing(self, tree).shown() for tree in trees]

    def trees(self, docname: str) -> list[addnodes.toctree]:
        """Return the toctrees of a document."""
        if docname not in self.env.toctree_includes:
            return []
        return list(self.env.tocs[docname].findall(addnodes.toctree))

    def around(self, docname: str) -> object:
        """Return what the theme's navigation shows."""
        if self.kind == NEIGHBOURS:
            return None
        if self.kind == BRANCH:
            # The children of the root are on every page, also on one in no toctree.
            names = dict.fromkeys([docname, *self.above(docname), self.root])
            return [self.level(name) for name in names]
        return self.everything

    def level(self, docname: str) -> str:
        """Return what is shown of a document whose branch is open: the root's is on every page."""
        if docname not in self._levels:
            self._levels[docname] = _digest(self._level(docname))
        return self._levels[docname]

    def _level(self, docname: str) -> object:
        outline = self.outlines.get(docname, Outline())
        below = [self.title(name) for name in self.env.toctree_includes.get(docname, ())]
        if docname == self.root:
            return docname, outline.toctrees, below
        return docname, outline.headings, self.numbers(docname), below

    @cached_property
    def everything(self) -> str:
        """What themes show that show all documents."""
        shown = self._with_headings if self.kind == HEADINGS else self._with_toctrees
        return _digest([shown(name) for name in self.relations])

    def _with_headings(self, docname: str) -> object:
        headings = self.outlines.get(docname, Outline()).headings
        return self.title(docname), headings, self.numbers(docname)

    def _with_toctrees(self, docname: str) -> object:
        return self.title(docname), self.outlines.get(docname, Outline()).toctrees


class _Listing:
    """One toctree in the text of a page."""

    def __init__(self, navigation: Navigation, tree: addnodes.toctree) -> None:
        self.navigation = navigation
        self.tree = tree
        self.titles_only = bool(tree.get("titlesonly"))
        self.with_hidden = bool(tree.get("includehidden"))

    def shown(self) -> object:
        depth = self.tree.get("maxdepth", -1)
        return _tree(self.tree), list(self.entries(self.tree, depth, ()))

    def entries(
        self, tree: addnodes.toctree, depth: int, above: tuple[str, ...]
    ) -> Iterator[object]:
        """The entries of a toctree and what is below them, as deep as the toctree shows it."""
        for words, name in tree["entries"]:
            yield words, self.navigation.title(name)
            outline = self.navigation.outlines.get(name)
            if outline is None or name in above:
                continue
            if depth == 1:
                continue
            if not self.titles_only:
                yield outline.headings, self.navigation.numbers(name)
            for below in self.navigation.trees(name):
                if self.with_hidden or not below.get("hidden"):
                    yield from self.entries(below, depth - 1, (*above, name))
