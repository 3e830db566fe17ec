"""Realistic proposals, made from a seed: of one size and one mix, the same on every machine.

Each is a function of the seed and its position alone, so that one of fifty thousand can be made,
or made anew with another status, without the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks import words

SIZE = 9 * 1024
"""Bytes of a proposal, give or take a few for what each tool writes around it."""

Stage = Literal[
    "draft", "review", "accepted", "implemented", "deferred", "rejected", "replaced"
]  # fmt: skip
Outline = tuple[tuple[str, str], ...]
"""Headings, each with the blocks below it: a letter of `_BLOCKS`, `q` (cites) or `r` (links)."""

_HEADER = 300
"""Bytes of the title and the metadata, about."""
_CITATION = re.compile(r"@@(?P<role>\w+):(?P<number>\d+)(?P<link>:link)?@@")
_BLOCKS: dict[str, Callable[[Random], str]] = {
    "p": words.paragraph,
    "l": words.bullets,
    "t": words.table,
    "c": words.code,
}
_STAGES: tuple[Stage, ...] = (
    "draft", "draft", "review", "accepted", "accepted", "implemented", "implemented",
    "implemented", "deferred", "rejected",
)  # fmt: skip
MATURE = frozenset({"accepted", "implemented"})
_PERIOD, _REPLACING = 20, 8
"""In twenty proposals one is replaced, by the next."""
_NEAR = 6
"""How far back a proposal looks for one to require."""


@dataclass(frozen=True)
class Series:
    """One dialect: how its files, statuses and sections are called."""

    prefix: str
    file_form: str
    statuses: dict[Stage, str]
    outline: Outline

    @property
    def role(self) -> str:
        """The role that cites a proposal."""
        return self.prefix.lower()

    @property
    def folder(self) -> str:
        """The folder that holds the proposals."""
        return f"{self.role}s"


HEP = Series(
    "HEP",
    "HEP-{number:04}-{slug}.md",
    {
        "draft": "Sketch",
        "review": "Open",
        "accepted": "Agreed",
        "implemented": "Shipped",
        "deferred": "Parked",
        "rejected": "Dropped",
        "replaced": "Superseded",
    },
    (
        ("## Motivation", "qpl"),
        ("### Goals", "pl"),
        ("## Current State", "pt"),
        ("## Proposed Design", "qp"),
        ("### Interface", "pc"),
        ("### Storage", "ptl"),
        ("### Failure Handling", "pclc"),
        ("## Migration", "ql"),
        ("## Plan", "pl"),
        ("## Alternatives", "qpl"),
        ("## Open Questions", "pl"),
        ("## References", "r"),
    ),
)
LDP = Series(
    "LDP",
    "{number:04}-{slug}.md",
    {
        "draft": "Draft",
        "review": "In Discussion",
        "accepted": "Approved",
        "implemented": "Completed",
        "deferred": "Deferred",
        "rejected": "Declined",
        "replaced": "Replaced",
    },
    (
        ("## Summary", "p"),
        ("### Aims", "pl"),
        ("## Motivation", "qpl"),
        ("## Proposal", "qp"),
        ("### Programming Interface", "pc"),
        ("### Data Model", "ptl"),
        ("### Errors", "pclc"),
        ("## Rollout", "ql"),
        ("## Phases", "pt"),
        ("## Alternate Solutions", "qpl"),
        ("## Unresolved", "pl"),
        ("## Background", "r"),
    ),
)
BOTH = (HEP, LDP)


@dataclass(frozen=True)
class Name:
    """What one must know of a proposal to cite it."""

    series: Series
    number: int
    title: str

    @property
    def path(self) -> str:
        """The path in the folder that holds all series."""
        slug = self.title.lower().replace(" ", "-")
        return f"{self.series.folder}/{self.series.file_form.format(number=self.number, slug=slug)}"


@dataclass(frozen=True)
class Proposal:
    """One proposal, not yet in the form of any tool."""

    name: Name
    title: str
    stage: Stage
    authors: tuple[str, ...]
    created: str
    release: str
    relations: dict[str, int]
    """The number of the other, by `requires`, `supersedes` or `superseded-by`."""
    body: str
    """Everything below the title; citations are marked."""

    @property
    def status(self) -> str:
        """The status in the words of the series."""
        return self.name.series.statuses[self.stage]


@dataclass(frozen=True)
class Collection:
    """A number of proposals; the series take turns."""

    count: int
    seed: int = 1
    series: tuple[Series, ...] = BOTH
    brief: bool = False
    """A sentence a section, whatever the size."""
    citations: int = 0
    """How many times each cites the first one, besides what all do."""
    chained: bool = False
    """Each replaces the one before."""

    def __iter__(self) -> Iterator[Proposal]:
        """Give the proposals one by one."""
        return map(self.proposal, range(self.count))

    def proposal(self, position: int) -> Proposal:
        """Return the proposal at that position."""
        turns = len(self.series)
        return self.numbered(self.series[position % turns], position // turns + 1)

    def numbered(self, series: Series, number: int) -> Proposal:
        """Return the proposal of that number."""
        chance = self.chance(series, number)
        name = self.name(series, number)
        return Proposal(
            name,
            name.title,
            self.stage(series, number),
            tuple(words.people(chance)),
            f"20{chance.randint(20, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            f"{chance.randint(21, 25)}.{chance.randint(1, 9)}",
            self.relations(series, number),
            self.body(series, number, chance),
        )

    def chance(self, series: Series, number: int, use: str = "") -> Random:
        """Return the source of chance of one proposal."""
        return Random(f"{self.seed} {series.prefix} {number} {use}")  # noqa: S311 - no secret

    def last(self, series: Series) -> int:
        """Return the highest number of a series."""
        turns = len(self.series)
        return (self.count - self.series.index(series) + turns - 1) // turns

    def name(self, series: Series, number: int) -> Name:
        """Return the name of a proposal."""
        return Name(series, number, words.title(self.chance(series, number, "title")))

    def stage(self, series: Series, number: int) -> Stage:
        """Return how far a proposal has come."""
        if self.replaces_previous(series, number + 1):
            return "replaced"
        if self.replaces_previous(series, number):
            return "accepted"
        return self.chance(series, number, "stage").choice(_STAGES)

    def replaces_previous(self, series: Series, number: int) -> bool:
        """Whether there is a proposal of that number, and it replaces the one before."""
        if not 1 < number <= self.last(series):
            return False
        return self.chained or number % _PERIOD == _REPLACING

    def relations(self, series: Series, number: int) -> dict[str, int]:
        """Return the relations of a proposal: only what is built is required."""
        relations: dict[str, int] = {}
        if self.replaces_previous(series, number):
            relations["supersedes"] = number - 1
        if self.replaces_previous(series, number + 1):
            relations["superseded-by"] = number + 1
        if number % 4 == 0:
            earlier = range(max(1, number - _NEAR), number)
            built = [one for one in earlier if self.stage(series, one) == "implemented"]
            if built:
                relations["requires"] = built[0]
        return relations

    def is_named(self, name: Name) -> bool:
        """Whether a relation of another proposal names this one."""
        last = min(self.last(name.series), name.number + _NEAR)
        near = range(max(1, name.number - 1), last + 1)
        return any(name.number in self.relations(name.series, one).values() for one in near)

    def body(self, series: Series, number: int, chance: Random) -> str:
        """Return the sections; the last paragraph fills the document up to its size."""
        blocks = []
        for heading, kinds in series.outline:
            blocks.append(heading)
            blocks += self.blocks(kinds, chance)
        first = self.series[0]
        blocks += [f"Once more, @@{first.role}:1@@ applies."] * self.citations
        text = "\n\n".join(blocks)
        missing = SIZE - len(text) - _HEADER
        if self.brief or missing <= 0:
            return text
        return f"{text}\n\n{words.prose_of(chance, missing)}"

    def blocks(self, kinds: str, chance: Random) -> Iterator[str]:
        """Return the blocks of one section."""
        if self.brief:
            yield words.sentence(chance)
            return
        for kind in kinds:
            if kind == "q":
                yield f"As {self.mark(chance)} has it: {words.sentence(chance)}"
            elif kind == "r":
                links = [f"- {self.mark(chance, ':link')}" for _ in range(3)]
                yield "\n".join([*links, "- [Notes](https://example.com/notes)"])
            else:
                yield _BLOCKS[kind](chance)

    def mark(self, chance: Random, form: str = "") -> str:
        """Return the mark of a citation of any proposal."""
        series = chance.choice(self.series)
        return f"@@{series.role}:{chance.randint(1, max(1, self.last(series)))}{form}@@"

    def with_citations(
        self, text: str, cite: Callable[[Name], str], link: Callable[[Name], str]
    ) -> str:
        """Return a text with its marks in the form of a tool."""
        roles = {series.role: series for series in self.series}

        def form(match: re.Match[str]) -> str:
            name = self.name(roles[match["role"]], int(match["number"]))
            return link(name) if match["link"] else cite(name)

        return _CITATION.sub(form, text)
