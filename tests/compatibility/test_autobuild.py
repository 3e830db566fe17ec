"""sphinx-autobuild builds once for each change, in folders outside the source folder too."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from sphinx_ext.documentation import Documentation, small_series

from compatibility.conftest import Installed
from compatibility.environments import Environment, clean_environment, python_of

pytestmark = pytest.mark.environments

QUIET_SECONDS = 4.0  # a loop would build again at once: each rebuild here takes about one second
PATIENCE = 90.0
CONFIGURATION = 'extensions = ["sphinx_deps"]\ndeps_series = ["{folder}"]\nhtml_theme = "basic"\n'
SERVES = re.compile(r"Serving on (http://[\d.]+:\d+)")


@dataclass(frozen=True)
class Watched:
    """A running sphinx-autobuild."""

    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def builds(self) -> int:
        """How often it has built, to the end."""
        return len(SERVES.findall(self.said()))

    def started(self) -> int:
        """How often it has begun to build."""
        return len(re.findall(r"-m sphinx build", self.said()))

    def page(self, name: str) -> str:
        address = SERVES.findall(self.said())[0]
        with urlopen(f"{address}/{name}.html") as answer:
            text: str = answer.read().decode()
        return text

    def wait_for(self, is_true: Callable[[], bool]) -> None:
        """Wait until it is, for as long as a slow machine needs."""
        end = time.monotonic() + PATIENCE
        while not is_true():
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)

    def wait_for_build(self, count: int) -> None:
        """Wait for the build of this count, and see that none follows it."""
        self.wait_for(lambda: self.builds() >= count)
        time.sleep(QUIET_SECONDS)
        assert (self.started(), self.builds()) == (count, count), self.said()


@contextmanager
def watching(environment: Environment, root: Path, *options: str) -> Iterator[Watched]:
    """Run it on a free port, until it waits for changes."""
    watched = Watched(root / "log.txt")
    command = [str(python_of(environment)), "-u", "-m", "sphinx_autobuild", "--port", "0", *options]
    with watched.log.open("wb") as log:
        process = subprocess.Popen(
            [*command, "docs", "html"],
            cwd=root,
            env=clean_environment() | {"NO_COLOR": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        watched.wait_for(lambda: watched.builds() == 1)
        watched.wait_for(lambda: _answers(watched))
        watched.wait_for_build(1)
        yield watched
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _answers(watched: Watched) -> bool:
    try:
        return bool(watched.page("index"))
    except OSError:
        return False


@pytest.fixture
def documentation(tmp_path: Path) -> Documentation:
    """A documentation that cites a proposal of a folder beside it."""
    made = Documentation(tmp_path)
    small_series(made)
    made.write("docs/guide.md", "# Guide\n\nAs {dep}`3` says.\n")
    made.write("docs/conf.py", CONFIGURATION.format(folder="../proposals"))
    return made


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_a_changed_proposal_outside_is_built_once_where_its_folder_is_watched(
    installed: Installed, documentation: Documentation
) -> None:
    environment = installed("sphinx-autobuild")
    before = files(documentation.root / "docs") | files(documentation.root / "proposals")
    with watching(environment, documentation.root, "--watch", "proposals") as watched:
        documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
        watched.wait_for_build(2)
        assert "Gamma (Implemented)" in watched.page("guide")
        documentation.propose("0006-zeta.md", "Yet to come")
        watched.wait_for_build(3)
        assert "Yet to come" in watched.page("index")
        documentation.write("proposals/process.yaml", "extends: basic\nprefix: EP\nrole: dep\n")
        watched.wait_for_build(4)
        assert "EP 3" in watched.page("guide")
    after = files(documentation.root / "docs") | files(documentation.root / "proposals")
    assert after - before == {documentation.root / "proposals/0006-zeta.md"}


def test_a_changed_proposal_outside_goes_unseen_where_its_folder_is_not_watched(
    installed: Installed, documentation: Documentation
) -> None:
    environment = installed("sphinx-autobuild")
    with watching(environment, documentation.root) as watched:
        documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
        watched.wait_for_build(1)
        assert "Gamma (Accepted)" in watched.page("guide")
        documentation.write("docs/guide.md", "# Guide\n\nAs {dep}`3` said.\n")
        watched.wait_for_build(2)
        assert "Gamma (Implemented)" in watched.page("guide")


def test_a_changed_proposal_in_the_source_folder_is_built_once(
    installed: Installed, documentation: Documentation
) -> None:
    environment = installed("sphinx-autobuild")
    (documentation.root / "proposals").rename(documentation.root / "docs/design")
    documentation.write("docs/conf.py", CONFIGURATION.format(folder="design"))
    with watching(environment, documentation.root) as watched:
        documentation.edit("docs/design/0003-gamma.md", "status: Accepted", "status: Implemented")
        watched.wait_for_build(2)
        assert "Gamma (Implemented)" in watched.page("guide")
