"""The comments of a document that keep rules silent: which rules, and for which lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from sphinx_deps.comments import IGNORE_MARK
from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence, YamlError, read_yaml
from sphinx_deps.markdown import Block, Outline, read_blocks
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Ignore
from sphinx_deps.text import SourceText

_COMMAND = rf"{IGNORE_MARK}(?P<document>-document)?(?![\w-])(?:[ \t]*\[(?P<rules>[^\[\]\n]*)\])?"
_YAML = regex(rf"(?:^|(?<=[ \t]))#[ \t]*{_COMMAND}[^\n]*", re.MULTILINE)
_MYST = regex(rf"^[ \t>]*(?P<comment>%[ \t]*{_COMMAND}[^\n]*)$", re.MULTILINE)
_HTML = regex(rf"(?P<comment><!--\s*{_COMMAND}.*?-->)", re.DOTALL)
_RULE = regex(r"[^\s,]+")
_QUOTED = " \t>"
"""What may stand before a comment that has its line for itself."""
_OPAQUE = frozenset({"CodeBlock", "Code"})

Span = tuple[int, int]


def read_ignores(outline: Outline) -> tuple[Ignore, ...]:
    """The comments of a document that keep rules silent."""
    if IGNORE_MARK not in outline.source.text:
        return ()
    return (*_in_front_matter(outline), *_in_body(outline))


def _in_front_matter(outline: Outline) -> Iterator[Ignore]:
    """Those in the YAML; each holds for the entry on whose line it stands, or for the next."""
    if outline.front_matter is None:
        return
    source, (start, end) = outline.source, outline.front_matter
    texts = _scalars(source, start, end)
    last = source.line_of(end - 1)
    for match in _YAML.finditer(source.text, start, end):
        line = source.line_of(match.start())
        if any(first <= match.start() < after for first, after in texts):
            continue
        lines = _entry_lines(source.lines[:last], line)
        removal = _removal(source.text, match.span())
        yield _ignore(source, match, match.span(), lines, removal)


def _scalars(source: SourceText, start: int, end: int) -> list[Span]:
    """The offsets of the values, which may hold what looks like a comment."""
    try:
        node = read_yaml(source, start, end)
    except YamlError:
        return []
    return list(_scalar_spans(source, node)) if node else []


def _scalar_spans(source: SourceText, node: Node) -> Iterator[Span]:
    if isinstance(node, Scalar):
        at, starts = node.location, source.line_starts
        after = starts[(at.end_line or at.line) - 1] + (at.end_column or at.column) - 1
        yield starts[at.line - 1] + at.column - 1, after
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalar_spans(source, item)
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _scalar_spans(source, value)


def _entry_lines(lines: list[str], line: int) -> Span:
    """The lines of the YAML entry that begins on a line or, where that is a comment, after it."""
    first = line
    while first <= len(lines) and _is_aside(lines[first - 1]):
        first += 1
    if first > len(lines):
        return line, line
    depth = _indent(lines[first - 1])
    is_key = not lines[first - 1].lstrip().startswith("- ")
    last = first
    for number in range(first + 1, len(lines) + 1):
        written = lines[number - 1]
        if _is_aside(written):
            continue
        inside = _indent(written) > depth
        listed = is_key and _indent(written) == depth and written.lstrip().startswith("-")
        if not (inside or listed):
            break
        last = number
    return first, last


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _in_body(outline: Outline) -> Iterator[Ignore]:
    """Those in the text; each holds for the words on its line, or else for the next block."""
    source, start = outline.source, outline.body_start
    matches = list(_comments(source.text, start))
    if not matches:
        return
    written = read_blocks(source, start, len(source.text), as_written=True)
    opaque = [(block.start, block.end) for block in written if block.kind in _OPAQUE]
    matches = [
        match
        for match in matches
        if not any(first <= match.start("comment") < after for first, after in opaque)
    ]
    lines_of_comments = {source.line_of(match.start("comment")) for match in matches}
    blocks = [
        block
        for block in read_blocks(source, start, len(source.text))
        if source.line_of(block.start) not in lines_of_comments
    ]
    # The outermost one first; a further comment of the kind is passed over.
    blocks.sort(key=lambda block: (block.start, -block.end))
    for match in matches:
        lines = _own_lines(source, match.span("comment"))
        if lines is None:
            lines = _next_block(source, match.end("comment"), blocks)
        removal = _apart(source.text, _removal(source.text, match.span("comment")))
        yield _ignore(source, match, match.span("comment"), lines, removal)


def _comments(text: str, start: int) -> Iterator[re.Match[str]]:
    yield from _MYST.finditer(text, start)
    # Behind the last end, each beginning would be followed to the end of the text.
    yield from _HTML.finditer(text, start, text.rfind("-->") + len("-->"))


def _own_lines(source: SourceText, comment: Span) -> Span | None:
    """The lines of a comment that shares them with words."""
    first, last = source.line_of(comment[0]), source.line_of(comment[1] - 1)
    before = source.text[source.line_starts[first - 1] : comment[0]]
    after = source.lines[last - 1][comment[1] - source.line_starts[last - 1] :]
    return (first, last) if before.strip(_QUOTED) or after.strip() else None


def _next_block(source: SourceText, end: int, blocks: list[Block]) -> Span:
    """The lines of the block that begins next; of several that begin there, the first is meant."""
    place = bisect_left(blocks, end, key=attrgetter("start"))
    if place == len(blocks):
        return (line := source.line_of(end - 1)), line
    block = blocks[place]
    written = source.text[block.start : block.end].rstrip()
    return source.line_of(block.start), source.line_of(block.start + len(written) - 1)


def _ignore(
    source: SourceText, match: re.Match[str], comment: Span, lines: Span, removal: Span
) -> Ignore:
    names = list(_RULE.finditer(source.text, *match.span("rules"))) if match["rules"] else []
    return Ignore(
        source.location(*comment),
        tuple(name[0] for name in names),
        tuple(source.location(*name.span()) for name in names),
        None if match["document"] else lines,
        source.location(*removal),
    )


def _removal(text: str, comment: Span) -> Span:
    """The comment with the space before it, or with its line where that holds nothing else."""
    start, end = comment
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    starts_line = start == 0 or text[start - 1] == "\n"
    ends_line = end == len(text) or text[end] == "\n"
    if starts_line and ends_line:
        return start, min(end + 1, len(text))
    is_space_doubled = ends_line or text[end] in " \t"
    return (start, end) if is_space_doubled and not starts_line else comment


def _apart(text: str, removal: Span) -> Span:
    """A removal that leaves an empty line where otherwise two blocks would become one."""
    start, end = removal
    is_line = text[end - 1] == "\n" and (start == 0 or text[start - 1] == "\n")
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    below = text[end:].partition("\n")[0]
    return (start, end - 1) if is_line and above.strip() and below.strip() else removal
