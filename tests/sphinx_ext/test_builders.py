"""Every builder takes what the extension draws, without a warning, in any number of processes."""

from __future__ import annotations

import re
import zipfile

import pytest

from sphinx_deps.sphinx_ext.placeholders import DrawPlaceholdersInHtml
from sphinx_ext.documentation import PROCESS, Documentation, Result, small_series

GUIDE = """\
# Guide

{dep}`1`, {dep}`1#motivation`, [words](dep:3), [](../proposals/0003-gamma.md), {dep}`BEP 1`.

```{dep:index}
:group-by: status
```

```{dep:index}
:filter: 'status: nothing'
:columns: title, replaced-by
```

```{dep:process}
```

```{dep:graph}
:unrelated:
```

```{dep:graph}
:of: 3
```

```{dep:timeline}
:dates: created, updated
```

```{dep:process}
:show: lifecycle
:series: dep
```

```{dep:items}
```

```{dep:items}
:of: 1
```

```{dep:citations}
```

```{dep:citations}
:by: proposal
:proposals:
```

```{dep:citations}
:uncited:
```

```{dep:summary} DEP 2
```

DEP 3 in plain words, {dep:historical}`2`, {dep}`1#REQ-1` and [](dep:1#REQ-1).
"""

GUIDE_IN_REST = """\
Guide in reStructuredText
=========================

:dep:`1`, :dep:`words <3>`.

.. dep:index::
   :group-by: year

.. dep:process::

.. dep:graph::

.. dep:timeline::

.. dep:items::

.. dep:citations::

.. dep:summary:: DEP 2
"""

ITEMS = "items: {requirement: {prefix: REQ, heading: 'REQ (?P<number>\\d+) (?P<title>.+)'}}\n"
PROPOSAL_DIRECTIVE = """\
# Zeta

```{proposal}
:status: Draft
:authors: Ada Lovelace, Grace Hopper <https://github.com/grace>
:created: 2025-05-01
:discussion: https://acme.org/x
```

Text.
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """A documentation with everything that is drawn, of more than six documents."""
    documentation = Documentation(tmp_path_factory.mktemp("builders"))
    small_series(documentation)
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-in-rest.rst", GUIDE_IN_REST)
    documentation.edit("proposals/process.yaml", "rules:", f"{ITEMS}rules:")
    documentation.edit("proposals/0001-alpha.md", "## How", "### REQ 1 Offline\n\nText.\n\n## How")
    documentation.edit("proposals/README.md", "| 0006 |", "| 0007 | Zeta |\n| 0006 |")
    documentation.write("proposals/0007-zeta.md", PROPOSAL_DIRECTIVE)
    documentation.write(
        "proposals/0001/more.md", "# More\n\nMore words on [it](../0001-alpha.md).\n"
    )
    documentation.write("beps/process.yaml", PROCESS.replace("DEP", "BEP"))
    text = (documentation.root / "proposals/0001-alpha.md").read_text(encoding="utf-8")
    documentation.write("beps/0001-listed.md", text.replace("# Alpha", "# Listed"))
    beps = {"path": "../beps", "publish": False, "url": "https://acme.org/{path}"}
    documentation.options |= {
        "deps_series": ["../proposals", beps],
        "deps_pages": ["status", "authors", "year"],
        "deps_autolink": True,
        "deps_citation_badge": True,
        "deps_feeds": True,
        "html_baseurl": "https://docs.acme.org/",
    }
    return documentation


@pytest.mark.parametrize(
    "builder",
    [
        "html",
        "dirhtml",
        "singlehtml",
        "latex",
        "text",
        "epub",
        "man",
        "texinfo",
        "xml",
        "pseudoxml",
        "gettext",
        "json",
        "pickle",
        "dummy",
        "changes",
    ],
)
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")  # theirs to mend
def test_a_strict_build_passes_for(full: Documentation, builder: str) -> None:
    # All read once, but for "gettext", whose doctrees are none for others.
    output = "translation" if builder == "gettext" else "strict"
    result = full.build(builder=builder, strict=True, output=output)
    assert (result.status, result.warnings) == (0, "")


def test_linkcheck_finds_no_broken_link_of_ours(full: Documentation) -> None:
    full.options["linkcheck_ignore"] = [r"https?://.*"]
    full.options["linkcheck_report_timeouts_as_broken"] = False  # Sphinx 7 asks for a decision
    result = full.build(builder="linkcheck", strict=True)
    assert (result.status, result.warnings) == (0, "")


def contents(result: Result) -> dict[str, bytes]:
    """The files written, those in archives too, without dates and pickles."""
    found: dict[str, bytes] = {}
    for path in result.output.rglob("*"):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                found |= {name: archive.read(name) for name in archive.namelist()}
        elif path.is_file() and not path.name.endswith(("pickle", ".doctree")):
            found[path.relative_to(result.output).as_posix()] = path.read_bytes()
    date = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\dZ|[+-]\d{4})")
    return {name: date.sub(b"", data) for name, data in found.items()}


@pytest.mark.parametrize("builder", ["html", "epub", "gettext", "text"])
def test_two_processes_write_what_one_writes(full: Documentation, builder: str) -> None:
    one = full.build(builder=builder, parallel=1, output=f"one-{builder}")
    two = full.build(builder=builder, parallel=2, output=f"two-{builder}")
    assert one.warnings == two.warnings == ""
    first, second = contents(one), contents(two)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def test_two_processes_say_what_one_says(full: Documentation) -> None:
    full.write("docs/guide-2.md", "# More\n\n{dep}`4`\n{dep}`99`\n")
    said = [full.build(parallel=count, output=f"said-{count}").lines for count in (1, 2)]
    (full.root / "docs/guide-2.md").unlink()
    assert len(said[0]) == 2
    assert said[0] == said[1]


def test_words_alone_say_the_status(full: Documentation) -> None:
    result = full.build(builder="text")
    assert "Replaced" in result.text("dep/0002-beta.txt")
    assert "Replaced by DEP 3: Gamma." in result.text("dep/0002-beta.txt")


def test_translators_get_the_words_of_authors_only(full: Documentation) -> None:
    result = full.build(builder="gettext", output="gettext")
    messages = {
        message
        for path in result.output.rglob("*.pot")
        for message in re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for words in (
        "Number",
        "Cited by",
        "Cited on pages",
        "Authors",
        "Draft (1)",
        "No proposals.",
        "Replaced",
        "Lifecycle",
    ):
        assert words not in messages
    assert {"Alpha", "Motivation", "Guide"} <= messages


def test_one_page_of_html_holds_the_headers_with_working_links(full: Documentation) -> None:
    page = full.build(builder="singlehtml").page("index")
    assert len(page.find_all(class_="deps-header")) == 6
    identifiers = {str(found["id"]) for found in page.find_all(id=True)}
    inner = {str(link["href"]) for link in page.find_all("a", class_="internal")}
    own = {href.rpartition("#")[2] for href in inner if "#" in href}
    assert {f"document-dep/{name}" for name in ("0001-alpha", "0003-gamma")} <= own
    assert {href for href in own if href.startswith("document-")} <= identifiers | {
        f"document-{name}" for name in ("index",)
    }


def test_the_style_is_there_for_html_and_epub(full: Documentation) -> None:
    html = full.build(builder="html")
    assert "_static/deps.css" in html.text("guide.html")
    epub = next(full.build(builder="epub").output.glob("*.epub"))
    with zipfile.ZipFile(epub) as archive:
        assert "_static/deps.css" in archive.namelist()


def test_the_source_folder_and_the_series_stay_as_they_are(documentation: Documentation) -> None:
    before = sorted(documentation.root.rglob("*"))
    documentation.build()
    out = documentation.root / "out"
    after = sorted(path for path in documentation.root.rglob("*") if not path.is_relative_to(out))
    assert after == before


def test_a_link_of_a_header_becomes_a_footnote_in_print(documentation: Documentation) -> None:
    documentation.options["latex_show_urls"] = "footnote"
    address = "https://ada.example"
    documentation.propose("0006-more.md", "More", authors=f"'[Ada]({address})'")
    printed = documentation.build(builder="latex").output.glob("*.tex")
    notes = [
        text for path in printed for text in path.read_text("utf-8").split("\\begin{footnote}")
    ]
    assert any(address in note.partition("\\end{footnote}")[0] for note in notes[1:])


def test_pages_of_html_are_drawn_after_all_transforms_of_sphinx(
    documentation: Documentation,
) -> None:
    with documentation.app() as app:
        own = [
            one.default_priority or 0
            for one in app.registry.get_post_transforms()
            if one.__module__.startswith("sphinx.")
            and not getattr(one, "builders", ())
            and getattr(one, "formats", ()) in {(), ("html",)}
        ]
    assert int(DrawPlaceholdersInHtml.default_priority) > max(own)
