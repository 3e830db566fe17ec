"""A document that cannot be read as it is becomes a warning; all others stay as they are."""

from __future__ import annotations

import shutil

import pytest

from sphinx_ext.documentation import Documentation, Result

HEAD = "---\nstatus: Draft\nauthors: Ada\ncreated: 2025-04-16\n---\n"


def is_intact(result: Result) -> bool:
    """Whether the other proposals have their pages and their places in the table."""
    links = result.links("index")
    names = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
    return all(name in links for name in names) and bool(
        result.page("dep/0003-gamma").find(class_="deps-badge")
    )


def of_ours(result: Result) -> list[str]:
    """Our warnings about the bad file, but for what follows from its lack of metadata."""
    return [
        line
        for line in result.lines
        if line.startswith("proposals/0006-zeta.md") and "[deps.unreadable-metadata]" in line
    ]


@pytest.mark.parametrize(
    ("data", "place", "also"),
    [
        (b"---\nstatus: [Draft\n---\n# Zeta\n\nWords.\n", ":3", ["[myst.topmatter]"]),
        (b"", ":1", []),
        (b"\n \n", ":1", []),
        (HEAD.encode() + b"# Z\xe9ta\n\nWords.\n", ":6", []),
        (b"\xff\xfe#\x00 \x00Z\x00", ":1", []),
    ],
    ids=[
        "malformed front matter",
        "an empty file",
        "a blank file",
        "Latin-1",
        "UTF-16",
    ],
)
def test_a_bad_document_is_told_with_its_place(
    documentation: Documentation, data: bytes, place: str, also: list[str]
) -> None:
    documentation.write("proposals/0006-zeta.md", data)
    result = documentation.build()
    assert is_intact(result)
    assert of_ours(result)[0].startswith(f"proposals/0006-zeta.md{place}: WARNING: ")
    others = [line for line in result.lines if "[deps." not in line]
    assert len(others) == len(also)
    assert all(words in line for words, line in zip(also, others, strict=True))
    assert documentation.build().lines == [line for line in result.lines if "[deps." in line]


def test_no_page_is_made_of_what_is_not_utf_8_in_the_source_folder_either(
    documentation: Documentation,
) -> None:
    documentation.write("proposals/0006-zeta.md", HEAD.encode() + b"# Z\xe9ta\n")
    shutil.move(documentation.root / "proposals", documentation.root / "docs/dep")
    documentation.options["deps_series"] = ["dep"]
    result = documentation.build()
    assert is_intact(result)
    assert not (result.output / "dep/0006-zeta.html").exists()


@pytest.mark.parametrize("count", [1, 2])
def test_a_companion_that_is_not_utf_8_is_told(documentation: Documentation, count: int) -> None:
    documentation.write("proposals/0001/more.md", b"# M\xf6re\n")
    for _time in range(count):
        result = documentation.build()
    assert is_intact(result)
    (line,) = result.lines
    assert line.startswith("proposals/0001/more.md:1: WARNING: the file cannot be read as UTF-8")


def test_a_huge_document_is_told_and_not_scanned(documentation: Documentation) -> None:
    documentation.write("proposals/0006-zeta.md", HEAD + "# Zeta\n\n" + "word\n" * 2_100_000)
    result = documentation.build()
    assert is_intact(result)
    (line,) = of_ours(result)
    assert "the file holds 10.5 MB" in line


def test_a_link_longer_than_the_name_of_a_file_is_told_and_shown(
    documentation: Documentation,
) -> None:
    long = "x" * 5_000
    body = f"[To *it*]({long}), [a file]({'y' * 300}.md) and [a name][name].\n\n"
    written = f"{HEAD}# Yet to come\n\n{body}> []({long}.md#here)\n\n[name]: {long}{long}\n"
    documentation.write("proposals/0006-zeta.md", written)
    result = documentation.build()
    assert is_intact(result)
    told = [line.partition(" WARNING: ")[2][:30] for line in result.lines]
    missing = "'myst' cross-reference target "
    assert sorted(told) == [
        missing,
        missing,
        'there is no file "xxxxxxxxxxxx',
        'there is no file "yyyyyyyyyyyy',
    ]
    assert all(line.startswith("proposals/0006-zeta.md:") for line in result.lines)
    said = result.page("dep/0006-zeta").get_text()
    assert "To it, a file and a name." in said
    emphasis = result.page("dep/0006-zeta").find("em")
    assert emphasis
    assert emphasis.get_text() == "it"


def test_a_folder_named_like_a_proposal_is_told(documentation: Documentation) -> None:
    (documentation.root / "proposals/0006-zeta.md").mkdir()
    result = documentation.build()
    assert is_intact(result)
    (line,) = of_ours(result)
    assert "this is a folder" in line


def test_a_dangling_link_is_told(documentation: Documentation) -> None:
    (documentation.root / "proposals/0006-zeta.md").symlink_to(documentation.root / "nowhere")
    result = documentation.build()
    assert is_intact(result)
    (line,) = of_ours(result)
    assert "No such file" in line
