"""A repository with proposals, and the program on the path."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PROPOSAL = """\
---
status: {status}
authors: Ada Example
created: 2026-03-01
---
# Start within a second

## Motivation

Someone asked.

## Proposal

Do it.

## Alternatives

Leave it.
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two folders of proposals, one of which is wrong, and a page that cites."""
    root = tmp_path / "repository"
    for name, status in (("good ideas", "Draft"), ("bad", "Acepted")):
        (root / name).mkdir(parents=True)
        (root / name / "process.yaml").write_text(f"extends: basic\nprefix: {name[0].upper()}EP\n")
        (root / name / "0001-start.md").write_text(PROPOSAL.format(status=status))
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("As {gep}`2` says.\n")
    return root


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a shell that finds `sphinx-deps`."""
    programs = tmp_path / "programs"
    programs.mkdir()
    write_program(programs / "sphinx-deps", f'exec "{sys.executable}" -m sphinx_deps "$@"')
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "PYTHONPATH": str(PROJECT), "NO_COLOR": "1"}


def write_program(path: Path, script: str) -> None:
    """A program of the shell."""
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
