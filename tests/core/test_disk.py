"""What is seen of the disk is remembered, and compared with what is there later."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinx_deps.disk import Disk, is_unchanged, write_file


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """A disk that has seen a file, a folder and a place where nothing is."""
    (tmp_path / "there.md").write_text("# There\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    disk = Disk()
    assert disk.exists(f"{tmp_path}/there.md")
    assert not disk.exists(f"{tmp_path}/nowhere.md")
    assert disk.entries(f"{tmp_path}/folder") == []
    return disk


def test_what_was_not_touched_is_unchanged(disk: Disk) -> None:
    assert is_unchanged(disk.seen)


def test_a_file_that_appears_is_a_change(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "nowhere.md").touch()
    assert not is_unchanged(disk.seen)


def test_a_file_that_goes_is_a_change(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "there.md").unlink()
    assert not is_unchanged(disk.seen)


def test_an_edited_file_is_a_change(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# There and back\n", encoding="utf-8")
    assert not is_unchanged(disk.seen)


def test_a_file_of_the_same_size_with_another_time_is_a_change(disk: Disk, tmp_path: Path) -> None:
    os.utime(tmp_path / "there.md", ns=(1, 1))
    assert not is_unchanged(disk.seen)


def test_a_new_entry_of_a_folder_is_a_change(disk: Disk, tmp_path: Path) -> None:
    os.utime(tmp_path / "folder", ns=(1, 1))
    assert not is_unchanged(disk.seen)


def test_files_are_found_below_and_hidden_folders_left_out(tmp_path: Path) -> None:
    for name in ("a.md", "deep/b.md", ".git/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    disk = Disk()
    assert sorted(name for name, _ in disk.files_below(str(tmp_path))) == ["a.md", "b.md"]
    assert set(disk.seen) == {str(tmp_path), f"{tmp_path}/deep"}


def test_a_path_that_no_system_knows_is_nowhere() -> None:
    assert not Disk().exists("\0")


def test_what_is_made_anew_takes_the_place_of_a_read_only_file(tmp_path: Path) -> None:
    """A cache that was brought back read-only must not stop a build."""
    file = tmp_path / "cache"
    file.write_bytes(b"old")
    file.chmod(0o444)
    write_file(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o444)
    assert [one.name for one in tmp_path.iterdir()] == ["cache"]
