"""What the tests of builds share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sphinx.locale import translators

from sphinx_ext.documentation import Documentation, small_series


@pytest.fixture(autouse=True)
def _words_are_forgotten() -> Iterator[None]:
    """Sphinx keeps the words of a language for all applications to come."""
    yield
    # Not what was there before: a fixture of the module may have built in that language already.
    translators.clear()


@pytest.fixture
def documentation(tmp_path: Path) -> Documentation:
    """A documentation with a small series and a page that lists it."""
    made = Documentation(tmp_path)
    small_series(made)
    return made
