"""Items on pages: their anchors, the words of citations, and what an edited title rewrites."""

from __future__ import annotations

import pytest
import sphinx
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from sphinx_ext.documentation import Documentation, Result
from sphinx_ext.test_incremental import differences

PAGE = "dep/0007-eta.html"
OFFLINE = f"{PAGE}#req-1-works-offline"
WORDS = "DEP 7 REQ 1: Works offline"
MARKDOWN = {
    "{dep}`7#REQ-1`": (OFFLINE, WORDS),
    "{dep}`7#req-1`": (OFFLINE, WORDS),
    "{dep}`7#req-1-works-offline`": (OFFLINE, WORDS),
    "{dep}`eta#REQ-1`": (OFFLINE, WORDS),
    "{dep}`words <7#REQ-1>`": (OFFLINE, "words"),
    "{dep:historical}`7#REQ-1`": (OFFLINE, WORDS),
    "[](dep:7#REQ-1)": (OFFLINE, WORDS),
    "[words](dep:7#req-1)": (OFFLINE, "words"),
    "<dep:7#REQ-1>": (OFFLINE, WORDS),
    "{dep}`7#phase-1`": (f"{PAGE}#phase-1", "DEP 7 Phase 1"),
}
RESTRUCTURED = {
    ":dep:`7#REQ-1`": (OFFLINE, WORDS),
    ":dep:`words <7#req-1>`": (OFFLINE, "words"),
}
ITEMS = """\
items:
  requirement: {prefix: REQ, heading: 'REQ (?P<number>\\d+) (?P<title>.+)', under: Requirements}
  phase: {heading: 'Phase (?P<number>\\d+)'}
"""
BODY = """\
## Requirements

### REQ 1 Works offline

Text.

### REQ 2 Small

Text.

## Phase 1

Text.
"""


@pytest.fixture
def numbered(documentation: Documentation) -> Documentation:
    """A documentation whose DEP 7 has items, with a page that cites one."""
    process = (documentation.root / "proposals/process.yaml").read_text(encoding="utf-8")
    documentation.write("proposals/process.yaml", process + ITEMS)
    documentation.propose("0007-eta.md", "Eta", body=BODY)
    rows = (documentation.root / "proposals/README.md").read_text(encoding="utf-8")
    documentation.write("proposals/README.md", f"{rows}| 0007 | Eta |\n")
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`7#REQ-1`\n")
    return documentation


@pytest.mark.parametrize(("name", "forms"), [("guide.md", MARKDOWN), ("guide.rst", RESTRUCTURED)])
def test_every_form_of_a_citation_leads_to_the_item(
    numbered: Documentation, name: str, forms: dict[str, tuple[str, str]]
) -> None:
    (numbered.root / "docs/guide.md").unlink()
    title = "Guide\n=====\n\n"
    numbered.write(f"docs/{name}", title + "\n\n".join(forms) + "\n")
    result = numbered.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    links = [paragraph.a for paragraph in result.page("guide").find_all("p")]
    shown = [(str(link["href"]), link.get_text()) for link in links if link]
    assert shown == list(forms.values())
    identifiers = {str(one["id"]) for one in result.page("dep/0007-eta").find_all(id=True)}
    assert {href.partition("#")[2] for href, _ in shown} <= identifiers


def test_the_name_of_an_item_is_an_anchor_of_the_page_once(numbered: Documentation) -> None:
    numbered.edit("proposals/0007-eta.md", "### REQ 2 Small", "(req-2)=\n### REQ 2 Small")
    text = numbered.build().text(PAGE)
    for name in ("req-1", "req-2", "phase-1"):
        assert text.count(f'id="{name}"') == 1


def contents(result: Result) -> str:
    """The table of contents beside the guide."""
    sidebar = BeautifulSoup(result.text("guide.html"), "html.parser").find(class_="sphinxsidebar")
    assert sidebar is not None
    return sidebar.get_text()


def test_a_citation_in_a_heading_has_the_words_of_the_item_in_the_contents(
    numbered: Documentation,
) -> None:
    numbered.write("docs/guide.md", "# Guide\n\n## By {dep}`7#REQ-1`\n\nText.\n")
    assert f"By {WORDS}" in contents(numbered.build())
    numbered.edit("proposals/0007-eta.md", "REQ 1 Works offline", "REQ 1 Needs no network")
    result = numbered.build()
    assert "guide" in result.read
    assert "By DEP 7 REQ 1: Needs no network" in contents(result)
    assert differences(numbered, result) == []


def test_an_edited_title_is_shown_where_the_item_is_cited(numbered: Documentation) -> None:
    numbered.build()
    numbered.edit("proposals/0007-eta.md", "REQ 1 Works offline", "REQ 1 Needs no network")
    result = numbered.build()
    assert result.read == ["dep/0007-eta"]
    assert "guide" in result.written
    assert result.links("guide") == {
        "DEP 7 REQ 1: Needs no network": f"{PAGE}#req-1-needs-no-network"
    }
    assert differences(numbered, result) == []


def test_another_title_of_another_item_leaves_the_citing_page_alone(
    numbered: Documentation,
) -> None:
    numbered.build()
    numbered.edit("proposals/0007-eta.md", "REQ 2 Small", "REQ 2 Tiny")
    result = numbered.build()
    assert result.read == ["dep/0007-eta"]
    assert "guide" not in result.written
    assert differences(numbered, result) == []


def test_a_process_that_no_longer_numbers_makes_items_headings_again(
    numbered: Documentation,
) -> None:
    numbered.build()
    numbered.edit("proposals/process.yaml", ITEMS, "")
    result = numbered.build()
    assert result.read == ["dep/0007-eta"]
    assert [line.endswith("[deps.cites-unknown]") for line in result.lines] == [True]
    assert 'id="req-1"' not in result.text(PAGE)
    assert differences(numbered, result) == []


def test_an_item_that_is_not_there_is_reported_on_every_build(numbered: Documentation) -> None:
    numbered.write("docs/guide.md", "# Guide\n\n{dep}`7#REQ-3`\n")
    for _ in range(2):
        [line] = numbered.build().lines
        assert 'DEP 7 has no section or item "REQ-3"' in line


def test_items_of_a_series_without_pages_lead_to_their_headings(numbered: Documentation) -> None:
    address = "https://example.org/{path}"
    numbered.options["deps_series"] = [{"path": "../proposals", "publish": False, "url": address}]
    numbered.write("docs/index.md", "# Home\n\n{dep}`7#REQ-1`\n")
    (numbered.root / "docs/guide.md").unlink()
    href = "https://example.org/0007-eta.md#req-1-works-offline"
    assert numbered.build(strict=True).links("index") == {WORDS: href}


@pytest.mark.skipif(sphinx.version_info < (8,), reason="Sphinx 7 reads inventories otherwise")
def test_items_are_in_the_inventory_under_their_names(numbered: Documentation) -> None:
    result = numbered.build()
    inventory = InventoryFile.loads((result.output / "objects.inv").read_bytes(), uri="")
    objects = inventory.data["dep:dep"]
    for name in ("7#REQ-1", "7#req-1"):
        assert (objects[name].uri, objects[name].display_name) == (OFFLINE, WORDS)
    assert "7#req-1-works-offline" not in objects
    assert "0007#REQ-1" not in objects


@pytest.mark.skipif(sphinx.version_info < (8,), reason="Sphinx 7 reads inventories otherwise")
def test_sections_of_the_inventory_go_before_the_names_of_items(numbered: Documentation) -> None:
    numbered.edit("proposals/0007-eta.md", "REQ 1 Works offline", "REQ 1")
    numbered.options["deps_inventory_sections"] = True
    result = numbered.build()
    inventory = InventoryFile.loads((result.output / "objects.inv").read_bytes(), uri="")
    objects = inventory.data["dep:dep"]
    assert objects["7#req-1"].display_name == "DEP 7: Eta: REQ 1"
    assert objects["7#REQ-1"].uri == objects["7#req-1"].uri
