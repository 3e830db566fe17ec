"""The roles that are never those of a series: docutils, Sphinx and MyST have their own there."""

from __future__ import annotations

TAKEN_ROLES = frozenset(
    {
        # docutils
        "ab", "abbreviation", "ac", "acronym", "anonymous-reference", "citation-reference", "code",
        "emphasis", "footnote-reference", "i", "index", "literal", "math", "named-reference", "pep",
        "pep-reference", "raw", "rfc", "rfc-reference", "strong", "sub", "subscript",
        "substitution-reference", "sup", "superscript", "t", "target", "title", "title-reference",
        "uri", "uri-reference", "url",
        # Sphinx
        "abbr", "any", "command", "cve", "cwe", "dfn", "download", "eq", "file", "guilabel", "kbd",
        "mailheader", "makevar", "manpage", "menuselection", "mimetype", "newsgroup", "program",
        "regexp", "samp",
        # Sphinx's standard domain
        "confval", "doc", "envvar", "keyword", "numref", "option", "ref", "term", "token",
        # Sphinx's domain for Python, in which it looks first
        "attr", "class", "const", "data", "deco", "exc", "func", "meth", "mod", "obj", "type",
        # MyST
        "sub-ref",
    }
)  # fmt: skip
"""A use of one without a domain cites no proposal; with the domain, as in `dep:pep`, it does."""
