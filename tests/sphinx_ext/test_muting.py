"""A broken link on a page of a series is told once: by the check, which tells it on every build."""

from __future__ import annotations

from pathlib import Path

import pytest
import sphinx
from sphinx.util import logging

from sphinx_ext.documentation import Documentation

pytestmark = pytest.mark.skipif(
    sphinx.version_info < (8,),
    reason="Sphinx 7 tells of some links in other words: see the changelog",
)

ALPHA = "proposals/0001-alpha.md"
KINDS = {
    "a missing file": ("[there](gone.md)", "broken-link"),
    "a missing file with spaces": ("[there](<gone far.md>)", "broken-link"),
    "a missing file with a place in it": ("[there](gone.md#there)", "broken-link"),
    "a file missing from the root": ("[there](/img/gone.md)", "broken-link"),
    "a placeholder": ("[there](TBD)", "broken-link"),
    "a file missing by MyST's name for documents": ("<project:gone.md>", "broken-link"),
    "a file missing by MyST's name for files": ("<path:gone.txt>", "broken-link"),
    "a missing place in the same file": ("[there](#how-it-wroks)", "broken-anchor"),
    "a missing place in another proposal": ("[there](0002-beta.md#gone)", "broken-anchor"),
    "a missing image": ("![there](gone.png)", "broken-image"),
    "an image missing from the root": ("![there](/img/gone.png)", "broken-image"),
    "a missing image with a space": ("![there](<gone far.png>)", "broken-image"),
    "a missing image of a directive": ("```{figure} gone.png\nWords.\n```", "broken-image"),
    "a missing image of which one speaks": ("```{image} gone.png\n```", "broken-image"),
}
FORMS = {
    "in a paragraph": "Words\nof {}\nall.",
    "in a list": "- One.\n- Two:\n  {}\n",
    "in a table": "| A | B |\n| --- | --- |\n| a | b |\n| c | {} |",
    "in an admonition": ":::{{note}}\nFor more:\n{}\n:::",
    "in a quote": "> As it is\n> in {}",
}


def say(documentation: Documentation, text: str, path: str = ALPHA) -> None:
    documentation.edit(path, "## How it works\n\nText.", f"## How it works\n\nText.\n\n{text}")


@pytest.fixture
def series(documentation: Documentation) -> Documentation:
    """A series where the words about the replaced proposal are no matter."""
    documentation.options["myst_enable_extensions"] = ["colon_fence"]
    return documentation


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_broken_is_told_once(series: Documentation, kind: str) -> None:
    link, rule = KINDS[kind]
    say(series, link)
    result = series.build(strict=True)
    (line,) = result.lines
    assert (result.status, line.endswith(f"[deps.{rule}]")) == (1, True)
    again = series.build(strict=True)
    # Sphinx reads again what depends on a file that is not there.
    assert again.read == [] or "files" in kind or rule == "broken-image"
    assert (again.status, again.lines) == (1, result.lines)
    series.edit("proposals/0001-alpha.md", "status: Implemented", "status: Accepted")
    assert series.build().lines == result.lines


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["a missing file", "a missing image", "a placeholder"])
def test_it_is_told_once(series: Documentation, form: str, kind: str) -> None:
    link, rule = KINDS[kind]
    say(series, FORMS[form].format(link))
    (line,) = series.build().lines
    assert line.endswith(f"[deps.{rule}]")


def test_a_definition_is_told_once_for_all_links_that_use_it(series: Documentation) -> None:
    say(series, "[One][it] and\n[two][it].\n\nAnd [it].\n\n[it]: gone.md")
    (line,) = series.build().lines
    assert line.endswith('there is no file "gone.md" [deps.broken-link]')


def test_parallel_builds_tell_it_once_too(series: Documentation) -> None:
    links = "\n\n".join(link for link, _ in KINDS.values())
    text = f"{links}\n\n## How it works\n\nText."
    for name in ("0006-zeta", "0007-eta", "0008-theta", "0009-iota", "0010-kappa", "0011-lambda"):
        series.propose(f"{name}.md", name, body=text)
    once = series.build(output="one").lines
    assert len(once) >= 6 * len(KINDS)
    assert [line for line in once if "[deps." not in line] == []
    assert series.build(parallel=2, output="two").lines == once


def test_a_companion_is_a_page_of_the_series(series: Documentation) -> None:
    text = "# More\n\n[a](gone.md), ![b](gone.png),\n[c](#moer) and [d](../0001-alpha.md#gone)\n"
    series.write("proposals/0001/more.md", text)
    lines = series.build().lines
    assert len(lines) == 4
    assert all(line.startswith("proposals/0001/more.md:") for line in lines)
    assert all("[deps.broken-" in line for line in lines)


def test_what_is_in_the_source_folder_is_told_once_too(series: Documentation) -> None:
    series.root.joinpath("proposals").rename(series.root / "docs/proposals")
    series.options["deps_series"] = ["proposals"]
    text = "\n\n".join(link for link, _ in KINDS.values())
    say(series, text, "docs/proposals/0001-alpha.md")
    lines = [line for line in series.build().lines if "any toctree" not in line]
    assert [line for line in lines if "[deps.broken-" not in line] == []
    assert len(lines) == len(KINDS)


def test_a_comment_silences_both(series: Documentation) -> None:
    say(series, "% deps: ignore[broken-link] to come\n[there](gone.md)\n\n[there](gone.md) again")
    (line,) = series.build().lines
    assert line.startswith("proposals/0001-alpha.md:19: WARNING: there is no file")


def test_a_baseline_silences_both(series: Documentation) -> None:
    say(series, "[there](gone.md) and ![there](gone.png)")
    entries = "".join(
        f"- {{proposal: 'dep:0001', rule: {rule}, subject: {subject}}}\n"
        for rule, subject in [("broken-link", "gone.md"), ("broken-image", "gone.png")]
    )
    series.write("proposals/deps-baseline.yaml", entries)
    assert series.build().lines == []


def test_a_process_silences_both(series: Documentation) -> None:
    say(series, "[there](gone.md) and [here](0002-beta.md#gone)")
    series.edit("proposals/process.yaml", "off}", "off, broken-link: off, broken-anchor: info}")
    assert series.build(strict=True).lines == []


def test_what_waits_for_a_broken_process_is_told_by_myst(series: Documentation) -> None:
    series.edit(ALPHA, "Text.", "[there](gone.md)")
    series.write("proposals/process.yaml", "extends: [\n")
    told = series.build().lines
    assert [line for line in told if "gone.md" in line and "[myst.xref_missing]" in line]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[there](dep-99)", "myst.xref_missing"),
        ("{doc}`gone`", "ref.doc"),
        ("{download}`gone.zip`", "download.not_readable"),
        ("```{unknown-to-us}\n```", "myst.directive_unknown"),
        ("[there](../docs/drafts/alone.md#gone)", "myst.xref_missing"),
    ],
)
def test_what_the_check_does_not_find_is_still_told(
    series: Documentation, text: str, kind: str
) -> None:
    series.options["exclude_patterns"] = ["drafts/**"]
    series.write("docs/drafts/alone.md", "# Alone\n")
    say(series, text)
    lines = series.build().lines
    assert any(line.endswith(f"[{kind}]") for line in lines)


def test_a_link_of_the_same_target_that_the_check_cannot_see_is_still_told(
    series: Documentation,
) -> None:
    say(series, "[there](gone.md)\n\n```{describe} odd\nSee\n[there](gone.md)\n```")
    kinds = [line.rpartition("[")[2] for line in series.build().lines]
    assert sorted(kinds) == ["deps.broken-link]", "myst.xref_missing]"]


def test_pages_outside_the_series_are_left_to_myst(series: Documentation) -> None:
    say(series, "[there](gone.md)")
    series.write("docs/guide.md", "# Guide\n\n[there](gone.md) and ![there](gone.png)\n")
    kinds = [line.rpartition("[")[2] for line in series.build().lines]
    assert sorted(kinds) == ["deps.broken-link]", "image.not_readable]", "myst.xref_missing]"]


def test_loggers_are_left_as_they_were(series: Documentation) -> None:
    logger = logging.getLogger("myst_parser.sphinx_ext.myst_refs").logger
    before = list(logger.filters)
    with series.app() as app:
        app.build()
        app.build()
    assert logger.filters == before


def test_a_build_that_fails_leaves_no_filter(series: Documentation) -> None:
    logger = logging.getLogger("myst_parser.sphinx_ext.myst_refs").logger
    before = list(logger.filters)

    def fail(*_: object) -> None:
        raise RuntimeError(Path(__file__).name)

    with series.app() as app:
        app.connect("env-updated", fail)
        with pytest.raises(Exception, match="test_muting"):
            app.build()
    assert logger.filters == before
