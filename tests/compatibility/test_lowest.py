"""All tests pass with the lowest releases; in a file of their own, since they take minutes."""

from __future__ import annotations

import pytest

from compatibility.conftest import Installed
from compatibility.environments import FACE, environments, run_tests

pytestmark = pytest.mark.environments

REST = ("tests/core", "tests/cli")


@pytest.mark.parametrize("name", [one.name for one in environments("all") if not one.is_running()])
def test_every_test_of_the_sphinx_face_passes_with(name: str, installed: Installed) -> None:
    run_tests(installed(name), FACE)


def test_all_else_passes_with_the_lowest_of_everything(installed: Installed) -> None:
    run_tests(installed("lowest"), *REST)
