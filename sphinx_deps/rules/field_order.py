"""The fields stand in another order than the process declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sphinx_deps.diagnostics import Edit, Finding, Fix, Location
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import SourceText, join_words

_INDENTED = regex(r"(?:[ \t]*\n)*[ \t]+\S")
_GOES_ON = {
    "front-matter": _INDENTED,
    "bold": _INDENTED,
    "bullets": regex(rf"{_INDENTED.pattern}|(?![-*+][ \t]|#)\S"),
    "directive": _INDENTED,
}
"""The readers whose fields begin with a line of their own, with what follows the last field where
that goes on in lines that were not read as a part of it."""
_LOOSE = regex(r"\s*(?:#|$)")
"""A line that may stand at the end of a field and is none of it: empty, or a comment."""
_TIED = regex(r":\s+[&*]\w|(?:\\|<br[ \t]*/?>)\s*$", re.IGNORECASE)
"""A name for a value elsewhere, or a line that says how the next one is set."""
_BREAK = "  "


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The first field that stands below one that it should stand above."""
    declared = enumerate(series.process.definition.fields)
    rank: dict[str | None, int] = {name: place for place, name in declared}
    written = [field for field in proposal.fields if field.name and field.is_written]
    written.sort(key=lambda field: field.label_location)
    for above, below in pairwise(written):
        if rank[above.name] > rank[below.name]:
            wanted = sorted(written, key=lambda field: rank[field.name])
            order = join_words(dict.fromkeys(field.label for field in wanted))
            yield Finding(
                location=below.label_location,
                message=f'"{below.label}" stands below "{above.label}"; the order is {order}',
                subject=below.subject,
                fix=_fix(proposal, written, wanted),
            )
            return


def _fix(proposal: Proposal, written: list[Field], wanted: list[Field]) -> Fix | None:
    """The lines of the fields in another order; none where more would have to move with them."""
    goes_on = _GOES_ON.get(written[0].reader)
    if goes_on is None or len({field.reader for field in written}) > 1 or proposal.is_misencoded:
        return None
    # A line that comes to stand right below a list goes on with its last item.
    if written[0].reader == "bold" and any(field.items for field in written):
        return None
    source = proposal.source
    lines = source.lines
    old, new = ([_block(field, source) for field in fields] for fields in (written, wanted))
    gaps = [slice(above.stop, below.start) for above, below in pairwise(old)]
    if not _can_move(lines, old, gaps) or goes_on.match("\n".join(lines[old[-1].stop :])):
        return None
    between = [*(lines[gap] for gap in gaps), []]
    moved = [line for block in new for line in (*lines[block], *between.pop(0))]
    edits = _edits(proposal.file, old[0].start + 1, lines[old[0].start : old[-1].stop], moved)
    return Fix("write the fields in the declared order", tuple(edits))


def _block(field: Field, source: SourceText) -> slice:
    """The lines of a field, without empty ones and comments at its end."""
    first, last = field.lines
    if field.span is None and field.location.end_column == 1:
        last -= 1
    while last > first and _LOOSE.match(source.line(last)):
        last -= 1
    return slice(first - 1, last)


def _can_move(lines: list[str], blocks: list[slice], gaps: list[slice]) -> bool:
    """Whether each field has lines of its own, and nothing else is among them."""
    is_apart = all(gap.start <= gap.stop and not any(map(str.strip, lines[gap])) for gap in gaps)
    return is_apart and not any(_TIED.search(line) for block in blocks for line in lines[block])


def _edits(path: str, first: int, old: list[str], new: list[str]) -> Iterator[Edit]:
    """The edits of whole lines; spaces that break a line stay where the break is wanted."""
    if any(line.endswith(_BREAK) for line in old):
        old, new = ([line.rstrip() for line in lines] for lines in (old, new))
    for number, (here, there) in enumerate(zip(old, new, strict=True), first):
        if here != there:
            yield Edit(Location(path, number, 1, number, len(here) + 1), there)


RULE = ProposalRule("field-order", None, find)
