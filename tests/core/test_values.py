"""The text of a field becomes people, dates and links as people write them."""

from __future__ import annotations

import _strptime  # type: ignore[import-not-found]
import calendar
from datetime import datetime
from pathlib import Path

import pytest

from sphinx_deps.dates import read_date, render_date
from sphinx_deps.people import read_people
from sphinx_deps.process_loading import load_process
from sphinx_deps.proposal import Person
from sphinx_deps.values import (
    is_filled,
    is_menu,
    is_none,
    is_placeholder,
    is_status_menu,
    read_links,
    split_values,
)
from sphinx_deps.vocabulary import DateFormat, FieldRule

PEOPLE = FieldRule(type="people")
DATE = FieldRule(type="date")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Example", [Person("Ada Example")]),
        ("Ada Example, Bob", [Person("Ada Example"), Person("Bob")]),
        ("Ada (ada@x.example)", [Person("Ada", email="ada@x.example")]),
        ("Ada <ada@x.example>", [Person("Ada", email="ada@x.example")]),
        ("ada@x.example", [Person("ada@x.example", email="ada@x.example")]),
        ("@ada @bob-b", [Person("ada", "ada"), Person("bob-b", "bob-b")]),
        ("@ada, @org/team", [Person("ada", "ada"), Person("org/team", "org/team")]),
        (
            "- @ada (Some Company Inc)\n- @bob",
            [Person("Some Company Inc", "ada"), Person("bob", "bob")],
        ),
        ("@ada (Company)", [Person("ada", "ada")]),
        ("@ada (Ada Example)", [Person("Ada Example", "ada")]),
        ("Ada Example (@ada)", [Person("Ada Example", "ada")]),
        ("@Ada Example", [Person("Ada Example")]),
        ("@ada1 AdaExample", [Person("AdaExample", "ada1")]),
        (
            "[@ada](https://github.com/ada) [bob](https://github.com/bob)",
            [
                Person("ada", "ada", "https://github.com/ada"),
                Person("bob", "bob", "https://github.com/bob"),
            ],
        ),
        (
            "[Ada Example](https://github.com/ada)",
            [Person("Ada Example", "ada", "https://github.com/ada")],
        ),
        ("[Ada](mailto:ada@x.example)", [Person("Ada", email="ada@x.example")]),
        ("[Ada](https://ada.example/me)", [Person("Ada", url="https://ada.example/me")]),
        ("Ada <https://ada.example>", [Person("Ada", url="https://ada.example")]),
        (
            "Ada <ada@x.example> (https://github.com/ada), <https://bob.example>",
            [
                Person("Ada", "ada", "https://github.com/ada", "ada@x.example"),
                Person("https://bob.example", url="https://bob.example"),
            ],
        ),
        ("https://github.com/ada", [Person("ada", "ada", "https://github.com/ada")]),
        ("ada1, bob-b", [Person("ada1", "ada1"), Person("bob-b", "bob-b")]),
        ("[bob-b]", [Person("bob-b", "bob-b")]),
        ("Ada and Bob & Cy", [Person("Ada"), Person("Bob"), Person("Cy")]),
        ("Ada Example (Acme)", [Person("Ada Example (Acme)")]),
        ("Ada (she/her)", [Person("Ada (she/her)")]),
        ("(Ada)", [Person("Ada")]),
        (
            "Ada Example (Acme) <ada@x.example>",
            [Person("Ada Example (Acme)", email="ada@x.example")],
        ),
        (
            "Ada Example @ada, Bob @bob-b",
            [Person("Ada Example", "ada"), Person("Bob", "bob-b")],
        ),
        ("Ada @ada @bob", [Person("Ada", "ada"), Person("bob", "bob")]),
        ("Ada Example (GitHub: @ada)", [Person("Ada Example", "ada")]),
        ("Ada Example - @ada", [Person("Ada Example", "ada")]),
        ("Ada Example @Bob Cy", [Person("Ada Example"), Person("Bob Cy")]),
        (
            "<ada@x.example>, <bob@x.example>",
            [
                Person("ada@x.example", email="ada@x.example"),
                Person("bob@x.example", email="bob@x.example"),
            ],
        ),
        (
            "Ada Example ([@ada](https://github.com/ada)), Bob [@bob](https://github.com/bob)",
            [
                Person("Ada Example", "ada", "https://github.com/ada"),
                Person("Bob", "bob", "https://github.com/bob"),
            ],
        ),
        ("Ada \u2013 [mail](mailto:ada@x.example)", [Person("Ada", email="ada@x.example")]),
        ("Ada ([page](https://ada.example))", [Person("Ada", url="https://ada.example")]),
        (
            "@bob ([Ada](https://ada.example))",
            [Person("bob", "bob"), Person("Ada", url="https://ada.example")],
        ),
        (
            "Led by [Ada](https://ada.example)",
            [Person("Led by"), Person("Ada", url="https://ada.example")],
        ),
        ("Ada (@ada, Acme), Bob", [Person("Ada", "ada"), Person("Bob")]),
        ("Ada (ada@x.example, Acme)", [Person("Ada", email="ada@x.example")]),
        ("[Ada Example][ada], [Bob]", [Person("Ada Example"), Person("Bob")]),
        ("[Ada, and more](https://x.example)", [Person("Ada, and more", url="https://x.example")]),
        ("TBD", []),
        ("N/A", []),
        ("[Names of the team]", []),
        ("", []),
    ],
)
def test_people_are_read(text: str, people: list[Person]) -> None:
    assert list(read_people(text, PEOPLE)) == people


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-01-05", "2026-01-05"),
        ("Jul 09 2025", "2025-07-09"),
        ("July 21 2025", "2025-07-21"),
        ("March 31, 2026", "2026-03-31"),
        ("5 January 2026", "2026-01-05"),
        ("5-Jan-2026", "2026-01-05"),
        ("January 5th, 2026", "2026-01-05"),
        ("Sept. 3, 2025", "2025-09-03"),
        ("3 Sept. 2025", "2025-09-03"),
        ("1 March, 2026", "2026-03-01"),
        ("01-March-2026", "2026-03-01"),
        ("5, January 2026", None),
        ("January-5 2026", None),
        ("07/15/2025", "2025-07-15"),
        ("2024-12-4", "2024-12-04"),
        ("soon", None),
        ("2025-30-01", None),
    ],
)
def test_dates_are_read(text: str, iso: str | None) -> None:
    assert read_date(text, DATE).iso == iso


@pytest.mark.parametrize("time", ["T10:00:00Z", " 10:00:00", " 9:30:00.5 +02:00"])
def test_the_time_behind_a_date_is_no_part_of_it(time: str) -> None:
    assert read_date(f"2026-03-01{time}", DATE).iso == "2026-03-01"
    assert read_date(f"2026-03-01{time}", DATE).format is None


def test_dates_that_can_be_read_two_ways_say_so() -> None:
    assert read_date("07/01/2025", DATE).ambiguous
    assert not read_date("07/07/2025", DATE).ambiguous
    assert not read_date("07/15/2025", DATE).ambiguous
    american = FieldRule(type="date", formats=(DateFormat("%m/%d/%Y"),))
    assert not read_date("07/01/2025", american).ambiguous


def test_dates_that_no_calendar_has_say_so() -> None:
    assert read_date("2025-02-30", DATE).impossible
    assert read_date("13/13/2025", DATE).impossible
    assert not read_date("soon", DATE).impossible


@pytest.mark.parametrize(
    "text", ["TBD", "tbd", "[Link to the pull request]", "[Name/Team]", "<your name>"]
)
def test_what_is_yet_to_be_filled_in_is_seen(text: str) -> None:
    assert is_placeholder(text, PEOPLE)
    assert not is_filled(text, PEOPLE)


@pytest.mark.parametrize(
    "text", ["[bob-b]", "[text](https://x.example)", "Ada", "[x] Draft | Final"]
)
def test_what_is_filled_in_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text, PEOPLE)


def test_none_and_menus_are_seen() -> None:
    assert is_none("n/a", PEOPLE)
    assert not is_none("", PEOPLE)
    assert is_menu("Draft | Review | Final")
    assert is_menu("[x] Draft")
    assert not is_menu("Draft")


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("Draft | Accepted", True),
        ("draft/ACCEPTED", True),
        ("Draft | Final | Odd", True),
        ("In review / accepted | Draft", True),
        ("[Draft | Accepted]", True),
        ("[x] Draft", True),
        ("Draft", False),
        ("Draft | Odd", False),
        ("Draft / see #12", False),
        ("Draft, Accepted", False),
        ("In review / accepted", False),
        ("Draft/Accepted (1.2)", False),
        ("", False),
    ],
)
def test_two_declared_statuses_are_a_list_of_choices(
    tmp_path: Path, text: str, is_list: bool
) -> None:
    (tmp_path / "process.yaml").write_text(
        "statuses:\n  Draft: {stage: draft}\n  Accepted: {stage: accepted, pattern: '.*1.2.*'}\n"
        "  In review / accepted: {stage: review}\n",
        encoding="utf-8",
    )
    assert is_status_menu(text, load_process(tmp_path / "process.yaml")) == is_list


def test_links_are_read_with_and_without_words() -> None:
    text = "[#22](https://x.example/pull/22), https://y.example/1."
    assert read_links(text) == (
        ("#22", "https://x.example/pull/22"),
        ("https://y.example/1", "https://y.example/1"),
    )


def test_several_values_are_split_at_the_declared_separators() -> None:
    assert split_values("a, b\n- c", PEOPLE) == ("a", "b", "c")
    assert split_values("a / b, c", FieldRule(separators=("/",))) == ("a", "b, c")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `sphinx-build` makes of `strptime` in a German locale, which few machines have."""
    names = ["", *["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"], *["-"] * 5]
    monkeypatch.setattr(calendar, "month_name", names)
    monkeypatch.setattr(calendar, "month_abbr", [name[:3] for name in names])
    monkeypatch.setattr(_strptime, "_TimeRE_cache", _strptime.TimeRE())
    monkeypatch.setattr(_strptime, "_regex_cache", {})
    with pytest.raises(ValueError, match="does not match"):
        datetime.strptime("March 2026", "%B %Y")  # noqa: DTZ007


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("text", ["March 30, 2026", "30 Mar 2026", "30-March-2026"])
def test_months_are_english_in_every_locale(text: str) -> None:
    rule = FieldRule(type="date", formats=(DateFormat("%d-%B-%Y"),))
    assert read_date(text, rule).iso == "2026-03-30"
    assert render_date("2026-03-30", "%d %B %Y, %b") == "30 March 2026, Mar"
