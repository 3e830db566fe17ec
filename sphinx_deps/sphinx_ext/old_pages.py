"""Removes the pages of documents that are gone; Sphinx itself never removes one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder


def remove_pages(app: Sphinx, gone: Iterable[str]) -> set[str]:
    """Remove the pages of those documents; return the documents that had the same page.

    To be called before pages are written: what is written may have the name of an old page, as the
    page of a moved file or one that leads to it.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return set()
    pages = set()
    for docname in gone:
        pages.add(Path(builder.get_outfilename(docname)))
        _remove_page(builder, docname)
    return {name for name in app.env.found_docs if Path(builder.get_outfilename(name)) in pages}


def _remove_page(builder: StandaloneHTMLBuilder, docname: str) -> None:
    output = Path(builder.outdir)
    page = Path(builder.get_outfilename(docname))
    sources = (output / "_sources" / docname).parent.glob(f"{Path(docname).name}.md*")
    for file in (page, *sources):
        file.unlink(missing_ok=True)
    for folder in (page.parent, (output / "_sources" / docname).parent):
        if folder != output and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
