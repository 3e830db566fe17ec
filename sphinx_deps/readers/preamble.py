"""Where lines of metadata may stand: under the title, and under the headings a process names."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.markdown import Block, Outline
from sphinx_deps.process import Process
from sphinx_deps.text import fold


def preamble_blocks(outline: Outline, process: Process) -> Iterator[Block]:
    """The blocks between the title and the next heading, then those under the named headings."""
    named = {fold(title) for title in process.definition.metadata_under}
    headings = iter(outline.headings)
    inside = is_first = True
    for position, block in enumerate(outline.blocks):
        if block.kind == "Heading":
            heading = next(headings)
            # Before the title there may be comments, a target, or a link back.
            is_title = is_first and (position == 0 or heading.level == 1)
            inside = is_title or fold(heading.text) in named
            is_first = False
        elif inside:
            yield block
