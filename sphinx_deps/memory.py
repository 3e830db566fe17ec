"""What was found in single proposals before: it holds while what their rules see is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct

from sphinx_deps.diagnostics import Finding
from sphinx_deps.proposal import Proposal
from sphinx_deps.series import Series

Named = tuple[str, Finding]
"""A finding with the name of its rule."""


class Remembered(Struct, frozen=True, gc=False):
    """What the rules found in one proposal, and what it and its series were known by."""

    state: bytes
    found: tuple[Named, ...]


class Memory(Struct):
    """What was found before by the keys of the proposals, and what holds now.

    `state_of` gives what a proposal and its series are known by; None where that is not known.
    """

    known: Mapping[str, Remembered] = {}
    state_of: Callable[[Proposal, Series], bytes | None] = lambda _proposal, _series: None
    now: dict[str, Remembered] = {}

    def recall(self, proposal: Proposal, series: Series) -> tuple[Named, ...] | None:
        """What was found in a proposal; None where it must be looked at again."""
        known = self.known.get(proposal.key)
        if known is None or known.state != self.state_of(proposal, series):
            return None
        self.now[proposal.key] = known
        return known.found

    def keep(self, proposal: Proposal, series: Series, found: tuple[Named, ...]) -> None:
        """Remember what was found, where it can be told when it no longer holds."""
        state = self.state_of(proposal, series)
        if state is not None:
            self.now[proposal.key] = Remembered(state, found)


def outlook(series: Series) -> bytes:
    """All that the rules for single proposals see of a series: its process and its templates."""
    return msgspec.msgpack.encode((series.role, series.process.definition, series.templates))
