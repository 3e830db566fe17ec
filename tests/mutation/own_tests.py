"""Which tests a mutant meets: those that name its rule.

Every check runs every rule: with all tests, a mutant would count as killed where only the test of
another rule stumbled over it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mutation.copies import read_functions

TESTS = (
    "tests/core/test_rule_pages.py",
    "tests/core/test_rule_edges.py",
    "tests/core/test_further_rules.py",
    "tests/core/test_link_rules.py",
    "tests/core/test_metadata_rules.py",
    "tests/core/test_relation_rules.py",
    "tests/core/test_structure_rules.py",
    "tests/core/test_fixing.py",
    "tests/core/test_ignoring.py",
    "tests/core/test_items.py",
)
"""Where the tests of the rules are."""
_PAGES = "tests/core/test_rule_pages.py"


def is_own_test(test: str, rule: str) -> bool:
    """Whether the rule is in the parameters of a test, or in what it is made of."""
    path, _, rest = test.partition("::")
    function, _, parameters = rest.partition("[")
    name = re.compile(rf"(?<![-\w]){re.escape(rule)}(?![\w]|-[a-z])")
    if path == _PAGES:
        return parameters.startswith((f"{rule}-Wrong", f"{rule}-Right", f"{rule}]"))
    if _is_rule(parameters.removesuffix("]")):
        return parameters == f"{rule}]"
    return bool(name.search(_source(path, function)))


def _is_rule(name: str) -> bool:
    """Whether a test that is run for each rule is given this one."""
    module = name.replace("-", "_")
    return module.isidentifier() and Path(f"sphinx_deps/rules/{module}.py").is_file()


@cache
def _source(path: str, function: str) -> str:
    """The text of a function of a file, and of all functions and fixtures there that it uses."""
    functions = read_functions(Path(path))
    reached, waiting = set[str](), [function]
    while waiting:
        name = waiting.pop()
        if name in functions and name not in reached:
            reached.add(name)
            waiting += _names(functions[name])
    return "\n".join(ast.unparse(functions[name]) for name in reached)


def _names(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
