"""Where the competitors run: one Python environment for all of Sphinx, one of Node for eipw."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from compileall import compile_dir
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).parents[1]
_OWN = "sphinx-deps"
_SHOWN = (
    "sphinx", "myst-parser", "docutils", "markdown-it-py", "pyyaml", "pyromark", "sphinx-needs",
    _OWN,
)  # fmt: skip


@dataclass
class Environment:
    """The programs, and what could not be had."""

    python: str = sys.executable
    """The one that all builds and checks run on."""
    has_needs: bool = False
    eipw: Path | None = None
    """The module of eipw, where there is one."""
    notes: list[str] = field(default_factory=list)

    def versions(self) -> dict[str, str]:
        """Return the versions of what is measured."""
        asked = f"import json, importlib.metadata as m; names = {_SHOWN!r}; installed = " + (
            "{d.name.lower(): d.version for d in m.distributions()}; "
            "print(json.dumps({n: installed[n] for n in names if n in installed}))"
        )
        said = _run([self.python, "-c", asked])
        versions: dict[str, str] = {"python": platform.python_version(), **json.loads(said)}
        if self.eipw:
            package = (self.eipw / "package.json").read_text(encoding="utf-8")
            versions["eipw-lint-js"] = json.loads(package)["version"]
            versions["node"] = _run(["node", "--version"]).strip().removeprefix("v")
        return versions


def prepare(folder: Path) -> Environment:
    """Install the peers below a folder; a peer that cannot be had is left out, and noted."""
    environment = Environment()
    # As pip leaves the peers: what is imported from a checkout may not be compiled yet.
    compile_dir(PROJECT / "sphinx_deps", quiet=1)
    python = folder / "venv" / "bin" / "python"
    try:
        _install_needs(python)
        environment.python, environment.has_needs = str(python), True
    except (OSError, subprocess.CalledProcessError) as error:
        environment.notes.append(f"sphinx-needs was left out, it could not be installed: {error}")
    try:
        environment.eipw = _install_eipw(folder / "node")
    except (OSError, subprocess.CalledProcessError) as error:
        environment.notes.append(f"eipw was left out, it could not be installed: {error}")
    return environment


def machine() -> dict[str, str]:
    """Return the size of the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": f"{len(os.sched_getaffinity(0))} cores",
        "memory": f"{memory:.0f} GiB of memory",
        "system": f"{platform.system()} {platform.machine()}",
    }


def _install_needs(python: Path) -> None:
    """Make the environment with the versions that this one has, and sphinx-needs besides."""
    root = python.parents[1]
    constraints = root / "constraints.txt"
    wanted = "".join(
        f"{one.name}=={one.version}\n"
        for one in sorted(metadata.distributions(), key=lambda one: one.name.lower())
        if one.name.lower() not in {_OWN, "pip", "setuptools"}
    )
    if constraints.is_file() and constraints.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(root, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(root)])
    pending = root / "pending.txt"
    pending.write_text(wanted, encoding="utf-8")
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*install, "-c", str(pending), "-e", str(PROJECT), "sphinx-needs"])
    pending.rename(constraints)  # only now: an environment that was left half-way is made anew


def _install_eipw(root: Path) -> Path:
    module = root / "node_modules" / "eipw-lint-js"
    if not module.is_dir():
        root.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--prefix", str(root), module.name])
    return module


def _run(command: list[str]) -> str:
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return result.stdout
