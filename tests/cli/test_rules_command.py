"""`sphinx-deps rules`: the table of all rules, and the page of one."""

from __future__ import annotations

from click.testing import Result
from runner import invoke

from sphinx_deps.rule import rule_page, rule_summary
from sphinx_deps.rules import RULES


def run(*words: str) -> Result:
    return invoke("rules", *words)


def test_every_rule_is_one_line_with_its_severity_and_what_it_is_about() -> None:
    lines = run().stdout.splitlines()
    for rule, line in zip(RULES, lines, strict=True):
        name, severity, summary = line.split(maxsplit=2)
        assert name == rule.name
        assert severity == (rule.severity or "off")
        assert summary == rule_summary(rule.name)


def test_a_rule_is_explained_by_its_page() -> None:
    result = run("unknown-status")
    assert result.exit_code == 0
    assert result.stdout == rule_page("unknown-status")


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    result = run("unkown-status")
    assert result.exit_code == 2
    assert '"unkown-status" is not a rule; did you mean unknown-status?' in result.stderr


def test_a_rule_near_to_nothing_is_answered_with_where_to_look() -> None:
    result = run("quantum")
    assert result.exit_code == 2
    assert '"quantum" is not a rule; "sphinx-deps rules" lists all of them' in result.stderr
