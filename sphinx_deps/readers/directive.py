"""Fields as options of a `{proposal}` directive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.located_yaml import Mapping, read_yaml
from sphinx_deps.markdown import Block, Outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.written import read_words
from sphinx_deps.readers.yaml_fields import yaml_fields

NAME = "directive"

_OPENING = regex(r"[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{proposal\}[^\n]*\n")
_OPTION = regex(r"^[ \t]*:(?P<label>[^:\n]+):[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_QUOTED = regex(r"(?P<mark>[\"'])(?P<words>.*)(?P=mark)[ \t]*(?:#.*)?")
_COMMENT = regex(r"(?:^|[ \t])#")
_YAML = regex(r"-{3}[ \t]*\n(?P<yaml>.*?)\n-{3}[ \t]*$", re.DOTALL | re.MULTILINE)


def read_directive(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The options of the first `{proposal}` directive at the top level."""
    for block in outline.blocks:
        opening = _OPENING.match(outline.source.text, block.start, block.end)
        if opening:
            return tuple(_fields(block, opening.end(), outline, process))
    return ()


def _fields(block: Block, start: int, outline: Outline, process: Process) -> Iterator[Field]:
    yaml = _YAML.match(outline.source.text, start, block.end)
    if yaml:
        node = read_yaml(outline.source, *yaml.span("yaml"))
        yield from yaml_fields(node, process, NAME) if isinstance(node, Mapping) else ()
        return
    source = outline.source
    for match in _OPTION.finditer(source.text, start, block.end):
        value = read_words(source, *_value_span(match))
        yield Field(
            process.field_key(match["label"]),
            match["label"],
            value.text,
            source.location(value.start, value.end),
            source.location(match.start("label"), match.end("label")),
            NAME,
        )


def _value_span(match: re.Match[str]) -> tuple[int, int]:
    """Where a value stands, without the quotation marks and the comment that MyST leaves out."""
    start, end = match.span("value")
    quoted = _QUOTED.fullmatch(match["value"])
    if quoted:
        return start + quoted.start("words"), start + quoted.end("words")
    comment = _COMMENT.search(match["value"])
    return start, start + comment.start() if comment else end
