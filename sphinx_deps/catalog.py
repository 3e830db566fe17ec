"""Folders to series to catalog: every proposal of a documentation, and how to find one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from posixpath import join as join_path
from posixpath import normpath
from urllib.parse import unquote

from sphinx_deps.diagnostics import Finding, Location, Problem
from sphinx_deps.folder import Listing, list_folder
from sphinx_deps.markdown import is_external, split_anchor
from sphinx_deps.process import FILE_NAME, Process, builtin_names, load_builtin, load_process
from sphinx_deps.prompts import Prompts, read_prompts
from sphinx_deps.proposal import Citation, Proposal, Reference
from sphinx_deps.reading import read_proposal, unreadable
from sphinx_deps.registry import Registry, Row, read_registry
from sphinx_deps.text import SourceText, fold, join_words, nearest, quote

ANY_ROLE = "dep"
"""The role that looks in every series."""

DEAD_STAGES = frozenset({"rejected", "withdrawn"})
"""The stages of what nobody should build on."""


@dataclass(frozen=True, slots=True)
class Reservation:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the registry, the document that it is for, and the one that it links."""

    row: Row
    proposal: Proposal | None
    linked: Proposal | None


@dataclass(frozen=True)
class Template:
    """A template of the project, as read."""

    name: str
    path: str
    source: SourceText


@dataclass(frozen=True)
class Series:
    """One folder of proposals, read under one process."""

    role: str
    folder: Path
    process: Process
    proposals: tuple[Proposal, ...] = ()
    companions: Mapping[str, str] = field(default_factory=dict)
    """Path of each companion to the path of its proposal."""
    unclaimed: tuple[str, ...] = ()
    registry: Registry | None = None
    templates: tuple[Template, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, tuple[Proposal, ...]]:
        """The proposals by every name that they answer to, folded.

        A number or a path goes before another's slug, and a slug before another's title.
        """
        names: dict[str, tuple[Proposal, ...]] = {}
        for kind in (self._own_names, self._slugs, self._labels):
            found: dict[str, list[Proposal]] = defaultdict(list)
            for proposal in self.proposals:
                for name in {_folded_name(written) for written in kind(proposal)} - {""}:
                    found[name].append(proposal)
            names = {name: tuple(bearers) for name, bearers in found.items()} | names
        return names

    @cached_property
    def by_path(self) -> dict[str, Proposal]:
        """The proposals by their paths."""
        return {proposal.path: proposal for proposal in self.proposals}

    @cached_property
    def by_file(self) -> dict[str, Proposal]:
        """The proposals by the absolute paths of their files."""
        folder = self.folder.absolute().as_posix()
        return {normpath(join_path(folder, path)): found for path, found in self.by_path.items()}

    @cached_property
    def by_number(self) -> dict[int, tuple[Proposal, ...]]:
        """The proposals by their numbers."""
        numbers: dict[int, list[Proposal]] = defaultdict(list)
        for proposal in self.proposals:
            if proposal.number is not None:
                numbers[proposal.number].append(proposal)
        return {number: tuple(found) for number, found in numbers.items()}

    @cached_property
    def prompts(self) -> Prompts | None:
        """What the templates ask their authors to replace."""
        return read_prompts((template.source for template in self.templates), self.process)

    @cached_property
    def reservations(self) -> dict[int, Reservation]:
        """The numbers that are given out and that no document bears."""
        if self.registry is None:
            return {}
        return {
            row.number: self._reservation(row)
            for row in self.registry.rows
            if row.number not in self.by_number
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
            return self.in_repository(path)
        return self.by_file.get(linked_file(self.registry.path, path))

    def in_repository(self, address: str) -> Proposal | None:
        """The proposal that an address in the declared repository shows."""
        if not self.is_own_address(address):
            return None
        parts = split_anchor(address)[0].split("/")
        paths = ("/".join(parts[start:]) for start in range(len(parts)))
        return next((self.by_path[path] for path in paths if path in self.by_path), None)

    def is_own_address(self, address: str) -> bool:
        """Whether an address is in the declared repository."""
        repository = (self.process.definition.repository or "").rstrip("/")
        return bool(repository) and f"{address}/".startswith(f"{repository}/")

    @property
    def name(self) -> str:
        """What the proposals are called, in full."""
        return self.process.name

    def find(self, name: str) -> tuple[Proposal, ...]:
        """The proposals that answer to a number, a label, a slug or a path."""
        return self.by_name.get(_folded_name(name), ())

    def reservation(self, name: str) -> Reservation | None:
        """The reservation that answers to a number or a label."""
        wanted = _folded_name(name)
        return self._reserved_names.get(wanted)

    @cached_property
    def _reserved_names(self) -> dict[str, Reservation]:
        prefix = self.process.definition.prefix
        return {
            _folded_name(name): reservation
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


def _folded_name(name: str) -> str:
    """A name without marks, case, ending and leading zeros."""
    name = name.strip().removesuffix(".md")
    match = _NUMBERED.fullmatch(name)
    return f"{fold(match['prefix'])}{match['number']}" if match else fold(name)


_REMARK = re.compile(r"\s*[(:\u2013\u2014].*|\s+-\s.*", re.DOTALL)
"""What may follow a name in a relation: `DEP 9 (partially)`, `DEP 9: its title`."""
_ROLE = re.compile(r"\{[\w:]+\}(?=`)")
_NUMBERED = re.compile(r"(?P<prefix>\D*)0*(?P<number>\d+)")
_LONGEST_PREFIX = 6


def linked_file(file: str, target: str) -> str:
    """The absolute path of the file to which a relative link in `file` leads."""
    folder = Path(file).absolute().parent.as_posix()
    return normpath(join_path(folder, unquote(split_anchor(target)[0])))


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to: one proposal, several, a reservation, or nothing."""

    proposals: tuple[Proposal, ...] = ()
    reservation: Reservation | None = None

    @property
    def proposal(self) -> Proposal | None:
        """The proposal, where it is just one."""
        return self.proposals[0] if len(self.proposals) == 1 else None


@dataclass(frozen=True)
class Catalog:
    """All the series of a documentation."""

    series: tuple[Series, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Proposal]:
        """The proposals by their keys."""
        return {proposal.key: proposal for proposal in self.proposals}

    @cached_property
    def by_role(self) -> dict[str, Series]:
        """The series by their roles."""
        return {series.role: series for series in self.series}

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposals of all series."""
        return tuple(proposal for series in self.series for proposal in series.proposals)

    @cached_property
    def by_file(self) -> dict[str, Proposal]:
        """The proposals by the absolute paths of their files."""
        return {path: found for series in self.series for path, found in series.by_file.items()}

    @cached_property
    def citing_roles(self) -> frozenset[str]:
        """The roles that cite a proposal: those of the series, and the one that looks in all."""
        return frozenset({ANY_ROLE, *self.by_role})

    def is_citation(self, citation: Citation) -> bool:
        """Whether a use is one of ours; other roles have targets of their own."""
        return citation.form != "role" or citation.role in self.citing_roles

    def find(self, name: str, role: str = ANY_ROLE) -> Found:
        """What a role with that text cites; the role `dep` looks in every series."""
        name, _ = split_anchor(name)
        own = self.by_role.get(role)
        if own is not None:
            found = _find_in(own, name)
            if found.proposals or found.reservation or role != ANY_ROLE:
                return found
        results = [_find_in(series, name) for series in self.series]
        proposals = tuple(proposal for found in results for proposal in found.proposals)
        reserved = next((found.reservation for found in results if found.reservation), None)
        return Found(proposals, None if proposals else reserved)

    def find_named(self, text: str, series: Series) -> Found:
        """What the words of a relation lead to: in their own series first, then in all."""
        text = _ROLE.sub("", text).strip("`*_<> ").removeprefix("dep:")
        for name in dict.fromkeys((text, _REMARK.sub("", text))):
            for found in (_find_in(series, name), self.find(name)):
                if found.proposals or found.reservation:
                    return found
        return Found()

    def find_citation(self, citation: Citation) -> Found:
        """What a citation by role or link leads to."""
        if citation.form == "file":
            return self.find_file(citation)
        return self.find(citation.target, citation.role)

    @property
    def own_citations(self) -> Iterator[tuple[Proposal, Citation]]:
        """The uses by role and by `dep:` link within the proposals."""
        for proposal in self.proposals:
            for citation in proposal.citations:
                if citation.form != "file" and self.is_citation(citation):
                    yield proposal, citation

    def find_file(self, citation: Citation) -> Found:
        """The proposal whose file a link leads to."""
        proposal = self.by_file.get(linked_file(citation.location.path, citation.target))
        return Found((proposal,) if proposal else ())

    def nearest_name(self, name: str) -> str | None:
        """The label or the file that a name which leads nowhere was most likely meant to be."""
        match = _NUMBERED.fullmatch(name.strip())
        if match and len(fold(match["prefix"])) <= _LONGEST_PREFIX:
            return self._nearest_number(match["number"])
        stems = (Path(proposal.path).stem for proposal in self.proposals)
        slugs = (proposal.slug for proposal in self.proposals)
        return nearest(name, [*slugs, *stems])

    def _nearest_number(self, digits: str) -> str | None:
        """The label of the proposal of that number, or of one with two digits changed over."""
        numbered = [each for each in self.proposals if each.number is not None]
        same = [each.label for each in numbered if str(each.number) == digits]
        swapped = [each.label for each in numbered if sorted(str(each.number)) == sorted(digits)]
        return next(iter((*same, *swapped)), None)

    def unique_name(self, proposal: Proposal) -> str:
        """A name that leads to this proposal alone: its label, or else its file's."""
        found = self.find(proposal.label).proposals
        return proposal.label if len(found) == 1 else Path(proposal.path).stem

    def series_of(self, proposal: Proposal) -> Series:
        """The series that holds a proposal."""
        return self.by_role[proposal.role]

    def successors(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The proposals at the ends of the replaced-by chains; none where a chain is a cycle."""
        final: dict[str, Proposal] = {}
        seen = {proposal.key}
        open_ends = list(self.direct_successors(proposal))
        while open_ends:
            successor = open_ends.pop(0)
            if successor.key in seen:
                continue
            seen.add(successor.key)
            following = self.direct_successors(successor)
            if following:
                open_ends += following
            else:
                final[successor.key] = successor
        return tuple(final.values())

    def direct_successors(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The proposals that it says it was replaced by, or that say so of themselves."""
        keys = self._successor_keys.get(proposal.key, ())
        return tuple(self.by_key[key] for key in keys)

    @cached_property
    def _successor_keys(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for proposal in self.proposals:
            process = self.series_of(proposal).process
            for key in process.successor_fields:
                for reference in proposal.references.get(key, ()):
                    if reference.target:
                        found[proposal.key][reference.target] = None
        for key, reference in self._replacements():
            if reference.target and self._is_replaced_by(key, reference.target):
                found[reference.target].setdefault(key, None)
        return {key: tuple(targets) for key, targets in found.items()}

    def _replacements(self) -> Iterator[tuple[str, Reference]]:
        """Each proposal's key with what it says it replaces."""
        for proposal in self.proposals:
            process = self.series_of(proposal).process
            for key, rule in process.relations.items():
                if rule.inverse in process.successor_fields:
                    for reference in proposal.references.get(key, ()):
                        yield proposal.key, reference

    def _is_replaced_by(self, key: str, replaced: str) -> bool:
        """Whether a claim to replace holds: what was itself turned down has replaced nothing."""
        is_dead = self.by_key[key].stage in DEAD_STAGES
        return self.by_key[replaced].stage == "replaced" and not is_dead

    @cached_property
    def cited_by_proposals(self) -> dict[str, tuple[str, ...]]:
        """The keys of the proposals that cite one, by its key."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for proposal in self.proposals:
            for citation in filter(self.is_citation, proposal.citations):
                cited = self.find_citation(citation).proposal
                if cited is not None and cited.key != proposal.key:
                    found[cited.key][proposal.key] = None
        return {key: tuple(citing) for key, citing in found.items()}


def _find_in(series: Series, name: str) -> Found:
    proposals = series.find(name)
    return Found(proposals, None if proposals else series.reservation(name))


@dataclass(frozen=True, slots=True)
class SeriesSource:
    """Where a series is: its folder, and the process where the folder has none of its own."""

    folder: Path
    process: str | None = None


def read_catalog(sources: Iterable[SeriesSource]) -> Catalog:
    """Read every series, then resolve what they say of each other."""
    series: dict[str, Series] = {}
    for source in sources:
        one = read_series(source)
        taken = series.get(one.role)
        if taken is None:
            series[one.role] = one
        else:
            problems = (*taken.problems, _role_problem(one, taken))
            series[one.role] = replace(taken, problems=problems)
    return _resolved(Catalog(tuple(series.values())))


def _role_problem(one: Series, other: Series) -> Problem:
    finding = Finding(
        location=one.process.place("role"),
        message=f'the role "{one.role}" is that of {other.folder} already; '
        f"the proposals of {one.folder} were left out",
        hint="give one of them another `prefix` or `role` in its process.yaml",
        subject="role",
    )
    return Problem("process", finding)


def read_series(source: SeriesSource) -> Series:
    """Read one folder under its process."""
    folder = source.folder
    try:
        process = find_process(folder, source.process)
    except ProcessNotFoundError as error:
        nameless = Process(_EMPTY.definition)
        return Series(_role_of(folder), folder, nameless, problems=(error.problem,))
    listing = list_folder(folder, process)
    proposals = tuple(
        read_proposal(folder, name, process, process.role) for name in listing.proposals
    )
    registry, registry_problems = _read_registry(folder, process)
    templates, template_problems = _read_templates(folder, process)
    problems = (
        *process.problems,
        *_folder_problems(folder, listing),
        *registry_problems,
        *template_problems,
    )
    return Series(
        process.role,
        folder,
        process,
        proposals,
        listing.companions,
        listing.unclaimed,
        registry,
        templates,
        problems,
    )


def _role_of(folder: Path) -> str:
    return re.sub(r"[^a-z]", "", folder.absolute().name.lower()) or "ep"


_EMPTY = load_builtin("basic")


class ProcessNotFoundError(Exception):
    """No process is to be had for a folder."""

    def __init__(self, location: Location, message: str, hint: str) -> None:
        super().__init__(message)
        finding = Finding(location=location, message=message, hint=hint, subject=FILE_NAME)
        self.problem = Problem("process", finding)


def find_process(folder: Path, given: str | None) -> Process:
    """The folder's own process, or the given one: a built-in name or a file."""
    if given is None:
        return _own_process(folder)
    if given in builtin_names():
        return load_builtin(given)
    try:
        return load_process(Path(given))
    except OSError as error:
        known = join_words(builtin_names())
        message = f'"{given}" is neither a built-in process nor a file that can be read'
        raise ProcessNotFoundError(Location(given), message, f"built-in are {known}") from error


def _own_process(folder: Path) -> Process:
    path = folder / FILE_NAME
    try:
        return load_process(path)
    except OSError as error:
        if not folder.is_dir():
            message, hint = f"there is no folder {folder}", "name the folder of the proposals"
        elif path.exists():
            message, hint = f"the file cannot be read: {error.strerror}", "make it readable"
        else:
            message = "the folder has no process.yaml"
            hint = 'write one with two lines: "extends: basic" and "prefix: DEP"'
        raise ProcessNotFoundError(Location(str(path)), message, hint) from error


def _folder_problems(folder: Path, listing: Listing) -> Iterator[Problem]:
    for path in listing.folders:
        yield unreadable(str(folder / path), "this is a folder, named like a proposal")


def _read_registry(folder: Path, process: Process) -> tuple[Registry | None, tuple[Problem, ...]]:
    rule = process.definition.registry
    if rule is None:
        return None, ()
    path = folder / rule.file
    try:
        source = SourceText.decode(str(path), path.read_bytes())
    except OSError as error:
        message = f"the registry {rule.file} cannot be read: {error.strerror}"
        return None, _declared_problem(process, ("registry", "file"), message, folder)
    registry = read_registry(source, rule)
    if registry is None:
        columns = join_words(rule.columns)
        message = f"{rule.file} holds no registry: a table with the columns {columns}"
        return None, _declared_problem(process, ("registry",), message, folder)
    return registry, ()


def _read_templates(
    folder: Path, process: Process
) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    templates: list[Template] = []
    problems: list[Problem] = []
    for name, relative in process.definition.templates.items():
        path = folder / relative
        try:
            source = SourceText.decode(str(path), path.read_bytes())
        except OSError as error:
            message = f"the template {relative} cannot be read: {error.strerror}"
            problems += _declared_problem(process, ("templates", name), message, folder)
            continue
        templates.append(Template(name, relative, source))
    return tuple(templates), tuple(problems)


def _declared_problem(
    process: Process, keys: tuple[str, ...], message: str, folder: Path
) -> tuple[Problem, ...]:
    """A problem with what the folder's own process declares.

    A built-in process names the files of the project that it describes; a folder elsewhere need
    not have them.
    """
    place = process.place(*keys)
    if Path(place.path).parent != folder:
        return ()
    return (Problem("process", Finding(location=place, message=message, subject=".".join(keys))),)


def _resolved(catalog: Catalog) -> Catalog:
    """The catalog with every relation led to its proposal."""
    return Catalog(tuple(_resolved_series(series, catalog) for series in catalog.series))


def _resolved_series(series: Series, catalog: Catalog) -> Series:
    proposals = (_resolve(proposal, series, catalog) for proposal in series.proposals)
    return replace(series, proposals=tuple(proposals))


def _resolve(proposal: Proposal, series: Series, catalog: Catalog) -> Proposal:
    if not any(proposal.references.values()):
        return proposal
    references = {
        key: tuple(_resolve_reference(one, proposal, series, catalog) for one in found)
        for key, found in proposal.references.items()
    }
    return replace(proposal, references=references)


def _resolve_reference(
    reference: Reference, proposal: Proposal, series: Series, catalog: Catalog
) -> Reference:
    """By the file that its link leads to, else by its words."""
    linked = _linked(reference.url, proposal, series, catalog) if reference.url else None
    if linked:
        return replace(reference, target=linked.key)
    if reference.url and is_external(reference.url):
        return reference
    found = catalog.find_named(reference.text, series)
    if len(found.proposals) > 1:
        return replace(reference, candidates=tuple(each.key for each in found.proposals))
    target = found.proposal
    return replace(
        reference, target=target.key if target else None, reserved=found.reservation is not None
    )


def _linked(url: str, proposal: Proposal, series: Series, catalog: Catalog) -> Proposal | None:
    if is_external(url):
        return series.in_repository(url)
    return catalog.by_file.get(linked_file(proposal.file, url))
