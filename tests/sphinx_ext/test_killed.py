"""A build that was killed half-way and started again leaves what a clean one would.

`SPHINX_DEPS_KILLS` says how many builds are killed (a few by default), `SPHINX_DEPS_SEED` begins
another series of edits. A failure prints both,
`--log-cli-level info` the totals.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation
from sphinx_ext.edits import EditedDocumentation

KILLS = int(os.environ.get("SPHINX_DEPS_KILLS", "4"))
SEED = int(os.environ.get("SPHINX_DEPS_SEED", "2026"))

logger = logging.getLogger(__name__)

BUILDERS = ("html", "dirhtml")

MOMENTS = {
    "reading proposals": 0.05,
    "reading sources": 0.6,
    "pickling environment": 0.03,
    "checking consistency": 0.02,
    "writing output": 0.6,
    "dumping search index": 0.03,
    "dumping object inventory": 0.03,
}
"""What Sphinx says when it begins something, and how many seconds that may take."""


def kill(command: list[str], moment: str, seconds: float) -> bool:
    """Start a build and kill it some time after a moment; tell whether it still ran."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout
        said = b""
        while moment.encode() not in said and (more := os.read(process.stdout.fileno(), 4096)):
            said += more
        time.sleep(seconds)
        if process.poll() is None:
            # With its workers: what they still write would be of no later build.
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


class KilledError(BaseException):
    """As if the process ended: no handler of Sphinx sees it."""


def end_at(documentation: Documentation, event: str, document: str) -> None:
    """Build, and end when an event names a document."""

    def end(app: Sphinx, tree: nodes.document, docname: str | None = None) -> None:
        if (docname or app.env.docname) == document:
            raise KilledError

    with documentation.app() as app:
        app.connect(event, end, priority=900)
        with pytest.raises(KilledError):
            app.build()


def test_pages_that_a_broken_build_did_not_write_are_written(documentation: Documentation) -> None:
    documentation.write("docs/guide-2.md", "# Another\n")
    documentation.build()
    documentation.write("docs/guide-3.md", "# Third\n")
    documentation.edit("proposals/0003-gamma.md", "# Gamma", "# Other")
    end_at(documentation, "doctree-resolved", "dep/0003-gamma")
    result = documentation.build()
    assert "index" in result.written
    assert differences(documentation.build(output="clean").output, result.output) == []
    assert documentation.build().written == []


def test_a_named_build_after_a_broken_one_leaves_the_rest_to_the_next(
    documentation: Documentation,
) -> None:
    documentation.build()
    documentation.write("docs/guide-3.md", "# Third\n")
    end_at(documentation, "doctree-resolved", "guide-3")
    assert "dep/0001-alpha" not in documentation.build("guide.md").written
    result = documentation.build()
    assert "index" in result.written
    assert differences(documentation.build(output="clean").output, result.output) == []


KILLED_WHILE_IT_PUBLISHES = """
import os, pathlib, sys
replace = pathlib.Path.replace
def killed(path, target):
    os._exit(9) if target.name == "deps.json" else replace(path, target)
pathlib.Path.replace = killed
from sphinx.cmd.build import main
main(sys.argv[1:])
"""


def test_half_a_catalog_is_gone_after_the_next_build(documentation: Documentation) -> None:
    documentation.build()
    documentation.edit("proposals/0003-gamma.md", "# Gamma", "# Other")
    python, _, _, *arguments = documentation.command()
    for _ in range(2):
        command = [python, "-c", KILLED_WHILE_IT_PUBLISHES, *arguments]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 9
    result = documentation.build()
    assert len(list((documentation.root / "out").rglob("*.tmp"))) == 0
    assert differences(documentation.build(output="clean").output, result.output) == []


def test_what_a_broken_build_read_is_read_again_when_the_edit_is_undone(
    documentation: Documentation,
) -> None:
    documentation.build()
    more = "title: {strip: '[A-Z]'}\nrules:"
    documentation.edit("proposals/process.yaml", "rules:", more)
    end_at(documentation, "doctree-read", "dep/0003-gamma")
    documentation.edit("proposals/process.yaml", more, "rules:")
    result = documentation.build()
    assert "dep/0001-alpha" in result.read
    other = documentation.build(builder="dirhtml")
    clean = documentation.build(builder="dirhtml", output="clean")
    assert differences(clean.output, other.output) == []
    assert documentation.build().read == []


@pytest.mark.filterwarnings("default")
def test_a_killed_build_leaves_nothing_wrong_to_the_next_one(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    documentation = Documentation(tmp_path)
    edited = EditedDocumentation(documentation, chance)
    edited.set_up()
    killed: Counter[str] = Counter()
    told = []
    while killed.total() < KILLS:
        if chance.random() < 0.15:
            shutil.rmtree(tmp_path / "out", ignore_errors=True)
        told.append(edited.edit())
        moment = chance.choice(list(MOMENTS))
        builder, parallel = chance.choice(BUILDERS), chance.randint(1, 2)
        command = documentation.command(builder=builder, parallel=parallel)
        if kill(command, moment, chance.uniform(0, MOMENTS[moment])):
            killed[moment] += 1
            told.append(f"{builder} -j{parallel} killed while {moment}")
        if chance.random() < 0.3:
            edited.revert()
            told.append("revert")
        if chance.random() < 0.2:
            continue  # the next one is killed, too
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        for builder in BUILDERS:
            clean = documentation.build(builder=builder, output="clean")
            found = documentation.build(builder=builder)
            wrong = differences(clean.output, found.output)
            assert wrong == [], f"seed {SEED}, {builder}: {told[-5:]}"
    logger.info("seed %d, killed while: %s", SEED, dict(killed))
