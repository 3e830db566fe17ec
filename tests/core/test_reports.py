"""Reports: the same diagnostics as lines, with their source, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location, Related, Severity
from sphinx_deps.display import Look
from sphinx_deps.process_loading import load_builtin
from sphinx_deps.reports import REPORTS, load_report
from sphinx_deps.reports.full import render_full
from sphinx_deps.reports.json import render_json
from sphinx_deps.reports.summary import render_summary
from sphinx_deps.reports.text import render_text
from sphinx_deps.series import Series

SOURCE = "---\nstatus: Acepted\n---\n# 速い start\n\nSee [the other](0002-other.md).\n"


def diagnostic(
    location: Location,
    rule: str = "unknown-status",
    severity: Severity = Severity.ERROR,
    **details: object,
) -> Diagnostic:
    details.setdefault("message", '"Acepted" is not a status of DEP')
    finding = Finding(location=location, **details)  # type: ignore[arg-type]
    return Diagnostic(rule=rule, severity=severity, finding=finding, series="dep")


def as_json(report: Report, folder: Path = Path()) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(render_json(report, Catalog(), Look(folder=folder)))
    return read


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "deps" / "0001-fast.md"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    return str(path)


def test_a_line_names_place_severity_rule_and_message(tmp_path: Path, source: str) -> None:
    report = Report((diagnostic(Location(source, 2, 9, 2, 16)),))
    assert render_text(report, Catalog(), Look(folder=tmp_path)) == (
        'deps/0001-fast.md:2:9: error unknown-status: "Acepted" is not a status of DEP\n'
    )


def test_a_path_outside_the_working_directory_stays_as_given(source: str) -> None:
    report = Report((diagnostic(Location(source, 2, 9)), diagnostic(Location("../x/1.md"))))
    lines = render_text(report, Catalog(), Look(folder=Path("/elsewhere"))).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{source}:2:9", "../x/1.md:1:1"]


def test_a_message_stays_on_one_line_and_gives_the_terminal_no_orders() -> None:
    report = Report((diagnostic(Location("a.md"), message="one\ntwo\t\x1b[31mred\u202e"),))
    assert render_text(report, Catalog(), Look()) == (
        "a.md:1:1: error unknown-status: one two \\x1b[31mred\\u202e\n"
    )


def test_without_diagnostics_a_report_is_empty() -> None:
    assert render_text(Report(()), Catalog(), Look()) == ""
    assert render_full(Report(()), Catalog(), Look()) == ""
    assert as_json(Report(())) == {"schema": 1, "diagnostics": []}


def test_the_full_report_shows_the_line_the_places_and_what_helps(
    tmp_path: Path, source: str
) -> None:
    other = Related(Location(str(tmp_path / "deps" / "0002-other.md"), 4, 1), "declared here")
    fix = Fix("write Accepted", (Edit(Location(source, 2, 9, 2, 16), "Accepted"),))
    found = diagnostic(
        Location(source, 2, 9, 2, 16), hint="did you mean Accepted?", related=(other,), fix=fix
    )
    assert render_full(Report((found, found)), Catalog(), Look(folder=tmp_path)) == (
        2
        * """\
deps/0001-fast.md:2:9: error unknown-status: "Acepted" is not a status of DEP
2 | status: Acepted
  |         ^^^^^^^
  = deps/0002-other.md:4:1: declared here
  = hint: did you mean Accepted?
  = fix: write Accepted

"""
    ).removesuffix("\n")


def test_carets_stand_under_wide_characters(tmp_path: Path, source: str) -> None:
    report = Report((diagnostic(Location(source, 4, 3, 4, 5)),))
    assert render_full(report, Catalog(), Look(folder=tmp_path)).splitlines()[1:] == [
        "4 | # 速い start",
        "  |   ^^^^",
    ]


def test_a_stretch_of_several_lines_is_marked_to_the_end_of_its_first(source: str) -> None:
    report = Report((diagnostic(Location(source, 4, 8, 6, 3)),))
    assert render_full(report, Catalog(), Look()).splitlines()[2] == "  |          ^^^"


def test_a_place_without_an_end_has_one_caret(source: str) -> None:
    report = Report((diagnostic(Location(source, 2, 9)),))
    assert render_full(report, Catalog(), Look()).splitlines()[2] == "  |         ^"


def test_a_long_line_is_cut_around_the_stretch(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("a" * 300 + "HERE" + "b" * 300, encoding="utf-8")
    report = Report((diagnostic(Location(str(path), 1, 301, 1, 305)),))
    _, line, carets = render_full(report, Catalog(), Look()).splitlines()
    assert line == f"1 | …{'a' * 59}HERE{'b' * 39}…"
    assert carets == f"  | {' ' * 60}^^^^"


@pytest.mark.parametrize(
    "location", [Location("gone.md", 3, 1, 3, 2), Location("{source}"), Location("{source}", 99, 2)]
)
def test_what_has_no_line_to_show_shows_none(location: Location, source: str) -> None:
    place = Location(location.path.format(source=source), location.line, location.column)
    report = Report((diagnostic(place),))
    assert len(render_full(report, Catalog(), Look()).splitlines()) == 1


def test_a_terminal_gets_colours(source: str) -> None:
    coloured = Look(folder=Path(source).parent, coloured=True)
    report = Report((diagnostic(Location(source, 2, 9, 2, 16)),))
    assert render_text(report, Catalog(), coloured) == (
        "\x1b[1m0001-fast.md\x1b[0m\x1b[2m:2:9\x1b[0m: \x1b[1;31merror\x1b[0m "
        '\x1b[1munknown-status\x1b[0m: "Acepted" is not a status of DEP\n'
    )
    assert "\x1b[1;31m^^^^^^^\x1b[0m" in render_full(report, Catalog(), coloured)


def test_json_has_every_key_also_where_there_is_nothing_to_say(tmp_path: Path, source: str) -> None:
    report = Report((diagnostic(Location(source)),))
    assert as_json(report, tmp_path) == {
        "schema": 1,
        "diagnostics": [
            {
                "rule": "unknown-status",
                "severity": "error",
                "message": '"Acepted" is not a status of DEP',
                "hint": None,
                "subject": "",
                "path": "deps/0001-fast.md",
                "line": 1,
                "column": 1,
                "end_line": None,
                "end_column": None,
                "related": [],
                "fix": None,
                "series": "dep",
                "proposal": None,
            }
        ],
    }


def test_json_holds_related_places_and_edits(tmp_path: Path, source: str) -> None:
    at = Location(source, 2, 9, 2, 16)
    found = diagnostic(
        at,
        subject="status",
        proposal="dep:0001-fast.md",
        related=(Related(Location(source, 4), "the title"),),
        fix=Fix("write Accepted", (Edit(at, "Accepted"),)),
    )
    (reported,) = as_json(Report((found,)), tmp_path)["diagnostics"]
    place = {"path": "deps/0001-fast.md", "line": 2, "column": 9, "end_line": 2, "end_column": 16}
    assert reported.items() >= {**place, "subject": "status"}.items()
    assert reported["proposal"] == "dep:0001-fast.md"
    assert reported["related"] == [{"path": "deps/0001-fast.md", "line": 4, "message": "the title"}]
    assert reported["fix"] == {
        "description": "write Accepted",
        "edits": [{**place, "text": "Accepted"}],
    }


def test_json_is_sorted_by_path_line_column_and_rule() -> None:
    places = [("b.md", 1, 1, "x"), ("a.md", 2, 1, "x"), ("a.md", 1, 9, "y"), ("a.md", 1, 9, "x")]
    found = tuple(diagnostic(Location(path, *at), rule) for path, *at, rule in places)
    reported = as_json(Report(found))["diagnostics"]
    keys = [(one["path"], one["line"], one["column"], one["rule"]) for one in reported]
    assert keys == sorted(places)


def test_json_survives_a_file_name_that_is_no_text() -> None:
    report = Report((diagnostic(Location("bad-\udcff.md")),))
    assert as_json(report)["diagnostics"][0]["path"] == "bad-?.md"


def test_the_summary_counts_what_was_read_and_found() -> None:
    series = Series("ep", Path("deps"), load_builtin("basic"))
    severities = [Severity.ERROR, Severity.ERROR, Severity.WARNING, Severity.INFO]
    found = tuple(diagnostic(Location("a.md"), severity=severity) for severity in severities)
    skipped = (("cites-dead", "nobody looked"), ("cites-draft", "nobody looked"))
    summary = render_summary(Catalog((series,)), Report(found, skipped), 0.214, Look())
    assert summary == (
        "Read 0 proposals of EP in 0.21 s: 2 errors, 1 warning, 1 remark.\n"
        "Not run, as nobody looked: cites-dead, cites-draft.\n"
    )


def test_the_summary_of_several_series_names_each() -> None:
    basic = load_builtin("basic")
    catalog = Catalog((Series("ep", Path("a"), basic), Series("ep", Path("b"), basic)))
    summary = render_summary(catalog, Report(()), 0, Look())
    assert summary == "Read 0 proposals of 2 series (EP 0, EP 0) in 0.00 s: nothing to report.\n"


def test_the_summary_names_companions_and_reserved_numbers_where_there_are_any() -> None:
    companions = {"0001-a/data.md": "0001-a.md"}
    series = Series("ep", Path("deps"), load_builtin("basic"), companions=companions)
    summary = render_summary(Catalog((series,)), Report(()), 0, Look())
    assert summary.startswith("Read 0 proposals of EP with 1 companion in 0.00 s: ")


@pytest.mark.parametrize("form", REPORTS)
def test_every_report_is_a_function_of_report_catalog_and_look(form: str) -> None:
    assert isinstance(load_report(form)(Report(()), Catalog(), Look()), str)
