"""One person is written in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Field, Person, Proposal
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import fold

_WORD = regex(r"[^\W_]+")
_SHORTEST_SLIP = 6
_LIKENESS = 0.7
_LARGEST_GROUP = 10
"""Names that may share an address for being those of one person; more are a team."""

Key = tuple[str, str]
"""A kind, and a text: a spelling, or what several spellings have in common."""


class _Use(Struct, frozen=True):
    """A person in a field."""

    proposal: Proposal
    field: Field
    person: Person
    spelling: Key


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every use of a person under another name than the one that is used most."""
    uses = tuple(_uses(series))
    counts = Counter(use.spelling for use in uses)
    first = {use.spelling: use for use in reversed(uses)}
    people = dict.fromkeys((use.spelling, use.person) for use in uses)
    usual = {
        spelling: max(group, key=lambda one: counts[one])
        for group in _groups(people)
        for spelling in group
    }
    for use in uses:
        name = usual.get(use.spelling, use.spelling)
        if name != use.spelling:
            yield _finding(use, first[name], counts[name])


def _uses(series: Series) -> Iterator[_Use]:
    for proposal in series.proposals:
        for key, people in proposal.people.items():
            field = proposal.field(key)
            if field and field.is_written:
                yield from (_Use(proposal, field, one, _spelling(one)) for one in people)


def _spelling(person: Person) -> Key:
    """The name as written, spaces apart; a handle alone is not the spelling of a name."""
    kind = "handle" if person.name == person.handle else "name"
    return kind, " ".join(person.name.split())


def _keys(spelling: Key, person: Person) -> Iterator[Key]:
    """What other spellings of the same person share."""
    kind, name = spelling
    folded = fold(name)
    yield kind, folded
    yield f"letters of {kind}", "".join(sorted(folded))
    if kind == "name":
        yield "words", " ".join(sorted(_WORD.findall(name.casefold())))
        yield "mail", (person.email or "").casefold()
        yield "account", (person.handle or "").casefold()


def _groups(people: Iterable[tuple[Key, Person]]) -> Iterator[tuple[Key, ...]]:
    """The spellings of each person who has several, in the order of their first use."""
    sharing: dict[Key, dict[Key, None]] = defaultdict(dict)
    for spelling, person in people:
        for key in _keys(spelling, person):
            sharing[key][spelling] = None
    groups: dict[Key, dict[Key, None]] = {}
    for (kind, text), spellings in sharing.items():
        pairs = combinations(spellings, 2) if text and len(spellings) <= _LARGEST_GROUP else ()
        for one, other in pairs:
            if _is_same(kind, one[1], other[1]):
                joined = groups.get(one, {one: None}) | groups.get(other, {other: None})
                groups.update(dict.fromkeys(joined, joined))
    yield from {id(group): tuple(group) for group in groups.values()}.values()


def _is_same(kind: str, one: str, other: str) -> bool:
    """Whether what two spellings share makes them one person: a team may share its mail."""
    if kind.startswith("letters"):
        return _is_slip(fold(one), fold(other))
    if kind in {"mail", "account"}:
        return _are_alike(one, other)
    return True


def _is_slip(one: str, other: str) -> bool:
    """Whether two neighbouring letters changed places, and nothing else is different."""
    differing = [
        at for at, (here, there) in enumerate(zip(one, other, strict=True)) if here != there
    ]
    return len(one) >= _SHORTEST_SLIP and len(differing) == 2 and differing[1] - differing[0] == 1


def _are_alike(one: str, other: str) -> bool:
    here, there = fold(one), fold(other)
    if here in there or there in here:
        return True
    words = set(_WORD.findall(one.casefold())) & set(_WORD.findall(other.casefold()))
    return bool(words) or SequenceMatcher(None, here, there).ratio() >= _LIKENESS


def _finding(use: _Use, usual: _Use, count: int) -> Finding:
    times = "once" if count == 1 else f"{count} times"
    return Finding(
        location=use.field.place(use.person.name),
        message=f'{use.field.label}: "{use.spelling[1]}" is written "{usual.spelling[1]}" '
        f"elsewhere, {times}; write one person in one way",
        subject=use.spelling[1],
        related=(Related(usual.field.place(usual.person.name), usual.proposal.caption),),
        proposal=use.proposal.key,
    )


RULE = SeriesRule("person-spelling", Severity.INFO, find)
