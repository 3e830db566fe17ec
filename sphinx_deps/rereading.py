"""The texts of documents, read again for rules: kept, they would be half of all that is known."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sphinx_deps.disk import read_regular_file
from sphinx_deps.text import SourceText


@lru_cache(maxsize=16)
def read_again(file: str, _checksum: int) -> SourceText:
    """What a file holds; empty where it is gone.

    Rules ask one after the other for the same few, which are known by file and checksum. Who edits
    a document during a check may be told of a place that has moved: the next one reads it anew.
    """
    try:
        return SourceText.decode(file, read_regular_file(Path(file)))
    except OSError:
        return SourceText(file, "")
