"""The benchmarks: what they generate is right, and the runner works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.forms import EIP, deps_form, eip_form, needs_form, plain_form
from benchmarks.generate import write_series
from benchmarks.proposals import SIZE, Collection
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


def test_the_runner_gives_tables_and_goes_on_where_it_was_broken_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
