"""What the tests with other releases share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compatibility.environments import Environment, UnreachableError, environment, python_of

Installed = Callable[[str], Environment]


@pytest.fixture(scope="session")
def installed() -> Installed:
    """Give the environment of a name, with everything in it."""
    refused: list[str] = []

    def give(name: str) -> Environment:
        found = environment(name)
        try:
            if not refused:  # an index that is silent is not waited for again
                python_of(found)
        except UnreachableError as error:
            refused.append(str(error))
        if not found.folder().exists():
            pytest.skip(f"no package index answers, so {name} is not installed: {refused[0]}")
        return found

    return give
