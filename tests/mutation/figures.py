"""How many mutants the tests of each rule killed, from what `mutmut results --all true` prints."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

LEAST = 85
"""Per cent of the mutants that must be killed."""
KILLED = {"killed", "timeout", "suspicious", "segfault"}
"""What mutmut calls a mutant that a test stumbled over, or that hung or broke the tests."""


def count(lines: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """The mutants and the killed ones, by rule."""
    mutants, killed = Counter[str](), Counter[str]()
    for line in lines:
        name, _, status = line.strip().partition(": ")
        rule = name.rpartition(".")[0].rpartition(".")[2]
        mutants[rule] += 1
        killed[rule] += status in KILLED
    return mutants, killed


def main() -> int:
    """Write the table; the exit code tells whether too many are alive."""
    mutants, killed = count(sys.stdin)
    rows = [(rule, mutants[rule], killed[rule]) for rule in sorted(mutants)]
    for name, number, dead in [*rows, ("all", mutants.total(), killed.total())]:
        percent = f"{100 * dead / number:.1f} %" if number else "-"
        sys.stdout.write(f"{name:24}{number:6}{dead:6}{number - dead:6}{percent:>9}\n")
    return int(100 * killed.total() < LEAST * mutants.total())


if __name__ == "__main__":
    sys.exit(main())
