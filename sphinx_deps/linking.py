"""Where the links of a series' documents lead: to files on the disk, and to anchors in them."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from pathlib import Path
from posixpath import dirname, normpath, relpath
from posixpath import join as join_path
from urllib.parse import unquote

from msgspec import Struct

from sphinx_deps.diagnostics import Location
from sphinx_deps.disk import Disk
from sphinx_deps.markdown import DEFINITION, is_external, read_outline, split_anchor
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import (
    Citation,
    Link,
    Proposal,
    Section,
    read_anchors,
    read_target_names,
)
from sphinx_deps.text import SourceText, fold, nearest
from sphinx_deps.values import is_no_target

_MARKDOWN = (".md", ".markdown")
_PAGE = ".md"
_ANY_ENDING = ".*"
_FILE_SCHEME = regex(r"(?:path|project):(?=[^#])")
"""MyST's names for a link to a file; `project:#target` may lead anywhere in the documentation."""
_NUMBER = regex(r"\d{2,}")
_BEFORE_SLUG = regex(r"\A\D*\d+[-_]")
_METADATA = (".yaml", ".yml")
"""What stands beside a document for tools: nobody would link it."""
_LICENCE = regex(r"(?:LICEN[CS]E|COPYING|NOTICE)\b.*", re.IGNORECASE)


def is_markdown(path: str) -> bool:
    """Whether a companion is one that is read: its links, its citations and its comments."""
    return path.endswith(_MARKDOWN)


class State(Enum):
    """What is known of the file to which a link leads."""

    FOUND = "found"
    MISSING = "missing"
    PLACEHOLDER = "placeholder"
    UNKNOWN = "unknown"
    """It would stand where nothing of the repository is at hand."""


class Document(Struct, frozen=True):
    """A Markdown file of a series: a proposal, or a companion of one."""

    file: str
    """As diagnostics name it."""
    place: str
    """The absolute path."""
    owner: Proposal
    links: tuple[Link, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    read: SourceText | None = None
    """The text of a companion."""

    @property
    def source(self) -> SourceText:
        """The text of the file."""
        return self.read or self.owner.source


class Lead(Struct, frozen=True):
    """A link to a file, followed as far as the disk tells."""

    document: Document
    link: Link
    place: str
    """The absolute path of what it leads to."""
    anchor: str | None
    state: State

    @property
    def path(self) -> str:
        """The path as written; none where the place is in the same file."""
        return split_anchor(_FILE_SCHEME.sub("", self.link.target, count=1))[0]

    @property
    def location(self) -> Location:
        """Where the target is written: a definition that several links use stands elsewhere."""
        definition = self.link.kind == "reference" and _definition(self.document, self.link.target)
        return definition or self.link.location


def _definition(document: Document, target: str) -> Location | None:
    source = document.source
    for match in DEFINITION.finditer(source.text):
        written = match["target"]
        if unquote(written.strip("<>") if written.startswith("<") else written) == target:
            return source.location(*match.span("target"))
    return None


class LinkedFiles:
    """The files around a series, as far as its documents lead to them; each is read once."""

    def __init__(
        self,
        folder: Path,
        proposals: Mapping[str, Proposal],
        companions: Mapping[str, str],
        disk: Disk,
        prefix: str,
    ) -> None:
        self.folder = folder
        self.disk = disk
        self.prefix = prefix
        self.base = normpath(folder.absolute().as_posix())
        self.proposals = proposals
        self.companions = companions
        self._states: dict[str, State] = {}
        self._anchors: dict[str, frozenset[str] | None] = {}
        self._names: dict[str, frozenset[str]] = {}

    @property
    def documents(self) -> Iterator[Document]:
        """The proposals, and the companions that are Markdown."""
        yield from map(self._proposal, self.proposals.values())
        yield from self.pages

    @cached_property
    def pages(self) -> tuple[Document, ...]:
        """The companions that are Markdown."""
        pages = (
            self._companion(path, self.proposals[owner])
            for path, owner in self.companions.items()
            if is_markdown(path)
        )
        return tuple(filter(None, pages))

    @property
    def leads(self) -> Iterator[Lead]:
        """The links to files, and to anchors in the same file."""
        for document in self.documents:
            for link in document.links:
                lead = self._follow(link, document)
                if lead is not None:
                    yield lead

    @cached_property
    def _doubtful(self) -> tuple[Lead, ...]:
        """The few of them that must be looked at: no file is there, or an anchor is named."""
        return tuple(one for one in self.leads if one.anchor or one.state is not State.FOUND)

    @cached_property
    def broken(self) -> tuple[Lead, ...]:
        """The links whose file is not there; those that share a definition count as one."""
        broken = {State.MISSING, State.PLACEHOLDER}
        return tuple(_each_once(lead for lead in self._doubtful if lead.state in broken))

    @cached_property
    def astray(self) -> tuple[Lead, ...]:
        """The links whose file is there, and has no such anchor."""
        return tuple(_each_once(lead for lead in self._doubtful if self._is_astray(lead)))

    @cached_property
    def orphans(self) -> tuple[str, ...]:
        """The companions to which no other document leads, and that none of the same names."""
        if not self.companions:
            return ()
        linked = {lead.place for lead in self.leads if lead.place != lead.document.place}
        stems = {_stem(place) for place in linked}
        candidates = [path for path in self.companions if self._is_apart(path, linked, stems)]
        return tuple(path for path in candidates if not self._is_named(path))

    def anchors(self, place: str) -> frozenset[str] | None:
        """The anchors of a Markdown file; None for what is none or cannot be read."""
        if place not in self._anchors:
            self._anchors[place] = self._read_anchors(place)
        return self._anchors[place]

    def suggest_anchor(self, lead: Lead) -> str | None:
        """The anchor that a link was most likely meant to have; only citations know items."""
        anchor, document = lead.anchor or "", self._document(lead.place)
        if document and document.file == document.owner.file:
            anchor = document.owner.heading_anchor(anchor)
        return nearest(anchor, sorted(self.anchors(lead.place) or ()))

    def suggest(self, lead: Lead) -> str | None:
        """The path, as the document would write it, that a link was most likely meant to have."""
        if lead.state is not State.MISSING:
            return None
        name = lead.place.rpartition("/")[2]
        found = self._by_name.get(fold(name), [])
        if not found and lead.link.kind != "image":
            found = self._by_name.get(fold(name + _PAGE), [])
        if not found and name.endswith(_MARKDOWN):
            number = _NUMBER.search(name)
            found = self._by_slug.get(fold(_BEFORE_SLUG.sub("", name)), [])
            found = found or self._by_number.get(int(number[0]) if number else -1, [])
        others = [one for one in found if one != lead.document.place]
        return relpath(others[0], dirname(lead.document.place)) if len(others) == 1 else None

    def _proposal(self, proposal: Proposal) -> Document:
        return Document(
            proposal.file,
            f"{self.base}/{proposal.path}",
            proposal,
            proposal.links,
            proposal.sections,
            proposal.citations,
        )

    def _companion(self, path: str, owner: Proposal) -> Document | None:
        source = self.disk.read(self.folder / path)
        if source is None:
            return None
        outline = read_outline(source)
        place = f"{self.base}/{path}"
        found = outline.links, outline.sections, outline.citations
        return Document(source.path, place, owner, *found, source)

    def _follow(self, link: Link, document: Document) -> Lead | None:
        """Where a link leads; None for an address, and for what only the whole build knows."""
        target = _FILE_SCHEME.sub("", link.target, count=1)
        if is_external(target):
            return None
        path, anchor = split_anchor(target)
        if is_no_target(path) and anchor is None:
            return Lead(document, link, document.place, None, State.PLACEHOLDER)
        if not path:
            return Lead(document, link, document.place, anchor, State.FOUND)
        if path.startswith("/"):
            return Lead(document, link, *self._from_root(path, anchor))
        place = normpath(join_path(dirname(document.place), path))
        state = self._state(place)
        if state is State.FOUND:
            return Lead(document, link, place, anchor, state)
        return self._otherwise(Lead(document, link, place, anchor, state), path)

    def _otherwise(self, lead: Lead, path: str) -> Lead | None:
        """A link that does not lead to a file by that very name."""
        here = dirname(lead.document.place)
        for other in (path.partition("?")[0], lead.link.target):
            place = normpath(join_path(here, other))
            if other != path and self._state(place) is State.FOUND:
                anchor = lead.anchor if other != lead.link.target else None
                return Lead(lead.document, lead.link, place, anchor, State.FOUND)
        if lead.link.kind == "image":
            return lead
        if self._is_page(lead.place, lead.anchor):
            return Lead(lead.document, lead.link, lead.place + _PAGE, None, State.FOUND)
        return lead if {"/", "."} & set(path) else None

    def _is_page(self, place: str, anchor: str | None) -> bool:
        """Whether a path without its ending is the page of a file, which MyST knows as a whole."""
        return anchor is None and self._state(place + _PAGE) is State.FOUND

    def _from_root(self, path: str, anchor: str | None) -> tuple[str, str | None, State]:
        """A path from the root of the repository, or of the documentation's sources."""
        for base in self._around:
            place = normpath(base + path)
            if self._is_there(place):
                return place, anchor, State.FOUND
            if self._is_page(place, anchor):
                return place + _PAGE, None, State.FOUND
        return normpath(self.root + path), anchor, State.MISSING

    def _state(self, place: str) -> State:
        path = self._path(place)
        if path in self.proposals or path in self.companions:
            return State.FOUND
        state = self._states.get(place)
        if state is None:
            state = self._states[place] = self._read_state(place)
        return state

    def _read_state(self, place: str) -> State:
        if self._is_there(place):
            return State.FOUND
        is_inside = place.startswith(f"{self.base}/") or self._is_named_like_ours(place)
        return State.MISSING if is_inside or self._is_at_hand(place) else State.UNKNOWN

    def _is_there(self, place: str) -> bool:
        """Whether the disk has it; of `logo.*` Sphinx takes what its builder can show."""
        if not place.endswith(_ANY_ENDING):
            return self.disk.exists(place)
        start = place.removesuffix("*")
        return any(one.path.startswith(start) for one in self.disk.entries(dirname(place)))

    def _is_named_like_ours(self, place: str) -> bool:
        """Whether a document bears the prefix of the series and a number: it belongs here."""
        name = place.rpartition("/")[2]
        return is_markdown(name) and self._own_name.match(name) is not None

    @cached_property
    def _own_name(self) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(self.prefix)}[-_ ]?\d")

    @cached_property
    def root(self) -> str:
        """The root of the repository; without one, the folder above the series'."""
        folder = Path(self.base)
        around = (folder, *folder.parents)
        marked = (one for one in around if self.disk.exists(f"{one.as_posix()}/.git"))
        found = next(marked, folder.parent)
        return found.as_posix()

    @cached_property
    def _around(self) -> tuple[str, ...]:
        """The folder and those above it, up to the root."""
        around = [self.base, *(one.as_posix() for one in Path(self.base).parents)]
        return tuple(around[: around.index(self.root) + 1])

    @cached_property
    def is_documentation(self) -> bool:
        """Whether Sphinx builds the folder: then `#name` may be a target of any page."""
        return any(self.disk.exists(f"{folder}/conf.py") for folder in self._around)

    def _is_at_hand(self, place: str) -> bool:
        """Whether what stands outside the folder would be there if the repository had it.

        An excerpt of a repository holds the proposals alone: their links to its source code say
        nothing of whether that is there. It is taken for whole where the folder in which the
        path parts from the series' holds more of the same kind: a folder, or a file of that type.
        """
        above = os.path.commonpath([self.base, place])
        if not f"{above}/".startswith(f"{self.root}/"):
            return False
        parts = relpath(place, above).split("/")
        if len(parts) == 1:
            ending = Path(place).suffix
            return any(
                entry.is_file() and entry.name.endswith(ending) and not _LICENCE.match(entry.name)
                for entry in self.disk.entries(above)
            )
        if self.disk.exists(f"{above}/{parts[0]}"):
            return True
        way_down = relpath(self.base, above).split("/")[0]
        entries = self.disk.entries(above)
        return any(entry.is_dir() and entry.name != way_down for entry in entries)

    def _is_astray(self, lead: Lead) -> bool:
        if not lead.anchor or lead.state is not State.FOUND:
            return False
        anchors = self.anchors(lead.place)
        if anchors is None or lead.anchor in anchors:
            return False
        is_local = lead.link.target.startswith("#")
        # In its own document MyST finds a target whatever the case of its name in the link.
        if is_local and lead.anchor.lower() in self._target_names(lead.document):
            return False
        is_elsewhere = is_local and self.is_documentation
        return not is_elsewhere or nearest(lead.anchor, anchors) is not None

    def _target_names(self, document: Document) -> frozenset[str]:
        if document.place not in self._names:
            self._names[document.place] = read_target_names(document.source.text)
        return self._names[document.place]

    def _read_anchors(self, place: str) -> frozenset[str] | None:
        document = self._document(place)
        if document:
            return read_anchors(document.sections, document.source.text)
        source = self.disk.read(Path(place)) if place.endswith(_MARKDOWN) else None
        if source is None:
            return None
        return read_anchors(read_outline(source).sections, source.text)

    def _document(self, place: str) -> Document | None:
        """The proposal, or the companion that is Markdown, at a place."""
        proposal = self.proposals.get(self._path(place))
        if proposal:
            return self._proposal(proposal)
        return self._pages_by_place.get(place)

    @cached_property
    def _pages_by_place(self) -> dict[str, Document]:
        return {page.place: page for page in self.pages}

    def _path(self, place: str) -> str:
        """The path in the folder; of what lies outside, the place."""
        return place.removeprefix(f"{self.base}/")

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The files of the folder, and those beside it, by their folded names."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, path in self.disk.files_below(self.base):
            found[fold(name)].append(path)
        for entry in self.disk.entries(dirname(self.base)):
            if entry.is_file():
                found[fold(entry.name)].append(f"{dirname(self.base)}/{entry.name}")
        return found

    @cached_property
    def _by_slug(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for proposal in self.proposals.values():
            name = proposal.path.rpartition("/")[2]
            found[fold(_BEFORE_SLUG.sub("", name))].append(f"{self.base}/{proposal.path}")
        return found

    @cached_property
    def _by_number(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for proposal in self.proposals.values():
            if proposal.number is not None:
                found[proposal.number].append(f"{self.base}/{proposal.path}")
        return found

    def _is_apart(self, path: str, linked: set[str], stems: set[str]) -> bool:
        """Whether no link leads to a companion, to its folder, or to a picture drawn from it."""
        place = f"{self.base}/{path}"
        if place in linked or _stem(place) in stems or path.endswith(_METADATA):
            return False
        folders = [parent.as_posix() for parent in Path(place).parents]
        return linked.isdisjoint(folders[: folders.index(self.base)])

    def _is_named(self, path: str) -> bool:
        """Whether its proposal, or another companion of that, mentions the name of a companion."""
        name, place = path.rpartition("/")[2], f"{self.base}/{path}"
        return any(
            name in document.source.text
            for document in self._by_owner[self.companions[path]]
            if document.place != place
        )

    @cached_property
    def _by_owner(self) -> dict[str, list[Document]]:
        """Each proposal and its companions, by its path."""
        found: dict[str, list[Document]] = defaultdict(list)
        for document in self.documents:
            found[document.owner.path].append(document)
        return found


def _each_once(leads: Iterator[Lead]) -> Iterator[Lead]:
    seen: set[tuple[str, str]] = set()
    for lead in leads:
        key = lead.document.file, lead.link.target
        if lead.link.kind != "reference":
            yield lead
        elif key not in seen:
            seen.add(key)
            yield lead


def _stem(place: str) -> str:
    """The path without its ending: what a picture has in common with the drawing it is made of."""
    return place.removesuffix(Path(place).suffix)
