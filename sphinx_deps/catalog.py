"""Folders to series to catalog: every proposal of a documentation, and how to find one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from posixpath import join as join_path

from sphinx_deps.diagnostics import Finding, Location, Problem
from sphinx_deps.folder import Listing, list_folder
from sphinx_deps.markdown import is_external, split_anchor
from sphinx_deps.process import FILE_NAME, Process, builtin_names, load_builtin, load_process
from sphinx_deps.proposal import Citation, Proposal, Reference
from sphinx_deps.reading import read_proposal, unreadable
from sphinx_deps.registry import Registry, Row, read_registry
from sphinx_deps.text import SourceText, fold, join_words

ANY_ROLE = "dep"
"""The role that looks in every series."""

_ZEROS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number that the registry holds and no document bears."""

    number: int
    id: str
    label: str
    title: str
    row: Row


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
        """The proposals by every name that they answer to, folded."""
        names: dict[str, list[Proposal]] = defaultdict(list)
        for proposal in self.proposals:
            for name in self._names(proposal):
                names[name].append(proposal)
        return {name: tuple(found) for name, found in names.items()}

    @cached_property
    def by_path(self) -> dict[str, Proposal]:
        """The proposals by their paths."""
        return {proposal.path: proposal for proposal in self.proposals}

    @cached_property
    def by_number(self) -> dict[int, tuple[Proposal, ...]]:
        """The proposals by their numbers."""
        numbers: dict[int, list[Proposal]] = defaultdict(list)
        for proposal in self.proposals:
            if proposal.number is not None:
                numbers[proposal.number].append(proposal)
        return {number: tuple(found) for number, found in numbers.items()}

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
        prefix = fold(self.process.definition.prefix)
        return {
            name: reservation
            for number, reservation in self.reservations.items()
            for name in (str(number), f"{prefix}{number}")
        }

    def _names(self, proposal: Proposal) -> set[str]:
        names = {fold(proposal.path.removesuffix(".md")), fold(proposal.slug)}
        names.add(fold(proposal.path.rpartition("/")[2].removesuffix(".md")))
        if proposal.number is not None:
            prefix = fold(self.process.definition.prefix)
            names |= {str(proposal.number), f"{prefix}{proposal.number}", fold(proposal.label)}
        return names

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
    if match:
        return f"{fold(match['prefix'] or '')}{int(match['number'])}"
    return fold(name)


_NUMBERED = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z.]*)?[ _-]*#?0*(?P<number>\d+)")


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
        return {
            normpath((series.folder.absolute() / proposal.path).as_posix()): proposal
            for series in self.series
            for proposal in series.proposals
        }

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

    def find_citation(self, citation: Citation) -> Found:
        """What a citation by role or link leads to."""
        if citation.form == "file":
            return self.find_file(citation)
        return self.find(citation.target, citation.role)

    def find_file(self, citation: Citation) -> Found:
        """The proposal whose file a link leads to."""
        folder = Path(citation.location.path).absolute().parent.as_posix()
        path, _ = split_anchor(citation.target)
        proposal = self.by_file.get(normpath(join_path(folder, path))) if path else None
        return Found((proposal,) if proposal else ())

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
            if reference.target and self._is_replaced(reference.target):
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

    def _is_replaced(self, key: str) -> bool:
        return self.by_key[key].stage == "replaced"

    @cached_property
    def cited_by_proposals(self) -> dict[str, tuple[str, ...]]:
        """The keys of the proposals that cite one, by its key."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for proposal in self.proposals:
            for citation in proposal.citations:
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
        raise ProcessNotFoundError(
            Location(given), message, f"built-in are {known}"
        ) from error


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
    series = tuple(
        replace(one, proposals=tuple(_resolve(proposal, one, catalog) for proposal in one.proposals))
        for one in catalog.series
    )
    return Catalog(series)


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
    if reference.url:
        linked = _linked(reference.url, proposal, series)
        if linked:
            return replace(reference, target=linked.key)
        if is_external(reference.url):
            return reference
    found = _find_in(series, reference.text)
    if not found.proposals and not found.reservation:
        found = catalog.find(reference.text)
    if len(found.proposals) > 1:
        return replace(reference, candidates=tuple(each.key for each in found.proposals))
    target = found.proposal
    return replace(
        reference, target=target.key if target else None, reserved=found.reservation is not None
    )


def _linked(url: str, proposal: Proposal, series: Series) -> Proposal | None:
    path, _ = split_anchor(url)
    if is_external(url):
        repository = series.process.definition.repository
        if not repository or not path.startswith(repository):
            return None
        return series.by_path.get(path.rpartition("/")[2])
    here = proposal.path.rpartition("/")[0]
    return series.by_path.get(normpath(join_path(here, path)))
