"""A proposal and its parts: what was read from a document, each part with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from sphinx_deps.diagnostics import Edit, Fix, Location, Problem
from sphinx_deps.disk import read_again
from sphinx_deps.patterns import regex
from sphinx_deps.text import SourceText, find_words, label_name, quote

_TARGET = regex(
    r"""^[ \t]*\((?P<mark>[^()\n]+)\)=|\b(?:id|name)=["']?(?P<id>[\w:.-]+)"""
    r"""|(?:\{[^{}\n]*#|\$\$[ \t]*\(|^[ \t]*:?(?:name|label):[ \t]+["']?)(?P<name>[\w:.-]+)""",
    re.MULTILINE,
)
"""An explicit target: `(here)=`, `id="here"`, `{#here}`, `$$ (here)`, `:name: here`."""
_NO_IDENTIFIER = regex(r"[^a-z0-9]+")
_BEFORE_IDENTIFIER = regex(r"\A[-0-9]+")


_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKS = frozenset(":#,[]{}'\"\\|&*!%@`<>")
"""What means something to YAML or Markdown, at some place or other."""


BY_DEFAULT = "default"
"""What stands for the reader of a field that no document states."""
_UNWRITTEN = frozenset({"path", BY_DEFAULT})


class Person(Struct, frozen=True, gc=False, array_like=True):
    """Somebody whom a field names; `name` is the handle where there is nothing else."""

    name: str
    handle: str | None = None
    url: str | None = None
    email: str | None = None


class Link(Struct, frozen=True, gc=False, array_like=True):
    """A link as written: its target, its words and its place."""

    target: str
    text: str
    location: Location
    kind: Literal["inline", "reference", "autolink", "html", "image", "ref", "any"] = "inline"
    """How it is written: `ref` and `any` are the roles of Sphinx."""


class Field(Struct, frozen=True, gc=False, array_like=True):
    """One field of the metadata.

    `name` is its declared key, or None where the label is no declared one. `text` is the value
    without comments. `span` holds the lines, both ends included, that its rendering replaces.
    """

    name: str | None
    label: str
    text: str
    location: Location
    label_location: Location
    reader: str
    span: tuple[int, int] | None = None
    items: tuple[str, ...] = ()
    """The values one by one, where the form itself lists them."""
    places: tuple[Location, ...] = ()
    """Where each of them stands, as far as the form tells."""

    @property
    def is_written(self) -> bool:
        """Whether the document states it, and not its path or the process."""
        return self.reader not in _UNWRITTEN

    @property
    def is_derived(self) -> bool:
        """Whether the process alone says it, for documents that say nothing."""
        return self.reader == BY_DEFAULT

    @property
    def subject(self) -> str:
        """What findings about it are known by."""
        return self.name or self.label

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line that it takes up."""
        first, last = self.label_location.line, self.location.end_line or self.location.line
        return self.span or (min(first, self.location.line), last)

    def place(self, value: str) -> Location:
        """Where one of its values stands; the whole field where that cannot be told."""
        if self.places and value in self.items:
            return self.places[self.items.index(value)]
        at, start = self.location, next(find_words(value, self.text), -1) if value else -1
        as_written = at.end_line == at.line and at.end_column == at.column + len(self.text)
        if start < 0 or not as_written:
            return at
        column = at.column + start
        return Location(at.path, at.line, column, at.line, column + len(value))


class Reference(Struct, frozen=True, gc=False, array_like=True):
    """What a relation names: the words, and what they lead to."""

    text: str
    target: str | None
    """The key of the proposal, where it is a known one."""
    url: str | None
    location: Location
    candidates: tuple[str, ...] = ()
    """The keys of all proposals that bear the name, where they are several."""
    reserved: bool = False


class Section(Struct, frozen=True, gc=False, array_like=True):
    """A heading with its words, its level and the lines that stand under it."""

    title: str
    level: int
    location: Location
    anchor: str
    end_line: int
    """The last line before the next heading of any level."""

    @property
    def line(self) -> int:
        """The line of the heading."""
        return self.location.line


class Item(Struct, frozen=True, gc=False):
    """What a process numbers inside a proposal: a requirement, a phase, an alternative."""

    kind: str
    number: int
    label: str
    """How it is shown: `REQ 3`."""
    title: str
    """Its words without the number; empty where it has none."""
    anchor: str
    """That of its heading."""
    location: Location
    fields: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The name that it keeps when its title changes: `REQ-3`, cited in any case."""
        return self.label.replace(" ", "-")

    @property
    def identifier(self) -> str:
        """Its name as an anchor of the page: `req-3`."""
        return self.name.casefold()

    @property
    def caption(self) -> str:
        """The label and the title: `REQ 3: Fast start`."""
        return f"{self.label}: {self.title}" if self.title else self.label


class Citation(Struct, frozen=True, gc=False, array_like=True):
    """A use of a proposal: by role, by a `dep:` link, or by another link.

    Of a `file` the target is the link as written; of a `page`, where the link was followed already,
    the key of the proposal.
    """

    target: str
    form: Literal["role", "link", "file", "page"]
    location: Location
    role: str = "dep"
    historical: bool = False
    anchor: str | None = None


class Ignore(Struct, frozen=True, gc=False):
    """A comment that keeps rules silent: `deps: ignore[unknown-status] a reason`."""

    location: Location
    rules: tuple[str, ...]
    places: tuple[Location, ...]
    """Where each of the rules is named."""
    lines: tuple[int, int] | None
    """The first and the last line that it holds for; None for the whole document."""
    removal: Location
    """What goes where the comment goes: with it the line that it leaves empty."""


class Date(Struct, frozen=True, gc=False):
    """A date as written and, where it can be told, as ISO 8601."""

    text: str
    iso: str | None
    format: str | None
    ambiguous: bool = False
    impossible: bool = False


def proposal_key(role: str, path: str) -> str:
    """What tells a proposal from all others in the catalog."""
    return f"{role}:{path}"


class Proposal(Struct, frozen=True, gc=False, kw_only=True):
    """One document of a series.

    `key` is unique in the catalog: role and path. `path` is relative to the series' folder, with
    forward slashes; `file` is the path that diagnostics name.
    """

    key: str
    role: str
    path: str
    file: str
    slug: str
    number: int | None
    id: str
    label: str
    title: str
    title_location: Location | None
    """Where the title is written, or None if it was derived from the slug."""
    title_is_heading: bool
    """Whether the title is the document's first heading."""
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]
    """Its uses of proposals by role and by `dep:` link."""
    status: str | None
    """A declared status in its declared spelling; what is none, or holds more, as written."""
    stage: str | None
    created: str | None
    """An ISO date."""
    people: Mapping[str, tuple[Person, ...]]
    references: Mapping[str, tuple[Reference, ...]]
    checksum: int
    """That of the file: it tells its text from any other."""
    status_is_menu: bool = False
    """Whether it is the template's list of choices, of which none was chosen."""
    overridden: frozenset[str] = frozenset()
    """The fields whose value the process sets."""
    problems: tuple[Problem, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    unread: bool = False
    """Whether the text could not be read at all."""
    draft: str | None = None
    """The text, where it is not what the file holds but what a fix would write."""
    redirect: Reference | None = None
    """Where a stub leads: a document that only says where its proposal has moved."""

    @property
    def source(self) -> SourceText:
        """The text of the document, which rules search."""
        if self.draft is not None or self.unread:
            return SourceText(self.file, self.draft or "")
        return read_again(self.file, self.checksum)

    @property
    def authors(self) -> tuple[Person, ...]:
        """Who wrote it."""
        return self.people.get("authors", ())

    def field(self, name: str) -> Field | None:
        """The first field of that key."""
        # A loop: all rules and pages ask, and a generator costs twice as much.
        for field in self.fields:
            if field.name == name:
                return field
        return None

    @property
    def heading(self) -> Section | None:
        """The first heading of level one."""
        return next((section for section in self.sections if section.level == 1), None)

    def fields_at(self, line: int) -> tuple[Field, ...]:
        """The fields that take up a line."""
        return tuple(
            field
            for field in self.fields
            if field.is_written and field.lines[0] <= line <= field.lines[1]
        )

    @property
    def has_metadata(self) -> bool:
        """Whether the document itself states a declared field."""
        return any(field.name and field.is_written for field in self.fields)

    @property
    def is_misencoded(self) -> bool:
        """Whether bytes of the file are no text, so that nothing of it can be written again."""
        return any(problem.finding.subject == "encoding" for problem in self.problems)

    @property
    def is_garbled(self) -> bool:
        """Whether metadata is there that could not be read."""
        return self.unread or any(
            problem.rule == "unreadable-metadata" and problem.finding.subject != "encoding"
            for problem in self.problems
        )

    @property
    def unknown_labels(self) -> tuple[str, ...]:
        """The labels that are those of no declared field."""
        return tuple(field.label for field in self.fields if field.name is None)

    def lacking(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the fields that it does not have."""
        present = {field.name for field in self.fields}
        return tuple(name for name in names if name not in present)

    def written(self, location: Location) -> str | None:
        """The text of a stretch of one line, as it stands in the document."""
        if location.end_line != location.line or location.end_column is None:
            return None
        return self.source.line(location.line)[location.column - 1 : location.end_column - 1]

    def rewording(self, location: Location, text: str, meant: str) -> Fix | None:
        """The fix that writes `meant` for a text, where that stands just once and as it is."""
        written = self.written(location)
        if not (written and text) or self.is_misencoded:
            return None
        bare = _COMMENT.sub(lambda match: " " * len(match[0]), written)
        found = list(find_words(text, bare))
        if len(found) != 1 or not _can_stand(meant, text, written):
            return None
        before, after = written[: found[0]], written[found[0] + len(text) :]
        return Fix(f"write {meant}", (Edit(location, f"{before}{meant}{after}"),))

    @property
    def caption(self) -> str:
        """The label and the title, in quotation marks: `DEP 12 "Fast start"`."""
        if self.label == self.title:
            return quote(self.title)
        named = self.label.endswith(self.title)
        return self.label if named else f"{self.label} {quote(self.title)}"

    @property
    def anchors(self) -> frozenset[str]:
        """What a citation may name after `#`: its headings and its explicit targets."""
        return read_anchors(self.sections, self.source.text)

    def has_anchor(self, anchor: str) -> bool:
        """Whether a citation may name that after `#`."""
        return self.item(anchor) is not None or anchor in self.anchors

    def item(self, anchor: str) -> Item | None:
        """The item that a citation names after `#`, by its heading or by its own name."""
        if not self.items:
            return None
        by_heading = next((item for item in self.items if item.anchor == anchor), None)
        if by_heading or any(section.anchor == anchor for section in self.sections):
            return by_heading
        identifier = anchor.casefold()
        return next((item for item in self.items if item.identifier == identifier), None)

    def heading_anchor(self, anchor: str) -> str:
        """The anchor of the heading that a citation names; another anchor as it stands."""
        item = self.item(anchor)
        return item.anchor if item else anchor

    def start(self) -> Location:
        """The place of what concerns the document as a whole."""
        return Location(self.file)


def _can_stand(meant: str, text: str, written: str) -> bool:
    """Whether the new words are as plain as the old ones.

    A comma in front matter is no mark unless a list is written in brackets.
    """
    allowed = set() if written[:1] in {"[", "{"} else {","}
    return (set(meant) & _MARKS) <= set(text) | allowed


def read_anchors(sections: Iterable[Section], text: str) -> frozenset[str]:
    """The anchors of a document: its headings, and its targets by their names and identifiers."""
    headings = [section.anchor for section in sections]
    targets = list(_TARGET.finditer(text))
    names = _target_names(targets)
    # What HTML in a heading leaves as `words-` has the identifier `words` too.
    bare = (anchor.strip("-") for anchor in headings)
    in_html = (match["id"] for match in targets if match["id"])
    return frozenset({*headings, *bare, *in_html, *names, *map(_identifier, names)} - {""})


def read_target_names(text: str) -> frozenset[str]:
    """The names of the explicit targets, lowered as MyST does it; HTML keeps its own."""
    return _target_names(_TARGET.finditer(text))


def _target_names(targets: Iterable[re.Match[str]]) -> frozenset[str]:
    written = (match["mark"] or match["name"] for match in targets)
    return frozenset(label_name(name) for name in written if name)


def _identifier(name: str) -> str:
    """What stands for the name of a target in the page; of names in Latin letters alone."""
    if not name.isascii():
        return name
    return _BEFORE_IDENTIFIER.sub("", _NO_IDENTIFIER.sub("-", name)).rstrip("-")
