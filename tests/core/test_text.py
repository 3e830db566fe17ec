"""Bytes become text, and offsets become places."""

from __future__ import annotations

from sphinx_deps.diagnostics import Location
from sphinx_deps.text import SourceText, fold, nearest


def test_a_byte_order_mark_and_carriage_returns_move_nothing() -> None:
    source = SourceText.decode("x", b"\xef\xbb\xbfone\r\ntwo\rthree")
    assert source.text == "one\ntwo\nthree"
    assert source.place(source.text.index("three")) == (3, 1)


def test_bytes_that_are_no_utf_8_are_replaced_and_remembered() -> None:
    source = SourceText.decode("x", "ä\nb".encode() + b"\xe9c")
    assert source.text == "ä\nb�c"
    assert source.bad_byte == (3, 0xE9)


def test_a_stretch_has_both_its_ends() -> None:
    source = SourceText.decode("x", b"ab\ncd\n")
    assert source.location(1, 4) == Location("x", 1, 2, 2, 2)
    assert source.location(3) == Location("x", 2, 1)


def test_the_words_of_a_line_leave_out_the_space_around_them() -> None:
    assert SourceText.decode("x", b"a\n  bc  \n").line_location(2) == Location("x", 2, 3, 2, 5)


def test_spellings_of_one_name_are_equal_when_folded() -> None:
    assert fold("**Review-Date**") == fold("review date") == fold("Review_Date")


def test_the_nearest_name_is_found_and_a_far_one_is_not() -> None:
    assert nearest("Acepted", ["Accepted", "Draft"]) == "Accepted"
    assert nearest("Published", ["Accepted", "Draft"]) is None
