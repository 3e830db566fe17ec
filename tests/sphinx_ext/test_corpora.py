"""Three projects' real proposals become pages of one documentation."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.series_reading import SeriesSource
from sphinx_ext.documentation import Documentation, Result

pytestmark = pytest.mark.corpora

FOLDERS = {"dynamo": "dynamo/deps", "ray": "ray/reps", "backendai": "backendai/proposals"}


@pytest.fixture(scope="module")
def catalog(corpora: Path) -> Catalog:
    """The proposals, as the command line reads them."""
    return read_catalog(SeriesSource(corpora / FOLDERS[name], name) for name in FOLDERS)


@pytest.fixture(scope="module")
def built(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """All of them built outside the source folder, with a table that is their toctree."""
    documentation = Documentation(tmp_path_factory.mktemp("corpora"))
    documentation.write("docs/index.md", "# Home\n\n```{dep:index}\n:toctree:\n```\n")
    documentation.options |= {
        "deps_series": [{"path": str(corpora / FOLDERS[name]), "process": name} for name in FOLDERS]
    }
    return documentation.build(parallel=2)


def pages(catalog: Catalog) -> dict[str, str]:
    """The titles of the proposals by their pages."""
    return {f"{one.role}/{one.path.removesuffix('.md')}": one.title for one in catalog.proposals}


def plain(html: str) -> str:
    """The words of a heading or a title, with straight quotation marks."""
    words = unescape(re.sub(r"<[^>]*>", "", html)).removesuffix("¶")
    straight = re.sub("[\u201c\u201d]", '"', re.sub("[\u2018\u2019]", "'", words))
    return " ".join(straight.split())


def test_every_proposal_has_a_page_with_its_title(catalog: Catalog, built: Result) -> None:
    assert [len(series.proposals) for series in catalog.series] == [18, 33, 65]
    for page, title in pages(catalog).items():
        text = built.text(f"{page}.html")
        (heading,) = re.findall(r"<h1>(.*?)</h1>", text, re.DOTALL)
        (head,) = re.findall(r"<title>(.*?) &#8212; .*?</title>", text, re.DOTALL)
        assert plain(heading) == plain(head) == plain(title)


def test_every_proposal_is_in_the_toctree_once(catalog: Catalog, built: Result) -> None:
    following = [
        found
        for page in ["index", *pages(catalog)]
        for found in re.findall(
            '<link rel="next" title=".*?" href="(.*?)"', built.text(f"{page}.html")
        )
    ]
    assert len(following) == len(set(following)) == len(pages(catalog))
    assert not [line for line in built.lines if "[toc." in line]


def test_every_proposal_has_a_row_of_the_table(catalog: Catalog, built: Result) -> None:
    hrefs = {str(link["href"]) for link in built.page("index").select(".deps-table a.internal")}
    assert hrefs == {f"{page}.html" for page in pages(catalog)}


def test_no_heading_of_a_proposal_is_complained_about(built: Result) -> None:
    assert [line for line in built.lines if "[myst.header]" in line] == []


def test_companions_have_pages_that_links_reach(catalog: Catalog, built: Result) -> None:
    companions = {
        f"{series.role}/{path.removesuffix('.md')}"
        for series in catalog.series
        for path in series.companions
        if path.endswith(".md")
    }
    assert companions
    assert [page for page in companions if not (built.output / f"{page}.html").is_file()] == []


def test_no_broken_link_is_told_twice(built: Result) -> None:
    told = [line for line in built.lines if "[deps.broken-" in line]
    assert len(told) == 21
    left = [line for line in built.lines if "[myst.xref_missing]" in line]
    # They lead out of the folder, to what is not at hand here: the check does not judge it.
    assert len(left) == 9
    assert all("not found: '../" in line for line in left)


def test_every_image_that_is_there_is_shown(built: Result) -> None:
    assert [line for line in built.lines if "[image.not_readable]" in line] == []
    sources = {
        image
        for page in built.output.rglob("*.html")
        for image in re.findall(r'src="((?:\.\./)*_images/[^"]+)"', page.read_text("utf-8"))
    }
    assert sources
    for source in sources:
        assert (built.output / source.replace("../", "")).is_file()


def test_every_warning_names_a_file_of_the_corpora(corpora: Path, built: Result) -> None:
    places = [line.partition(": WARNING")[0] for line in built.lines if ": WARNING" in line]
    assert [place for place in places if not place.startswith(str(corpora))] == []
