"""A hand-kept table of the numbers that are given out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.comments import without_comments
from sphinx_deps.diagnostics import Location
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.markdown import Outline, is_external, plain, read_outline
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Ignore
from sphinx_deps.text import SourceText, fold, join_words, quote
from sphinx_deps.vocabulary import RegistryRule

_CELL_BREAK = regex(r"(?<!\\)\|")
_DIVIDER = regex(r"[ \t]*\|?[ \t:|-]+\|[ \t:|-]*")
_LINK = regex(r"\[[^\]]*\]\((?:<(?P<marked>[^<>\n]*)>|(?P<target>[^)\s]+))")
_NUMBER = regex(r"(?<!\d)\d{1,18}(?!\d)")


class Row(Struct, frozen=True):
    """One entry: the number, the words of its cells by field, and where its link leads."""

    number: int
    cells: dict[str, str]
    places: dict[str, Location]
    location: Location
    target: str | None


class Table(Struct, frozen=True):
    """The lines of the table as they are written."""

    source: SourceText
    first: int
    """The line of its head."""
    lines: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the columns, folded."""
        return tuple(fold(cell) for cell, _ in split_cells(self.lines[0]))


class Registry(Struct, frozen=True):
    """The entries of the table, in order."""

    path: str
    rows: tuple[Row, ...]
    location: Location
    """The table, or the start of the file."""
    table: Table
    ignores: tuple[Ignore, ...] = ()

    def rows_of(self, number: int) -> tuple[Row, ...]:
        """The entries of one number."""
        return tuple(row for row in self.rows if row.number == number)


def read_registry(source: SourceText, rule: RegistryRule) -> Registry | None:
    """The table under the declared heading, or None where there is none."""
    outline = read_outline(source)
    table = _table(outline, rule)
    if table is None:
        return None
    rows = tuple(_rows(table, rule))
    place = source.line_location(table.first)
    return Registry(source.path, rows, place, table, read_ignores(outline))


class Stray(Struct, frozen=True):
    """What looks like a registry, and is not the one that is looked for."""

    location: Location
    fault: str


def find_stray(source: SourceText, rule: RegistryRule) -> Stray | None:
    """The table below another heading than the declared one, or that heading without the table."""
    if rule.heading is None:
        return None
    outline = read_outline(source)
    table = _table(outline, replace(rule, heading=None))
    if table:
        fault = f"the registry is looked for right below a heading {quote(rule.heading)}, not here"
        return Stray(source.line_location(table.first), fault)
    for heading in outline.headings:
        if fold(heading.text) == fold(rule.heading):
            fault = f"no table right below has the columns {join_words(rule.columns)}"
            return Stray(source.location(heading.start, heading.end), fault)
    return None


def _table(outline: Outline, rule: RegistryRule) -> Table | None:
    """The first table with the declared columns."""
    wanted = {fold(column) for column in rule.columns}
    source = outline.source
    for block in outline.blocks:
        if block.kind != "Table" or not _is_under(outline, block.start, rule.heading):
            continue
        first = source.line_of(block.start)
        count = source.text[block.start : block.end].rstrip("\n").count("\n") + 1
        table = Table(source, first, tuple(source.lines[first - 1 : first - 1 + count]))
        if wanted <= set(table.columns):
            return table
    return None


def _is_under(outline: Outline, start: int, heading: str | None) -> bool:
    if heading is None:
        return True
    above = [found for found in outline.headings if found.start < start]
    return bool(above) and fold(above[-1].text) == fold(heading)


def _rows(table: Table, rule: RegistryRule) -> Iterator[Row]:
    shown = {fold(column): field for column, field in rule.columns.items()}
    skip = [re.compile(pattern) for pattern in rule.skip]
    columns = table.columns
    for offset, line in enumerate(table.lines[1:], 1):
        if is_divider(line):
            continue
        cells = split_cells(line)
        if any(pattern.search(cell) for cell, _ in cells for pattern in skip):
            continue
        named = {
            shown[column]: cell
            for column, cell in zip(columns, cells, strict=False)
            if column in shown
        }
        row = _row(table.source, table.first + offset, named)
        if row:
            yield row


def _row(source: SourceText, line: int, named: dict[str, tuple[str, int]]) -> Row | None:
    number = read_number(named.get("number", ("", 0))[0])
    if number is None:
        return None
    targets = [
        link["marked"] or link["target"]
        for cell, _ in named.values()
        for link in _LINK.finditer(cell)
    ]
    # A row may also show its author's page: what leads to a file goes first.
    target = next(iter(sorted(targets, key=is_external)), None)
    places = {
        name: Location(source.path, line, column + 1, line, column + 1 + len(cell))
        for name, (cell, column) in named.items()
    }
    words = {
        name: plain(without_comments(cell.replace(r"\|", "|"))) for name, (cell, _) in named.items()
    }
    return Row(number, words, places, source.line_location(line), target)


def is_divider(line: str) -> bool:
    """Whether a line parts the head of a table from its rows."""
    return _DIVIDER.fullmatch(line) is not None


def read_number(cell: str) -> int | None:
    """The number in a cell."""
    found = _NUMBER.search(plain(cell))
    return int(found[0]) if found else None


def split_cells(line: str) -> list[tuple[str, int]]:
    """The trimmed cells of a line with their columns from zero."""
    return [_trimmed(line[start:end], start) for start, end in cell_spans(line)]


def _trimmed(cell: str, start: int) -> tuple[str, int]:
    return cell.strip(), start + len(cell) - len(cell.lstrip())


def cell_spans(line: str) -> list[tuple[int, int]]:
    """Where each cell of a line starts and ends, margins included; outer marks may be absent."""
    breaks = list(_CELL_BREAK.finditer(line))
    starts = [0, *(match.end() for match in breaks)]
    ends = [*(match.start() for match in breaks), len(line)]
    spans = list(zip(starts, ends, strict=True))
    if breaks and not line[: breaks[0].start()].strip():
        spans = spans[1:]
    if breaks and not line[breaks[-1].end() :].strip():
        spans = spans[:-1]
    return spans
