"""A generated page: the proposals that share a value, or the values of a field."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

SOURCE = Path(__file__).with_name("listing.md")
"""The file of which all of these pages are made: each is drawn from what is known of its name."""


class Listing(Struct, frozen=True):
    """One page: of a series and a field, either of one value or with the pages of the values."""

    docname: str
    role: str
    field: str
    title: str
    keys: tuple[str, ...] = ()
    """The proposals that have the value, sorted by number."""
    status: str | None = None
    """The declared status that the value is."""
    below: tuple[str, ...] = ()
    """The pages of the values, in their order."""
