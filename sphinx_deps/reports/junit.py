"""JUnit XML, which Jenkins, GitLab and most others show: a case for each proposal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Severity
from sphinx_deps.display import Look, one_line
from sphinx_deps.patterns import regex
from sphinx_deps.reports.text import render_line
from sphinx_deps.series import Series

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAME = "sphinx-deps"
_UNWRITABLE = regex("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, even as a reference, and a terminal can."""


class _Case(Struct, frozen=True):
    """A proposal, or a file beside them, with what was found in it."""

    name: str
    found: list[Diagnostic]

    @property
    def failures(self) -> list[Diagnostic]:
        return [one for one in self.found if one.severity.reaches(Severity.WARNING)]

    @property
    def remarks(self) -> list[Diagnostic]:
        return [one for one in self.found if not one.severity.reaches(Severity.WARNING)]


def render_junit(report: Report, catalog: Catalog, look: Look) -> str:
    """A suite for each series; what was found outside of them is one more."""
    plain = Look(folder=look.folder)
    suites = [_suite(name, cases, plain) for name, cases in _cases(report, catalog, plain) if cases]
    root = ET.Element("testsuites", {"name": _NAME, **_sums(suites)})
    root.extend(suites)
    ET.indent(root)
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n"


def _sums(suites: list[ET.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _cases(report: Report, catalog: Catalog, look: Look) -> Iterator[tuple[str, list[_Case]]]:
    """The cases of each series, by its name, and those of no series."""
    of_proposals: dict[str, list[Diagnostic]] = defaultdict(list)
    of_files: dict[str, dict[str, list[Diagnostic]]] = defaultdict(lambda: defaultdict(list))
    for one in report.diagnostics:
        key, path = one.finding.proposal, one.finding.location.path
        if key in catalog.by_key:
            of_proposals[key].append(one)
        else:
            series = catalog.by_role.get(one.series or "")
            of_files[series.role if series else ""][look.path(path)].append(one)
    for series in catalog.series:
        cases = [_Case(name, of_proposals[key]) for key, name in _names(series)]
        yield f"{_NAME}.{series.role}", cases + _file_cases(of_files[series.role])
    yield _NAME, _file_cases(of_files[""])


def _file_cases(found: dict[str, list[Diagnostic]]) -> list[_Case]:
    return [_Case(path, diagnostics) for path, diagnostics in found.items()]


def _names(series: Series) -> Iterator[tuple[str, str]]:
    """The key and the name of each proposal; of two cases of one name only one would be shown."""
    bearers = Counter(document.caption for document in series.documents)
    for document in series.documents:
        name = document.caption
        yield document.key, name if bearers[name] == 1 else f"{name} ({document.path})"


def _suite(name: str, cases: list[_Case], look: Look) -> ET.Element:
    counts = {
        "tests": len(cases),
        "failures": sum(1 for case in cases if case.failures),
        "errors": 0,
    }
    attributes = {attribute: str(count) for attribute, count in counts.items()}
    suite = ET.Element("testsuite", {"name": _writable(name), **attributes})
    suite.extend(_case(case, name, look) for case in cases)
    return suite


def _case(case: _Case, suite: str, look: Look) -> ET.Element:
    """A case has one failure at most, as several programs show only the first."""
    element = ET.Element("testcase", {"name": _writable(case.name), "classname": _writable(suite)})
    if case.failures:
        about = {"type": _worst(case.failures), "message": _summary(case.failures)}
        ET.SubElement(element, "failure", about).text = _lines(case.failures, look)
    if case.remarks:
        ET.SubElement(element, "system-out").text = _lines(case.remarks, look)
    return element


def _worst(found: list[Diagnostic]) -> str:
    return max((one.severity for one in found), key=lambda severity: severity.rank).value


def _summary(found: list[Diagnostic]) -> str:
    """The only message, or the names of the rules."""
    if len(found) == 1:
        return _writable(f"{found[0].rule}: {found[0].finding.message}")
    rules = dict.fromkeys(one.rule for one in found)
    return f"{len(found)} findings: {', '.join(rules)}"


def _lines(found: list[Diagnostic], look: Look) -> str:
    return "\n".join(_line(one, look) for one in found)


def _line(diagnostic: Diagnostic, look: Look) -> str:
    hint = diagnostic.finding.hint
    line = render_line(diagnostic, look)
    return _writable(line) + (f"\n  hint: {_writable(hint)}" if hint else "")


def _writable(text: str) -> str:
    """The text in one line, without characters that XML cannot hold."""
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", one_line(text))
