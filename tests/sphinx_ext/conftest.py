"""What the tests of builds share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_ext.documentation import Documentation, small_series


@pytest.fixture
def documentation(tmp_path: Path) -> Documentation:
    """A documentation with a small series and a page that lists it."""
    made = Documentation(tmp_path)
    small_series(made)
    return made
