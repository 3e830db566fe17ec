"""How proposals are related: each relation once, from what came first to what followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.outputs.dot import Arrow
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.vocabulary import FieldRule


class Relations(Struct, frozen=True):
    """Proposals with the relations among them, and those that were left out for lack of any."""

    proposals: tuple[Proposal, ...]
    relations: tuple[Arrow, ...]
    """Between the keys of proposals."""
    unrelated: tuple[Proposal, ...] = ()


def read_relations(catalog: Catalog, proposals: Iterable[Proposal]) -> Relations:
    """The relations among some proposals; those that have none are set apart."""
    chosen = tuple(proposals)
    keys = {proposal.key for proposal in chosen}
    stated = (arrow for proposal in chosen for arrow in _stated(proposal, catalog))
    arrows = tuple(dict.fromkeys(one for one in stated if {one.left, one.right} <= keys))
    related = {key for arrow in arrows for key in (arrow.left, arrow.right)}
    return Relations(
        tuple(one for one in chosen if one.key in related),
        arrows,
        tuple(one for one in chosen if one.key not in related),
    )


def around(relations: Relations, key: str, depth: int) -> Relations:
    """What can be reached from a proposal in so many steps, in either direction."""
    beside: dict[str, set[str]] = defaultdict(set)
    for arrow in relations.relations:
        beside[arrow.left].add(arrow.right)
        beside[arrow.right].add(arrow.left)
    reached, edge = {key}, {key}
    for _step in range(depth):
        edge = {name for one in edge for name in beside[one]} - reached
        reached |= edge
    return _among(relations, reached)


def _among(relations: Relations, keys: Set[str]) -> Relations:
    everyone = (*relations.proposals, *relations.unrelated)
    return Relations(
        tuple(one for one in everyone if one.key in keys),
        tuple(one for one in relations.relations if {one.left, one.right} <= keys),
    )


def _stated(proposal: Proposal, catalog: Catalog) -> Iterator[Arrow]:
    process = catalog.series_of(proposal).process
    for key, rule in process.relations.items():
        for reference in proposal.references.get(key, ()):
            if reference.target and reference.target != proposal.key:
                yield _arrow(proposal.key, reference.target, (key, rule), process)


def _arrow(teller: str, named: str, field: tuple[str, FieldRule], process: Process) -> Arrow:
    """The relation in the words of one of its two sides, whichever of them states it."""
    key, rule = field
    label = process.field_label(key)
    if rule.inverse == key:
        first, second = sorted((teller, named))
        return Arrow(first, second, label, "none")
    name = _main_side(key, rule.inverse, process)
    if name != key:
        teller, named, label = named, teller, process.field_label(name)
    # What it was replaced by came later; all else that a proposal names was there before it.
    if name in process.successor_fields:
        return Arrow(teller, named, label)
    return Arrow(named, teller, label, "left")


def _main_side(key: str, inverse: str | None, process: Process) -> str:
    """The one of two fields that says where readers should go on, else the one declared first."""
    sides = [one for one in process.relations if one in {key, inverse}]
    onward = [one for one in sides if one in process.successor_fields]
    return (onward or sides)[0]


def teller_and_named(arrow: Arrow) -> tuple[str, str]:
    """The side in whose words a relation is told, and the other one."""
    if arrow.direction == "left":
        return arrow.right, arrow.left
    return arrow.left, arrow.right
