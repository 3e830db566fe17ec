"""A proposal was replaced, and nothing says by what."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import join_words
from sphinx_deps.values import is_menu, is_placeholder


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every replaced proposal that names no successor, and that none claims to replace."""
    if not series.process.successor_fields:
        return
    for proposal in series.proposals:
        if proposal.stage == "replaced" and not _has_successor(proposal, series, catalog):
            yield _finding(proposal, series.process)


def _has_successor(proposal: Proposal, series: Series, catalog: Catalog) -> bool:
    """Whether one is named; what is misspelt, or yet to be filled in, other rules tell."""
    fields = series.process.successor_fields
    named = any(proposal.references.get(key) or _is_open(proposal, key, series) for key in fields)
    if named or catalog.direct_successors(proposal):
        return True
    if not series.lets_speak("unknown-field", proposal):
        return False
    meant = series.process.meant_fields(proposal.unknown_labels)
    return not meant.isdisjoint(proposal.lacking(fields))


def _is_open(proposal: Proposal, key: str, series: Series) -> bool:
    field, rule = proposal.field(key), series.process.relations[key]
    if field is None or not series.lets_speak("field-placeholder", proposal):
        return False
    return is_placeholder(field.text, rule) or is_menu(field.text)


def _finding(proposal: Proposal, process: Process) -> Finding:
    status = proposal.field("status")
    labels = join_words(f'"{process.field_label(key)}"' for key in process.successor_fields)
    return Finding(
        location=status.location if status else proposal.start(),
        message=f"the status is {proposal.status}, and no successor is named",
        subject="status",
        hint=f"name it in {labels}",
        proposal=proposal.key,
    )


RULE = SeriesRule("no-successor", Severity.ERROR, find)
