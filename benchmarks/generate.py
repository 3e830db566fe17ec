"""Write generated proposals: `python -m benchmarks.generate FOLDER --count 1000`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from benchmarks.forms import Form, deps_form
from benchmarks.proposals import Collection

_HERE = Path(__file__).parent


def write_proposals(collection: Collection, form: Form, folder: Path) -> None:
    """Write every proposal, each series into a folder of its own."""
    for series in collection.series:
        (folder / series.folder).mkdir(parents=True, exist_ok=True)
    for proposal in collection:
        write_text(folder / proposal.name.path, form(proposal))


def write_series(collection: Collection, folder: Path) -> None:
    """Write every proposal in the form of sphinx-deps, with the processes."""
    write_proposals(collection, deps_form(collection), folder)
    write_processes(collection, folder)


def write_processes(collection: Collection, folder: Path) -> None:
    """Write the `process.yaml` of each series."""
    for series in collection.series:
        shutil.copyfile(_HERE / f"{series.role}.yaml", folder / series.folder / "process.yaml")


def write_text(path: Path, text: str) -> None:
    """Write a file with the line ends of every platform alike."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _main() -> None:
    parser = argparse.ArgumentParser(description="Write generated proposals into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_series(Collection(arguments.count, arguments.seed), arguments.folder)


if __name__ == "__main__":
    _main()
