"""The GitHub Action: its inputs reach the script as variables alone, and the script checks.

The script is run as a runner runs it. Only the installation is a stand-in: `python3 -m venv` makes
an environment whose `pip` writes down what it is asked for.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
STEP: dict[str, Any] = ACTION["runs"]["steps"][-1]
INSTALLER = """\
mkdir -p "$3/bin"
cp "{programs}/sphinx-deps" "$3/bin/sphinx-deps"
printf '#!/bin/sh\\necho "$@" > "{log}"\\n' > "$3/bin/python"
chmod +x "$3/bin/python"
"""


@dataclass
class Runner:
    """What runs a step: variables, and files for what it gives and installs."""

    folder: Path
    repository: Path
    environment: dict[str, str]

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script with the defaults of the action, but for these inputs."""
        defaults = {name: one["default"] for name, one in ACTION["inputs"].items()}
        given = defaults | {name.replace("_", "-"): text for name, text in inputs.items()}
        variables = {
            name: given[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, expression in STEP["env"].items()
            if "inputs." in expression
        }
        variables |= {
            "ACTION_PATH": "/the/action",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_OUTPUT": str(self.folder / "output"),
        }
        script = self.folder / "script.sh"
        script.write_text(STEP["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.repository,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def output(self) -> str:
        """What the step gives to those after it."""
        return (self.folder / "output").read_text(encoding="utf-8")

    @property
    def installed(self) -> str:
        """What pip was last asked for."""
        return (self.folder / "log").read_text(encoding="utf-8").split()[-1]


@pytest.fixture
def runner(tmp_path: Path, repository: Path, environment: dict[str, str]) -> Runner:
    programs = Path(environment["PATH"].split(os.pathsep)[0])
    python = programs / "python3"
    script = INSTALLER.format(programs=programs, log=tmp_path / "log")
    python.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    python.chmod(0o755)
    return Runner(tmp_path, repository, environment)


def test_the_action_is_a_composite_one_that_explains_itself() -> None:
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(ACTION)
    assert ACTION["runs"]["using"] == "composite"
    assert all(one["description"] and "default" in one for one in ACTION["inputs"].values())
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)


def test_no_script_holds_an_expression() -> None:
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


def test_every_input_is_used() -> None:
    text = str(ACTION["runs"])
    assert all(f"inputs.{name} " in text for name in ACTION["inputs"])


def test_folders_are_checked_each_in_a_line_of_its_own(runner: Runner) -> None:
    done = runner.run(folders="good ideas\nbad\n", format="text")
    assert done.returncode == 1
    assert done.stdout.startswith("bad/0001-start.md:2:9: error unknown-status")
    assert done.stderr.startswith("Read 2 proposals of 2 series")
    assert runner.output == "exit-code=1\n"


def test_a_clean_folder_passes(runner: Runner) -> None:
    assert runner.run(folders="good ideas", format="text").returncode == 0
    assert runner.output == "exit-code=0\n"


def test_pages_that_cite_are_checked_too(runner: Runner) -> None:
    done = runner.run(folders="good ideas", documents="docs", format="text")
    assert done.returncode == 1
    assert "cites-unknown" in done.stdout


def test_what_fails_can_be_chosen(runner: Runner) -> None:
    assert runner.run(folders="bad", format="text", fail_on="never").returncode == 0


def test_a_process_can_be_named(runner: Runner) -> None:
    done = runner.run(folders="bad", format="text", process="nonesuch")
    assert done.returncode == 2
    assert "nonesuch" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "text", ["$(touch evil)`touch evil`\"; touch evil; '; touch evil; ", "--version"]
)
@pytest.mark.parametrize("name", ["folders", "documents", "process", "fail_on", "format"])
def test_nothing_in_an_input_is_run(runner: Runner, name: str, text: str) -> None:
    runner.run(**{"folders": "good ideas", "format": "text", name: text})
    assert not (runner.repository / "evil").exists()
    assert runner.output != "exit-code=0\n"


@pytest.mark.parametrize(
    ("version", "requirement"),
    [
        ("", "/the/action"),
        ("1.2", "sphinx-deps==1.2"),
        (">=1.2,<2", "sphinx-deps>=1.2,<2"),
        ("--index-url=x", "sphinx-deps--index-url=x"),
    ],
)
def test_the_version_of_the_action_is_installed_or_the_one_asked_for(
    runner: Runner, version: str, requirement: str
) -> None:
    runner.run(folders="good ideas", format="text", version=version)
    assert runner.installed == requirement
