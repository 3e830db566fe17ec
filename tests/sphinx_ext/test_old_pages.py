"""What is gone leaves nothing behind, and nothing that is there goes with it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import PROCESS, Documentation, Result, small_series

NESTED = r"""
documents:
  include: ['*.md', '*/index.md']
  exclude: [README.md]
  path: '(?P<number>\d{4})-(?P<slug>[\w.-]+?)(?:/index)?\.md'
"""
BUILDERS = ("html", "dirhtml", "epub", "text", "pseudoxml")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Result, Result]]:
    """By builder, a build after files moved, and a clean one."""
    made = Documentation(tmp_path_factory.mktemp("moved"))
    small_series(made)
    made.write("proposals/process.yaml", PROCESS + NESTED)
    made.write("docs/guide.md", "# Guide\n\n```{dep:graph}\n```\n")
    made.write("proposals/0005/far/away/[wip] notes.md", "# Notes\n")
    made.write("docs/_templates/redirect.html", "<p>It has moved.</p>\n")
    made.options |= {
        "html_copy_source": True,
        "suppress_warnings": ["deps"],
        "templates_path": [str(made.root / "docs/_templates")],
    }
    for builder in BUILDERS:
        made.build(builder=builder)
    _move(made)
    return {one: (made.build(builder=one), _clean(made, one)) for one in BUILDERS}


def _move(made: Documentation) -> None:
    proposals = made.root / "proposals"
    made.edit("proposals/0003-gamma.md", "Accepted", "Draft")  # it stands in the diagram
    shutil.rmtree(proposals / "0005")
    (proposals / "0002-beta").mkdir()
    (proposals / "0002-beta.md").rename(proposals / "0002-beta/index.md")
    (proposals / "0004-delta.md").rename(proposals / "0004-other.md")
    made.options["html_additional_pages"] = {"dep/0004-delta": "redirect.html"}


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _clean(made: Documentation, builder: str) -> Result:
    return made.build(builder=builder, output="clean")


@pytest.mark.parametrize(
    ("builder", "page"),
    [("dirhtml", "dep/0002-beta/index.html"), ("html", "dep/0004-delta.html")],
    ids=["that of a file that moved", "that which leads to it"],
)
def test_a_page_that_has_the_name_of_an_old_one_stays(
    moved: dict[str, tuple[Result, Result]], builder: str, page: str
) -> None:
    found, clean = moved[builder]
    assert found.text(page) == clean.text(page)
    assert differences(clean.output, found.output) == []


@pytest.mark.parametrize("builder", ["html", "text"])
def test_no_empty_folder_is_left(moved: dict[str, tuple[Result, Result]], builder: str) -> None:
    folders = [path for path in moved[builder][0].output.rglob("*") if path.is_dir()]
    assert [folder for folder in folders if not any(folder.iterdir())] == []


def test_a_book_holds_what_is_there(moved: dict[str, tuple[Result, Result]]) -> None:
    books = [next(result.output.glob("*.epub")) for result in moved["epub"]]
    found, clean = (sorted(zipfile.ZipFile(book).namelist()) for book in books)
    assert "dep/0004-other.xhtml" in found
    assert found == clean


@pytest.mark.parametrize("builder", ["text", "pseudoxml"])
def test_builders_of_text_keep_no_page_of_what_is_gone(
    moved: dict[str, tuple[Result, Result]], builder: str
) -> None:
    found, clean = (_files(result.output) for result in moved[builder])
    assert found == clean


def test_a_page_that_shared_the_name_of_an_old_one_is_written(
    documentation: Documentation,
) -> None:
    documentation.write("docs/dep/0002-beta/index.md", "---\norphan: true\n---\n# Guide\n")
    documentation.build(builder="dirhtml")
    (documentation.root / "proposals/0002-beta.md").unlink()
    result = documentation.build(builder="dirhtml")
    assert "Guide" in result.text("dep/0002-beta/index.html")
