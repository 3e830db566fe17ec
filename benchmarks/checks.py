"""The check as a whole process, against the least that it could cost, and against eipw."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.environments import PROJECT, Environment
from benchmarks.forms import EIP, eip_form
from benchmarks.generate import write_proposals, write_series
from benchmarks.measure import Comparison, Program, Usage, compare, run, tell
from benchmarks.proposals import Collection

FLOOR, CHECK, EIPW = "floor", "sphinx-deps check", "eipw"
PASS, HELP = "python -c pass", "sphinx-deps --help"
STARTING, WHOLE = "Starting", "whole process"

_HERE = Path(__file__).parent
_CORPORA = {
    "dynamo": ("dynamo/deps", ("*.md",)),
    "ray": ("ray/reps", ("*.md", "*/*.md")),
    "backendai": ("backendai/proposals", ("*.md", "*/*.md")),
}
"""The folder of each corpus and all that a check reads of it, by the process that it has."""
_EIPW_COUNT = 1000


def compare_start(environment: Environment, folder: Path, rounds: int) -> Iterator[Comparison]:
    """Compare the help with Python itself."""
    python, log = environment.python, folder / "log.txt"
    competitors: dict[str, Program] = {
        PASS: partial(run, [python, "-c", "pass"], log),
        HELP: partial(run, [python, "-m", "sphinx_deps", "--help"], log),
    }
    yield compare(STARTING, WHOLE, competitors, rounds)


def compare_corpora(environment: Environment, folder: Path, rounds: int) -> Iterator[Comparison]:
    """Compare the check with its floor on real proposals, where there are any."""
    corpora = Path(os.environ.get("SPHINX_DEPS_CORPORA") or PROJECT.parent / "shared" / "corpora")
    for process, (name, patterns) in _CORPORA.items():
        if (corpora / name).is_dir():
            count = sum(1 for pattern in patterns for _ in (corpora / name).glob(pattern))
            named = [str(corpora / name / pattern) for pattern in patterns]
            own = ["--process", process, str(corpora / name)]
            competitors = _competitors(environment, folder, named, own)
            title = f"Check of {process}, {count} real documents"
            yield compare(title, WHOLE, competitors, rounds, count)


def compare_check(
    count: int, environment: Environment, folder: Path, rounds: int
) -> Iterator[Comparison]:
    """Compare the check with its floor on so many generated proposals, at one number with eipw."""
    collection, root = Collection(count), folder / "proposals"
    shutil.rmtree(root, ignore_errors=True)
    tell(f"writing {count:,} proposals")
    write_series(collection, root)
    folders = [str(root / series.folder) for series in collection.series]
    patterns = [f"{one}/*.md" for one in folders]
    competitors = _competitors(environment, folder, patterns, folders)
    if environment.eipw and count == _EIPW_COUNT:
        competitors[EIPW] = _eipw(environment.eipw, folder, count)
    yield compare(f"Check of {count:,} generated proposals", WHOLE, competitors, rounds, count)


def check(python: str, log: Path, arguments: list[str]) -> Usage:
    """Run the check of sphinx-deps; findings are no failure."""
    return run([python, "-m", "sphinx_deps", "check", "--fail-on", "never", *arguments], log)


def _competitors(
    environment: Environment, folder: Path, patterns: list[str], arguments: list[str]
) -> dict[str, Program]:
    python, log = environment.python, folder / "log.txt"
    return {
        FLOOR: partial(run, [python, str(_HERE / "floor.py"), *patterns], log),
        CHECK: partial(check, python, log, arguments),
    }


def _eipw(module: Path, folder: Path, count: int) -> Program:
    """Lint documents of the same size and mix in the shape that eipw reads."""
    collection = Collection(count, series=(EIP,))
    write_proposals(collection, eip_form(collection), folder)
    command = ["node", str(_HERE / "eipw.cjs"), str(module), str(folder / EIP.folder)]
    return partial(run, command, folder / "log.txt")
