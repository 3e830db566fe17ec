"""A companion looks like a second main document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every companion that is named like its proposal, and has its title or its metadata too."""
    for rival in series.namesakes:
        proposal = series.by_path[series.companions[rival.path]]
        likeness = _likeness(rival, proposal, series)
        if likeness:
            yield Finding(
                location=rival.title_location or rival.start(),
                message=f"{rival.path} looks like a second main document of {proposal.label}: "
                f"it has {likeness}",
                subject=rival.path,
                hint=f"merge it into {proposal.path}, or give it another name and title, "
                "and no status of its own",
                related=(Related(proposal.title_location or proposal.start(), proposal.caption),),
                proposal=proposal.key,
            )


def _likeness(rival: Proposal, proposal: Proposal, series: Series) -> str | None:
    """What makes the companion look like a proposal."""
    if rival.title_location and fold(rival.title) == fold(proposal.title):
        return "the same title"
    required = series.process.required_fields
    is_whole = bool(required) and not rival.lacking(required)
    return "metadata of its own" if is_whole and not _names_parent(rival) else None


def _names_parent(rival: Proposal) -> bool:
    """Whether a field leads to another document: `Parent: BEP-1012-main.md`."""
    return any(field.text.strip(" )>").endswith(".md") for field in rival.fields)


RULE = SeriesRule("rival-main", Severity.WARNING, find)
