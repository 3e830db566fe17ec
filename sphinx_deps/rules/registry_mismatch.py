"""A row of the registry says other things than its document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Location, Related, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Entry, Series
from sphinx_deps.text import fold, quote
from sphinx_deps.values import is_filled, is_menu, read_date, read_people
from sphinx_deps.vocabulary import FieldRule

_WORD = re.compile(r"[^\W_]+")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to"}
)
_SHORTEST_STEM = 4

Stated = tuple[str, Location]
"""What a document says, and where."""


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """Every cell that differs from what the document of the row says."""
    for entry in series.entries:
        if entry.linked and entry.linked.number != entry.row.number:
            yield _other_number(entry, entry.linked)
            continue
        known = entry.linked or _only_bearer(entry, series)
        for key in entry.row.cells:
            stated = known and _stated(known, key, series.process)
            if known and stated:
                yield from _compare(entry, key, stated, known, series.process)


def _only_bearer(entry: Entry, series: Series) -> Proposal | None:
    bearers = series.by_number.get(entry.row.number, ())
    return bearers[0] if len(bearers) == 1 else None


def _other_number(entry: Entry, linked: Proposal) -> Finding:
    return Finding(
        location=entry.row.places.get("number", entry.row.location),
        message=f"the row of number {entry.row.number} links {linked.path}",
        subject="number",
        related=(Related(linked.start(), linked.caption),),
        proposal=linked.key,
    )


def _stated(proposal: Proposal, key: str, process: Process) -> Stated | None:
    """What the document says; nothing where another rule finds fault with it."""
    if key == "title":
        given = proposal.title not in process.definition.title.placeholders
        place = proposal.title_location
        return (proposal.title, place) if place and given else None
    field, rule = proposal.field(key), process.field_rule(key)
    if field is None or rule is None or not is_filled(field.text, rule) or is_menu(field.text):
        return None
    if rule.type == "status" and process.status_name(field.text) is None:
        return None
    return field.text, field.location


def _compare(
    entry: Entry, key: str, stated: Stated, proposal: Proposal, process: Process
) -> Iterator[Finding]:
    cell, (text, place) = entry.row.cells[key], stated
    if _agree(key, cell, text, process):
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
    )


def _agree(key: str, cell: str, text: str, process: Process) -> bool:
    rule = process.field_rule(key)
    if fold(cell) == fold(text):
        return True
    if key == "title" or rule is None:
        strip = process.title_strip
        return strip is not None and fold(strip.sub("", cell, count=1)) == fold(text)
    if rule.type == "status":
        return process.status_name(cell) == process.status_name(text)
    if rule.type == "date":
        return read_date(cell, rule).iso == read_date(text, rule).iso
    return rule.type == "people" and _are_same_people(cell, text, rule)


def _are_same_people(cell: str, text: str, rule: FieldRule) -> bool:
    """Whether both name the same people, in any order and spelling."""
    here = [_marks(person) for person in read_people(cell, rule)]
    there = [_marks(person) for person in read_people(text, rule)]
    return len(here) == len(there) and all(any(one & other for other in there) for one in here)


def _marks(person: Person) -> set[str]:
    """What a person may be known by: the name, in any order of its words, and the handle."""
    in_order = " ".join(sorted(word.casefold() for word in _WORD.findall(person.name)))
    return {fold(person.name), in_order, fold(person.handle or person.name)}


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
