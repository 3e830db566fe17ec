"""The values of `conf.py`: declared once, checked, and turned into sources of series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from msgspec import Struct
from sphinx.config import Config
from sphinx.errors import ConfigError

from sphinx_deps.series_reading import SeriesSource
from sphinx_deps.sphinx_ext.navigation import NEIGHBOURS, SHOWN
from sphinx_deps.text import join_words, nearest

FAIL_ON = ("never", "error", "warning")


class Option(Struct, frozen=True):
    """One value of `conf.py`: its name, default and types, and what it is for.

    `rebuild` is what Sphinx does anew when the value changes: "env" reads every document, "html"
    writes every page of HTML.
    """

    name: str
    default: object
    types: tuple[type, ...]
    rebuild: Literal["", "html", "env"]
    meaning: str


OPTIONS = (
    Option(
        "deps_series",
        [],
        (list, tuple),
        "env",
        "The folders of proposals, relative to conf.py: each a path, or a mapping with `path` "
        "and any of `process`, `at`, `publish` and `url`.",
    ),
    Option(
        "deps_fail_on",
        "never",
        (str,),
        "",
        "From which severity on a finding fails the build also without `-W`: `never`, `error` "
        "or `warning`.",
    ),
    Option(
        "deps_baseline",
        "",
        (str,),
        "",
        "The file, relative to conf.py, of the findings that are not told of. By default each "
        "series has its own: the `deps-baseline.yaml` in its folder, where there is one.",
    ),
    Option(
        "deps_autolink",
        default=False,
        types=(bool, list, tuple),
        rebuild="env",
        meaning="Whether plain words such as `DEP 12`, `DEP-12` and `DEP-0012` are citations, too: "
        "True, or the roles of the series for which they are. In code, links and headings they "
        "never are.",
    ),
    Option(
        "deps_citation_badge",
        default=False,
        types=(bool,),
        rebuild="",
        meaning="Whether citations that are shown by their label have the status behind it. In "
        "headings they never do.",
    ),
    Option(
        "deps_inventory_sections",
        default=False,
        types=(bool,),
        rebuild="html",
        meaning="Whether the inventory names the sections of proposals, too, so that other "
        "projects can cite them. Proposals and their items are always in it.",
    ),
    Option(
        "deps_navigation",
        NEIGHBOURS,
        (str,),
        "",
        "What the theme shows of other pages on each page: `neighbours` (the pages before, after "
        "and above), `branch`, `titles` (of all pages) or `headings` (of all pages). A page is "
        "written again when that changes.",
    ),
    Option(
        "deps_pages",
        [],
        (list, tuple),
        "",
        "The fields for which pages are made: one for each value that proposals have, such as "
        '`["status", "category", "authors"]`.',
    ),
    Option(
        "deps_feeds",
        default=False,
        types=(bool,),
        rebuild="html",
        meaning="Whether builds of HTML write Atom feeds of the newest proposals: `deps.atom` of "
        "all series, and one of each. They need `html_baseurl`.",
    ),
)


class SeriesKey(Struct, frozen=True):
    """One key of a mapping in `deps_series`."""

    name: str
    types: tuple[type, ...]
    meaning: str


SERIES_KEYS = (
    SeriesKey("path", (str, Path), "The folder, relative to conf.py."),
    SeriesKey(
        "process", (str,), "A built-in process or a file, for a folder that has none of its own."
    ),
    SeriesKey("at", (str,), "The folder of pages under which it appears; default its role."),
    SeriesKey("publish", (bool,), "False lists and cites proposals without making pages of them."),
    SeriesKey(
        "url",
        (str,),
        "Where a proposal without a page can be read; `{path}` stands for its path in the folder.",
    ),
)


class SeriesEntry(Struct, frozen=True):
    """One entry of `deps_series`, checked."""

    source: SeriesSource
    at: str | None = None
    publish: bool = True
    url: str | None = None


def read_entries(config: Config, folder: Path) -> tuple[SeriesEntry, ...]:
    """The entries of `deps_series`; what is wrong there stops the build, as Sphinx does."""
    if config.deps_fail_on not in FAIL_ON:
        raise ConfigError(f"deps_fail_on is {config.deps_fail_on!r}: one of {join_words(FAIL_ON)}")
    if config.deps_navigation not in SHOWN:
        shown = join_words(SHOWN)
        raise ConfigError(f"deps_navigation is {config.deps_navigation!r}: one of {shown}")
    if not isinstance(config.deps_series, list | tuple):
        raise ConfigError(f"deps_series is {config.deps_series!r}: a list of folders is expected")
    _check_pages(config.deps_pages)
    return tuple(_entries(config.deps_series, folder))


def _check_pages(fields: Any) -> None:
    is_list = isinstance(fields, list | tuple)
    if not is_list or not all(isinstance(name, str) for name in fields):
        raise ConfigError(f"deps_pages is {fields!r}: a list of names of fields is expected")


def baseline_path(config: Config, folder: Path) -> Path | None:
    """The baseline that `deps_baseline` names; None where each series has its own."""
    return folder / config.deps_baseline if config.deps_baseline else None


def _entries(values: Any, folder: Path) -> Iterator[SeriesEntry]:
    for position, value in enumerate(values, 1):
        entry = {"path": value} if isinstance(value, str | Path) else value
        if not isinstance(entry, Mapping) or "path" not in entry:
            raise ConfigError(
                f"deps_series, entry {position}: a path, or a mapping with a path, is expected"
            )
        for key, given in entry.items():
            _check_key(position, key, given)
        yield _entry(position, entry, folder)


def _check_key(position: int, key: str, given: object) -> None:
    known = {one.name: one for one in SERIES_KEYS}
    if key not in known:
        near = nearest(str(key), known)
        hint = f"did you mean {near!r}?" if near else f"one of {join_words(known)}"
        raise ConfigError(f"deps_series, entry {position}: unknown key {key!r}; {hint}")
    if not isinstance(given, known[key].types):
        raise ConfigError(f"deps_series, entry {position}: {key!r} is {given!r}")


def _pages(position: int, at: str | None) -> str | None:
    """The folder of pages in one spelling; empty where the pages are in none."""
    if not at:
        return None
    folder = PurePosixPath(at)
    if folder.is_absolute() or ".." in folder.parts:
        raise ConfigError(
            f"deps_series, entry {position}: 'at' is {at!r}: a folder of pages is expected"
        )
    return "" if folder == PurePosixPath() else str(folder)


def _entry(position: int, entry: Mapping[str, Any], folder: Path) -> SeriesEntry:
    process = entry.get("process")
    if process is not None and (folder / process).is_file():
        process = str(folder / process)
    path = Path(folder, entry["path"]).resolve()
    return SeriesEntry(
        SeriesSource(path, process),
        _pages(position, entry.get("at")),
        entry.get("publish", True),
        entry.get("url"),
    )
