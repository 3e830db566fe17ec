"""The scan sees the headings and links that MyST sees, with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import compute_unique_slug
from myst_parser.parsers.mdit import create_md_parser

from sphinx_deps.markdown import (
    Outline,
    find_in_prose,
    plain,
    read_blocks,
    read_outline,
    slugify,
    split_title,
    without_number,
)
from sphinx_deps.proposal import Link
from sphinx_deps.text import SourceText

MYST = create_md_parser(MdParserConfig(), RendererHTML)
MYST_WITH_COLONS = create_md_parser(MdParserConfig(enable_extensions={"colon_fence"}), RendererHTML)


def outline(text: str) -> Outline:
    return read_outline(SourceText.decode("x.md", text.encode()))


def headings_of_myst(tokens: list[Token]) -> list[tuple[int, int]]:
    return [
        (int(token.tag[1:]), token.map[0] + 1)
        for token in tokens
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def links_of_myst(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                yield unquote(str(child.attrs["href"]))
            if child.type == "image":
                yield unquote(str(child.attrs["src"]))
                yield from links_of_myst([child])


def anchors_of_myst(tokens: list[Token]) -> list[str]:
    slugs: list[str] = []
    taken: set[str] = set()
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            tree = SyntaxTreeNode(tokens[place : place + 3])
            slugs.append(compute_unique_slug(tree, taken))
            taken |= {slugs[-1]} - {""}
    return slugs


def is_markdown(source: SourceText, link: Link) -> bool:
    """Whether the link is neither one in HTML nor the image of a directive."""
    written = source.lines[link.location.line - 1][link.location.column - 1 :]
    return not written.lower().startswith(("<img", "<a ", "```{"))


def differences(source: SourceText) -> list[str]:
    tokens = MYST.parse(source.text, {})
    found = read_outline(source)
    wrong = []
    if headings_of_myst(tokens) != [(one.level, one.line) for one in found.sections]:
        wrong.append(f"headings of {source.path}")
    if anchors_of_myst(tokens) != [one.anchor for one in found.sections]:
        wrong.append(f"anchors of {source.path}")
    links = (link.target for link in found.links if is_markdown(source, link))
    if Counter(links_of_myst(tokens)) != Counter(links):
        wrong.append(f"links of {source.path}")
    return wrong


@pytest.mark.corpora
def test_headings_anchors_and_links_of_all_corpora_are_those_of_myst(corpora: Path) -> None:
    files = sorted(corpora.rglob("*.md"))
    sources = (SourceText.decode(str(file), file.read_bytes()) for file in files)
    wrong = [difference for source in sources for difference in differences(source)]
    assert len(files) > 800
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "One\n===\n\nTwo\n---\n",
        "```\ncode\n```\t\n\n# After a fence that ends in a tab\n",
        "text ```one line``` text\n\n# Heading\n",
        "> # Quoted\n\n- # Listed\n\n# Real\n",
        "[^1]: https://example.org/note\n\n# Heading[^1]\n",
        "# A [link](a.md) and ![image](b%20c.png)\n",
        "<!--\n# Commented\n-->\n\n# Real\n",
        "    # Indented code\n\n# Real #\n",
        "[a]: b.md\n\n[a] and <https://example.org>\n",
    ],
)
def test_forms_that_mislead_are_read_as_myst_reads_them(text: str) -> None:
    assert differences(SourceText.decode("x.md", text.encode())) == []


def test_places_count_characters_also_after_wide_ones() -> None:
    found = outline("# Ä\n\nhé 한 {dep}`12` and [t](a.md)\n")
    citation, link = found.citations[0], found.links[0]
    assert (citation.location.line, citation.location.column) == (3, 6)
    assert (link.location.line, link.location.column, link.location.end_column) == (3, 20, 29)


def test_roles_and_dep_links_are_citations() -> None:
    found = outline("{dep}`12` {bep}`x <7#goal>` {dep:historical}`9` [t](dep:3#b) <dep:4>\n")
    assert [
        (one.target, one.anchor, one.role, one.form, one.historical) for one in found.citations
    ] == [
        ("12", None, "dep", "role", False),
        ("7", "goal", "bep", "role", False),
        ("9", None, "dep", "role", True),
        ("3", "b", "dep", "link", False),
        ("4", None, "dep", "link", False),
    ]


def test_a_role_is_known_by_its_name_with_and_without_the_domain() -> None:
    ours = outline("{dep:dep}`1` {dep:bep}`2#goal` {DEP:Bep}`3` {bep}`4` {dep:pep}`5` {dep:ref}`6`")
    assert [(one.target, one.role) for one in ours.citations] == [
        ("1", "dep"),
        ("2", "bep"),
        ("3", "bep"),
        ("4", "bep"),
        ("5", "pep"),
        ("6", "ref"),
    ]
    others = outline("{pep}`8` {ref}`bep-1` {py:bep}`1` {external+acme:dep}`1` {Rfc}`2119`")
    assert others.citations == ()


def test_roles_for_labels_are_kept_with_their_words_and_places() -> None:
    labels = outline("{ref}`dep-2` {std:ref}`words <dep-3>` {any}`DEP 2` {ref}`!dep-4`").labels
    assert [(one.target, one.text, one.kind, one.location.column) for one in labels] == [
        ("dep-2", "", "ref", 1),
        ("dep-3", "words", "ref", 14),
        ("DEP 2", "", "any", 39),
    ]


def test_text_only_roles_and_code_are_no_citations() -> None:
    assert outline("{dep}`!12` ``{dep}`12` ``\n\n```\n{dep}`12`\n```\n").citations == ()


def test_directives_that_hold_markdown_are_looked_into_and_others_are_not() -> None:
    note = "```{note}\n{dep}`1`\n```\n"
    code = "```{code-block} md\n{dep}`2`\n```\n"
    nested = "````{tip}\n```{note}\n{dep}`3`\n```\n````\n"
    assert [one.target for one in outline(note + code + nested).citations] == ["1", "3"]
    assert outline(note).citations[0].location.line == 2


@pytest.mark.parametrize(
    "text",
    [
        ":::{code-block} md\n# Code\n:::\n\n# Real\n",
        "Words\n::: {note}\n# Noted\n:::\n# Real\n",
        "::::{grid}\n:::{card}\n# Card\n:::\n# Grid\n::::\n# Real\n",
        ":::{note}\n# Noted\n:::\n# Real\n:::{tip}\n# Told\n",
        ":::{note}\n~~~\n# Code\n~~~\n:::\n# Real\n",
        "```md\n:::{note}\n```\n# Real\n:::{tip}\n# Told\n:::\n",
        "- ~~~md\n  :::{note}\n  ~~~\n\n# Real\n",
        "<!--\n:::{note}\n-->\n# Real\n:::{tip}\n# Told\n:::\n",
        "> :::{note}\n> # Noted\n> :::\n\n# Real\n",
        "<!-- :::{note}\n# Commented\n",
    ],
)
def test_directives_between_colons_hold_what_myst_finds_in_them(text: str) -> None:
    found = [(one.level, one.line) for one in outline(text).sections]
    assert found == headings_of_myst(MYST_WITH_COLONS.parse(text, {}))


def test_directives_between_colons_are_looked_into_as_those_between_fences() -> None:
    note = "::::{tip}\n:::{note}\nhé {dep}`1`\n:::\n::::\n"
    code = ":::{code-block} md\n{dep}`2` [a](a.md)\n:::\n"
    found = outline(note + code + "::: aside\n{dep}`3`\n:::\n")
    assert [(one.target, one.location.line) for one in found.citations] == [("1", 3), ("3", 10)]
    assert found.citations[0].location.column == 4
    assert found.links == ()


def test_a_directive_in_a_list_is_read_as_if_it_stood_alone() -> None:
    text = (
        "10. Ten\n\n    ```{note}\n    hé [a](a.md)\n\n    é [b](b.md) {dep}`1`\n\n"
        "        [code](c.md)\n    ```\n\n"
        "- A\n  - B\n\n    :::{tip}\n    C\n\n    {dep}`2`\n    :::\n"
    )
    found = outline(text)
    assert [(one.target, one.location.line, one.location.column) for one in found.links] == [
        ("a.md", 4, 8),
        ("b.md", 6, 7),
    ]
    assert [(one.target, one.location.line, one.location.column) for one in found.citations] == [
        ("1", 6, 17),
        ("2", 17, 5),
    ]
    blocks = read_blocks(SourceText("x.md", text), 0, len(text))
    code = [text[one.start : one.end].strip() for one in blocks if one.kind == "CodeBlock"]
    assert "[code](c.md)" in code
    assert not any("b.md" in one for one in code)


@pytest.mark.parametrize("wide", range(1, 13))
def test_places_are_right_where_as_many_spaces_went_as_letters_are_wide(wide: int) -> None:
    found = outline(f"10. Ten\n\n    ```{{note}}\n    {'é' * wide}\n    [a](a.md)\n    ```\n")
    assert [(one.location.line, one.location.column) for one in found.links] == [(5, 5)]


def test_the_opening_line_of_a_directive_is_read() -> None:
    found = outline(
        ":::{note} See {dep}`1` and [a](a.md).\n:::\n\n```{admonition} On [b](b.md)\nText.\n```\n\n"
        "> :::{tip} é {dep}`2`\n> :::\n\n```{figure} c.png\n```\n\n```{code-block} [d](d.md)\n```\n"
    )
    assert [(one.target, one.location.line, one.location.column) for one in found.citations] == [
        ("1", 1, 15),
        ("2", 8, 14),
    ]
    assert [(one.target, one.kind) for one in found.links] == [
        ("a.md", "inline"),
        ("b.md", "inline"),
        ("c.png", "image"),
    ]


def test_anchors_are_those_of_github_and_repeated_ones_are_counted() -> None:
    anchors = [one.anchor for one in outline("# A & B\n\n## Same\n\n## Same\n").sections]
    assert anchors == ["a--b", "same", "same-1"]


@pytest.mark.parametrize(
    "text",
    [
        '# <a name="x"></a>Title `<b>`\n\n## <Name>\n\n## <Name>\n',
        '## Tail <a id="t"></a>\n\n## <a id="h"></a> Head\n\n## A <!-- b --> c\n',
        pytest.param(
            "## Foo\n\n## Foo-1\n\n## Foo\n\n## Foo-2\n\n## Foo\n",
            marks=pytest.mark.skipif(
                find_spec("myst_parser.slugs") is None,
                reason="before 5.2 MyST counted otherwise than GitHub",
            ),
        ),
        "## {dep}`12` and\n\n## As {dep}`12` says\n\n## \\{dep}`12`\n",
        "## ![The logo](a.png) Name\n\n## [Linked](b.md) *words*\n",
        "Two\nlines\n===\n\nAnd  \nbroken\n---\n",
    ],
)
def test_anchors_are_those_of_myst(text: str) -> None:
    assert differences(SourceText.decode("x.md", text.encode())) == []


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ('Motivation<a name="m"></a>', "Motivation"),
        ('<a id="top"></a> Fast start', "Fast start"),
        ('Fast <a id="fast"></a> start', "Fast start"),
        ("Fast <!-- and slow --> start", "Fast start"),
        ("<B>Fast</B><br/>*start*", "Fast start"),
        ("x<sup>2</sup> [`<b>`](a.md)", "x2 <b>"),
        ("<Title>", "<Title>"),
        ("The <name> of <https://example.org>", "The <name> of https://example.org"),
    ],
)
def test_tags_and_comments_are_no_words_of_a_heading_and_placeholders_are(
    heading: str, title: str
) -> None:
    assert outline(f"## {heading}\n").sections[0].title == title
    assert " ".join(plain(f"## {heading}").split()) == title


def test_images_and_links_in_html_and_in_directives_are_links_with_their_places() -> None:
    html = "<p>\n<img width=1 src='a%20b.png'>\n<!-- <img src='c.png'> --></p>\n\n"
    directive = "```{figure} d.png\n```\n\n"
    found = outline(f'{html}{directive}é <a class="x" href="e.md">x</a>\n')
    assert [
        (one.target, one.kind, one.location.line, one.location.column) for one in found.links
    ] == [("a b.png", "image", 2, 1), ("d.png", "image", 5, 1), ("e.md", "html", 8, 3)]


def test_prose_is_told_from_code_by_paragraphs() -> None:
    text = "---\nx: 1\n---\né `b` c\n\n- d\n- e\n\n```\nf\n```\n\n<p>g</p>\n"
    source = SourceText("x.md", text)
    letters = [at for at, letter in enumerate(text) if letter.isalnum()]
    found = [(text[at], paragraph) for at, paragraph in find_in_prose(letters, source)]
    assert found == [("é", 1), ("c", 1), ("d", 2), ("e", 3)]
    assert list(find_in_prose([], source)) == []


def test_words_of_a_heading_have_no_marks() -> None:
    sections = outline("# A `b` *c* [d](e.md)\n\nTwo\nlines\n===\n").sections
    assert [one.title for one in sections] == ["A b c d", "Two lines"]


def test_front_matter_is_set_aside() -> None:
    found = outline("---\ntitle: x\n---\n# Title\n")
    assert found.front_matter is not None
    assert found.source.text[slice(*found.front_matter)] == "title: x\n"
    assert found.sections[0].line == 4
    assert outline("---\n---\n# Title\n").front_matter is not None


def test_plain_slugify_and_split_title() -> None:
    assert plain("**a** `b` [c](d)") == "a b c"
    assert slugify("Über uns: 3 `x`") == "über-uns-3-x"
    assert split_title("words <12>") == ("words", "12")
    assert split_title("12") == (None, "12")


@pytest.mark.parametrize(
    "title", ["1. Goal", "1) Goal", "1: Goal", "1.2 Goal", "1 Goal", "2 - Goal", "2 \u2013 Goal"]
)
def test_the_number_of_a_heading_goes(title: str) -> None:
    assert without_number(title) == "Goal"


@pytest.mark.parametrize("title", ["2026 plans", "3-way merge", "100 % Goal", "1st goal", "42"])
def test_what_is_no_number_of_a_heading_stays(title: str) -> None:
    assert without_number(title) == title
