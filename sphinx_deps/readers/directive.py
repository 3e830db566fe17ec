"""Fields as options of a `{proposal}` directive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.located_yaml import Mapping, read_yaml
from sphinx_deps.markdown import Block, Outline, without_comments
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field

NAME = "directive"

_OPENING = re.compile(r"[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{proposal\}[^\n]*\n")
_OPTION = re.compile(r"^[ \t]*:(?P<label>[^:\n]+):[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_YAML = re.compile(r"-{3}[ \t]*\n(?P<yaml>.*?)\n-{3}[ \t]*$", re.DOTALL | re.MULTILINE)


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
        yield from _yaml_fields(yaml, outline, process)
        return
    source = outline.source
    for match in _OPTION.finditer(source.text, start, block.end):
        value = match["value"].rstrip()
        yield Field(
            process.field_key(match["label"]),
            match["label"],
            without_comments(value),
            source.location(match.start("value"), match.start("value") + len(value)),
            source.location(match.start("label"), match.end("label")),
            NAME,
        )


def _yaml_fields(match: re.Match[str], outline: Outline, process: Process) -> Iterator[Field]:
    node = read_yaml(outline.source, *match.span("yaml"))
    if not isinstance(node, Mapping):
        return
    for key, value in node.entries:
        text = outline.source.text
        written = getattr(value, "text", text)
        yield Field(
            process.field_key(key.text), key.text, written, value.location, key.location, NAME
        )
