"""Folders outside the source folder are pages where they lie."""

from __future__ import annotations

import filecmp
import os
import pickle
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_deps.sphinx_ext.mount import Mount, MountedProject, mount
from sphinx_ext.documentation import EXTENSIONS

# MyST 5 and the JSON builder ask Sphinx 9 for what Sphinx 11 will take away.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:'(myst_parser|sphinxcontrib|sphinx\.environment\.BuildEnvironment\.app)"
)

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# The smallest PNG: one transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "f8cf50c000000301010018dd8db00000000049454e44ae426082"
)


@dataclass
class Site:
    """A source folder `docs` and a folder `proposals` beside it, both made of few lines."""

    root: Path
    folder: str = "proposals"
    prefix: str = "dep"
    options: dict[str, object] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def write_image(self, path: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(PIXEL)

    def mounts(self) -> tuple[Mount, ...]:
        folder = self.root / self.folder
        found = sorted(p for p in folder.rglob("*") if p.suffix in {".md", ".rst", ".ipynb"})
        documents = tuple(path.relative_to(folder).as_posix() for path in found)
        return (Mount(self.prefix, folder, documents),)

    @contextmanager
    def app(self, *, builder: str = "html", parallel: int = 1) -> Iterator[Sphinx]:
        with docutils_namespace(), patch_docutils(self.root / "docs"):
            app = Sphinx(
                self.root / "docs",
                None,
                self.root / "out" / builder,
                self.root / "out" / "doctrees",
                builder,
                confoverrides={"extensions": EXTENSIONS or ["myst_parser"]} | self.options,
                status=None,
                warning=StringIO(),
                parallel=parallel,
            )
            app.connect("source-read", lambda app, docname, text: self.read.append(docname))
            mount(app, self.mounts)
            yield app

    def build(self, *, builder: str = "html", parallel: int = 1) -> str:
        """Build and return the warnings."""
        self.read.clear()
        with self.app(builder=builder, parallel=parallel) as app:
            app.build()
            return warnings_of(app)

    def build_clean(self, *, builder: str = "html", parallel: int = 1) -> None:
        assert self.build(builder=builder, parallel=parallel) == ""

    def page(self, docname: str) -> str:
        return (self.root / "out" / "html" / f"{docname}.html").read_text(encoding="utf-8")


def warnings_of(app: Sphinx) -> str:
    assert isinstance(app._warning, StringIO)
    return COLOURS.sub("", app._warning.getvalue())


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.write("docs/index.md", "# Home\n\n```{toctree}\n:glob:\ndep/*\n```\n")
    site.write("proposals/0001-alpha.md", "# Alpha\n\nText.\n")
    site.write("proposals/0002-beta.md", "# Beta\n\nText.\n")
    return site


def test_a_document_outside_the_source_folder_becomes_a_page(site: Site) -> None:
    site.build_clean()
    assert "<h1>Alpha" in site.page("dep/0001-alpha")


def test_a_toctree_glob_lists_the_mounted_documents(site: Site) -> None:
    site.build_clean()
    assert site.page("index").count('<li class="toctree-l1"><a class="reference internal"') >= 2
    assert 'href="dep/0001-alpha.html">Alpha</a>' in site.page("index")


def test_a_relative_image_is_taken_from_beside_the_document(site: Site) -> None:
    site.write("proposals/0001-alpha.md", "# Alpha\n\n![x](images/dot.png)\n")
    site.write_image("proposals/images/dot.png")
    site.build_clean()
    assert (site.root / "out/html/_images/dot.png").read_bytes() == PIXEL
    assert 'src="../_images/dot.png"' in site.page("dep/0001-alpha")


@pytest.mark.parametrize(
    ("source", "text", "page", "href"),
    [
        ("proposals/0001-alpha.md", "[x](0002-beta.md)", "dep/0001-alpha", "0002-beta.html"),
        ("proposals/0001-alpha.md", "[x](./0002-beta.md)", "dep/0001-alpha", "0002-beta.html"),
        ("proposals/0001-alpha.md", "[x](../docs/guide.md)", "dep/0001-alpha", "../guide.html"),
        ("proposals/0001-alpha.md", "{doc}`0002-beta`", "dep/0001-alpha", "0002-beta.html"),
        ("proposals/0001-alpha.md", "{doc}`/guide`", "dep/0001-alpha", "../guide.html"),
        ("proposals/more/x.md", "[x](../0002-beta.md)", "dep/more/x", "../0002-beta.html"),
        ("docs/guide.md", "[x](../proposals/0001-alpha.md)", "guide", "dep/0001-alpha.html"),
        ("docs/a/b.md", "[x](../../proposals/0001-alpha.md)", "a/b", "../dep/0001-alpha.html"),
        ("docs/guide.md", "<project:../proposals/0001-alpha.md>", "guide", "dep/0001-alpha.html"),
        ("docs/guide.md", "{doc}`dep/0001-alpha`", "guide", "dep/0001-alpha.html"),
    ],
    ids=[
        "a mounted page to its neighbour",
        "a mounted page to its neighbour with a dot",
        "a mounted page to a source page",
        "a mounted page to its neighbour by name",
        "a mounted page to a source page by name",
        "a mounted page to the folder above",
        "a source page to a mounted page",
        "a source page in a folder to a mounted page",
        "a source page to a mounted page by project link",
        "a source page to a mounted page by name",
    ],
)
def test_a_link_resolves_from(site: Site, source: str, text: str, page: str, href: str) -> None:
    site.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n")
    site.write(source, f"---\norphan: true\n---\n# Title\n\nSee {text}.\n")
    site.build_clean()
    assert f'<a class="reference internal" href="{href}">' in site.page(page)


def test_doc_roles_of_restructuredtext_reach_mounted_pages_and_back(site: Site) -> None:
    site.write("docs/guide.rst", ":orphan:\n\nGuide\n=====\n\n:doc:`dep/0003-gamma`\n")
    site.write("proposals/0003-gamma.rst", "Gamma\n=====\n\n:doc:`/guide`, :doc:`0001-alpha`\n")
    site.build_clean()
    assert 'href="dep/0003-gamma.html"' in site.page("guide")
    assert 'href="../guide.html"' in site.page("dep/0003-gamma")
    assert 'href="0001-alpha.html"' in site.page("dep/0003-gamma")


def test_downloads_and_includes_are_taken_from_beside_the_document(site: Site) -> None:
    text = "# Alpha\n\n{download}`data.csv`, [more](data.csv)\n\n```{include} part.txt\n```\n"
    site.write("proposals/0001-alpha.md", text)
    site.write("proposals/data.csv", "a,b\n")
    site.write("proposals/part.txt", "Included words.\n")
    site.build_clean()
    assert len(list((site.root / "out/html/_downloads").rglob("data.csv"))) == 1
    assert "Included words." in site.page("dep/0001-alpha")


def test_the_source_is_copied_under_the_name_of_the_page(site: Site) -> None:
    site.build_clean()
    copied = site.root / "out/html/_sources/dep/0001-alpha.md.txt"
    assert copied.read_text(encoding="utf-8") == "# Alpha\n\nText.\n"
    assert 'href="../_sources/dep/0001-alpha.md.txt"' in site.page("dep/0001-alpha")


def test_a_source_link_with_the_suffix_of_the_source_is_not_doubled(site: Site) -> None:
    site.options["html_sourcelink_suffix"] = ".md"
    site.build_clean()
    assert (site.root / "out/html/_sources/dep/0001-alpha.md").is_file()


def test_warnings_name_the_true_file_and_line(site: Site) -> None:
    file = site.write("proposals/0001-alpha.md", "# Alpha\n\n[x](#nowhere)\n")
    assert site.build().startswith(f"{file}:3: WARNING: ")


def test_nothing_is_read_anew_where_nothing_changed(site: Site) -> None:
    site.build_clean()
    assert sorted(site.read) == ["dep/0001-alpha", "dep/0002-beta", "index"]
    site.build_clean()
    assert site.read == []


def test_an_edit_is_seen(site: Site) -> None:
    site.build_clean()
    file = site.write("proposals/0001-alpha.md", "# Other\n")
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 5))
    site.build_clean()
    assert site.read == ["dep/0001-alpha"]
    assert "<h1>Other" in site.page("dep/0001-alpha")


def test_a_changed_image_makes_its_page_outdated(site: Site) -> None:
    site.write("proposals/0001-alpha.md", "# Alpha\n\n![x](dot.png)\n")
    site.write_image("proposals/dot.png")
    site.build_clean()
    os.utime(site.root / "proposals/dot.png", (4e9, 4e9))
    site.build_clean()
    assert site.read == ["dep/0001-alpha"]


def test_a_document_edited_for_another_builder_is_written_by_this_one_too(site: Site) -> None:
    site.build_clean()
    file = site.write("proposals/0001-alpha.md", "# Other\n")
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 5))
    site.build_clean(builder="dirhtml")
    os.utime(file)
    site.build_clean()
    assert "<h1>Other" in site.page("dep/0001-alpha")


def test_additions_and_deletions_are_seen_on_the_next_build(site: Site) -> None:
    site.build_clean()
    site.write("proposals/0003-gamma.md", "# Gamma\n")
    (site.root / "proposals/0002-beta.md").unlink()
    site.build_clean()
    assert "dep/0003-gamma.html" in site.page("index")
    assert "dep/0002-beta.html" not in site.page("index")


def test_additions_and_deletions_are_seen_within_one_application(site: Site) -> None:
    with site.app() as app:
        app.build()
        site.write("proposals/0003-gamma.md", "# Gamma\n")
        (site.root / "proposals/0002-beta.md").unlink()
        app.build()
        assert set(app.env.all_docs) == {"index", "dep/0001-alpha", "dep/0003-gamma"}
        assert "dep/0002-beta" not in app.env.titles


def test_two_processes_write_what_one_writes(site: Site) -> None:
    for number in range(3, 20):
        text = f"# Title {number}\n\n[x](0001-alpha.md) ![x](dot.png)\n"
        site.write(f"proposals/{number:04}-x.md", text)
    site.write_image("proposals/dot.png")
    site.build_clean(parallel=1)
    (site.root / "out").rename(site.root / "one")
    site.build_clean(parallel=2)
    assert differences(site.root / "one/html", site.root / "out/html") == []


def differences(left: Path, right: Path) -> list[str]:
    files = {p.relative_to(root) for root in (left, right) for p in root.rglob("*") if p.is_file()}
    names = sorted(file.as_posix() for file in files if file.suffix not in {".pickle", ".doctree"})
    _, differing, missing = filecmp.cmpfiles(left, right, names, shallow=False)
    return differing + missing


def test_a_file_of_the_source_folder_wins_over_a_mounted_one(site: Site) -> None:
    site.write("docs/dep/0001-alpha.md", "# Mine\n")
    with site.app() as app:
        app.build()
        assert isinstance(app.project, MountedProject)
        assert app.project.clashes == ("dep/0001-alpha",)
        assert warnings_of(app) == ""
    assert "<h1>Mine" in site.page("dep/0001-alpha")


def test_the_first_of_two_mounted_documents_of_one_name_wins(site: Site) -> None:
    site.write("proposals/0001-alpha.rst", "Late\n====\n")
    with site.app() as app:
        app.build()
        assert isinstance(app.project, MountedProject)
        assert app.project.clashes == ("dep/0001-alpha",)
    assert "<h1>Alpha" in site.page("dep/0001-alpha")


def test_a_clash_is_gone_with_the_file_that_caused_it(site: Site) -> None:
    file = site.write("docs/dep/0001-alpha.md", "# Mine\n")
    with site.app() as app:
        app.build()
        file.unlink()
        app.build()
        assert isinstance(app.project, MountedProject)
        assert app.project.clashes == ()
    assert "<h1>Alpha" in site.page("dep/0001-alpha")


def test_a_folder_in_the_source_folder_is_mounted_where_it_lies_without_a_clash(site: Site) -> None:
    shutil.move(site.root / "proposals", site.root / "docs/dep")
    site.folder = "docs/dep"
    with site.app() as app:
        app.build()
        assert isinstance(app.project, MountedProject)
        assert app.project.clashes == ()
        assert app.env.found_docs == {"index", "dep/0001-alpha", "dep/0002-beta"}
        assert not app.project.is_mounted("dep/0001-alpha")


def test_a_folder_in_the_source_folder_moves_to_its_prefix_as_one_page_each(site: Site) -> None:
    shutil.move(site.root / "proposals", site.root / "docs/texts")
    site.folder = "docs/texts"
    site.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n\n[x](texts/0001-alpha.md)\n")
    site.build_clean()
    assert not (site.root / "out/html/texts").exists()
    assert 'href="dep/0001-alpha.html"' in site.page("guide")


def test_an_excluded_folder_in_the_source_folder_can_be_mounted(site: Site) -> None:
    shutil.move(site.root / "proposals", site.root / "docs/_generated")
    site.folder = "docs/_generated"
    site.options["exclude_patterns"] = ["_generated"]
    site.build_clean()
    assert "<h1>Alpha" in site.page("dep/0001-alpha")


def test_a_folder_reached_through_a_symbolic_link_keeps_its_links(site: Site) -> None:
    (site.root / "link").symlink_to(site.root / "proposals")
    site.folder = "link"
    site.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n\n[x](../link/0001-alpha.md)\n")
    site.build_clean()
    assert 'href="dep/0001-alpha.html"' in site.page("guide")


@pytest.mark.skipif("myst_nb" in EXTENSIONS, reason="myst-nb has a parser for notebooks")
def test_a_document_without_a_parser_is_left_out(site: Site) -> None:
    site.write("proposals/0003-note.ipynb", "{}")
    site.build_clean()
    assert not (site.root / "out/html/dep/0003-note.html").exists()


def test_a_mounted_document_that_cannot_be_read_is_told_and_left_out(site: Site) -> None:
    (site.root / "proposals/0003-gone.md").symlink_to(site.root / "nowhere")
    assert "Ignored unreadable document" in site.build()
    assert not (site.root / "out/html/dep/0003-gone.html").exists()


def test_a_build_of_a_named_source_file_knows_the_mounted_pages(site: Site) -> None:
    guide = site.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n")
    site.build_clean()
    site.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n\n[](../proposals/0001-alpha.md)")
    os.utime(guide, (4e9, 4e9))
    with site.app() as app:
        app.build(filenames=[guide])
        assert warnings_of(app) == ""
    assert site.read == ["dep/0001-alpha", "dep/0002-beta", "guide", "index", "guide"]
    assert ">Alpha</span>" in site.page("guide")


def test_a_build_of_a_named_mounted_file_writes_its_page(site: Site) -> None:
    shutil.move(site.root / "proposals", site.root / "docs/texts")
    site.folder = "docs/texts"
    with site.app() as app:
        app.build(filenames=[site.root / "docs/texts/0001-alpha.md"])
    assert "<h1>Alpha" in site.page("dep/0001-alpha")
    assert not (site.root / "out/html/dep/0002-beta.html").exists()


def test_the_environment_is_pickled_without_the_function_that_finds_mounts(site: Site) -> None:
    with site.app() as app:
        app.build()
        project = pickle.loads(pickle.dumps(app.env.project))
    assert project.docnames == {"index", "dep/0001-alpha", "dep/0002-beta"}
    path = project.doc2path("dep/0001-alpha", absolute=True)
    assert Path(path) == site.root / "proposals/0001-alpha.md"
    assert project.discover() == {"index"}


def test_a_document_is_read_anew_when_another_older_file_takes_its_name(site: Site) -> None:
    site.build_clean()
    old = site.write("earlier/0001-alpha.md", "# Earlier\n")
    os.utime(old, (1e9, 1e9))
    site.folder = "earlier"
    site.build_clean()
    assert "dep/0001-alpha" in site.read
    assert "<h1>Earlier" in site.page("dep/0001-alpha")


def test_an_unmounted_folder_vanishes_from_the_environment(site: Site) -> None:
    site.build_clean()
    site.folder = "nothing"
    with site.app() as app:
        app.build()
        assert app.env.found_docs == {"index"}
        assert set(app.env.all_docs) == {"index"}


@pytest.mark.parametrize(
    "builder", ["text", "xml", "latex", "texinfo", "man", "epub", "json", "singlehtml", "gettext"]
)
def test_a_builder_takes_mounted_documents_without_a_warning(site: Site, builder: str) -> None:
    site.options |= {"copyright": "all of us", "version": "1"}
    site.write("proposals/0001-alpha.md", "# Alpha\n\n[x](0002-beta.md) ![x](dot.png)\n")
    site.write_image("proposals/dot.png")
    site.build_clean(builder=builder)
