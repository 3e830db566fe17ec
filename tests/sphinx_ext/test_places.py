"""Citations are found where they stand, in pages of any length."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_deps.sphinx_ext.places import node_place


def test_a_table_of_thousands_of_citations_is_read_once(tmp_path: Path) -> None:
    numbers = range(1, 4001)
    page = tmp_path / "page.md"
    page.write_text("".join(f"| {{dep}}`{number}` | words |\n" for number in numbers))
    env = cast(BuildEnvironment, SimpleNamespace(temp_data={}))
    start = time.process_time()
    for number in numbers:
        row = nodes.row()
        row.source, row.line = str(page), number
        place = node_place(env, row, str(number))
        assert (place.line, place.column) == (number, 9)
    assert time.process_time() - start < 1
