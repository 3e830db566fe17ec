"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]

OPTIONAL_PARTS = ("browser", "environments")
"""The markers of tests that need what a machine may lack."""


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real proposals, one folder a project."""
    folder = Path(os.environ.get("SPHINX_DEPS_CORPORA") or PROJECT.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip(f"no real proposals in {folder}: set SPHINX_DEPS_CORPORA to their folder")
    return folder.resolve()


@pytest.fixture(autouse=True)
def no_wish_for_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test depend on what the terminal of whoever runs it prefers."""
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let a file or a folder refuse to be read, as `chmod 000` does for anybody but root."""

    def forbid(forbidden: Path) -> None:
        forbidden.chmod(0)
        for owner, name in ((Path, "read_bytes"), (os, "scandir")):
            monkeypatch.setattr(owner, name, refusing(getattr(owner, name), forbidden))

    def refusing(allowed: Callable[[Any], Any], forbidden: Path) -> Callable[[Any], Any]:
        def look(path: Any) -> Any:
            if Path(path).absolute() == forbidden:
                raise PermissionError(13, "Permission denied", str(path))
            return allowed(path)

        return look

    return forbid


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped test fail where its part is required, as with SPHINX_DEPS_REQUIRE_BROWSER."""
    report = yield
    expected = hasattr(report, "wasxfail")  # pytest counts an expected failure as skipped
    for variable in filter(os.environ.get, _required(item)):
        if report.skipped and not expected:
            report.outcome = "failed"
            report.longrepr = f"{variable} is set, but: {report.longrepr}"
    return report


def _required(item: pytest.Item) -> list[str]:
    """The variables that forbid to skip the test."""
    names = [name for name in OPTIONAL_PARTS if item.get_closest_marker(name)]
    return [f"SPHINX_DEPS_REQUIRE_{name.upper()}" for name in names]
