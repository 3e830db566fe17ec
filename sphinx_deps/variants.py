"""The variants of a document's sections, ready to be asked which section a heading is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sphinx_deps.text import fold
from sphinx_deps.vocabulary import SectionRule

_ANY_REST = "*"


@dataclass(frozen=True)
class Variant:
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


def _spaced(text: str) -> str:
    """`text` with single spaces and without case; its marks count, as in "Summary - *"."""
    kept = " " if text[-1:].isspace() else ""
    return " ".join(text.split()).casefold() + kept
