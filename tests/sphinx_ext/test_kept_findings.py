"""The findings of the build before are given again, unless something changed that a rule sees."""

from __future__ import annotations

from datetime import date

import pytest

from sphinx_deps.sphinx_ext import findings
from sphinx_ext.documentation import Documentation

KEPT = "out/doctrees/deps-findings.msgpack"


def rules(lines: list[str]) -> list[str]:
    """The names of the rules that warnings are of."""
    return [line.rpartition("[deps.")[2].rstrip("]") for line in lines if "[deps." in line]


@pytest.fixture
def linking(documentation: Documentation) -> Documentation:
    """A proposal outside the source folder that links a file which is not there."""
    body = "See [the plan](../plan.md#steps)."
    documentation.write("other.md", "# Other\n")
    documentation.propose("0006-yet.md", "Yet to come", body=body)
    return documentation


def test_a_linked_file_that_appears_ends_the_finding(linking: Documentation) -> None:
    assert rules(linking.build().lines) == ["broken-link"]
    linking.write("plan.md", "# Plan\n\n## Steps\n")
    result = linking.build()
    # Its page leads to the file now, which readers may have as it is.
    assert (rules(result.lines), result.read) == ([], ["dep/0006-yet"])


def test_an_anchor_that_goes_from_a_linked_file_is_told(linking: Documentation) -> None:
    linking.write("plan.md", "# Plan\n\n## Steps\n")
    assert rules(linking.build().lines) == []
    linking.write("plan.md", "# Plan\n\n## Steps taken\n")
    assert rules(linking.build().lines) == ["broken-anchor"]


def test_what_is_kept_says_the_same_as_a_new_check(linking: Documentation) -> None:
    linking.build()
    kept = linking.build().lines
    (linking.root / KEPT).unlink()
    assert linking.build().lines == kept


def test_a_broken_file_of_findings_is_no_harm(linking: Documentation) -> None:
    linking.build()
    linking.write(KEPT, b"\x81\xa5state")
    assert rules(linking.build().lines) == ["broken-link"]


def test_another_day_is_checked_anew(
    documentation: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    documentation.propose("0006-yet.md", "Yet to come", created="2031-05-02")
    monkeypatch.setattr(findings, "current_day", lambda: date(2031, 5, 1))
    assert rules(documentation.build().lines) == ["date-future"]
    monkeypatch.setattr(findings, "current_day", lambda: date(2031, 5, 2))
    assert rules(documentation.build().lines) == []


def test_a_changed_baseline_is_heard(linking: Documentation) -> None:
    linking.build()
    entry = '- {rule: broken-link, proposal: "dep:0006", subject: ../plan.md#steps}\n'
    linking.write("proposals/deps-baseline.yaml", entry)
    assert rules(linking.build().lines) == []
    (linking.root / "proposals/deps-baseline.yaml").unlink()
    assert rules(linking.build().lines) == ["broken-link"]
