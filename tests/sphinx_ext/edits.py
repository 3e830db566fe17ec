"""A documentation of sixty documents and two series, and every kind of edit of it, at random."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from sphinx_ext.documentation import Documentation, proposal_text

STATUSES = ("Draft", "Accepted", "Implemented", "Deferred", "Rejected", "Withdrawn", "Replaced")
AUTHORS = ("Ada", "ada", "Grace Hopper", "'@grace'", "'Grace Hopper (@grace)'", "'C++'", "'C#'")
WORDS = ("cache", "queue", "router", "index", "driver", "ledger", "planner", "broker", "mirror")
DEP = (
    "extends: basic\nprefix: {prefix}\n"
    "registry: {{file: README.md, columns: {{Number: number, Title: title}}}}\n"
)
REDIRECT = "redirect: {pattern: 'Moved to (?P<target>\\S+)'}\n"
REP = "extends: basic\nprefix: REP\nmetadata: [bold]\n"
MORE_OF_A_PROCESS = (
    "",
    "label: '{prefix}-{number}'\n",
    "name: Proposals of Another Name\n",
    "title: {strip: '[A-C]'}\n",
    "statuses: {Draft: null}\n",
    "fields: {authors: {label: Writers}}\n",
    "statuses: 5\n",
    "statuses: {Draft: {next: [Accepted]}, Accepted: {meaning: Ours.}}\n",
    "items: {need: {heading: 'REQ (?P<number>\\d) (?P<title>.+)', prefix: REQ}}\n",
)

DRAWN = (
    "",
    "```{dep:index}\n:series: dep\n:group-by: status\n```\n\n",
    "```{dep:process}\n:series: dep\n```\n\n",
    "```{dep:graph}\n:series: dep\n```\n\n",
    "```{dep:graph}\n:of: 12\n:depth: 2\n```\n\n",
    "```{dep:timeline}\n:dates: created, updated\n```\n\n",
    "```{dep:items}\n```\n\n```{dep:items}\n:of: 3\n:series: dep\n```\n\n",
    "```{dep:citations}\n:proposals:\n```\n\n```{dep:citations}\n:by: proposal\n```\n\n",
    "```{dep:citations}\n:uncited:\n```\n\n",
    "```{dep:summary} 4\n:series: dep\n```\n\n```{dep:summary} REP 5\n```\n\n",
)

INDEX = """\
# Home

```{toctree}
:glob:
page-*
parts/index
deps
```

```{dep:index}
:series: rep
:toctree:
:columns: number title status replaces
:sort: -title
```
"""
PARTS = """\
# Parts

```{toctree}
:glob:
part-*
```
"""
DEPS = """\
# Proposals

```{dep:index}
:series: dep
:toctree:
```
"""


class EditedDocumentation:
    """The documentation and the edits that it knows."""

    def __init__(self, documentation: Documentation, chance: random.Random) -> None:
        self.documentation = documentation
        self.chance = chance
        self.root = documentation.root
        self.docs = self.root / "docs"
        self.deps = self.root / "proposals"
        self.reps = self.docs / "design"
        self.count = 100
        self.labels: list[str] = []
        self.before: Mapping[Path, bytes] = {}

    def set_up(self) -> None:
        """Two series, one outside and one inside the source folder, and product pages."""
        self.documentation.options |= {
            "deps_autolink": True,
            "deps_series": ["../proposals", "design"],
            "suppress_warnings": ["deps"],
            "html_baseurl": "https://docs.example.org/",
            "deps_feeds": True,
            "deps_pages": ["status", "authors"],
        }
        self.write(self.deps / "process.yaml", DEP.format(prefix="DEP") + REDIRECT)
        self.write(self.reps / "process.yaml", REP)
        for number in range(1, 25):
            self.write(self.deps / f"{number:04}-{self.word()}.md", self.dep())
        for number in range(1, 15):
            self.write(self.reps / f"{number:04}-{self.word()}.md", self.rep())
        self.leave_stub()
        for name in ("0001/notes", "0002/notes"):
            self.write(self.deps / f"{name}.md", self.companion())
        for number in range(12):
            self.write(self.docs / f"page-{number:02}.md", self.page(self.docs))
        for number in range(6):
            folder = self.docs / "parts"
            self.write(folder / f"part-{number:02}.md", self.page(folder))
        self.change_registry()
        self.write(self.docs / "parts/index.md", PARTS)
        self.write(self.docs / "deps.md", DEPS)
        self.write(self.docs / "index.md", INDEX)

    def edit(self) -> str:
        """Edit the documentation, and tell how."""
        if self.before and self.chance.random() < 0.08:
            self.revert()
            return "revert"
        self.before = self.contents()
        several = self.chance.random() < 0.2
        chosen = self.chance.choices(EDITS, k=self.chance.randint(2, 4) if several else 1)
        for one in chosen:
            one(self)
        return " + ".join(one.__name__ for one in chosen)

    def contents(self) -> Mapping[Path, bytes]:
        """All that can be edited."""
        folders = (self.docs, self.deps)
        files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files}

    def revert(self) -> None:
        """Undo the last edit, as an editor or git does: the files are new, their contents old."""
        now = self.contents()
        for path in now.keys() - self.before.keys():
            path.unlink()
        for path, content in self.before.items():
            if now.get(path) != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self.before = now

    # What documents are made of.

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")

    def text(self, path: Path) -> str:
        return path.read_text(encoding="utf-8", errors="surrogateescape")

    def word(self) -> str:
        self.count += 1
        return f"{self.chance.choice(WORDS)}-{self.count}"

    def number(self) -> int:
        return self.chance.randint(1, 27)

    def body(self, folder: Path) -> str:
        parts = [
            f"## {self.chance.choice(WORDS).title()}\n\nAs {{dep}}`{self.number()}` says.",
            f"## Motivation\n\nSee {{rep}}`{self.number()}` and [](#dep-{self.number()}).",
            f"### Deeper {{dep}}`{self.number()}`\n\nWords of {self.word()}.",
            f"Also {{dep}}`{self.number()}#motivation` and {{dep:historical}}`{self.number()}`.",
            f"[the file]({self.file(folder)}) and [other](dep:{self.number()}).",
            f"[]({self.file(folder)}) and []({self.file(folder)}#motivation).",
            f"{{ref}}`dep-{self.number()}` and {{doc}}`{self.docname()}`.",
            f"{{any}}`dep-{self.number()}` and {{any}}`rep-{self.number()}`.",
            f"{{doc}}`/dep/{self.number():04}/notes` and {{ref}}`{self.label()}`.",
            f"## Requirements\n\n### REQ {self.chance.randint(1, 2)} {self.word()}\n\nWords.",
            f"By {{dep}}`{self.number()}#REQ-1` and [](dep:{self.number()}#req-2).",
            f"DEP {self.number()}, Dep-{self.number():04}, REP\n{self.number()}, DEP 1.",
        ]
        return "\n\n".join(self.chance.sample(parts, self.chance.randint(1, len(parts))))

    def file(self, folder: Path) -> str:
        return os.path.relpath(self.any_proposal(), folder).replace(os.sep, "/")

    def docname(self) -> str:
        path = self.any_proposal()
        return f"/{'dep' if path.parent == self.deps else 'design'}/{path.stem}"

    def dep(self) -> str:
        relations = {}
        if self.chance.random() < 0.4:
            relations["replaces"] = f"DEP {self.number()}"
        if self.chance.random() < 0.4:
            relations["replaced_by"] = f"DEP {self.number()}"
        title, status = self.word().title(), self.chance.choice(STATUSES)
        return proposal_text(title, status, self.labelled() + self.body(self.deps), **relations)

    def labelled(self) -> str:
        self.labels.append(self.word())
        return f"({self.labels[-1]})=\n## Labelled {self.word()}\n\n"

    def label(self) -> str:
        return self.chance.choice(self.labels or ["none"])

    def rep(self) -> str:
        status = self.chance.choice(STATUSES)
        head = f"# {self.word().title()}\n\n" if self.chance.random() < 0.7 else ""
        lines = f"**Status**: {status}\n\n**Authors**: Ada\n\n**Created**: 2025-04-16\n\n"
        return f"{head}{lines}{self.body(self.reps)}\n\n# Another of level one\n\nWords.\n"

    def companion(self) -> str:
        return f"# Notes {self.word()}\n\n{self.body(self.deps / '0001')}\n"

    def page(self, folder: Path) -> str:
        if self.chance.random() < 0.3:
            return f"# Page {self.word()}\n\nOf no proposal.\n"
        return f"# Page {self.word()}\n\n{self.chance.choice(DRAWN)}{self.body(folder)}\n"

    def some(self, folder: Path, pattern: str = "0*.md") -> Path | None:
        found = sorted(folder.glob(pattern))
        return self.chance.choice(found) if found else None

    def any_proposal(self) -> Path:
        return self.some(self.chance.choice([self.deps, self.reps])) or self.deps / "0001-new.md"

    def any_page(self) -> Path:
        return self.some(self.docs, "**/pa*-[0-9]*.md") or self.docs / "page-00.md"

    def any_document(self) -> Path:
        return self.any_page() if self.chance.random() < 0.3 else self.any_proposal()

    def change_line(self, path: Path, start: str, line: str) -> None:
        lines = self.text(path).split("\n") if path.exists() else [start]
        self.write(path, "\n".join(line if one.startswith(start) else one for one in lines))

    # The edits.

    def change_status(self) -> None:
        path, status = self.any_proposal(), self.chance.choice(STATUSES)
        self.change_line(path, "status:", f"status: {status}")
        self.change_line(path, "**Status**", f"**Status**: {status}")

    def change_authors(self) -> None:
        path, authors = self.any_proposal(), ", ".join(self.chance.sample(AUTHORS, 2))
        self.change_line(path, "authors:", f"authors: [{authors}]")
        self.change_line(path, "**Authors**", f"**Authors**: {authors}")

    def change_title(self) -> None:
        self.change_line(self.any_document(), "# ", f"# {self.word().title()}")

    def mark_up_title(self) -> None:
        self.change_line(self.any_document(), "# ", f"# *{self.word().title()}* `x`")

    def change_relation(self) -> None:
        self.change_line(self.any_proposal(), "replace", f"replaces: DEP {self.number()}")

    def change_citation(self) -> None:
        self.change_line(self.any_document(), "Also {dep}", f"Also {{dep}}`{self.number()}`.")

    def rename_heading(self) -> None:
        start = self.chance.choice(["## M", "## L", "## ", "### "])
        self.change_line(self.any_document(), start, f"{start.split()[0]} {self.word().title()}")

    def change_body(self) -> None:
        path = self.any_proposal()
        text = self.text(path) if path.exists() else "# New\n"
        self.write(path, f"{text}\n{self.body(path.parent)}\n")

    def rewrite(self) -> None:
        path = self.any_proposal()
        self.write(path, self.dep() if path.parent == self.deps else self.rep())

    def add(self) -> None:
        folder = self.chance.choice([self.deps, self.reps])
        text = self.dep() if folder == self.deps else self.rep()
        self.write(folder / f"{self.number():04}-{self.word()}.md", text)

    def delete(self) -> None:
        self.any_proposal().unlink(missing_ok=True)

    def leave_stub(self) -> None:
        target = self.chance.choice([str(self.number()), self.file(self.deps)])
        self.write(self.some(self.deps) or self.any_proposal(), f"Moved to {target}\n")

    def rename(self) -> None:
        path = self.any_proposal()
        if path.exists():
            path.rename(path.with_name(f"{path.name[:4]}-{self.word()}.md"))

    def change_number(self) -> None:
        path = self.any_proposal()
        target = path.with_name(f"{self.number():04}{path.name[4:]}")
        if path.exists() and not target.exists():
            path.rename(target)

    def change_companion(self) -> None:
        path = self.deps / f"{self.number():04}/notes.md"
        if path.exists() and self.chance.random() < 0.3:
            shutil.rmtree(path.parent)
        else:
            self.write(path, self.companion())

    def change_process(self) -> None:
        prefix = self.chance.choice(["DEP", "Dep", "DEP"])
        more = self.chance.choice([*MORE_OF_A_PROCESS, "statuses: [no mapping\n"])
        redirect = self.chance.choice([REDIRECT, REDIRECT, ""])
        self.write(self.deps / "process.yaml", DEP.format(prefix=prefix) + redirect + more)

    def change_other_process(self) -> None:
        self.write(self.reps / "process.yaml", REP + self.chance.choice(MORE_OF_A_PROCESS))

    def change_registry(self) -> None:
        rows = "".join(f"| {self.number()} | {self.word()} |\n" for _ in range(5))
        self.write(self.deps / "README.md", f"# R\n\n| Number | Title |\n|---|---|\n{rows}")

    def break_proposal(self) -> None:
        broken = self.chance.choice(["---\nstatus: [\n---\n# Broken\n", "\n", "# \udcff\n"])
        self.write(self.any_proposal(), broken)

    def change_page(self) -> None:
        path = self.any_page()
        self.write(path, self.page(path.parent))

    def add_page(self) -> None:
        name = self.chance.choice(["page", "parts/part"])
        path = self.docs / f"{name}-{self.chance.randint(10, 30)}.md"
        self.write(path, self.page(path.parent))

    def delete_page(self) -> None:
        self.any_page().unlink(missing_ok=True)

    def change_options(self) -> None:
        options = self.documentation.options
        options["deps_citation_badge"] = not options.get("deps_citation_badge")


EDITS: tuple[Callable[[EditedDocumentation], None], ...] = (
    EditedDocumentation.change_status,
    EditedDocumentation.change_authors,
    EditedDocumentation.change_title,
    EditedDocumentation.mark_up_title,
    EditedDocumentation.change_relation,
    EditedDocumentation.change_citation,
    EditedDocumentation.rename_heading,
    EditedDocumentation.change_body,
    EditedDocumentation.rewrite,
    EditedDocumentation.add,
    EditedDocumentation.delete,
    EditedDocumentation.leave_stub,
    EditedDocumentation.rename,
    EditedDocumentation.change_number,
    EditedDocumentation.change_companion,
    EditedDocumentation.change_process,
    EditedDocumentation.change_other_process,
    EditedDocumentation.change_registry,
    EditedDocumentation.break_proposal,
    EditedDocumentation.change_page,
    EditedDocumentation.add_page,
    EditedDocumentation.delete_page,
    EditedDocumentation.change_options,
)
