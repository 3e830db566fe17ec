"""Workflow commands, which GitHub Actions turns into annotations beside the lines they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Location, Severity
from sphinx_deps.display import Look, one_line
from sphinx_deps.reports.repository import RepositoryPath, repository_path
from sphinx_deps.reports.summary import render_counts
from sphinx_deps.reports.text import explanation

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10
"""The annotations of one kind that are kept of a step; the rest is only in its log."""
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def render_github(report: Report, catalog: Catalog, look: Look) -> str:
    """A command for each diagnostic, errors first; and how many there are, where some get lost."""
    path = repository_path(look.folder)
    commands: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for diagnostic in report.diagnostics:
        commands[diagnostic.severity].append(_command(diagnostic, catalog, path))
    # Before the notices, being one itself: it must be among those that are kept.
    commands[Severity.INFO][:0] = _total(report)
    return "".join(f"{line}\n" for lines in commands.values() for line in lines)


def _command(diagnostic: Diagnostic, catalog: Catalog, path: RepositoryPath) -> str:
    finding = diagnostic.finding
    properties = {
        "file": path(finding.location.path),
        **_place(finding.location),
        "title": _title(diagnostic, catalog),
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    command = _COMMANDS[diagnostic.severity]
    return f"::{command} {written}::{explanation(finding).translate(_IN_MESSAGES)}"


def _place(location: Location) -> dict[str, str]:
    """Lines and columns; columns are refused where a stretch goes over several lines."""
    end_line = location.end_line or location.line
    place = {"line": location.line, "endLine": end_line}
    if end_line == location.line:
        place |= {"col": location.column}
        place |= {"endColumn": location.end_column} if location.end_column else {}
    return {name: str(number) for name, number in place.items()}


def _title(diagnostic: Diagnostic, catalog: Catalog) -> str:
    proposal = catalog.by_key.get(diagnostic.finding.proposal or "")
    return f"{diagnostic.rule} ({proposal.label})" if proposal else diagnostic.rule


def _property(value: str) -> str:
    return one_line(value).translate(_IN_PROPERTIES)


def _total(report: Report) -> Iterator[str]:
    counts = Counter(diagnostic.severity for diagnostic in report.diagnostics)
    if any(count > _SHOWN for count in counts.values()):
        words = f"{render_counts(report, Look())} in all; only {_SHOWN} of a kind are shown here"
        yield f"::notice title=sphinx-deps::{words}"
