"""A date is not in the declared form."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.dates import date_form, date_readings, possible_dates, read_date, render_date
from sphinx_deps.diagnostics import Finding, Fix, Severity
from sphinx_deps.proposal import Date, Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.values import field_values, stated
from sphinx_deps.vocabulary import ISO, FieldRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every date that can be read, and is in none of the declared forms."""
    for field, rule in stated(proposal, series.process, "date"):
        for value in field_values(field, rule) if field.is_written else ():
            date = read_date(value, rule)
            if date.iso and date.format not in (rule.formats or (ISO,)):
                yield _finding(proposal, field, date, rule)


def _finding(proposal: Proposal, field: Field, date: Date, rule: FieldRule) -> Finding:
    form = rule.formats[0] if rule.formats else ISO
    clear = date.iso if date.iso and not date.ambiguous else None
    readings = date_readings(date.text) if clear is None else (clear,)
    meant = " or ".join(render_date(iso, form) for iso in readings)
    verb = "is" if clear else "may be"
    return Finding(
        location=field.place(date.text),
        message=f'{field.label}: "{date.text}" is not of the form {date_form(form)}; '
        f"it {verb} {meant}",
        subject=field.subject,
        hint=None if clear else "day and month cannot be told apart",
        severity=Severity.WARNING if rule.formats else Severity.INFO,
        fix=_fix(proposal, field, date, meant) if _is_kept(clear, meant, rule) else None,
    )


def _is_kept(iso: str | None, meant: str, rule: FieldRule) -> bool:
    """Whether the new words tell the same date: a form may have no day."""
    return iso is not None and possible_dates(meant, rule) == (iso,)


def _fix(proposal: Proposal, field: Field, date: Date, meant: str) -> Fix | None:
    return proposal.rewording(field.place(date.text), date.text, meant)


RULE = ProposalRule("date-format", Severity.WARNING, find)
