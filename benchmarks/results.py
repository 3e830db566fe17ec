"""The figures of one run as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

import msgspec

from benchmarks.builds import COLD, SAME_PAGES, Exactness
from benchmarks.checks import CHECK, FLOOR, HELP, PASS, STARTING
from benchmarks.measure import Comparison, Runs
from benchmarks.scaling import Scaling
from benchmarks.sites import DEPS, PLAIN

_HOW = """\
Processor time (user and system) of whole processes and all their workers, and the peak memory of
the largest single process: with `-j2` the sum over the workers is not known, and what needs less
than the runner itself, some 20 MiB, shows the runner's. The competitors run in turns, A B C, B C A,
and so on; each figure is the median over the rounds, and each ratio, to the competitor that stands
first, is the median of the ratios within a round. A run of less than five minutes that lost more
than a tenth of its processor time to other machines on the same host is made again, up to twice,
and the least disturbed counts. All write the same words; only sphinx-deps cites by its roles,
sphinx-needs by its own, and plain Sphinx by links. eipw reads documents of the same size and mix in
the shape of its own proposals."""
_EXACTNESS = """\
How many pages look otherwise after the edit if everything is built anew; how many the tool wrote;
how many it left as they were although they should look otherwise."""
_SCALING = """\
Processor seconds at three sizes. Growth is what the second doubling costs more, over what the
first does: 2 is linear, 4 is quadratic; it is left out where the first can't be told from noise."""
_LARGE = 1000
"""The least number of proposals that the targets of builds speak of."""


@dataclass
class Results:
    """All that one run measured, and on what."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    exactness: list[Exactness] = field(default_factory=list)
    scaling: list[Scaling] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    """The parts of the run that are done."""

    def take_over(self, before: Results) -> None:
        """Go on with what a run before measured, which may have been on another day."""
        first = before.date.partition(" ")[0]
        self.date = first if first == self.date else f"{first} to {self.date}"
        self.comparisons, self.exactness = before.comparisons, before.exactness
        self.scaling, self.finished = before.scaling, before.finished

    def to_json(self) -> dict[str, object]:
        """Return everything, each single run included."""
        growth = [{**asdict(one), "growth": one.growth} for one in self.scaling]
        targets = [asdict(one) for one in find_targets(self.comparisons)]
        return {"schema": 1, **asdict(self), "scaling": growth, "targets": targets}


@dataclass(frozen=True)
class Target:
    """A figure that the design sets a limit to."""

    what: str
    limit: float
    measured: float
    unit: str = "x"

    @property
    def is_met(self) -> bool:
        """Whether the figure is within the limit."""
        return self.measured <= self.limit


def find_targets(comparisons: Iterable[Comparison]) -> Iterator[Target]:
    """Return the targets that the comparisons speak of."""
    for one in comparisons:
        runs = one.results
        if one.title == STARTING:
            more = 1000 * (runs[HELP].cpu - runs[PASS].cpu)
            yield Target(f"`{HELP}`, over `{PASS}`", 60, more, " ms")
        elif CHECK in runs:
            yield from _check_targets(one, runs[CHECK])
        elif one.count >= _LARGE and DEPS.name in runs:
            yield from _build_targets(one, runs[DEPS.name])


def _check_targets(one: Comparison, checked: Runs) -> Iterator[Target]:
    yield Target(f"{one.title}, over the floor", 2, checked.cpu_ratio(one.results[FLOOR]))
    yield Target(f"{one.title}, peak", 40 + one.count * 8 / 1024, checked.peak, " MiB")


def _build_targets(one: Comparison, built: Runs) -> Iterator[Target]:
    what, plain = f"{one.title}, {one.task}, over", one.results[PLAIN.name]
    if one.task == COLD:
        yield Target(f"{what} {PLAIN.name}", 1.03, built.cpu_ratio(plain))
        yield Target(f"{what} {PLAIN.name}, peak", 1.02, built.peak / plain.peak)
    elif one.task == "nothing changed":
        yield Target(f"{what} {PLAIN.name}", 1.10, built.cpu_ratio(plain))
    elif same := one.results.get(SAME_PAGES):
        yield Target(f"{what} {SAME_PAGES}", 1.10, built.cpu_ratio(same))


def read_results(path: Path) -> Results:
    """Read what a run has left in JSON."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def render(results: Results) -> str:
    """Return the tables."""
    size = ", ".join(results.machine.values())
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    parts = [f"{results.date}; {size}; {versions}.", _HOW]
    parts += [f"Note: {note}" for note in (*results.notes, *_disturbed(results))]
    for title, comparisons in groupby(results.comparisons, lambda one: one.title):
        parts += [f"## {title}", _comparison_table(list(comparisons))]
    if results.exactness:
        heads = ["Task", "Tool", "Should change", "Written", "Left stale"]
        rows = [[str(cell) for cell in asdict(one).values()] for one in results.exactness]
        parts += ["## Pages after an edit", _EXACTNESS, _table(heads, rows)]
    if results.scaling:
        sizes = list(results.scaling[0].sizes.results)
        heads = ["Step", "Number of", *sizes, "Growth"]
        parts += ["## Scaling", _SCALING, _table(heads, map(_scaling_row, results.scaling))]
    targets = [_target_row(target) for target in find_targets(results.comparisons)]
    if targets:
        parts += ["## Targets", _table(["What", "At most", "Measured", ""], targets)]
    return "\n\n".join(parts) + "\n"


def _disturbed(results: Results) -> Iterator[str]:
    compared = (*results.comparisons, *(one.sizes for one in results.scaling))
    runs = [run for one in compared for runs in one.results.values() for run in runs.usages]
    disturbed = sum(run.is_disturbed for run in runs)
    if disturbed:
        yield f"{disturbed} of {len(runs)} runs were disturbed all the same."


def _comparison_table(comparisons: list[Comparison]) -> str:
    names = list(dict.fromkeys(name for one in comparisons for name in one.results))
    rows = [
        [
            one.task,
            *(_cell(one, one.results[name]) if name in one.results else "" for name in names),
        ]
        for one in comparisons
    ]
    return _table(["Task", *names], rows)


def _cell(one: Comparison, runs: Runs) -> str:
    cpu, peak = f"{runs.cpu:.2f} s", f"{runs.peak:.0f} MiB"
    if runs is one.base:
        return f"{cpu}, {peak}"
    return f"{cpu} ({runs.cpu_ratio(one.base):.2f}x), {peak} ({runs.peak / one.base.peak:.2f}x)"


def _scaling_row(one: Scaling) -> list[str]:
    cells = [f"{runs.cpu:.2f}" for runs in one.sizes.results.values()]
    return [one.step, one.unit, *cells, "" if one.growth is None else f"{one.growth:.1f}"]


def _target_row(target: Target) -> list[str]:
    numbers = [f"{number:.4g}{target.unit}" for number in (target.limit, target.measured)]
    return [target.what, *numbers, "met" if target.is_met else "**missed**"]


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
