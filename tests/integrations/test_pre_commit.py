"""The hook for pre-commit: its manifest is one, and its entry runs."""

from __future__ import annotations

import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
KEYS = {
    *("id", "name", "description", "entry", "language", "args"),
    *("files", "types_or", "pass_filenames", "require_serial"),
}
"""Those of the documented keys of a manifest that the hook may use."""


@pytest.fixture
def hook() -> dict[str, Any]:
    text = (PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (only,) = yaml.safe_load(text)
    assert isinstance(only, dict)
    return only


def test_the_hook_has_what_pre_commit_asks_for(hook: dict[str, Any]) -> None:
    assert hook["id"] == "sphinx-deps-check"
    assert {"id", "name", "entry", "language"} <= set(hook) <= KEYS
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert hook["types_or"] == ["markdown", "rst", "yaml"]


def test_its_entry_is_a_program_of_the_package(hook: dict[str, Any]) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert shlex.split(hook["entry"])[0] in project["project"]["scripts"]


@pytest.mark.parametrize(
    ("args", "code"), [(["good ideas"], 0), (["bad"], 1), (["bad", "--fail-on=never"], 0)]
)
def test_its_entry_checks_the_folders_that_args_name(
    hook: dict[str, Any], args: list[str], code: int, repository: Path, environment: dict[str, str]
) -> None:
    command = [*shlex.split(hook["entry"]), *(args or hook["args"])]
    done = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert ("unknown-status" in done.stdout) == ("bad" in args)
