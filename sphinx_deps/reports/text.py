"""One line for each diagnostic, as editors and compilers know it."""

from __future__ import annotations

from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Location
from sphinx_deps.display import Look, one_line


def render_text(report: Report, look: Look) -> str:
    """The diagnostics, one a line."""
    return "".join(f"{render_line(one, look)}\n" for one in report.diagnostics)


def render_line(diagnostic: Diagnostic, look: Look) -> str:
    """One diagnostic: where, how severe, by which rule, and what."""
    finding = diagnostic.finding
    place = look.paint(f"{render_place(finding.location, look)}:", "strong")
    severity = look.paint(diagnostic.severity.value, diagnostic.severity.value)
    return f"{place} {severity} {diagnostic.rule}: {one_line(finding.message)}"


def render_place(location: Location, look: Look) -> str:
    """A place as path, line and column."""
    return f"{one_line(look.path(location.path))}:{location.line}:{location.column}"
