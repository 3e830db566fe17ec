"""What directives have in common: options that choose proposals, and warnings at their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinx_deps.catalog import ANY_ROLE
from sphinx_deps.sphinx_ext.domain import NAME, dep_domain
from sphinx_deps.sphinx_ext.drawing import _
from sphinx_deps.sphinx_ext.selection import Filter, Selection, known_names
from sphinx_deps.sphinx_ext.uses import NameUse, View
from sphinx_deps.text import join_words, nearest

logger = logging.getLogger(__name__)

SELECTION_OPTIONS: dict[str, Callable[[str], Any]] = {
    "series": directives.unchanged_required,
    "filter": directives.unchanged_required,
}
"""The options that every directive has which draws some of the proposals."""


class SeriesDirective(SphinxDirective):
    """A directive with the option `series`."""

    def series(self) -> tuple[str, ...]:
        """Return the roles of the series asked for."""
        return split(self.options.get("series", ""))

    def check_names(self, names: Iterable[str], known: Iterable[str], unknown: str) -> None:
        """Warn of the names that are none of the known ones, in words with a place for the name."""
        known = tuple(known)
        for name in dict.fromkeys(names):
            if name and name not in known:
                self.warn(unknown % name, _hint(name, known))

    def check_series(self, view: View) -> None:
        """Warn of series that do not exist."""
        self.check_names(self.series(), view.site.catalog.by_role, _("no series has the role %r"))

    def named(self, name: str) -> NameUse:
        """Return the proposal of a name; warn where it leads to none."""
        series = self.series()
        named = NameUse(name.strip(), series[0] if len(series) == 1 else ANY_ROLE)
        domain = dep_domain(self.env)
        # When it comes to lead somewhere else, the warning is another one.
        domain.note_reading(named)
        if named.shows(domain.view) is None:
            near = domain.view.site.catalog.nearest_name(named.name)
            hint = f"did you mean {near}?" if near else None
            self.warn(_("%r is the name of no proposal, or of several") % named.name, hint)
        return named

    def warn(self, message: str, hint: str | None = None) -> None:
        """Warn at the place of the directive."""
        words = f"{message}; {hint}" if hint else message
        kind = self.name.rpartition(":")[2]
        place = self.get_location()
        logger.warning("%s:%s: %s", NAME, kind, words, location=place, type="deps", subtype=kind)


class SelectingDirective(SeriesDirective):
    """A directive that draws some of the proposals, in some order."""

    def selection(self) -> Selection:
        """Return which proposals the options ask for."""
        sort = self.options.get("sort", "number").strip()
        return Selection(
            series=self.series(),
            filters=tuple(self.filters()),
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            group_by=self.options.get("group-by", "").strip() or None,
        )

    def filters(self) -> Iterator[Filter]:
        """Return the tests: each line a field, a colon, and values separated by commas."""
        for line in filter(None, map(str.strip, self.options.get("filter", "").splitlines())):
            name, _colon, values = line.partition(":")
            listed = tuple(value.strip() for value in values.split(",") if value.strip())
            if name.strip() and listed:
                yield Filter(name.strip(), listed)
            else:
                self.warn(_("the filter %r is not of the form `field: value, value`") % line)

    def check(self, asked: Selection, view: View, fields: tuple[str, ...] = ()) -> None:
        """Warn of series and fields that do not exist."""
        self.check_series(view)
        tests = [test.name for test in asked.filters]
        names = [*fields, asked.sort, asked.group_by or "", *tests]
        self.check_names(names, known_names(view), _("no proposal has a field %r"))


def split(text: str) -> tuple[str, ...]:
    """Return names that stand between commas or spaces."""
    return tuple(text.replace(",", " ").split())


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"did you mean {near}?" if near else f"one of {join_words(known)}"
