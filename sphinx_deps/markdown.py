"""Markdown to headings, links, citations and top-level blocks, with their places.

The only user of the native CommonMark parser.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import add
from typing import Any, Literal
from urllib.parse import unquote

import pyromark
from msgspec import Struct

from sphinx_deps.comments import blank_unseen_lines, find_comments, replace_comments
from sphinx_deps.fences import without_colons, without_tabs
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Citation, Link, Section
from sphinx_deps.taken_roles import TAKEN_ROLES
from sphinx_deps.text import SourceText, line_starts

# What MyST's own parser has on by default, as far as it changes headings and links.
_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES

MARKDOWN_DIRECTIVES = frozenset(
    {
        "admonition", "attention", "caution", "danger", "dropdown", "error", "figure", "figure-md",
        "hint", "important", "note", "seealso", "sidebar", "tip", "topic", "versionadded",
        "versionchanged", "versionremoved", "deprecated", "warning", "card", "grid", "grid-item",
        "grid-item-card", "tab-item", "tab-set", "div", "margin", "epigraph", "list-table", "table",
        "compound", "container", "highlights", "only", "pull-quote",
    }
)  # fmt: skip
"""Directives whose body is Markdown; every other one is opaque."""

_FRONT_MATTER = regex(r"-{3,}[ \t]*\n(?P<yaml>.*?)^-{3,}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_ROLE = regex(r"(?<!\\)\{(?P<name>[a-zA-Z][\w.:+-]*)\}\Z")
_LONGEST = 60
"""Characters of the name of a role, with its braces."""
_TITLED_TARGET = regex(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)
_NOT_SLUG = regex(r"[^\w\- ]")
_NUMBERED = regex(
    r"\A(?:\d+[.):]|\d+(?:\.\d+)+\.?|\d{1,2}(?:\s+[-\u2013\u2014])?(?=\s+[^\W\d_]))\s+"
)
_DIRECTIVE = regex(r"\{(?P<name>[\w:-]+)\}")
_OPENING = regex(r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{[\w:-]+\}[ \t]*(?P<words>\S[^\n]*)")
_HTML_LINK = regex(
    r"""<(?P<tag>img|a)\s(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\s)?(?:src|href)\s*=\s*"""
    r"""(?:(?P<mark>["'])(?P<target>.*?)(?P=mark)|(?P<bare>[^\s"'=<>`]+))""",
    re.DOTALL | re.IGNORECASE,
)
_TAG = regex(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)")
_TAGS = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
"""The elements of HTML that may stand within a line, but for those that read like placeholders."""
_FOOTNOTE_MARK = regex(r"\[\^[^\[\]\s]+\]")
_SPACES = regex(" {2,}")
_HTML_TAG = ("<img", "<a ", "<a\n", "<IMG", "<A ")
_IMAGE_DIRECTIVE = regex(r"\{(?:figure|image)\}[ \t]+(?P<target>\S.*)")
DEFINITION = regex(
    r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*(?P<target><[^<>\n]*>|[^\s<]\S*).*$", re.MULTILINE
)
"""The definition of a link: `[label]: target`."""
_SCHEME = regex(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DOMAIN = "dep"
"""The domain of our roles in Sphinx, and the role that is always there."""
_STANDARD = ("", "std")
_LABEL_ROLES: dict[str, Literal["ref", "any"]] = {"ref": "ref", "any": "any"}


Span = dict[str, int]
"""Where an event starts and ends, in bytes."""


class Block(Struct, frozen=True, gc=False):
    """A block at the top level: its kind as the parser names it, and its offsets."""

    kind: str
    start: int
    end: int


class Heading(Struct, frozen=True, gc=False):
    """A heading at the top level, with its words and offsets."""

    level: int
    text: str
    anchor_text: str
    """What its anchor is made of, margins included: HTML and the words of images are not."""
    start: int
    end: int


class Outline(Struct, frozen=True, dict=True):
    """What the scan of one document found."""

    source: SourceText
    front_matter: tuple[int, int] | None
    """The offsets of the YAML, without its fences."""
    body_start: int
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]
    labels: tuple[Link, ...]
    """The uses of Sphinx's own roles that may lead to the anchor of a proposal."""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The headings as sections, with anchors as MyST makes them."""
        return tuple(_sections(self))

    @cached_property
    def comments(self) -> tuple[tuple[int, int], ...]:
        """The offsets of the HTML comments."""
        return tuple(match.span() for match in find_comments(self.source.text))


def read_outline(source: SourceText) -> Outline:
    """Scan one document."""
    match = _FRONT_MATTER.match(source.text)
    body_start = match.end() if match else 0
    scan = _Scan(source)
    scan.run(body_start, len(source.text))
    return Outline(
        source,
        match.span("yaml") if match else None,
        body_start,
        tuple(scan.headings),
        tuple(scan.blocks),
        tuple(scan.links),
        tuple(scan.citations),
        tuple(scan.labels),
    )


def find_in_prose(offsets: Iterable[int], source: SourceText) -> Iterator[tuple[int, int]]:
    """Those of ascending offsets at which words stand outside code and HTML, with the paragraph.

    A list item, a row and a heading are paragraphs too.
    """
    match = _FRONT_MATTER.match(source.text)
    start = match.end() if match else 0
    text = source.text[start:]
    awaited = [(len(text[: one - start].encode()), one) for one in offsets if one >= start]
    awaited.reverse()
    for begin, end, paragraph in _prose(text) if awaited else ():
        while awaited and awaited[-1][0] < end:
            byte, offset = awaited.pop()
            if byte >= begin:
                yield offset, paragraph
        if not awaited:
            return


def _prose(text: str) -> Iterator[tuple[int, int, int]]:
    """The stretches of words in bytes, each with the paragraph that it is of."""
    events: Iterable[tuple[Any, Any]] = pyromark.events_with_range(
        _prepared(text), options=_OPTIONS
    )
    paragraph, is_code = 0, False
    for event, span in events:
        if not isinstance(event, dict):
            continue
        kind, value = next(iter(event.items()))
        if kind == "Start":
            name = value if isinstance(value, str) else next(iter(value))
            paragraph += name in _PARAGRAPHS
            is_code = name == "CodeBlock" and _is_code(value[name])
        elif kind == "End":
            is_code = is_code and value != "CodeBlock"
        elif kind == "Text" and not is_code:
            yield span["start"], span["end"], paragraph


_PARAGRAPHS = frozenset({"Paragraph", "Heading", "Item", "TableHead", "TableRow"})


def _is_code(detail: object) -> bool:
    return _directive_name(detail) not in MARKDOWN_DIRECTIVES


def read_blocks(
    source: SourceText, start: int, end: int, *, as_written: bool = False
) -> Iterator[Block]:
    """Every block between two offsets, at any depth and in Markdown directives; and code spans.

    `as_written` takes the comments that keep rules silent for text.
    """
    text = source.text[start:end]
    shown = _dedented(text, _indent(source, start))
    offsets = _Offsets(text, shown, shown.encode(), start)
    seen = without_colons(shown) if as_written else _prepared(shown)
    events: Iterable[tuple[Any, Any]] = pyromark.events_with_range(seen, options=_OPTIONS)
    directive: Block | None = None
    for event, span in events:
        if not isinstance(event, dict):
            continue
        kind, value = next(iter(event.items()))
        place = offsets.character(span["start"]), offsets.character(span["end"])
        if kind == "Start":
            name = value if isinstance(value, str) else next(iter(value))
            if name in _LINKS or name in {"Emphasis", "Strong"}:
                continue
            is_directive = name == "CodeBlock" and not _is_code(value[name])
            block = Block("Directive" if is_directive else name, *place)
            directive = block if is_directive else None
            yield block
        elif kind == "Code":
            yield Block(kind, *place)
        elif kind == "Text" and directive:
            yield from read_blocks(source, place[0], directive.end, as_written=as_written)
            directive = None


def plain(text: str) -> str:
    """Inline Markdown without its marks: the words that a reader sees."""
    words: list[str] = []
    events: Iterable[Any] = pyromark.events(text, options=_OPTIONS)
    for event in events:
        if isinstance(event, dict):
            words += [event[kind] for kind in ("Text", "Code") if kind in event]
            if "InlineHtml" in event:
                words.append(_html_words(event["InlineHtml"]))
            if event.get("End") in ("Paragraph", "Item"):
                words.append(" ")
        elif event in {"SoftBreak", "HardBreak"}:
            words.append(" ")
    return "".join(words).strip()


def plain_title(text: str) -> str:
    """A title without its marks; as words of a heading, where "3. Use SQLite" is no list."""
    return plain(f"# {' '.join(_FOOTNOTE_MARK.sub('', text).split())}")


class _Aside(str):
    """Words of a heading of which its anchor is not made."""

    __slots__ = ()


_BREAK = _Aside(" ")
_NOTHING = _Aside("")


def _html_words(html: str) -> _Aside:
    """What is read of HTML within a line: `<Name>`, which is a placeholder, and no tag."""
    tag = _TAG.match(html)
    name = tag["name"].lower() if tag else ""
    if name == "br":
        return _BREAK
    return _NOTHING if name in _TAGS or html.startswith("<!--") else _Aside(html)


def without_number(title: str) -> str:
    """A heading without the number in front of it."""
    return _NUMBERED.sub("", title)


def slugify(title: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it; space around the words counts."""
    return _NOT_SLUG.sub("", title.lower()).replace(" ", "-")


def split_title(text: str) -> tuple[str | None, str]:
    """`words <target>` as words and target; a bare target has no words."""
    match = _TITLED_TARGET.match(text)
    return (match["text"], match["target"].strip()) if match else (None, text.strip())


def split_anchor(target: str) -> tuple[str, str | None]:
    """`12#motivation` as target and anchor."""
    name, found, anchor = target.partition("#")
    return name, anchor if found else None


def is_external(target: str) -> bool:
    """Whether a link leads to an address rather than to a file."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def _sections(outline: Outline) -> Iterator[Section]:
    taken: dict[str, int] = {}
    source = outline.source
    ends = [heading.start for heading in outline.headings[1:]] + [len(source.text)]
    for heading, end in zip(outline.headings, ends, strict=False):
        anchor = _unique(slugify(heading.anchor_text), taken)
        written = source.text[heading.start : heading.end].rstrip()
        # Those of a template are the same in thousands of documents.
        yield Section(
            sys.intern(heading.text),
            heading.level,
            source.location(heading.start, heading.start + len(written)),
            sys.intern(anchor),
            source.line_of(max(end - 1, heading.start)),
        )


def _unique(slug: str, taken: dict[str, int]) -> str:
    """An anchor that no heading before has; without words there is none."""
    if not slug:
        return slug
    count = taken.get(slug, 0)
    unique = f"{slug}-{count}" if count else slug
    while unique in taken:
        count += 1
        unique = f"{slug}-{count}"
    taken[slug] = count + 1
    taken.setdefault(unique, 1)
    return unique


class _Offsets:
    """Byte offsets of a stretch of text, less the indents of its lines, as ones of characters."""

    def __init__(self, text: str, shown: str, data: bytes, start: int) -> None:
        self.data = data
        self.start = start
        self.is_plain = len(text) == len(shown) == len(data)
        if not self.is_plain:
            self.line_bytes = line_starts(data.split(b"\n"))
            self.line_characters = line_starts(text.split("\n"))
            if shown is not text:
                lines = zip(text.split("\n"), shown.split("\n"), strict=True)
                indents = (len(line) - len(rest) for line, rest in lines)
                self.line_characters = list(map(add, self.line_characters, indents))
            self.last = 0, start

    def characters(self, start: int, end: int) -> tuple[int, int]:
        if self.is_plain:
            return self.start + start, self.start + end
        return self.character(start), self.character(end)

    def character(self, byte: int) -> int:
        if self.is_plain:
            return self.start + byte
        at, character = self.known(byte)
        character += len(self.data[at:byte].decode())
        self.last = byte, character
        return character

    def known(self, byte: int) -> tuple[int, int]:
        """An offset not far before: of the line, or, as lines may be long, of the last answer."""
        line = bisect_right(self.line_bytes, byte) - 1
        begin = self.line_bytes[line]
        if begin <= self.last[0] <= byte:
            return self.last
        return begin, self.start + self.line_characters[line]


class _Scan:
    """What the passes over one document gather."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.citations: list[Citation] = []
        self.labels: list[Link] = []

    @cached_property
    def definitions(self) -> str:
        """The definitions of links, which hold in the bodies of directives too."""
        return "".join(f"{one[0]}\n\n" for one in DEFINITION.finditer(self.source.text))

    def run(self, start: int, end: int, *, nested: bool = False) -> None:
        text = self.source.text[start:end]
        known = self.definitions if nested and "[" in text else ""
        indent = _indent(self.source, start) if nested else 0
        _Pass(self, known + text, start - len(known), indent=indent, nested=nested).run()

    def link(self, kind: str, detail: dict[str, str], words: str, start: int, end: int) -> None:
        address = detail["dest_url"]
        # `<ada@example.org>`: what it leads to is not written out.
        target = f"mailto:{address}" if detail["link_type"] == "Email" else unquote(address)
        location = self.source.location(start, end)
        if kind == "Image":
            self.links.append(Link(target, words, location, "image"))
            return
        forms = {"Inline": "inline", "Autolink": "autolink", "Email": "autolink"}
        form = forms.get(detail["link_type"], "reference")
        self.links.append(Link(target, words, location, form))  # type: ignore[arg-type]
        if target.startswith("dep:"):
            name, anchor = split_anchor(target.removeprefix("dep:"))
            self.citations.append(Citation(name, "link", location, anchor=anchor))

    def html(self, start: int, end: int) -> None:
        """The links and images in a stretch of HTML; those in its comments are none."""
        text = self.source.text[start:end]
        text = replace_comments(text, lambda comment: " " * len(comment[0]))
        for match in _HTML_LINK.finditer(text):
            location = self.source.location(start + match.start(), start + match.end())
            kind: Literal["image", "html"] = "image" if match["tag"].lower() == "img" else "html"
            target = unquote(match["bare"] or match["target"])
            self.links.append(Link(target, "", location, kind))

    def role(self, role: str, text: str, start: int, end: int) -> None:
        words, target = split_title(text)
        if target.startswith("!"):
            return
        domain, _, name = role.lower().rpartition(":")
        location = self.source.location(start, end)
        if domain in _STANDARD and name in _LABEL_ROLES:
            self.labels.append(Link(target, words or "", location, _LABEL_ROLES[name]))
        elif domain == _DOMAIN or (not domain and name not in TAKEN_ROLES):
            historical = domain == _DOMAIN and name == "historical"
            target, anchor = split_anchor(target)
            role = _DOMAIN if historical else sys.intern(name)
            cited = sys.intern(target)
            self.citations.append(Citation(cited, "role", location, role, historical, anchor))


class _Open(Struct):
    """An element that waits for its words and its end."""

    name: str
    detail: Any
    words: list[str] = []
    words_start: int | None = None
    """Where its first words are, in bytes."""


class _Pass:
    """One pass over the events of a stretch.

    There are some fifty events a kilobyte. Words and ends are only looked at while something
    waits for them, and what is at the top level is told by the stretch of the last block rather
    than by counting what opens and closes.
    """

    def __init__(
        self, scan: _Scan, text: str, start: int, *, indent: int = 0, nested: bool = False
    ) -> None:
        self.scan = scan
        shown = _dedented(text, indent)
        self.text = _prepared(shown)
        self.data = shown.encode()
        self.offsets = _Offsets(text, shown, self.data, start)
        self.nested = nested
        self.block_end = -1
        self.open: list[_Open] = []

    def run(self) -> None:
        events: Iterable[tuple[Any, Any]] = pyromark.events_with_range(self.text, options=_OPTIONS)
        # An event is `{kind: value}`, or a word such as `SoftBreak`, in which no kind is found.
        for event, span in events:
            if "Start" in event:
                value = event["Start"]
                if type(value) is not str:
                    self.on_start(value, span)
                elif value not in _WITHIN:
                    self.on_plain_start(value, span)
            elif self.open:
                self.on_inner(event, span)
            elif "Code" in event:
                self.on_code(event["Code"], span)
            elif "InlineHtml" in event:
                self.on_html(event["InlineHtml"], span)

    def on_inner(self, event: Any, span: Span) -> None:
        """What stands in an element that waits for its words and its end."""
        if "Text" in event:
            self.on_text(event["Text"], span)
        elif "End" in event:
            self.on_end(event["End"], span)
        elif "Code" in event:
            self.say(event["Code"])
            self.on_code(event["Code"], span)
        elif "InlineHtml" in event:
            self.say(_html_words(event["InlineHtml"]))
            self.on_html(event["InlineHtml"], span)
        elif type(event) is str:
            self.say(_BREAK)

    def on_start(self, value: dict[str, Any], span: Span) -> None:
        name, detail = next(iter(value.items()))
        if name in _LINKS:
            self.open.append(_Open(name, detail))
            return
        if span["start"] >= self.block_end:
            self.start_block(name, span)
            if name == "Heading" and not self.nested:
                self.open.append(_Open(name, detail))
        if name == "CodeBlock":
            self.on_directive(_directive_name(detail), detail, span)

    def on_plain_start(self, name: str, span: Span) -> None:
        if span["start"] >= self.block_end:
            self.start_block(name, span)
        if name == "HtmlBlock":
            self.scan.html(*self.place(span))

    def start_block(self, name: str, span: Span) -> None:
        self.block_end = span["end"]
        if not self.nested:
            self.scan.blocks.append(Block(name, *self.place(span)))

    def on_directive(self, name: str, detail: Any, span: Span) -> None:
        if name in MARKDOWN_DIRECTIVES:
            self.open.append(_Open("CodeBlock", detail))
            if name not in _NAMED:
                self.read_opening(*self.place(span))
        if name in _IMAGE_DIRECTIVES and (match := _IMAGE_DIRECTIVE.match(detail["Fenced"])):
            start, _ = self.place(span)
            location = self.scan.source.line_location(self.scan.source.line_of(start))
            self.scan.links.append(Link(match["target"].strip(), "", location, "image"))

    def read_opening(self, start: int, end: int) -> None:
        """What stands behind the name of a directive is its title, or begins its body."""
        words = _OPENING.match(self.scan.source.text, start, end)
        if words:
            self.scan.run(*words.span("words"), nested=True)

    def on_code(self, value: str, span: Span) -> None:
        if self.data[span["start"] - 1] == _CLOSING_BRACE:
            self.on_braced_code(value, *self.place(span))

    def on_braced_code(self, value: str, start: int, end: int) -> None:
        text = self.scan.source.text
        if role := _ROLE.search(text, start - _LONGEST, start):
            self.scan.role(role["name"], value, role.start(), end)
            if self.open:
                self.set_aside(role[0])

    def set_aside(self, role: str) -> None:
        """Take a role and its words out of the anchor of the heading that they may stand in."""
        words = self.open[-1].words
        words[-2:] = [words[-2].removesuffix(role), _Aside(role), _Aside(words[-1])]

    def on_html(self, value: str, span: Span) -> None:
        if value.startswith(_HTML_TAG):
            self.scan.html(*self.place(span))

    def on_text(self, value: str, span: Span) -> None:
        innermost = self.open[-1]
        innermost.words.append(value)
        if innermost.words_start is None:
            innermost.words_start = span["start"]

    def say(self, words: str) -> None:
        self.open[-1].words.append(words)

    def on_end(self, value: Any, span: Span) -> None:
        name = value if type(value) is str else next(iter(value))
        if name == self.open[-1].name:
            self.close(self.open.pop(), span)

    def close(self, element: _Open, span: Span) -> None:
        if self.open:
            is_image = element.name == "Image"
            self.open[-1].words += map(_Aside, element.words) if is_image else element.words
        words = "".join(element.words)
        if element.name in _LINKS:
            self.scan.link(element.name, element.detail, words, *self.place(span))
        elif element.name == "Heading":
            self.end_heading(int(element.detail["level"][1]), words, element.words, span)
        elif element.words_start is not None:
            start = self.offsets.character(element.words_start)
            self.scan.run(start, self.offsets.character(span["end"]), nested=True)

    def end_heading(self, level: int, text: str, words: list[str], span: Span) -> None:
        anchor_text = "".join(word for word in words if type(word) is not _Aside)
        if _NOTHING in words:
            text = _SPACES.sub(" ", text)
        place = self.place(span)
        self.scan.headings.append(Heading(level, text.strip(), anchor_text, *place))

    def place(self, span: Span) -> tuple[int, int]:
        return self.offsets.characters(span["start"], span["end"])


def _indent(source: SourceText, start: int) -> int:
    """The spaces between the beginning of a line and a place: those of the list around it."""
    before = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    return 0 if before.strip(" ") else len(before)


def _dedented(text: str, indent: int) -> str:
    """The text without the spaces before its lines, as far as the first one was indented."""
    return re.sub(rf"\n {{1,{indent}}}", "\n", text) if indent else text


def _prepared(text: str) -> str:
    """The text as the parser should see it, of the same length in bytes."""
    return without_tabs(without_colons(blank_unseen_lines(text)))


_LINKS = frozenset({"Link", "Image"})
_IMAGE_DIRECTIVES = frozenset({"figure", "image"})
_NAMED = frozenset({"figure", "figure-md", "only", "container", "div", "grid"})
"""Directives of Markdown behind whose name no Markdown stands."""
_WITHIN = frozenset({"Emphasis", "Strong", "Item", "TableHead", "TableRow", "TableCell"})
"""What is never a block at the top level."""
_CLOSING_BRACE = ord("}")


def _directive_name(detail: object) -> str:
    info = detail.get("Fenced", "") if isinstance(detail, dict) else ""
    match = _DIRECTIVE.match(info)
    return match["name"] if match else ""
