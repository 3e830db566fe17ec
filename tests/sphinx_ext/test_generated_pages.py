"""`deps_pages`: a page for each value of a field, in the toctree and the search, of no file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from sphinx_deps import sphinx_ext
from sphinx_deps.sphinx_ext.listing import SOURCE
from sphinx_ext.differences import SEARCH, differences, search_index
from sphinx_ext.documentation import PROCESS, Documentation, Result, proposal_text, small_series

FIELDS = "fields: {category: {many: true}}\n"
HOSTILE = {
    "<script>alert(1)</script>": "scriptalert1script",
    "*{dep}`1`* [x](y) $a$": "dep1-xy-a",
    "../../up/and away": "upand-away",
    "# ```": None,
    "Process - CI/CD": "process-cicd",
    "Index": None,
    "C++": None,
    "C#": None,
    "\U0001f600": None,
    "\u202eright to left": "right-to-left",
    "李 雷": "李-雷",
    "x" * 10_000: None,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The small series with people, categories and pages."""
    made = Documentation(tmp_path_factory.mktemp("pages"))
    small_series(made)
    made.edit("proposals/process.yaml", "prefix: DEP\n", f"prefix: DEP\n{FIELDS}")
    people = "[Grace Hopper (@grace), Ada Lovelace]"
    made.write(
        "proposals/0001-alpha.md",
        proposal_text("Alpha", "Implemented", authors=people, category="[Core, Docs]"),
    )
    made.write(
        "proposals/0004-delta.md",
        proposal_text("Delta", "Rejected", authors="'@grace'", category="docs"),
    )
    made.options |= {"deps_pages": ["status", "category", "authors"], "html_copy_source": True}
    return made


@pytest.fixture(scope="module")
def built(site: Documentation) -> Result:
    """Its pages, without a warning."""
    before = sorted(site.root.rglob("*"))
    result = site.build(strict=True, parallel=2)
    out = site.root / "out"
    now = sorted(
        path for path in site.root.rglob("*") if not path.is_relative_to(out) and path != out
    )
    assert now == before, "nothing is made in the source folder"
    assert (result.status, result.warnings) == (0, "")
    return result


def pages(result: Result, place: str = "dep") -> list[str]:
    """The generated pages below a folder."""
    below = result.output / place
    found = (path.relative_to(below).with_suffix("").as_posix() for path in below.rglob("*.html"))
    return sorted(name for name in found if not re.match(r"\d{4}", name))


def titles(result: Result, page: str) -> list[str]:
    """The titles in the table of a page."""
    return [cell.get_text() for cell in result.page(page).select("td.deps-cell-title")]


def heading(result: Result, page: str) -> str:
    found = result.page(page).find("h1")
    assert found is not None
    return found.get_text().removesuffix("¶")


def below(result: Result, page: str) -> list[str]:
    """The words of the toctree in a page."""
    return [link.get_text() for link in result.page(page).select(".toctree-wrapper a")]


def test_a_field_has_a_page_and_so_has_each_of_its_values(built: Result) -> None:
    assert pages(built) == [
        "authors",
        "authors/ada-lovelace",
        "authors/grace-hopper",
        "category",
        "category/core",
        "category/docs",
        "status",
        "status/accepted",
        "status/draft",
        "status/implemented",
        "status/rejected",
        "status/replaced",
    ]
    assert heading(built, "dep/status") == "By status"
    assert below(built, "dep/status") == [
        "Draft",
        "Accepted",
        "Implemented",
        "Rejected",
        "Replaced",
    ]
    assert below(built, "dep/category") == ["Core", "Docs"]


def test_a_page_says_what_the_value_means_and_lists_who_has_it(built: Result) -> None:
    page = built.page("dep/status/draft")
    assert heading(built, "dep/status/draft") == "Draft"
    assert "Being written and discussed; nothing is decided." in page.get_text()
    assert titles(built, "dep/status/draft") == ["Epsilon"]
    assert titles(built, "dep/category/docs") == ["Alpha", "Delta"]
    assert built.links("dep/category/docs")["Alpha"] == "../0001-alpha.html"


def test_a_name_and_an_account_are_one_person(built: Result) -> None:
    assert titles(built, "dep/authors/grace-hopper") == ["Alpha", "Delta"]


def test_they_are_in_the_toctree_and_in_the_search(built: Result) -> None:
    text = built.text("dep/status/draft.html")
    assert re.search(r'rel="prev" title="By status" href="../status.html"', text)
    assert re.search(r'rel="next" title="Accepted" href="accepted.html"', text)
    index = search_index(built.output / SEARCH)
    assert "dep/authors/ada-lovelace" in index["docnames"]
    assert "Ada Lovelace" in index["titles"]


def test_they_offer_no_source(built: Result) -> None:
    sources = {path.name for path in (built.output / "_sources").rglob("*") if path.is_file()}
    assert "0001-alpha.md.txt" in sources
    assert not sources & {"draft.md.txt", "status.md.txt", "listing.md.txt"}
    assert "Show Source" in built.text("guide.html")
    assert "Show Source" not in built.text("dep/status.html")


@pytest.mark.parametrize("builder", ["dirhtml", "latex", "epub", "text"])
def test_every_builder_takes_them(site: Documentation, built: Result, builder: str) -> None:
    result = site.build(builder=builder, strict=True)
    assert (result.status, result.warnings) == (0, "")
    if builder == "dirhtml":
        assert (result.output / "dep/status/draft/index.html").is_file()
        assert (result.output / "dep/status/index.html").is_file()


def test_translators_get_nothing_of_them(site: Documentation, built: Result) -> None:
    result = site.build(builder="gettext", output="gettext")
    messages = "".join(path.read_text(encoding="utf-8") for path in result.output.rglob("*.pot"))
    assert 'msgid "Alpha"' in messages
    for words in ("By status", "Draft", "Ada Lovelace", "Being written"):
        assert f'msgid "{words}' not in messages


def test_a_new_status_moves_a_proposal_and_what_is_empty_is_gone(
    documentation: Documentation,
) -> None:
    documentation.options["deps_pages"] = ["status"]
    documentation.build()
    documentation.edit("proposals/0005-epsilon.md", "status: Draft", "status: Accepted")
    moved = documentation.build()
    assert "status/draft" not in pages(moved)
    assert titles(moved, "dep/status/accepted") == ["Gamma", "Epsilon"]
    assert moved.read == ["dep/0005-epsilon", "dep/status", "index"]
    assert "dep/status/rejected" not in moved.written
    documentation.edit("proposals/0004-delta.md", "status: Rejected", "status: Withdrawn")
    again = documentation.build(parallel=2)
    assert "status/withdrawn" in pages(again)
    assert "status/rejected" not in pages(again)
    assert documentation.build().read == []


def test_a_value_that_is_spelled_in_another_way_changes_the_title(
    documentation: Documentation,
) -> None:
    documentation.options["deps_pages"] = ["status"]
    documentation.edit("proposals/0005-epsilon.md", "status: Draft", "status: on the way")
    documentation.options["suppress_warnings"] = ["deps"]
    assert heading(documentation.build(), "dep/status/on-the-way") == "on the way"
    documentation.edit("proposals/0005-epsilon.md", "status: on the way", "status: On the Way")
    assert heading(documentation.build(), "dep/status/on-the-way") == "On the Way"
    documentation.edit(
        "proposals/process.yaml",
        "prefix: DEP\n",
        "prefix: DEP\nstatuses: {On the Way: {stage: draft, meaning: Half of it is there.}}\n",
    )
    known = documentation.build()
    assert "Half of it is there." in known.page("dep/status/on-the-way").get_text()


def test_series_that_share_a_folder_have_pages_of_their_own(documentation: Documentation) -> None:
    documentation.write("reps/process.yaml", "extends: basic\nprefix: REP\n")
    documentation.write("reps/0009-nu.md", proposal_text("Nu"))
    folders = ("../proposals", "../reps")
    documentation.options["deps_series"] = [{"path": one, "at": "all"} for one in folders]
    documentation.options["deps_pages"] = ["year"]
    documentation.options["suppress_warnings"] = ["toc"]
    result = documentation.build()
    made = sorted(path.parent.parent.name for path in result.output.rglob("2025.html"))
    assert made == ["dep", "rep"]


def test_a_folder_whose_name_begins_with_a_dot_holds_its_pages(
    documentation: Documentation,
) -> None:
    documentation.write("docs/.reps/process.yaml", "extends: basic\nprefix: REP\n")
    documentation.write("docs/.reps/0009-nu.md", proposal_text("Nu"))
    documentation.options |= {"deps_series": [".reps"], "deps_pages": ["year"]}
    documentation.options["suppress_warnings"] = ["toc", "deps"]
    assert (documentation.build().output / ".reps" / "year.html").exists()


def test_they_come_and_go_with_the_option(documentation: Documentation) -> None:
    without = documentation.build()
    assert pages(without) == []
    documentation.options["deps_pages"] = ["year"]
    assert pages(documentation.build()) == ["year", "year/2025"]
    documentation.options["deps_pages"] = []
    last = documentation.build()
    assert pages(last) == []
    assert differences(documentation.build(output="clean").output, last.output) == []


def test_what_nobody_should_write_is_a_page_like_any_other(documentation: Documentation) -> None:
    for number, words in enumerate(HOSTILE, 10):
        name = f"proposals/{number:04}-hostile.md"
        documentation.write(
            name, proposal_text(f"T{number}", category=json.dumps([words], ensure_ascii=False))
        )
    documentation.edit("proposals/process.yaml", "prefix: DEP\n", f"prefix: DEP\n{FIELDS}")
    documentation.options |= {"deps_pages": ["category"], "suppress_warnings": ["deps"]}
    result = documentation.build()
    assert result.warnings == ""
    folder = result.output / "dep/category"
    assert {path.parent for path in folder.rglob("*")} == {folder}
    named = {heading(result, f"dep/{name}"): name for name in pages(result)}
    for number, (words, slug) in enumerate(HOSTILE.items(), 10):
        name = named[" ".join(words.split())]
        assert slug is None or name == f"category/{slug}"
        assert len(name) < 90
        assert titles(result, f"dep/{name}") == [f"T{number}"]
    assert "<script>alert" not in result.text("dep/category.html")
    assert len(below(result, "dep/category")) == len(HOSTILE)


def test_each_series_has_its_own_in_its_own_folder(documentation: Documentation) -> None:
    for folder, prefix in (("docs/design", "REP"), ("beps", "BEP"), ("seps", "SEP")):
        documentation.write(f"{folder}/process.yaml", PROCESS.replace("DEP", prefix))
        documentation.write(f"{folder}/0001-one.md", proposal_text("One", "Draft"))
    documentation.options |= {
        "deps_series": [
            {"path": "../proposals", "at": "plans/all"},
            "design",
            "../beps",
            {"path": "../seps", "publish": False, "url": "https://acme.org/{path}"},
        ],
        "deps_pages": ["status"],
    }
    result = documentation.build(strict=True)
    assert result.warnings == ""
    assert "status/draft" in pages(result, "plans/all")
    assert pages(result, "design") == pages(result, "bep") == ["status", "status/draft"]
    assert heading(result, "bep/status/draft") == "Draft (BEP)"
    assert not (result.output / "sep").exists()


def test_a_document_of_that_name_stays_and_is_told_of(documentation: Documentation) -> None:
    documentation.write("docs/dep/status.md", "---\norphan: true\n---\n# Mine\n")
    documentation.options["deps_pages"] = ["status"]
    result = documentation.build()
    assert heading(result, "dep/status") == "Mine"
    assert result.lines == [
        "docs/dep/status.md: WARNING: dep/status is a document of the source folder already; "
        "set `at` for the series [deps.process]"
    ]


def test_a_table_of_some_leads_to_no_generated_page(documentation: Documentation) -> None:
    documentation.options["deps_pages"] = ["status"]
    documentation.edit("docs/index.md", ":toctree:\n", ":toctree:\n:filter: 'stage: accepted'\n")
    result = documentation.build()
    assert not [line for line in result.lines if "dep/status" in line]
    assert 'rel="prev"' not in result.text("dep/status.html")


def test_a_field_that_no_proposal_has_is_told_on_every_build(documentation: Documentation) -> None:
    documentation.options["deps_pages"] = ["author", "status"]
    for result in (documentation.build(), documentation.build()):
        assert result.lines == [
            "WARNING: deps_pages: no proposal has a field 'author'; did you mean authors? "
            "[deps.pages]"
        ]
    assert "status/draft" in pages(result)


@pytest.mark.parametrize("value", [{"status": True}, [1]], ids=str)
def test_a_value_that_is_no_list_of_names_stops_the_build(
    documentation: Documentation, value: object
) -> None:
    documentation.options["deps_pages"] = value
    with pytest.raises(ConfigError, match=r"deps_pages is .*: a list of names of fields"):
        documentation.build()


def test_the_directive_draws_nothing_on_another_page(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n```{dep:listing}\n```\n")
    result = documentation.build(strict=True)
    assert result.warnings == ""
    assert result.page("guide").get_text().split() == ["Guide¶"]


def test_the_file_of_which_they_are_made_is_in_the_package() -> None:
    assert SOURCE.parent == Path(sphinx_ext.__file__).parent
    assert "orphan: true" in SOURCE.read_text(encoding="utf-8")
