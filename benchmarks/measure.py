"""Run a program as a whole, and tell what it and its children used."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Program = Callable[[], "Usage"]

_DISTURBED = 0.1
_TRIES = 3
_LONG = 300
"""Seconds from which on a run is not made again."""
_STATISTICS = Path("/proc/stat")
_WANTED, _STOLEN = (0, 1, 2, 5, 6, 7), 7
"""What Linux counts there: user, nice, system, idle, waiting, two of interrupts, and stolen."""


@dataclass(frozen=True)
class Usage:
    """What one run used.

    The system counts every child that was waited for, so that the workers of `-j2` are in `cpu`.
    `peak` is that of the largest single process: the sum over processes that run side by side is
    not known. It cannot fall below what the runner itself holds, some 20 MiB.
    """

    cpu: float
    """Seconds of processor time, user and system."""
    wall: float
    """Seconds on the clock."""
    peak: float
    """MiB of resident memory."""
    stolen: float = 0
    """Of the processor time that was wanted meanwhile, what the host gave to other machines."""

    @property
    def is_disturbed(self) -> bool:
        """Whether others took so much that the figures say little."""
        return self.stolen > _DISTURBED


@dataclass(frozen=True)
class Runs:
    """The runs of one competitor under one task."""

    usages: tuple[Usage, ...]

    @property
    def cpu(self) -> float:
        """The median of the processor time."""
        return median(usage.cpu for usage in self.usages)

    @property
    def peak(self) -> float:
        """The median of the peak memory."""
        return median(usage.peak for usage in self.usages)

    def cpu_ratio(self, base: Runs) -> float:
        """Return the median of the ratios to what ran in the same round."""
        return median(
            one.cpu / other.cpu for one, other in zip(self.usages, base.usages, strict=True)
        )


@dataclass(frozen=True)
class Comparison:
    """What the competitors used for one task; the first is what the others are held against."""

    title: str
    task: str
    count: int
    """How many proposals it is about."""
    results: dict[str, Runs]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.title, self.task

    @property
    def base(self) -> Runs:
        """The runs of the first competitor."""
        return next(iter(self.results.values()))


class ProgramError(Exception):
    """A program that is measured has failed: its figures would mean nothing."""


def run(command: Sequence[str], log: Path) -> Usage:
    """Run a command to its end; what it says goes into the log."""
    with log.open("wb") as output:
        before, started = _processor_time(), time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        wanted, stolen = (now - then for now, then in zip(_processor_time(), before, strict=True))
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise ProgramError(f"{' '.join(command)}: exit {process.returncode}\n{said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Usage(cpu, wall, usage.ru_maxrss / 1024, stolen / wanted if wanted else 0)


def _processor_time() -> tuple[int, int]:
    """What was wanted of all processors since the machine started, and what of it was stolen."""
    if not _STATISTICS.is_file():
        return 0, 0
    counts = [int(count) for count in _STATISTICS.read_text().split("\n", 1)[0].split()[1:]]
    return sum(counts[one] for one in _WANTED), counts[_STOLEN]


def compare(
    title: str, task: str, competitors: Mapping[str, Program], rounds: int, count: int = 0
) -> Comparison:
    """Run A B C, B C A, C A B, ...: a drift of the machine hits all alike."""
    names = list(competitors)
    usages: dict[str, list[Usage]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % len(names)
        tell(f"{title}: {task}, round {turn + 1} of {rounds}")
        for name in names[first:] + names[:first]:
            usages[name].append(quietest(competitors[name]))
    results = {name: Runs(tuple(found)) for name, found in usages.items()}
    return Comparison(title, task, count, results)


def quietest(program: Program) -> Usage:
    """Run a program, again where others took the processors meanwhile: what was disturbed least."""
    usages = [program()]
    while usages[-1].is_disturbed and usages[-1].wall < _LONG and len(usages) < _TRIES:
        usages.append(program())
    return min(usages, key=lambda usage: usage.stolen)


def tell(text: str) -> None:
    """Say how far we are."""
    sys.stderr.write(f"{text}\n")
