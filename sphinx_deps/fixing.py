"""The fixes of what a check found, as far as they go: check, edit, and check again.

A fix may meet another one, or be possible only after it: so the fixed drafts are checked again,
until nothing more is to be done. Nothing is written before that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from sphinx_deps.authoring import AuthoringError, Change, Drafts, real_file, write_change
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Fix
from sphinx_deps.reading import ReadBytes

MOST_ROUNDS = 20
"""More than any sound fixes need, since each round leaves only those that met another."""


class Refusal(Struct, frozen=True):
    """A file that was not fixed, and why."""

    path: str
    reason: str


class Plan(Struct, frozen=True):
    """What would be fixed in each file, or was."""

    changes: tuple[Change, ...]
    counts: Counter[Path]
    """The findings that are fixed in each file."""
    refusals: tuple[Refusal, ...]
    report: Report
    """What was found in the last round: what remains, where all is written."""

    @property
    def count(self) -> int:
        """The findings that are fixed."""
        return sum(self.counts[change.file] for change in self.changes)


def plan_fixes(check: Callable[[ReadBytes], Report], rounds: int = MOST_ROUNDS) -> Plan:
    """Fix whatever `check` reports of the files that it reads through the function it is given."""
    planning = _Planning()
    report = check(planning.drafts.read)
    while planning.rounds < rounds and planning.fix(report):
        report = check(planning.drafts.read)
    # What the last round allowed still changes is fixed back and forth.
    planning.abandon(planning.fix(report) if planning.rounds == rounds else {})
    drafts = planning.drafts
    return Plan(drafts.changes, planning.counts, tuple(planning.refusals.values()), report)


def write_fixes(plan: Plan) -> Plan:
    """Write each changed file; the plan that is returned holds those that were written."""
    written: list[Change] = []
    refusals = list(plan.refusals)
    for change in plan.changes:
        try:
            write_change(change)
            written.append(change)
        except AuthoringError as error:
            refusals.append(Refusal(change.path, str(error)))
    return Plan(tuple(written), plan.counts, tuple(refusals), plan.report)


class _Planning(Struct):
    """The drafts, and what was done to them."""

    drafts: Drafts = field(default_factory=Drafts)
    rounds: int = 0
    counts: Counter[Path] = field(default_factory=Counter)
    refusals: dict[Path, Refusal] = field(default_factory=dict)

    def fix(self, report: Report) -> dict[Path, str]:
        """Apply what can be applied at once; the files that changed, with their paths."""
        self.rounds += 1
        by_file = _by_file(one.finding.fix for one in report.diagnostics)
        paths = {file: _path(fixes[0]) for file, fixes in by_file.items()}
        return {file: path for file, path in paths.items() if self.fix_file(path, by_file[file])}

    def fix_file(self, path: str, fixes: list[Fix]) -> bool:
        file = real_file(path)
        if file in self.refusals:
            return False
        try:
            applied = self.drafts.apply(path, fixes)
        except AuthoringError as error:
            self.refusals[file] = Refusal(path, str(error))
            return False
        self.counts[file] += len(applied)
        return bool(applied)

    def abandon(self, paths: Mapping[Path, str]) -> None:
        for file, path in paths.items():
            self.drafts.discard(file)
            self.refusals[file] = Refusal(path, "its fixes undo each other")


def _by_file(fixes: Iterable[Fix | None]) -> dict[Path, list[Fix]]:
    """The fixes of each file, in the order of the report."""
    found: dict[Path, list[Fix]] = defaultdict(list)
    for fix in fixes:
        if fix and fix.edits:
            found[real_file(_path(fix))].append(fix)
    return found


def _path(fix: Fix) -> str:
    """The path of the one file that a fix edits."""
    return fix.edits[0].location.path
