"""The statuses of a proposal and of the one that replaces it don't fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sphinx_deps.catalog import DEAD_STAGES, Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, Reference
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import find_words

_DECIDED = frozenset({"accepted", "implemented"})
_LIVING = _DECIDED | {"draft", "review", "deferred"}
_REPLACES = frozenset({"replaces", "supersedes"})
_IN_PART = "partial"


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """The successors that are dead, and the replaced proposals that are not said to be."""
    claims = _claims(series, catalog)
    names = [
        name
        for name, status in series.process.definition.statuses.items()
        if status.stage == "replaced"
    ]
    for proposal in series.proposals:
        for reference, successor in _successors(proposal, series.process, catalog):
            if successor.stage in DEAD_STAGES and proposal.stage not in DEAD_STAGES:
                yield _dead(proposal, reference, successor)
            elif successor.stage in _DECIDED and not _is_in_part(proposal, reference, catalog):
                claims[proposal.key].append(successor)
        if proposal.stage in _LIVING and claims.get(proposal.key) and names:
            yield _still_living(proposal, claims[proposal.key][0], " or ".join(names))


def _successors(
    proposal: Proposal, process: Process, catalog: Catalog
) -> Iterator[tuple[Reference, Proposal]]:
    """What a proposal says that it was replaced by."""
    for key in process.successor_fields:
        for reference in proposal.references.get(key, ()):
            successor = catalog.by_key.get(reference.target or "")
            if successor and successor.key != proposal.key:
                yield reference, successor


def _claims(series: Series, catalog: Catalog) -> dict[str, list[Proposal]]:
    """The decided proposals that say that they replace one, by its key."""
    claims: dict[str, list[Proposal]] = defaultdict(list)
    fields = series.process.relations.items()
    replacing = [
        key
        for key, rule in fields
        if key in _REPLACES or rule.inverse in series.process.successor_fields
    ]
    for proposal in catalog.proposals:
        for key in replacing if proposal.stage in _DECIDED else ():
            for reference in proposal.references.get(key, ()):
                is_other = reference.target and reference.target != proposal.key
                if is_other and not _is_in_part(proposal, reference, catalog):
                    claims[reference.target or ""].append(proposal)
    return claims


def _is_in_part(proposal: Proposal, reference: Reference, catalog: Catalog) -> bool:
    """Whether the line of a relation says, outside of names, that only a part is replaced."""
    line = proposal.source.line(reference.location.line).casefold()
    if _IN_PART not in line:
        return False
    targets = (one.target or "" for found in proposal.references.values() for one in found)
    for named in filter(None, map(catalog.by_key.get, targets)):
        for name in (named.path, named.slug, named.title):
            line = "".join(_between(name.casefold(), line))
    return _IN_PART in line


def _between(name: str, line: str) -> Iterator[str]:
    """What of a line stands around a name."""
    end = 0
    for start in find_words(name, line) if name else ():
        yield line[end:start]
        end = start + len(name)
    yield line[end:]


def _dead(proposal: Proposal, reference: Reference, successor: Proposal) -> Finding:
    is_replaced = proposal.stage == "replaced"
    verb, last = ("was", "the status") if is_replaced else ("says that it was", "the relation")
    return Finding(
        location=reference.location,
        message=f"{proposal.label} {verb} replaced by {successor.label}, which is "
        f"{successor.status}; name what holds now, or take {last} back",
        subject=reference.text,
        related=(_status(successor),),
        proposal=proposal.key,
    )


def _still_living(proposal: Proposal, successor: Proposal, names: str) -> Finding:
    place = _status(proposal).location
    return Finding(
        location=place,
        message=f"{proposal.label} is {proposal.status}, and {successor.label}, which replaces it, "
        f"is {successor.status}; set the status to {names}",
        subject="status",
        related=(_status(successor),),
        proposal=proposal.key,
    )


def _status(proposal: Proposal) -> Related:
    status = proposal.field("status")
    return Related(status.location if status else proposal.start(), proposal.caption)


RULE = SeriesRule("successor-status", Severity.WARNING, find)
