"""`dep:timeline`: the proposals year by year, each at its date and with its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import ClassVar, get_args

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct

from sphinx_deps.dates import read_date
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import (
    _,
    joined,
    note,
    status_badge,
    status_words,
    title_and_badge,
)
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.languages import in_language
from sphinx_deps.sphinx_ext.options import SELECTION_OPTIONS, SelectingDirective, split
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.selection import Selection
from sphinx_deps.sphinx_ext.uses import View
from sphinx_deps.values import is_filled, meant_field
from sphinx_deps.vocabulary import Stage

_STAGES = (*get_args(Stage), None)
_CREATED = "created"
_OLDEST_FIRST = "date"
_NEWEST_FIRST = "-date"


class Event(Struct, frozen=True):
    """A date of a proposal, or a proposal that has none."""

    proposal: Proposal
    date: str = ""
    label: str = ""
    """What the date is, where several are shown."""

    @property
    def year(self) -> str:
        """The year, as it stands in the date."""
        return self.date.partition("-")[0]


class TimelineUse(Struct, frozen=True):
    """One timeline: of which proposals, by which of their dates, in which direction."""

    selection: Selection
    dates: tuple[str, ...] = ()
    newest_first: bool = True

    def shows(self, view: View) -> object:
        """Return the words of every line, with what its link shows."""
        return [(event.date, event.label, view.link(event.proposal)) for event in self.events(view)]

    def events(self, view: View) -> list[Event]:
        """Return the dates in order, and last what has none."""
        series_of = view.site.catalog.series_of
        found = [
            event
            for proposal in self.selection.rows(view)
            for event in self._events(proposal, series_of(proposal).process)
        ]
        found.sort(key=attrgetter("date"), reverse=self.newest_first)
        # Python sorts stably: the order of the dates stays.
        found.sort(key=lambda event: not event.date)
        return found

    def _events(self, proposal: Proposal, process: Process) -> list[Event]:
        names = self.dates or usual_date(process)
        is_told_apart = len(self.dates) > 1
        dated = [
            Event(proposal, date, _label(name, process) if is_told_apart else "")
            for name in names
            if (date := _date(proposal, name, process))
        ]
        return dated or [Event(proposal)]


def usual_date(process: Process) -> tuple[str, ...]:
    """Return the field `created`, or the first date where a process has no such field."""
    dates = date_fields(process)
    return (_CREATED,) if _CREATED in dates else dates[:1]


def date_fields(process: Process) -> tuple[str, ...]:
    """Return the fields that hold a date."""
    fields = process.definition.fields.items()
    return tuple(key for key, rule in fields if rule.type == "date")


def _label(name: str, process: Process) -> str:
    return in_language(process.field_label(name))


def _date(proposal: Proposal, name: str, process: Process) -> str:
    """The date that a field states, as ISO 8601; nothing where that cannot be told."""
    if name == _CREATED:
        return proposal.created or ""
    field, rule = meant_field(proposal, name, process), process.field_rule(name)
    if field is None or rule is None or rule.type != "date" or not is_filled(field.text, rule):
        return ""
    return read_date(field.text, rule).iso or ""


class TimelineDirective(SelectingDirective):
    """Draws proposals by year."""

    option_spec: ClassVar = SELECTION_OPTIONS | {
        "dates": directives.unchanged_required,
        "sort": lambda text: directives.choice(text, (_OLDEST_FIRST, _NEWEST_FIRST)),
    }

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        newest_first = self.options.pop("sort", _NEWEST_FIRST) == _NEWEST_FIRST
        dates = split(self.options.get("dates", ""))
        use = TimelineUse(self.selection(), dates, newest_first)
        self.check(use.selection)
        self.check_names(dates, _dates, _("no proposal has a date %r"))
        domain.note_use(use)
        return [placeholder(use, draw_timeline)]


def _dates(view: View) -> Iterable[str]:
    series = view.site.catalog.series
    return dict.fromkeys(key for one in series for key in date_fields(one.process))


def draw_timeline(use: TimelineUse, page: Page) -> list[nodes.Node]:
    """Draw the years, each with its statuses and its proposals."""
    events = use.events(page.view)
    if not events:
        return [note(_("No proposals."))]
    by_year = groupby(events, key=attrgetter("year"))
    years = (_year(year, list(found), page) for year, found in by_year)
    return [element(nodes.definition_list, *years, classes=["deps-timeline"])]


def _year(year: str, events: list[Event], page: Page) -> nodes.definition_list_item:
    term = element(nodes.term, year or str(_("undated")))
    counts = element(nodes.paragraph, *joined(_counts(events)), classes=["deps-counts"])
    lines = element(nodes.bullet_list, *(_line(event, page) for event in events))
    parts = [counts, lines] if counts.children else [lines]
    return element(nodes.definition_list_item, term, element(nodes.definition, *parts))


def _counts(events: Iterable[Event]) -> Iterator[nodes.Node]:
    """Each status of a year with the number of its proposals, in the order of the stages."""
    proposals = {event.proposal.key: event.proposal for event in events}.values()
    statuses = [(one.stage, words) for one in proposals if (words := status_words(one))]
    for stage, words in sorted(set(statuses), key=lambda one: (_STAGES.index(one[0]), one[1])):
        count = statuses.count((stage, words))
        yield element(nodes.inline, status_badge(words, stage), f"\xa0{count}")
    if statuses and (rest := len(proposals) - len(statuses)):
        yield element(nodes.inline, _("No status") + f"\xa0{rest}")


def _line(event: Event, page: Page) -> nodes.list_item:
    """Date, label and title, the status, and what the date is where there are several."""
    words = [title_and_badge(event.proposal, page.linked)]
    words += [element(nodes.inline, f"({event.label})")] if event.label else []
    parts = [element(nodes.inline, event.date, classes=["deps-date"])] if event.date else []
    parts.append(element(nodes.inline, *joined(words, " ")))
    return element(nodes.list_item, element(nodes.paragraph, *joined(parts, " ")))
