"""The findings of the build before are given again, unless something changed that a rule sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sphinx_deps import checking
from sphinx_deps.proposal import Proposal
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


LOOKED_AT = "out/doctrees/deps-findings-in-proposals.msgpack"
FAULTY = "See the TODO: write this."


@pytest.fixture
def faulty(documentation: Documentation) -> Documentation:
    """Several proposals in which something is wrong."""
    for number in (6, 7, 8):
        documentation.propose(f"000{number}-yet.md", f"Yet {number}", body=FAULTY, colour="red")
    return documentation


def as_if_anew(documentation: Documentation) -> list[str]:
    """What a build tells that remembers nothing."""
    for kept in (KEPT, LOOKED_AT):
        (documentation.root / kept).unlink()
    return documentation.build().lines


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("proposals/0007-yet.md", "Accepted", "Acepted"),
        ("proposals/0007-yet.md", "colour", "color"),
        ("proposals/0007-yet.md", "# Yet 7", "# <Title>"),
        ("proposals/0007-yet.md", "colour: red", "requires: 6"),
        ("proposals/process.yaml", "section: off", "section: off, unknown-field: off"),
        (
            "proposals/process.yaml",
            "extends: basic",
            "extends: basic\nfields: {colour: {type: text}}",
        ),
    ],
)
def test_after_an_edit_a_build_tells_what_one_that_remembers_nothing_tells(
    path: str, old: str, new: str, faulty: Documentation
) -> None:
    before = faulty.build().lines
    faulty.edit(path, old, new)
    after = faulty.build().lines
    assert after == as_if_anew(faulty)
    assert after != before


def test_only_the_proposal_that_changed_is_looked_at(
    faulty: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty.build()
    looked: list[str] = []
    look_at = checking._Run.look_at

    def noted(run: object, proposal: Proposal, *rest: Any) -> Any:
        looked.append(proposal.path)
        return look_at(run, proposal, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checking._Run, "look_at", noted)
    faulty.edit("proposals/0007-yet.md", "Accepted", "Draft")
    faulty.build()
    assert looked == ["0007-yet.md"]


def test_a_broken_memory_is_no_harm(faulty: Documentation) -> None:
    faulty.build()
    faulty.write(LOOKED_AT, b"\x81\xa5state")
    faulty.edit("proposals/0007-yet.md", "Accepted", "Draft")
    after = faulty.build().lines
    assert after == as_if_anew(faulty)


def test_a_reference_that_leads_elsewhere_is_looked_at(faulty: Documentation) -> None:
    faulty.propose("0009-last.md", "Last", requires="6", colour="red")
    faulty.build()
    (faulty.root / "proposals/0006-yet.md").unlink()
    after = faulty.build().lines
    assert after == as_if_anew(faulty)
    assert "unknown-proposal" in rules(after)
