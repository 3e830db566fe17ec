"""A proposal requires one that is not as far as itself."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Proposal, Reference
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series

_MATURITY = {
    "rejected": 0,
    "withdrawn": 0,
    "deferred": 1,
    "draft": 1,
    "review": 1,
    "accepted": 2,
    "implemented": 3,
}
_DECIDED = 2


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every requirement of a decided proposal that is less mature than it."""
    for proposal in series.proposals:
        own = _MATURITY.get(proposal.stage or "", 0)
        if own < _DECIDED:
            continue
        for key in series.process.requirement_fields:
            for reference in proposal.references.get(key, ()):
                required = catalog.by_key.get(reference.target or "")
                if required and _MATURITY.get(required.stage or "", own) < own:
                    yield _finding(proposal, reference, required)


def _finding(proposal: Proposal, reference: Reference, required: Proposal) -> Finding:
    status = required.field("status")
    place = status.location if status else required.start()
    return Finding(
        location=reference.location,
        message=f"{proposal.label} is {proposal.status}, and {required.label}, which it requires, "
        f"is {required.status}; what is required comes first",
        subject=reference.text,
        related=(Related(place, required.caption),),
        proposal=proposal.key,
    )


RULE = SeriesRule("requires-less-mature", Severity.WARNING, find)
