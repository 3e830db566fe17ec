"""What a build of HTML publishes for programs: `deps.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_ext.documentation import Documentation, Result, small_series

BASE = "https://docs.example.org/en"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """A series with pages, one without, and pages that cite them."""
    made = Documentation(tmp_path_factory.mktemp("exports"))
    small_series(made)
    made.write("docs/guide.md", "# Guide\n\n{dep}`3`\n")
    made.write("docs/api.md", "# API\n\n{dep}`3` and {dep}`1`\n")
    made.edit("docs/index.md", "guide*\n", "guide*\napi\n")
    made.write("beps/process.yaml", "extends: basic\nprefix: BEP\n")
    for name in ("0001-first", "0002-second"):
        made.write(f"beps/{name}.md", f"# {name}\n")
    made.options["deps_series"] = [
        "../proposals",
        {"path": "../beps", "publish": False, "url": "https://acme.org/{path}"},
    ]
    made.options["suppress_warnings"] = ["deps"]
    made.build()
    return made


@pytest.fixture(scope="module")
def built(site: Documentation) -> Result:
    """The pages of it."""
    return site.build()


def catalog(result: Result) -> dict[str, dict[str, Any]]:
    """The proposals in `deps.json` by their labels."""
    document = json.loads(result.text("deps.json"))
    return {one["label"]: one for series in document["series"] for one in series["proposals"]}


def urls(result: Result) -> list[str]:
    found = catalog(result)
    return [found[label]["url"] for label in ("DEP 1", "BEP 2")]


def test_the_catalog_is_valid(built: Result) -> None:
    document = json.loads(built.text("deps.json"))
    Draft202012Validator(catalog_schema()).validate(document)
    assert [one["role"] for one in document["series"]] == ["bep", "dep"]


def test_an_address_leads_from_the_file_to_the_page(built: Result) -> None:
    assert urls(built) == ["dep/0001-alpha.html", "https://acme.org/0002-second.md"]
    assert (built.output / "dep/0001-alpha.html").is_file()


def test_the_pages_that_cite_a_proposal_are_named(built: Result) -> None:
    found = catalog(built)
    assert found["DEP 3"]["cited_by"] == {"proposals": [], "documents": ["api", "guide"]}
    assert found["DEP 1"]["cited_by"] == {
        "proposals": ["dep:0003-gamma.md"],
        "documents": ["api"],
    }
    assert found["BEP 1"]["cited_by"]["documents"] == []


@pytest.mark.parametrize(
    ("builder", "url"),
    [("dirhtml", "dep/0001-alpha/"), ("singlehtml", "index.html#document-dep/0001-alpha")],
)
def test_other_builders_of_pages_have_their_own_addresses(
    site: Documentation, builder: str, url: str
) -> None:
    result = site.build(builder=builder, parallel=2)
    assert urls(result)[0] == url
    assert result.warnings == ""


@pytest.mark.parametrize("builder", ["epub", "json", "text"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")  # theirs to mend
def test_books_and_data_have_none(site: Documentation, builder: str) -> None:
    assert not list(site.build(builder=builder).output.rglob("deps.json*"))


def test_it_is_written_when_it_says_something_else_or_is_gone(
    documentation: Documentation,
) -> None:
    first = documentation.build()
    path = first.output / "deps.json"
    content, written = path.read_bytes(), path.stat().st_ino
    documentation.build()
    assert path.stat().st_ino == written, "nothing changed"
    documentation.edit("proposals/0005-epsilon.md", "Draft", "Accepted")
    assert catalog(documentation.build())["DEP 5"]["status"] == "Accepted"
    documentation.edit("proposals/0005-epsilon.md", "Accepted", "Draft")
    path.write_bytes(b"")
    documentation.build()
    assert path.read_bytes() == content
    path.unlink()
    documentation.build()
    assert path.read_bytes() == content
    documentation.options["html_baseurl"] = BASE
    assert urls_of_one(documentation.build()) == f"{BASE}/dep/0001-alpha.html"
    assert leftovers(first.output) == []


def urls_of_one(result: Result) -> str:
    url: str = catalog(result)["DEP 1"]["url"]
    return url


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob("*.tmp"))
