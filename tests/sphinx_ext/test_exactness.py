"""After any edit a build leaves what a clean one would, byte for byte.

A documentation of some sixty documents is edited at random. `SPHINX_DEPS_EDITS` says how often
(a few by default), `SPHINX_DEPS_SEED` begins another series of edits. A failure prints both.
"""

from __future__ import annotations

import filecmp
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_ext.documentation import Documentation, Result, proposal_text

EDITS = int(os.environ.get("SPHINX_DEPS_EDITS", "12"))
SEED = int(os.environ.get("SPHINX_DEPS_SEED", "2026"))
BUILDERS = ("html", "dirhtml")

# Sphinx keeps words in its index of the search that no page has any more.
OF_SPHINX = ("environment.pickle", "searchindex.js")

STATUSES = ("Draft", "Accepted", "Implemented", "Deferred", "Rejected", "Withdrawn", "Replaced")
WORDS = ("cache", "queue", "router", "index", "driver", "ledger", "planner", "broker", "mirror")
DEP = (
    "extends: basic\nprefix: {prefix}\n"
    "registry: {{file: README.md, columns: {{Number: number, Title: title}}}}\n"
)
REP = "extends: basic\nprefix: REP\nmetadata: [bold]\n"


class Edited:
    """The documentation and the edits that it knows."""

    def __init__(self, documentation: Documentation, chance: random.Random) -> None:
        self.documentation = documentation
        self.chance = chance
        self.root = documentation.root
        self.deps = self.root / "proposals"
        self.reps = self.root / "docs/design"
        self.count = 100

    def set_up(self) -> None:
        """Two series, one outside and one inside the source folder, and product pages."""
        self.documentation.options = {
            "deps_series": ["../proposals", "design"],
            "suppress_warnings": ["deps"],
        }
        self.write(self.deps / "process.yaml", DEP.format(prefix="DEP"))
        self.write(self.reps / "process.yaml", REP)
        for number in range(1, 25):
            self.write(self.deps / f"{number:04}-{self.word()}.md", self.dep())
        for number in range(1, 15):
            self.write(self.reps / f"{number:04}-{self.word()}.md", self.rep())
        for name in ("0001/notes", "0002/notes"):
            self.write(self.deps / f"{name}.md", self.companion())
        for number in range(18):
            self.write(self.root / f"docs/page-{number:02}.md", self.page())
        self.change_registry()
        self.write(self.root / "docs/index.md", INDEX)

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def word(self) -> str:
        self.count += 1
        return f"{self.chance.choice(WORDS)}-{self.count}"

    def number(self) -> int:
        return self.chance.randint(1, 27)

    def body(self) -> str:
        parts = [
            f"## {self.chance.choice(WORDS).title()}\n\nAs {{dep}}`{self.number()}` says.",
            f"## Motivation\n\nSee {{rep}}`{self.number()}` and [](#dep-{self.number()}).",
            f"### Deeper {{dep}}`{self.number()}`\n\nWords of {self.word()}.",
            f"Also {{dep}}`{self.number()}#motivation` and {{dep:historical}}`{self.number()}`.",
            f"[the file]({self.file_name()}) and [other](dep:{self.number()}).",
            f"## Requirements\n\n### REQ {self.chance.randint(1, 2)} {self.word()}\n\nWords.",
            f"By {{dep}}`{self.number()}#REQ-1` and [](dep:{self.number()}#req-2).",
        ]
        return "\n\n".join(self.chance.sample(parts, self.chance.randint(1, len(parts))))

    def file_name(self) -> str:
        return self.chance.choice(sorted(path.name for path in self.deps.glob("*.md")) or ["x.md"])

    def dep(self) -> str:
        relations = {}
        if self.chance.random() < 0.4:
            relations["replaces"] = f"DEP {self.number()}"
        if self.chance.random() < 0.4:
            relations["replaced_by"] = f"DEP {self.number()}"
        title = self.word().title()
        return proposal_text(title, self.chance.choice(STATUSES), self.body(), **relations)

    def rep(self) -> str:
        status = self.chance.choice(STATUSES)
        head = f"# {self.word().title()}\n\n" if self.chance.random() < 0.7 else ""
        lines = f"**Status**: {status}\n\n**Authors**: Ada\n\n**Created**: 2025-04-16\n\n"
        return f"{head}{lines}{self.body()}\n\n# Another of level one\n\nWords.\n"

    def companion(self) -> str:
        return f"# Notes {self.word()}\n\n{self.body()}\n"

    def page(self) -> str:
        tables = ["", "```{dep:index}\n:series: dep\n:group-by: status\n```\n\n"]
        return f"# Page {self.word()}\n\n{self.chance.choice(tables)}{self.body()}\n"

    def some(self, folder: Path, pattern: str = "0*.md") -> Path | None:
        found = sorted(folder.glob(pattern))
        return self.chance.choice(found) if found else None

    def any_proposal(self) -> Path:
        return self.some(self.chance.choice([self.deps, self.reps])) or self.deps / "0001-new.md"

    def change_line(self, path: Path, start: str, line: str) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        self.write(path, "\n".join(line if one.startswith(start) else one for one in lines))

    # The edits.

    def change_status(self) -> None:
        path, status = self.any_proposal(), self.chance.choice(STATUSES)
        self.change_line(path, "status:", f"status: {status}")
        self.change_line(path, "**Status**", f"**Status**: {status}")

    def change_title(self) -> None:
        path = self.any_proposal()
        first = next(
            (one for one in path.read_text("utf-8").split("\n") if one.startswith("# ")), "# "
        )
        self.change_line(path, first, f"# {self.word().title()}")

    def change_relation(self) -> None:
        path = self.some(self.deps)
        if path:
            self.change_line(path, "replace", f"replaces: DEP {self.number()}")

    def change_body(self) -> None:
        path = self.any_proposal()
        self.write(path, path.read_text(encoding="utf-8") + f"\n{self.body()}\n")

    def rewrite(self) -> None:
        path = self.any_proposal()
        self.write(path, self.dep() if path.parent == self.deps else self.rep())

    def change_page(self) -> None:
        path = self.some(self.root / "docs", "page-*.md")
        if path:
            self.write(path, self.page())

    def add(self) -> None:
        folder = self.chance.choice([self.deps, self.reps])
        text = self.dep() if folder == self.deps else self.rep()
        self.write(folder / f"{self.number():04}-{self.word()}.md", text)

    def delete(self) -> None:
        self.any_proposal().unlink(missing_ok=True)

    def rename(self) -> None:
        path = self.any_proposal()
        if path.exists():
            path.rename(path.with_name(f"{self.number():04}-{self.word()}.md"))

    def change_companion(self) -> None:
        path = self.deps / f"{self.number():04}/notes.md"
        if path.exists() and self.chance.random() < 0.3:
            shutil.rmtree(path.parent)
        else:
            self.write(path, self.companion())

    def change_process(self) -> None:
        prefix = self.chance.choice(["DEP", "Dep", "DEP"])
        more = self.chance.choice(
            [
                "",
                "label: '{prefix}-{number}'\n",
                "title: {strip: '[A-C]'}\n",
                "items: {need: {heading: 'REQ (?P<number>\\d) (?P<title>.+)', prefix: REQ}}\n",
                "statuses: {Draft: null}\n",
            ]
        )
        self.write(self.deps / "process.yaml", DEP.format(prefix=prefix) + more)

    def change_registry(self) -> None:
        rows = "".join(f"| {self.number()} | {self.word()} |\n" for _ in range(5))
        self.write(self.deps / "README.md", f"# R\n\n| Number | Title |\n|---|---|\n{rows}")

    def edit(self) -> str:
        """Do one of them, and tell which."""
        edits: list[Callable[[], None]] = [
            self.change_status,
            self.change_status,
            self.change_title,
            self.change_title,
            self.change_relation,
            self.change_body,
            self.rewrite,
            self.change_page,
            self.add,
            self.delete,
            self.rename,
            self.change_companion,
            self.change_process,
            self.change_registry,
        ]
        chosen = self.chance.choice(edits)
        chosen()
        return chosen.__name__


INDEX = """\
# Home

```{toctree}
:glob:
page-*
```

```{dep:index}
:series: dep
:toctree:
```

```{dep:index}
:series: rep
:toctree:
:columns: number title status replaces
:sort: -title
```
"""


def differences(clean: Result, incremental: Result) -> list[str]:
    files = {
        path.relative_to(folder).as_posix()
        for folder in (clean.output, incremental.output)
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OF_SPHINX
    }
    _, differing, missing = filecmp.cmpfiles(
        clean.output, incremental.output, sorted(files), shallow=False
    )
    return [*differing, *missing]


@pytest.mark.filterwarnings("default")
def test_every_edit_leaves_what_a_clean_build_would(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    edited = Edited(Documentation(tmp_path), chance)
    edited.set_up()
    told = ["the first build"]
    for position in range(EDITS + 1):
        if position:
            told.append(edited.edit())
        parallel = 1 + position % 2
        clean = tmp_path / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        for builder in BUILDERS:
            found = edited.documentation.build(builder=builder, parallel=parallel)
            wanted = edited.documentation.build(builder=builder, output="clean")
            wrong = differences(wanted, found)
            assert wrong == [], (
                f"seed {SEED}, {builder}, -j{parallel}: {told[-3:]}, edit {position}"
            )
