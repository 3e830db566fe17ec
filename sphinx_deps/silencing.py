"""What keeps findings silent: comments in documents, and baselines; and what does so in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sphinx_deps.baseline import (
    FILE_NAME,
    Entry,
    Held,
    Matching,
    refused_finding,
    stale_finding,
    unknown_rule_finding,
)
from sphinx_deps.catalog import Catalog
from sphinx_deps.comments import IGNORE_MARK
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.linking import is_markdown
from sphinx_deps.markdown import read_outline
from sphinx_deps.proposal import Ignore, Proposal
from sphinx_deps.rule import CitationRule
from sphinx_deps.rules import RULES_BY_NAME
from sphinx_deps.series import Series, absolute_path
from sphinx_deps.text import join_words, nearest

UNUSED, STALE = "unused-ignore", "stale-baseline"
NEVER_SILENT = frozenset({UNUSED, STALE, "internal-error"})
"""What is said of silence itself, and what would make it deceive."""
NEVER_HELD = NEVER_SILENT | {"process"}
"""What no baseline holds: under a broken process, nothing else would be told either."""

HasRun = Callable[[str, Series | None, Proposal | None], bool]
"""Whether a rule has looked at a series, or at one proposal of it; None stands for all series."""


class Comments:
    """The comments of all documents during one check."""

    def __init__(self, catalog: Catalog, outside: Iterable[Ignore]) -> None:
        self.catalog = catalog
        self.by_file: dict[str, dict[tuple[int, int], Ignore]] = defaultdict(dict)
        self.used: set[tuple[Location, str]] = set()
        self.of_files: set[tuple[str, str]] = set()
        """The files with the rules that speak of each as a whole."""
        for ignore in (*_own_ignores(catalog), *outside):
            at = ignore.location
            # A registry may be a page, too.
            self.by_file[absolute_path(at.path)].setdefault((at.line, at.column), ignore)

    def take(self, diagnostic: Diagnostic) -> bool:
        """Whether a comment silences a finding; all that do are used."""
        if not self.by_file or diagnostic.rule in NEVER_SILENT:
            return False
        at, rule = diagnostic.finding.location, diagnostic.rule
        path = absolute_path(at.path)
        covering = [one for one in self.by_file.get(path, {}).values() if _covers(one, rule, at)]
        self.used |= {(one.location, rule) for one in covering}
        if at.is_whole_file and not covering:
            self.of_files.add((path, rule))
        return bool(covering)

    def unused(self, has_run: HasRun) -> Iterator[Finding]:
        """What is to be said of the comments when all findings were seen."""
        for path, ignores in self.by_file.items():
            proposal = self.catalog.document_at(path)
            series = self._series_of(path)
            for ignore in ignores.values():
                idle = [
                    rule
                    for rule in dict.fromkeys(ignore.rules)
                    if (ignore.location, rule) not in self.used
                    and _may_find(rule, path, series, proposal)
                    and has_run(rule, series, proposal)
                ]
                key = proposal.key if proposal else None
                yield from _faults(ignore, key)
                if idle:
                    is_of_file = any((path, rule) in self.of_files for rule in idle)
                    yield _idle_finding(ignore, idle, key, is_of_file=is_of_file)

    def _series_of(self, path: str) -> Series | None:
        return next((one for one in self.catalog.series if path.startswith(one.start)), None)


def _own_ignores(catalog: Catalog) -> Iterator[Ignore]:
    """The comments in the proposals, and in the other files of their folders."""
    for series in catalog.series:
        for proposal in series.documents:
            yield from proposal.ignores
        if series.registry and series.registry.path not in series.by_path:
            yield from series.registry.ignores
        for path in series.unclaimed:
            yield from _file_ignores(series, path)
        if series.companions:
            for document in series.linked_files.pages:
                if IGNORE_MARK in document.source.text:
                    yield from read_ignores(read_outline(document.source))


def _file_ignores(series: Series, path: str) -> Iterator[Ignore]:
    source = series.disk.read(series.folder / path)
    if source and IGNORE_MARK in source.text:
        yield from read_ignores(read_outline(source))


def _covers(ignore: Ignore, rule: str, at: Location) -> bool:
    if rule not in ignore.rules:
        return False
    if ignore.lines is None:
        return True
    return not at.is_whole_file and ignore.lines[0] <= at.line <= ignore.lines[1]


def _may_find(rule: str, path: str, series: Series | None, proposal: Proposal | None) -> bool:
    """Whether a rule may speak of a document here: only builds see what other files cite."""
    found = RULES_BY_NAME.get(rule)
    if series is None or proposal is not None or not isinstance(found, CitationRule):
        return True
    return found.within and _is_read_companion(path, series)


def _is_read_companion(path: str, series: Series) -> bool:
    """Whether a file, by its absolute or its real path, is one whose citations the check reads."""
    folders = {absolute_path(str(series.folder)), series.folder.resolve().as_posix()}
    companions = filter(is_markdown, series.companions)
    return any(path == f"{folder}/{one}" for one in companions for folder in folders)


def _faults(ignore: Ignore, key: str | None) -> Iterator[Finding]:
    if not ignore.rules:
        yield Finding(
            location=ignore.location,
            message="the comment names no rule, and silences nothing",
            hint='write "deps: ignore[rule]" or "deps: ignore-document[rule]"',
            proposal=key,
        )
    for name, place in zip(ignore.rules, ignore.places, strict=True):
        if name not in RULES_BY_NAME:
            near = nearest(name, RULES_BY_NAME)
            yield Finding(
                location=place,
                message=f'"{name}" is not a rule',
                subject=name,
                hint=f"did you mean {near}?" if near else 'see "sphinx-deps rules"',
                proposal=key,
            )


def _idle_finding(ignore: Ignore, idle: list[str], key: str | None, *, is_of_file: bool) -> Finding:
    is_misplaced = is_of_file and ignore.lines is not None
    hint = f'what is said of the document as a whole, "ignore-document[{idle[0]}]" silences'
    return Finding(
        location=ignore.location,
        message=f"the comment silences no finding of {join_words(idle)}",
        subject=join_words(idle),
        hint=hint if is_misplaced else None,
        fix=None if is_misplaced else _without(ignore, idle),
        proposal=key,
    )


def _without(ignore: Ignore, idle: list[str]) -> Fix:
    """The comment without these rules; without any it goes."""
    kept = [rule for rule in ignore.rules if rule not in idle]
    if not kept:
        return Fix("take the comment out", (Edit(ignore.removal, ""),))
    first, last = ignore.places[0], ignore.places[-1]
    names = Location(first.path, first.line, first.column, last.end_line, last.end_column)
    return Fix(f"take {join_words(idle)} out of it", (Edit(names, join_words(kept)),))


class Leftover(Struct, frozen=True):
    """What the baselines hold in vain, and what nobody could tell."""

    stale: tuple[tuple[Finding, Series | None], ...] = ()
    unjudged: tuple[Entry, ...] = ()


def judge(matching: Matching, has_run: HasRun, files: frozenset[str]) -> Leftover:
    """Part the entries that silenced too little into stale ones and those not looked at."""
    stale: list[tuple[Finding, Series | None]] = []
    unjudged: list[Entry] = []
    for held in matching.leftover:
        entry = held.placed.entry
        series = matching.catalog.by_role.get(entry.role or "")
        if entry.rule not in RULES_BY_NAME:
            near = nearest(entry.rule, RULES_BY_NAME)
            stale.append((unknown_rule_finding(held, near), series))
        elif entry.rule in NEVER_HELD:
            stale.append((refused_finding(held), series))
        elif _was_looked_at(held, matching, has_run, files):
            stale.append((stale_finding(held), series))
        else:
            unjudged.append(entry)
    return Leftover(tuple(stale), tuple(unjudged))


def _series_beside(path: Path, catalog: Catalog) -> Series | None:
    """The series that a baseline is of, where it is of no other: one beside it."""
    beside = (series for series in catalog.series if path == series.folder / FILE_NAME)
    return None if path.is_symlink() else next(beside, None)


def _was_looked_at(held: Held, matching: Matching, has_run: HasRun, files: frozenset[str]) -> bool:
    entry = held.placed.entry
    series = matching.catalog.by_role.get(entry.role or "")
    if entry.role and series is None:
        beside = _series_beside(Path(held.placed.location.path), matching.catalog)
        return beside is not None and has_run(entry.rule, beside, None)
    rule = RULES_BY_NAME[entry.rule]
    if entry.file and isinstance(rule, CitationRule):
        # Another run may be told of other documents, but for those of the series.
        is_own = rule.within and series is not None and _is_read_companion(entry.file, series)
        is_known = is_own or entry.file in files or entry.is_gone
        return is_known and has_run(entry.rule, series, None)
    bearers = matching.bearers(entry)
    return has_run(entry.rule, series, bearers[0] if bearers else None)
