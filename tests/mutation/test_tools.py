"""What makes the mutants, chooses the tests for them, tries them and counts them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutation.copies import make_copy, render_fault
from mutation.figures import are_enough_killed, render_figures
from mutation.own_tests import TESTS, is_own_test
from mutation.run import read_results, try_mutants
from mutation.trial import RESULTS

FOLDER = Path(__file__).parent
FIND = "sphinx_deps.rules.{}.x_find__mutmut_{}"
# As mutmut writes a rule with its mutants, but for how it finds out which of them is at work.
RULE = '''
import os

def x_find__mutmut_orig(text):
    """Say it loud."""
    return text.upper()

def x_find__mutmut_1(text):
    """Say it loud."""
    return text.lower()

def x_find__mutmut_2(text):
    """Say it loud."""
    return text.swapcase()

def x_find__mutmut_3(text):
    """Say it loud."""
    while text: pass

def find(text):
    name = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[2]
    return globals().get(name, x_find__mutmut_orig)(text)
'''
TEST = """
from sphinx_deps.rules.shout import find

def test_of_the_rule(tmp_path):
    assert find("shout") == "SHOUT"

def test_of_another_rule():
    assert find("Whisper") == "WHISPER"
"""


def test_mutants_are_counted_by_rule() -> None:
    results = {
        FIND.format("no_successor", 1): "killed",
        FIND.format("no_successor", 2): "survived",
        FIND.format("date_format", 1): "timeout",
    }
    assert render_figures(results).splitlines()[2:] == [
        "| date-format | 1 | 1 | 0 |",
        "| no-successor | 2 | 1 | 1 |",
        "",
        "3 mutants: 2 killed, 1 survived; 66.7 % killed",
    ]


@pytest.mark.parametrize(("survived", "enough"), [(3, True), (4, False)])
def test_too_many_survivors_are_a_failure(survived: int, enough: bool) -> None:
    results = {FIND.format("file_name", number): "killed" for number in range(20)}
    results |= {FIND.format("file_name", number): "survived" for number in range(survived)}
    assert are_enough_killed(results) == enough


def test_a_mutant_meets_the_tests_of_its_own_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = "tests/core/test_rule_pages.py::test_the_examples_of_a_page_give_the_output_they_show"
    edges = "tests/core/test_rule_edges.py::test_"
    own = [
        f"{pages}[no-successor-Wrong]",
        f"{edges}a_successor_that_is_yet_to_be_filled_in_is_told_by_another_rule[TBD]",
        f"{edges}no_rule_stumbles_over_what_a_document_lacks[no-successor]",
    ]
    others = [
        f"{edges}no_rule_stumbles_over_what_a_document_lacks[date-format]",
        f"{pages}[successor-status-Wrong]",
        f"{edges}a_successor_elsewhere_is_named_as_it_is_written[DEP 9]",
    ]
    monkeypatch.chdir(FOLDER.parents[1])
    assert [test for test in [*own, *others] if is_own_test(test, "no-successor")] == own


@pytest.fixture
def shout(tmp_path: Path) -> Path:
    """A copy with the mutants of one rule, and a test of it among the tests of the rules."""
    files = dict.fromkeys((*TESTS, "sphinx_deps/__init__.py", "sphinx_deps/rules/__init__.py"), "")
    files |= {"sphinx_deps/rules/shout.py": RULE, TESTS[1]: TEST, "pyproject.toml": "[tool.pytest]"}
    write(tmp_path, files)
    shutil.copytree(FOLDER, tmp_path / "tests" / "mutation")
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def test_mutants_are_tried_but_for_those_of_which_the_result_is_known(shout: Path) -> None:
    killed, survived, hanging, known = (FIND.format("shout", number) for number in range(1, 5))
    write(shout, {str(RESULTS): f"{known}: killed\n"})
    results = {killed: "killed", survived: "survived", hanging: "timeout", known: "killed"}
    assert try_mutants(list(results), shout, limit=2) == results
    assert read_results(shout) == results


def test_nothing_is_tried_while_a_test_fails_without_a_fault(shout: Path) -> None:
    write(shout, {TESTS[0]: "def test_of_a_page():\n    assert not 1\n"})
    with pytest.raises(SystemExit):
        try_mutants([FIND.format("shout", 1)], shout)
    assert read_results(shout) == {}


def test_the_fault_of_a_mutant_is_shown(shout: Path) -> None:
    mutant = FIND.format("shout", 1)
    before, after = "-return text.upper()", "+return text.lower()"
    assert render_fault(shout, mutant).splitlines() == [mutant, before, after]


def test_a_copy_is_made_anew_where_something_has_changed(tmp_path: Path) -> None:
    project, folder = tmp_path / "project", tmp_path / "mutants"
    write(project, {TESTS[0]: "", "tests/mutation/README.md": "", "of-no-use": ""})
    for text, kept in ((TEST, False), (TEST, True), ("", False)):
        write(project, {TESTS[1]: text})
        assert make_copy(project, folder) == ()
        assert (folder / RESULTS).exists() == kept
        assert (folder / TESTS[1]).read_text(encoding="utf-8") == text
        write(folder, {str(RESULTS): ""})
    assert not list(folder.rglob("README.md"))
    assert not (folder / "of-no-use").exists()


def test_a_rule_has_its_mutants_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("mutmut", reason="comes with the extra `mutants`")
    project, folder = tmp_path / "project", tmp_path / "mutants"
    rule = "sphinx_deps/rules/small_step.py"
    write(project, {rule: "def find(number):\n    return number + 1\n"})
    mutants = make_copy(project, folder)
    assert mutants == tuple(FIND.format("small_step", number) for number in (1, 2))
    assert [render_fault(folder, mutant).splitlines()[2] for mutant in mutants] == [
        "+return number - 1",
        "+return number + 2",
    ]
