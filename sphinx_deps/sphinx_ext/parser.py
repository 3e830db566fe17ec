"""Parses catalogued documents as pages of one title, whatever headings their authors chose.

MyST takes headings at their word: each further H1 becomes an entry of the toctrees, a skipped
level and a missing H1 become warnings. Here the headings of such documents are put right between
Markdown's tokens and MyST's rendering, so that line numbers stay true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import OptionsType
from msgspec import Struct
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings, create_warning
from sphinx import addnodes

from sphinx_deps.located_yaml import load_mapping
from sphinx_deps.markdown import slugify

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# One more than Markdown has: an H6 below an H1 that became an H2.
DEEPEST_LEVEL = 7


class PageTitle(Struct, frozen=True):
    """The title of a page as plain text, and whether the first heading of its file says it.

    `hidden` holds the lines, both ends included, whose text the page shows in another way.
    """

    text: str
    replaces_first_heading: bool
    hidden: tuple[tuple[int, int], ...] = ()


TitleOf = Callable[[str], PageTitle | None]


def wrap_parser(app: Sphinx, title_of: TitleOf) -> None:
    """Parse the Markdown documents for which `title_of` has a title as pages of that title.

    To be called when all extensions are loaded, in `config-inited`: what is wrapped are MyST's
    parser and those derived from it, such as myst-nb's.
    """
    for parser in set(app.registry.get_source_parsers().values()):
        if issubclass(parser, MystParser):
            names = {"title_of": staticmethod(title_of), "ready": _ReadyParser()}
            wrapped = type(parser.__name__, (TitledPageParser, parser), names)
            app.add_source_parser(wrapped, override=True)


class _ReadyParser:
    """The parser of Markdown that the last page was parsed with: to make one takes its time."""

    def __init__(self) -> None:
        self.config: MdParserConfig | None = None

    def of(self, config: MdParserConfig) -> MarkdownIt:
        """Return the parser for a configuration, as MyST makes it."""
        if config is not self.config:
            self.parser = create_md_parser(config, PageRenderer)
            self.config = config
            self.options = cast(OptionsType, dict(self.parser.options))
        self.parser.set(self.options)
        return self.parser


class TitledPageParser(MystParser):
    """Goes before MyST's parser or one derived from it, and takes the titled pages from it."""

    # Internal to MyST: how its `MystParser.parse` puts a parser together, which offers no place
    # to step in; the same modules are imported here.

    ready: _ReadyParser

    @staticmethod
    def title_of(docname: str) -> PageTitle | None:
        """Return the title of a page, where `wrap_parser` knows it."""
        raise NotImplementedError(docname)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a document, as MyST does or as a page of one title."""
        title = self.title_of(document.settings.env.docname) if _is_page(document) else None
        topmatter = _topmatter(inputstring) if title else {}
        if title is None or _is_notebook(topmatter):
            super().parse(inputstring, document)
        else:
            parser = self.ready.of(_file_config(document, topmatter))
            _render_titled(parser, inputstring, document, title)


# In front matter, one of these sets an option of MyST or marks a notebook.
_TELLING = ("myst", "html_meta", "substitutions", "jupytext", "file_format")


def _is_page(document: nodes.document) -> bool:
    # Translations are parsed message by message, as documents of the same name.
    env = document.settings.env
    return str(document["source"]) == str(env.doc2path(env.docname))


def _topmatter(text: str) -> dict[str, object]:
    """Return front matter that tells how to parse: little does, and MyST takes long to read it."""
    front = text[: text.find("\n---", 1)] if text.startswith("---") else ""
    if not any(word in front for word in _TELLING):
        return {}
    try:
        return read_topmatter(text) or {}
    except TopmatterReadError:  # the renderer reports it
        return {}


def _is_notebook(topmatter: dict[str, object]) -> bool:
    # myst-nb runs such Markdown, and its way of parsing has no place to step in.
    return "jupytext" in topmatter or topmatter.get("file_format") == "mystnb"


def _file_config(document: nodes.document, topmatter: dict[str, object]) -> MdParserConfig:
    config: MdParserConfig = document.settings.env.myst_config

    def warn(kind: MystWarnings, message: str) -> None:
        create_warning(document, message, kind, line=1, append_to=document)

    return merge_file_level(config, topmatter, warn) if topmatter else config


def _render_titled(
    parser: MarkdownIt, text: str, document: nodes.document, title: PageTitle
) -> None:
    # What `MarkdownIt.render` does, in two steps. What directives parse later is left alone.
    environment: dict[str, object] = {}
    tokens = parser.parse(_without_lines(text, title.hidden), environment)
    _load_front_matter(tokens)
    written = put_right(tokens, title)
    parser.options["document"] = document
    parser.options["myst_config"] = parser.options["myst_config"].copy(
        heading_anchors=DEEPEST_LEVEL,
        heading_slug_func=_slugs(title.text, written),
        title_to_header=False,
    )
    parser.renderer.render(tokens, parser.options, environment)


def _load_front_matter(tokens: list[Token]) -> None:
    """Put what front matter says in the place of its text, which MyST takes as well.

    It would read the text with PyYAML's slow reader, and does where ours finds no mapping.
    """
    if tokens and tokens[0].type == "front_matter":
        said = load_mapping(tokens[0].content)
        tokens[0].content = said or tokens[0].content  # type: ignore[assignment]


class PageRenderer(SphinxRenderer):
    """Renders a page as MyST does, also where no file could have the name that a link gives."""

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Render a link to what may be a file, or the name of something."""
        try:
            super().render_link_unknown(token)
        except OSError:
            # Where the system refuses to look for a file of so long a name, Python may say so.
            self.render_link_to_no_file(token)

    def render_link_to_no_file(self, token: SyntaxTreeNode) -> None:
        """Render a link as MyST does where there is no such file: it may be resolved later."""
        link = addnodes.pending_xref(
            refdomain=None,
            refdoc=self.sphinx_env.docname,
            reftype="myst",
            refexplicit=bool(token.children),
            reftarget=self.md.normalizeLinkText(str(token.attrGet("href"))),
        )
        words = nodes.inline(classes=["xref", "myst"])
        link += words
        self.add_line_and_source_path_r([link, words], token)
        self.current_node.append(link)
        with self.current_node_context(words):
            self.render_children(token)


def _without_lines(text: str, hidden: tuple[tuple[int, int], ...]) -> str:
    """Return the text with empty lines for the hidden ones, so that the others keep their place."""
    if not hidden:
        return text
    lines = text.split("\n")
    for first, last in hidden:
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def _slugs(title: str, written: str) -> Callable[[str], str]:
    """Return GitHub's names of headings, where the title is named as the file writes it."""
    names = {_in_line(title): written}
    return lambda text: slugify(names.pop(_in_line(text), text))


def _in_line(text: str) -> str:
    """Return the words with one space between them: HTML that stood there leaves its margins."""
    return " ".join(text.split())


def put_right(tokens: list[Token], title: PageTitle) -> str:
    """Make a page of one title out of a document, and return the title that was written there."""
    headings = list(_headings(tokens))
    written = ""
    if title.replaces_first_heading and _begins_with_title(headings):
        written = headings[0].say(title.text)
        headings.pop(0).set_level(1)
    else:
        _insert_title(tokens, title.text)
    for heading, level in zip(headings, _levels_below_title(headings), strict=True):
        heading.set_level(level)
    return written


class _Heading(Struct, frozen=True):
    opening: Token
    inline: Token
    closing: Token

    @property
    def level(self) -> int:
        return int(self.opening.tag[1:])

    def set_level(self, level: int) -> None:
        self.opening.tag = self.closing.tag = f"h{level}"

    def say(self, text: str) -> str:
        """Change the text, keep its markup where only a prefix goes; return the text before."""
        children = self.inline.children or []
        written = "".join(child.content for child in children if child.type in _PLAIN)
        words = _in_line(written)
        prefix = words.removesuffix(_in_line(text))
        if prefix == words or not children[0].content.startswith(prefix):
            self.inline.children = [_text(text)]
            self.inline.content = text
        elif prefix:
            children[0].content = children[0].content.removeprefix(prefix)
            self.inline.content = self.inline.content.removeprefix(prefix)
        return written


# The parts of a heading of which MyST makes its anchor.
_PLAIN = frozenset({"text", "code_inline"})


def _headings(tokens: list[Token]) -> Iterator[_Heading]:
    # Those in quotes and lists have a deeper `level` of nesting: MyST makes no sections of them.
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            yield _Heading(*tokens[place : place + 3])


def _begins_with_title(headings: list[_Heading]) -> bool:
    levels = [heading.level for heading in headings]
    return bool(levels) and (levels[0] == 1 or 1 not in levels)


def _levels_below_title(headings: list[_Heading]) -> list[int]:
    """Return levels from 2 on, without gaps, that keep which heading stands under which."""
    levels = []
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        levels.append(1 + len(above))
    return levels


def _insert_title(tokens: list[Token], text: str) -> None:
    place = 1 if tokens and tokens[0].type == "front_matter" else 0
    lines = next((token.map for token in tokens[place:] if token.map), None) or [0, 1]
    # Each its own list of lines: rendering counts them on.
    tokens[place:place] = [
        Token("heading_open", "h1", 1, map=[*lines], markup="#", block=True),
        Token("inline", "", 0, map=[*lines], content=text, children=[_text(text)], block=True),
        Token("heading_close", "h1", -1, markup="#", block=True),
    ]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
