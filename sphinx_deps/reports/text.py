"""One line for each diagnostic, as editors and compilers know it."""

from __future__ import annotations

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Finding, Location
from sphinx_deps.display import Look, one_line


def render_text(report: Report, _: Catalog, look: Look) -> str:
    """The diagnostics, one a line."""
    return "".join(f"{render_line(one, look)}\n" for one in report.diagnostics)


def render_line(diagnostic: Diagnostic, look: Look) -> str:
    """One diagnostic: where, how severe, by which rule, and what."""
    finding = diagnostic.finding
    severity = look.paint(diagnostic.severity.value, diagnostic.severity.value)
    rule = look.paint(diagnostic.rule, "strong")
    return f"{render_place(finding.location, look)}: {severity} {rule}: {one_line(finding.message)}"


def render_place(location: Location, look: Look) -> str:
    """A place as path, line and column."""
    path = look.paint(one_line(look.path(location.path)), "strong")
    return f"{path}{look.paint(f':{location.line}:{location.column}', 'faint')}"


def explanation(finding: Finding) -> str:
    """What is wrong, and on a line of its own what would be right."""
    hint = f"\nhint: {one_line(finding.hint)}" if finding.hint else ""
    return f"{one_line(finding.message)}{hint}"
