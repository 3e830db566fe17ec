"""Values that are found when somebody asks, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Once(Generic[Value]):
    """A value that is found when it is first asked for."""

    def __init__(self, find: Callable[[], Value]) -> None:
        self._find: Callable[[], Value] | None = find

    @property
    def is_asleep(self) -> bool:
        """Whether nobody has asked for it yet."""
        return self._find is not None

    def get(self) -> Value:
        """The value; what it was found with is let go."""
        if self._find is not None:
            self._value = self._find()
            self._find = None
        return self._value
