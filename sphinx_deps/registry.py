"""A hand-kept table of the numbers that are given out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sphinx_deps.diagnostics import Location
from sphinx_deps.markdown import Outline, is_external, plain, read_outline
from sphinx_deps.text import SourceText, fold
from sphinx_deps.vocabulary import RegistryRule

_CELL_BREAK = re.compile(r"(?<!\\)\|")
_DIVIDER = re.compile(r"[ \t]*\|?[ \t:|-]+\|[ \t:|-]*")
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)")
_NUMBER = re.compile(r"(?<!\d)\d{1,18}(?!\d)")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: the number, the words of its cells by field, and where its link leads."""

    number: int
    cells: dict[str, str]
    places: dict[str, Location]
    location: Location
    target: str | None


@dataclass(frozen=True, slots=True)
class Registry:
    """The entries of the table, in order."""

    path: str
    rows: tuple[Row, ...]
    location: Location
    """The table, or the start of the file."""

    def rows_of(self, number: int) -> tuple[Row, ...]:
        """The entries of one number."""
        return tuple(row for row in self.rows if row.number == number)


def read_registry(source: SourceText, rule: RegistryRule) -> Registry | None:
    """The table under the declared heading, or None where there is none."""
    outline = read_outline(source)
    table = _table_lines(outline, rule)
    if table is None:
        return None
    first, lines = table
    columns = [fold(cell.strip()) for cell, _ in _cells(lines[0])]
    rows = tuple(_rows(source, first, lines, columns, rule))
    return Registry(source.path, rows, source.line_location(first))


def _table_lines(outline: Outline, rule: RegistryRule) -> tuple[int, list[str]] | None:
    """The number of the first line and the lines of the first table with the declared columns."""
    wanted = {fold(column) for column in rule.columns}
    for block in outline.blocks:
        if block.kind != "Table" or not _is_under(outline, block.start, rule.heading):
            continue
        lines = outline.source.text[block.start : block.end].rstrip("\n").split("\n")
        if wanted <= {fold(cell) for cell, _ in _cells(lines[0])}:
            return outline.source.line_of(block.start), lines
    return None


def _is_under(outline: Outline, start: int, heading: str | None) -> bool:
    if heading is None:
        return True
    above = [found for found in outline.headings if found.start < start]
    return bool(above) and fold(above[-1].text) == fold(heading)


def _rows(
    source: SourceText, first: int, lines: list[str], columns: list[str], rule: RegistryRule
) -> Iterator[Row]:
    shown = {fold(column): field for column, field in rule.columns.items()}
    skip = [re.compile(pattern) for pattern in rule.skip]
    for offset, line in enumerate(lines[1:], 1):
        if _DIVIDER.fullmatch(line):
            continue
        cells = _cells(line)
        if any(pattern.search(cell) for cell, _ in cells for pattern in skip):
            continue
        named = {
            shown[column]: cell
            for column, cell in zip(columns, cells, strict=False)
            if column in shown
        }
        row = _row(source, first + offset, named)
        if row:
            yield row


def _row(source: SourceText, line: int, named: dict[str, tuple[str, int]]) -> Row | None:
    number = _NUMBER.search(plain(named.get("number", ("", 0))[0]))
    if number is None:
        return None
    targets = [link["target"] for cell, _ in named.values() for link in _LINK.finditer(cell)]
    # A row may also show its author's page: what leads to a file goes first.
    target = next(iter(sorted(targets, key=is_external)), None)
    places = {
        name: Location(source.path, line, column + 1, line, column + 1 + len(cell))
        for name, (cell, column) in named.items()
    }
    words = {name: plain(cell.replace(r"\|", "|")) for name, (cell, _) in named.items()}
    return Row(int(number[0]), words, places, source.line_location(line), target)


def _cells(line: str) -> list[tuple[str, int]]:
    """The trimmed cells of a line with their columns from zero."""
    cells = []
    start = 0
    for match in [*_CELL_BREAK.finditer(line), None]:
        end = match.start() if match else len(line)
        cell = line[start:end]
        cells.append((cell.strip(), start + len(cell) - len(cell.lstrip())))
        start = end + 1
    return cells[1:-1] if line.strip().startswith("|") else cells
