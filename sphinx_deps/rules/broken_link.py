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
    relations = names & series.process.relations.keys()
    is_told = bool(relations) and series.lets_speak("unknown-proposal", proposal)
    return is_told and _leads_nowhere(lead, relations)


def _leads_nowhere(lead: Lead, relations: set[str | None]) -> bool:
    """Whether the words of the relation name nothing either: then its value is what is wrong."""
    references = lead.document.owner.references
    found = (reference for key in relations for reference in references.get(key or "", ()))
    here = [one for one in found if one.location.overlaps(lead.link.location)]
    return not here or any(one.target is None for one in here)


def _message(lead: Lead) -> str:
    target = lead.link.target
    if lead.state is not State.PLACEHOLDER:
        return f"there is no file {quote(target)}"
    if not target:
        return f"the link {quote(lead.link.text)} has no target"
    written = f"<{target}>" if target.startswith("!--") else target
    return f"{quote(written)} stands in the place of a link's target"


RULE = SeriesRule("broken-link", Severity.ERROR, find)
