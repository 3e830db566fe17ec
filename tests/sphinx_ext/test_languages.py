"""Readers are spoken to in the language of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import sphinx_deps.sphinx_ext
from sphinx_deps.process_loading import load_builtin
from sphinx_deps.sphinx_ext.languages import CATALOG, FOLDER
from sphinx_ext.documentation import Documentation, Result

LANGUAGES = ("de", "ko")
SAID_IN = {
    "de": ("Zitiert in", "Ersetzt durch", "Autoren", "Erstellt", "Filter", "{shown} von {total}"),
    "ko": ("대체한 제안", "작성자", "작성일", "필터", "{total}개 중 {shown}개"),
}
PAGE = """\
---
orphan: true
---
# All

```{dep:index}
:columns: number title status authors created replaced-by
```

```{dep:timeline}
:dates: created, updated
```

```{dep:graph}
```
"""
PROCESS_PAGE = """\
---
orphan: true
---
# Process

```{dep:process}
:series: dep
```
"""
_PLACEHOLDER = re.compile(r"%[a-z]|\{\w*\}")


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{CATALOG}.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(catalog: Catalog) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in catalog if one.id}


def test_the_template_holds_what_the_code_says() -> None:
    face = Path(sphinx_deps.sphinx_ext.__file__).parent
    said = {found[2] for found in extract_from_dir(face, keywords={"_": None})}
    assert set(messages(read(FOLDER / f"{CATALOG}.pot"))) == said, "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_into(language: str) -> None:
    catalog = read(po_file(language))
    assert set(messages(catalog)) == set(messages(read(FOLDER / f"{CATALOG}.pot")))
    assert [one.id for one in catalog if one.fuzzy and one.id] == []
    assert [message for message, words in messages(catalog).items() if not words] == []
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_blanks_of_the_message_in(language: str) -> None:
    for message, words in messages(read(po_file(language))).items():
        assert sorted(_PLACEHOLDER.findall(words)) == sorted(_PLACEHOLDER.findall(message))
        assert (words.strip() == words) is (message.strip() == message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_sphinx_reads_is_what_translators_wrote_in(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, read(po_file(language)))
    assert po_file(language).with_suffix(".mo").read_bytes() == compiled.getvalue()


def spoken(result: Result, docname: str) -> Iterator[str]:
    """All words of a page, those of its controls too."""
    yield from result.page(docname).stripped_strings
    for element in BeautifulSoup(result.text(f"{docname}.html"), "html.parser").select(
        "[data-deps]"
    ):
        yield str(element["data-deps"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak(language: str, documentation: Documentation) -> None:
    documentation.options |= {"language": language, "suppress_warnings": ["deps"]}
    documentation.propose("0008-gone.md", "Gone", "Replaced", replaced_by="DEP 3")
    documentation.write("docs/all.md", PAGE)
    documentation.write("docs/process.md", PROCESS_PAGE)
    result = documentation.build()
    assert result.warnings == ""
    translated = messages(read(po_file(language)))
    english = set(translated) - set(translated.values())
    said = [
        words
        for name in ("all", "dep/0008-gone", "dep/0001-alpha")
        for words in spoken(result, name)
    ]
    for words in SAID_IN[language]:
        assert any(words in one for one in said), words
    assert english.intersection(said) == set()
    # How proposals are to be written is the same in every language.
    basic = load_builtin("basic")
    names = {basic.field_label(key) for key in basic.definition.fields}
    names |= {section.title for every in basic.definition.sections.values() for section in every}
    assert english.intersection(spoken(result, "process")) <= names


def test_a_label_that_a_project_chose_is_its_own(documentation: Documentation) -> None:
    documentation.options["language"] = "de"
    documentation.edit(
        "proposals/process.yaml", "rules:", "fields: {authors: {label: Writers}}\nrules:"
    )
    page = documentation.build().page("dep/0001-alpha").get_text()
    assert "Writers" in page
    assert "Autoren" not in page
