"""The variants of a document's sections, ready to be asked which section a heading is."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from sphinx_deps.text import fold, nearest
from sphinx_deps.vocabulary import SectionRule

_ANY_REST = "*"
_ALIKE = 0.5
"""From how many pairs of letters in common two headings may be meant to be one."""


class Variant(Struct, frozen=True, dict=True):
    """One declared order of sections."""

    name: str
    rules: tuple[SectionRule, ...]

    def position(self, title: str) -> int | None:
        """The place, among the rules, of the section that a heading without its number is."""
        folded = fold(title)
        found = self._by_title.get(folded)
        if found is None and folded.startswith(self._folded_starts):
            start = _spaced(title)
            found = next((at for words, at in self._by_start if start.startswith(words)), None)
        return found

    def nearest(self, title: str) -> int | None:
        """The place of the section that a heading which is none was most likely meant to be."""
        pairs = _pairs(fold(title))
        alike = [
            known
            for known, others in self._pairs_by_title
            if 2 * len(pairs & others) >= _ALIKE * (len(pairs) + len(others))
        ]
        near = nearest(title, alike) if alike else None
        return None if near is None else self._by_title[near]

    @cached_property
    def _pairs_by_title(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((title, _pairs(title)) for title in self._by_title)

    @cached_property
    def ancestors(self) -> tuple[frozenset[int], ...]:
        """For each rule, the rules of the sections around it."""
        around: list[frozenset[int]] = []
        for position, rule in enumerate(self.rules):
            parents = (at for at in range(position) if self.rules[at].level < rule.level)
            parent = max(parents, default=None)
            around.append(frozenset() if parent is None else around[parent] | {parent})
        return tuple(around)

    @cached_property
    def _by_title(self) -> dict[str, int]:
        titles = {fold(rule.title): position for position, rule in enumerate(self.rules)}
        for position, rule in enumerate(self.rules):
            for alias in rule.aliases:
                if not alias.endswith(_ANY_REST):
                    titles.setdefault(fold(alias), position)
        return titles

    @cached_property
    def _by_start(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (_spaced(alias.removesuffix(_ANY_REST)), position)
            for position, rule in enumerate(self.rules)
            for alias in rule.aliases
            if alias.endswith(_ANY_REST)
        )

    @cached_property
    def _folded_starts(self) -> tuple[str, ...]:
        return tuple(fold(words) for words, _ in self._by_start)


def _pairs(word: str) -> frozenset[str]:
    """Each letter with the next: words that share few need no closer look, which takes long."""
    return frozenset(map("".join, pairwise(word)))


def _spaced(text: str) -> str:
    """`text` with single spaces and without case; its marks count, as in "Summary - *"."""
    kept = " " if text[-1:].isspace() else ""
    return " ".join(text.split()).casefold() + kept
