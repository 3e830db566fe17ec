"""The links to edit a page and to view its source lead to the file, in every theme."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from sphinx_ext.documentation import PROCESS, Documentation, Result, build_in, proposal_text

pytestmark = pytest.mark.filterwarnings("ignore:'sphinx_book_theme")  # theirs to mend

FILE = "proposals/0001-alpha.md"
GITHUB = "https://github.com/acme/product"
GITLAB = "https://gitlab.com/acme/product"
BITBUCKET = "https://bitbucket.org/acme/product"
FORGE = {"github_user": "acme", "github_repo": "product", "github_version": "main"}
IN_DOCS = {"source_branch": "main", "source_directory": "docs/"}

Options = Mapping[str, object]

CASES: dict[str, tuple[Options, Options, list[str]]] = {
    "furo on github": (
        {"source_repository": f"{GITHUB}/", **IN_DOCS},
        {},
        [f"{GITHUB}/edit/main/{FILE}", f"{GITHUB}/blob/main/{FILE}?plain=true"],
    ),
    "furo on gitlab": (
        {"source_repository": GITLAB, **IN_DOCS},
        {},
        [f"{GITLAB}/-/edit/main/{FILE}", f"{GITLAB}/blob/main/{FILE}"],
    ),
    "furo on bitbucket": (
        {"source_repository": BITBUCKET, **IN_DOCS},
        {},
        [f"{BITBUCKET}/src/main/{FILE}?mode=edit&at=main", f"{BITBUCKET}/src/main/{FILE}"],
    ),
    "furo with forms": (
        {
            "source_edit_link": "https://acme.example/edit?file=docs/{filename}",
            "source_view_link": "https://acme.example/docs/{filename}#top",
        },
        {},
        [f"https://acme.example/edit?file={FILE}", f"https://acme.example/{FILE}#top"],
    ),
    "furo on Read the Docs": (
        {},
        {"READTHEDOCS": True, "conf_py_path": "/docs/", **FORGE},
        [f"{GITHUB}/edit/main/{FILE}", f"{GITHUB}/blob/main/{FILE}?plain=true"],
    ),
    "pydata_sphinx_theme on github": (
        {"use_edit_page_button": True, "secondary_sidebar_items": ["edit-this-page"]},
        {"doc_path": "docs", **FORGE},
        [f"{GITHUB}/edit/main/{FILE}"],
    ),
    "pydata_sphinx_theme with a form": (
        {"use_edit_page_button": True, "secondary_sidebar_items": ["edit-this-page"]},
        {"edit_page_url_template": "https://acme.example/docs/{{ file_name }}?edit"},
        [f"https://acme.example/{FILE}?edit"],
    ),
    "sphinx_book_theme on github": (
        {
            "repository_url": GITHUB,
            "path_to_docs": "docs",
            "use_edit_page_button": True,
            "use_source_button": True,
        },
        {},
        [f"{GITHUB}/blob/main/{FILE}?plain=1", f"{GITHUB}/edit/main/{FILE}"],
    ),
    "sphinx_rtd_theme on github": (
        {},
        {"display_github": True, "conf_py_path": "/docs/", **FORGE},
        [f"{GITHUB}/blob/main/{FILE}"],
    ),
    "sphinx_rtd_theme on gitlab": (
        {"vcs_pageview_mode": "edit"},
        {
            "display_gitlab": True,
            "conf_py_path": "/docs/",
            "gitlab_host": "git.acme.example",
            **{key.replace("hub", "lab"): value for key, value in FORGE.items()},
        },
        [f"https://git.acme.example/acme/product/edit/main/{FILE}"],
    ),
}


@pytest.fixture
def documentation(tmp_path: Path) -> Documentation:
    """A documentation with one proposal outside the source folder, and a companion."""
    made = Documentation(tmp_path)
    made.write("docs/index.md", "# Home\n\n```{dep:index}\n:toctree:\n```\n")
    made.write("proposals/process.yaml", PROCESS)
    made.propose("0001-alpha.md", "Alpha")
    made.write("proposals/0001/notes.md", "# Notes\n")
    made.options |= {"suppress_warnings": ["deps"], "html_title": "Home"}
    return made


def configured(documentation: Documentation, case: str) -> Documentation:
    theme = case.partition(" ")[0]
    if find_spec(theme) is None:
        pytest.skip(f"the theme {theme} is not installed")
    theme_options, context, _links = CASES[case]
    documentation.options |= {
        "html_theme": theme,
        "html_theme_options": dict(theme_options),
        "html_context": dict(context),
        # PyData's theme adds to the list that all others have by default.
        "templates_path": [],
    }
    return documentation


def built(documentation: Documentation, case: str) -> Result:
    result = configured(documentation, case).build()
    assert result.warnings == ""
    return result


def source_links(result: Result, page: str) -> list[str]:
    """The links of a page that lead to a file, in their order."""
    found = result.soup(page).find_all("a", href=True)
    hrefs = dict.fromkeys(str(link["href"]) for link in found)
    return [href for href in hrefs if href.startswith("https://") and ".md" in href]


@pytest.mark.parametrize("case", CASES)
def test_they_lead_to_the_file_of_a_mounted_proposal(
    documentation: Documentation, case: str
) -> None:
    result = built(documentation, case)
    links = CASES[case][2]
    assert sorted(source_links(result, "dep/0001-alpha")) == sorted(links)
    notes = [link.replace(FILE, "proposals/0001/notes.md") for link in links]
    assert sorted(source_links(result, "dep/0001/notes")) == sorted(notes)
    own = [link.replace(FILE, "docs/index.md") for link in links]
    assert sorted(source_links(result, "index")) == sorted(own)


@pytest.mark.parametrize("repository", [True, False], ids=["named", "not named"])
@pytest.mark.parametrize(
    "case",
    ["furo on github", "pydata_sphinx_theme on github", "sphinx_rtd_theme on github"],
)
def test_a_proposal_of_another_repository_is_looked_for_there(
    documentation: Documentation, case: str, repository: bool
) -> None:
    other = "https://github.com/acme/enhancements"
    (documentation.root / ".git").mkdir()
    documentation.write("vendor/enhancements/.git", "gitdir: elsewhere\n")
    documentation.write("vendor/enhancements/deps/0001-alpha.md", proposal_text("Alpha"))
    named = f"repository: {other}\n" if repository else ""
    documentation.write("vendor/enhancements/deps/process.yaml", PROCESS + named)
    documentation.options["deps_series"] = ["../vendor/enhancements/deps"]
    links = source_links(built(documentation, case), "dep/0001-alpha")
    assert set(links) == ({f"{other}/blob/HEAD/deps/0001-alpha.md"} if repository else set())


def test_they_follow_the_repository_that_is_named(documentation: Documentation) -> None:
    (documentation.root / "docs/.git").mkdir()
    (documentation.root / "proposals/.git").mkdir()
    configured(documentation, "sphinx_rtd_theme on github")
    other = "https://github.com/acme/enhancements"
    named = f"{PROCESS}repository: {other}\n"
    for text, link in ((PROCESS, []), (named, [f"{other}/blob/HEAD/0001-alpha.md"])):
        documentation.write("proposals/process.yaml", text)
        assert source_links(documentation.build(), "dep/0001-alpha") == link
    assert documentation.build().written == []
    (documentation.root / "proposals/.git").rmdir()
    (documentation.root / "docs/.git").rename(documentation.root / ".git")
    assert source_links(documentation.build(), "dep/0001-alpha") == [f"{GITHUB}/blob/main/{FILE}"]


def test_what_the_front_matter_says_goes_before(documentation: Documentation) -> None:
    own = "https://acme.example/0001-alpha.md"
    documentation.edit("proposals/0001-alpha.md", "---\n#", f"github_url: {own}\n---\n#")
    result = built(documentation, "sphinx_rtd_theme on github")
    assert source_links(result, "dep/0001-alpha") == [own]


def test_a_page_without_a_source_has_none_of_them(documentation: Documentation) -> None:
    def take_source(
        app: Sphinx, pagename: str, template: str, context: dict[str, object], doctree: object
    ) -> None:
        context["page_source_suffix"] = ""

    with configured(documentation, "sphinx_rtd_theme on github").app() as app:
        app.connect("html-page-context", take_source, priority=400)
        assert source_links(build_in(app), "dep/0001-alpha") == []


def test_an_address_that_is_the_same_for_all_pages_is_left_as_it_is(
    documentation: Documentation,
) -> None:
    pytest.importorskip("furo")
    address = "https://acme.example/contribute"
    documentation.options |= {
        "html_theme": "furo",
        "html_theme_options": {"source_edit_link": address},
        "templates_path": [],
    }
    result = documentation.build()
    assert result.soup("dep/0001-alpha").find("a", href=address)
