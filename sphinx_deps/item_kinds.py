"""The kinds of items, ready to be asked which item a heading is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from sphinx_deps.text import fold
from sphinx_deps.variants import Variant
from sphinx_deps.vocabulary import ItemRule

_TITLE = "title"
_MISSING_TITLE = " \0"
"""What stands in for a title that a pattern insists on."""
_LONGEST_NUMBER = 9
"""Digits; nobody counts further."""


class ItemKind(Struct, frozen=True, dict=True):
    """One kind of numbered things inside proposals."""

    name: str
    rule: ItemRule
    variants: tuple[Variant, ...] = ()
    """The declared sections, among which the one may be that holds the items."""

    @cached_property
    def prefix(self) -> str:
        """What stands before the number in a label."""
        return self.rule.prefix or _in_words(self.name)

    @property
    def title(self) -> str:
        """Its name in words: `Requirement`."""
        return _in_words(self.name)

    @property
    def field_labels(self) -> tuple[str, ...]:
        """How its fields are written."""
        return tuple(rule.label or _in_words(key) for key, rule in self.rule.fields.items())

    @cached_property
    def wants_title(self) -> bool:
        """Whether an item should have a title."""
        return _TITLE in self._pattern.groupindex and not self.rule.untitled

    def read(self, heading: str) -> tuple[int, str] | None:
        """The number and the title of the item that a heading is, if it is one."""
        found = self._pattern.fullmatch(heading)
        if found is None and self.wants_title:
            found = self._pattern.fullmatch(heading + _MISSING_TITLE)
        if found is None:
            return None
        number = found["number"] or ""
        if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
            return None
        title = found[_TITLE] if _TITLE in self._pattern.groupindex else None
        return int(number), (title or "").strip(_MISSING_TITLE)

    def is_held_by(self, titles: Iterable[str]) -> bool:
        """Whether one of the headings around, without its number, is the section of the items."""
        return self.rule.under is None or any(map(self._is_section, titles))

    def _is_section(self, title: str) -> bool:
        if fold(title) == self._folded_under:
            return True
        return any(variant.position(title) == place for variant, place in self._places)

    @cached_property
    def _folded_under(self) -> str:
        return fold(self.rule.under or "")

    @cached_property
    def _places(self) -> tuple[tuple[Variant, int], ...]:
        """The variants that declare the section of the items, each with its place."""
        under = self.rule.under or ""
        places = ((variant, variant.position(under)) for variant in self.variants)
        return tuple((variant, place) for variant, place in places if place is not None)

    def field_key(self, label: str) -> str | None:
        """The key of the field with that label, in any accepted spelling."""
        return self._labels.get(fold(label))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.rule.heading)

    @cached_property
    def _labels(self) -> dict[str, str]:
        spellings: dict[str, str] = {}
        for key, rule in self.rule.fields.items():
            for spelling in (rule.label or _in_words(key), key, *rule.aliases):
                spellings.setdefault(fold(spelling), key)
        return spellings


def _in_words(key: str) -> str:
    return key.replace("-", " ").title()
