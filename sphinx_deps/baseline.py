"""The baseline: a file of the findings that were there when the check came, and may stay.

An entry names the rule, the proposal and the subject of a finding, never its line, so that it
holds when lines move and files are renamed. One about a companion names its file as well; when that
is gone, it was renamed, and the entry holds for the others of the same proposal.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct, field

from sphinx_deps.catalog import Catalog
from sphinx_deps.decoding import Report, decode
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location
from sphinx_deps.disk import demand_regular_file
from sphinx_deps.located_yaml import Mapping as YamlMapping
from sphinx_deps.located_yaml import Node, Sequence, YamlError, read_yaml
from sphinx_deps.proposal import Ignore, Proposal
from sphinx_deps.reading import ReadBytes, read_file
from sphinx_deps.series import absolute_path
from sphinx_deps.text import SourceText, quote

FILE_NAME = "deps-baseline.yaml"
"""The baseline of a series, beside its process."""

_HEAD = """\
# What "sphinx-deps check" keeps silent about, since it was there before.
# "sphinx-deps check --write-baseline" writes this file anew.
"""
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDEST = 1_000_000

Key = tuple[str, str | None, str | None, str]
"""Rule, key of the proposal, file where that is not the proposal's own, subject."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a baseline: which findings it holds, and how many of them.

    `proposal` is the role with the number or the slug, or with the path where several bear that
    number. `file` is absolute here, and relative to the baseline where that is written.
    """

    rule: str
    series: str | None = None
    proposal: str | None = None
    file: str | None = None
    subject: str = ""
    count: int = 1

    @property
    def role(self) -> str | None:
        """The role of the series that it is about."""
        return self.proposal.partition(":")[0] if self.proposal else self.series

    @property
    def is_gone(self) -> bool:
        """Whether it names a file that is there no more."""
        return self.file is not None and not Path(self.file).exists()

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Series, proposal, file, rule, subject."""
        return self.role or "", self.proposal or "", self.file or "", self.rule, self.subject


class PlacedEntry(Struct, frozen=True):
    """An entry as it stands in a file."""

    entry: Entry
    location: Location
    count_location: Location | None
    removal: Location | None
    """The line of the entry, where it has one for itself."""


class Baseline(Struct, frozen=True):
    """What one file holds, and what is wrong with it."""

    path: Path
    entries: tuple[PlacedEntry, ...] = ()
    problems: tuple[Finding, ...] = ()


class Silence(Struct, frozen=True):
    """What is to be kept silent beyond the comments in the series themselves."""

    ignores: tuple[Ignore, ...] = ()
    """The comments in documents outside the series."""
    baselines: tuple[Baseline, ...] = ()
    files: frozenset[str] = frozenset()
    """The real paths of the documents outside the series that were read."""


def baseline_paths(catalog: Catalog, given: Path | None = None) -> dict[str, Path]:
    """The baseline of each series by its role: the given one, or its own."""
    return {series.role: given or series.folder / FILE_NAME for series in catalog.series}


def read_baselines(
    catalog: Catalog, given: Path | None = None, read: ReadBytes = read_file
) -> tuple[Baseline, ...]:
    """The baselines of the series, as far as they have one; a given one must be there."""
    paths = dict.fromkeys(baseline_paths(catalog, given).values())
    return tuple(_read(path, read) for path in paths if given or path.exists())


def _read(path: Path, read: ReadBytes) -> Baseline:
    problems: list[Finding] = []

    def report(location: Location, message: str, hint: str | None) -> None:
        message = f"the baseline cannot be read: {message}"
        problems.append(Finding(location=location, message=message, hint=hint, subject=message))

    try:
        demand_regular_file(path)
        source = SourceText.decode(str(path), read(path))
        tree = read_yaml(source)
    except OSError as error:
        hint = '"sphinx-deps check --write-baseline" writes one'
        report(Location(str(path)), str(error.strerror or error), hint)
        return Baseline(path, (), tuple(problems))
    except YamlError as error:
        report(error.location, error.message, None)
        return Baseline(path, (), tuple(problems))
    if tree is not None and not isinstance(tree, Sequence):
        report(tree.location, "a list is expected here", None)
    nodes = tree.items if isinstance(tree, Sequence) else ()
    entries = [found for node in nodes if (found := _placed(node, source, path.parent, report))]
    return Baseline(path, tuple(entries), tuple(problems))


def _placed(node: Node, source: SourceText, folder: Path, report: Report) -> PlacedEntry | None:
    if not isinstance(node, YamlMapping):
        report(node.location, "a mapping is expected here", None)
        return None
    if node.get("rule") is None:
        report(node.location, '"rule" is missing here', None)
        return None
    entry = decode(node, _Named, {}, report).entry
    if entry.file:
        entry = msgspec.structs.replace(entry, file=_real(str(folder / entry.file)))
    count = node.get("count")
    counted = count.location if count else None
    return PlacedEntry(entry, node.location, counted, _removal(node.location, source))


def _removal(at: Location, source: SourceText) -> Location | None:
    """The whole line of an entry, with its end where it has one."""
    line = source.lines[at.line - 1]
    if not line.strip().startswith("- {") or at.end_line != at.line:
        return None
    if at.line == len(source.lines):
        return Location(source.path, at.line, 1, at.line, len(line) + 1)
    return Location(source.path, at.line, 1, at.line + 1, 1)


class _Named(Struct, frozen=True):
    """An entry while it is read, when its rule may be unreadable."""

    rule: str = ""
    series: str | None = None
    proposal: str | None = None
    file: str | None = None
    subject: str = ""
    count: int = 1

    @property
    def entry(self) -> Entry:
        return Entry(self.rule, self.series, self.proposal, self.file, self.subject, self.count)


class Held(Struct):
    """An entry during a check: how many more findings it may silence."""

    placed: PlacedEntry
    left: int


class Matching(Struct):
    """The baselines during one check."""

    catalog: Catalog
    baselines: tuple[Baseline, ...]
    held: list[Held] = field(default_factory=list)
    by_key: dict[Key, list[Held]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[Key, list[Held]] = field(default_factory=lambda: defaultdict(list))
    """The entries whose files are gone, and may have been renamed, by their keys without files."""

    def __post_init__(self) -> None:
        """Hold every entry for each proposal that it may name."""
        for baseline in self.baselines:
            for placed in baseline.entries:
                held = Held(placed, max(placed.entry.count, 1))
                self.held.append(held)
                is_gone = placed.entry.is_gone
                for key in self.keys(placed.entry):
                    self.by_key[key].append(held)
                    if is_gone:
                        self.moved[_without_file(key)].append(held)

    def keys(self, entry: Entry) -> Iterator[Key]:
        """What the findings may be that an entry holds."""
        subject = _subject(entry.subject, entry.file)
        if entry.proposal is None:
            yield entry.rule, None, entry.file, subject
        for proposal in self.bearers(entry):
            yield entry.rule, proposal.key, entry.file, subject

    def bearers(self, entry: Entry) -> tuple[Proposal, ...]:
        """The proposals that an entry may mean: by path, or else by number or slug."""
        role, _, name = (entry.proposal or "").partition(":")
        series = self.catalog.by_role.get(role)
        if series is None:
            return ()
        own = series.by_path.get(name)
        return (own,) if own else series.by_id.get(name, ())

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether an entry silences a finding; each does so as often as it counts."""
        if not self.by_key:
            return False
        for held in self.candidates(diagnostic):
            if held.left:
                held.left -= 1
                return True
        return False

    def candidates(self, diagnostic: Diagnostic) -> Iterator[Held]:
        """The entries of a finding, then those of a companion that had another name."""
        key = _key(diagnostic, self.catalog)
        yield from self.by_key.get(key, ())
        if self.moved and _is_of_companion(diagnostic.finding, key, self.catalog):
            yield from self.moved.get(_without_file(key), ())

    @property
    def leftover(self) -> Iterator[Held]:
        """The entries that silenced less than they count."""
        return (held for held in self.held if held.left)


def _key(diagnostic: Diagnostic, catalog: Catalog) -> Key:
    proposal, file = _document(diagnostic.finding, catalog)
    key = proposal.key if proposal else None
    return diagnostic.rule, key, file, _subject(diagnostic.finding.subject, file)


def _without_file(key: Key) -> Key:
    rule, proposal, _, subject = key
    return rule, proposal, None, subject


def _subject(subject: str, file: str | None) -> str:
    """What a finding is about, in one line; nothing more where that is the file itself."""
    plain = _plain(subject)
    return "" if file and file.endswith(f"/{plain}") else plain


def _is_of_companion(finding: Finding, key: Key, catalog: Catalog) -> bool:
    """Whether a finding about a proposal stands in a companion of that one."""
    _, name, file, _ = key
    proposal = catalog.by_key.get(name or "")
    if proposal is None or file is None:
        return False
    series, here = catalog.series_of(proposal), absolute_path(finding.location.path)
    return series.companions.get(here.removeprefix(series.start)) == proposal.path


def _document(finding: Finding, catalog: Catalog) -> tuple[Proposal | None, str | None]:
    """The proposal that a finding is about, and the file where it stands if that is another."""
    here = catalog.document_at(absolute_path(finding.location.path))
    proposal = catalog.by_key.get(finding.proposal or "") or here
    is_own = here is not None and here is proposal
    return proposal, None if is_own else _real(finding.location.path)


@cache
def _real(path: str) -> str:
    return Path(os.path.realpath(path)).as_posix()


def _plain(subject: str) -> str:
    """A subject in one line, and in characters that a file can hold."""
    return " ".join(subject.encode(errors="replace").decode().split())


def entries_of(diagnostics: Iterable[Diagnostic], catalog: Catalog) -> tuple[Entry, ...]:
    """The entries that hold these findings."""
    counts = Counter(_entry(one, catalog) for one in diagnostics)
    return tuple(msgspec.structs.replace(entry, count=n) for entry, n in counts.items())


def _entry(diagnostic: Diagnostic, catalog: Catalog) -> Entry:
    proposal, file = _document(diagnostic.finding, catalog)
    return Entry(
        diagnostic.rule,
        diagnostic.series,
        _name(proposal, catalog) if proposal else None,
        file,
        _plain(diagnostic.finding.subject),
    )


def _name(proposal: Proposal, catalog: Catalog) -> str:
    """A name that stays when the file is renamed, or the path where others bear it too."""
    is_unique = len(catalog.series_of(proposal).by_id[proposal.id]) == 1
    return f"{proposal.role}:{proposal.id}" if is_unique else proposal.key


def divide(entries: Iterable[Entry], paths: Mapping[str, Path]) -> dict[Path, tuple[Entry, ...]]:
    """The entries by the baseline that is to hold them; what is of no series is the first's."""
    found: dict[Path, list[Entry]] = {path: [] for path in paths.values()}
    first = next(iter(found), None)
    for entry in entries:
        path = paths.get(entry.role or "", first)
        if path is not None:
            found[path].append(entry)
    return {path: tuple(held) for path, held in found.items()}


def render_baseline(entries: Iterable[Entry], folder: Path) -> str:
    """The text of a baseline in that folder: one entry a line, sorted."""
    lines = sorted((entry.sort_key, _line(entry, folder)) for entry in entries)
    return _HEAD + ("".join(line for _, line in lines) or "[]\n")


def _line(entry: Entry, folder: Path) -> str:
    file = entry.file and Path(os.path.relpath(entry.file, _real(str(folder)))).as_posix()
    words: dict[str, object] = {
        "proposal": entry.proposal,
        "series": None if entry.proposal else entry.series,
        "file": file and _plain(file),
        "rule": entry.rule,
        "subject": _plain(entry.subject) or None,
        "count": entry.count if entry.count > 1 else None,
    }
    written = {name: value for name, value in words.items() if value is not None}
    text = yaml.dump(
        written,
        Dumper=_DUMPER,
        default_flow_style=True,
        width=_WIDEST,
        allow_unicode=True,
        sort_keys=False,
    )
    return f"- {text.strip()}\n"


def stale_finding(held: Held) -> Finding:
    """The finding for an entry of which something is mended."""
    placed, entry = held.placed, held.placed.entry
    about = entry.proposal or Path(entry.file or "").name
    words = f"{entry.rule} in {about}" + (f", {quote(entry.subject)}," if entry.subject else "")
    count = max(entry.count, 1)
    kept = count - held.left
    found = f"is found {_times(kept)}, not {_times(count)}" if kept else "is found no more"
    return Finding(
        location=placed.location,
        message=f"{words} {found}",
        subject=" ".join(filter(None, (entry.rule, about, entry.subject))),
        hint="write the baseline anew, or change this line of it",
        fix=_fix(placed, kept),
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def unknown_rule_finding(held: Held, near: str | None) -> Finding:
    """The finding for an entry whose rule there is not."""
    placed = held.placed
    return Finding(
        location=placed.location,
        message=f'"{placed.entry.rule}" is not a rule',
        subject=placed.entry.rule,
        hint=f"did you mean {near}?" if near else 'see "sphinx-deps rules"',
    )


def refused_finding(held: Held) -> Finding:
    """The finding for an entry of a rule of which no baseline holds anything."""
    placed = held.placed
    return Finding(
        location=placed.location,
        message=f"a baseline cannot hold what {placed.entry.rule} tells",
        subject=" ".join(filter(None, (placed.entry.rule, placed.entry.subject))),
        hint="take this line out of it",
        fix=_fix(placed, 0),
    )


def _fix(placed: PlacedEntry, kept: int) -> Fix | None:
    if kept and placed.count_location:
        return Fix("change the count", (Edit(placed.count_location, str(kept)),))
    if placed.removal and not kept:
        return Fix("take the line out of the baseline", (Edit(placed.removal, ""),))
    return None
