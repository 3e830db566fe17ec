"""Two documents bear the same number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every document but one of each id: the one that the registry links, or else the first."""
    several = [bearers for bearers in _by_id(series).values() if len(bearers) > 1]
    entries = series.entries if several else ()
    linked = {entry.linked.path for entry in entries if entry.linked}
    for bearers in several:
        owner = next((one for one in bearers if one.path in linked), bearers[0])
        for proposal in bearers:
            if proposal is not owner:
                yield _finding(proposal, owner)


def _by_id(series: Series) -> dict[str, list[Proposal]]:
    found: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in series.proposals:
        if proposal.number is not None or series.process.definition.identity == "slug":
            found[proposal.id].append(proposal)
    return found


def _finding(proposal: Proposal, owner: Proposal) -> Finding:
    return Finding(
        location=proposal.start(),
        message=f"{proposal.id} is taken by {owner.path}",
        subject=proposal.id,
        hint="give this one a number that is free",
        related=(Related(owner.start(), f"{proposal.id} stands for this one"),),
        proposal=proposal.key,
    )


RULE = SeriesRule("duplicate-id", Severity.ERROR, find)
