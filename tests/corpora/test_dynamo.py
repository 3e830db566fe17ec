"""Dynamo's 18 proposals are read as a person read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sphinx_deps.cli import main
from sphinx_deps.comments import without_comments

pytestmark = pytest.mark.corpora

Facts = dict[str, Any]
Pairs = list[tuple[Facts, Facts]]


@pytest.fixture(scope="module")
def pairs(corpora: Path) -> Pairs:
    """What was read by eye, each with what `list` says of the same document."""
    facts = json.loads((corpora / "dynamo-facts.json").read_text(encoding="utf-8"))["documents"]
    folder = corpora / "dynamo" / "deps"
    words = ["list", str(folder), "--process", "dynamo", "--format", "json"]
    (series,) = json.loads(CliRunner().invoke(main, words).stdout)["series"]
    listed = {f"deps/{one['path']}": one for one in series["proposals"]}
    assert len(facts) == 18
    assert {fact["path"] for fact in facts} == set(listed)
    return [(fact, listed[fact["path"]]) for fact in facts]


def test_numbers_and_titles_agree(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        assert proposal["number"] == fact["number"]
        assert proposal["id"] == fact["number_string"]
        assert proposal["title"] == fact["title"]


def test_statuses_agree_as_written(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        # A comment behind the value is no part of it.
        assert proposal["status"] == without_comments(fact["status_verbatim"])
        assert (proposal["stage"] is not None) == fact["status_in_declared_set"]


def test_authors_agree(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        assert [(one["name"], one["handle"], one["url"]) for one in proposal["authors"]] == [
            (one["handle"] or one["text"], one["handle"], one["link"]) for one in fact["authors"]
        ]


def test_dates_agree(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        date = fact["review_date_iso"] or fact["review_date_verbatim"]
        assert proposal["fields"].get("review-date", []) == ([date] if date else [])


def test_categories_agree(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        assert proposal["fields"]["category"] == [fact["category"]]


@pytest.mark.parametrize("field", ["sponsor", "required_reviewers"])
def test_people_agree(field: str, pairs: Pairs) -> None:
    for fact, proposal in pairs:
        named = proposal["fields"].get(field.replace("_", "-"), [])
        assert [name for name in named if name != "TBD"] == [
            one["handle"] or one["text"] for one in fact[field]
        ]


@pytest.mark.parametrize(
    ("field", "links"),
    [("pull-request", "pull_request_links"), ("implementation", "implementation_links")],
)
def test_links_agree(field: str, links: str, pairs: Pairs) -> None:
    for fact, proposal in pairs:
        values = proposal["fields"].get(field, [])
        assert [value for value in values if value.startswith("http")] == fact[links]


@pytest.mark.parametrize("relation", ["replaces", "replaced_by"])
def test_relations_agree(relation: str, pairs: Pairs) -> None:
    for fact, proposal in pairs:
        references = proposal["relations"][relation.replace("_", "-")]
        assert [one["url"] or one["text"] for one in references] == fact[relation]


def test_sections_agree_to_the_line(pairs: Pairs) -> None:
    for fact, proposal in pairs:
        assert [(one["text"], one["level"], one["line"]) for one in fact["sections"]] == [
            (one["title"], one["level"], one["line"]) for one in proposal["sections"]
        ]
