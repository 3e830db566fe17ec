"""SARIF 2.1.0, the form in which analysers hand their results to code scanning."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct, field

from sphinx_deps import __version__
from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location, Related, Severity
from sphinx_deps.display import Look, one_line
from sphinx_deps.encoding import encode_json
from sphinx_deps.patterns import regex
from sphinx_deps.reports.repository import RepositoryPath, repository_path
from sphinx_deps.reports.text import explanation
from sphinx_deps.rule import Rule, rule_page, rule_summary
from sphinx_deps.rules import RULES
from sphinx_deps.series import absolute_path

Json = dict[str, object]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_FINGERPRINTS = ("ruleProposalSubject/v1", "primaryLocationLineHash")
"""The second is the only one by which the code scanning of GitHub knows an alert again."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_CAPTIONED = regex(r"^(`{3,})\{code-block\} (\w+)\n:caption: (.+)\n\n", re.MULTILINE)
"""The beginning of a code block with a caption, as MyST writes it."""


def render_sarif(report: Report, catalog: Catalog, look: Look) -> str:
    """One run: the rules that found something, and a result for each diagnostic."""
    found = {diagnostic.rule for diagnostic in report.diagnostics}
    rules = [rule for rule in RULES if rule.name in found]
    results = _Results(catalog, repository_path(look.folder), [rule.name for rule in rules])
    driver = {
        "name": "sphinx-deps",
        "version": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _text("The root of the repository.")}},
        "results": [results.result(diagnostic) for diagnostic in report.diagnostics],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return encode_json(log).decode()


def _rule(rule: Rule) -> Json:
    page = _CAPTIONED.sub(r"**`\3`**\n\n\1\2\n", rule_page(rule.name))
    introduction = page.partition("\n## ")[0].partition("\n")[2]
    return {
        "id": rule.name,
        "shortDescription": _text(rule_summary(rule.name)),
        "fullDescription": _text(introduction.strip()),
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": _configuration(rule),
    }


def _configuration(rule: Rule) -> Json:
    return {"level": _LEVELS[rule.severity]} if rule.severity else {"enabled": False}


class _Results(Struct):
    """The results of one run; those that are alike are numbered."""

    catalog: Catalog
    path: RepositoryPath
    rules: list[str]
    alike: Counter[str] = field(default_factory=Counter)

    def result(self, diagnostic: Diagnostic) -> Json:
        finding = diagnostic.finding
        fingerprint = self.fingerprint(diagnostic)
        result = {
            "ruleId": diagnostic.rule,
            "ruleIndex": self.rules.index(diagnostic.rule),
            "level": _LEVELS[diagnostic.severity],
            "message": _text(explanation(finding)),
            "locations": [self.location(finding.location) | self.proposal(finding.proposal)],
            "partialFingerprints": dict.fromkeys(_FINGERPRINTS, fingerprint),
        }
        if finding.related:
            result["relatedLocations"] = [self.related(related) for related in finding.related]
        if finding.fix:
            result["fixes"] = [self.fix(finding.fix)]
        return result

    def fingerprint(self, diagnostic: Diagnostic) -> str:
        """What stays when lines move: rule, proposal, file where that is another, and subject."""
        finding = diagnostic.finding
        words = "\0".join((diagnostic.rule, *self.origin(finding), finding.subject))
        digest = sha256(words.encode(errors="surrogatepass")).hexdigest()[:32]
        self.alike[digest] += 1
        return f"{digest}:{self.alike[digest]}"

    def origin(self, finding: Finding) -> Iterator[str]:
        here = self.catalog.document_at(absolute_path(finding.location.path))
        if finding.proposal:
            yield finding.proposal
        if here is None or here.key != finding.proposal:
            yield self.path(finding.location.path)

    def location(self, location: Location) -> Json:
        place = {"artifactLocation": self.artifact(location.path), "region": _region(location)}
        return {"physicalLocation": place}

    def proposal(self, key: str | None) -> Json:
        proposal = self.catalog.by_key.get(key or "")
        if proposal is None:
            return {}
        names = {"name": one_line(proposal.caption), "fullyQualifiedName": proposal.key}
        return {"logicalLocations": [names]}

    def related(self, related: Related) -> Json:
        return self.location(related.location) | {"message": _text(one_line(related.message))}

    def fix(self, fix: Fix) -> Json:
        edits: dict[str, list[Edit]] = defaultdict(list)
        for edit in fix.edits:
            edits[edit.location.path].append(edit)
        changes = [
            {"artifactLocation": self.artifact(path), "replacements": _replacements(of_file)}
            for path, of_file in edits.items()
        ]
        return {"description": _text(one_line(fix.description)), "artifactChanges": changes}

    def artifact(self, path: str) -> Json:
        known = self.path(path)
        if Path(known).is_absolute():
            return {"uri": f"file:///{_quoted(known.lstrip('/'))}"}
        return {"uri": _quoted(known), "uriBaseId": _ROOT}


def _replacements(edits: Iterable[Edit]) -> list[Json]:
    return [
        {"deletedRegion": _stretch(edit.location), "insertedContent": {"text": edit.text}}
        for edit in edits
    ]


def _region(location: Location) -> Json:
    """A place: without an end it goes on to the end of its line."""
    if location.end_line is None:
        return {"startLine": location.line, "startColumn": location.column}
    return _stretch(location)


def _stretch(location: Location) -> Json:
    """A stretch: without an end it is empty, which is where something is inserted."""
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line or location.line,
        "endColumn": location.end_column or location.column,
    }


def _quoted(path: str) -> str:
    """A path as part of an address; bytes that are no text stand as they are on the disk."""
    try:
        return quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, errors="replace")


def _text(words: str) -> Json:
    return {"text": words}
