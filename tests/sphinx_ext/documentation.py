"""A small documentation with a series beside it, and what comes of building it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.docutils import docutils_namespace, patch_docutils

# What else every documentation has among its extensions: myst_nb, to try its parser on all tests.
EXTENSIONS = os.environ.get("SPHINX_DEPS_EXTENSIONS", "").split()
_NOTEBOOKS = {"nb_execution_mode": "off"} if "myst_nb" in EXTENSIONS else {}

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")

PROCESS = """\
extends: basic
prefix: DEP
rules: {missing-section: off}
"""


def proposal_text(title: str, status: str = "Accepted", body: str = "Text.", **fields: str) -> str:
    """A proposal of the built-in process, without a fault."""
    metadata = {"status": status, "authors": "Ada Lovelace", "created": "2025-04-16", **fields}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in metadata.items()]
    return "\n".join(["---", *lines, "---", f"# {title}", "", body, ""])


DEFAULTS: dict[str, object] = {
    "extensions": [*EXTENSIONS, "sphinx_deps"],
    "deps_series": ["../proposals"],
    "show_warning_types": True,
    "html_theme": "basic",
    "html_copy_source": False,
    "epub_copyright": "all of us",
    "version": "1",
    **_NOTEBOOKS,
}


@dataclass(frozen=True)
class Result:
    """What one build did: exit status, warnings, and the documents that it read and wrote."""

    status: int
    warnings: str
    read: list[str]
    written: list[str]
    output: Path

    @property
    def lines(self) -> list[str]:
        """The warnings one by one."""
        return self.warnings.splitlines()

    def text(self, path: str) -> str:
        """The text of a written file."""
        return (self.output / path).read_text(encoding="utf-8")

    def soup(self, docname: str) -> BeautifulSoup:
        """An HTML page, all of it."""
        return BeautifulSoup(self.text(f"{docname}.html"), "html.parser")

    def page(self, docname: str) -> Tag:
        """The body of an HTML page."""
        found = self.soup(docname).find(class_="body")
        assert isinstance(found, Tag)
        return found

    def links(self, docname: str) -> dict[str, str]:
        """The words of the links of a page, with where they lead."""
        anchors = self.page(docname).find_all("a", class_="reference")
        return {anchor.get_text(): str(anchor["href"]) for anchor in anchors}


@dataclass
class Documentation:
    """A source folder `docs` and a series `proposals` beside it."""

    root: Path
    options: dict[str, object] = field(default_factory=dict)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words of a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def propose(self, path: str, title: str, status: str = "Accepted", **fields: str) -> None:
        """Write a proposal."""
        self.write(f"proposals/{path}", proposal_text(title, status, **fields))

    @contextmanager
    def app(
        self, *, builder: str = "html", parallel: int = 1, strict: bool = False, output: str = "out"
    ) -> Iterator[Sphinx]:
        """Give an application, which may build several times."""
        source = self.root / "docs"
        with docutils_namespace(), patch_docutils(source):
            app = Sphinx(
                source,
                None,
                self.root / output / builder,
                self.root / output / "doctrees",
                builder,
                confoverrides=DEFAULTS | self.options,
                status=None,
                warning=StringIO(),
                parallel=parallel,
                warningiserror=strict,
                keep_going=True,  # what Sphinx 8.1 and newer always do
            )
            _keep_templates(app)
            yield app

    def command(
        self, *, builder: str = "html", parallel: int = 1, output: str = "out"
    ) -> list[str]:
        """Return the command that builds as `app` does, for options without mappings."""
        folders = [self.root / "docs", self.root / output / builder]
        doctrees = self.root / output / "doctrees"
        options = [f"-D{name}={_plain(value)}" for name, value in (DEFAULTS | self.options).items()]
        command = ["-m", "sphinx", "-C", f"-b{builder}", f"-j{parallel}", "-d", doctrees, *options]
        return [sys.executable, *map(str, [*command, *folders])]

    def build(
        self,
        *names: str,
        builder: str = "html",
        parallel: int = 1,
        strict: bool = False,
        output: str = "out",
    ) -> Result:
        """Build, all or the named source files."""
        with self.app(builder=builder, parallel=parallel, strict=strict, output=output) as app:
            return build_in(app, *names)


class _Templates(BytecodeCache):
    """The compiled templates of themes: a third of a small build would go into compiling them."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self.compiled.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Templates()


def _keep_templates(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        assert isinstance(app.builder.templates, BuiltinTemplateLoader)
        app.builder.templates.environment.bytecode_cache = _TEMPLATES


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def build_in(app: Sphinx, *names: str) -> Result:
    """Build once more in an application."""
    read: list[str] = []
    written: list[str] = []
    stream = app._warning
    assert isinstance(stream, StringIO)
    listeners = [
        app.connect("source-read", lambda app, docname, text: read.append(docname)),
        app.connect("doctree-resolved", lambda app, tree, docname: written.append(docname)),
    ]
    start = len(stream.getvalue())
    app.build(filenames=[Path(app.srcdir, name) for name in names])
    for listener in listeners:
        app.disconnect(listener)
    warnings = _COLOURS.sub("", stream.getvalue()[start:])
    root = str(Path(app.srcdir).parent) + os.sep
    return Result(
        app.statuscode, warnings.replace(root, ""), sorted(read), sorted(written), Path(app.outdir)
    )


TITLES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def small_series(documentation: Documentation) -> None:
    """Five proposals: built, replaced, its successor, rejected, draft; and a reserved number."""
    documentation.write("docs/index.md", INDEX)
    documentation.write("docs/guide.md", "# Guide\n")
    registry = "registry: {file: README.md, columns: {Number: number, Title: title}}\n"
    documentation.write("proposals/process.yaml", PROCESS + registry)
    rows = "".join(f"| {number:04} | {title} |\n" for number, title in enumerate(TITLES, 1))
    table = f"| Number | Title |\n| --- | --- |\n{rows}| 0006 | Yet to come |\n"
    documentation.write("proposals/README.md", f"# Registry\n\n{table}")
    documentation.propose(
        "0001-alpha.md",
        "Alpha",
        "Implemented",
        body="## Motivation\n\nText.\n\n## How it works\n\nText.",
    )
    documentation.propose("0002-beta.md", "Beta", "Replaced", replaced_by="DEP 3")
    documentation.propose(
        "0003-gamma.md", "Gamma", replaces="DEP 2", body="As in {dep}`1` and {dep}`2`."
    )
    documentation.propose("0004-delta.md", "Delta", "Rejected")
    documentation.propose("0005-epsilon.md", "Epsilon", "Draft")


INDEX = """\
# Home

```{toctree}
:glob:
guide*
```

```{dep:index}
:toctree:
```
"""
