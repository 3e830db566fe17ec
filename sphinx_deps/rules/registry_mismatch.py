"""A row of the registry says other things than its document."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.registry_rows import Stated, agrees, stated_text
from sphinx_deps.registry_writing import RegistryWriter
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Entry, Series
from sphinx_deps.text import quote
from sphinx_deps.values import is_filled

_WORD = regex(r"[^\W_]+")
_IN_PARENTHESES = regex(r"\([^()]*\)")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to"}
)
_SHORTEST_STEM = 4


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every cell that differs from what the document of the row says."""
    if series.registry is None:
        return
    writer = RegistryWriter(series, series.registry)
    for entry in series.entries:
        if entry.linked and entry.linked.number != entry.row.number:
            yield _other_number(entry, entry.linked)
            continue
        known = entry.linked or _only_bearer(entry, series)
        for key in entry.row.cells:
            stated = known and stated_text(known, key, series.process)
            if known and stated:
                yield from _compare(entry, key, stated, known, writer)


def _only_bearer(entry: Entry, series: Series) -> Proposal | None:
    bearers = series.by_number.get(entry.row.number, ())
    return bearers[0] if len(bearers) == 1 else None


def _other_number(entry: Entry, linked: Proposal) -> Finding:
    return Finding(
        location=entry.row.places["number"],
        message=f"the row of number {entry.row.number} links {linked.path}",
        subject="number",
        related=(Related(linked.start(), linked.caption),),
        proposal=linked.key,
    )


def _compare(
    entry: Entry, key: str, stated: Stated, proposal: Proposal, writer: RegistryWriter
) -> Iterator[Finding]:
    process = writer.series.process
    cell, (text, place) = entry.row.cells[key], stated
    if agrees(key, cell, text, process):
        return
    label = "title" if key == "title" else process.field_label(key)
    shown = quote(cell) if cell else "empty"
    yield Finding(
        location=entry.row.places[key],
        message=f"{label} of {proposal.label}: {shown} here, {quote(text)} in the document",
        subject=key,
        severity=Severity.INFO if key == "title" and _is_rephrased(cell, text) else None,
        related=(Related(place, f"the {label} of the document"),),
        proposal=proposal.key,
        fix=writer.fixed_cell(entry.row, key, proposal) if _is_plain(key, cell, process) else None,
    )


def _is_plain(key: str, cell: str, process: Process) -> bool:
    """Whether a cell may be overwritten: people choose between titles, and a status may be noted.

    `Draft, see #12` is no declared status, and says more than one.
    """
    rule = process.field_rule(key)
    if rule is None or rule.type != "status":
        return key != "title"
    return process.status_name(cell) is not None or not is_filled(cell, rule)


def _is_rephrased(cell: str, text: str) -> bool:
    """Whether more than half of the words of the shorter title are in the longer one."""
    shorter, longer = sorted((cell, text), key=lambda title: len(_words(title)))
    words = _words(_IN_PARENTHESES.sub(" ", shorter)) or _words(shorter)
    others = _words(longer)
    shared = [word for word in words if any(_is_same_word(word, other) for other in others)]
    return 2 * len(shared) > len(words)


def _words(title: str) -> list[str]:
    """The words that count."""
    found = [word.casefold() for word in _WORD.findall(title)]
    return [word for word in found if word not in _SMALL_WORDS]


def _is_same_word(word: str, other: str) -> bool:
    """Whether one is the other, or how it begins: `reorg` and `reorganization`."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORTEST_STEM and long.startswith(short)


RULE = SeriesRule("registry-mismatch", Severity.WARNING, find)
