"""One document to one proposal: its identity, its title and what its fields say."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.dates import read_date
from sphinx_deps.diagnostics import Finding, Location, Problem
from sphinx_deps.folder import PathName
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.items import read_items
from sphinx_deps.markdown import Outline, plain_title, read_outline, without_number
from sphinx_deps.people import field_people, read_people
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Person, Proposal, Reference, proposal_key
from sphinx_deps.readers import Metadata, read_metadata
from sphinx_deps.redirects import read_redirect
from sphinx_deps.text import SourceText, fold
from sphinx_deps.values import (
    is_filled,
    is_menu,
    is_status_menu,
    read_links,
    split_values,
    without_reference,
)
from sphinx_deps.vocabulary import FieldRule

ReadBytes = Callable[[Path], bytes]
"""What gives the bytes of a file."""
LARGEST_FILE = 5_000_000
"""Bytes; a proposal is read by people, and nobody reads more."""

_NOTHING: frozenset[str] = frozenset()
"""One for all: an empty set takes up as much memory as a small one."""


def read_file(file: Path) -> bytes:
    """What a file holds now."""
    return file.read_bytes()


def read_proposal(
    folder: Path,
    name: PathName,
    process: Process,
    role: str,
    read: ReadBytes = read_file,
) -> Proposal:
    """The proposal at one path; what cannot be read is a problem of it, never an exception."""
    file = folder / name.path
    source, unread = _read_source(file, read)
    outline = read_outline(source)
    metadata = Metadata() if unread else read_metadata(outline, process)
    problems = (*unread, *_encoding_problem(source), *metadata.problems)
    proposal = _Builder(name, process, role, outline, metadata).build(problems)
    if read is not read_file:
        proposal = replace(proposal, draft=source.text)
    if unread:
        return replace(proposal, unread=True)
    redirect = read_redirect(outline, process)
    # Of a stub no relation is resolved: all that it says is where it leads.
    return replace(proposal, redirect=redirect, references={}) if redirect else proposal


def _read_source(file: Path, read: ReadBytes) -> tuple[SourceText, tuple[Problem, ...]]:
    path = str(file)
    try:
        refusal = _refusal(file.stat())
        if refusal:
            return SourceText(path, ""), (unreadable(path, refusal),)
        data = read(file)
    except OSError as error:
        return SourceText(path, ""), (refused(path, error),)
    source = SourceText.decode(path, data)
    if not source.text.strip():
        return source, (unreadable(path, "the file is empty"),)
    return source, ()


def _refusal(status: os.stat_result) -> str | None:
    """Why a file is not even opened: a pipe would be waited on, and a huge one is no proposal."""
    if not stat.S_ISREG(status.st_mode):
        return "this is no file but a pipe or a device, named like a proposal"
    if status.st_size > LARGEST_FILE:
        held, limit = status.st_size / 1e6, LARGEST_FILE / 1e6
        return f"the file holds {held:.1f} MB; more than {limit:.0f} MB are not read"
    return None


def refused(path: str, error: OSError) -> Problem:
    """The problem of a file that the disk does not give."""
    return unreadable(path, f"the file cannot be read: {error.strerror or error}")


def unlisted(error: OSError) -> Problem:
    """The problem of a folder of which the disk does not give the files."""
    return unreadable(str(error.filename), f"the folder cannot be listed: {error.strerror}")


def unreadable(path: str, message: str) -> Problem:
    """The problem of a file as a whole that cannot be read."""
    finding = Finding(location=Location(path), message=message, subject="file")
    return Problem("unreadable-metadata", finding)


def _encoding_problem(source: SourceText) -> tuple[Problem, ...]:
    finding = source.encoding_finding
    return (Problem("unreadable-metadata", finding),) if finding else ()


class _Title(Struct, frozen=True):
    text: str
    location: Location | None
    is_heading: bool = False


class _Builder:
    """Puts one proposal together."""

    def __init__(
        self, name: PathName, process: Process, role: str, outline: Outline, metadata: Metadata
    ) -> None:
        self.name = name
        self.process = process
        self.definition = process.definition
        self.role = role
        self.outline = outline
        self.source = outline.source
        self.number = self.read_number()
        self.id = self.read_id()
        self.overrides = self.read_overrides()
        self.fields = self.with_other_sources(metadata.fields)

    def build(self, problems: tuple[Problem, ...]) -> Proposal:
        title = self.title()
        status = self.process.status_spelling(self.text("status")) or None
        rule = self.process.status_rule(status)
        return Proposal(
            key=proposal_key(self.role, self.name.path),
            role=self.role,
            path=self.name.path,
            file=self.source.path,
            slug=sys.intern(self.name.slug),
            number=self.number,
            id=self.id,
            label=self.label(title.text),
            title=title.text,
            title_location=title.location,
            title_is_heading=title.is_heading,
            fields=self.fields,
            sections=self.outline.sections,
            items=read_items(self.outline, self.process),
            links=self.outline.links,
            citations=self.outline.citations,
            status=status,
            status_is_menu=status is not None and is_status_menu(status, self.process),
            stage=rule.stage if rule else None,
            created=self.created(),
            people=self.people(),
            references=self.references(),
            overridden=frozenset(self.overrides) if self.overrides else _NOTHING,
            problems=problems,
            ignores=read_ignores(self.outline),
            checksum=self.source.checksum,
        )

    def read_number(self) -> int | None:
        written = self.name.groups.get("number")
        numbering = self.definition.number
        if written is None or not written.isdecimal():
            return None
        if written == numbering.placeholder and self.name.path not in numbering.exceptions:
            return None
        return int(written)

    def read_id(self) -> str:
        if self.number is None or self.definition.identity == "slug":
            return self.name.slug if self.definition.identity == "slug" else self.name.stem
        return str(self.number).zfill(self.definition.number.digits)

    def read_overrides(self) -> dict[str, str]:
        overrides = self.definition.overrides
        return {**overrides.get(self.id, {}), **overrides.get(self.name.path, {})}

    def label(self, title: str) -> str:
        by_slug = self.definition.identity == "slug"
        if (self.definition.label is None) if by_slug else (self.number is None):
            return title
        form = self.definition.label or "{prefix} {number}"
        if self.number is None and "{number" in form:
            return title
        return form.format(
            prefix=self.definition.prefix,
            number=self.number,
            id=self.id,
            slug=self.name.slug,
            title=title,
        )

    def with_other_sources(self, read: tuple[Field, ...]) -> tuple[Field, ...]:
        """The fields read, those that the path gives, and those that the process sets."""
        kept = [field for field in read if field.name not in self.overrides]
        present = {field.name for field in kept}
        # The lines of a field that is set otherwise are rendered all the same.
        spans = {field.name: field.span for field in read if field.name in self.overrides}
        start = Location(self.source.path)
        # A group of a pattern cannot have a hyphen in its name.
        named = {key.replace("_", "-"): value for key, value in self.name.groups.items()}
        derived = {
            key: value
            for key, value in (named | self.name.groups).items()
            if key in self.definition.fields and key not in present
        }
        derived = {**derived, **self.overrides}
        kept += [
            Field(key, self.process.field_label(key), value, start, start, "path", spans.get(key))
            for key, value in derived.items()
        ]
        return tuple(kept)

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def text(self, name: str) -> str:
        """The text of a field, or its default."""
        field = self.field(name)
        rule = self.process.field_rule(name)
        if field is not None and field.text:
            return field.text
        return (rule.default if rule else None) or ""

    def title(self) -> _Title:
        sources = self.definition.title.sources
        for source in (*(["field"] if "title" in self.overrides else []), *sources, "slug"):
            title = self.title_from(source)
            if title and title.text:
                return title
        return _Title(self.name.stem, None)

    def title_from(self, source: str) -> _Title | None:
        if source == "field":
            field = self.field("title")
            return _Title(plain_title(field.text), field.location) if field else None
        if source == "slug":
            return _Title(_humanized(self.stripped(self.name.slug)), None)
        if source in self.process.title_patterns:
            return self.title_by_pattern(source)
        return self.title_heading(first_of_any_level=source == "first-heading")

    def title_heading(self, *, first_of_any_level: bool) -> _Title | None:
        sections = self.outline.sections
        for position, section in enumerate(sections):
            if section.level != 1 and not first_of_any_level:
                continue
            if self.names_a_section(section.title):
                return None
            text = self.stripped(section.title)
            return _Title(text, section.location, is_heading=position == 0)
        return None

    def names_a_section(self, title: str) -> bool:
        words = fold(without_number(title))
        return words in self.process.section_titles or words in self.process.labels

    def title_by_pattern(self, source: str) -> _Title | None:
        pattern = self.process.title_patterns[source]
        for section in self.outline.sections:
            match = pattern.fullmatch(section.title)
            if match and match["title"]:
                return _Title(match["title"].strip(), section.location)
        return None

    def stripped(self, title: str) -> str:
        return self.process.stripped_title(title).strip()

    def created(self) -> str | None:
        rule = self.process.field_rule("created")
        text = self.text("created")
        return read_date(text, rule).iso if rule and text else None

    def people(self) -> dict[str, tuple[Person, ...]]:
        found = {}
        for key, rule in self.definition.fields.items():
            if rule.type == "people" and (people := self.people_of(key, rule)):
                found[key] = people
        return found

    def people_of(self, key: str, rule: FieldRule) -> tuple[Person, ...]:
        field = self.field(key)
        if field is not None and field.text:
            return field_people(field, rule)
        return read_people(self.text(key), rule)

    def references(self) -> Mapping[str, tuple[Reference, ...]]:
        found = {key: self.references_of(key) for key in self.process.relations}
        return found if any(found.values()) else self.process.no_references

    def references_of(self, key: str) -> tuple[Reference, ...]:
        field = self.field(key)
        rule = self.process.field_rule(key)
        if field is None or rule is None or not is_filled(field.text, rule) or is_menu(field.text):
            return ()
        values = field.items if len(field.items) > 1 else split_values(field.text, rule)
        return tuple(self.reference(value, field) for value in values)

    def reference(self, text: str, field: Field) -> Reference:
        links = read_links(text)
        url = links[0][1] if links else None
        words = links[0][0] if links else without_reference(text)
        if url and url.startswith("dep:"):
            words, url = url.removeprefix("dep:"), None
        return Reference(words, None, url, field.place(text))


def _humanized(slug: str) -> str:
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
