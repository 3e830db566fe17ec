"""A link of Sphinx or MyST shows on every build what it leads to, however it names that."""

from __future__ import annotations

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, proposal_text


def test_a_link_to_a_label_or_an_identifier_in_a_file_has_its_new_words(
    documentation: Documentation,
) -> None:
    documentation.options["suppress_warnings"] = ["myst"]  # of a MyST that knows less
    body = "(lab)=\n## Old words\n\nText.\n\n## *Café*!\n"
    documentation.write("proposals/0001-alpha.md", proposal_text("Alpha", body=body))
    text = "# Guide\n\n[](../proposals/0001-alpha.md#lab)\n"
    documentation.write("docs/guide.md", text)
    documentation.write("docs/guide-2.md", text.replace("#lab", "#cafe"))
    documentation.write("docs/guide-3.md", text.replace("[]", "[words]"))
    documentation.build()
    documentation.edit("proposals/0001-alpha.md", "Old words", "New words")
    documentation.edit("proposals/0001-alpha.md", "*Café*!", "Café?")
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert differences(clean.output, result.output) == []
    assert "guide-3" not in result.written


def test_a_name_of_any_kind_is_looked_up_as_sphinx_does(documentation: Documentation) -> None:
    text = "# One\n\n{any}`two` [](two) {any}`My-Label` [](My-Label) {any}`/parts/two`\n"
    for number, link in enumerate(text.split()[2:], 1):
        documentation.write(f"docs/parts/one-{number}.md", f"# One\n\n{link}\n")
    two = "# Two\n\n(my-label)=\n## Below\n"
    documentation.write("docs/parts/two.md", two)
    # Not in each other's neighbourhood, whose links have new words anyway.
    documentation.edit("docs/index.md", "guide*", "parts/one-*\nguide*\nparts/two")
    documentation.build()
    documentation.write("docs/parts/two.md", two.replace("Two", "Other").replace("Below", "Else"))
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert differences(clean.output, result.output) == []
    assert [name for name in result.written if "one" in name] == [
        f"parts/one-{number}" for number in range(1, 6)
    ]


def test_a_link_to_a_file_that_was_missing_leads_to_it(documentation: Documentation) -> None:
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.options["suppress_warnings"] = ["deps", "toc", "myst"]
    documentation.write("docs/design/process.yaml", "extends: basic\nprefix: REP\n")
    documentation.write("docs/guide.md", "# Guide\n\n[words](/design/0002-y.md#y) [](guide.md)\n")
    body = "[the plan](<the plan.txt>) [](LICENSE)"
    documentation.write("proposals/0001-alpha.md", proposal_text("Alpha", body=body))
    documentation.build()
    documentation.write("docs/design/0002-y.md", "# Y\n")
    documentation.write("proposals/the plan.txt", "First one thing, then another.")
    documentation.write("proposals/LICENSE", "Do as you like.")
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert differences(clean.output, result.output) == []
    assert result.read == ["dep/0001-alpha", "design/0002-y", "guide", "index"]
    assert documentation.build().read == []


def test_a_citation_in_a_caption_or_a_term_has_its_new_words_elsewhere(
    documentation: Documentation,
) -> None:
    figure = "```{figure} x.png\n:name: fig\n\nOf {dep}`1#motivation`\n```\n"
    glossary = "```{glossary}\n{dep}`1#motivation`\n  Words.\n```\n"
    documentation.write("docs/x.png", "")
    documentation.write("docs/guide.md", f"# Guide\n\n{figure}\n{glossary}")
    documentation.write("docs/guide-2.md", "# Other\n\n{ref}`fig` and {ref}`genindex`\n")
    documentation.build()
    documentation.edit("proposals/process.yaml", "rules:", "label: 'DEP-{number}'\nrules:")
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert "DEP-1: Motivation" in result.page("guide-2").get_text()
    assert differences(clean.output, result.output) == []


def test_a_label_that_a_page_gives_itself_is_the_page_s_whoever_is_read_last(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n(dep-1)=\n## Mine\n\nText.\n")
    documentation.write("docs/guide-2.md", "# Other\n\n{ref}`dep-1`\n")
    documentation.build()
    documentation.edit("proposals/0001-alpha.md", "Text.", "Another text.")
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert result.links("guide-2") == {"Mine": "guide.html#dep-1"}
    assert differences(clean.output, result.output) == []
    documentation.edit("docs/guide.md", "(dep-1)=", "(dep-1-of-mine)=")
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert result.links("guide-2") == {"DEP 1": "dep/0001-alpha.html#dep-1"}
    assert differences(clean.output, result.output) == []


def test_a_proposal_is_led_to_by_its_number_in_a_toctree(documentation: Documentation) -> None:
    documentation.options["numfig"] = True
    documentation.edit("docs/index.md", ":toctree:\n", ":toctree:\n:filter: 'number: 2'\n")
    toctree = "```{toctree}\n:numbered:\n\ndep/0001-alpha\n```\n"
    documentation.write("docs/guide.md", f"# Guide\n\n{{numref}}`dep-1`\n\n{toctree}")
    documentation.options["suppress_warnings"] = ["toc", "deps"]
    assert documentation.build().links("guide")["Section 1"] == "dep/0001-alpha.html#dep-1"


def test_a_link_to_the_file_of_a_proposal_without_a_page_leads_to_where_it_is_read(
    documentation: Documentation,
) -> None:
    url = "https://example.org/{path}"
    elsewhere = {"path": "../reps", "publish": False, "url": url}
    documentation.options["deps_series"] = ["../proposals", elsewhere]
    documentation.write("reps/process.yaml", "extends: basic\nprefix: REP\n")
    body = "## Motivation\n\nText.\n\n## Proposal\n\nText.\n\n## Alternatives\n\nNone.\n"
    documentation.write("reps/0001-nu.md", proposal_text("Nu", body=body))
    documentation.write("reps/0002-xi.md", proposal_text("Xi", "Rejected", body=body))
    text = "# Guide\n\n[one](../reps/0001-nu.md#motivation), [](../reps/0002-xi.md)\n"
    documentation.write("docs/guide.md", text)
    result = documentation.build()
    assert [line.rpartition("[")[2] for line in result.lines] == ["deps.cites-dead]"]
    links = result.links("guide")
    assert links["one"] == "https://example.org/0001-nu.md#motivation"
    assert links["REP 2"] == "https://example.org/0002-xi.md"
    documentation.edit("reps/0001-nu.md", "status: Accepted", "status: Rejected")
    changed = documentation.build()
    assert len(changed.lines) == 2
    assert "guide" in changed.written
    (documentation.root / "reps/0002-xi.md").unlink()
    gone = documentation.build()
    clean = documentation.build(output="clean")
    assert differences(clean.output, gone.output) == []
    assert gone.lines == clean.lines


def test_labels_are_names_in_any_case(documentation: Documentation) -> None:
    documentation.propose("0001-alpha.md", "Alpha", "Rejected")
    text = "# Guide\n\n[one](#DEP-1), [two](project:#DEP-1) and {any}`DEP-1`\n"
    documentation.write("docs/guide.md", text)
    result = documentation.build()
    assert [line.rpartition("[")[2] for line in result.lines] == ["deps.cites-dead]"] * 3
    assert result.links("guide")["one"] == "dep/0001-alpha.html#dep-1"


def test_an_identifier_that_the_author_gave_stands_once(documentation: Documentation) -> None:
    head = proposal_text("Alpha")
    documentation.write("proposals/0001-alpha.md", head.replace("# Alpha", "(dep-1)=\n# Alpha", 1))
    deep = proposal_text("Beta", body="(dep-2)=\n## Deep\n\nText.\n")
    documentation.write("proposals/0002-beta.md", deep)
    result = documentation.build()
    assert result.text("dep/0001-alpha.html").count('id="dep-1"') == 1
    before, *after = result.text("dep/0002-beta.html").split('id="dep-2"')
    assert len(after) == 1
    assert "</h1>" in before, "it is that of the section below the title"


def test_the_number_of_a_figure_is_the_one_that_it_has_now(documentation: Documentation) -> None:
    figure = "```{figure} x.png\n:name: FIG\n\nCaption\n```\n"
    documentation.options["numfig"] = True
    documentation.write("proposals/x.png", "")
    documentation.write("proposals/0001-alpha.md", proposal_text("Alpha", body=figure))
    documentation.write("docs/guide.md", "# Guide\n\n{numref}`fig`\n")
    documentation.write("docs/guide-2.md", "# Another\n")
    documentation.build()
    body = f"{figure.replace('FIG', 'other')}\n{figure}"
    documentation.write("proposals/0001-alpha.md", proposal_text("Alpha", body=body))
    result = documentation.build()
    clean = documentation.build(output="clean")
    assert list(result.links("guide")) == ["Fig. 2"]
    assert differences(clean.output, result.output) == []
