"""A field says something else than the path of the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sphinx_deps.dates import read_date
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.folder import read_path
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold, quote
from sphinx_deps.values import stated
from sphinx_deps.vocabulary import FieldRule, FieldType

_NAMES = frozenset({"number", "id", "slug"})
"""What the path gives as a name, and no field."""


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every field that the path gives too, and gives otherwise."""
    process = series.process
    given = _given(proposal, process)
    if not given:
        return
    for field, rule in stated(proposal, process, *get_args(FieldType)):
        text = given.get(field.name or "")
        if text and field.is_written and _differ(field.text, text, rule, process):
            yield Finding(
                location=field.location,
                message=f"{field.label}: {quote(field.text)} here, {quote(text)} in the path; "
                "correct the field, or move the document",
                subject=field.subject,
            )


def _given(proposal: Proposal, process: Process) -> dict[str, str]:
    """The fields that the path gives."""
    groups = [group for pattern in process.path_patterns for group in pattern.groupindex]
    if not set(groups) - _NAMES:
        return {}
    found = read_path(proposal.path, process).groups
    # A group of a pattern cannot have a hyphen in its name.
    named = {key.replace("_", "-"): text for key, text in found.items()}
    return {key: text for key, text in (named | found).items() if key not in _NAMES}


def _differ(written: str, given: str, rule: FieldRule, process: Process) -> bool:
    """Whether both can be read, and say different things."""
    if rule.type == "status":
        name = process.status_name(written)
        return name is not None and name != (process.status_name(given) or given)
    if rule.type == "date":
        date = read_date(written, rule)
        iso = read_date(given, rule).iso
        return not date.ambiguous and None not in {date.iso, iso} and date.iso != iso
    return fold(written) != fold(given)


RULE = ProposalRule("folder-mismatch", Severity.ERROR, find)
