"""Stubs: documents that only say where their proposals have moved."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sphinx_deps.baseline import entries_of
from sphinx_deps.cache import Cache
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.display import Look
from sphinx_deps.documents import read_documents
from sphinx_deps.outputs.catalog_json import render_catalog
from sphinx_deps.process_loading import load_process
from sphinx_deps.reports.junit import render_junit
from sphinx_deps.reports.summary import render_summary
from sphinx_deps.series_reading import SeriesSource

PATTERN = r"moved to \[[^]]*\]\((?P<target>[^)]+)\)"
PROCESS = f"""\
extends: basic
prefix: DEP
redirect: {{pattern: '{PATTERN}'}}
rules: {{missing-section: off}}
registry: {{file: README.md, columns: {{Number: number, Title: title}}}}
"""
REGISTRY = """\
| Number | Title |
|---|---|
| [11](0011-oldest.md) | Started fast |
| 12 | To start fast |
| [14](0014-gone.md) | Begin |
| 50 | Fast start |
| 51 | Warm start |
"""


def moved(target: str) -> str:
    return f"It moved to [there]({target}).\n"


def proposal(title: str, status: str = "Accepted", body: str = "", **fields: str) -> str:
    given = {"status": status, "authors": "Ada Example", "created": "2026-03-01"}
    given |= {key.replace("_", "-"): value for key, value in fields.items()}
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    return f"---\n{lines}---\n\n# {title}\n\n{body}\n"


FILES = {
    "README.md": REGISTRY,
    "0011-oldest.md": f"---\nstatus: Lost\n---\n# An older one\n\n{moved('0012-old.md')}",
    "0012-old.md": moved("0050-fast-start.md"),
    "0014-old.md": moved("./0050-fast-start.md"),
    "0014-begin.md": proposal("Begin", body="As {dep}`12`, {dep}`14` and [this](0011-oldest.md)."),
    "0050-fast-start.md": proposal("Fast start", replaces="DEP 51"),
    "0051-warm-start.md": proposal("Warm start", "Replaced", replaced_by="DEP 11"),
}
FAST, BEGIN = "dep:0050-fast-start.md", "dep:0014-begin.md"


def series(folder: Path, files: Mapping[str, str], process: str = PROCESS) -> SeriesSource:
    folder.mkdir(exist_ok=True)
    for name, text in {"process.yaml": process, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return SeriesSource(folder)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return read_catalog([series(tmp_path, FILES)])


def found(catalog: Catalog, name: str) -> list[str]:
    return [one.key for one in catalog.find(name).proposals]


def told(catalog: Catalog) -> list[str]:
    return [
        f"{Path(one.finding.location.path).name}:{one.finding.location.line}:"
        f"{one.finding.location.column}: {one.rule}: {one.finding.message}"
        for one in check(catalog, ()).diagnostics
    ]


def test_a_stub_is_no_proposal(catalog: Catalog) -> None:
    assert [one.number for one in catalog.proposals] == [14, 50, 51]
    assert [one.path for one in catalog.stubs] == ["0011-oldest.md", "0012-old.md", "0014-old.md"]


@pytest.mark.parametrize("name", ["12", "DEP-12", "0012-old", "11", "oldest", "0014-old.md", "50"])
def test_the_names_of_a_stub_lead_to_the_end_of_its_way(catalog: Catalog, name: str) -> None:
    assert found(catalog, name) == [FAST]


def test_a_number_that_a_proposal_bears_is_that_of_no_stub(catalog: Catalog) -> None:
    assert found(catalog, "14") == [BEGIN]
    assert catalog.anchor(catalog.by_key[BEGIN]) == "dep-14"
    assert catalog.anchor(catalog.by_key["dep:0012-old.md"]) == "dep-12"
    assert catalog.anchor(catalog.by_key["dep:0014-old.md"]) is None


def test_successors_and_citations_go_on_to_the_proposal(catalog: Catalog) -> None:
    warm = catalog.by_key["dep:0051-warm-start.md"]
    assert [one.key for one in catalog.successors(warm)] == [FAST]
    assert catalog.cited_by_proposals == {FAST: (BEGIN,)}


def test_no_rule_for_proposals_and_registries_speaks_of_stubs(catalog: Catalog) -> None:
    assert told(catalog) == [
        "README.md:5:3: registry-no-document: 0014-gone.md does not exist; DEP 14 is 0014-begin.md",
    ]
    assert catalog.series[0].reservations == {}


def test_a_dead_row_of_a_stub_is_told_with_the_stub(tmp_path: Path) -> None:
    row = "| Number | Title |\n|---|---|\n| [12](0012-gone.md) | A |\n"
    files = {"README.md": row, "0012-old.md": moved("https://example.org/")}
    assert told(read_catalog([series(tmp_path, files)])) == [
        "README.md:3:3: registry-no-document: 0012-gone.md does not exist; DEP 12 is 0012-old.md"
    ]


WITHOUT_REGISTRY = PROCESS.partition("registry")[0]


def test_what_a_stub_names_in_vain_is_told_once_and_cited_as_it_is(tmp_path: Path) -> None:
    files = {
        "0001-lost.md": f"\n\n{moved('0099-lost.md')}",
        "0002-here.md": moved("3"),
        "0003-there.md": moved("0002-here.md"),
        "0004-self.md": moved("0004-self.md"),
        "0005-away.md": moved("https://example.org/rfcs/5"),
        "0006-a.md": proposal("A"),
        "0006-b.md": proposal("B"),
        "0007-either.md": moved("6"),
        "0008-c.md": proposal("C", requires="DEP 1, DEP 3", body="{dep}`1` {dep}`2` {dep}`5`"),
    }
    catalog = read_catalog([series(tmp_path, files, WITHOUT_REGISTRY)])
    lines = [line for line in told(catalog) if "duplicate-id" not in line]
    assert lines == [
        '0001-lost.md:3:21: unknown-proposal: there is no proposal "0099-lost.md"',
        '0002-here.md:1:21: relation-cycle: "moved to" goes in a circle: DEP 2 → DEP 3 → DEP 2',
        "0004-self.md:1:21: relation-cycle: DEP 4 is moved to itself",
        '0007-either.md:1:21: ambiguous-proposal: "6" may be any of 0006-a.md, 0006-b.md',
    ]
    assert found(catalog, "1") == ["dep:0001-lost.md"]
    assert found(catalog, "3") == ["dep:0003-there.md"]
    report = check(catalog, ())
    named = {entry.proposal for entry in entries_of(report.diagnostics, catalog)}
    assert {"dep:0001", "dep:0004"} <= named
    assert 'name="DEP 4 &quot;Self&quot;"' in render_junit(report, catalog, Look())
    assert "3 proposals of DEP with 6 redirects" in render_summary(catalog, report, 0, Look())


@pytest.mark.parametrize("way", ["{dep}`99`", "{dep}`there <99>`", "[there](dep:99)"])
def test_what_a_stub_cites_besides_is_looked_at(tmp_path: Path, way: str) -> None:
    pattern = r"moved to (\{dep\}`(there <)?|\[there\]\(dep:)(?P<target>\w+)"
    process = WITHOUT_REGISTRY.replace(PATTERN, pattern)
    files = {"0001-old.md": f"It moved to {way}.\n\nSee {{dep}}`98` and {{dep}}`2`.\n"}
    files |= {"0002-a.md": proposal("A"), "0002-b.md": proposal("B")}
    catalog = read_catalog([series(tmp_path, files, process)])
    lines = [line for line in told(catalog) if "duplicate-id" not in line]
    assert [re.sub(r":\d+: ", ": ", line) for line in lines] == [
        '0001-old.md:1: unknown-proposal: there is no proposal "99"',
        '0001-old.md:3: cites-unknown: there is no proposal "98"',
        '0001-old.md:3: ambiguous-proposal: "2" may be any of 0002-a.md, 0002-b.md',
    ]


def test_a_stub_may_lead_to_another_series(tmp_path: Path) -> None:
    process = "extends: basic\nprefix: REP\nrules: {missing-section: off}\n"
    reps = series(tmp_path / "reps", {"0012-fast.md": proposal("Fast")}, process)
    deps = {"0012-a.md": moved("../reps/0012-fast.md"), "0013-b.md": proposal("B", requires="12")}
    catalog = read_catalog([series(tmp_path / "deps", deps, WITHOUT_REGISTRY), reps])
    fast = ["rep:0012-fast.md"]
    assert found(catalog, "DEP 12") == found(catalog, "12") == fast
    assert catalog.by_key["dep:0013-b.md"].references["requires"][0].target == fast[0]
    assert told(catalog) == []


@pytest.mark.parametrize(
    ("redirect", "text", "target", "columns"),
    [
        (r"{pattern: 'now DEP (?P<target>\d+)'}", "It is now DEP 7.", "7", (15, 16)),
        (
            r"{pattern: 'now (?P<kind>\w+) (?P<n>\d+)', target: '{kind}-{n}'}",
            "It is now DEP 7.",
            "DEP-7",
            (11, 14),
        ),
        (r"{pattern: '\AMoved to {prefix} 7\Z', target: '7'}", "Moved to DEP 7", "7", (1, 15)),
        (r"{pattern: 'now {prefix}(?P<target>-\d+)?'}", "It is now DEP.", "", (7, 14)),
    ],
)
def test_the_groups_of_the_pattern_make_the_target(
    tmp_path: Path, redirect: str, text: str, target: str, columns: tuple[int, int]
) -> None:
    process = f"extends: basic\nprefix: DEP\nredirect: {redirect}\n"
    files = {"0001-a.md": f"---\nnote: It is now DEP 1.\n---\n\n{text}\n"}
    (stub,) = read_catalog([series(tmp_path, files, process)]).stubs
    assert stub.redirect is not None
    at = stub.redirect.location
    assert (stub.redirect.text, at.line, (at.column, at.end_column)) == (target, 5, columns)


@pytest.mark.parametrize(
    ("redirect", "fault"),
    [
        ("{pattern: '('}", "1:21 "),
        ("{pattern: 'x'}", "1:1 the groups of the pattern don't make the target: "),
        ("{pattern: '(?P<a>x)', target: '{b}'}", "it may hold {a}"),
        ("{pattern: '(?P<a>x)', target: '{a'}", "1:33 the groups"),
        ("{pattern: '(?P<a>x)', target: '{a.b}'}", "asks for a part"),
        ("{target: '7'}", '"pattern" is missing here'),
    ],
)
def test_a_redirect_that_cannot_be_read_is_told_and_makes_no_stubs(
    tmp_path: Path, redirect: str, fault: str
) -> None:
    source = series(tmp_path, {"0001-a.md": "x\n"}, f"redirect: {redirect}\n")
    (problem,) = load_process(tmp_path / "process.yaml").problems
    at = problem.finding.location
    assert fault in f"{at.line}:{at.column} {problem.finding.message}"
    assert read_catalog([source]).stubs == ()


def exported(catalog: Catalog) -> dict[str, Any]:
    proposals = json.loads(b"".join(render_catalog(catalog)))["series"][0]["proposals"]
    return {one["path"]: one for one in proposals}


def test_stubs_are_exported_with_where_they_lead(catalog: Catalog) -> None:
    documents = exported(catalog)
    assert list(documents) == sorted(documents) == sorted(FILES.keys() - {"README.md"})
    assert {path: one["redirect_to"] for path, one in documents.items() if one["redirect_to"]} == {
        "0011-oldest.md": FAST,
        "0012-old.md": FAST,
        "0014-old.md": FAST,
    }
    assert documents["0012-old.md"]["cited_by"]["proposals"] == []


def test_a_cache_remembers_where_stubs_lead(tmp_path: Path) -> None:
    source, file = series(tmp_path / "deps", FILES), tmp_path / "cache"
    for _ in range(2):
        cache = Cache.load(file)
        catalog = read_catalog([source], cache)
        cache.save()
    assert not cache.changed
    assert found(catalog, "11") == [FAST]


def test_documents_cite_by_a_stub_what_it_leads_to(catalog: Catalog, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    links = "[a](../0011-oldest.md) [b](#dep-12) {dep}`14` {dep}`oldest`"
    (docs / "guide.md").write_text(links, encoding="utf-8")
    citations = read_documents([docs], catalog).citations
    cited = [[one.key for one in catalog.find_citation(use).proposals] for use in citations]
    assert sorted(cited) == [[BEGIN], [FAST], [FAST], [FAST]]
