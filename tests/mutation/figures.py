"""How many mutants of each rule the tests killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from mutation.copies import rule_of

LEAST = 85
"""Per cent of the mutants that must be killed."""


def list_survivors(results: Mapping[str, str]) -> list[str]:
    """The mutants that no test noticed; one that made the tests hang was noticed."""
    return [mutant for mutant, result in results.items() if result == "survived"]


def are_enough_killed(results: Mapping[str, str]) -> bool:
    """Whether no more mutants survived than may."""
    return 100 * len(list_survivors(results)) <= (100 - LEAST) * len(results)


def render_figures(results: Mapping[str, str]) -> str:
    """A table of the rules, as it stands in `README.md`, and the sum of it."""
    mutants, alive = _by_rule(results), _by_rule(list_survivors(results))
    head = "| Rule | Mutants | Killed | Survived |\n|---|--:|--:|--:|\n"
    rows = [
        f"| {rule} | {number} | {number - alive[rule]} | {alive[rule]} |\n"
        for rule, number in sorted(mutants.items())
    ]
    number, killed = len(results), len(results) - alive.total()
    share = f"{100 * killed / number:.1f} %" if number else "none"
    total = f"{number:,} mutants: {killed:,} killed, {alive.total():,} survived; {share} killed\n"
    return f"{head}{''.join(rows)}\n{total}"


def _by_rule(mutants: Collection[str]) -> Counter[str]:
    return Counter(map(rule_of, mutants))
