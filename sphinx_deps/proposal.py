"""A proposal and its parts: what was read from a document, each part with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sphinx_deps.diagnostics import Location, Problem


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a field names; `name` is the handle where there is nothing else."""

    name: str
    handle: str | None = None
    url: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: its target, its words and its place."""

    target: str
    text: str
    location: Location
    kind: Literal["inline", "reference", "autolink", "image"] = "inline"


@dataclass(frozen=True, slots=True)
class Field:
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


@dataclass(frozen=True, slots=True)
class Reference:
    """What a relation names: the words, and what they lead to."""

    text: str
    target: str | None
    """The key of the proposal, where it is a known one."""
    url: str | None
    location: Location
    candidates: tuple[str, ...] = ()
    """The keys of all proposals that bear the name, where they are several."""
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Section:
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


@dataclass(frozen=True, slots=True)
class Citation:
    """A use of a proposal: by role, by a `dep:` link, or by a link to its file."""

    target: str
    form: Literal["role", "link", "file"]
    location: Location
    role: str = "dep"
    historical: bool = False
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written and, where it can be told, as ISO 8601."""

    text: str
    iso: str | None
    format: str | None
    ambiguous: bool = False
    impossible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
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
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]
    status: str | None
    """The status as written, declared or not."""
    stage: str | None
    created: str | None
    """An ISO date."""
    people: Mapping[str, tuple[Person, ...]]
    references: Mapping[str, tuple[Reference, ...]]
    overridden: frozenset[str] = frozenset()
    """The fields whose value the process sets."""
    problems: tuple[Problem, ...] = ()
    unread: bool = False
    """Whether the text could not be read at all."""
    body: str = ""
    """The text of the document, which rules search."""

    @property
    def authors(self) -> tuple[Person, ...]:
        """Who wrote it."""
        return self.people.get("authors", ())

    def field(self, name: str) -> Field | None:
        """The first field of that key."""
        return next((field for field in self.fields if field.name == name), None)

    def start(self) -> Location:
        """The place of what concerns the document as a whole."""
        return Location(self.file)
