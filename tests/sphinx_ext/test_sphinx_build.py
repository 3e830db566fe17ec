"""The program `sphinx-build`: named files, processes, and builders that share what they read."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_ext.documentation import EXTENSIONS, Documentation

CONFIGURATION = f"""\
extensions = {[*EXTENSIONS, "sphinx_deps"]}
nb_execution_mode = "off"
deps_series = ["{{folder}}"]
html_theme = "basic"
html_copy_source = False
"""
# Pickles differ by the order of sets; the index of the search keeps words of former pages.
UNCOMPARED = (".pickle", ".doctree", "searchindex.js", ".buildinfo")


@pytest.fixture
def outside(documentation: Documentation) -> Documentation:
    """A documentation with a series beside it, as `sphinx-build` is given it."""
    documentation.write("docs/conf.py", CONFIGURATION.format(folder="../proposals"))
    documentation.write("docs/guide.md", "# Guide\n\nAs {dep}`3` says, and {dep}`99`.\n")
    for count in range(6):  # Sphinx shares out the reading of six documents and more
        documentation.write(f"docs/guide-{count}.md", f"# Guide {count}\n\n{{dep}}`{count}`\n")
    return documentation


@pytest.fixture
def inside(outside: Documentation) -> Documentation:
    """The same with its series in the source folder."""
    (outside.root / "proposals").rename(outside.root / "docs/design")
    outside.write("docs/conf.py", CONFIGURATION.format(folder="design"))
    return outside


def sphinx_build(documentation: Documentation, *arguments: str) -> tuple[int, list[str]]:
    """Run it, and return its status and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", *arguments],
        cwd=documentation.root,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.replace(f"{documentation.root}{os.sep}", "").splitlines()


def differences(first: Path, second: Path) -> list[str]:
    """The files of two outputs that are not the same."""
    files = {
        path.relative_to(folder).as_posix()
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(UNCOMPARED)
    }
    assert files
    _, differing, missing = filecmp.cmpfiles(first, second, sorted(files), shallow=False)
    return differing + missing


def test_as_many_processes_as_there_are_processors_do_what_one_does(
    outside: Documentation,
) -> None:
    strict = ("-W", "--keep-going", "docs")
    one = sphinx_build(outside, "-d", "read", *strict, "one")
    auto = sphinx_build(outside, "-d", "read-auto", "-j", "auto", *strict, "auto")
    assert one[0] == 1
    assert auto == one
    assert differences(outside.root / "one", outside.root / "auto") == []


def test_a_named_page_is_built_and_everything_is_checked(outside: Documentation) -> None:
    sphinx_build(outside, "docs", "out")
    outside.write("docs/guide-0.md", "# Guide 0\n\n{dep}`4`\n")
    status, said = sphinx_build(outside, "-W", "--keep-going", "docs", "out", "docs/guide-0.md")
    assert status == 1
    places = [line.partition(" ")[0] for line in said if line.startswith("docs/")]
    assert places[:2] == ["docs/guide-0.md:3:", "docs/guide-2.md:3:"]
    assert "docs/guide.md:3:" in places


def test_a_named_proposal_in_the_source_folder_is_built(inside: Documentation) -> None:
    sphinx_build(inside, "docs", "out")
    page = inside.root / "out/design/0003-gamma.html"
    inside.edit("docs/design/0003-gamma.md", "status: Accepted", "status: Implemented")
    status, _ = sphinx_build(inside, "docs", "out", "docs/design/0003-gamma.md")
    assert status == 0
    assert "Implemented" in page.read_text(encoding="utf-8")


def test_a_named_proposal_outside_is_checked_but_not_written_until_nothing_is_named(
    outside: Documentation,
) -> None:
    sphinx_build(outside, "docs", "out")
    page = outside.root / "out/dep/0003-gamma.html"
    before = page.read_text(encoding="utf-8")
    outside.edit("proposals/0003-gamma.md", "status: Accepted", "status: Imagined")
    _, said = sphinx_build(outside, "docs", "out", "proposals/0003-gamma.md")
    assert any("is not under the source directory, ignoring" in line for line in said)
    assert any(line.startswith("proposals/0003-gamma.md:2: WARNING: ") for line in said)
    assert page.read_text(encoding="utf-8") == before
    sphinx_build(outside, "docs", "out")
    assert "Imagined" in page.read_text(encoding="utf-8")


BUILDERS = ("html", "text", "dirhtml", "singlehtml", "xml", "html", "text")


def test_builders_that_take_turns_leave_what_a_clean_build_of_each_would(
    outside: Documentation,
) -> None:
    statuses = ["Accepted", "Implemented", "Draft", "Accepted", "Deferred", "Draft", "Accepted"]
    for place, builder in enumerate(BUILDERS):
        if place:
            old, new = statuses[place - 1 : place + 1]
            outside.edit("proposals/0003-gamma.md", f"status: {old}", f"status: {new}")
        found = outside.build(builder=builder)
        clean = outside.build(builder=builder, output=f"clean-{place}")
        assert found.lines == clean.lines
        assert (builder, differences(found.output, clean.output)) == (builder, [])


def test_a_builder_says_what_another_said_before_it(outside: Documentation) -> None:
    first, *others = [outside.build(builder=name).lines for name in ("html", "text", "dummy")]
    assert len(first) > 1
    assert others == [first, first]
