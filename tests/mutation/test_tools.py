"""What counts the mutants, and what chooses the tests for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutation.figures import count
from mutation.own_tests import pytest_load_initial_conftests


def test_mutants_are_counted_by_rule() -> None:
    name = "sphinx_deps.rules.{}.x_find__mutmut_{}"
    lines = [
        f"    {name.format('no_successor', 1)}: killed\n",
        f"    {name.format('no_successor', 2)}: survived\n",
        f"    {name.format('no_successor', 3)}: not checked\n",
        f"    {name.format('date_format', 1)}: timeout\n",
    ]
    mutants, killed = count(lines)
    assert dict(mutants) == {"no_successor": 3, "date_format": 1}
    assert dict(killed) == {"no_successor": 1, "date_format": 1}


@pytest.mark.parametrize("mutant", ["sphinx_deps.rules.no_successor.x_find__mutmut_1", "stats"])
def test_a_mutant_meets_the_tests_of_its_own_rule(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.setenv("MUTANT_UNDER_TEST", mutant)
    args = ["-x", *own, *others]
    pytest_load_initial_conftests(args)
    assert args == (["-x", *own, *others] if mutant == "stats" else ["-x", *own])
