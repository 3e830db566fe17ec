"""Builds of one documentation by plain Sphinx+MyST, sphinx-deps and sphinx-needs."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from benchmarks.environments import Environment
from benchmarks.generate import write_text
from benchmarks.measure import Comparison, Program, Usage, compare, run, tell
from benchmarks.proposals import MATURE, Collection, Proposal
from benchmarks.sites import DEPS, NEEDS, PLAIN, Tool, write_site

Task = Literal["nothing changed", "one body changed", "one status changed", "one title changed"]
TASKS: tuple[Task, ...] = get_args(Task)
SHOWN_ELSEWHERE: tuple[Task, ...] = ("one status changed", "one title changed")
"""The edits that other pages show."""
COLD = "cold"
SAME_PAGES = "plain, same pages"
"""Plain Sphinx that is told to write, besides, the pages that sphinx-deps must write."""
_CHANCE = re.compile(rb"SNCB-[0-9a-f]+")
"""What sphinx-needs draws anew whenever it writes a page: no reader sees it."""
_MADE_BY_SPHINX = frozenset({"genindex", "search"})


@dataclass(frozen=True)
class Rounds:
    """How often builds are made: those of a few seconds are scattered most, and cost least."""

    cold: int
    edited: int


@dataclass
class Site:
    """The documentation of one tool, and its builds."""

    tool: Tool
    collection: Collection
    root: Path
    python: str
    edited: Proposal = field(init=False)
    edits: int = 0

    def __post_init__(self) -> None:
        """Write the sources."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.sources.mkdir(parents=True)
        write_site(self.tool, self.collection, self.sources)
        self.edited = _middle(self.collection)

    @property
    def sources(self) -> Path:
        """The source folder."""
        return self.root / "docs"

    def build(self, jobs: int, output: str = "html") -> Usage:
        """Build; a warning is a failure, for then the tools would not do the same work."""
        folders = ["-d", f"{self.root / output}-doctrees", str(self.sources)]
        options = ["-q", "-W", "--keep-going", "-b", "html", "-j", str(jobs)]
        command = [self.python, "-m", "sphinx", *options, *folders, str(self.root / output)]
        return run(command, self.root / "log.txt")

    def build_clean(self, jobs: int, output: str = "html") -> Usage:
        """Build all there is, from nothing."""
        for folder in (output, f"{output}-doctrees"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        return self.build(jobs, output)

    def build_edited(self, task: Task, jobs: int) -> Usage:
        """Build again after an edit."""
        self.edit(task)
        return self.build(jobs)

    def build_with_pages(self, task: Task, pages: frozenset[str], jobs: int) -> Usage:
        """Build again after an edit, and write other pages besides."""
        told = self.sources / "rewrite.txt"
        write_text(told, " ".join(sorted(pages)))
        try:
            return self.build_edited(task, jobs)
        finally:
            told.unlink()

    def edit(self, task: Task) -> None:
        """Change one proposal; each edit differs from the one before."""
        if task == "nothing changed":
            return
        self.edits += 1
        if task == "one body changed":
            body = f"{self.edited.body}\n\nThis is edit {self.edits}."
            self.edited = replace(self.edited, body=body)
        elif task == "one title changed":
            title = f"{self.edited.name.title}, edition {self.edits}"
            self.edited = replace(self.edited, title=title)
        else:
            is_built = self.edited.stage == "implemented"
            self.edited = replace(self.edited, stage="accepted" if is_built else "implemented")
        form = self.tool.form(self.collection)
        write_text(self.sources / self.edited.name.path, form(self.edited))

    def pages(self, output: str = "html") -> dict[str, bytes]:
        """Return a digest of every page by its document."""
        return {
            name: hashlib.blake2b(_CHANCE.sub(b"", path.read_bytes())).digest()
            for name, path in self._files(output)
        }

    def written(self, since: int) -> int:
        """Return how many pages were written since a time in nanoseconds."""
        return sum(path.stat().st_mtime_ns > since for _name, path in self._files("html"))

    def _files(self, output: str) -> Iterator[tuple[str, Path]]:
        root = self.root / output
        for path in root.rglob("*.html"):
            name = path.relative_to(root).with_suffix("").as_posix()
            if name not in _MADE_BY_SPHINX:
                yield name, path


@dataclass(frozen=True)
class Exactness:
    """What an edit did to the pages of a tool."""

    task: str
    tool: str
    changed: int
    """Pages that a clean build shows otherwise than before."""
    written: int
    stale: int
    """Pages that a clean build shows otherwise than the build after the edit."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.task, self.tool


def make_sites(collection: Collection, environment: Environment, folder: Path) -> list[Site]:
    """Write the documentation of each tool that can be had."""
    tools = [PLAIN, DEPS, *([NEEDS] if environment.has_needs else [])]
    tell(f"writing {collection.count:,} proposals for {len(tools)} tools")
    return [Site(tool, collection, folder / tool.name, environment.python) for tool in tools]


def compare_builds(
    sites: list[Site], jobs: int, rounds: Rounds, tasks: tuple[Task, ...] = TASKS
) -> Iterator[Comparison]:
    """Compare the tools, cold and after each kind of edit."""
    count = sites[0].collection.count
    title = f"HTML build of {count:,} proposals, -j{jobs}"
    cold: dict[str, Program] = {site.tool.name: partial(site.build_clean, jobs) for site in sites}
    yield compare(title, COLD, cold, rounds.cold, count)
    plain, deps, *_ = sites
    for task in tasks:
        competitors: dict[str, Program] = {
            site.tool.name: partial(site.build_edited, task, jobs) for site in sites
        }
        if task in SHOWN_ELSEWHERE:
            pages = _changed_pages(deps, task)
            competitors[SAME_PAGES] = partial(plain.build_with_pages, task, pages, jobs)
        yield compare(title, task, competitors, rounds.edited, count)


def measure_exactness(sites: list[Site]) -> Iterator[Exactness]:
    """Tell, for each edit and tool, which pages were written and which were left stale."""
    for task in SHOWN_ELSEWHERE:
        for site in sites:
            site.build_clean(1)
            before, started = site.pages(), time.time_ns()
            site.build_edited(task, 1)
            after, written = site.pages(), site.written(started)
            site.build_clean(1, "clean")
            clean = site.pages("clean")
            changed = sum(before.get(name) != digest for name, digest in clean.items())
            stale = sum(after.get(name) != digest for name, digest in clean.items())
            yield Exactness(task, site.tool.name, changed, written, stale)


def _changed_pages(site: Site, task: Task) -> frozenset[str]:
    before = site.pages()
    site.build_edited(task, 1)
    return frozenset(name for name, digest in site.pages().items() if before.get(name) != digest)


def _middle(collection: Collection) -> Proposal:
    """A proposal in the middle that is decided, and that no relation names."""
    for position in range(collection.count // 2, collection.count):
        proposal = collection.proposal(position)
        if proposal.stage in MATURE and not collection.is_named(proposal.name):
            return proposal
    return collection.proposal(collection.count - 1)
