"""Addresses in a header are shown by short names."""

from __future__ import annotations

import pytest

from sphinx_deps.sphinx_ext.addresses import short_name
from sphinx_deps.sphinx_ext.drawing import text_with_links

PULL = "https://github.com/acme/product/pull/12"
BARE = {
    PULL: "product#12",
    f"{PULL}/files#diff-1": "product#12",
    "https://github.com/acme/product/issues/7?q=1": "product#7",
    "https://github.com/acme/product/discussions/3": "product#3",
    "https://gitlab.com/acme/tools/product/-/merge_requests/12": "product!12",
    "https://git.acme.example/acme/product/-/issues/4": "product#4",
    "https://codeberg.org/acme/product/pulls/5": "product#5",
    "https://www.acme.example/product/": "acme.example/product",
    "https://acme.example": "acme.example",
    "http://docs.acme.example/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/design?tab=2#top": (
        "docs.acme.example/…/design"
    ),
    "https://github.com/acme/product/commit/0123456789abcdef0123456789abcdef01234567": (
        "github.com/…/0123456789abcdef0123456789abcd…"
    ),
    "https://acme.example/?search=one+two+three+four+five+six+seven": "acme.example",
    "mailto:ada@acme.example": "ada@acme.example",
}
WORDS = {
    "#12": "product#12",
    "PR#12": "product#12",
    "PR Link": "product#12",
    "this issue": "product#12",
    "": "product#12",
    "The first step": "The first step",
    "PR for the cache": "PR for the cache",
    "acme/product#12": "acme/product#12",
    "https://acme.example/a/long/address/of/somewhere/else": "acme.example/…/else",
}
TEXTS = {
    f"- {PULL}\n- [#13]({PULL}3)": "product#12, product#123",
    f"[#12]({PULL}) <{PULL}>": "product#12, product#12",
    f"{PULL} (closed), then `{PULL}`": "product#12 (closed), then product#12",
    f"1. See {PULL}\n2. none": "See product#12, none",
    "a `plain` **text**\nin lines": "a plain text in lines",
}


@pytest.mark.parametrize("url", BARE)
def test_an_address_has_a_short_name(url: str) -> None:
    assert short_name(url, url) == BARE[url]


@pytest.mark.parametrize("words", WORDS)
def test_words_stay_unless_they_say_nothing(words: str) -> None:
    assert short_name(words, PULL) == WORDS[words]


@pytest.mark.parametrize("text", TEXTS)
def test_words_beside_links_are_kept(text: str) -> None:
    assert "".join(node.astext() for node in text_with_links(text)) == TEXTS[text]
