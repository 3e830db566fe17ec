"""`sphinx-deps list`: the table, its order, what is left out, and the catalog as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import Result
from runner import invoke

from sphinx_deps.catalog import read_catalog
from sphinx_deps.display import Look
from sphinx_deps.outputs.catalog_json import render_catalog
from sphinx_deps.outputs.table import render_table
from sphinx_deps.series_reading import SeriesSource
from sphinx_deps.vocabulary import Stage

PROPOSALS = {
    "0001-fast.md": ("速い start", "Implemented", "Ada, Bob, Cleo, Dan", "2026-03-01"),
    "0002-zeal.md": ("Zeal", "Draft", "Eve Example", "2026-01-01"),
    "0010-apt.md": ("Apt", "accepted", "Ada", "TBD"),
    "0011-odd.md": ("Odd", "Published", "Ada", "2026-02-01"),
}
TABLE = """\
Proposal  Title       Status       Authors              Created
DEP 1     速い start  Implemented  Ada, Bob and 2 more  2026-03-01
DEP 2     Zeal        Draft        Eve Example          2026-01-01
DEP 10    Apt         Accepted     Ada
DEP 11    Odd         Published    Ada                  2026-02-01
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deps = tmp_path / "deps"
    deps.mkdir()
    (deps / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    for name, (title, status, authors, created) in PROPOSALS.items():
        text = f"---\nstatus: {status}\nauthors: {authors}\ncreated: {created}\n---\n# {title}\n"
        (deps / name).write_text(text, encoding="utf-8")
    return deps


def run(*words: str) -> Result:
    return invoke("list", *words)


def labels(*words: str) -> list[str]:
    return [line[:6].strip() for line in run("deps", *words).stdout.splitlines()[1:]]


def test_the_table_is_aligned_also_under_wide_characters() -> None:
    result = run("deps")
    assert result.stdout == TABLE
    assert result.stderr == ""
    assert result.exit_code == 0


def test_on_a_terminal_the_title_alone_gives_way(folder: Path) -> None:
    (folder / "0003-long.md").write_text("---\nstatus: Draft\n---\n# 速速速速速速速速速 and more\n")
    (series,) = read_catalog([SeriesSource(folder)]).series
    table = render_table([(series, series.proposals)], Look(columns=66))
    assert "DEP 3     速速速速速速速…   Draft\n" in table
    assert "DEP 1     速い start        Implemented  Ada, Bob and 2 more  2026-03-01\n" in table


def test_a_menu_of_statuses_does_not_take_the_room_of_titles(folder: Path) -> None:
    menu = "Draft | Accepted | Implemented | Rejected"
    (folder / "0003-menu.md").write_text(f'---\nstatus: "{menu}"\n---\n# Menu\n')
    (series,) = read_catalog([SeriesSource(folder)]).series
    groups = [(series, series.proposals)]
    assert menu in render_table(groups, Look())
    assert "Draft | Accepted | Imple…" not in render_table(groups, Look(columns=200))
    assert "Draft | Accepted | Impl…" in render_table(groups, Look(columns=200))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("number", ["DEP 1", "DEP 2", "DEP 10", "DEP 11"]),
        ("title", ["DEP 10", "DEP 11", "DEP 2", "DEP 1"]),
        ("status", ["DEP 2", "DEP 10", "DEP 1", "DEP 11"]),
        ("created", ["DEP 2", "DEP 11", "DEP 1", "DEP 10"]),
    ],
)
def test_the_order_can_be_chosen(sort: str, order: list[str]) -> None:
    assert labels("--sort", sort) == order


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (["--status", "Draft"], ["DEP 2"]),
        (["--status", "Accepted"], ["DEP 10"]),
        (["--status", "draft", "--status", "published"], ["DEP 2", "DEP 11"]),
        (["--stage", "draft", "--stage", "implemented"], ["DEP 1", "DEP 2"]),
        (["--stage", "draft", "--status", "Implemented"], []),
    ],
)
def test_filters_leave_what_they_name(filters: list[str], left: list[str]) -> None:
    assert labels(*filters) == left


def test_when_nothing_is_left_the_output_is_empty_and_it_is_said() -> None:
    result = run("deps", "--status", "Rejected")
    assert result.stdout == ""
    assert result.stderr == "No proposals.\n"
    assert result.exit_code == 0


def test_a_status_that_nobody_can_have_is_a_usage_error() -> None:
    result = run("deps", "--status", "Acepted")
    assert result.exit_code == 2
    assert "did you mean accepted?" in result.stderr.lower()


def test_where_no_status_is_declared_it_is_said(folder: Path) -> None:
    (folder / "process.yaml").write_text("prefix: DEP\n", encoding="utf-8")
    told = run("deps", "--status", "Hmm").stderr
    assert told.endswith('no proposal can have the status "Hmm"; none is declared\n')


def test_the_stages_are_those_of_the_vocabulary() -> None:
    result = run("deps", "--stage", "nonsense")
    assert result.exit_code == 2
    assert all(stage in result.stderr for stage in get_args(Stage))


def test_json_is_the_exported_catalog(folder: Path) -> None:
    catalog = read_catalog([SeriesSource(folder)])
    assert run("deps", "--format", "json").stdout == b"".join(render_catalog(catalog)).decode()


def test_json_can_be_filtered_and_sorted_too() -> None:
    words = ["--format", "json", "--status", "Draft", "--status", "Published", "--sort", "created"]
    (series,) = json.loads(run("deps", *words).stdout)["series"]
    assert [one["number"] for one in series["proposals"]] == [2, 11]


def test_sorted_json_leaves_nothing_out(folder: Path) -> None:
    with (folder / "process.yaml").open("a", encoding="utf-8") as process:
        process.write("redirect: {pattern: 'moved to (?P<target>\\S+)'}\n")
    (folder / "0003-old.md").write_text("It moved to DEP-2\n", encoding="utf-8")
    (series,) = json.loads(run("deps", "--format", "json", "--sort", "number").stdout)["series"]
    assert [one["number"] for one in series["proposals"]] == [1, 2, 3, 10, 11]


def test_columns_that_say_nothing_are_left_out(tmp_path: Path) -> None:
    ray = tmp_path / "reps"
    ray.mkdir()
    (ray / "2024-03-08-serve-pipeline.md").write_text("## Summary\n", encoding="utf-8")
    assert run("reps", "--process", "ray").stdout == (
        "Proposal                   Title           Created\n"
        "2024-03-08-serve-pipeline  Serve pipeline  2024-03-08\n"
    )


def test_several_series_stand_under_their_names(tmp_path: Path) -> None:
    other = tmp_path / "reps"
    other.mkdir()
    (other / "process.yaml").write_text("extends: basic\nname: Others\nprefix: REP\n")
    (other / "0001-x.md").write_text("# X\n")
    assert run("deps", "reps").stdout == (
        f"Enhancement Proposals\n{TABLE}\nOthers\nProposal  Title\nREP 1     X\n"
    )


def test_a_folder_without_a_process_is_said_to_have_none(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    result = run("bare")
    assert result.exit_code == 1
    assert result.stderr == (
        "bare/process.yaml:1:1: error process: the folder has no process.yaml; "
        'write one with two lines: "extends: basic" and "prefix: DEP"\nNo proposals.\n'
    )


def test_a_fault_of_the_process_is_told_beside_the_table(folder: Path) -> None:
    (folder / "process.yaml").write_text("extends: basic\nprefix: DEP\nstatusses: {}\n")
    result = run("deps")
    assert result.exit_code == 1
    assert result.stdout == TABLE
    assert result.stderr == (
        'deps/process.yaml:3:1: error process: unknown key "statusses" (did you mean statuses?)\n'
    )


@pytest.mark.parametrize(
    ("setting", "severity", "exit_code"),
    [
        ("missing-section: {severity: error, except: ['0042']}", "warning", 0),
        ("process: error, missing-section: {severity: error, except: ['0042']}", "error", 1),
        ("process: {severity: info}, missing-sections: off", None, 0),
        ("process: off, missing-section: {severity: error, except: ['0042']}", None, 0),
    ],
)
def test_a_fault_of_the_process_is_as_grave_as_in_a_check(
    folder: Path, setting: str, severity: str | None, exit_code: int
) -> None:
    text = f"extends: basic\nprefix: DEP\nrules: {{{setting}}}\n"
    (folder / "process.yaml").write_text(text, encoding="utf-8")
    result = run("deps")
    assert (result.exit_code, result.stdout) == (exit_code, TABLE)
    assert [line.split(" ")[1] for line in result.stderr.splitlines()] == (
        [severity] if severity else []
    )
