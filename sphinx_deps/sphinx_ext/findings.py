"""The findings of the build before: they hold while nothing changed that a rule looks at.

Where something did, those in single proposals still hold for the proposals that did not change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from sphinx_deps import __version__
from sphinx_deps.baseline import Silence
from sphinx_deps.cache import digest
from sphinx_deps.dates import current_day
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.disk import is_unchanged, write_file
from sphinx_deps.memory import Memory, Remembered, outlook
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.site import Site

_FILE = "deps-findings.msgpack"
_MEMORY = "deps-findings-in-proposals.msgpack"

_Value = TypeVar("_Value")


class _Kept(Struct):
    """A report, with all that it depends on."""

    state: str
    documents: str
    """That of the documents that had these citations."""
    seen: dict[str, str]
    """The files that links lead to, with their state."""
    diagnostics: tuple[Diagnostic, ...]


class Citing(Struct, frozen=True):
    """What the documents cite: found when somebody asks, known by a state of the documents."""

    state: str
    find: Callable[[], tuple[Citation, ...]]


def find_all(
    site: Site, citing: Citing, silence: Silence, state: str, folder: Path
) -> tuple[Diagnostic, ...]:
    """Check a site in that state, or recall from `folder` what the check of it found."""
    day = current_day()
    state = digest(__version__.encode(), state.encode(), _outside(silence, day))
    documents = digest(state.encode(), citing.state.encode())
    kept = _load(folder / _FILE, _Kept)
    holds = kept is not None and is_unchanged(kept.seen)
    if kept and holds and kept.documents == documents:
        return kept.diagnostics
    citations = citing.find()
    state = digest(state.encode(), msgspec.msgpack.encode(citations))
    if kept and holds and kept.state == state:
        report, seen = kept.diagnostics, kept.seen
    else:
        memory = Memory(_load(folder / _MEMORY, dict[str, Remembered]) or {}, _states(site, day))
        report, seen = _check(site, citations, silence, day, memory)
        write_file(folder / _MEMORY, msgspec.msgpack.encode(memory.now))
    kept = _Kept(state, documents, seen, report)
    write_file(folder / _FILE, msgspec.msgpack.encode(kept))
    return report


def _check(
    site: Site, citations: tuple[Citation, ...], silence: Silence, day: date, memory: Memory
) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """What a check finds, and what it saw of the files around the series."""
    # Sixty modules of rules, which a build in which nothing changed has no need of.
    from sphinx_deps.checking import check  # noqa: PLC0415

    report = check(site.catalog, citations, today=day, silence=silence, memory=memory)
    seen = {place: at for series in site.catalog.series for place, at in series.disk.seen.items()}
    return report.diagnostics, seen


def _states(site: Site, day: date) -> Callable[[Proposal, Series], bytes | None]:
    """Gives what tells a proposal from itself before: its file, what it names, and its series."""
    outlooks = {
        series.role: digest(__version__.encode(), day.isoformat().encode(), outlook(series))
        for series in site.catalog.series
    }

    def state_of(proposal: Proposal, series: Series) -> bytes | None:
        file = site.file_state(proposal.file)
        if file is None:
            return None
        named = proposal.references, proposal.redirect
        return msgspec.msgpack.encode((outlooks[series.role], proposal.file, file, named))

    return state_of


def _outside(silence: Silence, day: date) -> bytes:
    """What a check depends on besides the catalog, the citations and the files around it."""
    entries = [placed.entry for held in silence.baselines for placed in held.entries]
    gone = [entry.is_gone for entry in entries]
    return repr((silence.ignores, silence.baselines, sorted(silence.files), gone, day)).encode()


def _load(path: Path, kind: type[_Value]) -> _Value | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None
