"""What pages were made of does not stay in memory until the last of them is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from sphinx_deps.sphinx_ext import page_trees
from sphinx_ext.documentation import Documentation, build_in

PAGES = 12


@pytest.fixture
def many(documentation: Documentation) -> Documentation:
    """A documentation of as many pages, and a few more."""
    for number in range(1, PAGES + 1):
        documentation.propose(f"{number:04}-one.md", f"Number {number}")
    documentation.write("docs/index.md", "# Home\n")
    return documentation


@pytest.fixture
def no_other_collection() -> Iterator[None]:
    """Keep Python from collecting garbage by itself."""
    gc.collect()
    thresholds = gc.get_threshold()
    gc.set_threshold(1_000_000, 1_000, 1_000)
    yield
    gc.set_threshold(*thresholds)


def build_and_count(app: Sphinx) -> tuple[int, int]:
    """How many trees a build writes, and how many of them it still holds in the end."""
    trees: list[ref[nodes.document]] = []

    def note(app: Sphinx, doctree: nodes.document, docname: str) -> None:
        trees.append(ref(doctree))

    listener = app.connect("doctree-resolved", note)
    build_in(app)
    app.disconnect(listener)
    return len(trees), sum(one() is not None for one in trees)


def trees_left(documentation: Documentation) -> tuple[int, int]:
    """The same of a first build."""
    with documentation.app() as app:
        return build_and_count(app)


@pytest.mark.usefixtures("no_other_collection")
def test_half_of_the_trees_are_let_go_while_the_others_are_written(
    many: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_trees, "_FEWEST", 2)
    with many.app() as app:
        for prefix in ("DEP", "OEP"):
            many.write("proposals/process.yaml", f"extends: basic\nprefix: {prefix}\n")
            written, left = build_and_count(app)
            assert written > PAGES
            # Who writes holds up to three more than the other half.
            assert left <= written // 2 + 4


@pytest.mark.usefixtures("no_other_collection")
def test_a_small_documentation_is_not_searched_for_trees(many: Documentation) -> None:
    written, left = trees_left(many)
    assert left == written


@pytest.mark.usefixtures("no_other_collection")
def test_who_has_turned_the_collector_off_keeps_the_trees(
    many: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_trees, "_FEWEST", 2)
    gc.disable()
    try:
        written, left = trees_left(many)
    finally:
        gc.enable()
    assert left == written


def test_the_files_of_trees_are_not_kept_once_their_pages_are_written(many: Documentation) -> None:
    many.build()
    with many.app(builder="dirhtml") as app:
        result = build_in(app)
        kept = app.env._pickled_doctree_cache
    assert result.read == []
    assert len(result.written) > PAGES
    # Every page asks for the first one's tree, to find its toctrees.
    assert kept.keys() <= {"index"}
