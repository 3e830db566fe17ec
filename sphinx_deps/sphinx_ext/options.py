"""What directives have in common: options that choose proposals, and warnings at their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_deps.catalog import ANY_ROLE
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import _
from sphinx_deps.sphinx_ext.remarks import Doubt, Malformed, Remark, UnknownNames, UnknownProposal
from sphinx_deps.sphinx_ext.selection import Filter, Selection, known_names
from sphinx_deps.sphinx_ext.uses import NameUse, View

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

    def check_names(
        self, names: Iterable[str], known: Callable[[View], Iterable[str]], unknown: str
    ) -> None:
        """Warn of the names that are none of the known ones, in words with a place for the name."""
        if names := tuple(names):
            self.remark(UnknownNames(names, known, str(unknown)))

    def check_series(self) -> None:
        """Warn of series that do not exist."""
        self.check_names(self.series(), _roles, _("no series has the role %r"))

    def named(self, name: str) -> NameUse:
        """Return the proposal of a name; warn where it leads to none."""
        series = self.series()
        named = NameUse(name.strip(), series[0] if len(series) == 1 else ANY_ROLE)
        self.remark(UnknownProposal(named))
        return named

    def remark(self, doubt: Doubt) -> None:
        """Have every build tell what there is to tell, at the place of the directive."""
        kind = self.name.rpartition(":")[2]
        dep_domain(self.env).note_remark(Remark(doubt, kind, self.get_location()))


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
                message = _("the filter %r is not of the form `field: value, value`") % line
                self.remark(Malformed(message))

    def check(self, asked: Selection, fields: tuple[str, ...] = ()) -> None:
        """Warn of series and fields that do not exist."""
        self.check_series()
        tests = [test.name for test in asked.filters]
        names = filter(None, [*fields, asked.sort, asked.group_by, *tests])
        self.check_names(names, known_names, _("no proposal has a field %r"))


def split(text: str) -> tuple[str, ...]:
    """Return names that stand between commas or spaces."""
    return tuple(text.replace(",", " ").split())


def _roles(view: View) -> Iterable[str]:
    return view.site.catalog.by_role
