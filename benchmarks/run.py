"""Measure everything: `make bench`, or `make bench-full` for the largest numbers too.

The figures go to `results.md` and `results.json` in the folder given, after each step anew.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks.builds import TASKS, Task, compare_builds, make_sites, measure_exactness
from benchmarks.checks import compare_check, compare_corpora, compare_start
from benchmarks.environments import PROJECT, Environment, machine, prepare
from benchmarks.generate import write_text
from benchmarks.measure import ProgramError, tell
from benchmarks.proposals import Collection
from benchmarks.results import Results, render
from benchmarks.scaling import scale_builds, scale_checks

_T = TypeVar("_T")
STEPS = ("builds", "checks", "scaling")


@dataclass(frozen=True)
class Plan:
    """What is measured, and how often."""

    builds: dict[int, int]
    """The rounds for each number of proposals."""
    checks: tuple[int, ...]
    check_rounds: int
    sizes: tuple[int, ...] = (1000, 2000, 4000)
    build_scaling_rounds: int = 0
    jobs: tuple[int, ...] = (1, 2)
    tasks: tuple[Task, ...] = TASKS
    peers: bool = True
    """What is not ours, and may have to be fetched: other tools, and real proposals."""


QUICK = Plan({10: 1}, (20,), 1, (20, 40, 80), jobs=(1,), tasks=("one status changed",), peers=False)
USUAL = Plan({200: 5, 1000: 3}, (1000, 10_000), 5)
FULL = Plan({200: 3, 1000: 2, 5000: 1}, (1000, 10_000, 50_000), 3, build_scaling_rounds=1)
"""Once only where a round takes half an hour."""


class Run:
    """One run of the benchmarks; what it has measured so far is always on disk."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.work = folder / "work"
        self.environment = prepare(folder) if plan.peers else Environment()
        self.results = Results(
            f"{datetime.now(UTC):%Y-%m-%d}",
            machine(),
            self.environment.versions(),
            self.environment.notes,
        )

    def measure(self, steps: Iterable[str]) -> None:
        """Take the steps one by one."""
        for step in steps:
            getattr(self, f"measure_{step}")()
        shutil.rmtree(self.work, ignore_errors=True)

    def measure_builds(self) -> None:
        """Compare the tools; say once, at the lowest number, which pages they leave stale."""
        for count, rounds in self.plan.builds.items():
            sites = make_sites(Collection(count), self.environment, self.work / "sites")
            for jobs in self.plan.jobs:
                self.add(
                    self.results.comparisons, compare_builds(sites, jobs, rounds, self.plan.tasks)
                )
            if self.plan.peers and count == min(self.plan.builds):
                self.add(self.results.exactness, measure_exactness(sites))

    def measure_checks(self) -> None:
        """Compare the check with its floor, on generated and on real proposals."""
        plan, folder = self.plan, self.work / "checks"
        folder.mkdir(parents=True, exist_ok=True)
        comparisons = self.results.comparisons
        self.add(comparisons, [compare_start(self.environment, folder, plan.check_rounds)])
        if plan.peers:
            self.add(comparisons, compare_corpora(self.environment, folder, plan.check_rounds))
        for count in plan.checks:
            found = compare_check(count, self.environment, folder, plan.check_rounds)
            self.add(comparisons, [found])

    def measure_scaling(self) -> None:
        """Measure each step at three sizes."""
        plan, folder = self.plan, self.work / "scaling"
        found = scale_checks(plan.sizes, self.environment, folder, plan.check_rounds)
        self.add(self.results.scaling, found)
        if plan.build_scaling_rounds:
            found = scale_builds(plan.sizes, self.environment, folder, plan.build_scaling_rounds)
            self.add(self.results.scaling, found)

    def add(self, known: list[_T], found: Iterable[_T]) -> None:
        """Keep each figure as soon as it is there."""
        for one in found:
            known.append(one)
            write_text(self.folder / "results.md", render(self.results))
            text = json.dumps(self.results.to_json(), indent=1)
            write_text(self.folder / "results.json", f"{text}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few proposals, no peers, no network")
    size.add_argument("--full", action="store_true", help="5,000 proposals too; 50,000 for check")
    parser.add_argument("--only", choices=STEPS, action="append", help="this step (repeatable)")
    parser.add_argument("--folder", type=Path, default=PROJECT / "build" / "bench")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else FULL if options.full else USUAL
    try:
        run = Run(plan, options.folder)
        run.measure(options.only or STEPS)
    except ProgramError as error:
        tell(str(error))
        return 1
    sys.stdout.write(render(run.results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
