"""A documentation around the proposals, in the form of each tool."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks import words
from benchmarks.forms import Form, deps_form, link, need_role, needs_form, plain_form, role
from benchmarks.generate import write_processes, write_proposals, write_text
from benchmarks.proposals import MATURE, Collection, Name, Series

_PROPOSALS_PER_GUIDE, _CITATIONS_PER_GUIDE = 20, 5

_CONF = """\
project = "Harbour"
html_theme = "basic"  # the fastest: none of its pages lists all the others
extensions = ["myst_parser"]
"""
# What Sphinx must write for a changed status, besides the page itself, is handed in by the runner.
_PLAIN_CONF = """
from pathlib import Path

def setup(app):
    pages = Path(app.confdir, "rewrite.txt")
    app.connect("env-updated", lambda app, env: pages.read_text().split() if pages.exists() else [])
"""
_DEPS_CONF = """
extensions += ["sphinx_deps"]
deps_series = ["heps", "ldps"]
"""
_NEEDS_CONF = """
extensions += ["sphinx_needs"]
needs_types = [
    {"directive": name, "title": name.upper(), "prefix": name.upper() + "_",
     "color": "#BFD8D2", "style": "node"}
    for name in ["hep", "ldp"]
]
needs_fields = {name: {"nullable": True} for name in ["author", "created", "release"]}
needs_links = {
    name: {"outgoing": name, "incoming": name + " of"}
    for name in ["requires", "supersedes", "superseded_by"]
}
"""
_TOCTREE = "```{toctree}\n:glob:\n:maxdepth: 1\n:titlesonly:\n\n*\n```\n"
_INDEX = """\
# Harbour

```{toctree}
:glob:
:maxdepth: 1
:titlesonly:

guides/*
heps/index
ldps/index
```
"""


@dataclass(frozen=True)
class Tool:
    """One competitor: how its documentation is written."""

    name: str
    form: Callable[[Collection], Form]
    cite: Callable[[Name], str]
    conf: str
    listing: str
    """What the page of a series holds; `ROLE` stands for the role."""


PLAIN = Tool("plain", plain_form, link, _PLAIN_CONF, _TOCTREE)
DEPS = Tool(
    "sphinx-deps",
    deps_form,
    role,
    _DEPS_CONF,
    "```{dep:index}\n:series: ROLE\n:columns: number, title, status\n:toctree:\n```\n",
)
NEEDS = Tool(
    "sphinx-needs",
    needs_form,
    need_role,
    _NEEDS_CONF,
    "```{needtable}\n:types: ROLE\n:columns: id, title, status\n:style: table\n```\n\n"
    + _TOCTREE.replace(":titlesonly:", ":hidden:"),
)


def write_site(tool: Tool, collection: Collection, folder: Path) -> None:
    """Write the source folder of a documentation."""
    write_proposals(collection, tool.form(collection), folder)
    write_processes(collection, folder)
    (folder / "guides").mkdir()
    write_text(folder / "conf.py", _CONF + tool.conf)
    write_text(folder / "index.md", _INDEX)
    for series in collection.series:
        listing = tool.listing.replace("ROLE", series.role)
        write_text(folder / series.folder / "index.md", f"# {series.prefix}\n\n{listing}")
    for number, text in enumerate(_guides(tool, collection), 1):
        write_text(folder / "guides" / f"guide-{number:03}.md", text)


def _guides(tool: Tool, collection: Collection) -> Iterator[str]:
    """Product pages, which cite what is decided; one where proposals are brief, citing nothing."""
    chance = Random(collection.seed)  # noqa: S311 - no secret
    count = 0 if collection.brief else collection.count // _PROPOSALS_PER_GUIDE
    for number in range(1, count + 2):
        blocks = [f"# Guide {number}"]
        for _ in range(0 if collection.brief else _CITATIONS_PER_GUIDE):
            name = _decided(collection, chance.choice(collection.series), chance)
            blocks.append(f"{words.paragraph(chance)} See {tool.cite(name)}.")
            blocks.append(words.bullets(chance))
        yield "\n\n".join(blocks) + "\n"


def _decided(collection: Collection, series: Series, chance: Random) -> Name:
    last = collection.last(series)
    start = chance.randrange(last)
    numbers = ((start + step) % last + 1 for step in range(last))
    decided = (one for one in numbers if collection.stage(series, one) in MATURE)
    return collection.name(series, next(decided, 1))
