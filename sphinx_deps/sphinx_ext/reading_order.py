"""Which page comes before and which after: the proposals of a series follow each other by number.

Sphinx goes by the toctrees. A table that is one may be sorted by date, grouped by status or hold
several series, and proposals may stand in no toctree at all: who has read DEP 12 and goes on wants
DEP 13 all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from msgspec import Struct, field

from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.site import Site

Relations = Mapping[str, Sequence[str | None]]
"""The pages above, before and after each page of the toctrees, in the order of reading."""
Around = tuple[str | None, str | None]
"""The page before and the page after."""


class ReadingOrder(Struct, frozen=True, dict=True):
    """The pages around each page of one build."""

    site: Site = field(default_factory=Site)
    collect: Callable[[], Relations] = dict
    """Gives what Sphinx knows; not asked before somebody wants to know."""

    @cached_property
    def relations(self) -> Relations:
        """What the toctrees say."""
        return self.collect()

    def around(self, docname: str) -> Around:
        """Return the pages around a page."""
        _above, before, after = self.relations.get(docname, (None, None, None))
        return self.changed.get(docname, (before, after))

    @cached_property
    def changed(self) -> dict[str, Around]:
        """The pages around those for which the toctrees say something else."""
        walked = _with_neighbours(self._walk())
        found = {name: around for name, around in walked if self._is_new(name, around)}
        return found | dict(self._apart())

    def _is_new(self, docname: str, around: Around) -> bool:
        return tuple(self.relations[docname][1:]) != around

    def _walk(self) -> Iterator[str]:
        """The pages of the toctrees, their entries in order."""
        below: dict[str | None, list[str]] = defaultdict(list)
        for docname, (above, *_around) in self.relations.items():
            below[above].append(docname)
        ahead = [*below[None]]
        while ahead:
            docname = ahead.pop()
            yield docname
            ahead += reversed(self._in_order(below.get(docname, ())))

    def _in_order(self, entries: Iterable[str]) -> list[str]:
        """The entries of a toctree; proposals that stand side by side are sorted."""
        ordered: list[str] = []
        for are_proposals, run in groupby(entries, self.site.keys.__contains__):
            together = list(run)
            ordered += sorted(together, key=self._place) if are_proposals else together
        return ordered

    def _place(self, docname: str) -> tuple[int, int, int]:
        proposal = self.site.catalog.by_key[self.site.keys[docname]]
        return list(self.site.catalog.by_role).index(proposal.role), *_number(proposal)

    def _apart(self) -> Iterator[tuple[str, Around]]:
        """Proposals that stand in no toctree, and the pages of their series around them."""
        pages = self.site.pages
        for series in self.site.catalog.series:
            ordered = sorted(series.proposals, key=_number)
            names = [pages[one.key] for one in ordered if one.key in pages]
            for docname, around in _with_neighbours(names):
                if docname not in self.relations:
                    yield docname, around


def _number(proposal: Proposal) -> tuple[int, int]:
    """What sorts proposals; those without a number keep their order."""
    return (1, 0) if proposal.number is None else (0, proposal.number)


def _with_neighbours(names: Iterable[str]) -> Iterator[tuple[str, Around]]:
    walked = list(names)
    for name, before, after in zip(walked, [None, *walked], [*walked[1:], None], strict=False):
        yield name, (before, after)
