"""What is recorded of each document, asleep in Sphinx's environment until somebody asks for it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, MutableMapping, Set
from typing import TypeVar

Value = TypeVar("Value")


class ByDocument(MutableMapping[str, Value]):
    """Values by the names of documents.

    Sphinx decodes its whole environment in every build, and most builds ask for few documents: a
    value is decoded when it is first asked for.
    """

    def __init__(self) -> None:
        self._awake: dict[str, Value] = {}
        self._asleep: dict[str, bytes] = {}

    def __getitem__(self, docname: str) -> Value:
        if docname in self._asleep:
            # The environment around it is a pickle as well: whoever can change one can the other.
            self._awake[docname] = pickle.loads(self._asleep.pop(docname))  # noqa: S301
        return self._awake[docname]

    def __setitem__(self, docname: str, value: Value) -> None:
        self._asleep.pop(docname, None)
        self._awake[docname] = value

    def __delitem__(self, docname: str) -> None:
        if self._asleep.pop(docname, None) is None:
            del self._awake[docname]

    def __contains__(self, docname: object) -> bool:
        return docname in self._asleep or docname in self._awake

    def __iter__(self) -> Iterator[str]:
        # A list, since to ask for a value moves it.
        return iter([*self._asleep, *self._awake])

    def __len__(self) -> int:
        return len(self._asleep) + len(self._awake)

    def take_over(self, theirs: ByDocument[Value], docnames: Set[str]) -> None:
        """Take over what a parallel reader recorded of documents, without looking into it."""
        recorded = theirs.sleep()
        for docname in docnames & recorded.keys():
            self._awake.pop(docname, None)
            self._asleep[docname] = recorded[docname]

    def sleep(self) -> dict[str, bytes]:
        """Return all as it is kept, and keep it so: encoded it takes up a third of the memory."""
        fresh = {name: pickle.dumps(value, -1) for name, value in self._awake.items()}
        self._asleep |= fresh
        self._awake.clear()
        return self._asleep

    def __getstate__(self) -> dict[str, bytes]:
        # Sphinx saves its environment before it writes pages, which ask for little of this.
        return self.sleep()

    def __setstate__(self, state: dict[str, bytes]) -> None:
        self._awake, self._asleep = {}, state
