"""Edits of the registry: rows for documents that have none, and cells that follow their document.

What is written looks like what is there: the links, the padding, the marks around a word.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from sphinx_deps.diagnostics import Edit, Fix, Location
from sphinx_deps.display import width_of
from sphinx_deps.markdown import plain
from sphinx_deps.patterns import regex
from sphinx_deps.people import read_people
from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.registry import Registry, Row, Table, cell_spans, is_divider, read_number
from sphinx_deps.registry_rows import agrees, are_strangers, stated_text
from sphinx_deps.series import Series
from sphinx_deps.text import find_words, fold
from sphinx_deps.vocabulary import FieldRule

_DIGITS = regex(r"\d+")
_INLINE_MARK = regex(r"[\\`*_<>\[\]]")
_SAFE_IN_ADDRESS = "/:@!$&'*+,;=~"


@dataclass(frozen=True)
class RegistryWriter:
    """Writes cells and rows in the way of one registry."""

    series: Series
    registry: Registry

    def fixed_cell(self, row: Row, key: str, proposal: Proposal) -> Fix | None:
        """The fix that lets a cell follow its document, where that can be written down."""
        written = self._words(key, proposal)
        if not written or self._is_misencoded:
            return None
        line, column = row.location.line, self._column(key)
        start, end = cell_spans(self.layout.line(line))[column]
        old = self.layout.line(line)[start:end]
        new = self._in_place(key, old.strip(), written)
        if new is None or not self._says(key, new, proposal):
            return None
        at = Location(self.registry.path, line, start + 1, line, end + 1)
        edit = Edit(at, self.layout.refilled(column, old, new))
        return Fix(f"write {plain(new)}", (edit,))

    def new_row(self, proposal: Proposal) -> Fix | None:
        """The fix that enters a document; none where its number is also another's, or skipped."""
        number = proposal.number
        bearers = self.series.by_number.get(number or 0, ())
        if number is None or len(bearers) != 1 or number in self.numbers.values():
            return None
        cells = self._cells(number, proposal)
        if cells is None or proposal.is_garbled or self._is_misencoded:
            return None
        line = self._line_above(number)
        end = len(self.layout.line(line)) + 1
        at = Location(self.registry.path, line, end, line, end)
        rank = -number if self._descends else number
        edit = Edit(at, f"\n{self.layout.new_line(cells)}", rank)
        return Fix(f"add a row for {proposal.label}", (edit,))

    def _in_place(self, key: str, old: str, new: str) -> str | None:
        """The new text of a cell; none where only people can tell who is right."""
        rule = self.series.process.field_rule(key)
        is_people = rule is not None and rule.type == "people"
        if rule and is_people and are_strangers(plain(old), plain(new), rule):
            return None
        return _in_place(old, new, is_people=is_people)

    @property
    def _is_misencoded(self) -> bool:
        return self.registry.table.source.bad_byte is not None

    @cached_property
    def layout(self) -> Layout:
        """How the lines of the table look."""
        return Layout(self.registry.table)

    @cached_property
    def columns(self) -> dict[str, str]:
        """The field that each column shows, by its folded heading."""
        rule = self.series.process.definition.registry
        return {fold(heading): key for heading, key in rule.columns.items()} if rule else {}

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The numbers in the table by their lines, those of rows that are no entries too."""
        column = self._column("number") if "number" in self.columns.values() else 0
        cells = {line: self.layout.cell(line, column) for line in self.layout.body}
        read = {line: read_number(cell) for line, cell in cells.items()}
        return {line: number for line, number in read.items() if number is not None}

    @property
    def _descends(self) -> bool:
        numbers = list(self.numbers.values())
        return len(numbers) > 1 and numbers == sorted(numbers, reverse=True)

    def _line_above(self, number: int) -> int:
        """The line below which a number belongs; the head of the table where it is the first."""
        if self._descends:
            before = [line for line, other in self.numbers.items() if other > number]
            return max(before, default=self.layout.last_of_head)
        lower = [(other, line) for line, other in self.numbers.items() if other < number]
        return max(lower)[1] if lower else self.layout.last_of_head

    def _column(self, key: str) -> int:
        keys = [self.columns.get(heading) for heading in self.registry.table.columns]
        return keys.index(key)

    def _cells(self, number: int, proposal: Proposal) -> list[str] | None:
        """The cells of a new row; what the document does not state stays empty."""
        cells = []
        for column, heading in enumerate(self.registry.table.columns):
            key = self.columns.get(heading)
            words = self._number(number) if key == "number" else key and self._words(key, proposal)
            if key and words and key != "number" and not self._says(key, words, proposal):
                return None
            cells.append(self._linked(column, words or "", proposal))
        return cells

    @cached_property
    def _number_form(self) -> tuple[str, int]:
        """A number as it is written, with what stands around it, and the least of its figures."""
        column = self._column("number")
        written = [plain(self.layout.cell(row.location.line, column)) for row in self.registry.rows]
        figures = [found[0] for words in written if (found := _DIGITS.search(words))]
        width = max((len(one) for one in figures if one.startswith("0")), default=1)
        return (written[-1] if written else "1"), width

    def _number(self, number: int) -> str:
        form, width = self._number_form
        return _escaped(_DIGITS.sub(str(number).zfill(width), form, count=1))

    def _linked(self, column: int, words: str, proposal: Proposal) -> str:
        """The words with a link to the document, where other rows have theirs."""
        address = self._address(proposal)
        if not words or address is None or column not in self._link_columns:
            return words
        return f"[{words}]({quote(address, safe=_SAFE_IN_ADDRESS)})"

    @cached_property
    def _sample(self) -> tuple[Row, Proposal] | None:
        """A row that links its document."""
        linked = ((one.row, one.linked) for one in self.series.entries if one.row.target)
        return next(((row, proposal) for row, proposal in linked if proposal), None)

    @cached_property
    def _link_columns(self) -> frozenset[int]:
        if self._sample is None:
            return frozenset({self._column("number")} if not self.numbers else ())
        row, _ = self._sample
        count = len(cell_spans(self.layout.line(row.location.line)))
        cells = [self.layout.cell(row.location.line, column) for column in range(count)]
        return frozenset(at for at, cell in enumerate(cells) if f"]({row.target})" in cell)

    def _address(self, proposal: Proposal) -> str | None:
        """How the registry would link a document, as it links the others."""
        if self._sample is None:
            return Path(os.path.relpath(proposal.file, Path(self.registry.path).parent)).as_posix()
        row, linked = self._sample
        before = unquote(row.target or "").removesuffix(linked.path)
        return before + proposal.path if before != unquote(row.target or "") else None

    def _words(self, key: str, proposal: Proposal) -> str | None:
        """What stands in a cell for a field of the document; none where it does not state it."""
        process = self.series.process
        if key == "title":
            given = proposal.title not in process.definition.title.placeholders
            return _escaped(proposal.title) if given else None
        stated, rule = stated_text(proposal, key, process), process.field_rule(key)
        if stated is None or rule is None:
            return None
        text, _ = stated
        if rule.type == "status":
            text = process.status_name(text) or text
        if rule.type == "people":
            return self._people(key, text, rule)
        return _escaped(plain(text))

    def _people(self, key: str, text: str, rule: FieldRule) -> str:
        """The names; with links to the people where the registry links any."""
        with_links = self._column(key) in self._columns_with_links
        names = [_person(one, text, with_links=with_links) for one in read_people(text, rule)]
        mark = next((mark for mark in rule.separators if mark.strip()), ",")
        return f"{mark} ".join(names)

    @cached_property
    def _columns_with_links(self) -> frozenset[int]:
        lines = [self.layout.line(line) for line in self.layout.body]
        return frozenset(
            column
            for line in lines
            for column, (start, end) in enumerate(cell_spans(line))
            if "](" in line[start:end]
        )

    def _says(self, key: str, cell: str, proposal: Proposal) -> bool:
        """Whether a written cell would be read as what the document states."""
        stated = stated_text(proposal, key, self.series.process)
        words = plain(cell.replace(r"\|", "|"))
        return stated is None or agrees(key, words, stated[0], self.series.process)


@dataclass(frozen=True)
class Layout:
    """How the lines of a table look: margins, padding, outer marks."""

    table: Table

    def line(self, line: int) -> str:
        """A line of the table by its number in the file."""
        return self.table.lines[line - self.table.first]

    def cell(self, line: int, column: int) -> str:
        """The trimmed text of a cell; nothing where the row is shorter."""
        spans = cell_spans(self.line(line))
        return self.line(line)[slice(*spans[column])].strip() if column < len(spans) else ""

    @cached_property
    def last_of_head(self) -> int:
        """The line that parts the head from the rows."""
        lines = enumerate(self.table.lines)
        return next(
            (self.table.first + at for at, line in lines if is_divider(line)), self.table.first
        )

    @property
    def body(self) -> range:
        """The lines of the rows."""
        return range(self.last_of_head + 1, self.table.first + len(self.table.lines))

    @cached_property
    def widths(self) -> dict[int, int]:
        """The columns whose cells are padded to one width, and that width."""
        cells = [[line[start:end] for start, end in cell_spans(line)] for line in self.table.lines]
        found = ({width_of(cell) for cell in column} for column in zip(*cells, strict=False))
        return {at: widths.pop() for at, widths in enumerate(found) if len(widths) == 1}

    def refilled(self, column: int, old: str, new: str) -> str:
        """A cell with other words, its margins and the width of its column kept."""
        left, right = _margins(old)
        width = self.widths.get(column)
        if width is None:
            return f"{left}{new}{right}"
        room = width - width_of(new)
        if column in self.right_aligned:
            return f"{' ' * max(room - 1, 1)}{new} "
        return f"{left}{new}{' ' * max(room - len(left), 1)}"

    @cached_property
    def right_aligned(self) -> frozenset[int]:
        """The columns that the line below the head sets to the right."""
        marks = [self.cell(self.last_of_head, column) for column in self.widths]
        return frozenset(
            column
            for column, mark in zip(self.widths, marks, strict=True)
            if mark.endswith(":") and not mark.startswith(":")
        )

    def new_line(self, cells: Iterable[str]) -> str:
        """A row in the way of the head: with or without outer marks and margins, padded or not."""
        head = self.table.lines[0]
        spans = cell_spans(head)
        filled = []
        for column, ((start, end), cell) in enumerate(zip(spans, cells, strict=True)):
            left, right = _margins(head[start:end])
            filled.append(self.refilled(column, f"{left[:1]}-{right[:1]}", cell))
        return (head[: spans[0][0]] + "|".join(filled) + head[spans[-1][1] :]).rstrip()


def _margins(cell: str) -> tuple[str, str]:
    """The space on both sides of the words of a cell; a usual one where there are none."""
    words = cell.strip()
    before, _, after = cell.partition(words) if words else (" ", "", " ")
    return before, after


def _in_place(old: str, new: str, *, is_people: bool) -> str | None:
    """The new words within the marks of the old ones; none where these cannot be kept."""
    words = plain(old.replace(r"\|", "|"))
    if words in {"", old} or (is_people and "](" in old + new):
        return new
    found = list(find_words(words, old))
    if len(found) != 1 or "](" in old:
        return None
    return old[: found[0]] + new + old[found[0] + len(words) :]


def _person(person: Person, text: str, *, with_links: bool) -> str:
    at = "@" if person.name == person.handle and f"@{person.handle}" in text else ""
    name = _escaped(f"{at}{person.name}")
    return f"[{name}]({person.url})" if with_links and person.url else name


def _escaped(text: str) -> str:
    """Words as they are written in a cell; marks that would be obeyed are written out."""
    words = " ".join(text.split())
    if plain(words) != words:
        words = _INLINE_MARK.sub(r"\\\g<0>", words)
    return words.replace("|", r"\|")
