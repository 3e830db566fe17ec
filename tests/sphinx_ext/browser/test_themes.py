"""What is drawn can be read in every theme: by everybody, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from sphinx_ext.documentation import PROCESS, Documentation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'sphinx_book_theme"),  # theirs to mend
]

THEMES = (
    "alabaster",
    "furo",
    "pydata_sphinx_theme",
    "sphinx_book_theme",
    "sphinx_rtd_theme",
)
# Links and titles of admonitions are too pale everywhere in this theme; it keeps its colours.
PALE = {"sphinx_rtd_theme": ("foreground color: #2980b9", ".admonition-title: ")}
STATUSES = (
    "Draft",
    "Accepted",
    "Implemented",
    "Deferred",
    "Rejected",
    "Withdrawn",
    "Replaced",
    "In discussion",  # none that the process knows
)
PAGES = ("index", "drawn", "dep/0007-replaced", "dep/0001-draft", "dep/0003-implemented")
OURS = (
    ".deps-index",
    ".deps-header",
    ".deps-banner",
    ".deps-table",
    ".deps-card",
    ".deps-timeline",
    "p .deps-badge",
)
HOME = """\
# Home

By {dep}`1`, {dep}`2`, {dep}`3`, {dep}`4`, DEP-5, DEP 0006 and DEP 7.

```{toctree}
drawn
```

```{dep:index}
:toctree:
```

```{dep:index}
:columns: title, authors
:group-by: status
```
"""
DRAWN = """\
# Drawn

As {dep}`1#REQ-1` and {dep}`7` say.

```{dep:items}
```

```{dep:items}
:of: 2
```

```{dep:citations}
```

```{dep:citations}
:by: proposal
:proposals:
```

```{dep:summary} 7
```

```{dep:summary} 3
```

```{dep:timeline}
```

```{dep:index}
:filter: 'status: Draft, Accepted, In discussion'
:columns: number, title, status, authors, created, category, stage, replaces
```
"""
ITEMS = """\
items:
  need:
    heading: 'REQ (?P<number>\\d+): (?P<title>.+)'
    prefix: REQ
    fields: {owner: {label: Owner}, release-target: {}}
"""
BODY = """\
It follows from several words that are written in one sentence, as {dep}`3` tells.

## REQ 1: A requirement of several words that take more than a line on a phone

**Owner**: the [team](https://acme.org) of all of them

**Release Target**: 1.2
"""


@pytest.fixture(scope="module", params=THEMES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of proposals in every stage, in one theme."""
    theme = request.param
    if find_spec(theme) is None:
        pytest.skip(f"the theme {theme} is not installed")
    documentation = Documentation(tmp_path_factory.mktemp(theme))
    documentation.write("docs/index.md", HOME)
    documentation.write("docs/drawn.md", DRAWN)
    fields = "fields: {category: {label: Category}}\n"
    documentation.write("proposals/process.yaml", PROCESS + fields + ITEMS)
    for number, status in enumerate(STATUSES, 1):
        documentation.propose(
            f"{number:04}-{status.partition(' ')[0].lower()}.md",
            f"A proposal of several words that is {status}",
            status,
            authors=("[Ada Lovelace, Alan Turing, '@edsger', '@grace']", "'@ada'")[number % 2],
            body=BODY,
            created=f"202{number % 3 + 4}-04-16",
            category=("Network", "Storage")[number % 2],
            **({"replaced_by": "DEP 3"} if status == "Replaced" else {}),
        )
    options = {"html_theme": theme, "html_title": "Home", "suppress_warnings": ["deps"]}
    documentation.options |= options | {"deps_autolink": True, "deps_citation_badge": True}
    result = documentation.build()
    assert result.status == 0
    return result.output


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_everybody_can_read_and_use_it(
    browser: Browser, built: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    theme = built.parents[1].name.rstrip("0123456789")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    for name in PAGES:
        page.goto((built / f"{name}.html").as_uri())
        drawn = [[one] for one in OURS if page.locator(one).count()]
        assert drawn
        found = axe.run(page, context={"include": drawn}).response["violations"]
        assert [told for one in found for told in violations(one, theme)] == [], name
    page.close()


def violations(found: dict[str, Any], theme: str) -> Iterator[str]:
    """What is wrong where, in a line each."""
    for node in found["nodes"]:
        told = f"{found['id']}: {node['target'][0]}: {node['failureSummary']}"
        if not any(colour in told for colour in PALE.get(theme, ())):
            yield told


def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for name in PAGES:
        page.goto((built / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        too_wide = page.locator(", ".join(f"{one}, {one} *" for one in OURS)).evaluate_all(
            """all => all.filter((one) => one.getBoundingClientRect().right > 390)
                      .map((one) => one.outerHTML)"""
        )
        assert too_wide == []
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_numbers_and_dates_never_break(browser: Browser, built: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((built / "index.html").as_uri())
    lines = page.locator("td.deps-cell-number p, td.deps-cell-created p").evaluate_all(
        "all => all.map(one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert [round(count) for count in lines] == [1] * 2 * len(STATUSES)
    page.close()


BROKEN_WORDS = """
all => all.flatMap((one) => {
  const broken = [];
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (const range = new Range(); texts.nextNode(); ) {
    for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      const tops = [...range.getClientRects()].map((line) => Math.round(line.top));
      if (new Set(tops).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})
"""


@pytest.mark.parametrize("width", [1280, 660, 390])
def test_no_word_of_a_status_or_a_head_breaks(browser: Browser, built: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name in ("index", "drawn"):
        page.goto((built / f"{name}.html").as_uri())
        words = page.locator(".deps-badge, th, .deps-cell-status")
        assert words.count() > len(STATUSES)
        assert words.evaluate_all(BROKEN_WORDS) == [], name
    page.close()


def test_cards_on_a_phone_are_of_one_form(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((built / "index.html").as_uri())
    rows = page.locator(".deps-table").first.locator("tbody tr")
    lines = rows.evaluate_all(
        """all => all.map((row) => [".deps-cell-number p", ".deps-badge", ".deps-cell-created p"]
             .map((name) => row.querySelector(name).getBoundingClientRect())
             .map((one) => one.top + one.height / 2 - row.getBoundingClientRect().top))"""
    )
    assert len(lines) == len(STATUSES)
    assert all(max(line) - min(line) < 4 for line in lines)
    edges = page.locator(".deps-controls, .deps-table tbody tr").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().left)"
    )
    assert max(edges) - min(edges) < 1
    page.close()


def test_no_line_of_a_timeline_has_a_bullet(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built / "drawn.html").as_uri())
    kinds = page.locator(".deps-timeline li").evaluate_all(
        "all => all.map(one => getComputedStyle(one).listStyleType)"
    )
    assert kinds == ["none"] * len(STATUSES)
    page.close()


def test_choices_are_shown_whole(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built / "index.html").as_uri())
    cut = page.locator(".deps-controls select").evaluate_all(
        """all => all.map((one) => {
             const width = one.offsetWidth;
             one.style.flex = "none";
             return one.offsetWidth - width;
           })"""
    )
    assert len(cut) == 8
    assert max(cut) <= 0
    page.close()


def test_what_has_the_focus_has_a_ring(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built / "index.html").as_uri())
    page.keyboard.press("Tab")
    page.get_by_label("Status").first.select_option("Draft")  # so that there is what to reset
    kinds = ".deps-controls input", ".deps-controls select", ".deps-controls button", "th button"
    for kind in (*kinds, ".deps-table a"):
        page.keyboard.press("Shift")
        page.locator(kind).locator("visible=true").first.focus()
        ring = page.evaluate(
            """() => {
              const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
              return [document.activeElement.matches(":focus-visible"), outlineStyle, outlineWidth];
            }"""
        )
        assert ring[0], kind
        assert ring[1] != "none", kind
        assert float(ring[2].removesuffix("px")) >= 1, kind
    page.close()


def test_the_controls_stand_in_one_row(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built / "index.html").as_uri())
    controls = page.locator(".deps-controls").first.locator("> *")
    assert controls.count() == 7
    middles = controls.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(one => one.top + one.height / 2)"
    )
    assert max(middles) - min(middles) < 4
    page.close()
