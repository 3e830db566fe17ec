"""Where the proposals of a series appear, and what `conf.py` may say of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from sphinx_ext.documentation import PROCESS, Documentation, Result


def test_a_series_outside_the_source_folder_appears_under_its_role(
    documentation: Documentation,
) -> None:
    assert documentation.build().page("dep/0001-alpha").h1 is not None


def test_a_series_inside_the_source_folder_appears_where_it_lies(
    documentation: Documentation,
) -> None:
    documentation.options["deps_series"] = ["design"]
    # Not by `suppress_warnings`: Sphinx 7 gives the warning no name.
    documentation.edit("proposals/README.md", "# Registry", "---\norphan: true\n---\n# Registry")
    shutil.move(documentation.root / "proposals", documentation.root / "docs/design")
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1`, [](design/0001-alpha.md)\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {
        "DEP 1": "design/0001-alpha.html",
        "Alpha": "design/0001-alpha.html",
    }


def test_a_series_outside_the_source_folder_may_link_the_anchor_of_a_proposal(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n(install)=\n## How to install\n")
    links = "[one](#dep-2) and [two](#motivatio)"
    documentation.edit("proposals/0001-alpha.md", "## Motivation", f"{links}\n\n## Motivation")
    told = [line for line in documentation.build().lines if "broken-anchor" in line]
    assert ["#motivatio" in line for line in told] == [True]


@pytest.mark.parametrize("folder", ["../proposals", "design"])
def test_a_series_appears_under_the_wanted_name(documentation: Documentation, folder: str) -> None:
    if folder == "design":
        shutil.move(documentation.root / "proposals", documentation.root / "docs/design")
    documentation.options["deps_series"] = [{"path": folder, "at": "accepted/ideas"}]
    documentation.options["exclude_patterns"] = ["design/README.md"]
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1`\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {"DEP 1": "accepted/ideas/0001-alpha.html"}


@pytest.mark.parametrize(
    ("at", "place"), [("rfcs/", "rfcs/"), ("./rfcs//old", "rfcs/old/"), (".", ""), ("./", "")]
)
def test_the_wanted_name_may_be_spelt_in_any_way(
    documentation: Documentation, at: str, place: str
) -> None:
    documentation.options |= {
        "deps_series": [{"path": "../proposals", "at": at}],
        "deps_pages": ["status"],
    }
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1`\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {"DEP 1": f"{place}0001-alpha.html"}
    assert "Epsilon" in result.page(f"{place}status/draft").get_text()


def test_a_folder_without_a_process_is_read_under_a_given_one(documentation: Documentation) -> None:
    process = (documentation.root / "proposals/process.yaml").rename(documentation.root / "p.yaml")
    assert process.is_file()
    documentation.options["deps_series"] = [{"path": "../proposals", "process": "../p.yaml"}]
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    documentation.options["deps_series"] = [{"path": Path("../proposals"), "process": "basic"}]
    documentation.options["suppress_warnings"] = ["deps"]
    assert documentation.build().page("ep/0001-alpha") is not None


def unpublished(documentation: Documentation, **keys: object) -> Result:
    documentation.options["deps_series"] = [{"path": "../proposals", "publish": False, **keys}]
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1`, {dep}`words <1#motivation>`\n")
    return documentation.build(strict=True)


def test_an_unpublished_series_is_listed_and_cited_at_its_address(
    documentation: Documentation,
) -> None:
    result = unpublished(documentation, url="https://acme.org/{path}?plain")
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {
        "DEP 1": "https://acme.org/0001-alpha.md?plain",
        "words": "https://acme.org/0001-alpha.md?plain#motivation",
    }
    assert result.links("index")["Gamma"] == "https://acme.org/0003-gamma.md?plain"
    assert list(result.output.glob("dep/*")) == []


def test_the_path_in_the_address_of_a_proposal_is_encoded(documentation: Documentation) -> None:
    documentation.propose("0006-c#-50%.md", "Yet to come")
    links = unpublished(documentation, url="https://acme.org/{path}").links("index")
    assert links["Yet to come"] == "https://acme.org/0006-c%23-50%25.md"


def test_an_unpublished_series_is_read_in_its_repository(documentation: Documentation) -> None:
    documentation.edit("proposals/process.yaml", "rules:", "repository: https://x.org/a/b\nrules:")
    (documentation.root / ".git").mkdir()
    links = unpublished(documentation).links("guide")
    assert links["DEP 1"] == "https://x.org/a/b/blob/HEAD/proposals/0001-alpha.md"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//",
        "JaVaScRiPt:alert(1)//",
        "data:text/html,x",
        "//x.org/a",
        "ftp://x/a",
    ],
)
def test_a_repository_that_is_no_address_of_the_web_is_no_link(
    documentation: Documentation, address: str
) -> None:
    documentation.edit("proposals/process.yaml", "rules:", f"repository: '{address}'\nrules:")
    (documentation.root / ".git").mkdir()
    result = unpublished(documentation)
    assert result.links("guide") == {}
    assert "DEP 1, words" in result.page("guide").get_text()
    assert result.page("index").select("td a") == []


def test_an_unpublished_series_without_an_address_is_text(documentation: Documentation) -> None:
    result = unpublished(documentation)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("guide") == {}
    assert "DEP 1, words" in result.page("guide").get_text()


def test_an_unpublished_series_inside_the_source_folder_has_no_pages(
    documentation: Documentation,
) -> None:
    shutil.move(documentation.root / "proposals", documentation.root / "docs/design")
    documentation.options["deps_series"] = [{"path": "design", "publish": False}]
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert list(result.output.glob("design/*")) == []


def test_companions_are_pages_outside_the_toctree(documentation: Documentation) -> None:
    documentation.write("proposals/0001/more.md", "# More\n\n[back](../0001-alpha.md)\n")
    documentation.edit("proposals/0001-alpha.md", "Text.", "See [more](0001/more.md).")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("dep/0001-alpha")["more"] == "0001/more.html"
    assert result.links("dep/0001/more")["back"] == "../0001-alpha.html"


def test_a_name_that_is_taken_is_told(documentation: Documentation) -> None:
    documentation.write("docs/dep/0001-alpha.md", "---\norphan: true\n---\n# Mine\n")
    for _time in range(2):
        (line,) = documentation.build().lines
        assert line == (
            "docs/dep/0001-alpha.md: WARNING: dep/0001-alpha is a document of the source folder "
            "already; set `at` for the series [deps.process]"
        )


def test_a_folder_without_a_process_says_which_two_lines_cure_it(
    documentation: Documentation,
) -> None:
    (documentation.root / "proposals/process.yaml").unlink()
    (line,) = documentation.build().lines
    assert line.startswith("proposals/process.yaml:1: WARNING: the folder has no process.yaml")
    assert '"extends: basic" and "prefix: DEP"' in line


def test_a_folder_that_is_not_there_is_told(documentation: Documentation) -> None:
    documentation.options["deps_series"] = ["../propsals"]
    (line,) = documentation.build().lines
    assert "there is no folder" in line


def test_the_process_written_after_all_is_seen_on_the_next_build(
    documentation: Documentation,
) -> None:
    text = (documentation.root / "proposals/process.yaml").read_text(encoding="utf-8")
    (documentation.root / "proposals/process.yaml").unlink()
    documentation.build()
    documentation.write("proposals/process.yaml", text)
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


def test_two_series_of_one_role_are_told(documentation: Documentation) -> None:
    documentation.write("more/process.yaml", PROCESS)
    documentation.options["deps_series"] = ["../proposals", "../more"]
    (line,) = documentation.build().lines
    assert line.startswith("more/process.yaml:")
    assert 'the role "dep" is that of' in line


def test_without_a_series_nothing_is_said(documentation: Documentation) -> None:
    documentation.options["deps_series"] = []
    documentation.edit("docs/index.md", "{dep:index}", "{note}")
    documentation.edit("docs/index.md", ":toctree:", "Words.")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("deps_series", {"path": "x"}, "a list of folders is expected"),
        ("deps_series", [7], "entry 1: a path, or a mapping with a path, is expected"),
        ("deps_series", [{"at": "x"}], "entry 1: a path, or a mapping with a path, is expected"),
        (
            "deps_series",
            ["x", {"path": "x", "publsh": 1}],
            "entry 2: unknown key 'publsh'; did you mean 'publish'?",
        ),
        ("deps_series", [{"path": "x", "zzz": 1}], "unknown key 'zzz'; one of path, process, at"),
        ("deps_series", [{"path": "x", "publish": "no"}], "entry 1: 'publish' is 'no'"),
        ("deps_series", [{"path": "x", "at": "/srv/rfcs"}], "entry 1: 'at' is '/srv/rfcs'"),
        ("deps_series", [{"path": "x", "at": "a/../../up"}], "entry 1: 'at' is 'a/../../up'"),
        ("deps_fail_on", "warnings", "deps_fail_on is 'warnings': one of never, error, warning"),
    ],
    ids=[
        "no list",
        "no path",
        "no path in a mapping",
        "a misspelt key",
        "a wrong key",
        "a wrong value",
        "pages anywhere",
        "pages beside the others",
        "a wrong severity",
    ],
)
def test_a_wrong_configuration_stops_the_build(
    documentation: Documentation, option: str, value: object, message: str
) -> None:
    documentation.options[option] = value
    with pytest.raises(ConfigError) as raised:
        documentation.build()
    assert message in str(raised.value)
