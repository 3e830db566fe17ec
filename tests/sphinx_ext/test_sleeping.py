"""Proposals sleep through a build in which nothing changed, and wake where something did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_ext.documentation import Documentation, Result, build_in

GUIDE = "# Guide\n\nAs {dep}`3` and [this](../proposals/0001-alpha.md) say, and {dep}`99`.\n"


@pytest.fixture
def built(documentation: Documentation) -> Documentation:
    """A documentation that was built twice: what the first build writes, the second one knows."""
    documentation.write("docs/guide.md", GUIDE)
    documentation.build()
    documentation.build()
    return documentation


def asleep_after(documentation: Documentation) -> tuple[Result, bool]:
    """What a build does, and whether the proposals sleep at its end."""
    with documentation.app() as app:
        result = build_in(app)
        (series,) = dep_domain(app.env).view.site.catalog.series
        return result, series.reading.is_asleep


def test_nobody_wakes_them_where_nothing_changed(built: Documentation) -> None:
    result, is_asleep = asleep_after(built)
    assert (result.read, result.written, is_asleep) == ([], [], True)
    assert result.lines == [
        'docs/guide.md:3: WARNING: there is no proposal "99" [deps.cites-unknown]'
    ]


def edit_a_proposal(documentation: Documentation) -> None:
    documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")


def edit_a_page(documentation: Documentation) -> None:
    documentation.edit("docs/guide.md", "As ", "Just as ")


def edit_the_process(documentation: Documentation) -> None:
    documentation.edit("proposals/process.yaml", "prefix: DEP", "prefix: DIP\nrole: dep")


def edit_the_registry(documentation: Documentation) -> None:
    documentation.edit("proposals/README.md", "Yet to come", "Some day")


@pytest.mark.parametrize(
    "edit", [edit_a_proposal, edit_a_page, edit_the_process, edit_the_registry]
)
def test_a_change_wakes_them_and_leaves_what_a_clean_build_would(
    built: Documentation, edit: Callable[[Documentation], None]
) -> None:
    edit(built)
    result, is_asleep = asleep_after(built)
    clean = built.build(output="clean")
    assert not is_asleep
    assert result.lines == clean.lines
    pages = [path.relative_to(clean.output) for path in clean.output.rglob("*.html")]
    assert len(pages) > 8
    for page in pages:
        assert (result.output / page).read_bytes() == (clean.output / page).read_bytes()
