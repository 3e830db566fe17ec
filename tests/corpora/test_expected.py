"""What readers expected of the rules, and what the rules found: precision and recall.

`expected.yaml` was written from reading the proposals, before the rules ran on them; it says
itself how. What its readers held for fair either way is no part of the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from corpora.test_findings import SERIES, findings
from sphinx_deps.rules import RULES_BY_NAME

EXPECTED = Path(__file__).with_name("expected.yaml")
LEAST = 0.98

Place = tuple[str, str, str]
"""Corpus, rule, and `file:line subject`."""


class Figures(NamedTuple):
    """How often what was expected was found, missed, or something else was found."""

    found: Counter[str]
    missed: Counter[str]
    spurious: Counter[str]

    @property
    def precision(self) -> float:
        return self.found.total() / (self.found + self.spurious).total()

    @property
    def recall(self) -> float:
        return self.found.total() / (self.found + self.missed).total()

    def table(self) -> str:
        """The figures by rule."""
        rows = [
            f"{rule:<22}{self.found[rule]:>6}{self.missed[rule]:>7}{self.spurious[rule]:>9}"
            for rule in sorted(self.found | self.missed | self.spurious)
        ]
        total = f"precision {self.precision:.3f}, recall {self.recall:.3f}"
        return "\n".join([f"{'rule':<22}{'found':>6}{'missed':>7}{'spurious':>9}", *rows, total])


def listed(kind: str) -> Iterator[tuple[Place, bool]]:
    """What was listed as of that kind, and whether a reader had seen it before the rule."""
    written: dict[str, dict[str, Any]] = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    for corpus, kinds in written.items():
        for rule, places in kinds.get(kind, {}).items():
            for place in places:
                is_late = isinstance(place, dict)
                yield (corpus, rule, place["at"] if is_late else place), not is_late


@pytest.fixture(scope="module")
def found(corpora: Path) -> set[Place]:
    """What the rules that are on by default find."""
    return {
        (name, rule, f"{path}:{line} {subject}")
        for name in SERIES
        for rule, path, line, subject in findings(corpora, name)
    }


def by_rule(places: set[Place]) -> Counter[str]:
    return Counter(rule for _, rule, _ in places)


@pytest.mark.corpora
def test_what_readers_expected_is_found_and_little_else(found: set[Place]) -> None:
    expected = {place for place, _ in listed("expected")}
    fair = {place for place, _ in listed("fair")}
    spurious = found - expected - fair
    figures = Figures(by_rule(expected & found), by_rule(expected - found), by_rule(spurious))
    details = [*sorted(expected - found), "spurious:", *sorted(spurious)]
    report = "\n".join([figures.table(), "missed:", *map(str, details)])
    assert figures.precision >= LEAST, report
    assert figures.recall >= LEAST, report


@pytest.mark.corpora
def test_readers_had_seen_nearly_all_that_the_rules_find(found: set[Place]) -> None:
    before = {place for kind in ("expected", "fair") for place, seen in listed(kind) if seen}
    assert len(found & before) / len(found) >= LEAST, sorted(found - before)


def test_each_expectation_is_listed_once_and_of_a_rule_that_is_on() -> None:
    places = [place for kind in ("expected", "fair") for place, _ in listed(kind)]
    assert [place for place, times in Counter(places).items() if times > 1] == []
    assert {rule for _, rule, _ in places} <= {
        name for name, rule in RULES_BY_NAME.items() if rule.severity
    }
