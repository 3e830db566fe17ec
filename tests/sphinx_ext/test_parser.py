"""Catalogued documents are pages of one title, whatever headings they have."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_deps.sphinx_ext.mount import Mount, mount
from sphinx_deps.sphinx_ext.parser import PageTitle, wrap_parser
from sphinx_ext.documentation import EXTENSIONS

# MyST 5 asks Sphinx 9 for what Sphinx 11 will take away.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:'(myst_parser|sphinx\.environment\.BuildEnvironment\.app)"
)

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FIRST = PageTitle("Title", replaces_first_heading=True)
INSERTED = PageTitle("Title", replaces_first_heading=False)


@dataclass
class Site:
    """A source folder and the titles that its documents have in a catalog."""

    root: Path
    titles: dict[str, PageTitle] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=lambda: {"show_warning_types": True})
    mounts: tuple[Mount, ...] = ()
    read: list[str] = field(default_factory=list)

    def write(self, path: str, text: str, title: PageTitle | None = None) -> Path:
        file = self.root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if title:
            self.titles[path.removesuffix(".md")] = title
        return file

    @contextmanager
    def app(self, *, parallel: int = 1, output: str = "html") -> Iterator[Sphinx]:
        with docutils_namespace(), patch_docutils(self.root / "docs"):
            app = Sphinx(
                self.root / "docs",
                None,
                self.root / output,
                self.root / f"{output}-doctrees",
                "html",
                confoverrides={"extensions": EXTENSIONS or ["myst_parser"]} | self.options,
                status=None,
                warning=StringIO(),
                parallel=parallel,
            )
            wrap_parser(app, self.titles.get)
            mount(app, lambda: self.mounts)
            app.connect("source-read", lambda app, docname, text: self.read.append(docname))
            yield app

    def build(self, *, parallel: int = 1, output: str = "html") -> str:
        """Build and return the warnings."""
        self.read.clear()
        with self.app(parallel=parallel, output=output) as app:
            app.build()
            return warnings_of(app)

    def page(self, docname: str) -> str:
        return (self.root / "html" / f"{docname}.html").read_text(encoding="utf-8")


def warnings_of(app: Sphinx) -> str:
    assert isinstance(app._warning, StringIO)
    return COLOURS.sub("", app._warning.getvalue())


@dataclass(frozen=True)
class Outline:
    """The sections of a page: level, words and line of each."""

    sections: tuple[tuple[int, str], ...]
    lines: tuple[int | None, ...]

    @classmethod
    def of(cls, doctree: nodes.document) -> Outline:
        titles = [s[0] for s in doctree.findall(nodes.section)]
        return cls(
            tuple((depth(title), title.astext()) for title in titles),
            tuple(title.line for title in titles),
        )


def depth(node: nodes.Node | None) -> int:
    return 0 if node is None else isinstance(node, nodes.section) + depth(node.parent)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def outline(site: Site, text: str, title: PageTitle | None) -> Outline:
    """Build one document, without a warning, and return its outline."""
    site.write("index.md", text, title)
    with site.app() as app:
        app.build()
        assert warnings_of(app) == ""
        return Outline.of(app.env.get_doctree("index"))


def sections(site: Site, text: str, title: PageTitle | None) -> list[tuple[int, str]]:
    return list(outline(site, text, title).sections)


def test_a_document_with_one_title_keeps_its_headings(site: Site) -> None:
    text = "# Title\n\n## A\n\n### B\n\n## C\n"
    assert sections(site, text, FIRST) == [(1, "Title"), (2, "A"), (3, "B"), (2, "C")]


def test_further_first_level_headings_stand_below_the_title(site: Site) -> None:
    text = "# Title\n\n# A\n\n## B\n\n# C\n"
    assert sections(site, text, FIRST) == [(1, "Title"), (2, "A"), (3, "B"), (2, "C")]


def test_no_level_is_skipped_between_two_first_level_headings(site: Site) -> None:
    text = "# Title\n\n## A\n\n#### B\n\n# C\n\n### D\n\n###### E\n"
    expected = [(1, "Title"), (2, "A"), (3, "B"), (2, "C"), (3, "D"), (4, "E")]
    assert sections(site, text, FIRST) == expected


def test_headings_that_only_climb_are_neighbours(site: Site) -> None:
    text = "# Title\n\n#### A\n\n### B\n\n## C\n"
    assert sections(site, text, FIRST) == [(1, "Title"), (2, "A"), (2, "B"), (2, "C")]


def test_a_title_is_inserted_where_no_heading_says_it(site: Site) -> None:
    text = "Words.\n\n### A\n\n## B\n"
    assert sections(site, text, INSERTED) == [(1, "Title"), (2, "A"), (2, "B")]


def test_first_level_headings_that_are_not_the_title_stand_below_it(site: Site) -> None:
    text = "# A\n\n## B\n\n# C\n"
    assert sections(site, text, INSERTED) == [(1, "Title"), (2, "A"), (3, "B"), (2, "C")]


def test_a_first_heading_of_a_lower_level_can_be_the_title(site: Site) -> None:
    assert sections(site, "### Title\n\n## A\n", FIRST) == [(1, "Title"), (2, "A")]


def test_headings_above_a_late_first_level_heading_are_kept(site: Site) -> None:
    text = "## Status\n\n# Title itself\n\n## A\n"
    expected = [(1, "Title"), (2, "Status"), (2, "Title itself"), (3, "A")]
    assert sections(site, text, FIRST) == expected


def test_six_levels_below_an_inserted_title_are_seven(site: Site) -> None:
    text = "\n\n".join(f"{'#' * level} L{level}" for level in range(1, 7))
    assert sections(site, text, INSERTED)[-1] == (7, "L6")


def test_an_empty_document_has_its_title(site: Site) -> None:
    assert sections(site, "", INSERTED) == [(1, "Title")]


def test_underlined_headings_are_put_right_too(site: Site) -> None:
    text = "Title\n=====\n\nA\n=\n\nB\n-\n"
    assert sections(site, text, FIRST) == [(1, "Title"), (2, "A"), (3, "B")]


def test_the_title_stands_below_front_matter_and_above_the_first_block(site: Site) -> None:
    site.write("index.md", "---\nauthor: me\n---\n\n**Status**: Draft\n\n## A\n", INSERTED)
    assert site.build() == ""
    page = site.page("index")
    assert page.index("<h1>Title") < page.index("<strong>Status") < page.index("<h2>A")
    assert "<title>Title" in page


def test_a_prefix_that_the_title_lost_is_gone_and_markup_stays(site: Site) -> None:
    title = PageTitle("The new core", replaces_first_heading=True)
    site.write("index.md", "# BEP-1: The `new` *core*\n", title)
    assert site.build() == ""
    assert "<h1>The <code" in site.page("index")
    assert "<em>core</em>" in site.page("index")
    assert "BEP-1:" not in site.page("index")


def test_html_in_a_title_stays_beside_its_words(site: Site) -> None:
    title = PageTitle("The new core", replaces_first_heading=True)
    site.write("index.md", '# BEP-1: The <a id="b"></a> new core <a id="c"></a>\n', title)
    site.write("two.md", '---\norphan: true\n---\n# The new core <a id="c"></a>\n', title)
    assert site.build() == ""
    assert '<h1>The <a id="b"></a> new core <a id="c"></a>' in site.page("index")
    assert '<h1>The new core <a id="c"></a>' in site.page("two")


def test_a_title_with_other_words_replaces_the_heading(site: Site) -> None:
    assert sections(site, "# Other *words*\n", FIRST) == [(1, "Title")]


def test_true_lines_stay(site: Site) -> None:
    text = "Words.\n\n# A\n\nMore.\n\n### B\n"
    assert outline(site, text, INSERTED).lines == (1, 3, 7)


def test_a_warning_names_its_true_line(site: Site) -> None:
    file = site.write("index.md", "Words.\n\n# A\n\n[x](#nowhere)\n", INSERTED)
    assert site.build().startswith(f"{file}:5: WARNING: ")


def test_headings_in_quotes_lists_and_directives_are_left_alone(site: Site) -> None:
    text = "# Title\n\n> # Q\n\n- # L\n\n```{note}\n# N\n```\n\n# A\n"
    assert sections(site, text, FIRST) == [(1, "Title"), (2, "A")]


def test_headings_in_code_are_left_alone(site: Site) -> None:
    assert sections(site, "# Title\n\n```\n# Code\n```\n", FIRST) == [(1, "Title")]


def test_a_document_outside_the_catalog_is_parsed_as_ever(site: Site) -> None:
    assert sections(site, "# A\n\n# B\n", None) == [(1, "A"), (1, "B")]


def test_a_document_outside_the_catalog_is_warned_about_as_ever(site: Site) -> None:
    site.write("index.md", "# A\n\n### B\n")
    assert "[myst.header]" in site.build()


def test_a_front_matter_title_makes_no_second_title(site: Site) -> None:
    site.options["myst_title_to_header"] = True
    text = "---\ntitle: Front\n---\n\n## A\n"
    assert sections(site, text, INSERTED) == [(1, "Title"), (2, "A")]


def test_broken_front_matter_is_reported_once_and_the_page_has_its_title(site: Site) -> None:
    site.write("index.md", "---\na: [\n---\n\n## A\n", INSERTED)
    assert site.build().count("[myst.topmatter]") == 1
    assert "<h1>Title" in site.page("index")


def test_front_matter_options_of_myst_hold(site: Site) -> None:
    text = "---\nmyst:\n  enable_extensions: [deflist]\n---\n\n# Title\n\nTerm\n: Meaning\n"
    site.write("index.md", text, FIRST)
    assert site.build() == ""
    assert "<dd><p>Meaning" in site.page("index")


def test_a_page_of_the_catalog_has_the_metadata_that_myst_reads(site: Site) -> None:
    said = "status: Draft\ndate: 2026-01-05\nauthors: [Ada, Bob]\nnumber: 0012\nnone:\n"
    text = f"---\n{said}nested: {{a: [1, 2.50]}}\n---\n\n# Title\n"
    site.write("index.md", text, FIRST)
    site.write("other.md", f"{text}\n[](index.md)\n")
    with site.app() as app:
        app.build()
        ours, theirs = (dict(app.env.metadata[name]) for name in ("index", "other"))
    # MyST was asked for no anchors there.
    del ours["myst_slugs"]
    assert ours == theirs
    assert ours["date"] == "2026-01-05"


def test_front_matter_that_speaks_of_myst_sets_nothing(site: Site) -> None:
    site.write("index.md", "---\nsummary: how myst is read\n---\n\n# Title\n", FIRST)
    assert site.build() == ""


def test_what_a_page_sets_and_defines_is_not_there_on_the_next(site: Site) -> None:
    options = "---\nmyst:\n  enable_extensions: [deflist]\n---\n\n"
    defined = "[there]: https://example.org/\n"
    text = "# Title\n\n## Part\n\nTerm\n: Meaning, see [there]\n\n"
    site.write("a.md", f"{options}{text}{defined}", FIRST)
    site.write("b.md", text, FIRST)
    site.write("index.md", "# Start\n\n```{toctree}\na\nb\n```\n")
    assert site.build() == ""
    first, second = site.page("a"), site.page("b")
    assert "<dd><p>Meaning" in first
    assert ": Meaning, see [there]" in second
    assert first.count('id="part"') == second.count('id="part"') == 1


def test_an_anchor_holds_for_each_level(site: Site) -> None:
    headings = "".join(f"{'#' * level} Level {level}\n\n" for level in range(1, 7))
    links = "".join(f"[x](#level-{level})\n" for level in range(1, 7))
    site.write("index.md", f"{headings}{links}", INSERTED)
    assert site.build() == ""
    assert 'href="#level-6"' in site.page("index")


def test_anchors_are_githubs(site: Site) -> None:
    text = "# Title\n\n## Why? & How\n\n## 2. `a_b` c\n\n## 2. `a_b` c\n\n"
    links = "[x](#why--how) [x](#2-a_b-c) [x](#2-a_b-c-1)\n"
    site.write("index.md", text + links, FIRST)
    assert site.build() == ""


def test_an_anchor_holds_from_another_page(site: Site) -> None:
    site.write("index.md", "# Home\n\n[x](./one.md#some-section) [](one.md#some-section)\n")
    site.write("one.md", "---\norphan: true\n---\n# Title\n\n# Some section\n", FIRST)
    assert site.build() == ""
    assert 'href="one.html#some-section"' in site.page("index")
    assert ">Some section</span>" in site.page("index")


def test_the_title_is_linked_by_the_name_that_its_file_gives_it(site: Site) -> None:
    site.write("index.md", "# BEP-1: Title\n\n## Title\n\n[x](#bep-1-title) [y](#title)\n", FIRST)
    assert site.build() == ""
    assert 'href="#title">x</a>' in site.page("index")
    assert 'href="#id1">y</a>' in site.page("index")


def test_an_inserted_title_takes_no_anchor_from_a_heading(site: Site) -> None:
    site.write("index.md", "## Title\n\n[](#title)\n", INSERTED)
    assert site.build() == ""
    assert 'href="#id1"' in site.page("index")


def test_the_page_is_one_entry_of_a_toctree(site: Site) -> None:
    site.write("index.md", "# Home\n\n```{toctree}\n:maxdepth: 1\none\n```\n")
    site.write("one.md", "# Title\n\n# A\n\n# B\n", FIRST)
    assert site.build() == ""
    main = site.page("index").split('<div class="toctree-wrapper')[1].split("</div>")[0]
    assert main.count("toctree-l1") == 1


def test_titles_are_put_right_in_every_process(site: Site) -> None:
    names = [f"p{number:02}" for number in range(12)]
    site.write("index.md", "# Home\n\n```{toctree}\n:glob:\np*\n```\n")
    for name in names:
        site.write(
            f"{name}.md", "## A\n\n#### B\n", PageTitle(f"T {name}", replaces_first_heading=False)
        )
    assert site.build(parallel=1, output="one") == ""
    assert site.build(parallel=2, output="html") == ""
    assert all(f"<h1>T {name}" in site.page(name) for name in names)
    assert differences(site.root / "one", site.root / "html") == []


def differences(left: Path, right: Path) -> list[str]:
    files = {p.relative_to(root) for root in (left, right) for p in root.rglob("*") if p.is_file()}
    names = sorted(file.as_posix() for file in files)
    _, differing, missing = filecmp.cmpfiles(left, right, names, shallow=False)
    return differing + missing


def test_a_translation_holds_no_inserted_titles(site: Site) -> None:
    catalog = Catalog(locale="de")
    catalog.add("Good words.", "Gute Worte.")
    compiled = site.root / "locale/de/LC_MESSAGES/index.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalog)
    site.options |= {"language": "de", "locale_dirs": [str(site.root / "locale")]}
    assert sections(site, "Good words.\n\n## A\n", INSERTED) == [(1, "Title"), (2, "A")]
    assert site.page("index").count("<p>Gute Worte.</p>") == 1


# -- real proposals ---------------------------------------------------------------------------


SERIES = {"dep": "dynamo/deps", "rep": "ray/reps", "bep": "backendai/proposals"}
HEADING = re.compile(r"\A# +(?:BEP-\d+:\s*)?(?P<title>.+?) *\Z")


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory, corpora: Path) -> Site:
    """All documents of three series, proposals and what belongs to them, with crude titles."""
    site = Site(tmp_path_factory.mktemp("real"))
    site.mounts = tuple(
        Mount(prefix, corpora / path, documents_in(corpora / path))
        for prefix, path in SERIES.items()
    )
    for mounted in site.mounts:
        for path in mounted.documents:
            site.titles[mounted.docname(path)] = crude_title(mounted.folder / path)
    patterns = "".join(f"{prefix}/*\n{prefix}/*/*\n{prefix}/*/*/*\n" for prefix in SERIES)
    toctree = f"```{{toctree}}\n:glob:\n:maxdepth: 1\n\n{patterns}```\n"
    site.write("index.md", f"# Home\n\n{toctree}")
    return site


def documents_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md")))


def crude_title(path: Path) -> PageTitle:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    match = HEADING.match(headings[0]) if headings else None
    if match is None:
        return PageTitle(path.stem, replaces_first_heading=False)
    return PageTitle(re.sub(r"[`*]", "", match["title"]), replaces_first_heading=True)


@pytest.mark.corpora
def test_real_proposals_have_one_title_each_and_no_heading_is_warned_about(
    real_site: Site,
) -> None:
    assert "[myst.header]" not in real_site.build()
    assert sorted(real_site.read) == sorted([*real_site.titles, "index"])
    main = real_site.page("index").split('<div class="toctree-wrapper')[1].split("</div>")[0]
    assert main.count('class="toctree-l1"') == len(real_site.titles)
    pages = [real_site.page(docname) for docname in real_site.titles]
    assert {page.count("<h1>") for page in pages} == {1}


@pytest.mark.corpora
def test_real_proposals_have_their_images(real_site: Site) -> None:
    real_site.build()
    pages = [real_site.page(docname) for docname in real_site.titles]
    sources = {name for page in pages for name in re.findall(r'src="[./]*_images/([^"]+)"', page)}
    copied = {path.name for path in (real_site.root / "html/_images").iterdir()}
    assert sources
    assert sources <= copied


@pytest.mark.corpora
def test_real_proposals_are_read_once_but_for_those_that_want_missing_images(
    real_site: Site,
) -> None:
    real_site.build()
    real_site.read.clear()
    with real_site.app() as app:
        app.build()
        wanted = app.env.dependencies
        broken = {name for name in wanted if any(not Path(p).exists() for p in wanted[name])}
        assert set(real_site.read) == broken


@pytest.mark.corpora
def test_real_proposals_are_the_same_from_one_process_and_from_two(
    real_site: Site,
) -> None:
    real_site.build()
    fresh = Site(real_site.root, real_site.titles, mounts=real_site.mounts)
    fresh.build(parallel=2, output="two")
    assert differences(real_site.root / "html", real_site.root / "two") == []
