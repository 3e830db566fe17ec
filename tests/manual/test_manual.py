"""The manual builds without a warning, and its reference names all that the code declares."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import get_args

import click
import msgspec
import pytest
from jsonschema import Draft202012Validator

from sphinx_deps.cli import COMMANDS, main
from sphinx_deps.encoding import encode_json
from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_deps.outputs.process_schema import process_schema
from sphinx_deps.process_loading import builtin_names
from sphinx_deps.rules import RULES
from sphinx_deps.sphinx_ext.config import OPTIONS, SERIES_KEYS
from sphinx_deps.vocabulary import FieldType, ReaderName, Stage, Words

PROJECT = Path(__file__).parents[2]
MANUAL = PROJECT / "example_docs"
MOST_BYTES = 150_000


def files_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the manual, as `make demo` builds them."""
    folder = tmp_path_factory.mktemp("manual")
    before = files_of(MANUAL)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n"]
    done = subprocess.run(
        [*command, "-d", str(folder / "doctrees"), str(MANUAL), str(folder / "html")],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert files_of(MANUAL) == before, "nothing is generated into the source folder"
    return folder / "html"


def page(built: Path, name: str) -> str:
    return (built / "reference" / f"{name}.html").read_text(encoding="utf-8")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_every_value_of_conf_py_is_named(built: Path) -> None:
    html = page(built, "configuration")
    for option in OPTIONS:
        assert f'id="confval-{option.name}"' in html
    for key in SERIES_KEYS:
        assert f'id="key-deps_series.{key.name}"' in html


def test_every_key_of_a_process_is_named(built: Path) -> None:
    html = page(built, "process")
    anchors = re.findall(r'id="key-([^"]+)"', html)
    named = [anchor.rpartition(".")[2] for anchor in anchors]
    declared = [
        known.encode_name
        for struct in Words.__subclasses__()
        for known in msgspec.structs.fields(struct)
    ]
    assert sorted(named) == sorted(declared)


@pytest.mark.parametrize("choices", [FieldType, Stage, ReaderName], ids=str)
def test_every_word_of_a_choice_is_explained(built: Path, choices: object) -> None:
    first_cells = re.findall(r"<tr[^>]*><td>(.*?)</td>", page(built, "process"), re.DOTALL)
    assert set(get_args(choices)) <= set(map(words, first_cells))


def test_every_rule_has_its_page(built: Path) -> None:
    html = page(built, "rules")
    for rule in RULES:
        assert f'id="rule-{rule.name}"' in html
        assert f'href="#rule-{rule.name}"' in html


def options() -> Iterator[tuple[str, str]]:
    """The names and the help of every option of every command."""
    with click.Context(main, info_name="sphinx-deps") as context:
        for name in COMMANDS:
            command = main.get_command(context, name)
            assert command is not None
            for param in command.params:
                record = param.get_help_record(context)
                if record:
                    yield record


def test_every_command_and_option_is_named(built: Path) -> None:
    html = page(built, "commands")
    for name in COMMANDS:
        assert f'id="command-{name}"' in html
    shown = words(html)
    for names, meaning in options():
        assert names in shown
        assert " ".join(meaning.split()) in shown


def test_the_schemas_are_published(built: Path) -> None:
    assert (built / "process.schema.json").read_bytes() == encode_json(process_schema())
    assert (built / "deps.schema.json").read_bytes() == encode_json(catalog_schema())


def test_every_key_of_the_catalog_is_explained_in_the_table_of_its_mapping(built: Path) -> None:
    schema = catalog_schema()
    html = page(built, "catalog")
    for name, struct in schema["$defs"].items():
        section = html.partition(f'id="catalog-{name.lower()}"')[2].partition("<section")[0]
        for key, one in struct["properties"].items():
            assert f">{key}<" in section
            assert words(one["description"].replace("`", "")) in words(section)


def test_the_manual_publishes_its_own_catalog(built: Path) -> None:
    document = json.loads((built / "deps.json").read_bytes())
    Draft202012Validator(catalog_schema()).validate(document)
    (series,) = document["series"]
    assert len(series["proposals"]) == len(list((MANUAL / "proposals").glob("0*.md")))


def test_every_builtin_process_is_named(built: Path) -> None:
    html = page(built, "builtin")
    for name in builtin_names():
        assert f'id="builtin-{name}"' in html


def test_every_combination_that_is_tested_is_named(built: Path) -> None:
    shown = words(page(built, "compatibility"))
    data = PROJECT / "tests" / "compatibility" / "environments.toml"
    tested = tomllib.loads(data.read_text(encoding="utf-8"))
    for one in tested["environments"]:
        assert words(str(one["meaning"]).replace("`", "")) in shown
        assert all(version in shown for version in one["packages"].values())
    for one in tested["releases"]:
        assert f"{one['package']} {one['versions']}" in shown


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert len(pictures) == 2
    assert all((PROJECT / picture).stat().st_size < MOST_BYTES for picture in pictures)
