"""Measure everything: `make bench`, or `make bench-full` for the largest numbers too.

The figures go to `results.md` and `results.json` in the folder given, after each step anew, and a
run that was broken off goes on with `--resume`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from benchmarks.builds import (
    TASKS,
    Exactness,
    Rounds,
    Site,
    Task,
    compare_builds,
    make_sites,
    measure_exactness,
)
from benchmarks.checks import compare_check, compare_corpora, compare_start
from benchmarks.environments import PROJECT, Environment, machine, prepare
from benchmarks.generate import write_text
from benchmarks.measure import Comparison, ProgramError, tell
from benchmarks.proposals import Collection
from benchmarks.results import Results, read_results, render
from benchmarks.scaling import scale_builds, scale_checks

STEPS = ("builds", "checks", "scaling")
RESULTS = "results.json"


class Measured(Protocol):
    """What was measured, and what tells it from all else that is."""

    @property
    def key(self) -> tuple[str, str]: ...


_M = TypeVar("_M", bound=Measured)
_P = ParamSpec("_P")
Sites = Callable[[], list[Site]]


@dataclass(frozen=True)
class Plan:
    """What is measured, and how often."""

    builds: dict[int, Rounds]
    """By the number of proposals."""
    checks: tuple[int, ...]
    check_rounds: int
    sizes: tuple[int, ...] = (1000, 2000, 4000)
    build_scaling_rounds: int = 0
    jobs: tuple[int, ...] = (1, 2)
    tasks: tuple[Task, ...] = TASKS
    peers: bool = True
    """What is not ours, and may have to be fetched: other tools, and real proposals."""


QUICK = Plan(
    {10: Rounds(1, 1)},
    (20,),
    1,
    (20, 40, 80),
    jobs=(1,),
    tasks=("one status changed",),
    peers=False,
)
USUAL = Plan({200: Rounds(5, 5), 1000: Rounds(3, 5)}, (1000, 10_000), 5)
FULL = Plan(
    {200: Rounds(2, 2), 1000: Rounds(2, 5), 5000: Rounds(1, 2)},
    (1000, 10_000, 50_000),
    3,
    build_scaling_rounds=1,
)
"""Once only where a round takes half an hour."""


class Run:
    """One run of the benchmarks; what it has measured so far is always on disk."""

    def __init__(self, plan: Plan, folder: Path, before: Results | None = None) -> None:
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
        if before is not None:
            self.results.take_over(before)

    def measure(self, steps: Iterable[str]) -> None:
        """Take the steps one by one."""
        for step in steps:
            getattr(self, f"measure_{step}")()
        shutil.rmtree(self.work, ignore_errors=True)

    def measure_builds(self) -> None:
        """Compare the tools; say once, at the lowest number, which pages they leave stale."""
        plan, results = self.plan, self.results
        for count, rounds in plan.builds.items():
            sites = cache(partial(self.make_sites, count))
            for jobs in plan.jobs:
                part = f"builds of {count}, -j{jobs}"
                self.take(part, results.comparisons, self.compare_sites, sites, jobs, rounds)
            if plan.peers and count == min(plan.builds):
                self.take("exactness", results.exactness, self.measure_sites, sites)

    def make_sites(self, count: int) -> list[Site]:
        """Write the same documentation for each tool."""
        return make_sites(Collection(count), self.environment, self.work / "sites")

    def compare_sites(self, sites: Sites, jobs: int, rounds: Rounds) -> Iterator[Comparison]:
        """Build them; they are not even written where that was done before."""
        yield from compare_builds(sites(), jobs, rounds, self.plan.tasks)

    def measure_sites(self, sites: Sites) -> Iterator[Exactness]:
        """Look at the pages that they leave."""
        yield from measure_exactness(sites())

    def measure_checks(self) -> None:
        """Compare the check with its floor, on generated and on real proposals."""
        plan, folder, known = self.plan, self.work / "checks", self.results.comparisons
        folder.mkdir(parents=True, exist_ok=True)
        given = self.environment, folder, plan.check_rounds
        self.take("starting", known, compare_start, *given)
        if plan.peers:
            self.take("check of the corpora", known, compare_corpora, *given)
        for count in plan.checks:
            self.take(f"check of {count}", known, compare_check, count, *given)

    def measure_scaling(self) -> None:
        """Measure each step at three sizes."""
        plan, folder, known = self.plan, self.work / "scaling", self.results.scaling
        given = plan.sizes, self.environment, folder
        self.take("scaling of checks", known, scale_checks, *given, plan.check_rounds)
        if plan.build_scaling_rounds:
            self.take("scaling of builds", known, scale_builds, *given, plan.build_scaling_rounds)

    def take(
        self,
        part: str,
        known: list[_M],
        find: Callable[_P, Iterable[_M]],
        *given: _P.args,
        **named: _P.kwargs,
    ) -> None:
        """Measure a part that no run before has finished, and keep each figure as it comes."""
        if part in self.results.finished:
            return
        for one in find(*given, **named):
            known[:] = [*(other for other in known if other.key != one.key), one]
            self.write()
        self.results.finished.append(part)
        self.write()

    def write(self) -> None:
        """Put all figures on the disk."""
        write_text(self.folder / "results.md", render(self.results))
        text = json.dumps(self.results.to_json(), indent=1)
        write_text(self.folder / RESULTS, f"{text}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few proposals, no peers, no network")
    size.add_argument("--full", action="store_true", help="5,000 proposals too; 50,000 for check")
    parser.add_argument("--only", choices=STEPS, action="append", help="this step (repeatable)")
    parser.add_argument("--folder", type=Path, default=PROJECT / "build" / "bench")
    parser.add_argument("--resume", action="store_true", help="go on where a run was broken off")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else FULL if options.full else USUAL
    before = options.folder / RESULTS
    try:
        known = options.resume and before.exists()
        run = Run(plan, options.folder, read_results(before) if known else None)
        run.measure(options.only or STEPS)
    except ProgramError as error:
        tell(str(error))
        return 1
    sys.stdout.write(render(run.results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
