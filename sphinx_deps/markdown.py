"""Markdown to headings, links, citations and top-level blocks, with their places.

The only user of the native CommonMark parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import pyromark

from sphinx_deps.proposal import Citation, Link, Section
from sphinx_deps.text import SourceText

# What MyST's own parser has on by default, as far as it changes headings and links.
_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES

MARKDOWN_DIRECTIVES = frozenset(
    {
        "admonition", "attention", "caution", "danger", "dropdown", "error", "figure", "hint",
        "important", "note", "seealso", "sidebar", "tip", "topic", "versionadded",
        "versionchanged", "versionremoved", "deprecated", "warning", "card", "grid", "grid-item",
        "grid-item-card", "tab-item", "tab-set", "div", "margin", "epigraph", "list-table", "table",
    }
)  # fmt: skip
"""Directives whose body is Markdown; every other one is opaque."""

_FRONT_MATTER = re.compile(
    r"-{3,}[ \t]*\n(?P<yaml>.*?)^-{3,}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_ROLE = re.compile(r"\{(?P<name>[a-zA-Z][\w.:+-]*)\}$")
_COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
_TITLED_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)
_NOT_SLUG = re.compile(r"[^\w\- ]")
_NUMBERED = re.compile(r"\A(?:\d+[.)]|\d+(?:\.\d+)+\.?)\s+")
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}")
_FENCE_AND_TAB = re.compile(r"^ {0,3}(?:`{3,}|~{3,}) *\t[ \t]*$", re.MULTILINE)
_WIDE = re.compile(r"[^\x00-\x7f]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top level: its kind as the parser names it, and its offsets."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the top level, with its words and offsets."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """What the scan of one document found."""

    source: SourceText
    front_matter: tuple[int, int] | None
    """The offsets of the YAML, without its fences."""
    body_start: int
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The headings as sections, with anchors as MyST makes them."""
        return tuple(_sections(self))

    @cached_property
    def comments(self) -> tuple[tuple[int, int], ...]:
        """The offsets of the HTML comments."""
        return tuple(match.span() for match in _COMMENT.finditer(self.source.text))


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
    )


def plain(text: str) -> str:
    """Inline Markdown without its marks: the words that a reader sees."""
    words = []
    for event in pyromark.events(text, options=_OPTIONS):
        if isinstance(event, dict):
            words.append(event.get("Text") or event.get("Code") or event.get("InlineHtml") or "")
        elif event in {"SoftBreak", "HardBreak"}:
            words.append(" ")
    return "".join(words).strip()


def without_comments(text: str) -> str:
    """`text` without HTML comments, trimmed."""
    return _COMMENT.sub("", text).strip() if "<!--" in text else text.strip()


def without_number(title: str) -> str:
    """A heading without the number in front of it."""
    return _NUMBERED.sub("", title)


def slugify(title: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it."""
    return _NOT_SLUG.sub("", title.strip().lower()).replace(" ", "-")


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
        slug = slugify(heading.text)
        count = taken.get(slug, 0)
        taken[slug] = count + 1
        written = source.text[heading.start : heading.end].rstrip()
        yield Section(
            heading.text,
            heading.level,
            source.location(heading.start, heading.start + len(written)),
            f"{slug}-{count}" if count else slug,
            source.line_of(max(end - 1, heading.start)),
        )


class _Offsets:
    """Byte offsets of a stretch of text as offsets of characters."""

    def __init__(self, text: str, start: int) -> None:
        self.start = start
        self.wide: list[int] = []
        """Where each character of several bytes ends, in bytes."""
        self.extra: list[int] = [0]
        """By how much the bytes are ahead after so many of them."""
        if not text.isascii():
            self.measure(text)

    def measure(self, text: str) -> None:
        for match in _WIDE.finditer(text):
            size = len(match[0].encode()) - 1
            self.wide.append(match.end() + self.extra[-1] + size)
            self.extra.append(self.extra[-1] + size)

    def character(self, byte: int) -> int:
        return self.start + byte - self.extra[bisect_right(self.wide, byte)]


class _Scan:
    """What the passes over one document gather."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.citations: list[Citation] = []

    def run(self, start: int, end: int, *, nested: bool = False) -> None:
        _Pass(self, self.source.text[start:end], start, nested=nested).run()

    def link(self, kind: str, detail: dict[str, str], words: str, start: int, end: int) -> None:
        target = unquote(detail["dest_url"])
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

    def role(self, role: str, text: str, start: int, end: int) -> None:
        _, target = split_title(text)
        if target.startswith("!"):
            return
        name, anchor = split_anchor(target)
        base, _, variant = role.partition(":")
        if base == "dep" and variant in {"dep", "historical"}:
            role = "dep"
        historical = variant == "historical"
        location = self.source.location(start, end)
        self.citations.append(Citation(name, "role", location, role, historical, anchor))


class _Pass:
    """One pass over the events of a stretch; what happens is said by the kind of the event."""

    def __init__(self, scan: _Scan, text: str, start: int, *, nested: bool) -> None:
        self.scan = scan
        self.text = text
        self.offsets = _Offsets(text, start)
        self.nested = nested
        self.depth = 0
        self.heading: list[str] | None = None
        self.links: list[tuple[dict[str, str], list[str]]] = []
        self.role: tuple[str, int] | None = None
        self.directive: str | None = None
        self.directive_start: int | None = None

    def run(self) -> None:
        text, code, start, end = self.on_text, self.on_code, self.on_start, self.on_end
        for event, span in pyromark.events_with_range(_tidied(self.text), options=_OPTIONS):
            if not isinstance(event, dict):
                self.on_break(event)
            elif "Text" in event:
                text(event["Text"], span)
            elif "Start" in event:
                start(event["Start"], span)
            elif "End" in event:
                end(event["End"], span)
            elif "Code" in event:
                code(event["Code"], span)
            elif "InlineHtml" in event:
                self.on_html(event["InlineHtml"])

    def on_break(self, event: str) -> None:
        self.role = None
        if event != "Rule":
            self.say(" ")

    def on_text(self, value: str, span: dict[str, int]) -> None:
        self.role = None
        if self.directive is not None:
            if self.directive_start is None:
                self.directive_start = span["start"]
            return
        self.say(value)
        if value.endswith("}") and (match := _ROLE.search(value)):
            self.role = match["name"], span["start"] + len(value[: match.start()].encode())

    def on_code(self, value: str, span: dict[str, int]) -> None:
        self.say(value)
        if self.role is not None:
            name, start = self.role
            self.scan.role(name, value, *self.place(start, span["end"]))
        self.role = None

    def on_html(self, value: str) -> None:
        self.role = None
        if not value.startswith("<!--"):
            self.say(value)

    def on_start(self, value: Any, span: dict[str, int]) -> None:
        self.role = None
        name, detail = next(iter(value.items())) if isinstance(value, dict) else (value, None)
        if name in _INLINE:
            if name in _LINKS:
                self.links.append((detail, []))
            return
        if self.depth == 0 and not self.nested:
            self.scan.blocks.append(Block(name, *self.place(span["start"], span["end"])))
            if name == "Heading":
                self.heading = []
        if name == "CodeBlock":
            self.directive = _directive_name(detail)
            self.directive_start = None
        self.depth += 1

    def on_end(self, value: Any, span: dict[str, int]) -> None:
        self.role = None
        name, detail = next(iter(value.items())) if isinstance(value, dict) else (value, None)
        if name in _INLINE:
            if name in _LINKS:
                self.end_link(name, span)
            return
        self.depth -= 1
        if name == "CodeBlock":
            self.end_code(span)
        elif self.heading is not None and self.depth == 0:
            words = "".join(self.heading).strip()
            place = self.place(span["start"], span["end"])
            self.scan.headings.append(Heading(int(detail[1]), words, *place))
            self.heading = None

    def end_link(self, name: str, span: dict[str, int]) -> None:
        detail, words = self.links.pop()
        if self.links:
            self.links[-1][1].extend(words)
        self.scan.link(name, detail, "".join(words), *self.place(span["start"], span["end"]))

    def end_code(self, span: dict[str, int]) -> None:
        if self.directive in MARKDOWN_DIRECTIVES and self.directive_start is not None:
            self.scan.run(*self.place(self.directive_start, span["end"]), nested=True)
        self.directive = None

    def say(self, words: str) -> None:
        if self.links:
            self.links[-1][1].append(words)
        if self.heading is not None:
            self.heading.append(words)

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.offsets.character(start), self.offsets.character(end)


def _tidied(text: str) -> str:
    """The text as the parser should see it, of the same length.

    It does not take a fence that is followed by a tab for a closing one, as CommonMark does.
    """
    return _FENCE_AND_TAB.sub(lambda match: match[0].replace("\t", " "), text)


_LINKS = frozenset({"Link", "Image"})
_INLINE = _LINKS | {"Emphasis", "Strong"}


def _directive_name(detail: object) -> str:
    info = detail.get("Fenced", "") if isinstance(detail, dict) else ""
    match = _DIRECTIVE.match(info)
    return match["name"] if match else ""
