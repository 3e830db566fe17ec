"""Which proposals a table shows, in which order and groups, and the words of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal
from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.drawing import _, shown_text, status_words
from sphinx_deps.sphinx_ext.languages import in_language
from sphinx_deps.sphinx_ext.uses import View
from sphinx_deps.text import fold
from sphinx_deps.values import field_values, meant_field

COLUMNS = ("number", "title", "status", "authors", "created")
"""The columns of a table that asks for none."""

_DIGITS = regex(r"\d+")

_NUMBERS = ("number", "label")
"""What shows the label, and is sorted by the number."""

DERIVED = ("label", "id", "stage", "year")
"""What a table knows besides the fields of the process."""


class Filter(Struct, frozen=True):
    """The values of a field of which a row must have one."""

    name: str
    values: tuple[str, ...]


class Selection(Struct, frozen=True):
    """The rows of a table: of which series, passing which filters, sorted and grouped by what."""

    series: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = "number"
    descending: bool = False
    group_by: str | None = None

    def rows(self, view: View) -> list[Proposal]:
        """Return the proposals, sorted."""
        series_of = view.site.catalog.series_of
        rows = [
            proposal
            for series in view.site.catalog.series
            if not self.series or series.role in self.series
            for proposal in series.proposals
            if all(_passes(proposal, test, series) for test in self.filters)
        ]
        rows.sort(key=lambda row: (row.role, row.path))
        rows.sort(
            key=lambda row: _sort_key(row, self.sort, series_of(row)), reverse=self.descending
        )
        # Python sorts stably: those that have nothing come last in either direction.
        rows.sort(key=lambda row: not words_of(row, self.sort, series_of(row)))
        return rows

    def groups(self, view: View) -> list[tuple[str, list[Proposal]]]:
        """Return the rows under the words of their groups; one group without words otherwise."""
        rows = self.rows(view)
        if self.group_by is None:
            return [("", rows)]
        groups = list(_groups(rows, self.group_by, view))
        held = {row.key for _words, found in groups for row in found}
        rest = [row for row in rows if row.key not in held]
        return [*groups, (_nothing(self.group_by, view), rest)] if rest else groups


def known_names(view: View) -> tuple[str, ...]:
    """Return the names of all that can be shown, filtered, sorted and grouped by."""
    series = view.site.catalog.series
    fields = [key for one in series for key in one.process.definition.fields]
    return tuple(dict.fromkeys([*COLUMNS, *DERIVED, *fields]))


def head_of(name: str, view: View) -> str:
    """Return the words above a column, from the first process that has such a field."""
    own = {
        "number": _("Number"),
        "label": _("Number"),
        "title": _("Title"),
        "id": _("Id"),
        "year": _("Year"),
    }
    if name in own:
        return own[name]
    processes = [series.process for series in view.site.catalog.series]
    having = (process for process in processes if name in process.definition.fields)
    process = next(having, None)
    return in_language(process.field_label(name)) if process else name.capitalize()


def words_of(proposal: Proposal, name: str, series: Series) -> str:
    """Return the words of a cell."""
    if name in proposal.people:
        return ", ".join(person.name for person in proposal.people[name])
    label = proposal.label if proposal.label != proposal.title else ""
    own = {
        "number": label,
        "label": label,
        "id": proposal.id,
        "title": proposal.title,
        "status": status_words(proposal),
        "stage": proposal.stage or "",
        "year": (proposal.created or "")[:4],
    }
    return own[name] if name in own else shown_text(proposal, name, series.process)


def _passes(proposal: Proposal, test: Filter, series: Series) -> bool:
    have = {fold(value) for value in _values(proposal, test.name, series)}
    return bool(have & {fold(value) for value in test.values})


def _values(proposal: Proposal, name: str, series: Series) -> Iterator[str]:
    yield from values_of(proposal, name, series)
    if name in _NUMBERS:
        yield from filter(None, (str(proposal.number or ""), proposal.id, proposal.label))
    for person in proposal.people.get(name, ()):
        yield from filter(None, (person.handle,))


def values_of(proposal: Proposal, name: str, series: Series) -> tuple[str, ...]:
    """Return what a proposal has of a field one by one: people by their names."""
    if name in proposal.people:
        return tuple(dict.fromkeys(person.name for person in proposal.people[name]))
    words = words_of(proposal, name, series)
    rule, field = series.process.field_rule(name), meant_field(proposal, name, series.process)
    if words and field and rule and rule.many:
        return tuple(dict.fromkeys(field_values(field, rule)))
    return (words,) if words else ()


def ranks(rows: Sequence[Proposal], name: str, view: View) -> list[int | None]:
    """Return the place of each row in the order of a field; none for what has nothing there."""
    series_of = view.site.catalog.series_of
    keys = [
        _sort_key(row, name, series_of(row)) if words_of(row, name, series_of(row)) else None
        for row in rows
    ]
    places = {key: place for place, key in enumerate(sorted({key for key in keys if key}))}
    return [places[key] if key else None for key in keys]


def _sort_key(proposal: Proposal, name: str, series: Series) -> tuple[int, str]:
    if name in _NUMBERS:
        return proposal.number or 0, ""
    return value_key(words_of(proposal, name, series), name, series)


def value_key(words: str, name: str, series: Series) -> tuple[int, str]:
    """Return what sorts a value: statuses in the order of the process, numbers by their size."""
    rank = _status_rank(words, series) if name == "status" else 0
    return rank, _DIGITS.sub(lambda found: found[0].zfill(9), words.casefold())


def _status_rank(words: str, series: Series) -> int:
    statuses = list(series.process.definition.statuses)
    declared = series.process.status_name(words)
    return statuses.index(declared) if declared else len(statuses)


def _groups(
    rows: Sequence[Proposal], name: str, view: View
) -> Iterator[tuple[str, list[Proposal]]]:
    """The rows of each value, in the order in which tables sort values; years go back."""
    found: dict[str, list[Proposal]] = defaultdict(list)
    keys: dict[str, tuple[int, str]] = {}
    for row in rows:
        series = view.site.catalog.series_of(row)
        for words in values_of(row, name, series):
            found[words].append(row)
            # Processes may order the same statuses in other ways.
            key = value_key(words, name, series)
            keys[words] = min(key, keys.get(words, key))
    for words in sorted(found, key=lambda one: (keys[one], one), reverse=name == "year"):
        yield words, found[words]


def _nothing(name: str, view: View) -> str:
    """The words of the group of those that have nothing: the last one."""
    own = {
        "status": _("No status"),
        "category": _("No category"),
        "authors": _("No author"),
        "year": _("undated"),
    }
    return str(own.get(name) or _("{label}: none").format(label=head_of(name, view)))
