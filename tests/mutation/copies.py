"""A copy of the rules and their tests in which each function has its mutants beside it.

Which of them is run, if any, says the variable `MUTANT_UNDER_TEST` whenever one is called.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

RULES = "sphinx_deps/rules"
_COPIED = ("sphinx_deps", "tests/conftest.py", "tests/core", "tests/mutation", "pyproject.toml")
_ORIGINAL = "__mutmut_orig"


def rule_of(mutant: str) -> str:
    """The name of the rule that a mutant is one of."""
    return mutant.split(".")[2].replace("_", "-")


def make_copy(project: Path, folder: Path) -> tuple[str, ...]:
    """The names of the mutants in the folder, which is made anew where something has changed."""
    files, names, state = list(_files(project)), folder / "names", folder / "state"
    digest = _digest(project, files)
    if not state.is_file() or state.read_text(encoding="utf-8") != digest:
        shutil.rmtree(folder, ignore_errors=True)
        for file in files:
            copy = folder / file.relative_to(project)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        names.write_text("\n".join(_mutate(folder)), encoding="utf-8")
        state.write_text(digest, encoding="utf-8")
    return tuple(names.read_text(encoding="utf-8").splitlines())


def _files(project: Path) -> Iterator[Path]:
    for name in _COPIED:
        path = project / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and {"__pycache__", "README.md"}.isdisjoint(file.parts):
                yield file


def _digest(project: Path, files: list[Path]) -> str:
    """What is another one as soon as a file is another one."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(project)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _mutate(folder: Path) -> Iterator[str]:
    """Put the mutants of each rule into its file, and give their names."""
    for path in sorted((folder / RULES).glob("[!_]*.py")):
        yield from (f"sphinx_deps.rules.{path.stem}.{name}" for name in _mutate_rule(path))


def _mutate_rule(path: Path) -> Sequence[str]:
    from mutmut.mutation.file_mutation import mutate_file_contents  # noqa: PLC0415

    made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    path.write_text(made.code, encoding="utf-8")
    names: Sequence[str] = made.mutant_names
    return names


def render_fault(folder: Path, mutant: str) -> str:
    """The lines in which a mutant differs from the function that it was made of."""
    module, _, name = mutant.rpartition(".")
    functions = read_functions(folder / f"{module.replace('.', '/')}.py")
    before = _lines(functions[name.partition("__mutmut_")[0] + _ORIGINAL])
    changed = difflib.unified_diff(before, _lines(functions[name]), n=0, lineterm="")
    return "\n".join([mutant, *(line for line in [*changed][2:] if line[0] != "@"), ""])


@cache
def read_functions(file: Path) -> dict[str, ast.FunctionDef]:
    """The functions of a file by their names."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def _lines(function: ast.FunctionDef) -> list[str]:
    """What a function does, each statement on one line: where a line is broken says nothing."""
    nodes = (function.args, *function.body)
    return [line for node in nodes for line in ast.unparse(node).splitlines()]
