"""In what two builds differ, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEARCH = "searchindex.js"
BACKUP = ".buildinfo.bak"
"""What Sphinx leaves where the configuration is another one, or its own note of it broke off."""
_OF_THE_PRODUCT = re.compile(r"page-|parts/part-")
"""The pages outside the series: Sphinx leaves them where their documents are gone."""
_STYLES_OF_MYST_NB = re.compile(rb"(mystnb\.[0-9a-f]+\.css)\?v=\w+")
"""myst-nb copies them after all is written: pages name a checksum from the second build on."""


def differences(clean: Path, found: Path) -> list[str]:
    """Return the files of two output folders that are not the same."""
    wanted = set(_files(clean))
    left = {name for name in _files(found) if _OF_THE_PRODUCT.match(name)} - wanted
    files = sorted({*wanted, *_files(found)} - {SEARCH, BACKUP} - left)
    differing = [name for name in files if _content(clean / name) != _content(found / name)]
    searches = [search_index(folder / SEARCH) for folder in (clean, found)]
    return [*differing, *([SEARCH] if searches[0] != searches[1] else [])]


def _content(file: Path) -> bytes | None:
    return _STYLES_OF_MYST_NB.sub(rb"\1", file.read_bytes()) if file.is_file() else None


def _files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def search_index(file: Path) -> dict[str, Any]:
    """Return what a search can find.

    Sphinx leaves words in its index that no page has any more, without a page, and puts titles
    in another order: a test of plain Sphinx shows it.
    """
    text = file.read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    for kind in ("terms", "titleterms"):
        index[kind] = {
            word: pages if isinstance(pages, list) else [pages]
            for word, pages in index[kind].items()
            if pages != []
        }
    for kind in ("alltitles", "indexentries"):
        index[kind] = {words: sorted(places, key=repr) for words, places in index[kind].items()}
    return index
