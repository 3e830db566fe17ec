"""What is wrong with the options of directives: told on every build, also of pages not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from sphinx.util import logging

from sphinx_deps.sphinx_ext.drawing import _
from sphinx_deps.sphinx_ext.uses import NameUse, View
from sphinx_deps.text import join_words, nearest

if TYPE_CHECKING:
    from sphinx_deps.sphinx_ext.domain import DepDomain

logger = logging.getLogger(__name__)


class Doubt(Protocol):
    """What may be wrong, today or after an edit; a value that can be pickled."""

    def messages(self, view: View) -> Iterator[str]:
        """Return what is to be told."""


class UnknownNames(Struct, frozen=True):
    """Names, some of which may be none of the known ones."""

    names: tuple[str, ...]
    known: Callable[[View], Iterable[str]]
    unknown: str
    """Words with a place for a name."""

    def messages(self, view: View) -> Iterator[str]:
        """Return what is to be told of each unknown name, with what was meant."""
        known = tuple(self.known(view))
        for name in dict.fromkeys(self.names):
            if name and name not in known:
                yield f"{self.unknown % name}; {_hint(name, known)}"


class UnknownProposal(Struct, frozen=True):
    """The name of a proposal that may lead to none."""

    named: NameUse

    def messages(self, view: View) -> Iterator[str]:
        """Return what is to be told, with what was meant."""
        if self.named.shows(view) is None:
            message = _("%r is the name of no proposal, or of several") % self.named.name
            near = view.site.catalog.nearest_name(self.named.name)
            yield f"{message}; did you mean {near}?" if near else str(message)


class Malformed(Struct, frozen=True):
    """What is wrong whatever the series are."""

    message: str

    def messages(self, view: View) -> Iterator[str]:
        """Return that."""
        yield self.message


class Remark(Struct, frozen=True):
    """A doubt about a directive: which one, and where it stands."""

    doubt: Doubt
    directive: str
    place: str

    def told(self, view: View) -> Iterator[tuple[str, str, str]]:
        """Return the place, the name of the directive and the words of all that is to be told."""
        for message in self.doubt.messages(view):
            yield self.place, self.directive, message


def report_remarks(domain: DepDomain) -> None:
    """Tell what is wrong with the directives of all documents, each thing once."""
    found = (domain.remarks[name] for name in sorted(domain.remarks))
    told = (one for remarks in found for remark in remarks for one in remark.told(domain.view))
    for place, kind, message in dict.fromkeys(told):
        words = "%s:%s: %s", domain.name, kind, message
        logger.warning(*words, location=place, type="deps", subtype=kind)


def _hint(name: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = nearest(name, known)
    if near:
        return f"did you mean {near}?"
    return f"one of {join_words(known)}" if known else "there is none"
