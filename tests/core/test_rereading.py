"""Texts are not kept: a rule reads one again, and copes with a document that was edited since."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from test_rule_pages import EXAMPLES, command_of, write

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.reading import read_file
from sphinx_deps.series_reading import SeriesSource


def read_one(folder: Path, text: str) -> Catalog:
    (folder / "process.yaml").write_text("extends: basic\n", encoding="utf-8")
    (folder / "0001-one.md").write_text(text, encoding="utf-8")
    return read_catalog([SeriesSource(folder)])


def test_a_catalog_holds_no_prose(tmp_path: Path) -> None:
    (proposal,) = read_one(tmp_path, "# One\n\nUnmistakable words.\n").proposals
    assert b"Unmistakable" not in msgspec.msgpack.encode(proposal)
    assert proposal.source.text == "# One\n\nUnmistakable words.\n"


def test_each_reading_of_a_folder_sees_the_text_of_its_time(tmp_path: Path) -> None:
    for words in ("First words.", "Other words."):
        (proposal,) = read_one(tmp_path, f"# One\n\n{words}\n").proposals
        assert words in proposal.source.text


def test_a_draft_is_seen_instead_of_the_file(tmp_path: Path) -> None:
    read_one(tmp_path, "# One\n")

    def read(path: Path) -> bytes:
        return b"# Two\n" if path.suffix == ".md" else read_file(path)

    (proposal,) = read_catalog([SeriesSource(tmp_path, read=read)]).proposals
    assert (proposal.title, proposal.source.text) == ("Two", "# Two\n")


def test_of_a_file_that_is_gone_there_is_no_text(tmp_path: Path) -> None:
    (proposal,) = read_one(tmp_path, "# One\n").proposals
    (tmp_path / "0001-one.md").unlink()
    assert (proposal.source.text, proposal.source.line(7)) == ("", "")


@pytest.mark.parametrize("kept", [0, 1, 5])
@pytest.mark.parametrize(("name", "files"), EXAMPLES)
def test_no_rule_fails_over_a_document_that_was_cut_since_it_was_read(
    name: str, files: dict[str, str], kept: int, tmp_path: Path
) -> None:
    folder = write(files, command_of(files), tmp_path)
    catalog = read_catalog([SeriesSource(folder)])
    for document in folder.rglob("*.md"):
        lines = document.read_text(encoding="utf-8", errors="replace").split("\n")
        document.write_text("\n".join(lines[:kept]), encoding="utf-8")
    assert "internal-error" not in {one.rule for one in check(catalog).diagnostics}
