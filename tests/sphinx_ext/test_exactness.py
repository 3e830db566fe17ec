"""After any edit a build leaves what a clean one would, byte for byte, and tells what it would.

A documentation of sixty documents is edited at random. `SPHINX_DEPS_EDITS` says how often (once
by default), `SPHINX_DEPS_SEED` begins another series of edits. A failure prints both,
`--log-cli-level info` the totals.
"""

from __future__ import annotations

import gc
import logging
import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result
from sphinx_ext.edits import EditedDocumentation

EDITS = int(os.environ.get("SPHINX_DEPS_EDITS", "1"))
SEED = int(os.environ.get("SPHINX_DEPS_SEED", "2026"))

logger = logging.getLogger(__name__)

BUILDERS = ("html", "dirhtml")
PARALLEL = (1, 2)


@pytest.fixture
def _rare_collection() -> Iterator[None]:
    """Python looks for garbage a few times a build in vain: a quarter of the time."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("_rare_collection")
@pytest.mark.parametrize(
    ("theme", "navigation"),
    [("basic", "neighbours"), ("alabaster", "branch"), ("furo", "titles")],
)
def test_every_edit_leaves_what_a_clean_build_would(
    tmp_path: Path, theme: str, navigation: str
) -> None:
    if theme not in {"basic", "alabaster"}:
        pytest.importorskip(theme)
    options: dict[str, object] = {"html_theme": theme, "deps_navigation": navigation}
    documentation = Documentation(tmp_path, options)
    edited = EditedDocumentation(documentation, random.Random(SEED))
    edited.set_up()
    told = ["the first build"]
    started = time.monotonic()
    for position in range(EDITS + 1):
        if position:
            told.append(edited.edit())
        gc.collect()
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        for builder in BUILDERS:
            clean = documentation.build(builder=builder, output="clean")
            for parallel in PARALLEL:
                output = f"out-{parallel}"
                found = documentation.build(builder=builder, parallel=parallel, output=output)
                assert differences(clean.output, found.output) == [], (
                    f"seed {SEED}, {theme}, {builder}, -j{parallel}, edit {position}: {told[-3:]}"
                )
    seconds = time.monotonic() - started
    logger.info("seed %d, %s: %d edits, all exact, %.0f s", SEED, theme, EDITS, seconds)


@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("_rare_collection")
def test_every_edit_tells_what_a_build_that_remembers_nothing_would(tmp_path: Path) -> None:
    documentation = Documentation(tmp_path, {"html_theme": "basic"})
    edited = EditedDocumentation(documentation, random.Random(SEED))
    edited.set_up()
    documentation.options["suppress_warnings"] = []
    told, findings = ["the first build"], 0
    # Several for one of those above, each of which takes six builds.
    edits = 5 * EDITS
    for position in range(edits + 1):
        if position:
            told.append(edited.edit())
        remembering = _findings(documentation.build())
        for kept in (tmp_path / "out" / "doctrees").glob("deps-findings*"):
            kept.unlink()
        assert remembering == _findings(documentation.build()), (
            f"seed {SEED}, edit {position}: {told[-3:]}"
        )
        findings += len(remembering)
    assert findings
    logger.info("seed %d: %d edits, %d findings, all the same", SEED, edits, findings)


def _findings(result: Result) -> list[str]:
    return [line for line in result.lines if "[deps." in line]
