"""A value is not of the type, or not of the form, that its field declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from sphinx_deps.dates import date_form
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import field_values, has_open_link, is_of_type, stated
from sphinx_deps.vocabulary import ISO, FieldRule, FieldType

TYPES = [name for name in get_args(FieldType) if name != "status"]
NAMES = {
    "integer": "a whole number",
    "date": "a date",
    "version": "a version",
    "links": "a link",
    "boolean": "true or false",
}
_HINTS = {
    "integer": "write figures alone: 12",
    "version": "a version has a figure in it: 25.10",
    "links": "write an address or a Markdown link",
}


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every value that its type, or its pattern, does not know."""
    for field, rule in stated(proposal, series.process, *TYPES):
        for value in field_values(field, rule):
            if fault := _fault(value, rule):
                yield _finding(field, value, *fault)


def _fault(value: str, rule: FieldRule) -> tuple[str, str | None] | None:
    """What is wrong with a value, and what would be right where that is not said yet."""
    if not is_of_type(value, rule):
        # A link without a target is of `field-placeholder`.
        is_open = rule.type in {"links", "version"} and has_open_link(value)
        return None if is_open else (f"is not {NAMES[rule.type]}", _hint(rule))
    # Versions and people in another form have rules of their own.
    if rule.type in {"version", "people"}:
        return None
    if rule.pattern and not re.fullmatch(rule.pattern, value):
        return f"is not of the form {rule.pattern}", None
    return None


def _finding(field: Field, value: str, fault: str, hint: str | None) -> Finding:
    return Finding(
        location=field.place(value),
        message=f"{field.label}: {quote(value)} {fault}",
        subject=field.subject,
        hint=hint,
    )


def _hint(rule: FieldRule) -> str | None:
    if rule.type == "date":
        return f"write it as {date_form(rule.formats[0] if rule.formats else ISO)}"
    return _HINTS.get(rule.type)


RULE = ProposalRule("field-value", Severity.ERROR, find)
