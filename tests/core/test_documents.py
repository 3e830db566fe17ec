"""What counts as a citation on a page outside the series."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.documents import read_documents
from sphinx_deps.series_reading import SeriesSource

PROPOSAL = "---\nstatus: Rejected\nauthors: Ada\ncreated: 2026-01-01\n---\n# A\n"


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Proposals 1 and 2, and two that share the number 3."""
    return series(tmp_path / "deps", "DEP", "0001-a.md", "0002-b.md", "0003-c.md", "0003-d_e.md")


def series(folder: Path, prefix: str, *names: str) -> Catalog:
    folder.mkdir()
    process = f"extends: basic\nprefix: {prefix}\nrules: {{missing-section: off}}\n"
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    for name in names:
        (folder / name).write_text(PROPOSAL, encoding="utf-8")
    return read_catalog([SeriesSource(folder)])


def cited(catalog: Catalog, page: str) -> list[str]:
    """The paths of what a page in `docs/` beside the series cites."""
    docs = catalog.series[0].folder.parent / "docs"
    docs.mkdir()
    (docs / "page.md").write_text(page, encoding="utf-8")
    citations = read_documents([docs], catalog).citations
    return [one.path for each in citations for one in catalog.find_citation(each).proposals]


@pytest.mark.parametrize(
    "text",
    [
        "[](#dep-2)",
        "[words](#dep-2)",
        "[words][label]\n\n[label]: #dep-2",
        "<project:#dep-2>",
        "[](project:#dep-2)",
        "{ref}`dep-2`",
        "{ref}`words <dep-2>`",
        "{ref}`DEP-2`",
        "{std:ref}`dep-2`",
        "{any}`dep-2`",
        "{any}`DEP 2`",
        "[](../deps/0002-b.md)",
        "<project:../deps/0002-b.md>",
        "{dep}`2`",
        "{dep:dep}`2`",
        "{DEP}`2`",
    ],
)
def test_a_page_cites_by(catalog: Catalog, text: str) -> None:
    assert cited(catalog, f"# Page\n\n{text}\n") == ["0002-b.md"]


@pytest.mark.parametrize(
    "text",
    [
        "[](#dep-4)",
        "[words](#2)",
        "[](#dep-3)",
        "{ref}`dep-3`",
        "{ref}`DEP 2`",
        "{ref}`!dep-2`",
        "{doc}`dep-2`",
        "![](#dep-2)",
        "<a href='../deps/0002-b.md'>words</a>",
        "`[](#dep-2)`",
        "[](https://example.org/#dep-2)",
        "(dep-2)=\n## Here\n\n[](#dep-2)",
        "## DEP 2\n\n[](#dep-2)",
    ],
)
def test_a_page_does_not_cite_by(catalog: Catalog, text: str) -> None:
    assert cited(catalog, f"# Page\n\n{text}\n") == []


def test_who_shares_a_number_has_an_anchor_made_of_its_slug(catalog: Catalog) -> None:
    assert sorted(catalog.by_anchor) == ["dep-1", "dep-2", "dep-c", "dep-d-e"]
    assert cited(catalog, "{ref}`dep-d-e` [](#dep-c)\n") == ["0003-c.md", "0003-d_e.md"]


def test_a_role_that_sphinx_has_cites_with_the_domain_only(tmp_path: Path) -> None:
    catalog = series(tmp_path / "peps", "PEP", "0001-a.md")
    assert cited(catalog, "{pep}`1`, {pep}`8` and {dep:pep}`1`\n") == ["0001-a.md"]


def test_a_link_is_known_by_its_proposal_however_it_is_written(catalog: Catalog) -> None:
    docs = catalog.series[0].folder.parent / "docs"
    docs.mkdir()
    (docs / "page.md").write_text("[a](#dep-1) [b](../deps/0001-a.md)\n", encoding="utf-8")
    found = check(catalog, read_documents([docs], catalog).citations).diagnostics
    dead = [one.finding for one in found if one.rule == "cites-dead"]
    assert [one.location.column for one in dead] == [1, 13]
    assert {one.subject for one in dead} == {"dep:0001-a.md"}


def test_a_page_beside_the_proposals_may_list_those_of_the_past(tmp_path: Path) -> None:
    folder = tmp_path / "deps"
    catalog = series(folder, "DEP", "0001-a.md")
    (folder / "index.md").write_text("# All\n\n[A](0001-a.md)\n\n{dep}`9`\n", encoding="utf-8")
    found = read_documents([tmp_path], catalog)
    report = check(catalog, found.citations)
    told = [(one.rule, one.finding.location.line) for one in report.diagnostics]
    assert told == [("cites-unknown", 5)]


def test_templates_and_proposals_are_no_pages(tmp_path: Path) -> None:
    folder = tmp_path / "deps"
    series(folder, "DEP", "0001-a.md")
    (folder / "0001-a.md").write_text(f"{PROPOSAL}\n{{dep}}`9`\n", encoding="utf-8")
    (folder / "skeleton.md").write_text("# Title\n\nAs {dep}`9999` says.\n", encoding="utf-8")
    process = "extends: basic\nprefix: DEP\ntemplates: {default: ./skeleton.md}\n"
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    assert read_documents([tmp_path], read_catalog([SeriesSource(folder)])).citations == ()


def test_a_page_is_one_whatever_its_name_begins_with_and_none_in_a_folder_of_the_build(
    catalog: Catalog,
) -> None:
    docs = catalog.series[0].folder.parent / "docs"
    for path in ("_page.md", "deep/_part.md", "_build/page.md", ".venv/page.md"):
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text("{dep}`2`\n", encoding="utf-8")
    found = (Path(one.location.path) for one in read_documents([docs], catalog).citations)
    assert [file.relative_to(docs).as_posix() for file in found] == ["_page.md", "deep/_part.md"]
