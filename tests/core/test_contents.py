"""Sections that say nothing are told from those that say little."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.contents import read_gaps
from sphinx_deps.series_reading import SeriesSource

LONG = "It starts within a second, whatever the house may be and whoever lives there."


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("", "nothing"),
        (
            "<!-- Who?\nWhy, at what cost, and what will the neighbours think of us then? -->",
            "nothing",
        ),
        (f"<!-- {LONG} -->\n\nTBD", "to do"),
        ("(here)=\n\n<br>\n<a id='there'></a>\n\n---\n\n% Ada writes this.", "nothing"),
        (f"[one]: https://example.org/{'a' * 60}", "nothing"),
        ("N/A", "not applicable"),
        ("TBD\n\nTBD", None),
        ("Yes.", None),
        ("Not yet, for\nnobody has said\nhow long it may\ntake, or who shall\ndo it all.", None),
        (f"<br>\n{LONG}", None),
        (f"<!-- Short. -->\n{LONG}", None),
        (LONG, None),
    ],
)
def test_what_stands_under_a_heading(written: str, kind: str | None, tmp_path: Path) -> None:
    (tmp_path / "process.yaml").write_text("extends: basic\n", encoding="utf-8")
    text = f"# Fast start\n\n{LONG}\n\n## Motivation\n\n{written}\n\n## Proposal\n\n{LONG}\n"
    (tmp_path / "0001-a.md").write_text(text, encoding="utf-8")
    (proposal,) = read_catalog([SeriesSource(tmp_path)]).proposals
    assert [(gap.section.title, gap.kind) for gap in read_gaps(proposal)] == (
        [("Motivation", kind)] if kind else []
    )
