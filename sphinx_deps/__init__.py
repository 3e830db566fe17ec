"""Enhancement proposals as first-class objects of a Sphinx documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # Imported here: the command line must not pay for Sphinx.
    from sphinx_deps.sphinx_ext import setup as setup_extension  # noqa: PLC0415

    return setup_extension(app)
