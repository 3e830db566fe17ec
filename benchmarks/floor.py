"""The least that a check can cost: `python benchmarks/floor.py PATTERN...`.

Start Python, read the bytes of the files, compose the front matter, iterate the CommonMark events
with their ranges; no object is kept, no rule is run.
"""

from __future__ import annotations

import re
import sys
from glob import iglob
from pathlib import Path

import pyromark
import yaml

_FRONT_MATTER = re.compile(rb"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES


def read(path: Path) -> None:
    """Go through one document once."""
    data = path.read_bytes()
    body = 0
    if match := _FRONT_MATTER.match(data):
        yaml.compose(match[1], Loader=yaml.CSafeLoader)
        body = match.end()
    for _event, _span in pyromark.events_with_range(data[body:].decode(), options=_OPTIONS):
        pass


if __name__ == "__main__":
    for pattern in sys.argv[1:]:
        for found in iglob(pattern):  # noqa: PTH207 - folder and names in one
            read(Path(found))
