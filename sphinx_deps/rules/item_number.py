"""The items of a proposal are not numbered one after the other, or have no title."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.item_kinds import ItemKind
from sphinx_deps.proposal import Item, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Of each kind, every item whose number does not follow, and every one without a title."""
    for kind in series.process.item_kinds if proposal.items else ():
        items = tuple(item for item in proposal.items if item.kind == kind.name)
        if kind.wants_title:
            yield from (_untitled(item) for item in items if not item.title)
        yield from _numbers(items, kind)


def _untitled(item: Item) -> Finding:
    return Finding(
        location=item.location,
        message=f"{item.label} has no title; write one behind its number",
        subject=f"{item.label} title",
    )


def _numbers(items: tuple[Item, ...], kind: ItemKind) -> Iterator[Finding]:
    """What is wrong with the numbers; what stands elsewhere is not missing."""
    first: dict[int, Item] = {}
    borne = {item.number for item in items}
    last: Item | None = None
    for item in items:
        if item.number in first:
            yield _repeated(item, first[item.number], f"{kind.prefix} {max(borne) + 1}")
            continue
        first[item.number] = item
        if last and item.number < last.number:
            yield _disordered(item, last)
            continue
        missing = _missing(last.number + 1 if last else 1, item.number, borne)
        if missing:
            yield _after_gap(item, last, f"{kind.prefix} {missing}")
        last = item


def _missing(start: int, end: int, borne: set[int]) -> int | None:
    """The first number from `start` on, and below `end`, that no item bears."""
    return next((number for number in range(start, end) if number not in borne), None)


def _repeated(item: Item, first: Item, free: str) -> Finding:
    return Finding(
        location=item.location,
        message=f"{item.label} stands in line {first.location.line} already; "
        f"the next free one is {free}",
        subject=item.label,
        related=(Related(first.location, "the first one"),),
    )


def _disordered(item: Item, last: Item) -> Finding:
    return Finding(
        location=item.location,
        message=f"{item.label} stands below {last.label}; numbers rise from heading to heading",
        subject=item.label,
        related=(Related(last.location, f"{last.label} stands here"),),
    )


def _after_gap(item: Item, last: Item | None, missing: str) -> Finding:
    if last is None:
        message = f"{item.label} is the first one; numbers begin with 1, or with 0"
        return Finding(location=item.location, message=message, subject=item.label)
    return Finding(
        location=item.location,
        message=f"{item.label} follows {last.label}; there is no {missing}",
        subject=item.label,
        related=(Related(last.location, f"{last.label} stands here"),),
    )


RULE = ProposalRule("item-number", Severity.ERROR, find)
