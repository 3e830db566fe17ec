"""The prompts of a project's templates, and where a document still holds them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain, pairwise, product
from typing import Literal

from msgspec import Struct

from sphinx_deps.markdown import Block, Outline, read_outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, Section
from sphinx_deps.structure import declared_title
from sphinx_deps.text import SourceText
from sphinx_deps.vocabulary import SectionRule

_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ITEM = regex(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_ROW = regex(r"^[^\n]+", re.MULTILINE)
_QUOTE_MARK = regex(r"^[ \t]*>[ \t]?", re.MULTILINE)
_KEPT = regex(r"\[[ xX]\]|\[[^\[\]]*\]\([^()]*\)\Z|[^\n.!?]{0,60}:\Z")
"""Check boxes, links and labels: a template gives them for authors to keep."""
_ANSWERED = regex(r"[^?\n]*\?[*_]*[ \t]+\w[^\n]*")
"""A question and the answer to it, in one line."""
# Brackets tell an unfilled "<Title>" from a filled title, and "[Required]" from the word.
_NOT_MEANT = regex(r"[^\w<>\[\]{}#]|_")
_IN_BRACKETS = regex(r"\[[^\[\]]{6,}\]")
_HOLES = regex(r"[<\[{#]")
_EDGES = " \t>*-+\\[]<!_`#(|\"'"
_KEY_LENGTH = 24
_MARKS = (
    "",
    "* ",
    "- ",
    "+ ",
    "  * ",
    "  - ",
    "> ",
    "> - ",
    "**",
    "*",
    "_",
    "<!-- ",
    "<!--",
    "### ",
)
_TO_OMIT = regex(
    r"\b(?:omit|leave (?:it |this )?(?:section )?out"
    r"|(?:remove|delete|drop) (?:it|this|the section))\b",
    re.IGNORECASE,
)
_LONG = 30
_START = 8
_ALIKE = 0.9
_COMPARED = 400
"""Letters: to compare takes time that grows as their square."""
_NO_PROMPTS = frozenset({"na", "none", "tbd", "tba", "todo"})


Kind = Literal["text", "quotation", "comment", "heading"]


class Passage(Struct, frozen=True):
    """A paragraph, list item, table row, quotation, comment or heading, and where it stands."""

    text: str
    kind: Kind
    start: int
    end: int
    section: str | None
    """The declared section or field around it."""
    heading: str
    """The title of that section as written, or of the nearest heading."""

    @property
    def words(self) -> str:
        """The text reduced to what makes two spellings of one prompt equal.

        A quotation is equal to quotations only: templates quote examples, documents live them.
        """
        words = _NOT_MEANT.sub("", self.text).casefold()
        return f">{words}" if words and self.kind == "quotation" else words


class Prompts(Struct, frozen=True):
    """The texts of the templates that authors are to replace."""

    brackets: tuple[str, ...]
    """Whole paragraphs in brackets, as in "[Required]"; they also begin paragraphs."""
    long: dict[str, tuple[str, ...]]
    """By their first words; they are known wherever they stand, with small edits too."""
    short: dict[str | None, frozenset[str]]
    """By section: known only there, and word for word."""
    keys: frozenset[str]
    """How one line of each prompt begins."""
    bracket_starts: tuple[str, ...]

    def may_stand_in(self, text: str) -> bool:
        """Whether the lines of a text give reason to look closer: cheap, for every document."""
        starts = [line[:_KEY_LENGTH] for line in text.split("\n")]
        starts += [comment.lstrip()[:_KEY_LENGTH] for comment in text.split("<!--")[1:]]
        return not self.keys.isdisjoint(starts) or any(
            start in text for start in self.bracket_starts
        )

    def find(self, proposal: Proposal, process: Process) -> Iterator[Passage]:
        """The passages of a document that are prompts."""
        passages = read_passages(proposal.source, proposal.sections, process, self.may_stand_in)
        return (passage for passage in passages if self.hold(passage))

    def hold(self, passage: Passage) -> bool:
        """Whether the passage is one of the prompts."""
        words = passage.words
        if words in self.short.get(passage.section, ()):
            return True
        if passage.kind == "heading" or len(words) < _START:
            return False
        alike = self.long.get(words[:_START], ())
        if _ANSWERED.fullmatch(passage.text):
            alike = tuple(one for one in alike if len(one) >= len(words))
        return words.startswith(self.brackets) or any(_is_alike(words, one) for one in alike)


def _is_alike(words: str, prompt: str) -> bool:
    """Whether the two begin alike, as far as the shorter goes: answers follow prompts."""
    length = min(len(words), len(prompt))
    if length < _LONG:
        return False
    if words[:length] == prompt[:length]:
        return True
    length = min(length, _COMPARED)
    matcher = SequenceMatcher(None, prompt[:length], words[:length], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def one_a_section(passages: Iterable[Passage]) -> dict[str, Passage]:
    """The first passage under each heading; what readers see goes before a comment."""
    first: dict[str, Passage] = {}
    for passage in passages:
        title = passage.section or passage.heading
        known = first.get(title)
        if known is None or (known.kind == "comment" != passage.kind):
            first[title] = passage
    return first


def read_prompts(templates: Iterable[Outline], process: Process) -> Prompts | None:
    """The prompts of the templates, or None where there are none."""
    kept = {rule.title for rule in _section_rules(process) if rule.boilerplate}
    found = [
        (passage, outline.source.text[passage.start : passage.end])
        for outline in templates
        for passage in read_passages(outline.source, outline.sections, process)
        if passage.section and passage.section not in kept and _is_prompt(passage)
    ]
    if not found:
        return None
    words = {passage.words for passage, _ in found if passage.kind != "heading"}
    brackets = tuple(sorted(text for text in words if _IN_BRACKETS.fullmatch(text)))
    others = [(passage, text) for passage, text in found if passage.words not in brackets]
    return Prompts(
        brackets,
        _by_start(text for text in words if len(text) >= _LONG),
        _by_section(passage for passage, _ in others),
        frozenset(key for _, text in others for key in _keys(text)),
        tuple({_bracket_start(text) for passage, text in found if passage.words in brackets}),
    )


def read_omitted(templates: Iterable[Outline], process: Process) -> frozenset[str]:
    """The optional sections that the templates ask to leave out where they don't apply."""
    rules = _section_rules(process)
    optional = {rule.title for rule in rules if not (rule.required or rule.expected)}
    return frozenset(
        passage.section
        for outline in templates
        for passage in read_passages(outline.source, outline.sections, process)
        if passage.section in optional and _TO_OMIT.search(passage.text)
    )


def _section_rules(process: Process) -> Iterator[SectionRule]:
    return chain.from_iterable(process.definition.sections.values())


def _is_prompt(passage: Passage) -> bool:
    """Whether authors are to replace the passage."""
    text = passage.text.strip(" \t\n*_`")
    if passage.kind == "heading":
        return bool(_HOLES.search(text))
    return bool(passage.words) and passage.words not in _NO_PROMPTS and not _KEPT.match(text)


def _by_start(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for text in sorted(words):
        found[text[:_START]] += (text,)
    return dict(found)


def _by_section(passages: Iterable[Passage]) -> dict[str | None, frozenset[str]]:
    found: dict[str | None, frozenset[str]] = defaultdict(frozenset)
    for passage in passages:
        found[passage.section] |= {passage.words}
    return dict(found)


def _keys(text: str) -> Iterator[str]:
    """How the telling line of a prompt may begin, in its usual and in some other marks."""
    lines = text.split("\n")
    key = max((line.strip().lstrip(_EDGES)[:_KEY_LENGTH] for line in lines), key=len)
    if key:
        yield next(line for line in lines if key in line)[:_KEY_LENGTH]
    for mark, words in product(_MARKS, {key, key.replace("\\", "")} - {""}):
        start = (mark + words)[:_KEY_LENGTH]
        yield from (start, f"{start} "[:_KEY_LENGTH])


def _bracket_start(text: str) -> str:
    return text[text.index("[") :][:_START]


def read_passages(
    source: SourceText,
    sections: tuple[Section, ...],
    process: Process,
    is_wanted: Callable[[str], bool] = bool,
) -> Iterator[Passage]:
    """The passages under the headings of a document whose text is wanted; code is none."""
    starts = [source.line_starts[section.line - 1] for section in sections]
    around: list[tuple[Section, str | None]] = []
    for section, (start, end) in zip(sections, pairwise([*starts, len(source.text)]), strict=True):
        while around and around[-1][0].level >= section.level:
            around.pop()
        above = _place(around)
        around.append((section, declared_title(section.title, process)))
        stretch = source.text[start:end]
        if is_wanted(stretch):
            places = {"heading": above}
            for kind, first, last in _passages(stretch):
                written = stretch[first:last].rstrip()
                text = section.title if kind == "heading" else _without_marks(written, kind)
                place = places.get(kind) or _place(around)
                yield Passage(text, kind, start + first, start + first + len(written), *place)


def _place(around: list[tuple[Section, str | None]]) -> tuple[str | None, str]:
    """The nearest declared section with its heading as written, else the nearest heading."""
    nearest = around[-1][0].title if around else ""
    declared = ((name, section.title) for section, name in reversed(around) if name)
    return next(declared, (None, nearest))


def _passages(text: str) -> Iterator[tuple[Kind, int, int]]:
    """What the blocks under one heading hold, and the heading: kind, start and end."""
    for block in read_outline(SourceText("", text)).blocks:
        yield from _passages_of(text, block)


def _passages_of(text: str, block: Block) -> Iterator[tuple[Kind, int, int]]:
    if block.kind == "Heading":
        yield "heading", block.start, block.end
    if block.kind not in _SPLITS:
        return
    for comment in _COMMENT.finditer(text, block.start, block.end):
        yield "comment", *comment.span()
    if block.kind != "HtmlBlock":
        pattern = _SPLITS[block.kind]
        found = pattern.finditer(text, block.start, block.end) if pattern else ()
        starts = [match.start() for match in found] or [block.start]
        for start, end in pairwise([*starts, block.end]):
            yield "quotation" if block.kind == "BlockQuote" else "text", start, end


_SPLITS = {
    "Paragraph": None,
    "BlockQuote": None,
    "HtmlBlock": None,
    "List": _ITEM,
    "Table": _ROW,
}
"""The blocks that hold prompts, and where the passages of one start."""


def _without_marks(written: str, kind: Kind) -> str:
    """The words of a passage: no marks of lists, quotations and comments."""
    if kind == "comment":
        return written.removeprefix("<!--").removesuffix("-->").strip()
    return _QUOTE_MARK.sub("", _ITEM.sub("", _COMMENT.sub("", written), count=1)).strip()
