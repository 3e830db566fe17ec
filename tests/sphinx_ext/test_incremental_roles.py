"""A page follows the roles of the series, wherever it has got them from."""

from __future__ import annotations

import pytest

from sphinx_ext.differences import SEARCH, differences
from sphinx_ext.documentation import PROCESS, Documentation, build_in, proposal_text

PAGES = {
    "guide-1.md": "# Guide\n\n```{include} part.txt\n```\n",
    "guide-2.md": "# Guide\n\nAs {{ said }} says.\n",
    "guide-3.rst": "Guide\n=====\n\nAs |said| says.\n",
    "guide-4.rst": "Guide\n=====\n\n.. include:: part-4.txt\n",
    "guide-5.md": "# Guide\n\nAs {dep:pep}`1` says.\n",
    "guide-6.md": "# Guide\n\nAs {REP}`1` says.\n",
}
CITED = ["guide-1", "guide-2", "guide-3", "guide-4", "guide-5", "guide-6"]
PROCESSES = {
    "docs/design/process.yaml": PROCESS.replace("DEP", "REP"),
    "docs/peps/process.yaml": PROCESS.replace("DEP", "PEP"),
}


@pytest.fixture
def roles(documentation: Documentation) -> Documentation:
    """A documentation that cites two more series in many ways."""
    documentation.options |= {
        "deps_series": ["../proposals", "design", "peps"],
        "suppress_warnings": ["deps", "toc", "myst"],
        "rst_prolog": ".. |said| replace:: :rep:`1`",
        "myst_enable_extensions": ["substitution"],
        "myst_substitutions": {"said": "{rep}`1`"},
    }
    for path, text in PAGES.items():
        documentation.write(f"docs/{path}", text)
    documentation.write("docs/part.txt", "As {rep}`1` says.\n")
    documentation.write("docs/part-4.txt", "As :rep:`1` says.\n")
    for path, process in PROCESSES.items():
        documentation.write(path, process)
        documentation.write(path.replace("process.yaml", "0001-x.md"), proposal_text("X"))
    return documentation


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_a_role_that_comes_and_goes_is_followed_wherever_it_stands(roles: Documentation) -> None:
    for path in PROCESSES:
        roles.write(path, "extends: [\n")
    roles.build()
    for path, process in PROCESSES.items():
        roles.write(path, process)
    result = roles.build()
    clean = roles.build(output="clean")
    assert [name for name in CITED if "0001-x" in str(result.links(name))] == CITED
    assert differences(clean.output, result.output) == []


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_a_role_that_is_gone_is_gone_in_an_application_that_builds_again(
    roles: Documentation,
) -> None:
    with roles.app() as app:
        build_in(app)
        roles.edit("docs/design/process.yaml", "REP", "XEP")
        result = build_in(app)
    clean = roles.build(output="clean")
    # Sphinx numbers kinds of objects in its index, and keeps the numbers of those that are gone.
    assert {*differences(clean.output, result.output)} <= {SEARCH}
    assert {*CITED} - {"guide-5"} <= {*result.read}
