"""The domain `dep`: roles that cite proposals, and the objects that other projects link to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from sphinx_deps.proposal import Ignore, Item, Proposal
from sphinx_deps.sphinx_ext.by_document import ByDocument
from sphinx_deps.sphinx_ext.drawing import badge, full_name, status_words, tooltip
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.navigation import Outline
from sphinx_deps.sphinx_ext.objects import KeptObjects, Object
from sphinx_deps.sphinx_ext.remarks import Remark
from sphinx_deps.sphinx_ext.uses import (
    UnpublishedFileUse,
    Use,
    View,
    citation_words,
    found_words,
)

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

NAME = "dep"
HISTORICAL = "historical"
"""The role for pages that speak of the past."""
_OF_MYST = "myst"
"""The type of the links that MyST makes of Markdown's."""


_BY_DOCUMENT = ("uses", "anchors", "read_with", "unpublished", "ignores", "outlines", "remarks")
"""What is recorded of each document."""


class DepDomain(Domain):
    """Proposals as objects of the documentation."""

    name = NAME
    label = "Enhancement proposals"
    object_types: ClassVar = {NAME: ObjType("proposal", NAME, HISTORICAL)}
    initial_data: ClassVar[dict[str, Any]] = {
        **{kind: ByDocument() for kind in _BY_DOCUMENT},
        "read_under": "",
    }
    data_version = 8

    view = View()
    """What this build shows. On the object, since every parallel reader pickles the data."""

    builder: Builder
    """Who writes what this build shows."""

    kept = KeptObjects()
    """The objects, when all is read that they are made of."""

    @property
    def uses(self) -> ByDocument[list[Use]]:
        """The uses of proposals by document."""
        return cast(ByDocument[list[Use]], self.data["uses"])

    @property
    def anchors(self) -> ByDocument[dict[str, str]]:
        """By document, the identifier of each heading by its anchor."""
        return cast(ByDocument[dict[str, str]], self.data["anchors"])

    @property
    def read_with(self) -> ByDocument[dict[Use, object]]:
        """By document, the uses that its reading depends on, with what they showed then."""
        return cast(ByDocument[dict[Use, object]], self.data["read_with"])

    @property
    def unpublished(self) -> ByDocument[dict[Use, object]]:
        """By document, the files of its links that are no pages: any may come or go at any time."""
        return cast(ByDocument[dict[Use, object]], self.data["unpublished"])

    @property
    def ignores(self) -> ByDocument[tuple[Ignore, ...]]:
        """By document, the comments that keep rules silent."""
        return cast(ByDocument[tuple[Ignore, ...]], self.data["ignores"])

    @property
    def outlines(self) -> ByDocument[Outline]:
        """By document, what navigation may show of it."""
        return cast(ByDocument[Outline], self.data["outlines"])

    @property
    def remarks(self) -> ByDocument[list[Remark]]:
        """By document, what its directives may have to tell."""
        return cast(ByDocument[list[Remark]], self.data["remarks"])

    def note_remark(self, remark: Remark) -> None:
        """Record what a directive of the page that is being read may have to tell."""
        self.remarks.setdefault(self.env.docname, []).append(remark)

    def note_use(self, use: Use) -> None:
        """Record a use on the page that is being read."""
        self.uses.setdefault(self.env.docname, []).append(use)

    def note_reading(self, use: Use) -> None:
        """Record that the reading of the page depends on what the use shows."""
        kept = self.unpublished if isinstance(use, UnpublishedFileUse) else self.read_with
        kept.setdefault(self.env.docname, {})[use] = use.shows(self.view)

    def outdated(self, state: str) -> list[str]:
        """Return the documents whose reading would be another one now.

        `state` is that of the site: where it is the same, only other files can have come or gone.
        """
        is_same = self.data["read_under"] == state
        recorded = (self.unpublished,) if is_same else (self.unpublished, self.read_with)
        return sorted({name for kept in recorded for name in kept if self.shows_other(kept[name])})

    def shows_other(self, recorded: Mapping[Use, object]) -> bool:
        """Whether one of the uses shows something else than recorded."""
        return any(use.shows(self.view) != shown for use, shown in recorded.items())

    def note_state(self, state: str) -> None:
        """Record that every document is read as it would be in that state of the site."""
        self.data["read_under"] = state

    def clear_doc(self, docname: str) -> None:
        """Forget what was recorded of a document."""
        for kind in _BY_DOCUMENT:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader recorded."""
        for kind in _BY_DOCUMENT:
            self.data[kind].take_over(otherdata[kind], docnames)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Lead a citation to its proposal; what leads nowhere is reported by the check.

        With a badge it is more than a reference, which Sphinx takes as well.
        """
        role = NAME if typ == HISTORICAL else typ
        name, _, anchor = target.partition("#")
        found = self.view.site.catalog.find(name, role)
        proposal = found.proposal
        if not node.get("refexplicit"):
            # The words as read may be of another time, when the name led elsewhere.
            contnode = _content(contnode, found_words(found, target, anchor))
        if proposal is None:
            return cast(nodes.reference, contnode)
        link = self.reference(builder, fromdocname, proposal, anchor, contnode) or contnode
        status = self.status_behind(proposal, builder)
        if status and _is_label(node):
            link = element(nodes.inline, link, *status)
        return cast(nodes.reference, link)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Lead `any` to a proposal; anchors of pages are labels, which Sphinx finds itself."""
        # MyST asks about its own links, too: they lead to documents and labels, never to names.
        if node["reftype"] == _OF_MYST or target.lower() in self.view.site.by_anchor:
            return []
        found = self.resolve_xref(env, fromdocname, builder, NAME, target, node, contnode)
        is_link = found is not None and bool(list(found.findall(nodes.reference)))
        return [(f"{NAME}:{NAME}", cast(nodes.reference, found))] if is_link else []

    def reference(
        self,
        builder: Builder,
        fromdocname: str,
        proposal: Proposal,
        anchor: str,
        content: nodes.Node,
    ) -> nodes.reference | None:
        """Return a link to a proposal's page, or to where it is read if it has none."""
        docname, url = self.view.site.place(proposal)
        title = tooltip(proposal)
        if docname is None:
            if url is None:
                return None
            url = f"{url}#{proposal.heading_anchor(anchor)}" if anchor else url
            return element(nodes.reference, content, internal=False, refuri=url, reftitle=title)
        identifier = self.view.identifier(proposal, anchor)
        try:
            return make_refnode(builder, fromdocname, docname, identifier, content, title)
        except NoUri:
            return None

    def status_behind(self, proposal: Proposal, builder: Builder) -> list[nodes.Node]:
        """Return what stands behind a citation: nothing, unless the configuration wants it.

        It is a badge where there are colours, or else the status in brackets.
        """
        mark = badge(proposal) if self.view.badges else None
        if mark is None:
            return []
        if builder.format != "html":
            return [nodes.Text(f" ({status_words(proposal)})")]
        # No line begins with a badge.
        return [nodes.Text("\N{NO-BREAK SPACE}"), mark]

    def get_objects(self) -> Iterable[Object]:
        """Return the names of every published proposal, and last those of what is in it."""
        return self.kept.recall(self._all_objects)

    def _all_objects(self) -> Iterator[Object]:
        site = self.view.site
        for proposal in site.catalog.proposals:
            docname = site.pages.get(proposal.key)
            if docname is not None:
                yield from self._objects(proposal, docname)
        for stub in site.catalog.stubs:
            proposal = site.catalog.destination(stub)
            docname = site.pages.get(proposal.key)
            if docname is not None:
                yield from self._old_names(stub, proposal, docname)

    def _objects(self, proposal: Proposal, docname: str) -> Iterator[Object]:
        shown = full_name(proposal)
        anchor = self.view.site.catalog.anchor(proposal) or ""
        names = self.view.site.names(proposal)
        for position, (name, role) in enumerate(names):
            yield name, shown, role, docname, anchor, 1 if position == 0 else -1
        # They go by the first name alone, or the inventory would be mostly these.
        parts = list(self._parts(proposal, docname))
        for name, role in names:
            if name == names[0][0]:
                for place, words, identifier in parts:
                    yield f"{name}#{place}", words, role, docname, identifier, -1

    def _old_names(self, stub: Proposal, proposal: Proposal, docname: str) -> Iterator[Object]:
        """The names of a stub, by which a search must not find the proposal once more."""
        shown, anchor = full_name(proposal), self.view.site.catalog.anchor(proposal) or ""
        for name, role in self.view.site.names(stub):
            yield name, shown, role, docname, anchor, -1

    def _parts(self, proposal: Proposal, docname: str) -> Iterator[tuple[str, str, str]]:
        """The sections and items that one can cite: name, words and identifier."""
        identifiers = self.anchors.get(docname, {})
        # Sections are many: those of a thousand proposals would add a tenth to every build.
        sections = proposal.sections if self.env.config.deps_inventory_sections else ()
        for section in sections:
            if section.anchor in identifiers:
                words = f"{full_name(proposal)}: {section.title}"
                yield section.anchor, words, identifiers[section.anchor]
        taken = {section.anchor for section in sections}
        for place, item in _item_names(proposal):
            if item.anchor in identifiers and place not in taken:
                words = citation_words(proposal, item.anchor)
                yield place, words, identifiers[item.anchor]


def _item_names(proposal: Proposal) -> Iterator[tuple[str, Item]]:
    """The names of items, where they lead to them; other projects spell them exactly."""
    names = (sorted({item.name, item.identifier}) for item in proposal.items)
    found = ((name, proposal.item(name)) for name in dict.fromkeys(chain.from_iterable(names)))
    yield from ((name, item) for name, item in found if item is not None)


def _is_label(node: Element) -> bool:
    """Whether a citation is shown by its label, and not in a heading, which stays short."""
    return not (node.get("refexplicit") or is_in_title(node))


def is_in_title(node: nodes.Node) -> bool:
    """Whether a node stands in a heading, which tables of contents show as it was read."""
    # MyST makes a rubric of a heading that stands in a directive.
    return _is_within(node, nodes.title, nodes.rubric)


def is_shown_elsewhere(node: nodes.Node) -> bool:
    """Whether a node stands in words that other places show as they were read.

    Those are headings, the captions that `ref` repeats, and the terms of glossaries.
    """
    return _is_within(node, nodes.title, nodes.caption, nodes.term)


def is_definition(node: nodes.Node) -> bool:
    """Whether a node stands in a substitution of reStructuredText, which pages may never use."""
    return _is_within(node, nodes.substitution_definition)


def _is_within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    found: nodes.Node | None = node
    while found is not None and not isinstance(found, kinds):
        found = found.parent
    return found is not None


def _content(node: Element, text: str) -> Element:
    content = node.deepcopy() if isinstance(node, nodes.TextElement) else nodes.inline()
    content.clear()
    content += nodes.Text(text)
    return content


def dep_domain(env: BuildEnvironment) -> DepDomain:
    """Return the domain of an environment."""
    return cast(DepDomain, env.get_domain(NAME))


def standard_domain(env: BuildEnvironment) -> StandardDomain:
    """Return Sphinx's domain of roles without a domain, and of labels."""
    return cast(StandardDomain, env.get_domain("std"))
