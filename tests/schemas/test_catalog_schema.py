"""The schema of `deps.json` holds for all that is written, and says all that is said there."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.outputs import catalog_types
from sphinx_deps.outputs.catalog_json import render_catalog
from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_deps.series_reading import SeriesSource
from sphinx_deps.vocabulary import Stage

SCHEMA = catalog_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
STRUCTS = {
    name.removeprefix("Exported"): struct
    for name, struct in vars(catalog_types).items()
    if name.startswith("Exported")
}
CORPORA = {"dynamo": "dynamo/deps", "ray": "ray/reps", "backendai": "backendai/proposals"}
PROCESS = """\
extends: basic
prefix: DEP
fields: {tags: {many: true}, sponsor: {type: people}, due: {type: date}}
statuses: {Done: {stage: implemented, pattern: 'Done(?: in (?P<version>.+))?'}}
items: {need: {heading: 'REQ (?P<number>\\d+) (?P<title>.+)', prefix: REQ}}
registry: {file: README.md, columns: {Number: number, Title: title, Who: authors}}
"""
PLAIN = """\
---
status: Done in 2.1
authors: "[@ada](https://github.com/ada), Bob <bob@example.org>"
created: 2026-03-01
replaces: "2, https://example.org/x"
tags: [a, b]
---
# Plain

## REQ 1 Works

**Owner**: Ada

See {dep}`2`.
"""
REGISTRY = "| Number | Title | Who |\n|---|---|---|\n| 12 | Twelve | Ada |\n| 11 | | |\n"
HOSTILE = (
    "<script>alert('1')</script>",
    "\"quotes\" 'and' \\backslashes\\ &amp; <!-- ]]>",
    "\u202eright to left\u202c \u200f\u2066\u2069 \u0628",
    "a" * 10_000,
    "\x01\x02\x07\x08\x0b\x0c\x1b\x7f",
    "\ufffe \uffff \U0001f600 \U0010ffff",
    "",
)


def hostile_text(words: str) -> str:
    """A document that writes the words wherever words may be."""
    return (
        f"---\nstatus: {json.dumps(words)}\nauthors: [{json.dumps(words)}]\n"
        f"created: {json.dumps(words)}\nreplaces: {json.dumps(words)}\ntags: {words}\n---\n"
        f"# {words}\n\n## {words}\n\n### REQ 1 {words}\n\n[{words}](<{words}>) {{dep}}`{words}`\n"
    )


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What says everything that can be said, and what nobody should write."""
    folder = tmp_path_factory.mktemp("schema")
    files = {"process.yaml": PROCESS, "README.md": REGISTRY, "0001-plain.md": PLAIN}
    files |= {f"{number:04}-x.md": hostile_text(words) for number, words in enumerate(HOSTILE, 2)}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "0020-bytes.md").write_bytes(b"---\nstatus: \xff\xfe\x00\n---\n# \x00 \xed\xa0\x80\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/0021-\xff.md")).write_text(PLAIN, encoding="utf-8")
    return read_catalog([SeriesSource(folder)])


@pytest.fixture(scope="module")
def document(catalog: Catalog) -> Any:
    """It as `deps.json` holds it."""
    url_of = {one.key: f"dep/{one.slug}.html" for one in catalog.proposals if one.number == 1}.get
    return json.loads(
        b"".join(render_catalog(catalog, lambda one: url_of(one.key), lambda one: ["guide", "a/b"]))
    )


def strict() -> Draft202012Validator:
    """The schema if no version could add a key: so no key is written that it does not name."""
    closed = deepcopy(SCHEMA)
    for schema in (closed, *closed["$defs"].values()):
        schema["additionalProperties"] = False
    return Draft202012Validator(closed)


def faults(validator: Draft202012Validator, document: object) -> list[str]:
    return [
        f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(document)
    ]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_is_known_and_explained() -> None:
    assert set(SCHEMA["$defs"]) == set(STRUCTS) - {"Catalog"}
    for name, schema in [*SCHEMA["$defs"].items(), ("Catalog", SCHEMA)]:
        assert schema["description"]
        fields = msgspec.structs.fields(STRUCTS[name])
        assert list(schema["properties"]) == [one.encode_name for one in fields]
        assert all(one["description"] for one in schema["properties"].values())


def test_what_nobody_should_write_is_valid_too(catalog: Catalog, document: Any) -> None:
    assert faults(strict(), document) == []
    proposals = document["series"][0]["proposals"]
    titles = [one["title"] for one in proposals]
    assert HOSTILE[0] in titles
    assert HOSTILE[3] in titles
    assert len(proposals) == len(HOSTILE) + 3
    assert faults(strict(), json.loads(b"".join(render_catalog(catalog)))) == []


def test_everything_that_can_be_said_is_said_here(document: Any) -> None:
    """Otherwise the test above would say little."""
    (series,) = document["series"]
    plain = series["proposals"][0]
    assert [set(one) for one in series["reservations"]] == [
        {"number", "id", "label", "title"},
        {"number", "id", "label", "title", "author"},
    ]
    assert all(plain[key] for key in plain.keys() - {"redirect_to"}), plain
    assert plain["items"][0]["number"] == 1
    assert {bool(one["target"]) for one in plain["relations"]["replaces"]} == {True, False}


@pytest.mark.corpora
@pytest.mark.parametrize("name", CORPORA)
def test_the_catalog_of_a_real_series_is_valid(corpora: Path, name: str) -> None:
    catalog = read_catalog([SeriesSource(corpora / CORPORA[name], name)])
    document = json.loads(b"".join(render_catalog(catalog)))
    assert len(document["series"][0]["proposals"]) > 15
    assert faults(strict(), document) == []


def test_a_catalog_without_series_is_valid() -> None:
    assert faults(strict(), json.loads(b"".join(render_catalog(Catalog())))) == []


def test_what_a_later_version_adds_is_no_fault(document: Any) -> None:
    later = deepcopy(document)
    later["generator"] = "x"
    later["series"][0]["proposals"][0]["words"] = 1200
    assert VALIDATOR.is_valid(later)


FIRST = ("series", 0, "proposals", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 2),
        (("series",), {}),
        (
            (
                "series",
                0,
                "statuses",
                0,
                "stage",
            ),
            "done",
        ),
        (
            (
                "series",
                0,
                "reservations",
                0,
                "number",
            ),
            "9",
        ),
        (
            (
                "series",
                0,
                "reservations",
                0,
                "author",
            ),
            None,
        ),
        (
            (
                *FIRST,
                "stage",
            ),
            "done",
        ),
        (
            (
                *FIRST,
                "created",
            ),
            "2026-02-30",
        ),
        (
            (
                *FIRST,
                "created",
            ),
            "March",
        ),
        (
            (
                *FIRST,
                "fields",
                "tags",
            ),
            "a",
        ),
        (
            (
                *FIRST,
                "sections",
                0,
                "level",
            ),
            7,
        ),
        (
            (
                *FIRST,
                "sections",
                0,
                "line",
            ),
            0,
        ),
        (
            (
                *FIRST,
                "authors",
                0,
                "name",
            ),
            None,
        ),
        (
            (
                *FIRST,
                "cited_by",
                "documents",
            ),
            "guide",
        ),
        (
            (
                *FIRST,
                "relations",
                "replaces",
                0,
                "line",
            ),
            None,
        ),
    ],
    ids=str,
)
def test_what_is_not_of_this_shape_is_not_valid(
    document: Any, path: tuple[str | int, ...], value: object
) -> None:
    changed = place = deepcopy(document)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(changed)


@pytest.mark.parametrize("name", sorted(STRUCTS))
def test_no_key_may_be_missing_that_is_always_written(name: str) -> None:
    schema = SCHEMA if name == "Catalog" else SCHEMA["$defs"][name]
    left_out = {"author", "status"} if name == "Reservation" else set()
    assert set(schema["required"]) == set(schema["properties"]) - left_out


def test_every_stage_is_named() -> None:
    stages, nothing = SCHEMA["$defs"]["Proposal"]["properties"]["stage"]["anyOf"]
    assert (set(stages["enum"]), nothing) == (set(get_args(Stage)), {"type": "null"})
