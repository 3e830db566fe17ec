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
    assert second == first


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


def test_a_second_build_in_one_application_knows_what_the_first_read(
    folder: Path, reads: Reads
) -> None:
    reads.catalog(folder)
    cache = Cache.load(reads.file)
    read_catalog([SeriesSource(folder)], cache)
    assert cache.next_build().known.keys() == cache.used.keys()
    assert len(cache.used) == 3


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
