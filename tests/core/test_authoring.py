"""Edits of files: exact to the byte, together or one after the other, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.authoring import (
    AuthoringError,
    Change,
    Drafts,
    apply_fixes,
    real_file,
    write_change,
)
from sphinx_deps.diagnostics import Edit, Fix, Location


def fix(*edits: tuple[int, int, int, str]) -> Fix:
    """Line, first column, the column behind the last, and the new text of each edit."""
    return Fix(
        "write it anew",
        tuple(
            Edit(Location("a.md", line, start, line, end), text) for line, start, end, text in edits
        ),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a old b\nold\n", b"a new b\nold\n"),
        (b"a old b\r\nold\r\n", b"a new b\r\nold\r\n"),
        (b"a old b\rold\r\nz\n", b"a new b\rold\r\nz\n"),
        (b"a old", b"a new"),
        (b"\xef\xbb\xbfa old\n", b"\xef\xbb\xbfa new\n"),
        ("\U0001f600\told\u2028\n".encode(), "\U0001f600\tnew\u2028\n".encode()),
        (b"a old\x0c\x85\n".replace(b"\x85", "\x85".encode()), "a new\x0c\x85\n".encode()),
    ],
)
def test_everything_but_the_edit_stays_byte_for_byte(before: bytes, after: bytes) -> None:
    assert apply_fixes(before, [fix((1, 3, 6, "new"))])[1] == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\r\ntwo\n", b"one\r\nnew\r\ntwo\n"),
        (b"one\ntwo\r\n", b"one\nnew\ntwo\r\n"),
        (b"one", b"one\nnew"),
    ],
)
def test_a_new_line_ends_as_the_one_that_it_follows(before: bytes, after: bytes) -> None:
    assert apply_fixes(before, [fix((1, 4, 4, "\nnew"))])[1] == after


def test_a_new_last_line_ends_as_the_file_does() -> None:
    assert apply_fixes(b"one\r\ntwo", [fix((2, 4, 4, "\nnew"))])[1] == b"one\r\ntwo\r\nnew"


def test_of_two_fixes_that_meet_the_later_one_waits() -> None:
    first, second, third = (
        fix((1, 1, 4, "A")),
        fix((1, 3, 6, "B"), (2, 1, 2, "B")),
        fix((2, 1, 2, "C")),
    )
    applied, data = apply_fixes(b"abcdef\nx\n", [first, second, third])
    assert (applied, data) == ((first, third), b"Adef\nC\n")


def test_lines_that_follow_each_other_go_together() -> None:
    places = [Location("a.md", line, 1, line + 1, 1) for line in (1, 2)]
    removals = [Fix("take it out", (Edit(place, ""),)) for place in places]
    assert apply_fixes(b"a\nb\nc\n", removals) == (tuple(removals), b"c\n")


def test_words_that_follow_each_other_go_one_by_one() -> None:
    removals = [fix((1, 1, 2, "")), fix((1, 2, 3, ""))]
    assert apply_fixes(b"abc\n", removals) == ((removals[0],), b"bc\n")


def test_the_same_edit_of_two_fixes_is_done_once() -> None:
    twice = fix((1, 4, 4, "!"))
    assert apply_fixes(b"abc\n", [twice, twice]) == ((twice, twice), b"abc!\n")


def test_several_insertions_at_one_place_go_by_rank() -> None:
    at = Location("a.md", 1, 2)
    fixes = [Fix("add", (Edit(at, f"\n{rank}", rank),)) for rank in (3, 1, 2)]
    assert apply_fixes(b"0\n", fixes)[1] == b"0\n1\n2\n3\n"


@pytest.mark.parametrize("place", [(3, 1, 1), (1, 9, 9), (1, 3, 2), (0, 1, 1)])
def test_an_edit_of_another_text_does_nothing(place: tuple[int, int, int]) -> None:
    assert apply_fixes(b"abc\nd", [fix((*place, "new"))]) == ((), b"abc\nd")


def test_a_fix_that_clashes_with_itself_does_nothing() -> None:
    assert apply_fixes(b"abc", [fix((1, 1, 3, "x"), (1, 2, 4, "y"))]) == ((), b"abc")


def test_what_is_not_utf_8_is_not_edited() -> None:
    with pytest.raises(AuthoringError, match="it is not UTF-8"):
        apply_fixes(b"abc\xff", [fix((1, 1, 2, "x"))])


# Drafts


def test_who_reads_a_draft_sees_its_edits_and_the_disk_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old\n")
    drafts = Drafts()
    assert drafts.read(path) == b"old\n"
    assert drafts.apply(str(path), [fix((1, 1, 4, ""))])
    assert drafts.read(path) == b"\n"
    assert drafts.apply(str(path), [fix((1, 1, 1, "new"))])
    assert drafts.changes == (Change(str(path), real_file(path), b"old\n", b"new\n"),)
    assert path.read_bytes() == b"old\n"


def test_a_file_that_nobody_reads_as_a_draft_is_edited_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old\n")
    drafts = Drafts()
    assert drafts.apply(str(path), [fix((1, 1, 1, "very "))])
    assert drafts.apply(str(path), [fix((1, 1, 1, "very "))]) == ()
    assert [change.after for change in drafts.changes] == [b"very old\n"]


def test_what_comes_back_to_what_was_read_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old\n")
    drafts = Drafts()
    drafts.read(path)
    drafts.apply(str(path), [fix((1, 1, 4, "new"))])
    drafts.apply(str(path), [fix((1, 1, 4, "old"))])
    assert drafts.changes == ()


# The disk


def change(path: Path, after: bytes) -> Change:
    return Change(str(path), real_file(path), path.read_bytes(), after)


def test_a_file_keeps_its_permissions_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_change(change(path, b"new"))
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "far" / "a.md", tmp_path / "link.md"
    path.parent.mkdir()
    path.write_bytes(b"old")
    link.symlink_to(path)
    write_change(change(link, b"new"))
    assert (link.is_symlink(), path.read_bytes()) == (True, b"new")


def test_a_file_that_has_changed_since_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    late = change(path, b"new")
    path.write_bytes(b"newer")
    with pytest.raises(AuthoringError, match="it has changed since it was read"):
        write_change(late)
    assert path.read_bytes() == b"newer"


def test_a_read_only_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(AuthoringError, match="it is read-only"):
        write_change(change(path, b"new"))
    assert path.read_bytes() == b"old"


def test_a_file_that_is_gone_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    late = change(path, b"new")
    path.unlink()
    with pytest.raises(AuthoringError, match="it cannot be written: No such file or directory"):
        write_change(late)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(AuthoringError, match="No space left on device"):
        write_change(change(path, b"new"))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
