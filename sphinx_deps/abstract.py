"""The first sentence of a proposal, in the words that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.catalog import ANY_ROLE, Catalog
from sphinx_deps.contents import gap_kind, seen
from sphinx_deps.markdown import plain, read_outline, split_title
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal

_LONGEST = 300
"""Characters; a sentence that is longer is cut between two words."""
_DOMAIN, _HISTORICAL = "dep:", "historical"
_CITED = regex(
    r"\{(?P<role>[\w:.+-]+)\}`(?P<text>[^`]+)`"
    r"|<dep:(?P<bare>[^<>\s]+)>|\[\]\(dep:(?P<link>[^()\s]+)\)"
)
"""A role, or a link that has no words of its own."""
_TAG_OR_CODE = regex(r"(?P<code>(`+)(?!`).+?(?<!`)\2(?!`))|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_IMAGE = regex(r"!\[[^\]]*\](?:\([^)]*\))?")
_MARK = regex(r"[\\`*_\[\]<>&]")
_END = regex(r"""[.!?][)\]"'\u201d\u2019\u00bb]*(?=\s+(?P<next>\S))|[\u3002\uff01\uff1f]""")
"""Where a sentence may end, with what follows."""
_ABBREVIATED = regex(
    r"(?:\b(?:e\.g|i\.e|vs|cf|ca|approx|Dr|Mr|Mrs|Ms|Prof|Fig|resp)|(?<!\w)[A-Z])\.$"
)


def first_sentence(proposal: Proposal, catalog: Catalog) -> str:
    """The first sentence of the first paragraph; nothing where there is none."""
    paragraph = next(_paragraphs(proposal, catalog), "")
    sentence = _cut_to_sentence(paragraph)
    if len(sentence) > _LONGEST:
        start = sentence[:_LONGEST]
        return (start.rpartition(" ")[0] or start).rstrip(",;:") + " …"
    # What it announces stands below it.
    return f"{sentence[:-1]} …" if sentence.endswith(":") else sentence


def _paragraphs(proposal: Proposal, catalog: Catalog) -> Iterator[str]:
    """The words of the paragraphs that say something, in order; what is metadata is none."""
    outline = read_outline(proposal.source)
    source = outline.source
    for block in outline.blocks:
        if block.kind == "Paragraph" and not proposal.fields_at(source.line_of(block.start)):
            words = _words(source.text[block.start : block.end], catalog)
            if gap_kind(words) is None:
                yield words


def _words(written: str, catalog: Catalog) -> str:
    text = _CITED.sub(lambda match: _said(match, catalog), _IMAGE.sub("", seen(written)))
    text = _TAG_OR_CODE.sub(lambda match: match["code"] or "", text)
    return " ".join(plain(text).split())


def _said(match: re.Match[str], catalog: Catalog) -> str:
    """What a role or a link shows: the label of a proposal, or the words given."""
    written = match["text"] or match["bare"] or match["link"]
    words, target = split_title(written)
    role = (match["role"] or ANY_ROLE).removeprefix(_DOMAIN)
    role = ANY_ROLE if role == _HISTORICAL else role
    is_ours = words is None and role in catalog.citing_roles and not target.startswith("!")
    found = catalog.find(target, role).proposal if is_ours else None
    return _MARK.sub(r"\\\g<0>", found.label if found else words or target.removeprefix("!"))


def _cut_to_sentence(words: str) -> str:
    for match in _END.finditer(words):
        goes_on = (match["next"] or "").islower()
        if not (goes_on or _ABBREVIATED.search(words, 0, match.end())):
            return words[: match.end()]
    return words
