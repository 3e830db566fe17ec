"""A link leads to a file that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.linking import Lead, State
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every link to a missing file; those that share a definition once."""
    for lead in series.linked_files.broken:
        if lead.link.kind != "image" and not _is_reported_otherwise(lead, series):
            near = series.linked_files.suggest(lead)
            yield Finding(
                location=lead.location,
                message=_message(lead),
                subject=lead.link.target,
                hint=near and f"did you mean {near}?",
                proposal=lead.document.owner.key,
            )


def _is_reported_otherwise(lead: Lead, series: Series) -> bool:
    """Whether the link is a relation, a value that is yet to be filled in, or all of a stub."""
    proposal = lead.document.owner
    if lead.document.file != proposal.file:
        return False
    redirect = proposal.redirect
    if redirect and redirect.target is None and redirect.text == lead.link.target:
        return True
    names = {field.name for field in proposal.fields_at(lead.link.location.line)}
    if lead.state is State.PLACEHOLDER:
        return bool(names)
    return not names.isdisjoint(series.process.relations)


def _message(lead: Lead) -> str:
    target = lead.link.target
    if lead.state is not State.PLACEHOLDER:
        return f"there is no file {quote(target)}"
    if not target:
        return f"the link {quote(lead.link.text)} has no target"
    written = f"<{target}>" if target.startswith("!--") else target
    return f"{quote(written)} stands in the place of a link's target"


RULE = SeriesRule("broken-link", Severity.ERROR, find)
