"""Diagrams on pages: drawn by Graphviz where it is there and the page can show them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import cast

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.ext.graphviz import (
    GraphvizError,
    graphviz,
    render_dot,
    render_dot_html,
    render_dot_latex,
)
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from sphinx_deps.outputs import dot
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.placeholders import Page

logger = logging.getLogger(__name__)

_GRAPHVIZ = "sphinx.ext.graphviz"
_PICTURED = ("html", "latex")
"""The formats that show pictures; all others have the words."""
_SHARP = "svg"
_PREFIX = "deps-diagram"
_IMAGE = re.compile(rf"{_PREFIX}-[0-9a-f]+\.(?:svg|png)".encode())


class DiagramUse(Struct, frozen=True):
    """A use that is drawn as a diagram, or with one."""


class DiagramNode(graphviz):
    """A drawing whose image can be told from those of others."""


def setup_diagrams(app: Sphinx) -> None:
    """Set up Sphinx's extension, which many documentations do not name, and our node."""
    app.setup_extension(_GRAPHVIZ)
    app.add_node(DiagramNode, html=(_visit_html, None), latex=(_visit_latex, None))
    # All pages are written then, and no book is packed yet; a single page collects no others.
    app.connect("html-collect-pages", _remove_old_images)
    app.connect("build-finished", _remove_old_images_of_a_single_page)


def _visit_html(writer: HTML5Translator, node: DiagramNode) -> None:
    config = writer.builder.config
    # Who names the extension chooses the format; without that, one that is sharp on every screen.
    if _GRAPHVIZ in config.extensions and config.graphviz_output_format != _SHARP:
        render_dot_html(writer, node, node["code"], node["options"], prefix=_PREFIX)
    writer.body.append(_svg(writer, node))
    raise nodes.SkipNode


def _svg(writer: HTML5Translator, node: DiagramNode) -> str:
    """The image as an element; the words for it alone where Graphviz fails."""
    words = f'<p class="warning">{node["alt"]}</p>'
    try:
        path, _file = render_dot(writer, node["code"], node["options"], _SHARP, _PREFIX)
    except GraphvizError as error:
        place = (node["options"]["page"], None)
        told = " ".join(str(error).split())
        logger.warning("%s", told, location=place, type="deps", subtype="diagram")
        path = None
    if path is None:
        return words
    start = f'<object data="{Path(path).as_posix()}" type="image/svg+xml" class="graphviz">'
    return f'<div class="graphviz">{start}{words}</object></div>'


def _visit_latex(writer: LaTeXTranslator, node: DiagramNode) -> None:
    render_dot_latex(writer, node, node["code"], node["options"], prefix=_PREFIX)


def draw_diagram(
    diagram: dot.Diagram, alt: str, page: Page, *, in_words: nodes.Node
) -> list[nodes.Node]:
    """Return the diagram; the same in words where no picture can be made."""
    if not shows_pictures(page.builder):
        return [in_words]
    drawn = DiagramNode()
    drawn["code"] = dot.render_dot(diagram)
    # Graphviz is started where the document lies that is named here: the page itself may lie
    # outside the source folder. Pages share no image, since links in it are relative to the page.
    drawn["options"] = {"docname": page.builder.config.root_doc, "page": page.docname}
    # Sphinx writes it as it stands.
    drawn["alt"] = escape(alt) if page.builder.format == "html" else alt
    return [element(nodes.container, drawn, classes=["deps-diagram"])]


def shows_pictures(builder: Builder) -> bool:
    """Whether a builder shows diagrams, and the program is there that makes them."""
    return builder.format in _PICTURED and shutil.which(builder.config.graphviz_dot) is not None


def address(proposal: Proposal, page: Page) -> str | None:
    """Return where a diagram of the page links a proposal, unless the page is its own."""
    builder = page.builder
    if builder.format != "html" or page.view.site.pages.get(proposal.key) == page.docname:
        return None
    link = page.linked(proposal, "")
    url = link.get("refuri") if isinstance(link, nodes.reference) else None
    if url and url.startswith("#") and isinstance(builder, StandaloneHTMLBuilder):
        # All in one page: an image is not on it, and must name it.
        return f"{builder.config.root_doc}{builder.out_suffix}{url}"
    return url


def _remove_old_images(app: Sphinx) -> tuple[()]:
    """Remove what no page shows any more; the name of an image tells of its content."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    images = list(Path(app.outdir, builder.imagedir).glob(f"{_PREFIX}-*"))
    shown = set(_shown_images(builder)) if images else set()
    for image in images:
        if image.name.removesuffix(".map") not in shown:
            image.unlink()
    return ()  # no further pages


def _remove_old_images_of_a_single_page(app: Sphinx, error: Exception | None) -> None:
    if error is None and isinstance(app.builder, SingleFileHTMLBuilder):
        _remove_old_images(app)


def _shown_images(builder: StandaloneHTMLBuilder) -> Iterator[str]:
    uses = dep_domain(builder.env).uses.items()
    drawing = [name for name, used in uses if any(isinstance(use, DiagramUse) for use in used)]
    for docname in {*drawing, builder.config.root_doc}:
        page = Path(builder.get_outfilename(docname))
        if page.is_file():
            # As bytes: the pages of the builder "pickle" are no text.
            yield from (name.decode() for name in _IMAGE.findall(page.read_bytes()))
