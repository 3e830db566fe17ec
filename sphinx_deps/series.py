"""A series: the proposals of one folder, their registry, and the names they answer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from posixpath import join as join_path
from posixpath import normpath
from typing import TypeVar
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from sphinx_deps.diagnostics import Problem
from sphinx_deps.disk import Disk
from sphinx_deps.heading_holes import Forms, read_heading_forms
from sphinx_deps.linking import LinkedFiles
from sphinx_deps.markdown import Outline, is_external, read_outline, split_anchor
from sphinx_deps.metadata_prompts import read_metadata_prompts
from sphinx_deps.once import Once
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.prompts import Passage, Prompts, read_omitted, read_prompts
from sphinx_deps.proposal import Proposal
from sphinx_deps.registry import Registry, Row
from sphinx_deps.structure import Structure, read_structure
from sphinx_deps.text import SourceText, fold, quote
from sphinx_deps.values import needs
from sphinx_deps.vocabulary import RuleSetting

NUMBERED = regex(r"(?P<prefix>\D*+)(?:0(?=\d))*+(?P<number>\d++)")
"""A number with what stands before it, leading zeros apart."""
_BETWEEN_NUMBERS = regex(r"(?<=\d)[\W_]+(?=\d)")
_Name = TypeVar("_Name", int, str)


class Reservation(Struct, frozen=True):
    """A number that the registry holds and no document bears."""

    number: int
    id: str
    label: str
    title: str
    row: Row

    @property
    def notice(self) -> str:
        """What there is to say of it."""
        purpose = f" for {quote(self.title)}" if self.title else ""
        return f"{self.label} is reserved{purpose}; no document bears it yet"


class Entry(Struct, frozen=True):
    """A row of the registry, the document that it is for, and the one that it links."""

    row: Row
    proposal: Proposal | None
    linked: Proposal | None


class Template(Struct, frozen=True, dict=True):
    """A template of the project, as read."""

    name: str
    path: str
    source: SourceText

    @cached_property
    def outline(self) -> Outline:
        """What the scan of it finds: several rules ask."""
        return read_outline(self.source)


class Found(Struct, frozen=True):
    """What a name leads to: one proposal, several, a reservation, or nothing."""

    proposals: tuple[Proposal, ...] = ()
    reservation: Reservation | None = None

    @property
    def proposal(self) -> Proposal | None:
        """The proposal, where it is just one."""
        return self.proposals[0] if len(self.proposals) == 1 else None


class Series(Struct, frozen=True, dict=True):
    """One folder of proposals, read under one process."""

    role: str
    folder: Path
    process: Process
    paths: tuple[str, ...] = ()
    """Those of the documents, in their order."""
    reading: Once[tuple[Proposal, ...]] = field(default_factory=lambda: Once(tuple))
    """Gives the documents, which sleep in a cache where none of them changed."""
    companions: Mapping[str, str] = {}
    """Path of each companion to the path of its proposal."""
    unclaimed: tuple[str, ...] = ()
    namesakes: tuple[Proposal, ...] = ()
    """The companions that are named like their proposal, read as if they were one."""
    registry: Registry | None = None
    templates: tuple[Template, ...] = ()
    problems: tuple[Problem, ...] = ()
    damaged: tuple[str, ...] = ()
    """The paths of those that could not be read, or hold bytes that are no text."""

    @property
    def documents(self) -> tuple[Proposal, ...]:
        """The proposals and the stubs, by their paths."""
        return self.reading.get()

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposals, by their paths."""
        if self.process.definition.redirect is None:
            return self.documents
        return tuple(one for one in self.documents if not one.redirect)

    @cached_property
    def stubs(self) -> tuple[Proposal, ...]:
        """The documents that only say where their proposals have moved, and are none themselves."""
        if self.process.definition.redirect is None:
            return ()
        return tuple(one for one in self.documents if one.redirect)

    @cached_property
    def by_name(self) -> dict[str, tuple[Proposal, ...]]:
        """The proposals, and the stubs, by every name that they answer to, folded.

        A number or a path goes before another's slug, and a slug before another's title. To what
        a proposal answers, no stub does.
        """
        names: dict[str, tuple[Proposal, ...]] = {}
        for documents in filter(None, (self.proposals, self.stubs)):
            for kind in (self._own_names, self._slugs, self._labels):
                pairs = (
                    (name, proposal)
                    for proposal in documents
                    for name in {folded_name(written) for written in kind(proposal)} - {""}
                )
                names = _grouped(pairs) | names
        return names

    @cached_property
    def by_path(self) -> dict[str, Proposal]:
        """The proposals and the stubs by their paths."""
        return {document.path: document for document in self.documents}

    def claims(self, path: str) -> bool:
        """Whether a file of the folder is a proposal, belongs to one, or is a template."""
        known = (self.by_path, self.companions, self.process.template_paths)
        return any(path in names for names in known)

    def document_at(self, file: str) -> Proposal | None:
        """The proposal, or the stub, at an absolute path."""
        start = self.start
        return self.by_path.get(file.removeprefix(start)) if file.startswith(start) else None

    @cached_property
    def start(self) -> str:
        """How the absolute paths of its files begin."""
        return f"{absolute_path(str(self.folder))}/"

    @cached_property
    def by_id(self) -> dict[str, tuple[Proposal, ...]]:
        """The proposals and the stubs by their numbers as text, or else by their slugs."""
        return _grouped((document.id, document) for document in self.documents)

    @cached_property
    def by_number(self) -> dict[int, tuple[Proposal, ...]]:
        """The proposals by their numbers."""
        return _by_number(self.proposals)

    def bearers(self, number: int) -> tuple[Proposal, ...]:
        """The proposals of a number, or else the stubs that stand at it."""
        return self.by_number.get(number) or self._stubs_by_number.get(number, ())

    @cached_property
    def _stubs_by_number(self) -> dict[int, tuple[Proposal, ...]]:
        return _by_number(self.stubs)

    @cached_property
    def prompts(self) -> Prompts | None:
        """What the templates ask their authors to replace."""
        return read_prompts(self._outlines, self.process)

    @property
    def _outlines(self) -> Iterator[Outline]:
        return (template.outline for template in self.templates)

    def lets_speak(self, rule: str, proposal: Proposal) -> bool:
        """Whether its process lets a rule speak of a proposal, so that others may keep silent."""
        setting = self.process.setting(rule)
        return setting.severity != "off" and applies(setting, proposal)

    def needs(self, proposal: Proposal) -> dict[str, str]:
        """What the status of a proposal needs in vain, where `status-requires` is to tell it."""
        is_told = self.lets_speak("status-requires", proposal)
        return needs(proposal, self.process) if is_told else {}

    def prompts_in(self, proposal: Proposal) -> tuple[Passage, ...]:
        """Those that one of its proposals still holds, where `template-text` is to tell of them."""
        if proposal.key not in self._prompts_left:
            self._prompts_left[proposal.key] = tuple(self._find_prompts(proposal))
        return self._prompts_left[proposal.key]

    @cached_property
    def _prompts_left(self) -> dict[str, tuple[Passage, ...]]:
        return {}

    def _find_prompts(self, proposal: Proposal) -> Iterable[Passage]:
        prompts = self.prompts
        if prompts is None or not prompts.may_stand_in(proposal.source.text):
            return ()
        is_told = self.lets_speak("template-text", proposal)
        return prompts.find(proposal, self.process) if is_told else ()

    @cached_property
    def metadata_prompts(self) -> frozenset[str]:
        """What the templates say in their metadata."""
        return read_metadata_prompts(self._outlines, self.process)

    @cached_property
    def heading_forms(self) -> Forms:
        """What the headings of its templates look like when their holes are filled."""
        return read_heading_forms(self._outlines)

    @cached_property
    def omitted_sections(self) -> frozenset[str]:
        """The optional sections that a template asks to leave out where they don't apply."""
        return read_omitted(self._outlines, self.process)

    @cached_property
    def disk(self) -> Disk:
        """What its rules see of the files around it."""
        return Disk()

    @cached_property
    def linked_files(self) -> LinkedFiles:
        """Where the links of its documents lead; files outside are read when a rule asks."""
        prefix = self.process.definition.prefix
        return LinkedFiles(self.folder, self.by_path, self.companions, self.disk, prefix)

    @cached_property
    def reservations(self) -> dict[int, Reservation]:
        """The numbers that are given out and that no document bears."""
        if self.registry is None:
            return {}
        return {
            row.number: self._reservation(row)
            for row in self.registry.rows
            if not self.bearers(row.number)
        }

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the registry, each with the document that it is for."""
        if self.registry is None:
            return ()
        linked = [self._entry(row) for row in self.registry.rows]
        taken = {entry.proposal.path for entry in linked if entry.proposal}
        return tuple(
            entry if entry.proposal else self._entry_by_number(entry, taken) for entry in linked
        )

    def _entry(self, row: Row) -> Entry:
        """A row with the document that its link leads to, if it bears the number."""
        linked = self._row_link(row)
        if linked is not None and linked.number == row.number:
            return Entry(row, linked, linked)
        return Entry(row, None, linked)

    def _entry_by_number(self, entry: Entry, taken: set[str]) -> Entry:
        """The entry with the document of that number, the one of that title before others."""
        bearers = self.by_number.get(entry.row.number, ())
        title = fold(entry.row.cells.get("title", ""))
        free = [bearer for bearer in bearers if bearer.path not in taken]
        free.sort(key=lambda bearer: fold(bearer.title) != title)
        found = (*free, *bearers)
        if not found:
            return entry
        taken.add(found[0].path)
        return replace(entry, proposal=found[0])

    def _row_link(self, row: Row) -> Proposal | None:
        if row.target is None or self.registry is None:
            return None
        path, _ = split_anchor(row.target)
        if is_external(path):
            found = self.in_repository(path)
        else:
            found = self.document_at(linked_file(self.registry.path, path))
        # A stub says nothing that a row could repeat.
        return None if found is None or found.redirect else found

    def in_repository(self, address: str) -> Proposal | None:
        """The proposal, or the stub, that an address in the declared repository shows."""
        if not self.is_own_address(address):
            return None
        parts = split_anchor(address)[0].split("/")
        paths = ("/".join(parts[start:]) for start in range(len(parts)))
        return next((self.by_path[path] for path in paths if path in self.by_path), None)

    def is_own_address(self, address: str) -> bool:
        """Whether an address is in the declared repository."""
        repository = (self.process.definition.repository or "").rstrip("/")
        return bool(repository) and f"{address}/".startswith(f"{repository}/")

    def structure(self, proposal: Proposal) -> Structure | None:
        """The declared sections of one of its proposals; rules ask one after the other."""
        if proposal.key not in self._structure:
            self._structure.clear()
            self._structure[proposal.key] = read_structure(proposal, self.process)
        return self._structure[proposal.key]

    @cached_property
    def _structure(self) -> dict[str, Structure | None]:
        """That of the last proposal: those of all would take up memory."""
        return {}

    @property
    def name(self) -> str:
        """What the proposals are called, in full."""
        return self.process.name

    def find(self, name: str) -> tuple[Proposal, ...]:
        """The proposals, or else the stubs, that answer to a number, a label, a slug or a path."""
        return self.by_name.get(folded_name(name), ())

    def anchor(self, proposal: Proposal) -> str | None:
        """The anchor of one of its documents' pages, where no other could have the same."""
        if proposal.number is not None and _is_only(proposal, self.bearers(proposal.number)):
            return f"{self.role}-{proposal.number}"
        name = f"{self.role}-{proposal.slug}".replace("_", "-").lower()
        return name if _is_only(proposal, self.find(proposal.slug)) else None

    def look_up(self, name: str) -> Found:
        """What a name leads to."""
        proposals = self.find(name)
        return Found(proposals, None if proposals else self.reservation(name))

    def reservation(self, name: str) -> Reservation | None:
        """The reservation that answers to a number or a label."""
        wanted = folded_name(name)
        return self._reserved_names.get(wanted)

    @cached_property
    def _reserved_names(self) -> dict[str, Reservation]:
        prefix = self.process.definition.prefix
        return {
            folded_name(name): reservation
            for number, reservation in self.reservations.items()
            for name in (str(number), f"{prefix} {number}", reservation.label)
        }

    def _own_names(self, proposal: Proposal) -> tuple[str, ...]:
        names = (proposal.path, proposal.path.rpartition("/")[2])
        if proposal.number is None:
            return names
        prefix = self.process.definition.prefix
        return (*names, str(proposal.number), f"{prefix} {proposal.number}")

    def _slugs(self, proposal: Proposal) -> tuple[str, ...]:
        return (proposal.slug,)

    def _labels(self, proposal: Proposal) -> tuple[str, ...]:
        return (proposal.label,)

    def _reservation(self, row: Row) -> Reservation:
        definition = self.process.definition
        padded = str(row.number).zfill(definition.number.digits)
        title = row.cells.get("title", "")
        form = definition.label or "{prefix} {number}"
        label = form.format(
            prefix=definition.prefix, number=row.number, id=padded, slug="", title=title
        )
        return Reservation(row.number, padded, label, title, row)


def applies(setting: RuleSetting, proposal: Proposal) -> bool:
    """Whether the stage, the age and the exceptions of a setting let it speak of a proposal."""
    if setting.stages and proposal.stage not in setting.stages:
        return False
    if setting.since and (proposal.created or "") < setting.since:
        return False
    return not (setting.exceptions and {proposal.id, proposal.path} & set(setting.exceptions))


def _by_number(documents: tuple[Proposal, ...]) -> dict[int, tuple[Proposal, ...]]:
    return _grouped((one.number, one) for one in documents if one.number is not None)


def _grouped(named: Iterable[tuple[_Name, Proposal]]) -> dict[_Name, tuple[Proposal, ...]]:
    found: dict[_Name, list[Proposal]] = defaultdict(list)
    for name, proposal in named:
        found[name].append(proposal)
    # One tuple for all the names that a proposal bears alone, as nearly all are.
    alone = {bearers[0].key: (bearers[0],) for bearers in found.values()}
    return {
        name: alone[bearers[0].key] if len(bearers) == 1 else tuple(bearers)
        for name, bearers in found.items()
    }


def _is_only(proposal: Proposal, found: tuple[Proposal, ...]) -> bool:
    return len(found) == 1 and found[0].path == proposal.path


@lru_cache(maxsize=1 << 12)
def folded_name(name: str) -> str:
    """A name without marks, case, ending and leading zeros."""
    name = name.strip().removesuffix(".md")
    match = NUMBERED.fullmatch(name)
    if match:
        return f"{fold(match['prefix'])}{match['number']}"
    # "1/2" is not the name of 12.
    return "-".join(map(fold, _BETWEEN_NUMBERS.split(name)))


def absolute_path(file: str) -> str:
    """The path of a file as the catalog knows it: absolute, links not followed."""
    return normpath(_absolute(file))


def linked_file(file: str, target: str) -> str:
    """The absolute path of the file to which a relative link in `file` leads."""
    folder = _absolute(file).rpartition("/")[0]
    return normpath(join_path(folder, unquote(split_anchor(target)[0])))


def _absolute(file: str) -> str:
    # A path object for each of thousands of links is felt; most files are known by absolute paths.
    return file if file.startswith("/") else Path(file).absolute().as_posix()
