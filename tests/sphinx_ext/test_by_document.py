"""What is recorded of documents sleeps in the environment until somebody asks for it."""

from __future__ import annotations

import pickle

import pytest

from sphinx_deps.sphinx_ext.by_document import ByDocument

DECODED: list[str] = []


class Told:
    """Tells when it is decoded."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __setstate__(self, state: dict[str, str]) -> None:
        self.word = state["word"]
        DECODED.append(self.word)


@pytest.fixture
def kept() -> ByDocument[Told]:
    """Three values as an environment keeps them."""
    recorded: ByDocument[Told] = ByDocument()
    recorded.update({name: Told(name) for name in "abc"})
    DECODED.clear()
    loaded: ByDocument[Told] = pickle.loads(pickle.dumps(recorded))
    return loaded


def test_only_what_is_asked_for_is_decoded_and_once(kept: ByDocument[Told]) -> None:
    assert (sorted(kept), len(kept), "b" in kept, "d" in kept) == (["a", "b", "c"], 3, True, False)
    assert DECODED == []
    assert kept["b"] is kept["b"]
    assert kept.get("d") is None
    assert DECODED == ["b"]


def test_what_was_changed_is_kept_and_the_rest_is_passed_on_asleep(kept: ByDocument[Told]) -> None:
    kept["b"].word = "beta"
    kept["c"] = Told("gamma")
    again: ByDocument[Told] = pickle.loads(pickle.dumps(kept))
    assert DECODED == ["b"]
    assert {name: again[name].word for name in again} == {"a": "a", "b": "beta", "c": "gamma"}


def test_what_is_forgotten_is_gone_whether_it_slept_or_not(kept: ByDocument[Told]) -> None:
    assert kept["a"].word == "a"
    del kept["a"]
    assert kept.pop("b").word == "b"
    del kept["c"]
    assert (list(kept), len(kept)) == ([], 0)
    with pytest.raises(KeyError):
        del kept["c"]


def test_values_can_be_asked_for_while_they_are_gone_through(kept: ByDocument[Told]) -> None:
    assert [one.word for one in kept.values()] == ["a", "b", "c"]
    assert DECODED == ["a", "b", "c"]


def test_what_was_encoded_stays_so(kept: ByDocument[Told]) -> None:
    first = kept["b"]
    pickle.dumps(kept)
    assert DECODED == ["b"]
    assert kept["b"] is not first
    assert DECODED == ["b", "b"]


def test_what_parallel_readers_recorded_is_taken_over_asleep(kept: ByDocument[Told]) -> None:
    theirs: ByDocument[Told] = ByDocument()
    theirs.update({name: Told(f"new {name}") for name in "bcd"})
    assert (kept["b"].word, DECODED) == ("b", ["b"])
    kept.take_over(pickle.loads(pickle.dumps(theirs)), {"b", "d", "e"})
    assert DECODED == ["b"]
    assert {name: kept[name].word for name in kept} == {
        "a": "a",
        "b": "new b",
        "c": "c",
        "d": "new d",
    }
