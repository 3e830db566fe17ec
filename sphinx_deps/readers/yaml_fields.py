"""The entries of YAML as fields, wherever in a document it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sphinx_deps.diagnostics import Location
from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence
from sphinx_deps.marks import without_marks
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.text import join_words

_MAIL = regex(r"[^\s<>,;@]+@[^\s<>,;@]+")
_PAGE = regex(r"https?://[^\s<>(),;]+")
_ACCOUNT = regex(r"(?:https?://(?:www\.)?github\.com/|@)?(?P<handle>[A-Za-z0-9][\w-]*)/?")


def yaml_fields(
    node: Mapping, process: Process, reader: str, foreign: frozenset[str] = frozenset()
) -> Iterator[Field]:
    """The entries as fields; those with a key of somebody else's are none, unless declared."""
    for key, value in node.entries:
        name = process.field_key(key.text)
        if name is None and key.text in foreign:
            continue
        rule = process.field_rule(name) if name else None
        found = tuple(_items(value, named=rule is not None and rule.type == "people"))
        items = tuple(text for text, _ in found)
        places = tuple(place for _, place in found) if len(found) > 1 else ()
        yield Field(
            name,
            sys.intern(key.text),
            join_words(items),
            value.location,
            key.location,
            reader,
            items=items,
            places=places,
        )


def _items(value: Node, *, named: bool) -> Iterator[tuple[str, Location]]:
    """The values in a node; a mapping is one where it is that of somebody who is `named`."""
    if isinstance(value, Scalar):
        if not value.is_null:
            yield without_marks(value.text), value.location
    elif isinstance(value, Sequence):
        for node in value.items:
            yield from _items(node, named=named)
    elif named and (name := _scalar(value, "name")):
        yield " ".join((name, *_addresses(value))), value.location
    else:
        for key, node in value.entries:
            below = tuple(text for text, _ in _items(node, named=named))
            yield from ((pair, key.location) for pair in _pairs(key.text, below))


def _pairs(key: str, items: tuple[str, ...]) -> Iterator[str]:
    """A mapping's entry as text; a key alone is a prompt in braces, as templates write it."""
    yield from (f"{key}: {item}" for item in items)
    if not items:
        yield f"{{{key}}}"


def _addresses(person: Mapping) -> Iterator[str]:
    """Where somebody is found, in the form that one who writes it in one line gives it."""
    mail = _scalar(person, "email") or _scalar(person, "mail")
    page, account = _scalar(person, "url"), _ACCOUNT.fullmatch(_scalar(person, "github"))
    if _MAIL.fullmatch(mail):
        yield f"<{mail}>"
    if _PAGE.fullmatch(page):
        yield f"<{page}>"
    elif account:
        yield f"(@{account['handle']})"


def _scalar(node: Mapping, key: str) -> str:
    value = node.get(key)
    if isinstance(value, Scalar) and not value.is_null:
        return without_marks(value.text)
    return ""
