"""What templates say in their metadata, and the comments in which documents still say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sphinx_deps.comments import find_comments
from sphinx_deps.markdown import Outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.readers import read_metadata
from sphinx_deps.text import fold

_YAML_COMMENT = regex(r"(?:^|(?<=[ \t]))#[ \t]*(?P<text>\S.*)$", re.MULTILINE)
_HOLE = regex(r"\A\(.*\)\Z|<[^<>]+>|\{[^{}]+\}|0{4}|X{3}|N{3}|\.{3}|\u2026", re.DOTALL)
"""What tells a value that is to be filled in from one that a template gives."""
_LEAST = 8
"""Letters of a prompt; fewer may be said by chance."""


def read_metadata_prompts(templates: Iterable[Outline], process: Process) -> frozenset[str]:
    """What stands in the metadata of the templates, values and comments, as folded words."""
    found: set[str] = set()
    for outline in templates:
        fields = read_metadata(outline, process).fields
        found |= {fold(field.text) for field in fields}
        found |= {fold(match["text"]) for match in _comments(fields, outline.source.text)}
    return frozenset(words for words in found if len(words) >= _LEAST)


def is_of_template(value: str, prompts: frozenset[str]) -> bool:
    """Whether the metadata of a template holds that value, for authors to fill in."""
    return bool(prompts) and fold(value) in prompts and bool(_HOLE.search(value))


def find_metadata_prompt(proposal: Proposal, prompts: frozenset[str]) -> re.Match[str] | None:
    """The first comment between the fields of a document that the metadata of a template holds."""
    comments = _comments(proposal.fields, proposal.source.text)
    return next((match for match in comments if fold(match["text"]) in prompts), None)


def _comments(fields: Iterable[Field], text: str) -> Iterator[re.Match[str]]:
    written = [field for field in fields if field.reader in _FINDERS]
    if written:
        last = max(field.lines[1] for field in written)
        end = len("\n".join(text.split("\n", last)[:last]))
        yield from _FINDERS[written[0].reader](text, end)


def _find_yaml_comments(text: str, end: int) -> Iterator[re.Match[str]]:
    return _YAML_COMMENT.finditer(text, 0, end)


_FINDERS: dict[str, Callable[[str, int], Iterator[re.Match[str]]]] = {
    "front-matter": _find_yaml_comments,
    "bold": find_comments,
    "bullets": find_comments,
}
"""What finds the comments that may stand between the fields of a reader."""
