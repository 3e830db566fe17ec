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


class KeptObjects(Struct, frozen=True):
    """The objects in a file, where they are those of a state; of no state they are found anew."""

    place: Path | None = None
    state: str = ""

    def recall(self, find: Callable[[], Iterable[Object]]) -> Iterable[Object]:
        """Return the objects of this state, found and kept where they are not known."""
        if self.place is None:
            return find()
        kept = load_note(self.place, _Kept)
        if kept.state != self.state:
            kept = _Kept(self.state, tuple(find()))
            save_note(self.place, kept)
        return kept.objects
