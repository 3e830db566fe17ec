"""The findings of the build before: they hold while nothing changed that a rule looks at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from sphinx_deps import __version__
from sphinx_deps.baseline import Silence
from sphinx_deps.cache import digest
from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.disk import is_unchanged, write_file
from sphinx_deps.proposal import Citation
from sphinx_deps.values import current_day

_FILE = "deps-findings.msgpack"


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
    catalog: Catalog, citing: Citing, silence: Silence, state: str, folder: Path
) -> tuple[Diagnostic, ...]:
    """Check a catalog in that state, or recall from `folder` what the check of it found."""
    day = current_day()
    state = digest(__version__.encode(), state.encode(), _outside(silence, day))
    documents = digest(state.encode(), citing.state.encode())
    kept = _load(folder / _FILE)
    holds = kept is not None and is_unchanged(kept.seen)
    if kept and holds and kept.documents == documents:
        return kept.diagnostics
    citations = citing.find()
    state = digest(state.encode(), msgspec.msgpack.encode(citations))
    if kept and holds and kept.state == state:
        report, seen = kept.diagnostics, kept.seen
    else:
        report, seen = _check(catalog, citations, silence, day)
    kept = _Kept(state, documents, seen, report)
    write_file(folder / _FILE, msgspec.msgpack.encode(kept))
    return report


def _check(
    catalog: Catalog, citations: tuple[Citation, ...], silence: Silence, day: date
) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """What a check finds, and what it saw of the files around the series."""
    # Sixty modules of rules, which a build in which nothing changed has no need of.
    from sphinx_deps.checking import check  # noqa: PLC0415

    report = check(catalog, citations, today=day, silence=silence)
    seen = {place: at for series in catalog.series for place, at in series.disk.seen.items()}
    return report.diagnostics, seen


def _outside(silence: Silence, day: date) -> bytes:
    """What a check depends on besides the catalog, the citations and the files around it."""
    entries = [placed.entry for held in silence.baselines for placed in held.entries]
    gone = [entry.is_gone for entry in entries]
    return repr((silence.ignores, silence.baselines, sorted(silence.files), gone, day)).encode()


def _load(path: Path) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None
