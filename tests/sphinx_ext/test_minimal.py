"""What each kind of edit reads and writes: the table of a build's work, complete and no more.

A page is written anew because it shows something else. Sphinx writes with it the documents whose
toctrees name it, whether they show anything else or not: those stand in a column of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import sphinx

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result, small_series

pytestmark = pytest.mark.skipif(
    sphinx.version_info < (8,), reason="Sphinx 7 writes pages with tables of contents more often"
)

INDEX = "# Home\n\n```{toctree}\nguide\nguide-2\nproposals\n```\n"
PROPOSALS = "# Proposals\n\n```{dep:index}\n:toctree:\n```\n"
GUIDE = "# Guide\n\nAs {dep}`3` says.\n"
OTHER = "# Another\n\nSee [](../proposals/0001-alpha.md#motivation) and {dep}`6`.\n"
NOTES = "# Notes\n\nAs {dep}`1` says.\n"

GAMMA, DELTA = "proposals/0003-gamma.md", "proposals/0004-delta.md"


@pytest.fixture
def built(documentation: Documentation) -> Documentation:
    """Five proposals with a page that lists them, a companion, and two pages that cite."""
    small_series(documentation)
    documentation.options["suppress_warnings"] = ["deps", "myst.xref_missing"]
    documentation.write("docs/index.md", INDEX)
    documentation.write("docs/proposals.md", PROPOSALS)
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-2.md", OTHER)
    documentation.write("proposals/0001/notes.md", NOTES)
    documentation.edit("proposals/0001-alpha.md", "## How", "See [this](0001/notes.md).\n\n## How")
    documentation.build()
    return documentation


@dataclass(frozen=True)
class Work:
    """The documents that a build read, whose pages came out new, the same, and are gone."""

    read: str = ""
    new: str = ""
    same: str = ""
    gone: str = ""


def pages(output: Path) -> Mapping[str, bytes]:
    """The pages of documents, by their names."""
    found = {path.relative_to(output).with_suffix(""): path for path in output.rglob("*.html")}
    made = {"genindex", "search"}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if name.as_posix() not in made
    }


def work(before: Mapping[str, bytes], result: Result) -> Work:
    after = pages(result.output)
    new = {name for name in after if after[name] != before.get(name)}
    short = {
        "read": result.read,
        "new": new,
        "same": set(result.written) - new,
        "gone": before.keys() - after.keys(),
    }
    return Work(**{kind: " ".join(sorted(names)) for kind, names in short.items()})


def edit(path: str, old: str, new: str) -> Callable[[Documentation], None]:
    return lambda documentation: documentation.edit(path, old, new)


def rename(path: str, new: str) -> Callable[[Documentation], None]:
    def change(documentation: Documentation) -> None:
        (documentation.root / path).rename(documentation.root / new)

    return change


def remove(path: str) -> Callable[[Documentation], None]:
    return lambda documentation: (documentation.root / path).unlink()


def several(*edits: Callable[[Documentation], None]) -> Callable[[Documentation], None]:
    def change(documentation: Documentation) -> None:
        for one in edits:
            one(documentation)

    return change


PROPOSED = "dep/0002-beta dep/0003-gamma dep/0004-delta dep/0005-epsilon"

TABLE: Mapping[str, tuple[Callable[[Documentation], None], Work]] = {
    "nothing": (several(), Work()),
    # Alpha is cited by it, Beta replaced; the status is in the tooltips of both pages.
    "a status": (
        edit(GAMMA, "Accepted", "Implemented"),
        Work(
            read="dep/0003-gamma",
            new="dep/0001-alpha dep/0002-beta dep/0003-gamma guide proposals",
            same="index",
        ),
    ),
    # Delta has it in its link to the page before.
    "a title": (
        edit(GAMMA, "# Gamma", "# Other"),
        Work(
            read="dep/0003-gamma",
            new="dep/0001-alpha dep/0002-beta dep/0003-gamma dep/0004-delta guide proposals",
            same="index",
        ),
    ),
    "a relation": (
        edit(GAMMA, "replaces: DEP 2", "requires: DEP 2"),
        Work(read="dep/0003-gamma", new="dep/0003-gamma", same="proposals"),
    ),
    "a citation in a proposal": (
        edit(GAMMA, "{dep}`1`", "{dep}`5`"),
        Work(
            read="dep/0003-gamma",
            new="dep/0001-alpha dep/0003-gamma dep/0005-epsilon",
            same="proposals",
        ),
    ),
    "a citation on a page": (
        edit("docs/guide.md", "{dep}`3`", "{dep}`5`"),
        Work(read="guide", new="dep/0003-gamma dep/0005-epsilon guide", same="index proposals"),
    ),
    "a plain link on a page": (
        edit("docs/guide-2.md", "0001-alpha.md#motivation", "0002-beta.md"),
        Work(read="guide-2", new="dep/0001-alpha dep/0002-beta guide-2", same="index proposals"),
    ),
    # It is named where it cites, and by its neighbour and the toctree.
    "the title of a page": (
        edit("docs/guide.md", "# Guide", "# Manual"),
        Work(read="guide", new="dep/0003-gamma guide guide-2 index", same="proposals"),
    ),
    "the text of a page": (
        edit("docs/guide.md", "says", "tells"),
        Work(read="guide", new="guide", same="index"),
    ),
    "the text of a proposal": (
        edit(DELTA, "Text.", "Other."),
        Work(read="dep/0004-delta", new="dep/0004-delta", same="proposals"),
    ),
    "a heading to which a page leads": (
        edit("proposals/0001-alpha.md", "## Motivation", "## *Motivation*: why"),
        Work(read="dep/0001-alpha", new="dep/0001-alpha guide-2", same="index proposals"),
    ),
    "a heading to which none leads": (
        edit("proposals/0001-alpha.md", "## How it works", "## How it goes"),
        Work(read="dep/0001-alpha", new="dep/0001-alpha", same="proposals"),
    ),
    # The reservation was cited.
    "a proposal added": (
        lambda documentation: documentation.propose("0006-zeta.md", "Yet to come"),
        Work(
            read="dep/0006-zeta proposals",
            new="dep/0005-epsilon dep/0006-zeta guide-2 proposals",
            same="index",
        ),
    ),
    "a proposal deleted": (
        remove(DELTA),
        Work(
            read="proposals",
            new="dep/0003-gamma dep/0005-epsilon proposals",
            same="index",
            gone="dep/0004-delta",
        ),
    ),
    "a file renamed": (
        rename(DELTA, "proposals/0004-changed.md"),
        Work(
            read="dep/0004-changed proposals",
            new="dep/0003-gamma dep/0004-changed dep/0005-epsilon proposals",
            same="index",
            gone="dep/0004-delta",
        ),
    ),
    "a number": (
        rename(DELTA, "proposals/0007-delta.md"),
        Work(
            read="dep/0007-delta proposals",
            new="dep/0003-gamma dep/0005-epsilon dep/0007-delta proposals",
            same="index",
            gone="dep/0004-delta",
        ),
    ),
    "the text of a companion": (
        edit("proposals/0001/notes.md", "says", "tells"),
        Work(read="dep/0001/notes", new="dep/0001/notes"),
    ),
    # The link to it has words of its own.
    "the title of a companion": (
        edit("proposals/0001/notes.md", "# Notes", "# More"),
        Work(read="dep/0001/notes", new="dep/0001/notes"),
    ),
    "a companion deleted": (
        remove("proposals/0001/notes.md"),
        Work(read="dep/0001-alpha", new="dep/0001-alpha", same="proposals", gone="dep/0001/notes"),
    ),
    "a cited reservation": (
        edit("proposals/README.md", "0006", "0008"),
        Work(new="guide-2", same="index"),
    ),
    "the title of a reservation": (edit("proposals/README.md", "Yet to come", "Soon"), Work()),
    # Only Gamma has the field.
    "the label of a field": (
        edit("proposals/process.yaml", "rules:", "fields: {replaces: {label: Instead}}\nrules:"),
        Work(new="dep/0003-gamma", same="proposals"),
    ),
    "the label of the proposals": (
        edit("proposals/process.yaml", "rules:", "label: 'DEP-{number}'\nrules:"),
        Work(
            read=f"dep/0001-alpha {PROPOSED}",
            new=f"dep/0001-alpha dep/0001/notes {PROPOSED} guide guide-2 proposals",
            same="index",
        ),
    ),
    "what is checked": (edit("proposals/process.yaml", "off}", "info}"), Work()),
    "two at once": (
        several(
            edit(GAMMA, "Accepted", "Implemented"),
            edit("proposals/0005-epsilon.md", "Draft", "Accepted"),
        ),
        Work(
            read="dep/0003-gamma dep/0005-epsilon",
            new="dep/0001-alpha dep/0002-beta dep/0003-gamma dep/0005-epsilon guide proposals",
            same="index",
        ),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_build_reads_and_writes_what_changed_and_nothing_else(
    built: Documentation, name: str
) -> None:
    change, wanted = TABLE[name]
    before = pages(built.root / "out/html")
    change(built)
    result = built.build()
    assert {*result.read} <= {*result.written}
    assert work(before, result) == wanted
    assert differences(built.build(output="clean").output, result.output) == []


def test_an_edit_that_was_undone_leaves_the_pages_as_they_were(built: Documentation) -> None:
    before = pages(built.root / "out/html")
    built.edit(GAMMA, "Accepted", "Implemented")
    built.build()
    built.edit(GAMMA, "Implemented", "Accepted")
    result = built.build()
    assert result.read == ["dep/0003-gamma"]
    assert work(before, result).new == ""
