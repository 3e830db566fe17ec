"""Bytes to text, and offsets in it to lines and columns."""

from __future__ import annotations

import difflib
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, takewhile

from msgspec import Struct

from sphinx_deps.diagnostics import Finding, Location
from sphinx_deps.patterns import regex

_NOT_WORD = regex(r"[\W_]+")
_LONGEST_QUOTE = 80
_TWO = 2
_NOT_IN_XML = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SourceText(Struct, frozen=True, dict=True):
    """The text of one file, with the places of its offsets.

    Line ends are normalised to a line feed and a byte order mark is dropped, neither of which
    moves a line or a column.
    """

    path: str
    text: str
    bad_byte: tuple[int, int] | None = None
    """Offset and value of the first byte that is not UTF-8."""
    checksum: int = 0
    """That of the bytes of the file."""

    @classmethod
    def decode(cls, path: str, data: bytes) -> SourceText:
        """Decode `data`; what is not UTF-8 becomes replacement characters and is remembered."""
        checksum = zlib.crc32(data)
        data = data.removeprefix(_BYTE_ORDER_MARK)
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            return cls(path, data.decode(), None, checksum)
        except UnicodeDecodeError as error:
            start = len(data[: error.start].decode())
            text = data.decode(errors="replace")
            return cls(path, text, (start, data[error.start]), checksum)

    @property
    def encoding_finding(self) -> Finding | None:
        """What there is to say of the first byte that is not UTF-8."""
        if self.bad_byte is None:
            return None
        offset, value = self.bad_byte
        return Finding(
            location=self.location(offset),
            message=f"the file is not UTF-8: byte 0x{value:02X} stands here",
            hint="save it as UTF-8",
            subject="encoding",
        )

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """One line, from one; empty beyond the last."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        return line_starts(self.lines)

    def line_of(self, offset: int) -> int:
        """The line, from one, that holds the character at `offset`."""
        return bisect_right(self.line_starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from one, of the character at `offset`."""
        line = self.line_of(offset)
        return line, offset - self.line_starts[line - 1] + 1

    def location(self, start: int, end: int | None = None) -> Location:
        """The location of the stretch from `start` up to `end`."""
        if end is None:
            return Location(self.path, *self.place(start))
        return Location(self.path, *self.place(start), *self.place(end))

    def line_location(self, line: int) -> Location:
        """The location of the words of a whole line."""
        written = self.lines[line - 1]
        column = len(written) - len(written.lstrip()) + 1
        return Location(self.path, line, column, line, len(written.rstrip()) + 1)


def line_starts(lines: Iterable[str] | Iterable[bytes]) -> list[int]:
    """The offsets at which lines start that were cut at their line feeds."""
    lengths = map(len, lines)
    return [0, *accumulate(map((1).__add__, lengths))][:-1]


def find_words(words: str, text: str) -> Iterator[int]:
    """The offsets at which `words` stand in `text`, and not as a part of longer words."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (_is_inside_word(text, start) or _is_inside_word(text, end)):
            yield start
        start = text.find(words, end or 1)


def _is_inside_word(text: str, offset: int) -> bool:
    return text[offset - 1 : offset].isalnum() and text[offset : offset + 1].isalnum()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` reduced to what makes two spellings of one name equal: case, space and marks go."""
    return _NOT_WORD.sub("", text).casefold()


def label_name(written: str) -> str:
    """A name of a label as docutils and MyST compare it: in lower case, with single spaces."""
    return " ".join(written.lower().split())


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` was most likely meant to be, if one is near."""
    folded = {fold(choice): choice for choice in choices}
    matches = difflib.get_close_matches(fold(word), folded, n=1, cutoff=0.7)
    return folded[matches[0]] if matches else None


def is_slip(word: str, meant: str) -> bool:
    """Whether a word is another one but for a letter, two exchanged ones, or its plural."""
    here, there = _cut_same_start(fold(word), fold(meant))
    here, there = _cut_same_start(here[::-1], there[::-1])
    shorter, longer = sorted((here[::-1], there[::-1]), key=len)
    is_exchange = len(longer) == _TWO and shorter == longer[::-1]
    is_plural = (shorter, longer) in {("", "es"), ("y", "ies")}
    return is_exchange or is_plural or len(longer) <= 1


def _cut_same_start(here: str, there: str) -> tuple[str, str]:
    """Both words from the letter on in which they differ."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False))
    start = sum(1 for _ in same)
    return here[start:], there[start:]


def quote(text: str) -> str:
    """A text in quotation marks, on one line and cut where it is long."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"}"'


def xml_text(words: str) -> str:
    """Words with a mark in place of each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def join_words(words: Iterable[str]) -> str:
    """The words separated by commas."""
    return ", ".join(words)
