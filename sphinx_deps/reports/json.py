"""The diagnostics for programs, in a shape that stays."""

from __future__ import annotations

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sphinx_deps.display import Look
from sphinx_deps.encoding import encode_json


class ReportedEdit(Struct, frozen=True, kw_only=True):
    """Text to put in the place of a stretch."""

    path: str
    line: int
    column: int
    end_line: int | None
    end_column: int | None
    text: str


class ReportedFix(Struct, frozen=True, kw_only=True):
    """A safe cure."""

    description: str
    edits: tuple[ReportedEdit, ...]


class ReportedPlace(Struct, frozen=True, kw_only=True):
    """Another place that a diagnostic speaks of."""

    path: str
    line: int
    message: str


class ReportedDiagnostic(Struct, frozen=True, kw_only=True):
    """One diagnostic."""

    rule: str
    severity: Severity
    message: str
    hint: str | None
    subject: str
    path: str
    line: int
    column: int
    end_line: int | None
    end_column: int | None
    related: tuple[ReportedPlace, ...]
    fix: ReportedFix | None
    series: str | None
    proposal: str | None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, rule, subject."""
        return self.path, self.line, self.column, self.rule, self.subject


class ReportedCheck(Struct, frozen=True, kw_only=True):
    """All that a check found."""

    schema: int = 1
    diagnostics: tuple[ReportedDiagnostic, ...] = ()


def render_json(report: Report, _: Catalog, look: Look) -> str:
    """The diagnostics as JSON, sorted by place."""
    reported = (_diagnostic(one, look) for one in report.diagnostics)
    in_order = tuple(sorted(reported, key=lambda one: one.sort_key))
    return encode_json(ReportedCheck(diagnostics=in_order)).decode()


def _diagnostic(diagnostic: Diagnostic, look: Look) -> ReportedDiagnostic:
    finding = diagnostic.finding
    at = finding.location
    return ReportedDiagnostic(
        rule=diagnostic.rule,
        severity=diagnostic.severity,
        message=finding.message,
        hint=finding.hint,
        subject=finding.subject,
        path=look.path(at.path),
        line=at.line,
        column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
        related=tuple(_place(related, look) for related in finding.related),
        fix=_fix(finding.fix, look) if finding.fix else None,
        series=diagnostic.series,
        proposal=finding.proposal,
    )


def _place(related: Related, look: Look) -> ReportedPlace:
    at = related.location
    return ReportedPlace(path=look.path(at.path), line=at.line, message=related.message)


def _fix(fix: Fix, look: Look) -> ReportedFix:
    edits = tuple(_edit(edit, look) for edit in fix.edits)
    return ReportedFix(description=fix.description, edits=edits)


def _edit(edit: Edit, look: Look) -> ReportedEdit:
    at = edit.location
    return ReportedEdit(
        path=look.path(at.path),
        line=at.line,
        column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
        text=edit.text,
    )
