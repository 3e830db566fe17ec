"""The names of proposals for other projects, kept: Sphinx writes all of them on every build."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from sphinx_deps.sphinx_ext.notes import load_note, save_note

Object = tuple[str, str, str, str, str, int]
"""What Sphinx wants to know: name, shown name, type, document, anchor and priority."""


class _Kept(Struct, frozen=True):
    """The objects of a build, with the state of all that they are made of."""

    state: str = ""
    objects: tuple[Object, ...] = ()


class KeptObjects(Struct):
    """The objects in a file, where they are those of a state; of no state they are found anew."""

    place: Path | None = None
    state: str = ""
    kept: _Kept | None = None

    def recall(self, find: Callable[[], Iterable[Object]]) -> Iterable[Object]:
        """Return the objects of this state, found and kept where they are not known."""
        if self.place is None:
            return find()
        # Sphinx asks twice: for the inventory and for the search.
        if self.kept is None:
            self.kept = self.load(self.place, find)
        return self.kept.objects

    def load(self, place: Path, find: Callable[[], Iterable[Object]]) -> _Kept:
        """Return what is kept at a place, written anew where it is of another state."""
        kept = load_note(place, _Kept)
        if kept.state != self.state:
            kept = _Kept(self.state, tuple(find()))
            save_note(place, kept)
        return kept
