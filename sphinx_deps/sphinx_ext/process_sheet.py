"""What a process tells its readers, part by part: the words that are drawn, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from sphinx_deps.dates import date_form
from sphinx_deps.item_kinds import ItemKind
from sphinx_deps.outputs.dot import Arrow, Box, Diagram
from sphinx_deps.process import Process
from sphinx_deps.sphinx_ext.drawing import _ as translated
from sphinx_deps.sphinx_ext.languages import in_language, status_meaning
from sphinx_deps.text import join_words
from sphinx_deps.variants import Variant
from sphinx_deps.vocabulary import FieldRule, SectionRule, StatusRule


def _(message: str) -> str:
    """The message in the reader's language, as plain text that can be joined and compared."""
    return str(translated(message))


class Mark(Struct, frozen=True):
    """A status, drawn as its badge."""

    words: str
    stage: str


class Code(Struct, frozen=True):
    """Words as they are to be typed."""

    words: str


Cell = tuple[str | Mark | Code, ...]


class Table(Struct, frozen=True):
    """Rows under heads; each head is the name that styles know it by, its words and its width."""

    heads: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


class Facts(Struct, frozen=True):
    """Labels with what they say."""

    rows: tuple[tuple[str, Cell], ...]


class Lifecycle(Struct, frozen=True):
    """Each status with those that may follow, as a diagram and in words."""

    diagram: Diagram
    steps: tuple[tuple[Mark, tuple[Mark, ...]], ...]


Block = Cell | Table | Facts | Lifecycle


class Part(Struct, frozen=True):
    """One part of the page: its title, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def process_parts(process: Process, names: Iterable[str]) -> tuple[Part, ...]:
    """Return the named parts, as far as the process has any such thing."""
    parts = (PARTS[name](process) for name in names if name in PARTS)
    return tuple(part for part in parts if part.blocks)


def _statuses(process: Process) -> Part:
    rows = [
        (
            (Mark(name, rule.stage),),
            (status_meaning(rule),),
            _wanted_by(rule, process),
        )
        for name, rule in process.definition.statuses.items()
    ]
    heads = (("status", _("Status"), 16), ("meaning", _("Meaning"), 50), ("rest", _("Fields"), 34))
    return Part(_("Statuses"), _tables(heads, rows))


def _wanted_by(rule: StatusRule, process: Process) -> Cell:
    """The fields that a status needs, and those that would say too much."""
    said = []
    if rule.requires:
        said.append(_("needs %s") % _labels(rule.requires, process))
    if rule.forbids:
        said.append(_("not with %s") % _labels(rule.forbids, process))
    return ("; ".join(said),) if said else ()


def _labels(keys: Iterable[str], process: Process) -> str:
    return join_words(process.field_label(key) for key in keys)


def _lifecycle(process: Process) -> Part:
    statuses = process.definition.statuses
    known = {
        name: tuple(one for one in rule.next if one in statuses) for name, rule in statuses.items()
    }
    if not any(known.values()):
        return Part(_("Lifecycle"), ())
    boxes = tuple(
        Box(
            name,
            name,
            stage=rule.stage,
            tooltip=in_language(rule.meaning or "") or name,
            begins=rule.initial,
        )
        for name, rule in statuses.items()
    )
    arrows = tuple(Arrow(name, after) for name, following in known.items() for after in following)
    marks = {name: Mark(name, rule.stage) for name, rule in statuses.items()}
    steps = tuple(
        (marks[name], tuple(marks[after] for after in following))
        for name, following in known.items()
    )
    return Part(_("Lifecycle"), (Lifecycle(Diagram(boxes, arrows), steps),))


def _fields(process: Process) -> Part:
    rows = [
        ((process.field_label(key),), _value(rule, process), tuple(_presence(key, process)))
        for key, rule in process.definition.fields.items()
    ]
    heads = (("title", _("Field"), 24), ("value", _("Value"), 46), ("rest", _("Presence"), 30))
    return Part(_("Fields"), _tables(heads, rows))


def _value(rule: FieldRule, process: Process) -> Cell:
    """What a field holds, in words."""
    said: list[str | Mark | Code] = [_type_words(rule)]
    if rule.type == "date" and rule.formats:
        said += [" ", *_codes(date_form(form) for form in rule.formats)]
    if rule.inverse:
        said.append("; " + _("the other side says %s") % process.field_label(rule.inverse))
    if rule.external:
        said.append("; " + _("may be one of another place"))
    if rule.pattern:
        said += ["; " + _("of the form") + " ", Code(rule.pattern)]
    if rule.default is not None:
        said.append("; " + _("without it: %s") % rule.default)
    return tuple(said)


def _type_words(rule: FieldRule) -> str:
    if rule.type == "choice":
        several = _("some of: %s") if rule.many else _("one of: %s")
        return several % join_words(rule.choices)
    words = {
        "text": _("several texts") if rule.many else _("text"),
        "integer": _("whole number"),
        "date": _("date"),
        "people": _("people"),
        "links": _("links"),
        "proposals": _("proposals"),
        "version": _("version"),
        "boolean": _("yes or no"),
        "status": _("status"),
    }
    return words[rule.type]


def _codes(words: Iterable[str]) -> Iterator[str | Code]:
    for position, one in enumerate(words):
        if position:
            yield ", "
        yield Code(one)


def _presence(key: str, process: Process) -> Iterator[str | Mark]:
    """Whether a field must be there, and the statuses that need it."""
    rule = process.wanted_fields.get(key)
    yield _presence_words(rule)
    statuses = process.definition.statuses.items()
    needing = [Mark(name, status.stage) for name, status in statuses if key in status.requires]
    for position, mark in enumerate(needing):
        yield ", " if position else "; " + _("needed when") + " "
        yield mark


def _presence_words(rule: FieldRule | SectionRule | None) -> str:
    if rule is None:
        return _("optional")
    if rule.required:
        return _("required")
    return _("expected") if rule.expected else _("optional")


def _sections(process: Process) -> Part:
    blocks: list[Block] = []
    for variant in process.variants:
        if len(process.variants) > 1:
            blocks.append((_("Variant: %s") % variant.name,))
        blocks += _variant(variant)
    if blocks and process.definition.section_order:
        blocks.insert(0, (_("They stand in this order."),))
    return Part(_("Sections"), tuple(blocks))


def _variant(variant: Variant) -> tuple[Block, ...]:
    rows = [
        (
            (Code(f"{'#' * rule.level} {rule.title}"),),
            (_presence_words(rule),),
            ("; ".join(rule.aliases),) if rule.aliases else (),
        )
        for rule in variant.rules
    ]
    also = _("Also accepted")
    heads = (("title", _("Section"), 44), ("rest", _("Presence"), 16), ("value", also, 40))
    return _tables(heads, rows)


def _items(process: Process) -> Part:
    rows = [_item(kind, process) for kind in process.item_kinds]
    heads = (
        ("title", _("Item"), 20),
        ("value", _("Section"), 28),
        ("value", _("Fields"), 28),
        ("rest", _("Cited as"), 24),
    )
    return Part(_("Items"), _tables(heads, rows))


def _item(kind: ItemKind, process: Process) -> tuple[Cell, ...]:
    name = f"{kind.prefix} 1"
    labels = join_words(kind.field_labels)
    cited = Code(f"{{{process.role}}}`12#{name.replace(' ', '-')}`")
    under = kind.rule.under
    return (name,), (under,) if under else (), (labels,) if labels else (), (cited,)


def _numbering(process: Process) -> Part:
    documents = process.definition.documents
    names = [process.path_form] if process.path_form else documents.include
    rows: list[tuple[str, Cell]] = [(_("File name"), tuple(_codes(names)))]
    if process.definition.identity == "number":
        rows += _number_facts(process)
    metadata = process.definition.metadata
    words = _reader_words()
    rows.append((_("Fields stand in"), (join_words(words[name] for name in metadata),)))
    return Part(_("Files and numbers"), (Facts(tuple(rows)),))


def _number_facts(process: Process) -> Iterator[tuple[str, Cell]]:
    number = process.definition.number
    said = _("%d digits") % number.digits
    if number.first:
        said += ", " + _("from %s on") % str(number.first).zfill(number.digits)
    yield _("Number"), (said,)
    if number.placeholder:
        yield _("Before it has one"), (Code(number.placeholder),)


def _reader_words() -> dict[str, str]:
    return {
        "front-matter": _("the front matter"),
        "bold": _("lines with bold labels"),
        "bullets": _("a list"),
        "sections": _("sections of their own"),
        "directive": _("a proposal directive"),
    }


def _tables(
    heads: tuple[tuple[str, str, int], ...], rows: Sequence[tuple[Cell, ...]]
) -> tuple[Table, ...]:
    """A table of the columns that hold anything; none where there is no row."""
    if not rows:
        return ()
    filled = [any(column) for column in zip(*rows, strict=True)]
    kept = tuple(head for head, wanted in zip(heads, filled, strict=True) if wanted)
    cells = (tuple(c for c, wanted in zip(row, filled, strict=True) if wanted) for row in rows)
    return (Table(kept, tuple(cells)),)


PARTS: dict[str, Callable[[Process], Part]] = {
    "statuses": _statuses,
    "lifecycle": _lifecycle,
    "fields": _fields,
    "sections": _sections,
    "items": _items,
    "numbering": _numbering,
}
"""The parts in the order of the page."""
