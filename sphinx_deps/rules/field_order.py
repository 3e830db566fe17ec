"""The fields stand in another order than the process declares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sphinx_deps.diagnostics import Edit, Finding, Fix
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import SourceText


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
    """Each field in the line of another; none where more than whole lines would have to move."""
    source = SourceText(proposal.file, proposal.body)
    lines = [_line(field) for field in written]
    if None in lines or len(set(lines)) < len(lines) or _has_others(source, proposal, lines):
        return None
    moves = ((_line(old), _line(new)) for old, new in zip(written, wanted, strict=True))
    edits = tuple(
        Edit(source.line_location(to), source.lines[line - 1].strip())
        for to, line in moves
        if to and line and to != line
    )
    return Fix("write the fields in the declared order", edits)


def _line(field: Field) -> int | None:
    """The only line of a field that is a line of its own."""
    first, last = field.span or (field.label_location.line, field.location.end_line)
    is_line = field.reader in {"front-matter", "bold"} and first == (last or first)
    return first if is_line else None


def _has_others(source: SourceText, proposal: Proposal, lines: list[int | None]) -> bool:
    """Whether something else stands among the fields, which belongs to one of them."""
    taken = {*lines, *(_line(field) for field in proposal.fields if field.name is None)}
    numbers = [line for line in lines if line]
    between = range(min(numbers), max(numbers))
    return any(source.lines[line - 1].strip() for line in between if line not in taken)


RULE = ProposalRule("field-order", None, find)
