"""What the rules say of the real proposals was read by eye once; it is kept here.

`findings.json` holds for each project what is found by default: rule, path, line and subject.
A change of it is looked at before it is written down: `python -m tests.corpora.test_findings`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.series_reading import SeriesSource

SERIES = {"dynamo": "dynamo/deps", "ray": "ray/reps", "backendai": "backendai/proposals"}
TODAY = date(2026, 11, 21)
"""The day on which the findings were read."""
EXPECTED = Path(__file__).with_name("findings.json")

RULES_OF_KINDS = {
    "duplicate_number": {"duplicate-id"},
    "empty_field": {"empty-field"},
    "metadata_wrong_form": {"missing-metadata"},
    "missing_required_section": {"missing-section"},
    "placeholder_field_value": {"field-placeholder"},
    "section_order": {"section-order"},
    "status_placeholder": {"status-menu"},
    "status_undeclared": {"unknown-status"},
}
"""The kinds of defects that rules of the first version cover, with those rules."""

Finding = tuple[str, str, int, str]


def findings(corpora: Path, name: str) -> list[Finding]:
    folder = corpora / SERIES[name]
    report = check(read_catalog([SeriesSource(folder, name)]), today=TODAY)
    return sorted(
        (
            one.rule,
            Path(one.finding.location.path).relative_to(folder).as_posix(),
            one.finding.location.line,
            one.finding.subject,
        )
        for one in report.diagnostics
    )


def defects(corpora: Path) -> list[dict[str, Any]]:
    written = (corpora / "dynamo-defects.json").read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = json.loads(written)["defects"]
    return [one for one in listed if one["severity"] == "error" and one["kind"] in RULES_OF_KINDS]


@pytest.mark.corpora
@pytest.mark.parametrize("name", SERIES)
def test_the_findings_are_those_that_were_read_by_eye(corpora: Path, name: str) -> None:
    expected = [tuple(one) for one in json.loads(EXPECTED.read_text(encoding="utf-8"))[name]]
    assert findings(corpora, name) == expected


@pytest.mark.corpora
def test_every_error_that_a_reader_listed_for_dynamo_is_found_at_its_line(corpora: Path) -> None:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for rule, path, line, _ in findings(corpora, "dynamo"):
        found[rule, f"deps/{path}"].append(line)
    listed = defects(corpora)
    missed = [
        one["id"]
        for one in listed
        if not any(
            (one["line"] or 1) in found[rule, one["path"]] for rule in RULES_OF_KINDS[one["kind"]]
        )
    ]
    assert len(listed) == 25
    assert missed == []


@pytest.mark.corpora
def test_as_many_sections_are_missing_in_dynamo_as_a_reader_missed(corpora: Path) -> None:
    listed = [one for one in defects(corpora) if one["kind"] == "missing_required_section"]
    found = [path for rule, path, _, _ in findings(corpora, "dynamo") if rule == "missing-section"]
    assert sorted(found) == sorted(one["path"].removeprefix("deps/") for one in listed)


def main() -> None:
    """Write down what is found today."""
    corpora = Path(__file__).parents[3] / "shared" / "corpora"
    written = {name: findings(corpora, name) for name in SERIES}
    lines = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
        + "\n]"
        for name, found in written.items()
    ]
    EXPECTED.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
