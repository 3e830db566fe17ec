"""What is wrong, where, and about what: the shapes that every rule, report and log line shares."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How much a diagnostic matters; ordered from `INFO` up to `ERROR`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """A number that grows with the severity."""
        return _RANKS[self]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is at least as severe as `threshold`."""
        return self.rank >= threshold.rank


_RANKS = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.INFO: 1}


class Location(Struct, frozen=True, gc=False, array_like=True, order=True):
    """A stretch of a file; lines and columns count from one, columns in characters."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None

    @property
    def is_whole_file(self) -> bool:
        """Whether it is no stretch, but stands for the file."""
        return (self.line, self.column, self.end_line) == (1, 1, None)

    def overlaps(self, other: Location) -> bool:
        """Whether two stretches of one file have a character in common."""
        return self._start < other._end and other._start < self._end

    @property
    def _start(self) -> tuple[int, int]:
        return self.line, self.column

    @property
    def _end(self) -> tuple[int, int]:
        return self.end_line or self.line, self.end_column or self.column


class Related(Struct, frozen=True, gc=False):
    """Another place that a finding speaks of."""

    location: Location
    message: str


class Edit(Struct, frozen=True, gc=False):
    """Text to put in the place of a located stretch."""

    location: Location
    text: str
    rank: int = 0
    """Of several insertions at one place, the lower goes first."""


class Fix(Struct, frozen=True, gc=False):
    """A safe cure of a finding: one description, one or more edits of one file."""

    description: str
    edits: tuple[Edit, ...]


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """What a rule found.

    `subject` is what it is about (a field, a section, a target): with rule and proposal it
    identifies the finding when lines move. `severity` is set where one rule has several by
    nature; the process may still override it. `proposal` is the key of the proposal, if any, and
    `series` the role of the series where that is all that is known.
    """

    location: Location
    message: str
    subject: str = ""
    hint: str | None = None
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    proposal: str | None = None
    series: str | None = None


class Diagnostic(Struct, frozen=True, gc=False, kw_only=True):
    """A finding with the name, the severity and the series that the check stamped on it."""

    rule: str
    severity: Severity
    finding: Finding
    series: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, rule, subject: the order of every report."""
        at = self.finding.location
        return at.path, at.line, at.column, self.rule, self.finding.subject


class Problem(Struct, frozen=True, gc=False):
    """A finding made while reading, kept until the rule of that name reports it."""

    rule: str
    finding: Finding
