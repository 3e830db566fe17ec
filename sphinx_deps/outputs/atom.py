"""The newest proposals as an Atom feed (RFC 4287): dated by what they say, never by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from html import escape
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]
from feedgenerator.django.utils.encoding import iri_to_uri  # type: ignore[import-untyped]
from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.dates import read_date
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Person, Proposal
from sphinx_deps.text import xml_text
from sphinx_deps.values import field_values, is_filled, is_menu, meant_field

MOST_ENTRIES = 50
"""A reader fetches the whole feed again and again."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a feed without entries, which must have one."""
_MAIL = regex(r"[^\s@<>]+@[^\s@<>]+")

AddressOf = Callable[[Proposal], str | None]


class Feed(Struct, frozen=True):
    """What is said of a feed as a whole: its own address and that of its site, name, language."""

    address: str
    site: str
    title: str
    author: str
    language: str = "en"


class _Entry(Struct, frozen=True):
    """A proposal with the day of its last change, and where it is read."""

    updated: str
    proposal: Proposal
    address: str


def render_feed(
    feed: Feed, proposals: Iterable[Proposal], catalog: Catalog, address_of: AddressOf
) -> bytes:
    """The feed of those proposals that have a date and can be read somewhere, the newest first."""
    written = _AtomFeed(
        title=xml_text(feed.title),
        link=_address(feed.site),
        description=None,
        language=feed.language,
        author_name=xml_text(feed.author),
        feed_url=_address(feed.address),
        feed_guid=_address(feed.address),
    )
    for entry in _newest(proposals, catalog, address_of):
        written.add_item(**_item(entry, feed, catalog))
    stream = StringIO()
    written.write(stream, "utf-8")
    return stream.getvalue().encode()


class _AtomFeed(Atom1Feed):  # type: ignore[misc]
    """That of the library, with all the authors of an entry, and never with the time of now."""

    def latest_post_date(self) -> datetime:
        """Return the time of the newest entry."""
        return max((item["updateddate"] for item in self.items), default=_BEGINNING)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write what is in an entry."""
        super().add_item_elements(handler, item)
        for person in item["authors"]:
            handler.startElement("author", {})
            for name, content in person:
                handler.addQuickElement(name, content)
            handler.endElement("author")


def _newest(proposals: Iterable[Proposal], catalog: Catalog, address_of: AddressOf) -> list[_Entry]:
    found = (
        _Entry(updated, proposal, address)
        for proposal in proposals
        if (updated := _last_date(proposal, catalog)) and (address := address_of(proposal))
    )
    in_order = sorted(found, key=lambda one: (one.updated, one.proposal.key), reverse=True)
    return in_order[:MOST_ENTRIES]


def _last_date(proposal: Proposal, catalog: Catalog) -> str | None:
    """The day of its update or, where it names none, its creation, or its first other date."""
    process = catalog.series_of(proposal).process
    others = (key for key, rule in process.definition.fields.items() if rule.type == "date")
    for name in ("updated", "created", *others):
        field, rule = meant_field(proposal, name, process), process.field_rule(name)
        iso = read_date(field.text, rule).iso if field and rule else None
        if iso:
            return iso
    return None


def _item(entry: _Entry, feed: Feed, catalog: Catalog) -> dict[str, Any]:
    proposal = entry.proposal
    return {
        "title": xml_text(_headline(proposal)),
        "link": _address(entry.address),
        "description": escape(xml_text(_summary(proposal, catalog))) or None,
        "content": None,  # which feedgenerator 2.2.0 asks for
        "unique_id": _address(f"{feed.site}#{_identity(proposal, catalog)}"),
        "pubdate": _moment(proposal.created) if proposal.created else None,
        "updateddate": _moment(entry.updated),
        "categories": [xml_text(term) for term in _terms(proposal, catalog)],
        "authors": [list(_person(person)) for person in proposal.authors if person.name.strip()],
    }


def _headline(proposal: Proposal) -> str:
    if proposal.label == proposal.title:
        return proposal.title
    return f"{proposal.label}: {proposal.title}"


def _summary(proposal: Proposal, catalog: Catalog) -> str:
    """The status in words, and where to look instead."""
    status = "" if proposal.status_is_menu else (proposal.status or "").strip()
    successors = ", ".join(map(_headline, catalog.successors(proposal)))
    parts = [f"Status: {status}" if status else "", f"see {successors}" if successors else ""]
    return "; ".join(filter(None, parts))


def _identity(proposal: Proposal, catalog: Catalog) -> str:
    """A name that stays when title, file or page change: readers show another one as new."""
    series = catalog.series_of(proposal)
    for name in (proposal.number, proposal.slug):
        if name is not None and series.find(str(name)) == (proposal,):
            return f"{proposal.role}:{name}"
    return proposal.key


def _terms(proposal: Proposal, catalog: Catalog) -> Iterator[str]:
    process = catalog.series_of(proposal).process
    for name in ("category",) if proposal.status_is_menu else ("status", "category"):
        field, rule = meant_field(proposal, name, process), process.field_rule(name)
        if field and rule and is_filled(field.text, rule) and not is_menu(field.text):
            yield from field_values(field, rule)


def _person(person: Person) -> Iterator[tuple[str, str]]:
    yield "name", xml_text(person.name)
    if person.url and _is_web_address(person.url):
        yield "uri", _address(person.url)
    if person.email and _MAIL.fullmatch(xml_text(person.email)):
        yield "email", xml_text(person.email)


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def _moment(iso: str) -> datetime:
    return datetime.combine(date.fromisoformat(iso), time(), UTC)


def _address(url: str) -> str:
    """An address in ASCII."""
    return str(iri_to_uri(xml_text(url)))
