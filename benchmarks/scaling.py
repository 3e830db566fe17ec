"""Whether any step grows faster than what it works on: the same at one, two and four times."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.builds import COLD, Site
from benchmarks.checks import CHECK, check
from benchmarks.environments import Environment
from benchmarks.generate import write_series
from benchmarks.measure import Comparison, Program, compare, tell
from benchmarks.proposals import Collection
from benchmarks.sites import DEPS

_CITING = 100
"""Documents that share the citations."""
_NOTICEABLE = 0.05
"""The part that a doubling must add to be told from noise."""

SHAPES: dict[str, Callable[[int], Collection]] = {
    "proposals": lambda count: Collection(count, brief=True),
    "citations, in tens": lambda count: Collection(
        _CITING, brief=True, citations=10 * count // _CITING
    ),
    "relations": lambda count: Collection(count, brief=True, chained=True),
}
"""Many short proposals; many citations of one; two long chains of replacements."""


@dataclass(frozen=True)
class Scaling:
    """What one step used at each size."""

    step: str
    unit: str
    sizes: Comparison

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.step, self.unit

    @property
    def growth(self) -> float | None:
        """How much more the second doubling costs than the first: 2 is linear, 4 is quadratic."""
        small, middle, large = (runs.cpu for runs in self.sizes.results.values())
        first, second = middle - small, large - middle
        return second / first if first > _NOTICEABLE * small else None


def scale_checks(
    sizes: tuple[int, ...], environment: Environment, folder: Path, rounds: int
) -> Iterator[Scaling]:
    """Check at each size."""
    for unit, shape in SHAPES.items():
        competitors: dict[str, Program] = {}
        for size in sizes:
            collection, root = shape(size), folder / f"{unit}-{size}"
            shutil.rmtree(root, ignore_errors=True)
            write_series(collection, root)
            folders = [str(root / series.folder) for series in collection.series]
            log = folder / "log.txt"
            competitors[f"{size:,}"] = partial(check, environment.python, log, folders)
        yield Scaling(CHECK, unit, compare(f"Scaling of {CHECK}", unit, competitors, rounds))
    shutil.rmtree(folder)


def scale_builds(
    sizes: tuple[int, ...], environment: Environment, folder: Path, rounds: int
) -> Iterator[Scaling]:
    """Build at each size: cold, unchanged, and with one status changed."""
    for unit, shape in SHAPES.items():
        tell(f"writing {unit}")
        sites = {
            f"{size:,}": Site(DEPS, shape(size), folder / f"{unit}-{size}", environment.python)
            for size in sizes
        }
        for step, programs in _steps(sites).items():
            title = f"{DEPS.name}, {step}"
            yield Scaling(title, unit, compare(f"Scaling of {title}", unit, programs, rounds))
    shutil.rmtree(folder)


def _steps(sites: dict[str, Site]) -> dict[str, dict[str, Program]]:
    return {
        COLD: {size: partial(site.build_clean, 1) for size, site in sites.items()},
        "nothing changed": {size: partial(site.build, 1) for size, site in sites.items()},
        "one status changed": {
            size: partial(site.build_edited, "one status changed", 1)
            for size, site in sites.items()
        },
    }
