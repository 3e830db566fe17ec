"""Whether a row of the registry says the same as its document."""

from __future__ import annotations

from sphinx_deps.dates import read_date
from sphinx_deps.diagnostics import Location
from sphinx_deps.patterns import regex
from sphinx_deps.people import read_people
from sphinx_deps.process import Process
from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.text import fold
from sphinx_deps.values import is_filled, is_menu
from sphinx_deps.vocabulary import FieldRule

_WORD = regex(r"[^\W_]+")

Stated = tuple[str, Location]
"""What a document says, and where."""


def stated_text(proposal: Proposal, key: str, process: Process) -> Stated | None:
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


def agrees(key: str, cell: str, text: str, process: Process) -> bool:
    """Whether the words of a cell say the same as the document."""
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


def are_strangers(cell: str, text: str, rule: FieldRule) -> bool:
    """Whether both name people, and nobody is named by both."""
    here = [_marks(person) for person in read_people(cell, rule)]
    there = [_marks(person) for person in read_people(text, rule)]
    return bool(here and there) and not any(one & other for one in here for other in there)


def _marks(person: Person) -> set[str]:
    """What a person may be known by: the name, in any order of its words, and the handle."""
    in_order = " ".join(sorted(word.casefold() for word in _WORD.findall(person.name)))
    return {fold(person.name), in_order, fold(person.handle or person.name)}
