"""Elements are put together and found as docutils would."""

from __future__ import annotations

from docutils import nodes

from sphinx_deps.sphinx_ext.elements import element, find_elements


def test_an_element_is_what_docutils_would_make() -> None:
    made = element(nodes.inline, "words ", element(nodes.strong, "in bold"), classes=["a"])
    strong = nodes.strong("", "in bold")
    assert str(made) == str(nodes.inline("", "words ", strong, classes=["a"]))


def test_its_children_know_where_they_stand() -> None:
    text = nodes.Text("words")
    made = element(nodes.paragraph, text)
    assert (made.children, text.parent) == ([text], made)


def test_it_stands_in_a_document_as_soon_as_it_is_put_into_one() -> None:
    made = element(nodes.paragraph, element(nodes.inline, "words"))
    document = nodes.document(None, None)  # type: ignore[arg-type]
    document += made
    assert made[0].document is document


def test_elements_are_found_in_the_order_of_the_text() -> None:
    root = element(
        nodes.section,
        element(nodes.paragraph, "1 ", element(nodes.inline, "2", element(nodes.inline, "3"))),
        element(nodes.bullet_list, element(nodes.list_item, element(nodes.inline, "4"))),
    )
    found = find_elements(root, nodes.inline)
    assert found == list(root.findall(nodes.inline))
    assert [one.astext() for one in found] == ["23", "3", "4"]


def test_an_element_is_found_in_itself() -> None:
    root = element(nodes.inline)
    assert find_elements(root, nodes.inline) == [root]
