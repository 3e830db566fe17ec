"""Text as a terminal shows it: its width, its colours, and nothing that a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from sphinx_deps.patterns import regex

Tone = Literal["error", "warning", "info", "strong", "faint"]

_CODES: dict[Tone, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "strong": "1",
    "faint": "2",
}
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ELLIPSIS = "…"


class Look(Struct, frozen=True, kw_only=True):
    """How text is shown: the folder that paths start from, the colours, the room there is."""

    folder: Path = field(default_factory=Path.cwd)
    coloured: bool = False
    columns: int | None = None
    """The width of the terminal; None where there is none, and nothing must be cut."""

    def paint(self, words: str, tone: Tone) -> str:
        """The words in the colours of that tone."""
        return f"\x1b[{_CODES[tone]}m{words}\x1b[0m" if self.coloured else words

    def path(self, path: str) -> str:
        """A path as given, but from the folder on where it is below it."""
        given = Path(path)
        if given.is_absolute() and given.is_relative_to(self.folder):
            given = given.relative_to(self.folder)
        return given.as_posix()


def one_line(text: str) -> str:
    """The text in one line; what a terminal would obey is written out."""
    return _CONTROL.sub(_written_out, " ".join(text.split("\n")))


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\t":
        return " "
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width_of(text: str) -> int:
    """The columns that the text takes."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, room: int) -> str:
    """The text, ended by … where it takes more columns than there are."""
    if width_of(text) <= room:
        return text
    kept, taken = [], 0
    for character in text:
        taken += _character_width(character)
        if taken > room - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + _ELLIPSIS


def cut_start(text: str, room: int) -> str:
    """The end of the text, begun by … where all of it takes more columns than there are."""
    return text if width_of(text) <= room else cut(text[::-1], room)[::-1]


def pad(text: str, columns: int) -> str:
    """The text, followed by spaces up to that many columns."""
    return text + " " * (columns - width_of(text))


def align(rows: list[list[str]], look: Look, stretch: int) -> list[str]:
    """The rows as lines with aligned columns; on a terminal the column `stretch` is cut to fit."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    if look.columns is not None:
        others = sum(widths) - widths[stretch] + len(_GAP) * (len(widths) - 1)
        widths[stretch] = min(widths[stretch], max(look.columns - others, _LEAST))
    lines = []
    for row in rows:
        row[stretch] = cut(row[stretch], widths[stretch])
        cells = map(pad, row, widths)
        lines.append(_GAP.join(cells).rstrip())
    return lines


_GAP = "  "
_LEAST = 16
"""Columns; less of a title says nothing."""
