"""The exported catalog: its exact shape, and what each field becomes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.encoding import encode_json
from sphinx_deps.outputs.catalog_json import export_catalog, render_catalog
from sphinx_deps.series_reading import SeriesSource

PROCESS = """\
name: Example Proposals
prefix: DEP
documents:
  exclude: [README.md]
  path: '(?P<number>\\d{4})-(?P<slug>[a-z-]+)\\.md'
fields:
  status: {type: status}
  authors: {type: people}
  created: {type: date}
  sponsor: {type: people}
  review-date: {type: date}
  area: {type: choice, choices: [Core, Docs]}
  tags: {many: true}
  motto: {type: text}
  issue: {type: links}
  target: {type: version}
  replaces: {type: proposals, inverse: replaced-by}
  replaced-by: {type: proposals, inverse: replaces}
statuses:
  Draft: {stage: draft}
  Implemented: {stage: implemented, pattern: 'Implemented( \\((?P<version>[^)]+)\\))?'}
  Replaced: {stage: replaced, requires: [replaced-by]}
registry:
  file: README.md
  columns: {Number: number, Title: title, Who: authors, State: status}
"""
REGISTRY = """\
| Number | Title | Who | State |
|---|---|---|---|
| 1 | Old | Ada | Replaced |
| 12 | Twelve | Bob | Draft |
| 7 | Seven | | |
"""
OLD = """\
---
status: Replaced
authors: "[@ada](https://github.com/ada), Bob Example <bob@example.org>"
created: 2026-03-01
replaced-by: "2"
motto: More, faster
---
# Old

## Why

### Why

[next](0002-new.md)
"""
NEW = """\
---
status: Implemented (2.1)
authors: [Cleo]
sponsor: "@dan, Eve Example"
created: March 5th
review-date: Jul 09 2025
area: Core, Docs
tags: [fast, "very, fast"]
issue: "[the issue](https://example.org/1), https://example.org/2"
target: TBD
motto: N/A
replaces: DEP 1
---
# New
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    files = {
        "process.yaml": PROCESS,
        "README.md": REGISTRY,
        "0001-old.md": OLD,
        "0002-new.md": NEW,
        "0003-bare.md": "# Bare\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return read_catalog([SeriesSource(tmp_path)])


def exported(catalog: Catalog) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(b"".join(render_catalog(catalog)))
    return document


def proposals(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in exported(catalog)["series"][0]["proposals"]}


def test_a_series_says_what_it_is(catalog: Catalog) -> None:
    document = exported(catalog)
    (series,) = document["series"]
    assert list(document) == ["schema", "series"]
    assert document["schema"] == 1
    assert list(series) == ["role", "prefix", "name", "statuses", "reservations", "proposals"]
    assert series["role"] == "dep"
    assert series["prefix"] == "DEP"
    assert series["name"] == "Example Proposals"
    assert series["statuses"] == [
        {"name": "Draft", "stage": "draft"},
        {"name": "Implemented", "stage": "implemented"},
        {"name": "Replaced", "stage": "replaced"},
    ]


def test_reservations_are_sorted_and_say_only_what_the_registry_says(catalog: Catalog) -> None:
    assert exported(catalog)["series"][0]["reservations"] == [
        {"number": 7, "id": "0007", "label": "DEP 7", "title": "Seven"},
        {
            "number": 12,
            "id": "0012",
            "label": "DEP 12",
            "title": "Twelve",
            "author": "Bob",
            "status": "Draft",
        },
    ]


def test_a_proposal_has_exactly_this_shape(catalog: Catalog) -> None:
    assert proposals(catalog)["0001"] == {
        "key": "dep:0001-old.md",
        "id": "0001",
        "number": 1,
        "label": "DEP 1",
        "title": "Old",
        "status": "Replaced",
        "stage": "replaced",
        "status_info": None,
        "path": "0001-old.md",
        "url": None,
        "redirect_to": None,
        "created": "2026-03-01",
        "authors": [
            {"name": "ada", "handle": "ada", "url": "https://github.com/ada", "email": None},
            {"name": "Bob Example", "handle": None, "url": None, "email": "bob@example.org"},
        ],
        "fields": {"motto": ["More, faster"]},
        "relations": {
            "replaces": [],
            "replaced-by": [{"text": "2", "target": "dep:0002-new.md", "url": None, "line": 5}],
        },
        "sections": [
            {"title": "Old", "level": 1, "line": 8, "anchor": "old"},
            {"title": "Why", "level": 2, "line": 10, "anchor": "why"},
            {"title": "Why", "level": 3, "line": 12, "anchor": "why-1"},
        ],
        "items": [],
        "cited_by": {"proposals": [], "documents": None},
    }


def test_keys_come_in_the_order_of_the_design(catalog: Catalog) -> None:
    assert " ".join(proposals(catalog)["0001"]) == (
        "key id number label title status stage status_info path url redirect_to created authors "
        "fields relations sections items cited_by"
    )


def test_each_type_of_field_is_exported_as_its_values(catalog: Catalog) -> None:
    assert proposals(catalog)["0002"]["fields"] == {
        "created": ["March 5th"],
        "sponsor": ["dan", "Eve Example"],
        "review-date": ["2025-07-09"],
        "area": ["Core", "Docs"],
        "tags": ["fast", "very, fast"],
        "issue": ["https://example.org/1", "https://example.org/2"],
        "target": ["TBD"],
    }


def test_fields_stand_in_declared_order(catalog: Catalog) -> None:
    fields = list(proposals(catalog)["0002"]["fields"])
    assert fields == ["created", "sponsor", "review-date", "area", "tags", "issue", "target"]


def test_a_date_that_is_none_is_null_and_a_status_may_hold_more_than_its_name(
    catalog: Catalog,
) -> None:
    new = proposals(catalog)["0002"]
    assert new["created"] is None
    assert new["status"] == "Implemented (2.1)"
    assert new["stage"] == "implemented"
    assert new["status_info"] == {"version": "2.1"}


def test_what_fills_no_place_of_its_own_stands_among_the_fields(tmp_path: Path) -> None:
    process = "prefix: DEP\nfields: {title: {}, authors: {}, created: {}}\n"
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    text = "---\ntitle: {}\nauthors: Ada, Bob\ncreated: {}\n---\n# Fast\n"
    (tmp_path / "0001-a.md").write_text(text.format("Slow", "Last year"), encoding="utf-8")
    (tmp_path / "0002-b.md").write_text(text.format("Fast", "2026-03-01"), encoding="utf-8")
    one, other = exported(read_catalog([SeriesSource(tmp_path)]))["series"][0]["proposals"]
    assert (one["title"], one["authors"], one["created"]) == ("Fast", [], None)
    assert one["fields"] == {"title": ["Slow"], "authors": ["Ada, Bob"], "created": ["Last year"]}
    assert (other["title"], other["created"]) == ("Fast", "2026-03-01")
    assert other["fields"] == {"authors": ["Ada, Bob"]}


def test_a_status_that_is_declared_by_its_name_alone_has_no_info(
    catalog: Catalog, tmp_path: Path
) -> None:
    (tmp_path / "0002-new.md").write_text("---\nstatus: Implemented\n---\n# New\n")
    new = proposals(read_catalog([SeriesSource(tmp_path)]))["0002"]
    assert new["stage"] == "implemented"
    assert new["status_info"] is None


@pytest.mark.parametrize("status", ["Published", "[x] Draft | Implemented | Replaced"])
def test_an_undeclared_status_is_exported_as_written(
    catalog: Catalog, tmp_path: Path, status: str
) -> None:
    (tmp_path / "0002-new.md").write_text(f'---\nstatus: "{status}"\n---\n# New\n')
    new = proposals(read_catalog([SeriesSource(tmp_path)]))["0002"]
    assert new["status"] == status
    assert new["stage"] is None


def test_what_is_absent_is_null_or_empty(catalog: Catalog) -> None:
    bare = proposals(catalog)["0003"]
    assert bare["status"] is bare["stage"] is bare["created"] is None
    assert bare["authors"] == []
    assert bare["fields"] == {}
    assert bare["relations"] == {"replaces": [], "replaced-by": []}


def test_what_a_field_means_by_default_is_exported_where_the_document_says_nothing(
    tmp_path: Path,
) -> None:
    fields = (
        "fields: {licence: {default: MIT}, mates: {type: people, default: '@ada, Bob'},\n"
        "  due: {type: date, default: April 16 2025}, areas: {many: true, default: 'a, b'},\n"
        "  requires: {type: proposals, default: DEP 3}, motto: {default: Onwards},\n"
        "  sponsor: {default: TBD}}\n"
    )
    (tmp_path / "process.yaml").write_text(f"extends: basic\nprefix: DEP\n{fields}")
    (tmp_path / "0003-bare.md").write_text("---\nlicence:\nmotto: N/A\n---\n# Bare\n")
    read = read_catalog([SeriesSource(tmp_path)])
    bare = proposals(read)["0003"]
    assert bare["fields"] == {
        "licence": ["MIT"],
        "mates": ["ada", "Bob"],
        "due": ["2025-04-16"],
        "areas": ["a", "b"],
        "sponsor": ["TBD"],
    }
    assert bare["relations"]["requires"] == []
    assert [field.name for field in read.proposals[0].fields] == ["licence", "motto"]


def test_what_cites_a_proposal_is_known_by_key(catalog: Catalog) -> None:
    assert proposals(catalog)["0002"]["cited_by"]["proposals"] == ["dep:0001-old.md"]


def test_a_build_adds_addresses_and_documents(catalog: Catalog) -> None:
    document = json.loads(
        b"".join(
            render_catalog(
                catalog,
                url_of=lambda proposal: f"deps/{proposal.slug}.html",
                documents_of=lambda proposal: ["guide", "api"] if proposal.number == 1 else [],
            )
        )
    )
    old, new, _ = document["series"][0]["proposals"]
    assert old["url"] == "deps/old.html"
    assert old["cited_by"]["documents"] == ["api", "guide"]
    assert new["cited_by"]["documents"] == []


def test_two_exports_are_the_same_bytes_and_end_the_line(catalog: Catalog) -> None:
    first, second = b"".join(render_catalog(catalog)), b"".join(render_catalog(catalog))
    assert first == second
    assert first.endswith(b"}\n")


def test_the_parts_are_the_catalog_as_one_value(catalog: Catalog) -> None:
    parts = list(render_catalog(catalog))
    assert b"".join(parts) == encode_json(export_catalog(catalog))
    assert max(map(len, parts)) < len(b"".join(parts)) / 2


def test_the_parts_of_nothing_are_an_empty_catalog(tmp_path: Path) -> None:
    (tmp_path / "process.yaml").write_text("extends: basic\nprefix: DEP\n")
    for catalog in (Catalog(), read_catalog([SeriesSource(tmp_path)])):
        assert b"".join(render_catalog(catalog)) == encode_json(export_catalog(catalog))


def test_series_are_sorted_by_role(tmp_path: Path) -> None:
    for role in ("zep", "aep"):
        (tmp_path / role).mkdir()
        (tmp_path / role / "process.yaml").write_text(f"extends: basic\nprefix: {role.upper()}\n")
    catalog = read_catalog([SeriesSource(tmp_path / "zep"), SeriesSource(tmp_path / "aep")])
    assert [series["role"] for series in exported(catalog)["series"]] == ["aep", "zep"]
