"""`sphinx-deps show`: one proposal in full, and what it says where there is not just one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from runner import invoke

from sphinx_deps.catalog import read_catalog
from sphinx_deps.outputs.catalog_json import render_catalog
from sphinx_deps.series_reading import SeriesSource

PROCESS = """\
extends: basic
prefix: DEP
registry:
  file: README.md
  columns: {Number: number, Title: title, Who: authors}
"""
FILES = {
    "process.yaml": PROCESS,
    "README.md": "| Number | Title | Who |\n|---|---|---|\n| 9 | Nine | Ivy |\n",
    "0001-fast-start.md": """\
---
status: Replaced
authors: ["@ada", "Bob Example <bob@example.org>"]
created: 2026-03-01
requires: "14, 9, 77, https://example.org/x"
replaced-by: 3
discussion: "[thread](https://example.org/t)"
---
# Fast start

## Motivation

### In short
""",
    "0003-faster-start.md": "---\nstatus: Accepted\n---\n# Faster start\n\nAfter {dep}`1`.\n",
    "0014-one.md": "---\nstatus: Published\n---\n# One\n",
    "0014-other.md": "# Other\n",
}
SHOWN = """\
DEP 1  Fast start
Replaced

File          deps/0001-fast-start.md
Authors       ada
              Bob Example (bob@example.org)
Created       2026-03-01
Requires      14 (one of 0014-one, 0014-other)
              9 (reserved, no document yet)
              77
              https://example.org/x
Replaced-By   DEP 3 Faster start (Accepted)
Discussion    https://example.org/t
Read instead  DEP 3 Faster start (Accepted)

Sections
     9  Fast start
    11    Motivation
    13      In short

Cited by
  DEP 3 Faster start (Accepted)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deps = tmp_path / "deps"
    deps.mkdir()
    for name, text in FILES.items():
        (deps / name).write_text(text, encoding="utf-8")
    return deps


def run(*words: str) -> Result:
    return invoke("show", *words)


def test_a_proposal_is_shown_with_all_that_was_read() -> None:
    result = run("1", "deps")
    assert result.stdout == SHOWN
    assert result.stderr == ""
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "name", ["0001", "DEP 1", "dep-1", "fast-start", "0001-fast-start.md", "dep:0001-fast-start.md"]
)
def test_any_of_its_names_leads_to_it(name: str) -> None:
    assert run(name, "deps").stdout == SHOWN


def test_a_path_as_the_check_prints_it_leads_to_it() -> None:
    assert run("deps/0001-fast-start.md", "deps").stdout == SHOWN


def test_an_undeclared_status_is_said_to_be_one() -> None:
    assert run("one", "deps").stdout.startswith("DEP 14  One\nPublished (no declared status)\n")


def test_a_status_is_shown_with_its_stage_where_that_says_more(folder: Path) -> None:
    (folder / "process.yaml").write_text(
        f"{PROCESS}statuses: {{Published: {{stage: accepted}}}}\n", encoding="utf-8"
    )
    assert "\nPublished (accepted)\n" in run("one", "deps").stdout


def test_what_a_field_means_by_default_is_shown_as_such(folder: Path) -> None:
    fields = "fields: {licence: {default: MIT}, created: {default: 2026-02-01}}\n"
    (folder / "process.yaml").write_text(f"{PROCESS}{fields}", encoding="utf-8")
    shown = run("one", "deps").stdout.splitlines()
    assert {"Created  2026-02-01 (by default)", "Licence  MIT (by default)"} <= set(shown)
    table = invoke("list", "deps", "--sort", "number").stdout.splitlines()
    (line,) = (line for line in table if "Published" in line)
    assert line.endswith("2026-02-01")


def test_a_proposal_without_metadata_has_its_file_and_sections() -> None:
    assert run("other", "deps").stdout == (
        "DEP 14  Other\n\nFile  deps/0014-other.md\n\nSections\n     1  Other\n"
    )


def test_items_are_shown_with_their_fields(folder: Path) -> None:
    items = (
        "items: {phase: {heading: 'Phase (?P<number>.) (?P<title>.+)', fields: {release: {}}}}\n"
    )
    (folder / "process.yaml").write_text(PROCESS + items, encoding="utf-8")
    text = "# Fast start\n\n## Phase 1 Measure\n\n**Release**: 1.2\n\n## Phase 2 Mend\n"
    (folder / "0005-phases.md").write_text(text, encoding="utf-8")
    assert run("5", "deps").stdout.endswith(
        "\nItems\n     3  Phase 1: Measure\n          Release: 1.2\n     7  Phase 2: Mend\n"
    )


def test_json_is_its_part_of_the_exported_catalog(folder: Path) -> None:
    catalog = json.loads(b"".join(render_catalog(read_catalog([SeriesSource(folder)]))))
    shown = json.loads(run("1", "deps", "--format", "json").stdout)
    assert shown == catalog["series"][0]["proposals"][0]


def test_a_name_of_two_is_answered_with_both() -> None:
    result = run("14", "deps")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        '"14" names 2 proposals; by these names each is found:\n'
        "  0014-one    DEP 14 One (Published)\n"
        "  0014-other  DEP 14 Other\n"
    )


def test_a_reservation_is_said_to_be_one() -> None:
    result = run("DEP 9", "deps")
    assert result.exit_code == 1
    assert result.stderr == (
        'DEP 9 is reserved for "Nine" by Ivy; no document bears it yet (deps/README.md:3:1).\n'
    )


@pytest.mark.parametrize(("name", "near"), [("fats-start", "DEP 1"), ("faster", "DEP 3")])
def test_an_unknown_name_is_answered_with_the_nearest(name: str, near: str) -> None:
    result = run(name, "deps")
    assert result.exit_code == 1
    assert result.stderr.startswith(f'No proposal answers to "{name}". Near it are:\n  {near} ')


def test_a_name_near_to_nothing_is_answered_with_where_to_look() -> None:
    result = run("quantum", "deps")
    assert result.exit_code == 1
    assert result.stderr == (
        'No proposal answers to "quantum"; "sphinx-deps list" shows all of them.\n'
    )
