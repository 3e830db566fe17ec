"""Try whether the tests notice faults put into the rules: `make mutants`.

What was tried is kept in `mutants/` as long as neither the program nor its tests change, so that a
run which was broken off goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mutation.copies import RULES, make_copy, render_fault, rule_of
from mutation.figures import are_enough_killed, list_survivors, render_figures
from mutation.own_tests import TESTS
from mutation.trial import RESULTS

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "mutants"
LIMIT = 60.0
"""Seconds after which a mutant hangs: the tests of no rule take five."""


def main() -> int:
    """Try the mutants and tell the figures; the exit code tells whether too many are alive."""
    options = _options()
    made = make_copy(PROJECT, FOLDER)
    mutants = [name for name in made if not options.rules or rule_of(name) in options.rules]
    results = try_mutants(mutants, FOLDER)
    sys.stdout.write(f"\n{render_figures(results)}")
    for name in list_survivors(results) if options.survivors else ():
        sys.stdout.write(f"\n{render_fault(FOLDER, name)}")
    return int(not are_enough_killed(results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("mutation.run", description=__doc__)
    known = [path.stem.replace("_", "-") for path in (PROJECT / RULES).glob("[!_]*.py")]
    parser.add_argument("rules", nargs="*", metavar="RULE", help="only the mutants of this rule")
    parser.add_argument("--survivors", action="store_true", help="print what no test noticed")
    options = parser.parse_args()
    for unknown in sorted(set(options.rules).difference(known)):
        parser.error(f"no rule is named {unknown}")
    return options


def try_mutants(mutants: Sequence[str], folder: Path, limit: float = LIMIT) -> dict[str, str]:
    """What became of each mutant; those of which nothing is known yet are tried."""
    known = read_results(folder)
    left = [name for name in mutants if name not in known]
    if left:
        _python(folder, "pytest", "-q", "--no-header", *TESTS)
        _python(folder, "mutation.trial", str(limit), given=left)
        known = read_results(folder)
    return {name: known[name] for name in mutants}


def read_results(folder: Path) -> dict[str, str]:
    """What became of the mutants that were tried."""
    file = folder / RESULTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return dict(line.split(": ") for line in lines)


def _python(folder: Path, module: str, *words: str, given: Sequence[str] = ()) -> None:
    """Run a module in the copy, which is what it imports; no plugin of pytest is needed there."""
    path = os.pathsep.join([str(folder), str(folder / "tests")])
    environment = {"PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=folder,
        env={**os.environ, **environment},
        input="\n".join(given),
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
