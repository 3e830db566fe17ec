"""What a page uses of the catalog: recorded when it is read, drawn when it is written."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from docutils import nodes
from msgspec import Struct, field

from sphinx_deps.catalog import ANY_ROLE
from sphinx_deps.diagnostics import Location
from sphinx_deps.markdown import split_anchor
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Citation, Item, Proposal
from sphinx_deps.series import Found
from sphinx_deps.sphinx_ext.navigation import Outline
from sphinx_deps.sphinx_ext.reading_order import ReadingOrder
from sphinx_deps.sphinx_ext.site import Site

HEADINGS = "myst_slugs"
"""Where MyST keeps line, identifier and words of the headings of a document, by anchor."""


_MENTION = regex(r"(?P<prefix>.+)[\s\u2011-](?P<number>\d+)")


class CitingPage(NamedTuple):
    """A document outside the series that cites a proposal, with the title of its page."""

    docname: str
    title: str


Place = tuple[str, str]
"""The key of a proposal and the anchor of an item of it, without an anchor for the whole."""


Labels = Mapping[str, tuple[str, ...]]
"""Sphinx's labels: document, identifier and words."""


class Recorded(Struct, frozen=True, dict=True):
    """The uses of all documents; who cites what is not found out before somebody wants to know."""

    site: Site = field(default_factory=Site)
    uses: Mapping[str, Iterable[Use]] = field(default_factory=dict)
    titles: Mapping[str, nodes.Node] = field(default_factory=dict)
    labels: Labels = field(default_factory=dict)

    @cached_property
    def citing(self) -> dict[Place, tuple[CitingPage, ...]]:
        """The pages outside the series that cite a proposal or an item of it."""
        return _find_citing(self)

    @cached_property
    def mentioning(self) -> dict[str, tuple[str, ...]]:
        """The keys of the proposals that mention one in plain words, by its key."""
        return _mentioning_proposals(self)


class View(Struct, frozen=True, dict=True):
    """All that a page may show of a build."""

    site: Site = field(default_factory=Site)
    recorded: Recorded = field(default_factory=Recorded)
    """What the documents use of the catalog."""
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By document, the identifier of each heading by its anchor."""
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """The titles of the documents."""
    metadata: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What Sphinx keeps of the documents, MyST's anchors among it."""
    labels: Labels = field(default_factory=dict)
    anonymous_labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of them also that no heading follows."""
    section_numbers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """By document, the numbers of its sections by their anchors."""
    figure_numbers: Mapping[str, Mapping[str, Mapping[str, object]]] = field(default_factory=dict)
    """By document and kind, the numbers of figures, tables and listings by their identifiers."""
    order: ReadingOrder = field(default_factory=ReadingOrder)
    """The pages around each page."""
    badges: bool = False
    """Whether citations show the status behind the label."""

    def link(self, proposal: Proposal) -> object:
        """Return all that a link to a proposal may show, its badge and tooltip included."""
        place = self.site.place(proposal)
        return proposal.label, proposal.title, proposal.status, proposal.stage, place

    def citing_proposals(self, proposal: Proposal, item: Item | None = None) -> list[Proposal]:
        """Return the other proposals that cite a proposal, or an item of it."""
        catalog = self.site.catalog
        if item is None:
            keys = catalog.cited_by_proposals.get(proposal.key, ())
            if mentioning := self.recorded.mentioning.get(proposal.key):
                keys = tuple(sorted({*keys, *mentioning}))
        else:
            keys = catalog.items_cited_by_proposals.get((proposal.key, item.anchor), ())
        return [catalog.by_key[key] for key in keys]

    def citing_pages(self, proposal: Proposal, item: Item | None = None) -> tuple[CitingPage, ...]:
        """Return the pages outside the series that cite a proposal, or an item of it."""
        return self.recorded.citing.get((proposal.key, item.anchor if item else ""), ())

    def page(self, docname: str, anchor: str) -> tuple[object, ...]:
        """Return what Sphinx's own link to a page or a heading shows, its words last."""
        outline = self.outlines.get(docname)
        if outline is None or not anchor:
            return outline is not None, outline and outline.title
        headings = self.metadata.get(docname, {}).get(HEADINGS, {})
        if anchor in headings:
            _line, identifier, words = headings[anchor]
            return True, identifier, words
        # MyST goes on to the identifiers of headings, and to the labels of the document.
        named = (words for _line, identifier, words in headings.values() if identifier == anchor)
        if (words := next(named, None)) is not None:
            return True, anchor, words
        return True, *self._labels_within.get((docname, anchor), (None, None))

    @cached_property
    def _labels_within(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By document, and identifier or name of a label in it: identifier and words."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for labels in (self.labels, self.anonymous_labels):
            for name, (docname, identifier, *words) in labels.items():
                for key in (identifier, name):
                    found.setdefault((docname, key), (identifier, "".join(map(str, words))))
        return found

    def label(self, name: str) -> tuple[object, ...]:
        """Return what Sphinx's own link to a label shows, its words last."""
        return self.labels.get(name) or (*self.anonymous_labels.get(name, ()), None)

    def numbers(self, name: str) -> object:
        """Return the numbers that Sphinx gives what a label stands for, whatever that is."""
        docname, identifier = self.anonymous_labels.get(name, ("", ""))
        sections = self.section_numbers.get(docname, {})
        kinds = self.figure_numbers.get(docname, {})
        figures = [
            (kind, found[identifier]) for kind, found in kinds.items() if identifier in found
        ]
        # What has several identifiers is numbered by its first.
        return figures or kinds, sections.get(f"#{identifier}"), sections.get("")

    def identifier(self, proposal: Proposal, anchor: str) -> str:
        """Return the identifier that a section or an item has on the proposal's page."""
        page = self.site.pages.get(proposal.key, "")
        anchor = proposal.heading_anchor(anchor)
        return self.anchors.get(page, {}).get(anchor, anchor)


class Use(Protocol):
    """One use of the catalog on a page; a value that can be pickled."""

    def shows(self, view: View) -> object:
        """Return what is drawn for the use: it differs when the drawing would."""


class CitationUse(Struct, frozen=True):
    """A citation by role, by `dep:` link or by a link to the proposal's page."""

    citation: Citation

    def cited(self, site: Site, labels: Labels) -> Citation:
        """Return the citation, whether it leads anywhere or not."""
        return self.citation

    def shows(self, view: View) -> object:
        """Return what is shown of each proposal that it may lead to, and of the place in it."""
        anchor = self.citation.anchor or ""
        found = view.site.catalog.find_citation(self.citation)
        links = [
            (view.link(one), citation_words(one, anchor), view.identifier(one, anchor))
            for one in found.proposals
        ]
        return links, found.reservation and found.reservation.label, view.badges


LinkKind = Literal["page", "anchor", "page or anchor", "any"]
"""What the target is: the name of a document, an anchor, one of these, or any name of a proposal.
"""


class LinkUse(Struct, frozen=True):
    """A link of Sphinx or MyST that may lead to the page of a proposal, today or after an edit."""

    kind: LinkKind
    target: str
    place: Location
    anchor: str = ""
    """The heading of the page."""
    explicit: bool = False
    """Whether the link has words of its own."""
    docname: str = ""
    """The document that any name may be, seen from the page."""

    def proposal(self, site: Site, labels: Labels) -> Proposal | None:
        """Return the proposal to which it leads."""
        if self.kind == "page":
            return site.proposal_of(self.target)
        # Labels are lower case, and so does Sphinx look them up.
        label = self.target.lower()
        if (found := site.by_anchor.get(label)) is not None:
            page = site.pages[found.key]
            # Another document may have a label of that name, and keeps it.
            return found if labels.get(label, (page,))[0] == page else None
        if self.kind == "any":
            return site.catalog.find(self.target).proposal
        return site.proposal_of(self.docname)

    def cited(self, site: Site, labels: Labels) -> Citation | None:
        """Return the citation that it is."""
        found = self.proposal(site, labels)
        return Citation(found.key, "page", self.place) if found else None

    def shows(self, view: View) -> object:
        """Return what Sphinx shows of the page or the label, or we of the proposal."""
        # Sphinx itself leads to an anchor of ours: it is a label.
        is_ours = self.kind == "any" and self.target.lower() not in view.site.by_anchor
        found = self.proposal(view.site, view.labels) if is_ours else None
        return self.led_to(view), found and view.link(found), view.badges

    def led_to(self, view: View) -> object:
        """Return where Sphinx itself leads the link, and the words that it gives it."""
        docname = self.docname or self.target
        page = view.page(docname, self.anchor) if self.kind != "anchor" else ()
        label = view.label(self.target.lower()) if self.kind != "page" else ()
        return (page[:-1], label[:-1]) if self.explicit else (page, label)


class NumberUse(Struct, frozen=True):
    """The number of a section, a figure, a table or a listing, by its label."""

    label: str

    def shows(self, view: View) -> object:
        """Return where it leads, and what the words may be made of."""
        return (
            view.anonymous_labels.get(self.label),
            view.label(self.label),
            view.numbers(self.label),
        )


class MentionUse(Struct, frozen=True):
    """Words of the prose that name a proposal, today or after an edit: `DEP 12` or `DEP-0012`."""

    words: str
    docname: str
    """The page on which they stand: also in builds that make one page of all."""

    def proposal(self, site: Site) -> Proposal | None:
        """Return the proposal, where it is just one, and another than that of the page."""
        match = _MENTION.fullmatch(self.words)
        found = [
            one
            for series in site.catalog.series
            if match and series.process.definition.prefix == match["prefix"]
            for one in series.bearers(int(match["number"]))
        ]
        ends = {end.key: end for end in map(site.catalog.destination, found)}
        here = site.keys.get(self.docname)
        is_other = len(ends) == 1 and here not in {*ends, *(one.key for one in found)}
        return next(iter(ends.values())) if is_other else None

    def shows(self, view: View) -> object:
        """Return what is shown of the proposal, if it is one."""
        found = self.proposal(view.site)
        return found and view.link(found), view.badges


class FileUse(Struct, frozen=True):
    """A path written in a link: MyST decides when it reads whether that is a page, and which."""

    path: str

    def shows(self, view: View) -> object:
        """Return the name of the page."""
        return view.site.page_of(self.path)


class UnpublishedFileUse(Struct, frozen=True):
    """A path of no page, written in a link: MyST asks whether there is a file."""

    path: str

    def shows(self, view: View) -> object:
        """Return whether there is a file now."""
        # A path object gives up over a name that is longer than names can be.
        return os.path.isfile(self.path)  # noqa: PTH113


class NameUse(Struct, frozen=True):
    """The proposal that a directive is about, by the name that the page gives it."""

    name: str
    role: str

    def shows(self, view: View) -> str | None:
        """Return the key of the one proposal of that name."""
        found = self.proposal(view)
        return found.key if found else None

    def proposal(self, view: View) -> Proposal | None:
        """Return the one proposal of that name."""
        return view.site.catalog.find(self.name, self.role).proposal


class WordsUse(Struct, frozen=True):
    """The words of a citation in a heading or a caption, which others keep as they were read."""

    citation: Citation

    def shows(self, view: View) -> object:
        """Return the words."""
        found = view.site.catalog.find_citation(self.citation).proposal
        return found and citation_words(found, self.citation.anchor or "")


def citation_use(
    target: str, *, place: Location, role: str = ANY_ROLE, historical: bool = False
) -> CitationUse:
    """Return the use of a target as written, with its anchor."""
    name, anchor = split_anchor(target)
    return CitationUse(Citation(name, "role", place, role, historical, anchor))


def citation_words(proposal: Proposal, anchor: str) -> str:
    """Return the words of a citation that gives none itself."""
    item = proposal.item(anchor)
    if item:
        return f"{proposal.label} {item.caption}"
    named = (one for one in proposal.sections if anchor and one.anchor == anchor)
    section = next(named, None)
    return f"{proposal.label}: {section.title}" if section else proposal.label


def found_words(found: Found, target: str, anchor: str) -> str:
    """Return the words of a citation that leads to this, or nowhere."""
    if found.proposal:
        return citation_words(found.proposal, anchor)
    return found.reservation.label if found.reservation else target


def _find_citing(recorded: Recorded) -> dict[Place, tuple[CitingPage, ...]]:
    site, titles = recorded.site, recorded.titles
    found: dict[Place, dict[CitingPage, None]] = {}
    for docname in sorted(recorded.uses):
        if site.belongs(docname):
            continue
        title = titles[docname].astext() if docname in titles else docname
        page = CitingPage(docname, title)
        for use in recorded.uses[docname]:
            for place in _cited_places(use, recorded):
                found.setdefault(place, {})[page] = None
    return {place: tuple(pages) for place, pages in found.items()}


def _cited_places(use: Use, recorded: Recorded) -> Iterator[Place]:
    """The proposal that a use cites, and the item of it."""
    site, labels = recorded.site, recorded.labels
    if isinstance(use, MentionUse):
        mentioned = use.proposal(site)
        if mentioned:
            yield mentioned.key, ""
        return
    citation = use.cited(site, labels) if isinstance(use, CitationUse | LinkUse) else None
    cited = site.catalog.find_citation(citation).proposal if citation else None
    if cited is None:
        return
    yield cited.key, ""
    anchor = use.anchor if isinstance(use, LinkUse) else citation and citation.anchor
    if anchor and (item := cited.item(anchor)):
        yield cited.key, item.anchor


def _mentioning_proposals(recorded: Recorded) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for docname, key in recorded.site.keys.items():
        for use in recorded.uses.get(docname, ()):
            mentioned = use.proposal(recorded.site) if isinstance(use, MentionUse) else None
            # What a stub names is no citation: it stands for that proposal.
            if mentioned and recorded.site.catalog.by_key[key].redirect is None:
                found[mentioned.key][key] = None
    return {key: tuple(mentioning) for key, mentioning in found.items()}
