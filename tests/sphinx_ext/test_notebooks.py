"""With myst-nb, which takes `.md` for its own, proposals are pages as ever, beside notebooks.

`tests/compatibility` runs them where myst-nb is installed, as all other tests of the Sphinx face.
"""

from __future__ import annotations

import json
import re

import pytest

from sphinx_ext.documentation import EXTENSIONS, Documentation, Result, build_in, proposal_text

if "myst_nb" not in EXTENSIONS:
    pytest.skip("SPHINX_DEPS_EXTENSIONS does not name myst_nb", allow_module_level=True)

FENCES = """\
## Motivation

```mermaid
graph TD; a --> b
```

```python
print("never run")
```

```
plain
```
"""
TEXT_NOTEBOOK = """\
---
file_format: mystnb
kernelspec:
  name: python3
---
# Measured

As {dep}`3` says, and {dep}`99`.

```{code-cell} ipython3
print("never run")
```
"""


def notebook(*cells: tuple[str, str]) -> str:
    """A notebook as Jupyter writes it."""
    written: list[dict[str, object]] = [
        {"cell_type": kind, "id": f"cell-{place}", "metadata": {}, "source": text}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, text) in enumerate(cells)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    return json.dumps({"cells": written, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def noted(documentation: Documentation) -> Documentation:
    """A proposal with fences, and notebooks in both forms that cite proposals."""
    # No lexer for `mermaid`, and none for notebooks without their kernel: not of our making.
    documentation.options["suppress_warnings"] = ["misc.highlighting_failure", "myst-nb.lexer"]
    documentation.write("proposals/0001-alpha.md", proposal_text("Alpha", body=FENCES))
    documentation.write(
        "docs/guide-run.ipynb",
        notebook(("markdown", "# Run\n\nAs {dep}`3` says."), ("code", "print('never run')")),
    )
    documentation.write("docs/guide-text.md", TEXT_NOTEBOOK)
    return documentation


def words(result: Result, docname: str) -> str:
    return " ".join(result.page(docname).get_text().split())


def test_the_fences_of_a_proposal_are_drawn_below_its_header(noted: Documentation) -> None:
    result = noted.build()
    page = result.page("dep/0001-alpha")
    assert page.h1 is not None
    assert len(page.find_all(class_="deps-header")) == 1
    assert [block.get_text().strip() for block in page.find_all("pre")] == [
        "graph TD; a --> b",
        'print("never run")',
        "plain",
    ]


@pytest.mark.parametrize("docname", ["guide-run", "guide-text"])
def test_a_notebook_cites_a_proposal(noted: Documentation, docname: str) -> None:
    result = noted.build()
    assert result.links(docname)["DEP 3"] == "dep/0003-gamma.html"
    assert {"Run", "Measured"} <= set(result.links("dep/0003-gamma"))


def test_a_citation_in_a_notebook_that_leads_nowhere_is_told_on_every_build(
    noted: Documentation,
) -> None:
    first, second = noted.build(strict=True), noted.build(strict=True)
    (line,) = first.lines
    # myst-nb counts the lines of its notebooks in its own way.
    assert re.match(r"docs/guide-text\.md:\d+: WARNING: there is no proposal \"99\"", line)
    assert (first.status, second.status) == (1, 1)
    assert (second.lines, second.read) == ([line], [])


def test_a_citation_in_a_cell_is_told_with_the_file(noted: Documentation) -> None:
    noted.write("docs/guide-text.md", "# Nothing\n")
    noted.write("docs/guide-run.ipynb", notebook(("markdown", "# Run\n\n{dep}`98`")))
    (line,) = noted.build().lines
    assert line.startswith("docs/guide-run.ipynb:")
    assert 'there is no proposal "98"' in line


@pytest.mark.parametrize("docname", ["guide-run", "guide-text"])
def test_a_changed_status_is_shown_in_the_notebook(noted: Documentation, docname: str) -> None:
    noted.build()
    noted.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    result = noted.build()
    assert result.read == ["dep/0003-gamma"]
    assert docname in result.written
    assert "Gamma (Implemented)" in result.text(f"{docname}.html")


def test_a_proposal_that_is_a_notebook_has_its_header(noted: Documentation) -> None:
    noted.edit("proposals/0003-gamma.md", "---\nstatus", "---\nfile_format: mystnb\nstatus")
    # myst-nb stops at front matter that no notebook can have: other authors, and dates.
    noted.edit("proposals/0003-gamma.md", "Ada Lovelace", "[Ada Lovelace]")
    noted.edit("proposals/0003-gamma.md", "2025-04-16", "'2025-04-16'")
    noted.edit("proposals/0003-gamma.md", "As in", "```{code-cell}\n1\n```\n\nAs in")
    noted.write("docs/guide-text.md", "# Nothing\n")
    result = noted.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    page = result.page("dep/0003-gamma")
    assert len(page.find_all(class_="deps-header")) == 1
    assert len(page.find_all(class_="cell")) == 1
    assert result.links("index")["Gamma"] == "dep/0003-gamma.html"


@pytest.mark.parametrize("folder", ["proposals", "docs/dep"], ids=["outside", "inside"])
def test_a_notebook_that_belongs_to_a_proposal_is_a_page(noted: Documentation, folder: str) -> None:
    cell = "# Run\n\nThis is {dep}`1`.\n\n## Further\n\nAnd {dep}`3`."
    noted.write("proposals/0001/run.ipynb", notebook(("markdown", cell)))
    noted.edit("proposals/0001-alpha.md", "plain\n```", "plain\n```\n\n[It](0001/run.ipynb)")
    noted.write("docs/guide-text.md", "# Nothing\n")
    noted.edit("proposals/README.md", "# Registry", "---\norphan: true\n---\n# Registry")
    (noted.root / "proposals").rename(noted.root / folder)
    noted.options["deps_series"] = [f"../{folder}"]
    result = noted.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert result.links("dep/0001-alpha")["It"] == "0001/run.html"
    page = result.page("dep/0001/run")
    assert [heading.get_text()[:-1] for heading in page.find_all(["h1", "h2"])] == [
        "Run",
        "Further",
    ]
    assert result.links("dep/0001/run")["DEP 1"] == "../0001-alpha.html"


def test_one_application_builds_twice_what_it_builds_once(noted: Documentation) -> None:
    with noted.app() as app:
        first, second = build_in(app), build_in(app)
    assert first.lines == second.lines
    assert len(first.lines) == 1


def test_two_processes_read_what_one_reads(noted: Documentation) -> None:
    one, two = noted.build(output="one"), noted.build(parallel=2, output="two")
    assert one.lines == two.lines
    assert words(one, "dep/0003-gamma") == words(two, "dep/0003-gamma")


def test_the_order_of_the_extensions_makes_no_difference(noted: Documentation) -> None:
    pages = []
    for extensions in ([*EXTENSIONS, "sphinx_deps"], ["sphinx_deps", *EXTENSIONS]):
        noted.options["extensions"] = extensions
        pages.append(str(noted.build(output=extensions[0]).page("dep/0001-alpha")))
    assert pages[0] == pages[1]
