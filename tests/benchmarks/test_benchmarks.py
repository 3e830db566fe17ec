"""The benchmarks: what they generate is right, and the runner works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.forms import EIP, deps_form, eip_form, needs_form, plain_form
from benchmarks.generate import write_series
from benchmarks.measure import Comparison, Runs, Usage, quietest, run
from benchmarks.proposals import SIZE, Collection
from benchmarks.results import Results, render
from benchmarks.run import main
from benchmarks.scaling import SHAPES
from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.series_reading import SeriesSource


def test_a_seed_gives_the_same_words_always() -> None:
    collection, same, other = Collection(20), Collection(20), Collection(20, seed=2)
    assert list(collection) == list(same)
    assert all(one.body != two.body for one, two in zip(collection, other, strict=True))
    form = deps_form(collection)
    assert [form(one) for one in collection] == [form(one) for one in same]


@pytest.mark.parametrize("form", [deps_form, plain_form, needs_form, eip_form])
def test_every_document_is_of_one_size_in_the_form_of_every_tool(form: object) -> None:
    assert callable(form)
    collection = Collection(60, series=(EIP,)) if form is eip_form else Collection(60)
    sizes = [len(form(collection)(proposal).encode()) for proposal in collection]
    assert SIZE - 300 < min(sizes) <= max(sizes) < SIZE + 600


def test_forms_differ_in_how_they_state_and_cite_alone() -> None:
    collection = Collection(20)
    for proposal in collection:
        deps, plain, needs = (
            form(collection)(proposal) for form in (deps_form, plain_form, needs_form)
        )
        assert [line for line in deps.splitlines() if line.startswith(("-", "#", "|"))] == [
            line for line in plain.splitlines() if line.startswith(("-", "#", "|"))
        ]
        assert "{need}`" in needs
        assert "{hep}`" in deps or "{ldp}`" in deps
        assert "{" not in "".join(line for line in plain.splitlines() if line.startswith("As "))


@pytest.mark.parametrize(
    "collection",
    [Collection(200), Collection(41, seed=7), *(shape(200) for shape in SHAPES.values())],
    ids=["usual", "another-seed", *SHAPES],
)
def test_the_check_finds_nothing(collection: Collection, tmp_path: Path) -> None:
    write_series(collection, tmp_path)
    folders = [tmp_path / series.folder for series in collection.series]
    catalog = read_catalog(map(SeriesSource, folders))
    assert len(catalog.proposals) == collection.count
    assert check(catalog).diagnostics == ()
    relations = [key for one in catalog.proposals for key in one.references]
    assert {"supersedes", "superseded-by"} <= set(relations) or collection.citations
    assert all(
        catalog.find_citation(citation).proposal
        for one in catalog.proposals
        for citation in one.citations
    )
    assert {reader.reader for one in catalog.proposals for reader in one.fields} == {
        "front-matter",
        "bold",
    }


def test_what_the_host_gave_to_others_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = tmp_path / "stat"
    counted.write_text("cpu  100 0 50 900 7 0 0 10 0 0\ncpu0 1 1\n", encoding="utf-8")
    later = tmp_path / "later"
    later.write_text("cpu  160 0 70 990 7 0 0 30 0 0\ncpu0 1 1\n", encoding="utf-8")
    monkeypatch.setattr("benchmarks.measure._STATISTICS", counted)
    assert run(["cp", str(later), str(counted)], tmp_path / "log").stolen == 20 / 100
    monkeypatch.setattr("benchmarks.measure._STATISTICS", tmp_path / "nowhere")
    assert run(["true"], tmp_path / "log").stolen == 0


@pytest.mark.parametrize(
    ("runs", "made", "counts"),
    [
        ([Usage(5, 5, 1)], 1, 0),
        ([Usage(9, 9, 1, 0.2), Usage(5, 5, 1, 0.05)], 2, 1),
        ([Usage(9, 9, 1, 0.3), Usage(8, 8, 1, 0.2), Usage(9, 9, 1, 0.4)], 3, 1),
        ([Usage(900, 999, 1, 0.4)], 1, 0),
    ],
    ids=["quiet", "disturbed", "always disturbed", "too long"],
)
def test_a_disturbed_run_is_made_again(runs: list[Usage], made: int, counts: int) -> None:
    left = iter(runs)
    assert quietest(lambda: next(left)) == runs[counts]
    assert len(runs) - len(list(left)) == made


def test_how_many_runs_stayed_disturbed_is_told() -> None:
    runs = Runs((Usage(5, 5, 1), Usage(5, 9, 1, 0.4)))
    disturbed = Comparison("Some task", "all", 0, {"a": runs})
    told = "Note: 1 of 2 runs were disturbed all the same."
    assert told in render(Results("2026-11-23", {}, comparisons=[disturbed]))
    quiet = Comparison("Some task", "all", 0, {"a": Runs(runs.usages[:1])})
    assert "Note:" not in render(Results("2026-11-23", {}, comparisons=[quiet]))


def test_the_runner_gives_tables_and_goes_on_where_it_was_broken_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever others do on this machine: nothing is measured here.
    monkeypatch.setattr("benchmarks.measure._STATISTICS", tmp_path / "nowhere")
    assert main(["--quick", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said == (tmp_path / "results.md").read_text(encoding="utf-8")
    for row in (
        "## HTML build of 10 proposals, -j1",
        "| Task | plain | sphinx-deps | plain, same pages |",
        "| one status changed |",
        "## Check of 20 generated proposals",
        "| sphinx-deps check | relations |",
    ):
        assert row in said
    data = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert data["machine"]["cores"]
    assert data["versions"]["sphinx"]
    runs = [run for one in data["comparisons"] for run in one["results"].values()]
    assert all(usage["cpu"] > 0 and usage["peak"] > 0 for run in runs for usage in run["usages"])
    assert not (tmp_path / "work").exists()

    data["finished"].remove("scaling of checks")
    data["scaling"][1]["sizes"]["results"] = data["scaling"][0]["sizes"]["results"]
    (tmp_path / "results.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["--quick", "--resume", "--folder", str(tmp_path)]) == 0
    resumed = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert resumed["comparisons"] == data["comparisons"]
    assert [one["unit"] for one in resumed["scaling"]] == [one["unit"] for one in data["scaling"]]
    assert all(one not in data["scaling"] for one in resumed["scaling"])
    assert "scaling of checks" in resumed["finished"]
