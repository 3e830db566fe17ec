"""Build a documentation, change it, and print what its readers would see, as JSON.

Run by the interpreter of an environment: `python -m compatibility.shown FOLDER`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import requires, version
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx_ext.documentation import Documentation, Result, small_series

from compatibility.environments import releases

GUIDE = """\
# Guide

{dep}`1`, {dep}`1#motivation`, [words](dep:3), [](../proposals/0003-gamma.md),
{ref}`dep-4`, {any}`dep-5`, {doc}`dep/0002-beta`, {dep}`6` and {dep}`99`.

```{dep:index}
:group-by: status
```
"""
STRUCTURED = """\
Structured
==========

:dep:`1`, :dep:`words <3>`, :dep:historical:`2`, :doc:`dep/0001-alpha`.

.. dep:index::
   :filter: status: Draft
"""


@dataclass(frozen=True)
class Shown:
    """What comes of a build."""

    read: list[str]
    written: list[str]
    warnings: list[str]
    pages: dict[str, tuple[str, list[tuple[str, str]]]]
    """The words of each page, and its links with what they lead to."""


def shown(result: Result) -> Shown:
    """Return what readers and authors see of a build."""
    pages = {
        path.relative_to(result.output).as_posix(): _words_and_links(path)
        for path in sorted(result.output.rglob("*.html"))
        if path.name not in ("search.html", "genindex.html")
    }
    return Shown(result.read, result.written, result.lines, pages)


def _words_and_links(path: Path) -> tuple[str, list[tuple[str, str]]]:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    body = page.find(class_="body")
    assert body is not None
    links = [(" ".join(one.get_text().split()), str(one["href"])) for one in body.find_all("a")]
    return " ".join(body.get_text().split()), links


def builds(folder: Path) -> list[Shown]:
    """Build; again, without a change; after a changed status; after a proposal is gone."""
    documentation = Documentation(folder)
    small_series(documentation)
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-structured.rst", STRUCTURED)
    documentation.write("proposals/0001/more.md", "# More\n\nOn [it](../0001-alpha.md).\n")
    found = [shown(documentation.build()), shown(documentation.build())]
    documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    found.append(shown(documentation.build()))
    (documentation.root / "proposals/0004-delta.md").unlink()
    return [*found, shown(documentation.build())]


def installed(names: list[str]) -> dict[str, str]:
    """Return the versions that are really there."""
    return {name: version(name) for name in names}


def asked_for() -> dict[str, list[str]]:
    """Return what the packages that are there say they need."""
    names = {release.package for release in releases()}
    return {name: requires(name) or [] for name in names if _is_there(name)}


def _is_there(name: str) -> bool:
    try:
        return bool(version(name))
    except ModuleNotFoundError:
        return False


def main(folder: str, names: list[str]) -> None:
    """Print it all."""
    found = {
        "installed": installed(names),
        "asked_for": asked_for(),
        "builds": [asdict(one) for one in builds(Path(folder))],
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
