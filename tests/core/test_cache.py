"""What did not change is not read again, and nothing else is remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinx_deps import cache as cache_module
from sphinx_deps.cache import Cache, digest
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.series_reading import SeriesSource

DOCUMENT = "---\nstatus: {status}\n---\n# Fast start\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "deps"
    path.mkdir()
    (path / "process.yaml").write_text("extends: basic\n", encoding="utf-8")
    for number in (1, 2, 3):
        write(path / f"000{number}-a.md", "Draft")
    return path


def write(path: Path, status: str) -> None:
    path.write_text(DOCUMENT.format(status=status), encoding="utf-8")


class Reads:
    """Counts the documents that are really read."""

    def __init__(self, tmp_path: Path) -> None:
        self.file = tmp_path / "cache"
        self.paths: list[str] = []

    def read(self, path: Path) -> bytes:
        self.paths.append(path.name)
        return path.read_bytes()

    def catalog(self, folder: Path) -> tuple[Catalog, list[str]]:
        self.paths.clear()
        cache = Cache.load(self.file)
        catalog = read_catalog([SeriesSource(folder, read=self.read)], cache)
        cache.save()
        return catalog, list(self.paths)


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    return Reads(tmp_path)


def test_nothing_is_read_twice(folder: Path, reads: Reads) -> None:
    first, read = reads.catalog(folder)
    assert len(read) == 3
    second, read = reads.catalog(folder)
    assert read == []
    assert second.proposals == first.proposals


def test_only_the_changed_document_is_read_again(folder: Path, reads: Reads) -> None:
    reads.catalog(folder)
    write(folder / "0002-a.md", "Accepted")
    catalog, read = reads.catalog(folder)
    assert read == ["0002-a.md"]
    assert [one.status for one in catalog.proposals] == ["Draft", "Accepted", "Draft"]


def test_a_document_of_the_same_size_and_another_time_is_read_again(
    folder: Path, reads: Reads
) -> None:
    reads.catalog(folder)
    os.utime(folder / "0003-a.md", ns=(1, 1))
    assert reads.catalog(folder)[1] == ["0003-a.md"]


def test_another_process_reads_all_again(folder: Path, reads: Reads) -> None:
    reads.catalog(folder)
    (folder / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    assert len(reads.catalog(folder)[1]) == 3


def test_deleted_documents_are_forgotten(folder: Path, reads: Reads) -> None:
    reads.catalog(folder)
    (folder / "0001-a.md").unlink()
    reads.catalog(folder)
    assert sorted(Path(file).name for file in Cache.load(reads.file).known) == [
        "0002-a.md",
        "0003-a.md",
    ]


def test_what_was_just_read_is_not_decoded(folder: Path, reads: Reads) -> None:
    written = Cache.load(reads.file)
    first = read_catalog([SeriesSource(folder)], written)
    written.save()
    write(folder / "0002-a.md", "Accepted")
    again = Cache.load(reads.file, written.fresh)
    second = read_catalog([SeriesSource(folder, read=reads.read)], again)
    assert reads.paths == ["0002-a.md"]
    assert [one.status for one in second.proposals] == ["Draft", "Accepted", "Draft"]
    assert [one is other for one, other in zip(first.proposals, second.proposals, strict=True)] == [
        True,
        False,
        True,
    ]


def test_what_was_just_read_and_is_gone_is_forgotten(folder: Path, reads: Reads) -> None:
    written = Cache.load(reads.file)
    read_catalog([SeriesSource(folder)], written)
    written.save()
    (folder / "0001-a.md").unlink()
    again = Cache.load(reads.file, written.fresh)
    read_catalog([SeriesSource(folder)], again)
    again.save()
    assert len(again.fresh) == len(Cache.load(reads.file).known) == 2


@pytest.mark.parametrize("content", [b"", b"broken", b"\x80"])
def test_a_broken_cache_is_an_empty_one(folder: Path, reads: Reads, content: bytes) -> None:
    reads.file.write_bytes(content)
    assert len(reads.catalog(folder)[1]) == 3


def test_a_cache_of_another_version_is_an_empty_one(
    folder: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads.catalog(folder)
    monkeypatch.setattr(cache_module, "__version__", "0")
    assert len(reads.catalog(folder)[1]) == 3


def test_a_cache_that_did_not_change_is_not_written(folder: Path, reads: Reads) -> None:
    reads.catalog(folder)
    before = reads.file.stat().st_mtime_ns
    reads.catalog(folder)
    assert reads.file.stat().st_mtime_ns == before


def test_proposals_sleep_until_somebody_asks(folder: Path, reads: Reads) -> None:
    first, _read = reads.catalog(folder)
    assert not first.series[0].reading.is_asleep
    second, _read = reads.catalog(folder)
    assert second.series[0].paths == ("0001-a.md", "0002-a.md", "0003-a.md")
    assert second.series[0].reading.is_asleep
    assert second.proposals == first.proposals
    assert not second.series[0].reading.is_asleep


def test_what_sleeps_and_is_broken_is_read_again(folder: Path, reads: Reads) -> None:
    first, _read = reads.catalog(folder)
    text = reads.file.read_bytes()
    assert text.count(b"title_is_heading") == 3
    reads.file.write_bytes(text.replace(b"title_is_heading", b"title_IS_heading", 1))
    second, read = reads.catalog(folder)
    assert read == []
    assert second.proposals == first.proposals
    assert reads.paths == ["0001-a.md"]


def test_relations_are_led_to_proposals_that_slept(folder: Path, reads: Reads) -> None:
    document = DOCUMENT.format(status="Replaced\nreplaced-by: 2")
    (folder / "0001-a.md").write_text(document, encoding="utf-8")
    for _build in range(2):
        catalog, _read = reads.catalog(folder)
        (reference,) = catalog.proposals[0].references["replaced-by"]
        assert reference.target == "ep:0002-a.md"


def test_bytes_that_are_no_text_are_told_without_waking(folder: Path, reads: Reads) -> None:
    (folder / "0002-a.md").write_bytes(b"# Caf\xe9\n")
    for _build in range(2):
        catalog, _read = reads.catalog(folder)
        assert catalog.series[0].damaged == ("0002-a.md",)
    assert catalog.series[0].reading.is_asleep


def test_a_digest_tells_parts_apart() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")


def test_what_is_saved_while_it_is_read_is_read_again(folder: Path, reads: Reads) -> None:
    document = folder / "0002-a.md"

    def read_then_save(path: Path) -> bytes:
        data = path.read_bytes()
        if path.name == document.name:
            write(document, "Accepted")
        return data

    cache = Cache.load(reads.file)
    read_catalog([SeriesSource(folder, read=read_then_save)], cache)
    cache.save()
    catalog, read = reads.catalog(folder)
    assert read == ["0002-a.md"]
    assert catalog.proposals[1].status == "Accepted"
