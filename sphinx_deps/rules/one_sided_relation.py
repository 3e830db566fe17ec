"""A relation is named by one of its two proposals only."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import DEAD_STAGES, Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, Reference
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series

_NOT_IN_PLACE = DEAD_STAGES | {"draft", "review", "deferred"}


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every relation with an inverse that the other proposal does not name."""
    process, relations = series.process, series.process.relations
    for proposal in series.proposals:
        for key, references in proposal.references.items():
            inverse = relations[key].inverse
            if inverse is None or _has_replaced_nothing(proposal, inverse, process):
                continue
            for reference in references:
                target = catalog.by_key.get(reference.target or "")
                # A successor that was turned down is for `successor-status` to tell.
                is_told = target and key in process.successor_fields and target.stage in DEAD_STAGES
                if target and not is_told and _is_one_sided(proposal, target, inverse):
                    yield _finding(proposal, reference, target, catalog)


def _has_replaced_nothing(proposal: Proposal, inverse: str, process: Process) -> bool:
    """Whether it would replace others, and is not decided, or was turned down."""
    return inverse in process.successor_fields and proposal.stage in _NOT_IN_PLACE


def _is_one_sided(proposal: Proposal, target: Proposal, inverse: str) -> bool:
    """Whether the other could be read, has that relation, and it leads elsewhere."""
    back = target.references.get(inverse)
    if back is None or target.key == proposal.key or target.is_garbled:
        return False
    return not any(proposal.key in (one.target, *one.candidates) for one in back)


def _finding(
    proposal: Proposal, reference: Reference, target: Proposal, catalog: Catalog
) -> Finding:
    key = next(name for name, found in proposal.references.items() if reference in found)
    process = catalog.series_of(proposal).process
    inverse = process.relations[key].inverse or ""
    label = catalog.series_of(target).process.field_label(inverse)
    field = target.field(inverse)
    return Finding(
        location=reference.location,
        message=f'"{label}" of {target.label} does not name {proposal.label}',
        subject=f"{key} {reference.text}",
        hint=f"name {catalog.unique_name(proposal)} there, or take {target.label} out here",
        related=(Related(field.location if field else target.start(), target.caption),),
        proposal=proposal.key,
    )


RULE = SeriesRule("one-sided-relation", Severity.WARNING, find)
