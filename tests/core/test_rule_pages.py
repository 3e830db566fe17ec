"""Every rule's page is its test: the examples are run and compared.

A page prints the lines of its findings. `rule_pages_in_full.txt` keeps what else a reader of a
report sees of them, the stretch that is marked, related places, hint and fix, and what baselines
know them by. A change of it is read before it is kept: `python -m tests.core.test_rule_pages`.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

import pytest

from sphinx_deps.baseline import Silence, read_baselines
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.display import Look
from sphinx_deps.documents import read_documents
from sphinx_deps.fixing import plan_fixes, write_fixes
from sphinx_deps.reading import ReadBytes, read_file
from sphinx_deps.reports.full import render_full
from sphinx_deps.rule import rule_page, rule_summary
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.series_reading import SeriesSource

RULES_FOLDER = Path(__file__).parents[2] / "sphinx_deps" / "rules"
OUTPUT = "sphinx-deps check"
"""The caption of what is printed; it may end with `--today`, and a date."""
PROCESS = "extends: basic\nprefix: DEP\n"
WITHOUT_EXAMPLE = {"internal-error"}
IN_FULL = Path(__file__).with_name("rule_pages_in_full.txt")

BLOCK = re.compile(
    r"^(?P<fence>`{3,})\{code-block\} \w+\n:caption: (?P<caption>[^\n]+)\n\n"
    r"(?P<body>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)
SECTION = re.compile(
    r"^## (?P<title>(?:Wrong|Right)[^\n]*)\n(?P<body>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE
)


def sections(name: str) -> list[tuple[str, dict[str, str]]]:
    """The examples of a page: the title of the section, and its files by caption."""
    outside = BLOCK.sub(lambda match: match[0].replace("\n## ", "\n\0## "), rule_page(name))
    return [
        (
            match["title"],
            {
                block["caption"]: block["body"].replace("\0", "")
                for block in BLOCK.finditer(match["body"])
            },
        )
        for match in SECTION.finditer(outside)
    ]


EXAMPLES = [
    pytest.param(rule.name, files, id=f"{rule.name}-{title}")
    for rule in RULES
    for title, files in sections(rule.name)
]


def line(diagnostic: Diagnostic, folder: Path) -> str:
    at = diagnostic.finding.location
    path = Path(at.path).relative_to(folder).as_posix()
    message = diagnostic.finding.message
    return f"{path}:{at.line}:{at.column}: {diagnostic.severity} {diagnostic.rule}: {message}"


def write(files: dict[str, str], command: str, tmp_path: Path) -> Path:
    """Write the files of an example; the folder of its proposals."""
    for path, text in files.items():
        if path != command:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    folder = tmp_path / "deps" if (tmp_path / "deps").is_dir() else tmp_path
    if not (folder / "process.yaml").exists():
        (folder / "process.yaml").write_text(PROCESS, encoding="utf-8")
    return folder


def command_of(files: dict[str, str]) -> str:
    return next((caption for caption in files if caption.startswith(OUTPUT)), OUTPUT)


def report_on(name: str, files: dict[str, str], tmp_path: Path) -> Report:
    """What the check of an example says by the rule of that name."""
    command = command_of(files)
    _, _, today = command.partition(" --today ")
    folder = write(files, command, tmp_path)
    catalog = read_catalog([SeriesSource(folder)])
    documents = read_documents([tmp_path / "docs"], catalog)
    silence = Silence(documents.ignores, read_baselines(catalog), documents.files)
    day = date.fromisoformat(today) if today else None
    report = check(catalog, documents.citations, today=day, silence=silence)
    return Report(tuple(found for found in report.diagnostics if found.rule == name))


@pytest.mark.parametrize(("name", "files"), EXAMPLES)
def test_the_examples_of_a_page_give_the_output_they_show(
    name: str, files: dict[str, str], tmp_path: Path
) -> None:
    lines = [line(found, tmp_path) for found in report_on(name, files, tmp_path).diagnostics]
    assert lines == files.get(command_of(files), "").splitlines()


def in_full(name: str, files: dict[str, str], folder: Path) -> str:
    """The findings of an example as `--format full` shows them, and what baselines know them by."""
    look = Look(folder=folder)
    blocks = []
    for found in report_on(name, files, folder).diagnostics:
        finding = found.finding
        known_by = f"= known by: {finding.proposal or 'no proposal'}, {finding.subject!r}"
        gutter = " " * len(str(finding.location.line))
        blocks.append(f"{render_full(Report((found,)), Catalog(), look)}{gutter} {known_by}\n\n")
    return "".join(blocks)


def kept_in_full() -> dict[str, str]:
    """What was read by eye, by the rule and the title of its example."""
    _, *parts = re.split(r"^# (.+)\n\n", IN_FULL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize(("name", "files"), EXAMPLES)
def test_what_a_page_leaves_out_of_its_findings_was_read_by_eye(
    name: str, files: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert in_full(name, files, tmp_path) == kept_in_full().get(request.node.callspec.id, "")


FIXABLE = {
    # The number of findings of the first wrong example that no fix can mend.
    "date-format": 0,
    "field-order": 0,
    "registry-mismatch": 2,
    "registry-missing-row": 1,
    "status-case": 0,
}


@pytest.mark.parametrize("name", FIXABLE)
def test_the_wrong_example_of_a_fixable_rule_becomes_clean(name: str, tmp_path: Path) -> None:
    folder = write(dict(sections(name))["Wrong"], OUTPUT, tmp_path)

    def look(read: ReadBytes) -> Report:
        return check(read_catalog([SeriesSource(folder, read=read)]))

    old = {one.sort_key for one in look(read_file).diagnostics}
    plan = write_fixes(plan_fixes(look))
    left = look(read_file).diagnostics
    assert sum(one.rule == name for one in left) == FIXABLE[name]
    assert {one.sort_key for one in left} < old
    assert plan.count >= 1
    assert all(one.finding.fix is None for one in left)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_has_a_failing_and_a_passing_example(rule) -> None:  # type: ignore[no-untyped-def]
    titles = [title for title, _ in sections(rule.name)]
    if rule.name not in WITHOUT_EXAMPLE:
        assert any(title.startswith("Wrong") for title in titles)
        assert any(title.startswith("Right") for title in titles)
    assert rule_page(rule.name).startswith(f"# {rule.name}\n")
    assert rule_summary(rule.name).endswith(".")


def test_modules_pages_and_the_tuple_hold_the_same_names() -> None:
    modules = {path.stem for path in RULES_FOLDER.glob("*.py") if path.stem != "__init__"}
    pages = {path.stem for path in RULES_FOLDER.glob("*.md")}
    names = {name.replace("-", "_") for name in RULES_BY_NAME}
    assert modules == pages == names


def main() -> None:
    """Write down how the findings of the pages read today."""
    parts = []
    for rule in RULES:
        for title, files in sections(rule.name):
            with tempfile.TemporaryDirectory() as folder:
                found = in_full(rule.name, files, Path(folder).resolve())
            parts += [f"# {rule.name}-{title}\n\n{found}"] if found else []
    IN_FULL.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
