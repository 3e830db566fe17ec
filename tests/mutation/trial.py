"""Let mutants meet their tests: `python -m mutation.trial SECONDS`, in the folder of the mutants.

Standard input names the mutants, and the file `results` tells what became of each. The tests are
collected once, with no mutant at work; each mutant then meets those of its rule in a fork, so that
it leaves nothing behind for the next one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mutation.copies import rule_of
from mutation.own_tests import TESTS, is_own_test

RESULTS = Path("results")
_FORKS = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Trial:
    """A plugin of pytest: the tests are run for each mutant, not once."""

    mutants: tuple[str, ...]
    limit: float
    """Seconds after which a mutant hangs."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Try the mutants of one rule after the other, and write down at once what came of each."""
        if session.testsfailed:
            return None  # pytest says what could not be collected
        gc.freeze()  # else the first collection in each fork would copy all that is shared
        with RESULTS.open("a", encoding="utf-8") as results:
            for rule, mutants in groupby(self.mutants, rule_of):
                tests = [test for test in session.items if is_own_test(test.nodeid, rule)]
                sys.stdout.write(f"{rule}: {len(tests)} tests\n")
                for mutant in mutants:
                    results.write(f"{mutant}: {_try(mutant, tests, session, self.limit)}\n")
                    results.flush()
        return True


def _try(mutant: str, tests: Sequence[pytest.Item], session: pytest.Session, limit: float) -> str:
    with TemporaryDirectory() as folder:
        fork = _FORKS.Process(target=_run, args=(mutant, tests, session, folder))
        fork.start()
        fork.join(limit)
        if fork.is_alive():
            fork.kill()
            fork.join()
            return "timeout"
    return "killed" if fork.exitcode else "survived"


def _run(mutant: str, tests: Sequence[pytest.Item], session: pytest.Session, folder: str) -> None:
    """Run the tests, up to the first that fails."""
    os.environ.update(MUTANT_UNDER_TEST=mutant, PYTEST_DEBUG_TEMPROOT=folder)
    session.config.pluginmanager.unregister(name="terminalreporter")
    for test, following in zip(tests, [*tests[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        if session.testsfailed:
            sys.exit(1)


def main() -> int:
    """Try the mutants that standard input names."""
    plugin = Trial(tuple(sys.stdin.read().split()), float(sys.argv[1]))
    return int(pytest.main(["-qs", "--assert=plain", *TESTS], plugins=[plugin]))


if __name__ == "__main__":
    sys.exit(main())
