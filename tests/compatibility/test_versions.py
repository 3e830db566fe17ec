"""With every release that is allowed, readers see the same pages and authors the same warnings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from compatibility.conftest import Installed
from compatibility.environments import (
    FACE,
    PROJECT,
    clean_environment,
    declared_dependencies,
    environment,
    environments,
    releases,
    run_in,
    run_tests,
)

pytestmark = pytest.mark.environments

# They lean most on what Sphinx and MyST keep to themselves, and on what builders do.
CHOSEN = (
    "test_builders.py",
    "test_mount.py",
    "test_notebooks.py",
    "test_parser.py",
    "test_publishing.py",
)
every = pytest.mark.parametrize("name", [one.name for one in environments("all", "chosen")])


@pytest.mark.parametrize("name", [one.name for one in environments("chosen")])
def test_what_leans_on_internals_passes_with(name: str, installed: Installed) -> None:
    run_tests(installed(name), *(f"{FACE}/{chosen}" for chosen in CHOSEN))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What readers see with the releases that run these tests."""
    folder = tmp_path_factory.mktemp("ours")
    done = subprocess.run(
        [sys.executable, "-m", "compatibility.shown", folder],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    builds: list[Any] = json.loads(done.stdout)["builds"]
    return builds


@every
def test_readers_see_the_same_with(
    name: str, installed: Installed, ours: list[Any], tmp_path: Path
) -> None:
    found = installed(name)
    done = run_in(found, "-m", "compatibility.shown", str(tmp_path), *found.packages)
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    assert theirs["installed"] == found.packages
    assert theirs["builds"] == ours
    assert_known(theirs["installed"], theirs["asked_for"])


def assert_known(versions: dict[str, str], asked_for: dict[str, list[str]]) -> None:
    """What the packages ask for of each other is what the page on compatibility says."""
    for release in releases():
        if versions.get(release.package, "").startswith(f"{release.versions}."):
            asked = map(Requirement, asked_for[release.package])
            needs = {one.name.lower(): one for one in asked if one.marker is None}
            told = {name: needs[name].specifier for name in release.needs}
            assert told == {name: SpecifierSet(text) for name, text in release.needs.items()}


def test_the_lowest_environment_is_the_lowest_of_all_that_is_declared() -> None:
    declared = {
        one.name: min(part.version for part in one.specifier if part.operator == ">=")
        for one in map(Requirement, declared_dependencies())
    }
    lowest = environment("lowest").packages
    assert set(lowest) == set(declared)
    for name, version in lowest.items():
        bound = declared[name]
        assert version == bound or re.fullmatch(rf"{re.escape(bound)}(\.0)+", version)


def test_every_combination_is_of_releases_whose_needs_are_told() -> None:
    told = [(one.package, f"{one.versions}.") for one in releases()]
    for one in environments("all", "chosen", "watching"):
        for package in ("sphinx", "myst-parser"):
            version = one.packages[package]
            assert any(name == package and version.startswith(start) for name, start in told)


def test_the_lowest_python_is_the_one_that_types_are_checked_for() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    lowest = settings["project"]["requires-python"].removeprefix(">=")
    classifiers = settings["project"]["classifiers"]
    named = [
        re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", one) for one in classifiers
    ]
    assert next(match[1] for match in named if match) == lowest
    assert settings["tool"]["mypy"]["python_version"] == lowest


SILENT = {
    "PIP_CONFIG_FILE": "/dev/null",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
}


@pytest.mark.parametrize(
    ("required", "ending"),
    [("", "1 skipped"), ("1", "1 failed")],
    ids=["skipped", "failed where they are required"],
)
def test_without_a_package_index_these_tests_are(
    required: str, ending: str, tmp_path: Path
) -> None:
    test = f"{__file__}::test_what_leans_on_internals_passes_with[sphinx-7]"
    wanted = {
        "SPHINX_DEPS_ENVIRONMENTS": str(tmp_path),
        "SPHINX_DEPS_REQUIRE_ENVIRONMENTS": required,
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rs", test],
        cwd=PROJECT,
        env=clean_environment() | SILENT | wanted,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ending in done.stdout
    assert "no package index answers, so sphinx-7 is not installed" in done.stdout
    assert list(tmp_path.rglob("*.py")) == [], "nothing half made is left"
