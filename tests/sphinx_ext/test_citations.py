"""Every form of a citation leads to the proposal, in MyST and in reStructuredText."""

from __future__ import annotations

import pickle
import re
import zlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils.parsers.rst import roles
from docutils.parsers.rst.languages import en as english

from sphinx_deps.taken_roles import TAKEN_ROLES
from sphinx_ext.documentation import EXTENSIONS, Documentation, Result, small_series

PAGE = "dep/0001-alpha.html"
MARKDOWN = {
    "{dep}`1`": (PAGE, "DEP 1"),
    "{dep}`0001`": (PAGE, "DEP 1"),
    "{dep}`DEP-1`": (PAGE, "DEP 1"),
    "{dep}`alpha`": (PAGE, "DEP 1"),
    "{dep}`0001-alpha`": (PAGE, "DEP 1"),
    "{dep:dep}`1`": (PAGE, "DEP 1"),
    "{dep}`words <1>`": (PAGE, "words"),
    "{dep}`1#motivation`": (f"{PAGE}#motivation", "DEP 1: Motivation"),
    "{dep}`words <1#how-it-works>`": (f"{PAGE}#how-it-works", "words"),
    "{dep}`words <1#on_purpose>`": (f"{PAGE}#on-purpose", "words"),
    "{dep:historical}`2`": ("dep/0002-beta.html", "DEP 2"),
    "[words](dep:1)": (PAGE, "words"),
    "[*marked* words](dep:1)": (PAGE, "marked words"),
    "<dep:1>": (PAGE, "DEP 1"),
    "[](dep:1)": (PAGE, "DEP 1"),
    "[](dep:1#motivation)": (f"{PAGE}#motivation", "DEP 1: Motivation"),
    "[words](../proposals/0001-alpha.md)": (PAGE, "words"),
    "[](../proposals/0001-alpha.md)": (PAGE, "Alpha"),
    "[words](../proposals/0001-alpha.md#motivation)": (f"{PAGE}#motivation", "words"),
    "{ref}`dep-1`": (f"{PAGE}#dep-1", "DEP 1"),
    "[](#dep-1)": (f"{PAGE}#dep-1", "DEP 1"),
    "{any}`1`": (PAGE, "DEP 1"),
    "{any}`DEP 1`": (PAGE, "DEP 1"),
    "{any}`dep-1`": (f"{PAGE}#dep-1", "DEP 1"),
    "{doc}`dep/0001-alpha`": (PAGE, "Alpha"),
    "{bep}`1052`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
    "{bep}`BEP-1052`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
    "{dep}`BEP-1052`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
    "{dep}`1052`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
    "{dep:bep}`fast-start`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
}
RESTRUCTURED = {
    ":dep:`1`": (PAGE, "DEP 1"),
    ":dep:`DEP-1`": (PAGE, "DEP 1"),
    ":dep:`words <1>`": (PAGE, "words"),
    ":dep:`1#motivation`": (f"{PAGE}#motivation", "DEP 1: Motivation"),
    ":dep:historical:`2`": ("dep/0002-beta.html", "DEP 2"),
    ":bep:`1052`": ("bep/BEP-1052-fast-start.html", "BEP-1052"),
    ":ref:`dep-1`": (f"{PAGE}#dep-1", "DEP 1"),
    ":any:`DEP 1`": (PAGE, "DEP 1"),
    ":doc:`dep/0001-alpha`": (PAGE, "Alpha"),
}
BEP = """\
extends: basic
prefix: BEP
label: 'BEP-{number}'
documents: {path: 'BEP-(?P<number>\\d{4})-(?P<slug>[\\w-]+)\\.md'}
rules: {missing-section: off}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Pages with every form, one a paragraph."""
    documentation = Documentation(tmp_path_factory.mktemp("citations"))
    small_series(documentation)
    documentation.write("beps/process.yaml", BEP)
    text = (documentation.root / "proposals/0001-alpha.md").read_text(encoding="utf-8")
    documentation.write("beps/BEP-1052-fast-start.md", text.replace("# Alpha", "# Fast start"))
    documentation.write("proposals/0001-alpha.md", f"{text}\n(On_Purpose)=\nA place.\n")
    documentation.options["deps_series"] = ["../proposals", "../beps"]
    documentation.write("docs/guide.md", "# Guide\n\n## About {dep}`3`\n\n" + "\n\n".join(MARKDOWN))
    documentation.write("docs/guide-2.rst", "Guide\n=====\n\n" + "\n\n".join(RESTRUCTURED))
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    return result


@pytest.mark.parametrize("text", MARKDOWN, ids=list(MARKDOWN))
def test_a_citation_in_markdown_leads_to_the_proposal(built: Result, text: str) -> None:
    link = built.page("guide").find_all("p")[list(MARKDOWN).index(text)].a
    assert link is not None
    assert (link["href"], link.get_text()) == MARKDOWN[text]


@pytest.mark.parametrize("text", RESTRUCTURED, ids=list(RESTRUCTURED))
def test_a_citation_in_restructuredtext_leads_to_the_proposal(built: Result, text: str) -> None:
    link = built.page("guide-2").find_all("p")[list(RESTRUCTURED).index(text)].a
    assert link is not None
    assert (link["href"], link.get_text()) == RESTRUCTURED[text]


def test_the_tooltip_of_a_citation_gives_title_and_status(built: Result) -> None:
    link = built.page("guide").find("a", href="dep/0003-gamma.html")
    assert link is not None
    assert link["title"] == "DEP 3: Gamma (Accepted)"


BADGES = """\
# Guide

## As {dep}`3` says

{dep}`3`, {dep}`words <3>`, [](dep:3), {any}`3`, {dep}`3#x`, {dep}`99`.
"""


def test_citations_by_label_show_the_status_behind_it(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", BADGES)
    documentation.options |= {"deps_citation_badge": True, "suppress_warnings": ["deps"]}
    page = documentation.build()
    cited = "DEP 3\N{NO-BREAK SPACE}Accepted"
    words = f"{cited}, words, {cited}, {cited}, {cited}, 99."
    assert page.page("guide").find_all("p")[-1].get_text() == words
    assert page.page("guide").h2.get_text() == "As DEP 3 says¶"  # type: ignore[union-attr]
    assert "_static/deps.css" in page.text("guide.html")
    text = documentation.build(builder="text").text("guide.txt")
    assert "(Accepted), *words*, DEP 3 (Accepted)," in text


def test_a_heading_in_a_directive_stays_short_too(documentation: Documentation) -> None:
    documentation.options["deps_citation_badge"] = True
    documentation.write("docs/guide.md", "# Guide\n\n````{note}\n## As {dep}`3` says\n````\n")
    rubric = documentation.build().page("guide").find(class_="rubric")
    assert rubric is not None
    assert rubric.get_text() == "As DEP 3 says"


@pytest.mark.parametrize("link", ["[x](alpha)", "[x](#alpha)", "[x](#1)", "[x](Alpha)"])
def test_a_link_of_markdown_finds_no_proposal_by_its_name(
    documentation: Documentation, link: str
) -> None:
    documentation.write("docs/guide.md", f"# Guide\n\n{link}\n")
    result = documentation.build()
    assert "cross-reference target not found" in result.warnings
    assert "0001-alpha" not in result.page("guide").decode()
    assert "Cited on pages" not in result.page("dep/0001-alpha").get_text()


def test_a_link_of_markdown_to_the_page_of_a_proposal_cites_it(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n[x](dep/0001-alpha)\n")
    result = documentation.build(strict=True)
    assert result.links("guide") == {"x": PAGE}
    assert "Cited on pages" in result.page("dep/0001-alpha").get_text()


@pytest.mark.parametrize("link", ["{ref}`dep-4`", "[x](#dep-4)", "{any}`dep-4`"])
def test_a_reference_to_the_label_of_another_page_cites_nothing(
    documentation: Documentation, link: str
) -> None:
    documentation.write("docs/guide-log.md", "# Log\n\n(dep-4)=\n## Dependency 4\n")
    documentation.write("docs/guide.md", f"# Guide\n\n{link}\n")
    result = documentation.build(strict=True)
    assert list(result.links("guide").values()) == ["guide-log.html#dep-4"]
    assert "Cited on pages" not in result.page("dep/0004-delta").get_text()


def test_a_citation_in_a_heading_is_shown_by_its_label_in_the_contents(built: Result) -> None:
    sidebar = BeautifulSoup(built.text("guide.html"), "html.parser").find(class_="sphinxsidebar")
    assert sidebar is not None
    assert "About DEP 3" in sidebar.get_text()


def test_pages_that_cite_are_named_on_the_page_of_the_proposal(built: Result) -> None:
    text = built.page("dep/0001-alpha").find(class_="deps-fields")
    assert text is not None
    words = "Cited by: DEP 3: Gamma Cited on pages: Guide, Guide"
    assert words in " ".join(text.get_text().split())


def test_a_disabled_citation_is_text_only(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`!99` {dep}`!words`\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {}
    assert "99 words" in result.page("guide").get_text()


def test_a_reservation_is_named_by_its_label(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\nSee {dep}`6`, [](dep:6) and [it](dep:6).\n")
    result = documentation.build()
    assert "See DEP 6, DEP 6 and it." in result.page("guide").get_text()
    assert [line.partition(" is reserved")[1] for line in result.lines] == [" is reserved"] * 3


def two_of_one_number(documentation: Documentation) -> None:
    documentation.propose("0003-other.md", "Other")


def test_an_ambiguous_number_lists_its_candidates_and_leads_nowhere(
    documentation: Documentation,
) -> None:
    two_of_one_number(documentation)
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`3`\n")
    result = documentation.build()
    (line,) = (line for line in result.lines if line.startswith("docs/guide.md:3"))
    assert "0003-gamma" in line
    assert "0003-other" in line
    assert line.endswith("[deps.ambiguous-proposal]")
    assert result.links("guide") == {}


def test_of_an_ambiguous_number_the_slug_leads_to_the_proposal(
    documentation: Documentation,
) -> None:
    two_of_one_number(documentation)
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`0003-other`, {dep}`gamma`\n")
    hrefs = documentation.build().page("guide").find_all("a", class_="internal")
    assert [link["href"] for link in hrefs] == ["dep/0003-other.html", "dep/0003-gamma.html"]


def test_an_ambiguous_number_is_no_anchor(documentation: Documentation) -> None:
    documentation.build()
    two_of_one_number(documentation)
    result = documentation.build()
    assert "dep/0003-gamma" in result.read
    for page in ("dep/0003-gamma", "dep/0003-other"):
        assert result.page(page).find(id="dep-3") is None
    assert result.page("dep/0003-other").find(id="dep-other") is not None


def test_other_projects_cite_through_the_inventory(
    documentation: Documentation, tmp_path: Path
) -> None:
    documentation.options |= {"project": "Acme", "version": "1"}
    built = documentation.build()
    other = Documentation(tmp_path / "other")
    other.write("docs/guide.md", "# Guide\n\n{external+acme:dep}`1`\n\n<inv:acme:dep:*#0001>\n")
    other.write("docs/index.md", "# Home\n\n```{toctree}\nguide\n```\n")
    other.options |= {
        "extensions": [*EXTENSIONS, "sphinx_deps", "sphinx.ext.intersphinx"],
        "deps_series": [],
        "intersphinx_mapping": {"acme": ("https://acme.org", str(built.output / "objects.inv"))},
    }
    result = other.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    links = result.page("guide").find_all("a", class_="external")
    target = "https://acme.org/dep/0001-alpha.html#dep-1"
    assert [(link["href"], link.get_text()) for link in links] == [
        (target, "DEP 1: Alpha"),
        (target, "DEP 1: Alpha"),
    ]


def test_a_role_of_its_own_finds_what_another_project_has_under_that_of_all(
    built: Result, tmp_path: Path
) -> None:
    other = Documentation(tmp_path / "other")
    cited = ("BEP-1052", "1052")
    roles = "\n\n".join(f"{{external+acme:dep:bep}}`{name}`" for name in cited)
    other.write("docs/index.md", f"# Home\n\n{roles}\n")
    other.write("proposals/process.yaml", "extends: basic\nprefix: BEP\n")
    other.options |= {
        "extensions": [*EXTENSIONS, "sphinx_deps", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {"acme": ("https://acme.org", str(built.output / "objects.inv"))},
    }
    result = other.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    links = result.page("index").find_all("a", class_="external")
    page = "https://acme.org/bep/BEP-1052-fast-start.html#bep-1052"
    assert [link["href"] for link in links] == [page, page]


def test_an_unqualified_citation_never_falls_through_to_an_inventory(
    documentation: Documentation, tmp_path: Path
) -> None:
    built = documentation.build()
    other = Documentation(tmp_path / "other")
    other.write("docs/index.md", "# Home\n\n{dep}`1`\n")
    other.write("proposals/process.yaml", "extends: basic\nprefix: DEP\n")
    other.options |= {
        "extensions": [*EXTENSIONS, "sphinx_deps", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {"acme": ("https://acme.org", str(built.output / "objects.inv"))},
    }
    result = other.build()
    assert result.links("index") == {}
    assert [line.partition("[")[2] for line in result.lines] == ["deps.cites-unknown]"]


def inventory(built: Result) -> dict[tuple[str, str], tuple[str, str]]:
    """Where the objects lie and what they are called, by kind and name."""
    # Sphinx's own reader has another interface in each of its versions; the format has one.
    *_, packed = (built.output / "objects.inv").read_bytes().split(b"\n", 4)
    lines = zlib.decompress(packed).decode().splitlines()
    found = (re.fullmatch(r"(.+?) (\S+:\S+) -?\d+ (\S*) (.+)", line) for line in lines)
    items = (match.groups() for match in found if match)
    return {
        (kind, name): (page.replace("$", name), name if shown == "-" else shown)
        for name, kind, page, shown in items
    }


def test_the_inventory_names_proposals_and_their_anchors(built: Result) -> None:
    objects = inventory(built)
    assert objects["dep:dep", "1"] == ("dep/0001-alpha.html#dep-1", "DEP 1: Alpha")
    names = {name for kind, name in objects if kind == "dep:dep"}
    assert {"1", "0001", "DEP 1", "1052"} <= names
    assert "0001-alpha" not in names
    assert not [name for name in names if "#" in name]
    page, _ = objects["dep:bep", "1052"]
    assert page == "bep/BEP-1052-fast-start.html#bep-1052"
    assert [kind for kind, name in objects if name == "BEP-1052"] == ["dep:dep"]
    assert objects["std:label", "dep-1"][1] == "DEP 1"


def test_a_proposal_without_a_number_of_its_own_is_in_the_inventory_by_its_path(
    documentation: Documentation,
) -> None:
    two_of_one_number(documentation)
    objects = inventory(documentation.build())
    assert objects["dep:dep", "0003-other"][0] == "dep/0003-other.html#dep-other"
    assert ("dep:dep", "3") not in objects


def test_the_inventory_names_sections_where_it_shall(documentation: Documentation) -> None:
    documentation.options["deps_inventory_sections"] = True
    section = ("dep/0001-alpha.html#motivation", "DEP 1: Alpha: Motivation")
    assert inventory(documentation.build())["dep:dep", "1#motivation"] == section


def test_the_inventory_follows_each_edit_and_is_kept_meanwhile(
    documentation: Documentation,
) -> None:
    first = inventory(documentation.build())
    (kept,) = documentation.root.glob("out/doctrees/deps-objects-*.json")
    written = kept.stat().st_ino
    assert inventory(documentation.build()) == first
    assert kept.stat().st_ino == written
    documentation.edit("proposals/0001-alpha.md", "Alpha", "Omega")
    edited = inventory(documentation.build())
    assert edited["dep:dep", "1"] == ("dep/0001-alpha.html#dep-1", "DEP 1: Omega")
    kept.write_bytes(b"[")
    assert inventory(documentation.build()) == edited
    documentation.options["deps_inventory_sections"] = True
    assert ("dep:dep", "1#motivation") in inventory(documentation.build())


def test_the_environment_is_pickled_without_the_catalog(documentation: Documentation) -> None:
    with documentation.app() as app:
        app.build()
        pickled = pickle.dumps(app.env)
    assert b"sphinx_deps.catalog" not in pickled
    assert b"SiteReader" not in pickled


def test_every_role_that_sphinx_has_is_known_to_the_command_line(
    documentation: Documentation,
) -> None:
    documentation.options["extensions"] = ["sphinx_deps"]
    with documentation.app() as app:
        domains = (app.env.get_domain(name).roles for name in ("std", "py"))
        known = {*vars(roles)["_roles"], *english.roles}.union(*domains)
    assert known - {"dep"} <= TAKEN_ROLES


def test_a_role_that_sphinx_has_is_left_to_sphinx(documentation: Documentation) -> None:
    documentation.edit("proposals/process.yaml", "prefix: DEP", "prefix: PEP")
    documentation.options["suppress_warnings"] = ["deps.unknown-proposal"]
    documentation.write("docs/guide.md", "# Guide\n\n{pep}`8` {dep:pep}`1`\n")
    documentation.propose("0004-delta.md", "Delta", body="{pep}`8` {dep:pep}`99`")
    result = documentation.build()
    taken, unknown = result.lines
    assert taken.startswith("proposals/process.yaml:2: WARNING: the role pep is taken")
    assert unknown.startswith('proposals/0004-delta.md:8: WARNING: there is no PEP "99"')
    assert result.links("guide")["PEP 1"] == "pep/0001-alpha.html"
    assert result.links("guide")["PEP 8"].startswith("https://peps.python.org")


def test_a_role_dep_of_somebody_else_is_left_to_them(documentation: Documentation) -> None:
    documentation.edit("proposals/process.yaml", "prefix: DEP", "prefix: BEP")
    documentation.options |= {
        "extensions": [*EXTENSIONS, "sphinx.ext.extlinks", "sphinx_deps"],
        "extlinks": {"dep": ("https://acme.org/%s", "dependency %s")},
    }
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1` {dep:dep}`1` {bep}`2`\n")
    result = documentation.build()
    taken = "WARNING: the role dep is taken: cite with dep:dep, or by the roles of the series"
    assert f"{taken} [deps.process]" in result.lines
    links = {link.get_text(): link["href"] for link in result.page("guide").select("p a")}
    assert links == {
        "dependency 1": "https://acme.org/1",
        "BEP 1": "bep/0001-alpha.html",
        "BEP 2": "bep/0002-beta.html",
    }


@pytest.mark.parametrize("link", ["<dep:über-start>", "<dep:%C3%BCber-start>"])
def test_an_autolink_is_no_address_but_a_name(documentation: Documentation, link: str) -> None:
    documentation.propose("0006-über-start.md", "Yet to come")
    documentation.write("docs/guide.md", f"# Guide\n\n{link}\n")
    links = documentation.build(strict=True).links("guide")
    assert list(links) == ["DEP 6"]
