"""Whatever proposals hold, nothing of it runs, and pages keep their shape."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from sphinx_ext.browser.conftest import serving
from sphinx_ext.documentation import PROCESS, Documentation

pytestmark = pytest.mark.browser

WORDS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "${alert(1)} {{ 7*7 }} {% raw %}",
    "]]> <![CDATA[ --> <!-- \\N \\L &lt;",
    "\\input{x} $x^2$ %c #1 ~ & _ ^",
    "\u202ereversed \u200f \u202b",
    "\0 bell \a escape \x1b[31m \x9b",
    "x" * 10_000,
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://a.example/"onmouseover="alert(1)',
)
HOME = """\
# Home

```{dep:index}
:toctree:
```

```{dep:index}
:columns: title, category, link, replaced-by
:group-by: status
```

```{dep:graph}
:unrelated:
```

```{dep:timeline}
```
"""
DRAWN = """\
---
orphan: true
---
# Drawn

As {dep}`7`, which says it all, and {dep}`9` say.

```{dep:index}
:static:
:columns: title, status, category
```

```{dep:summary} 7
```

```{dep:summary} 9
```

```{dep:citations}
```

```{dep:citations}
:uncited:
:filter: 'stage: accepted'
```
"""
FIELDS = """\
fields:
  title: {label: Title}
  category: {label: Category}
  link: {label: Link, type: links}
"""
TITLE = "title: {from: [field, heading]}\n"
OURS = (
    ".deps-index, .deps-header, .deps-banner, .deps-timeline, "
    ".deps-diagram, .deps-table, .deps-card"
)


def proposal(title: str, words: str, number: int) -> str:
    """A proposal whose every field holds the words."""
    fields = {
        "title": title,
        "status": words,
        "authors": [words, f"[Eve]({words})"],
        "created": "2025-04-16" if number % 2 else words,
        "category": words,
        "link": [words, f"[see]({words})"],
        "replaces": f"DEP {number + 1}",
        "replaced-by": f"[DEP 99]({words})",
    }
    # JSON is YAML; what YAML cannot hold is escaped.
    return f"---\n{json.dumps(fields)}\n---\n# Heading\n\nText.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages of hostile proposals under a strict policy."""
    documentation = Documentation(tmp_path_factory.mktemp("hostile"))
    documentation.write("proposals/process.yaml", PROCESS + FIELDS + TITLE)
    for number, words in enumerate((*WORDS, *ADDRESSES), 1):
        documentation.write(f"proposals/{number:04}-p.md", proposal(words, words, number))
    documentation.write("proposals/0090-<img src=x onerror=alert(1)>.md", proposal("A", "b", 90))
    documentation.write("docs/index.md", HOME)
    documentation.write("docs/drawn.md", DRAWN)
    documentation.options |= {
        "html_sidebars": {"**": []},
        "html_theme": "alabaster",
        "deps_citation_badge": True,
    }
    result = documentation.build()
    assert not any(ord(mark) < 32 and mark != "\n" for mark in result.warnings)
    (result.output / "favicon.ico").touch()
    with serving(result.output) as address:
        yield address


PAGES = (
    "index",
    "drawn",
    *(f"dep/{number:04}-p" for number in range(1, len(WORDS + ADDRESSES) + 1)),
)


def test_nothing_that_proposals_hold_becomes_an_element_or_an_address(
    page: Page, site: str
) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for name in PAGES:
        page.goto(f"{site}/{name}.html")
        made = page.locator("script:not([src]), img, [onerror], [onmouseover], [onload]")
        assert made.count() == 0, name
        addresses = page.locator("[href], [src], [data]").evaluate_all(
            "all => all.map(one => new URL(one.href || one.src || one.data, location).protocol)"
        )
        assert set(addresses) <= {"http:", "https:"}, name
    assert said == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("index", "drawn", "dep/0007-p", "dep/0009-p"):
        page.goto(f"{site}/{name}.html")
        if not name.startswith("dep/"):  # their headings are the theme's
            assert page.evaluate("document.documentElement.scrollWidth") == width, name
        wide = page.locator(OURS).evaluate_all(
            """all => all.filter(one => one.getBoundingClientRect().right > innerWidth
                       || (one.scrollWidth > one.clientWidth + 1
                           && !one.matches(".deps-diagram")))
                  .map(one => one.className)"""
        )
        assert wide == [], name


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
def test_a_diagram_holds_nothing_that_runs(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(f"{site}/index.html")
    drawn = page.locator("object.graphviz").get_attribute("data")
    assert drawn
    answer = page.goto(f"{site}/{drawn}")
    assert answer
    # What is no XML is refused here.
    elements = list(ElementTree.fromstring(answer.body()).iter())
    assert len([one for one in elements if one.get("class") == "node"]) == len(PAGES) - 1
    assert {str(one.tag).rpartition("}")[2] for one in elements} <= HARMLESS
    attributes = {name for one in elements for name in one.attrib}
    assert [name for name in attributes if name.startswith("on")] == []
    links = [str(value) for one in elements for value in one.attrib.values() if ":" in value]
    assert [link for link in links if "script" in link.partition(":")[0].casefold()] == []
    assert page.locator("script, foreignObject, image").count() == 0
    assert said == []


HARMLESS = {
    "a",
    "ellipse",
    "g",
    "path",
    "polygon",
    "polyline",
    "svg",
    "text",
    "title",
}
TURNED = """
all => all.flatMap((one) => {
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const range = new Range();
  const turned = [];
  for (let before; texts.nextNode(); before = range.getClientRects()) {
    const last = before?.length ? before[before.length - 1] : null;
    range.selectNodeContents(texts.currentNode);
    const first = range.getClientRects()[0];
    if (!last || !first || Math.abs(last.bottom - first.bottom) > 3) continue;
    if (first.left < last.right - 1) turned.push(texts.currentNode.data.slice(0, 40));
  }
  return turned;
})
"""


def test_no_words_turn_round_those_that_follow(page: Page, site: str) -> None:
    for name in ("index", "drawn", "dep/0006-p", "dep/0007-p"):
        page.goto(f"{site}/{name}.html")
        lines = page.locator(
            ".deps-group, .deps-line, .deps-fields dd, .deps-banner p, .deps-timeline li,"
            " .deps-counts, .deps-card > p, .deps-table td, section > p"
        )
        assert page.get_by_text("reversed").count() or name != "drawn"
        assert lines.evaluate_all(TURNED) == [], name
