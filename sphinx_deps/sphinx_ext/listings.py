"""Which pages are generated: for each field that is asked for one, and one for each value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from sphinx.locale import __
from sphinx.util import logging

from sphinx_deps.cache import digest
from sphinx_deps.catalog import Catalog
from sphinx_deps.markdown import slugify
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.drawing import _
from sphinx_deps.sphinx_ext.languages import in_language
from sphinx_deps.sphinx_ext.listing import SOURCE, Listing
from sphinx_deps.sphinx_ext.mount import Mount
from sphinx_deps.sphinx_ext.selection import COLUMNS, DERIVED, value_key, values_of
from sphinx_deps.text import join_words, nearest
from sphinx_deps.values import is_menu

logger = logging.getLogger(__name__)

_HYPHENS = regex("-+")
_LONGEST = 60
_SUFFIX = ".md"
_STATUS = "status"
# In dirhtml it would be written where the page above it is.
_TAKEN = "index"


class ListingMount(Mount, frozen=True):
    """Listings as documents: none has a file of its own."""

    def path(self, document: str) -> Path:
        """Return the file of which they all are made."""
        return SOURCE


def find_listings(
    prefixes: Iterable[tuple[str, Series]], fields: Iterable[str], *, several: bool
) -> dict[str, Listing]:
    """Return the pages by the names of their documents.

    A prefix is the folder of pages in which those of a series are; where it is that of another one
    too, each has its role behind it. Where there are several series, titles say which one is meant.
    """
    fields, placed = tuple(dict.fromkeys(fields)), tuple(prefixes)
    counted = Counter(prefix for prefix, _ in placed)
    folders = (
        (f"{prefix}/{series.role}" if counted[prefix] > 1 else prefix, series)
        for prefix, series in placed
    )
    pages = (
        page
        for folder, series in folders
        for field in fields
        for page in _pages(f"{folder}/{field}".lstrip("/"), series, field, several=several)
    )
    return {page.docname: page for page in pages}


def mount_listings(listings: Iterable[str]) -> Mount:
    """Return what makes them documents."""
    names = tuple(f"{docname}{_SUFFIX}" for docname in listings)
    return ListingMount("", SOURCE.parent, names)


def report_fields(fields: Iterable[str], catalog: Catalog) -> None:
    """Warn of fields that no series has."""
    declared = [key for series in catalog.series for key in series.process.definition.fields]
    known = dict.fromkeys([*COLUMNS, *DERIVED, *declared])
    for name in dict.fromkeys(fields):
        if catalog.series and name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"one of {join_words(known)}"
            message = __("deps_pages: no proposal has a field %r; %s")
            logger.warning(message, name, hint, type="deps", subtype="pages")


def _pages(place: str, series: Series, field: str, *, several: bool) -> Iterator[Listing]:
    """The page of a field and those of its values, if it has any."""
    groups = _groups(series, field)
    names = _names([group.words for group in groups])
    if not groups:
        return
    below = tuple(f"{place}/{name}" for name in names)
    shown = f"%s ({series.process.definition.prefix})" if several else "%s"
    yield Listing(place, series.role, field, shown % _head(field, series), below=below)
    for docname, group in zip(below, groups, strict=True):
        keys = tuple(proposal.key for proposal in _sorted(group.proposals))
        words = shown % group.words
        yield Listing(docname, series.role, field, words, keys, group.status)


class _Group(Struct, frozen=True):
    """The proposals that have a value, with its words."""

    words: str
    proposals: tuple[Proposal, ...]
    status: str | None = None


def _groups(series: Series, field: str) -> list[_Group]:
    """The groups in the order in which tables sort the values."""
    found: dict[str, dict[str, Proposal]] = defaultdict(dict)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    known_as = _known_as(series, field)
    for proposal in series.proposals:
        for words in _values(proposal, field, series):
            key = known_as.get(_same(words), _same(words))
            found[key][proposal.key] = proposal
            spellings[key][words] += 1
    groups = [
        _group(_spelling(spellings[key]), tuple(having.values()), series, field)
        for key, having in found.items()
    ]
    return sorted(groups, key=lambda one: (value_key(one.words, field, series), one.words))


def _group(words: str, having: tuple[Proposal, ...], series: Series, field: str) -> _Group:
    return _Group(words, having, series.process.status_name(words) if field == _STATUS else None)


def _values(proposal: Proposal, field: str, series: Series) -> Iterator[str]:
    """The values of a field, a declared status by its name; a menu is none yet."""
    for words in values_of(proposal, field, series):
        name = series.process.status_name(words) if field == _STATUS else None
        if name or (words.strip() and not is_menu(words)):
            yield name or " ".join(words.split())


def _known_as(series: Series, field: str) -> Mapping[str, str]:
    """By the name of a person, that of an account: whoever is named by both is one person."""
    people = (person for one in series.proposals for person in one.people.get(field, ()))
    return {_same(one.name): account for one in people if (account := _account(one))}


def _account(person: Person) -> str | None:
    return _same(person.handle) if person.handle else None


def _same(words: str) -> str:
    """What two spellings of a value have in common."""
    return " ".join(words.casefold().split())


def _spelling(times: Counter[str]) -> str:
    """The words that most proposals use; of people, a name rather than an account."""
    return min(times, key=lambda words: (" " not in words, -times[words], words))


def _sorted(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda one: (one.number is None, one.number or 0, one.path))


def _names(values: list[str]) -> list[str]:
    """The names of documents, with a digest where the words alone would not do."""
    slugs = [_HYPHENS.sub("-", slugify(words)).strip("-") for words in values]
    times = Counter(slugs)
    return [
        slug
        if slug not in {"", _TAKEN} and times[slug] == 1 and len(slug) <= _LONGEST
        else f"{slug[:_LONGEST]}-{digest(words.encode(errors='replace'))[:8]}".lstrip("-")
        for slug, words in zip(slugs, values, strict=True)
    ]


def _head(field: str, series: Series) -> str:
    heads = {
        _STATUS: _("By status"),
        "category": _("By category"),
        "authors": _("By author"),
        "year": _("By year"),
    }
    return str(heads.get(field) or in_language(series.process.field_label(field)))
