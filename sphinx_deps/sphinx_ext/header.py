"""The header of a proposal's page: status, label, people, dates, relations, and a banner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_deps.process import Process
from sphinx_deps.proposal import Person, Proposal, Reference
from sphinx_deps.sphinx_ext.domain import dep_domain, standard_domain
from sphinx_deps.sphinx_ext.drawing import (
    UNSEARCHED,
    _,
    badge,
    field_list,
    full_name,
    joined,
    linked_references,
    people,
    shown_text,
    stage_sentence,
    status_words,
    text_with_links,
    unknown_reference,
    unsearched,
)
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.languages import in_language
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.uses import HEADINGS, View
from sphinx_deps.values import is_by_default, meant_field

_QUIET = ("draft", "review")
_CATEGORY = "category"
_STATUS = "status"
_ELSEWHERE = (_STATUS, "title", _CATEGORY)
"""The fields that the header shows in another place than its list."""


class Row(Struct, frozen=True):
    """One field of the list: its label, and whatever it holds."""

    label: str
    text: str = ""
    people: tuple[Person, ...] = ()
    references: tuple[Reference, ...] = ()
    derived: bool = False
    """Whether the document says nothing, and the process says what that means."""

    @property
    def shown(self) -> object:
        """What readers see of it, wherever its references are written."""
        references = [
            (one.text, one.target, one.url, one.candidates, one.reserved) for one in self.references
        ]
        return self.label, self.text, self.people, references, self.derived


class HeaderUse(Struct, frozen=True):
    """The header of one proposal."""

    key: str

    def shows(self, view: View) -> object:
        """Return all that the header says, of the proposal and of those it names."""
        catalog = view.site.catalog
        proposal = catalog.by_key.get(self.key)
        if proposal is None:
            return None
        if proposal.redirect:
            return view.link(catalog.destination(proposal))
        process = catalog.series_of(proposal).process
        rows = tuple(header_rows(proposal, process))
        targets = (one.target for row in rows for one in row.references)
        # Apart: who is no successor any more may cite it instead.
        groups: tuple[Iterable[Proposal], ...] = (
            (proposal,),
            catalog.successors(proposal),
            (catalog.by_key[key] for key in targets if key),
            view.citing_proposals(proposal),
        )
        links = [[view.link(one) for one in group] for group in groups]
        shown = [row.shown for row in rows]
        line = category(proposal, process), derived_parts(proposal, process)
        return links, line, shown, view.citing_pages(proposal)


class PageUse(Struct, frozen=True):
    """The reading of a page of a series: its file, title, anchors and label, what is left out."""

    docname: str

    def shows(self, view: View) -> object:
        """Return what the reading depends on."""
        proposal = view.site.proposal_of(self.docname)
        if proposal is None:
            return self.docname in view.site.companions
        items = tuple((item.identifier, item.anchor) for item in proposal.items)
        # Sphinx asks for newer files alone: one that is moved or copied here may be older.
        file = view.site.file_state(proposal.file)
        title, anchor = view.site.title_of(self.docname), view.site.catalog.anchor(proposal)
        is_stub = proposal.redirect is not None
        return proposal.key, title, anchor, proposal.label, items, file, is_stub


def header_rows(proposal: Proposal, process: Process) -> Iterator[Row]:
    """Return the fields that hold something, in the order of the process."""
    keys = (key for key in process.definition.fields if key not in _ELSEWHERE)
    return filled_rows(proposal, process, keys)


def filled_rows(proposal: Proposal, process: Process, keys: Iterable[str]) -> Iterator[Row]:
    """Return those of the fields that hold something."""
    for key in keys:
        field = meant_field(proposal, key, process)
        if field is None:
            continue
        rule, label = process.definition.fields[key], in_language(process.field_label(key))
        derived = field.is_derived
        if rule.type == "proposals":
            row = Row(label, references=proposal.references.get(key, ()))
        elif rule.type == "people":
            row = Row(label, people=proposal.people.get(key, ()), derived=derived)
        else:
            row = Row(label, text=shown_text(proposal, key, process), derived=derived)
        if row.text or row.people or row.references:
            yield row


def category(proposal: Proposal, process: Process) -> str:
    """Return the category of a proposal, if its process has such a field."""
    return shown_text(proposal, _CATEGORY, process)


def derived_parts(proposal: Proposal, process: Process) -> list[str]:
    """Return which of status and category the document does not state itself."""
    return [key for key in (_STATUS, _CATEGORY) if is_by_default(proposal, key, process)]


def insert_header(app: Sphinx, doctree: nodes.document) -> None:
    """Put the place of the header under the title, and give the page its anchor."""
    env = app.env
    domain = dep_domain(env)
    site = domain.view.site
    # Of every document: it may come to be a page of a series without being edited.
    domain.note_reading(PageUse(env.docname))
    if not site.belongs(env.docname):
        return
    proposal = site.proposal_of(env.docname)
    if proposal is None:
        # Companions are found by the links of their proposals, not in a toctree.
        env.metadata[env.docname]["orphan"] = True
        return
    if proposal.redirect:
        # Nor are stubs: a table of proposals does not hold them.
        env.metadata[env.docname]["orphan"] = True
    domain.anchors[env.docname] = _anchors(doctree)
    _share_words(env.metadata[env.docname])
    section = next(_sections(doctree), None)
    _add_anchor(app, doctree, section, proposal)
    _add_item_anchors(doctree, proposal)
    use = HeaderUse(proposal.key)
    if use in domain.uses.get(env.docname, ()):
        return  # a `{proposal}` directive says where it stands
    domain.note_use(use)
    place = placeholder(use, draw_header)
    if section is None:
        doctree.insert(0, place)
    else:
        section.insert(1, place)


def _sections(parent: nodes.Element) -> Iterator[nodes.section]:
    """All sections; they stand in nothing but each other, and to search all nodes takes long."""
    for child in parent.children:
        if isinstance(child, nodes.section):
            yield child
            yield from _sections(child)


def _anchors(doctree: nodes.document) -> dict[str, str]:
    """The identifiers of headings by the anchors that MyST gave them, and of targets by names."""
    named = {
        intern(str(name)): intern(str(identifier))
        for name, identifier in doctree.nameids.items()
        if identifier and identifier != name and doctree.nametypes.get(name)
    }
    return named | {
        intern(str(section["slug"])): intern(str(section["ids"][0]))
        for section in _sections(doctree)
        if section.get("slug") and section["ids"]
    }


def _share_words(metadata: dict[str, Any]) -> None:
    """Hold once what a template gives to the headings of thousands of pages."""
    if HEADINGS in metadata:
        metadata[HEADINGS] = {
            intern(anchor): (line, intern(identifier), intern(words))
            for anchor, (line, identifier, words) in metadata[HEADINGS].items()
        }


def _add_anchor(
    app: Sphinx, doctree: nodes.document, section: nodes.section | None, proposal: Proposal
) -> None:
    """Make `dep-12` lead to the page, for links."""
    anchor = dep_domain(app.env).view.site.catalog.anchor(proposal)
    if section is not None and anchor is not None:
        _add_identifier(anchor, section, doctree)


def _add_identifier(identifier: str, section: nodes.section, doctree: nodes.document) -> None:
    """Give a section one more identifier, unless the author gave it to something on the page."""
    if identifier not in doctree.ids:
        section["ids"].append(identifier)
        # `numref` looks for it there.
        doctree.ids[identifier] = section


def add_labels(env: BuildEnvironment) -> None:
    """Make `dep-12` lead to the page for `ref` as well, unless a document has a label of that name.

    When all is read: which of the two is read last must not decide.
    """
    site, standard = dep_domain(env).view.site, standard_domain(env)
    for anchor, proposal in site.by_anchor.items():
        docname = site.pages[proposal.key]
        label = docname, anchor, proposal.label
        held = standard.labels.get(anchor, label)
        is_missing = anchor not in standard.labels and _has_heading(env, docname)
        if is_missing or (held != label and held[0] == docname):
            standard.anonlabels[anchor] = docname, anchor
            standard.labels[anchor] = label


def _has_heading(env: BuildEnvironment, docname: str) -> bool:
    return docname in env.tocs and any(env.tocs[docname].findall(nodes.reference))


def _add_item_anchors(doctree: nodes.document, proposal: Proposal) -> None:
    """Make `req-3` lead to the item on the page, whatever its title will be."""
    if not proposal.items:
        return
    sections = {one["slug"]: one for one in _sections(doctree) if one.get("slug")}
    for item in proposal.items:
        section = sections.get(item.anchor)
        if section is not None:
            _add_identifier(item.identifier, section, doctree)


def draw_header(use: HeaderUse, page: Page) -> list[nodes.Node]:
    """Draw the header, and the banner where readers should look elsewhere."""
    catalog = page.view.site.catalog
    proposal = catalog.by_key.get(use.key)
    if proposal is None:
        return []
    if proposal.redirect:
        return _moved_banner(proposal, page)
    process = catalog.series_of(proposal).process
    rows = [(row.label, draw_row(row, page)) for row in header_rows(proposal, process)]
    rows += _cited_by(proposal, page)
    drawn: list[nodes.Node] = [*draw_line(proposal, process)]
    if rows:
        drawn.append(field_list(rows))
    header = [element(nodes.container, *drawn, classes=["deps-header"])] if drawn else []
    return [*header, *_banner(proposal, page)]


def draw_line(proposal: Proposal, process: Process) -> Iterator[nodes.Node]:
    """Draw status, label and category, where it has any of them."""
    derived = derived_parts(proposal, process)
    mark = badge(proposal)
    parts: list[nodes.Node] = [_part(mark, derived=_STATUS in derived)] if mark else []
    if proposal.label != proposal.title:
        parts.append(element(nodes.inline, proposal.label, classes=["deps-label"]))
    if words := category(proposal, process):
        drawn = element(nodes.inline, words, classes=["deps-category"])
        parts.append(_part(drawn, derived=_CATEGORY in derived))
    if parts:
        yield element(nodes.paragraph, *joined(parts, " · "), classes=["deps-line"])


def draw_row(row: Row, page: Page) -> list[nodes.Node]:
    """Draw what a field holds."""
    if row.references:
        return unsearched(linked_references(row.references, page.view.site.catalog, page.linked))
    drawn = people(row.people) if row.people else text_with_links(row.text)
    return _by_default(drawn) if row.derived else drawn


def _by_default(drawn: Iterable[nodes.Node]) -> list[nodes.Node]:
    """What is drawn of a value, and that the document does not state it."""
    return [*drawn, nodes.Text(" " + _("(by default)"))]


def _part(drawn: nodes.Node, *, derived: bool) -> nodes.Node:
    return element(nodes.inline, *_by_default([drawn])) if derived else drawn


def _cited_by(proposal: Proposal, page: Page) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The other proposals that cite one, and apart from them the pages of the product."""
    if proposals := page.view.citing_proposals(proposal):
        named = (page.linked(one, full_name(one)) for one in proposals)
        yield _("Cited by"), unsearched(joined(named))
    if pages := page.view.citing_pages(proposal):
        yield _("Cited on pages"), unsearched(joined(map(page.linked_page, pages)))


def _banner(proposal: Proposal, page: Page) -> list[nodes.Node]:
    """One sentence where the status says that a reader should know more."""
    named = _successors(proposal, page) if proposal.stage == "replaced" else []
    if named:
        sentence = [nodes.Text(_("Replaced by") + " "), *joined(named), nodes.Text(".")]
    elif words := stage_sentence(proposal.stage):
        sentence = [nodes.Text(words)]
    else:
        return []
    kind = "note" if proposal.stage in _QUIET else "warning"
    return [_notice(kind, status_words(proposal), sentence)]


def _moved_banner(stub: Proposal, page: Page) -> list[nodes.Node]:
    """One sentence that leads on, unless the stub leads to no proposal that is known."""
    destination = page.view.site.catalog.destination(stub)
    if destination.redirect:
        return []
    named = page.linked(destination, full_name(destination))
    sentence = [nodes.Text(_("Moved to") + " "), named, nodes.Text(".")]
    return [_notice("note", _("Moved"), sentence)]


def _notice(kind: str, title: str, sentence: Iterable[nodes.Node]) -> nodes.Node:
    parts = element(nodes.title, title), element(nodes.paragraph, *sentence)
    return element(nodes.admonition, *parts, classes=[kind, "deps-banner", UNSEARCHED])


def _successors(proposal: Proposal, page: Page) -> list[nodes.Node]:
    """Where the chains of replacements end, and what lies outside of the series."""
    catalog = page.view.site.catalog
    known = (page.linked(one, full_name(one)) for one in catalog.successors(proposal))
    return [*known, *map(unknown_reference, catalog.unknown_successors(proposal))]
