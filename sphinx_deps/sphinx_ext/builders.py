"""What kind of thing a builder makes."""

from __future__ import annotations

from typing import TypeGuard

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder


def is_website(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether a builder writes pages for browsers, and no book, no help and no data."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SerializingHTMLBuilder)
        and not builder.embedded
    )
