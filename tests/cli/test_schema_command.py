"""`sphinx-deps schema`: which schema it prints, and when it has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from runner import invoke

from sphinx_deps.encoding import encode_json
from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_deps.outputs.front_matter_schema import front_matter_schema
from sphinx_deps.outputs.process_schema import process_schema
from sphinx_deps.process_loading import load_process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return invoke("schema", *words)


def test_without_a_folder_it_is_that_of_a_process() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == encode_json(process_schema()).decode()
    assert result.stdout.startswith('{\n "$schema": "https://json-schema.org/draft/2020-12/schema"')


def test_with_a_folder_it_is_that_of_its_front_matter(folder: Path) -> None:
    result = run("--front-matter", str(folder))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == front_matter_schema(load_process(folder / "process.yaml"))


def test_a_folder_may_be_read_under_another_process(tmp_path: Path) -> None:
    schema = json.loads(run("--front-matter", str(tmp_path), "--process", "backendai").stdout)
    assert schema["title"] == "Front matter of Backend.AI Enhancement Proposals"


def test_a_series_without_front_matter_has_none(tmp_path: Path) -> None:
    result = run("--front-matter", str(tmp_path), "--process", "ray")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith(
        "Error: REP writes its metadata in sections, in list items, not in front matter; "
        "there is no schema for it\n"
    )


def test_a_fault_of_the_process_is_told_beside_the_schema(folder: Path) -> None:
    (folder / "process.yaml").write_text("extends: basic\nprefx: DEP\n", encoding="utf-8")
    result = run("--front-matter", str(folder))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["title"] == "Front matter of Enhancement Proposals"
    assert 'error process: unknown key "prefx" (did you mean prefix?)' in result.stderr


@pytest.mark.parametrize("process", [None, "extends: nosuch\n"])
def test_a_process_that_cannot_be_read_has_no_schema(folder: Path, process: str | None) -> None:
    (folder / "process.yaml").unlink()
    if process:
        (folder / "process.yaml").write_text(process, encoding="utf-8")
    result = run("--front-matter", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error process: " in result.stderr


def test_a_process_alone_is_a_usage_error() -> None:
    result = run("--process", "basic")
    assert result.exit_code == 2
    assert "--front-matter" in result.stderr


def test_that_of_the_catalog_can_be_had() -> None:
    result = run("--catalog")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == encode_json(catalog_schema()).decode()


def test_two_schemas_at_once_are_a_usage_error(folder: Path) -> None:
    result = run("--catalog", "--front-matter", str(folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--front-matter and --catalog are two schemas; ask for one" in result.stderr
