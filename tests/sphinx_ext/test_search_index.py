"""What Sphinx itself leaves in the index of its search: only that is overlooked in comparisons."""

from __future__ import annotations

from pathlib import Path

import pytest
import sphinx

from sphinx_ext.differences import SEARCH, differences, search_index
from sphinx_ext.documentation import EXTENSIONS, Documentation

pytestmark = pytest.mark.skipif(sphinx.version_info < (8,), reason="Sphinx 7 keeps other words")


def test_plain_sphinx_keeps_words_that_no_page_has_any_more(tmp_path: Path) -> None:
    plain = Documentation(tmp_path, {"extensions": EXTENSIONS or ["myst_parser"]})
    plain.options["suppress_warnings"] = ["config"]
    plain.write("docs/index.md", "# Home\n\nGone tomorrow.\n")
    plain.build()
    plain.edit("docs/index.md", "Gone tomorrow", "Other words")
    found, clean = plain.build().output, plain.build(output="clean").output
    assert '"tomorrow":[]' in (found / SEARCH).read_text(encoding="utf-8")
    assert "tomorrow" not in search_index(found / SEARCH)["terms"]
    assert differences(clean, found) == []


def test_a_word_that_a_page_has_is_compared(tmp_path: Path) -> None:
    documentation = Documentation(tmp_path, {"extensions": EXTENSIONS or ["myst_parser"]})
    for word, output in (("Here", "one"), ("There", "two")):
        documentation.write("docs/index.md", f"# Home\n\n{word}\n")
        documentation.build(output=output)
    assert SEARCH in differences(tmp_path / "one/html", tmp_path / "two/html")
