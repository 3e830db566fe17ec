"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, cast

_NAMES = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


class _Uncompiled:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Take over what the compiled one has: nothing is asked for here twice."""
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({one: getattr(compiled, one) for one in _NAMES})
        return getattr(compiled, name)


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression to be used through its own methods.

    To compile all of them took a third of a start, and a build in which nothing changed uses few.
    """
    return cast("re.Pattern[str]", _Uncompiled(text, flags))
