"""Every rule's page is its test: the examples are run and compared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sphinx_deps.baseline import read_baselines
from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.documents import read_documents
from sphinx_deps.fixing import plan_fixes, write_fixes
from sphinx_deps.reading import ReadBytes, read_file
from sphinx_deps.rule import rule_page, rule_summary
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.series_reading import SeriesSource
from sphinx_deps.silencing import Silence

RULES_FOLDER = Path(__file__).parents[2] / "sphinx_deps" / "rules"
OUTPUT = "sphinx-deps check"
"""The caption of what is printed; it may end with `--today`, and a date."""
PROCESS = "extends: basic\nprefix: DEP\n"
WITHOUT_EXAMPLE = {"internal-error"}

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


@pytest.mark.parametrize(("name", "files"), EXAMPLES)
def test_the_examples_of_a_page_give_the_output_they_show(
    name: str, files: dict[str, str], tmp_path: Path
) -> None:
    command = next((caption for caption in files if caption.startswith(OUTPUT)), OUTPUT)
    _, _, today = command.partition(" --today ")
    folder = write(files, command, tmp_path)
    catalog = read_catalog([SeriesSource(folder)])
    documents = read_documents([tmp_path / "docs"], catalog)
    silence = Silence(documents.ignores, read_baselines(catalog), documents.files)
    day = date.fromisoformat(today) if today else None
    report = check(catalog, documents.citations, today=day, silence=silence)
    lines = [line(found, tmp_path) for found in report.diagnostics if found.rule == name]
    assert lines == files.get(command, "").splitlines()


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
