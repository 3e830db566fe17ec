"""The first sentence of a proposal, in the words that a reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.abstract import first_sentence
from sphinx_deps.catalog import read_catalog
from sphinx_deps.series_reading import SeriesSource

PROCESS = """\
extends: basic
prefix: DEP
metadata: [bold, sections]
"""
METADATA = "**Status**: Draft\n**Authors**: Ada\n"
LONG = "Words of a long sentence, " * 20


def sentence(folder: Path, text: str, metadata: str = METADATA) -> str:
    """The first sentence of a proposal beside another one."""
    files = {
        "process.yaml": PROCESS,
        "0001-fast.md": f"# Fast\n\n{metadata}\n{text}\n",
        "0002-warm_start.md": f"# Warm *start*\n\n{METADATA}\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    catalog = read_catalog([SeriesSource(folder)])
    (found,) = catalog.find("1").proposals
    return first_sentence(found, catalog)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It starts fast. It stops too.", "It starts fast."),
        ("## Motivation\n\nIt starts\nfast.\n\nMore.", "It starts fast."),
        ("Does it start? Yes.", "Does it start?"),
        ("It starts (at last.) Then it stops.", "It starts (at last.)"),
        ("A cache, e.g. Redis, is filled. More.", "A cache, e.g. Redis, is filled."),
        ("We thank Dr. Ada for it. More.", "We thank Dr. Ada for it."),
        ("As J. Doe wrote in v1.2 of it. More.", "As J. Doe wrote in v1.2 of it."),
        ("It starts etc. and stops. More.", "It starts etc. and stops."),
        ("起動が速い。止まるのも。", "起動が速い。"),
        ("It does three things:\n\n- one", "It does three things …"),
        ("It starts", "It starts"),
        ("言" * 400, f"{'言' * 300} …"),
        (LONG, f"{LONG[:299].rpartition(' ')[0].rstrip(',')} …"),
    ],
    ids=[
        "a sentence",
        "under a heading",
        "a question",
        "in brackets",
        "an abbreviation",
        "a form of address",
        "an initial",
        "a small letter",
        "no spaces",
        "a list",
        "no end",
        "long without spaces",
        "long",
    ],
)
def test_the_first_sentence_of_the_first_paragraph(tmp_path: Path, text: str, found: str) -> None:
    assert sentence(tmp_path, text) == found


@pytest.mark.parametrize(
    "before",
    [
        "<!-- Tell why. -->",
        "(start)=",
        "% a comment",
        "TBD",
        "![a drawing](drawing.png)",
        "- a list\n- of words",
        "> A quotation.",
        "```python\nwords = 1\n```",
        "| a | table |\n|---|---|\n| of | words |",
        "***",
    ],
)
def test_what_is_no_paragraph_is_passed_over(tmp_path: Path, before: str) -> None:
    assert sentence(tmp_path, f"{before}\n\n## More\n\nIt starts fast.") == "It starts fast."


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("*Very* **fast** `start()`", "Very fast start()"),
        ("[words](other.md) and [more][more]", "words and [more][more]"),
        ("a<br>b <b>c</b> `<b>` 1 < 2", "ab c <b> 1 < 2"),
        ("a<!-- no --> b", "a b"),
        ("{dep}`2`, {dep}`DEP 2#motivation`", "DEP 2, DEP 2"),
        ("<dep:2>, [](dep:2), [it](dep:2)", "DEP 2, DEP 2, it"),
        ("{dep}`it <2>`, {dep:historical}`2`, {dep:dep}`2`", "it, DEP 2, DEP 2"),
        ("{dep}`99`, {dep}`!2`, {doc}`guide`, {doc}`it <guide>`", "99, 2, guide, it"),
        ("{dep}`warm_start`", "DEP 2"),
        ("{dep}`a_b_c` and {ref}`*x*`", "a_b_c and *x*"),
        ("\\*not strong\\* &amp; so on", "*not strong* & so on"),
    ],
)
def test_words_are_those_that_a_reader_sees(tmp_path: Path, written: str, seen: str) -> None:
    assert sentence(tmp_path, f"See {written}.") == f"See {seen}."


def test_metadata_is_no_paragraph(tmp_path: Path) -> None:
    metadata = "## Status\n\nDraft\n\n## Authors\n\nAda Lovelace wrote it.\n\n## Motivation\n"
    assert sentence(tmp_path, "It starts fast.", metadata) == "It starts fast."


def test_without_a_paragraph_there_is_none(tmp_path: Path) -> None:
    assert sentence(tmp_path, "## Motivation\n\n- a list") == ""
