"""Environments with chosen releases: made once, then kept in `build/environments`.

`SPHINX_DEPS_ENVIRONMENTS` names another folder. Where no package index answers, the tests are
skipped, or fail if `SPHINX_DEPS_REQUIRE_ENVIRONMENTS` is set.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
DATA = Path(__file__).with_name("environments.toml")
FACE = "tests/sphinx_ext"
# These need a browser, or what reads our reports; no release of Sphinx has a say in them.
ELSEWHERE = ("tests/sphinx_ext/browser", "tests/core/test_platform_reports.py")
# Real proposals take minutes and lean on nothing else; no edit and one kill are enough.
SHORTENED = {"SPHINX_DEPS_EDITS": "0", "SPHINX_DEPS_KILLS": "1"}

# What the tests of the Sphinx face import, of the extra `test`.
_TOOLS = ("beautifulsoup4", "pytest")
# What pip says of an index that does not answer, or that knows no release at all.
_UNREACHABLE = re.compile(r"Retrying \(|from versions: none|ConnectionError|ProxyError")


class UnreachableError(Exception):
    """No package index answers."""


@dataclass(frozen=True)
class Environment:
    """A combination of releases, and which tests are run with it."""

    name: str
    meaning: str
    tests: str
    packages: Mapping[str, str]

    def requirements(self) -> list[str]:
        """What is installed: the releases, and all that the project declares."""
        releases = [f"{name}=={version}" for name, version in self.packages.items()]
        return sorted([*releases, *declared_dependencies(), *_tools()])

    def folder(self) -> Path:
        """Where it lies: another requirement or interpreter makes it another environment."""
        wanted = [sys.implementation.cache_tag, sys.base_prefix, *self.requirements()]
        key = hashlib.blake2b(repr(wanted).encode(), digest_size=6).hexdigest()
        kept = os.environ.get("SPHINX_DEPS_ENVIRONMENTS") or PROJECT / "build" / "environments"
        return Path(kept) / self.name / key

    def is_running(self) -> bool:
        """Whether these are the releases that run the tests anyway."""
        installed = {one.name.lower(): one.version for one in metadata.distributions()}
        return self.packages.items() <= installed.items()


@dataclass(frozen=True)
class Release:
    """What a package asks for of the others, in the versions that begin so."""

    package: str
    versions: str
    needs: Mapping[str, str]


def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def environments(*tests: str) -> list[Environment]:
    """The environments in which these tests are run."""
    every = (Environment(**one) for one in _data()["environments"])
    return [environment for environment in every if environment.tests in tests]


def environment(name: str) -> Environment:
    """The environment of a name."""
    return next(Environment(**one) for one in _data()["environments"] if one["name"] == name)


def releases() -> list[Release]:
    """What is known of the releases."""
    return [Release(**one) for one in _data()["releases"]]


def _project() -> dict[str, Any]:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def declared_dependencies() -> list[str]:
    """What the project itself declares."""
    return list(_project()["dependencies"])


def _tools() -> list[str]:
    declared = _project()["optional-dependencies"]["test"]
    return [one for one in declared if re.split(r"\W", one)[0] in _TOOLS]


def python_of(environment: Environment) -> Path:
    """The interpreter of an environment, which is made where it is not there yet."""
    folder = environment.folder()
    if not folder.exists():
        _make(environment, folder)
    return _interpreter(folder)


def _interpreter(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(environment: Environment, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as made:
        place = Path(made, "environment")
        venv.create(place, with_pip=False)
        _install(place, environment.requirements())
        _keep(place, folder)


def _install(place: Path, requirements: list[str]) -> None:
    command = [sys.executable, "-m", "pip", "--python", str(_interpreter(place)), "install"]
    options = ["--quiet", "--no-input", "--no-compile", "--retries", "1"]
    done = subprocess.run(
        [*command, *options, *requirements], capture_output=True, text=True, check=False
    )
    if done.returncode:
        if _UNREACHABLE.search(done.stderr):
            raise UnreachableError(done.stderr.strip().splitlines()[-1])
        raise AssertionError(f"pip cannot install {requirements}:\n{done.stderr}")


def _keep(place: Path, folder: Path) -> None:
    """Move it to its place, unless another process was faster; remove what it replaces."""
    try:
        place.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    for other in folder.parent.iterdir():
        if other != folder and not other.name.startswith("."):
            shutil.rmtree(other)


def run_in(
    environment: Environment, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run its Python on the code of this project."""
    return subprocess.run(
        [python_of(environment), *arguments],
        cwd=PROJECT,
        env=clean_environment() | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def run_tests(environment: Environment, *paths: str) -> None:
    """Run tests of this project; what pytest prints tells what failed."""
    ignored = [f"--ignore={path}" for path in ELSEWHERE]
    options = ["-q", "-p", "no:cacheprovider", "-m", "not corpora", *ignored]
    extensions = "myst_nb" if "myst-nb" in environment.packages else ""
    variables = SHORTENED | {"SPHINX_DEPS_EXTENSIONS": extensions}
    done = run_in(environment, "-m", "pytest", *options, *paths, **variables)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    assert re.search(r"\b[1-9]\d* passed", done.stdout)


def clean_environment() -> dict[str, str]:
    """The variables for another interpreter: the code of this project, nothing of this run."""
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "COV", "SPHINX_DEPS_"))
    }
    return kept | {"PYTHONPATH": paths}
