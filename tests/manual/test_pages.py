"""What the README and the manual tell people to type is typed, and what they show is compared.

A page is tried from top to bottom, in an empty directory of its own:

- A code block with a caption is a file: its text is written to the path that the caption names. In
  the README, which knows no captions, a line above the block holds nothing but the path, in bold.
- A `diff` block with a caption edits that file: lines with `-` leave, lines with `+` come.
- A `console` block is typed: each line that begins with `$` is run, and the lines below it are what
  it prints, on either stream. The directory is shown as `/home/ada/product`; seconds are not
  compared; a line `...` stands for any lines.
- A `sh` block holds what is not run here, since it fetches packages or starts these tests: its
  lines are listed below.
- A `yaml` block without a caption is part of a `process.yaml` that extends `basic`, and loads.
- A `python` block without a caption is part of a `conf.py`, and compiles.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sphinx_deps.process_loading import load_process

PROJECT = Path(__file__).parents[2]
MANUAL = PROJECT / "example_docs"
SHOWN_FOLDER = "/home/ada/product"
PROGRAMS = {"sphinx-build": "sphinx", "sphinx-deps": "sphinx_deps"}
NOT_RUN = {
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    "pip install furo ~/sphinx-deps",
    "make demo",
    "make test",
    "sphinx-autobuild --watch proposals docs html",
}
MOST_BYTES = 150_000
PAGES = [
    PROJECT / "README.md",
    *(page for page in sorted(MANUAL.rglob("*.md")) if page.parent.name != "proposals"),
]

BLOCK = re.compile(
    r"^(?:\*\*`(?P<path>[^`\n]+)`\*\*\n\n)?"
    r"(?P<fence>`{3,})(?:\{code-block\} )?(?P<language>\w+)\n"
    r"(?P<options>(?::[\w-]+:[^\n]*\n)*)\n?(?P<text>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)
CAPTION = re.compile(r"^:caption: (.+)$", re.MULTILINE)
SECONDS = re.compile(r"\d+\.\d+ s\b")


@dataclass(frozen=True)
class Block:
    """A code block of a page."""

    language: str
    text: str
    path: str | None


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
        caption = CAPTION.search(match["options"])
        yield Block(match["language"], match["text"], caption[1] if caption else match["path"])


def of_language(language: str) -> list[object]:
    return [
        pytest.param(block, id=f"{page.relative_to(PROJECT)}-{position}")
        for page in PAGES
        for position, block in enumerate(blocks(page))
        if block.language == language and block.path is None
    ]


class Reader:
    """Someone who follows a page in an empty directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "product"
        self.folder.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        for name, module in PROGRAMS.items():
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
            program.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.status = 0

    def follow(self, block: Block) -> None:
        if block.language == "console":
            for command, shown in typed(block.text):
                self.compare(command, shown)
        elif block.path and block.language == "diff":
            self.edit(self.folder / block.path, block.text)
        elif block.path:
            path = self.folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")

    def edit(self, path: Path, changes: str) -> None:
        lines = changes.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        after = "".join(line[1:] for line in lines if not line.startswith("-"))
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{before!r} should stand in {path.name} once"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def compare(self, command: str, shown: str) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {self.status})\n{command}"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.status = done.returncode
        printed = done.stdout.replace(str(self.folder), SHOWN_FOLDER)
        assert is_shown(printed, shown), f"$ {command}\n{printed}--- the page shows:\n{shown}"


def typed(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output below it."""
    assert text.startswith("$ ")
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def is_shown(printed: str, shown: str) -> bool:
    """Whether a page shows what was printed, but for seconds and what it leaves out."""
    printed, shown = (SECONDS.sub("0.00 s", text).strip() for text in (printed, shown))
    parts = [re.escape(part) for part in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    return re.fullmatch(".*".join(parts), printed, re.DOTALL) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for block in blocks(page):
        reader.follow(block)


@pytest.mark.parametrize("block", of_language("sh"))
def test_what_is_not_run_is_known(block: Block) -> None:
    assert set(block.text.splitlines()) <= NOT_RUN


@pytest.mark.parametrize("block", of_language("yaml"))
def test_a_part_of_a_process_loads(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "process.yaml"
    head = "" if "extends:" in block.text else "extends: basic\n"
    path.write_text(head + block.text, encoding="utf-8")
    assert load_process(path).problems == ()


@pytest.mark.parametrize("block", of_language("python"))
def test_a_part_of_a_configuration_compiles(block: Block) -> None:
    compile(block.text, "conf.py", "exec")


def test_the_commands_for_make_exist() -> None:
    targets = [line.removeprefix("make ") for line in NOT_RUN if line.startswith("make ")]
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_pictures_are_small_shown_and_can_be_taken_again() -> None:
    script = (PROJECT / "tests/manual/screenshots.py").read_text(encoding="utf-8")
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = sorted((MANUAL / "_static").glob("*.png"))
    assert len(pictures) == script.count('.png"')
    for picture in pictures:
        assert picture.stat().st_size <= MOST_BYTES
        assert f'"{picture.name}"' in script
        assert f"_static/{picture.name})" in shown


def test_the_series_of_the_pictures_has_no_findings(tmp_path: Path) -> None:
    folder = PROJECT / "tests/manual/gallery/proposals"
    said = "Read 12 proposals of TEP in 0.00 s: nothing to report.\n..."
    Reader(tmp_path).compare(f"sphinx-deps check {folder}", said)


def test_a_page_that_shows_something_else_is_found() -> None:
    assert is_shown("one\ntwo in 0.13 s\nthree\n", "one\n...\nthree\n")
    assert is_shown("two in 0.13 s\n", "two in 0.01 s\n")
    assert not is_shown("one\ntwo\n", "one\n")
    assert not is_shown("one\nfour\n", "one\n...\nthree\n")
