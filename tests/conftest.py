"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped browser test fail where SPHINX_DEPS_REQUIRE_BROWSER is set."""
    report = yield
    required = os.environ.get("SPHINX_DEPS_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    expected = hasattr(report, "wasxfail")  # pytest counts an expected failure as skipped
    if required and report.skipped and not expected:
        report.outcome = "failed"
        report.longrepr = f"SPHINX_DEPS_REQUIRE_BROWSER is set, but: {report.longrepr}"
    return report
