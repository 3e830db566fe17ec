"""A folder to a series: its process, its proposals, its registry and templates."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from sphinx_deps.cache import Cache, FileState, Known, digest, file_state, wake
from sphinx_deps.diagnostics import Finding, Location, Problem, Severity
from sphinx_deps.folder import Listing, PathName, is_namesake, list_folder
from sphinx_deps.once import Once
from sphinx_deps.process import FILE_NAME, Process
from sphinx_deps.process_loading import builtin_names, builtin_path, load_builtin, load_process
from sphinx_deps.proposal import Proposal
from sphinx_deps.reading import ReadBytes, read_file, read_proposal, unlisted, unreadable
from sphinx_deps.registry import Registry, Stray, find_stray, read_registry
from sphinx_deps.series import Series, Template
from sphinx_deps.text import SourceText, join_words, nearest
from sphinx_deps.vocabulary import Definition


class SeriesSource(Struct, frozen=True):
    """Where a series is: its folder, and the process where the folder has none of its own."""

    folder: Path
    process: str | None = None
    read: ReadBytes = read_file
    """What gives the bytes of its proposals and its registry: the disk, or drafts of them."""


def read_series(source: SeriesSource, cache: Cache | None = None) -> Series:
    """Read one folder under its process; what the cache knows is not read again."""
    folder = source.folder
    try:
        process = find_process(folder, source.process)
    except ProcessNotFoundError as error:
        process = Process(Definition(), unread=True)
        return Series(_role_of(folder), folder, process, problems=(error.problem,))
    listing = list_folder(folder, process)
    documents = _Documents(source, process, cache)
    found = [documents.find(name) for name in listing.proposals]
    reading = Once(lambda: tuple(map(documents.read, found)))
    if any(one.sleeping is None for one in found):
        reading.get()
    registry, registry_problems = _read_registry(source, process)
    templates, template_problems = _read_templates(folder, process)
    problems = (
        *process.problems,
        *_unknown_names(folder, process, reading, listing),
        *_folder_problems(folder, listing),
        *registry_problems,
        *template_problems,
    )
    return Series(
        process.role,
        folder,
        process,
        tuple(name.path for name in listing.proposals),
        reading,
        listing.companions,
        listing.unclaimed,
        _read_namesakes(folder, listing, process),
        registry,
        templates,
        problems,
        tuple(_damaged(found, reading)),
    )


class _Document(Struct, frozen=True):
    """A proposal in the folder: one that sleeps in the cache, or one to be read."""

    name: PathName
    file: str
    state: FileState | None
    sleeping: Known | None


def _damaged(found: Iterable[_Document], reading: Once[tuple[Proposal, ...]]) -> Iterator[str]:
    """The paths of those that could not be read, or hold bytes that are no text."""
    if reading.is_asleep:
        return (one.name.path for one in found if one.sleeping and one.sleeping.misencoded)
    return (one.path for one in reading.get() if one.unread or one.is_misencoded)


class _Documents:
    """Finds the proposals of a series in the cache, and reads the others."""

    def __init__(self, source: SeriesSource, process: Process, cache: Cache | None) -> None:
        self.source = source
        self.process = process
        self.cache = cache
        self.known_by = _known_by(source.folder, process) if cache else ""
        # Words: a path object for each of thousands is felt in a build of nothing.
        self.start = os.path.join(source.folder, "")  # noqa: PTH118

    def find(self, name: PathName) -> _Document:
        file = self.start + name.path
        if self.cache is None:
            return _Document(name, file, None, None)
        # Taken first: what is saved while it is read is read again by the next build.
        state = file_state(file)
        return _Document(name, file, state, self.cache.find(file, self.known_by, state))

    def read(self, document: _Document) -> Proposal:
        sleeping = document.sleeping
        return (sleeping and wake(sleeping)) or self.read_anew(document)

    def read_anew(self, document: _Document) -> Proposal:
        source, process = self.source, self.process
        read = read_proposal(source.folder, document.name, process, process.role, source.read)
        # What could not be read may be readable the next time, without any change in it.
        if self.cache and not read.unread:
            self.cache.remember(document.file, self.known_by, document.state, read)
        return read


def _known_by(folder: Path, process: Process) -> str:
    return digest(msgspec.json.encode(process.definition), str(folder).encode())


def _read_namesakes(folder: Path, listing: Listing, process: Process) -> tuple[Proposal, ...]:
    """The companions whose names bear the number or the slug of their proposal, or "main"."""
    by_path = {name.path: name for name in listing.proposals}
    return tuple(
        read_proposal(folder, PathName(path, {}, declared=True), process, process.role)
        for path, owner in listing.companions.items()
        if is_namesake(path, by_path[owner])
    )


def _role_of(folder: Path) -> str:
    return re.sub(r"[^a-z]", "", folder.absolute().name.lower()) or "ep"


class ProcessNotFoundError(Exception):
    """No process is to be had for a folder."""

    def __init__(self, location: Location, message: str, hint: str | None) -> None:
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
            message = (
                "the folder has no process.yaml; "
                'write one with two lines: "extends: basic" and "prefix: DEP"'
            )
            hint = None
        raise ProcessNotFoundError(Location(str(path)), message, hint) from error


def _unknown_names(
    folder: Path, process: Process, reading: Once[tuple[Proposal, ...]], listing: Listing
) -> Iterator[Problem]:
    """The names in the folder's own process that are those of no proposal, and of no file."""
    named = process.named_proposals
    if not named:
        return
    known = {name for proposal in reading.get() for name in (proposal.id, proposal.path)}
    known |= {*listing.companions, *listing.unclaimed}
    for keys, name in named:
        place = process.place(*keys)
        is_here = name in known or (folder / name).is_file()
        if not is_here and Path(place.path).parent == folder:
            near = nearest(name, known)
            finding = Finding(
                location=place,
                message=f'"{name}" is neither the id of a proposal nor a path in the folder',
                hint=near and f"did you mean {near}?",
                severity=Severity.WARNING,
                subject=".".join((*keys, name)),
            )
            yield Problem("process", finding)


def _folder_problems(folder: Path, listing: Listing) -> Iterator[Problem]:
    for path in listing.folders:
        yield unreadable(str(folder / path), "this is a folder, named like a proposal")
    yield from map(unlisted, listing.unlisted)


def _read_registry(
    series: SeriesSource, process: Process
) -> tuple[Registry | None, tuple[Problem, ...]]:
    rule, folder = process.definition.registry, series.folder
    if rule is None or not rule.shows_numbers:
        return None, ()
    path = folder / rule.file
    if not folder.is_symlink():
        path = Path(os.path.normpath(path))
    try:
        source = SourceText.decode(str(path), series.read(path))
    except OSError as error:
        message = f"the registry {rule.file} cannot be read: {error.strerror}"
        return None, _declared_problem(process, ("registry", "file"), message, folder)
    registry = read_registry(source, rule)
    if registry:
        return registry, ()
    stray = find_stray(source, rule)
    if stray:
        return None, (_stray_problem(stray),)
    columns = join_words(rule.columns)
    message = f"{rule.file} holds no registry: a table with the columns {columns}"
    return None, _declared_problem(process, ("registry",), message, folder)


def _stray_problem(stray: Stray) -> Problem:
    """What is told under a built-in process too: this folder does have a registry."""
    hint = f'{FILE_NAME} may declare another heading and other columns, below "registry"'
    finding = Finding(location=stray.location, message=stray.fault, hint=hint, subject="registry")
    return Problem("process", finding)


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
    if Path(place.path).parent != folder or place.path in map(builtin_path, builtin_names()):
        return ()
    return (Problem("process", Finding(location=place, message=message, subject=".".join(keys))),)
