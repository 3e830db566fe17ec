"""The fields stand in another order than the process declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sphinx_deps.diagnostics import Edit, Finding, Fix, Location
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series

Block = tuple[int, int]
"""The first and the last line of a field."""

_OF_LINES = frozenset({"front-matter", "bold", "bullets", "directive"})
"""The readers whose fields begin with a line of their own."""
_BREAK = "  "
_ITEM = re.compile(r"[-*+][ \t]|#")
_TIED = re.compile(r":\s+[&*]\w|\\$")
"""A name for a value elsewhere, or a line that says how the next one is set."""


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first field that stands below one that it should stand above."""
    process = series.process
    written = [field for field in proposal.fields if field.name and field.reader != "path"]
    written.sort(key=lambda field: field.label_location)
    for above, below in pairwise(written):
        if _rank(above, process) > _rank(below, process):
            wanted = sorted(written, key=lambda field: _rank(field, process))
            order = ", ".join(dict.fromkeys(field.label for field in wanted))
            yield Finding(
                location=below.label_location,
                message=f'"{below.label}" stands below "{above.label}"; the order is {order}',
                subject=below.name or below.label,
                fix=_fix(proposal, written, wanted),
            )
            return


def _rank(field: Field, process: Process) -> int:
    return list(process.definition.fields).index(field.name or "")


def _fix(proposal: Proposal, written: list[Field], wanted: list[Field]) -> Fix | None:
    """The lines of the fields in another order; none where more would have to move with them."""
    readers = {field.reader for field in written}
    if len(readers) > 1 or not readers <= _OF_LINES or proposal.is_misencoded:
        return None
    lines = proposal.body.split("\n")
    blocks = {field.label_location: _block(field, lines) for field in written}
    old = [blocks[field.label_location] for field in written]
    new = [blocks[field.label_location] for field in wanted]
    below = lines[max(last for _, last in old) :]
    if _is_continued(written[0].reader, below) or not _can_move(proposal, lines, old):
        return None
    edits = tuple(_edits(proposal.file, lines, _reordered(old, new)))
    return Fix("write the fields in the declared order", edits)


def _block(field: Field, lines: list[str]) -> Block:
    """The lines of a field, without empty ones and comments at its end."""
    first, last = field.lines
    end = field.location
    if field.span is None and end.end_column == 1 and last > first:
        last -= 1
    while last > first and _is_loose(lines[last - 1]):
        last -= 1
    return first, last


def _is_loose(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _can_move(proposal: Proposal, lines: list[str], blocks: list[Block]) -> bool:
    """Whether the fields follow each other line for line, and nothing else is among them."""
    if any(above[1] >= below[0] for above, below in pairwise(blocks)):
        return False
    unknown = [_block(field, lines) for field in proposal.fields if not field.name]
    moved, staying = _lines(blocks), _lines(unknown)
    between = range(blocks[0][0], blocks[-1][1] + 1)
    others = [line for line in between if line not in moved | staying and lines[line - 1].strip()]
    return not others and not any(_TIED.search(lines[line - 1]) for line in moved)


def _lines(blocks: list[Block]) -> set[int]:
    return {line for first, last in blocks for line in range(first, last + 1)}


def _is_continued(reader: str, below: list[str]) -> bool:
    """Whether the last field goes on in lines that were not read as a part of it."""
    if reader not in {"bullets", "directive"}:
        return False
    following = next((line for line in below if line.strip()), "")
    if following[:1].isspace():
        return True
    return reader == "bullets" and bool(below and below[0].strip()) and not _ITEM.match(below[0])


def _reordered(old: list[Block], new: list[Block]) -> Iterator[tuple[int, int]]:
    """Each line with the one whose words it takes; what stands between fields stays between."""
    line = old[0][0]
    for position, (first, last) in enumerate(new):
        for source in range(first, last + 1):
            yield line, source
            line += 1
        if position + 1 < len(old):
            for source in range(old[position][1] + 1, old[position + 1][0]):
                yield line, source
                line += 1


def _edits(path: str, lines: list[str], moves: Iterator[tuple[int, int]]) -> Iterator[Edit]:
    """The edits of whole lines; spaces that break a line stay where the break is wanted."""
    pairs = [(to, lines[to - 1], lines[source - 1]) for to, source in moves]
    if any(here.endswith(_BREAK) for _, here, _ in pairs):
        pairs = [(to, here.rstrip(), there.rstrip()) for to, here, there in pairs]
    for to, here, there in pairs:
        if here != there:
            yield Edit(Location(path, to, 1, to, len(here) + 1), there)


RULE = ProposalRule("field-order", None, find)
