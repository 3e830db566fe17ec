"""Dates as proposals write them: read in the forms of their process and in the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Date
from sphinx_deps.vocabulary import ISO, FieldRule

_YEAR_LAST = regex(r"(\d{1,2})(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{4})")
_YEAR_FIRST = regex(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TIME_STAMP = regex(r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+\d{1,2}:\d{2}\S*(?: *[-+Z]\S*)?")
_DAY = regex(r"(?<!\d)\d{1,2}(?!\d)")
_ORDINAL = regex(r"(?<=\d)(?:st|nd|rd|th)\b")
_DATE_MARKS = {",", "-"}
_SPELLED_FORMATS = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B, %Y",
    "%d %b, %Y",
    "%d-%b-%Y",
    "%d-%B-%Y",
)
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {"%B": _FULL_MONTHS, "%b": tuple(name[:3] for name in _FULL_MONTHS)}
"""The names of months by what stands for them in a form; proposals have them in English."""
_EARLIEST_ZONE = timezone(timedelta(hours=14))
"""Where a day begins first: who writes there today's date writes no date of the future."""
_FORM_WORDS = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%B": "Month", "%b": "Mon", "%y": "YY"}


def read_date(text: str, rule: FieldRule) -> Date:
    """The date that a text states, as far as it can be told."""
    return _read_date(text.strip(), rule.formats)


@lru_cache(maxsize=4096)
def _read_date(text: str, formats: tuple[str, ...]) -> Date:
    form, iso = _named_date(text, (*formats, *_likely_forms(text)))
    if iso:
        # Where both are the same, as they mostly are, one string is enough.
        return Date(text, text if text == iso else iso, form)
    stamp = _TIME_STAMP.fullmatch(text)
    readings = date_readings(stamp["day"] if stamp else text)
    if readings:
        return Date(text, readings[0], None, ambiguous=len(readings) > 1)
    plain = _ORDINAL.sub("", text).replace(". ", " ").replace("Sept ", "Sep ")
    _, iso = _named_date(plain, _likely_forms(plain))
    return Date(text, iso, None, impossible=iso is None and _is_no_day(plain))


def _likely_forms(text: str) -> Iterator[str]:
    """Those of the usual forms that a text may have: to read any but the first is slow to load."""
    yield ISO
    if not (any(map(str.isdigit, text)) and any(map(str.isalpha, text))):
        return
    marks = _DATE_MARKS & {*text}
    for form in _SPELLED_FORMATS:
        is_day_first = form.startswith("%d")
        if is_day_first == text[0].isdigit() and marks == _DATE_MARKS & {*form}:
            yield form


def _named_date(text: str, forms: Iterable[str]) -> tuple[str | None, str | None]:
    """The first form that the text has, and the date that it then states."""
    for form in forms:
        try:
            iso = _read_form(text, form).isoformat()
        except ValueError:
            continue
        if form != ISO or iso == text:
            return form, iso
    return None, None


def _read_form(text: str, form: str) -> date:
    if form == ISO:
        return date.fromisoformat(text)
    return datetime.strptime(*_in_figures(text, form)).date()  # noqa: DTZ007


def _in_figures(text: str, form: str) -> tuple[str, str]:
    """A date and its form with the month as a number: `strptime` knows those of the locale."""
    for directive, names in _MONTHS.items():
        if directive in form:
            named = re.search("|".join(names), text, re.IGNORECASE)
            if named is None:
                raise ValueError(text)
            number = [name.lower() for name in names].index(named[0].lower()) + 1
            text = f"{text[: named.start()]}{number:02}{text[named.end() :]}"
            form = form.replace(directive, "%m", 1)
    return text, form


def date_readings(text: str) -> tuple[str, ...]:
    """The dates that one in figures may state; two where day and month cannot be told apart."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        orders = [(match[1], match[2], match[3])]
    elif match := _YEAR_LAST.fullmatch(text):
        month_first, day_first = (match[4], match[1], match[3]), (match[4], match[3], match[1])
        orders = [day_first, month_first] if match["mark"] == "." else [month_first, day_first]
    else:
        return ()
    found = (_iso_date(*map(int, order)) for order in orders)
    return tuple(dict.fromkeys(iso for iso in found if iso))


def possible_dates(text: str, rule: FieldRule) -> tuple[str, ...]:
    """The ISO dates that a text may state, in order; none where it states no date."""
    found = read_date(text, rule)
    readings = date_readings(found.text) if found.ambiguous else ()
    return tuple(sorted(readings)) or ((found.iso,) if found.iso else ())


def _iso_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_no_day(text: str) -> bool:
    """Whether the text, which states no date, has the form of one."""
    if _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text):
        return True
    possible = _DAY.sub("1", text, count=1)
    return _named_date(possible, _likely_forms(possible)) != (None, None)


def render_date(iso: str, form: str) -> str:
    """A date in the given form."""
    day = date.fromisoformat(iso)
    # `strftime` writes early years with fewer than four figures, and months as the locale does.
    form = form.replace("%Y", iso[:4])
    for directive, names in _MONTHS.items():
        form = form.replace(directive, names[day.month - 1])
    return day.strftime(form)


def date_form(form: str) -> str:
    """The form of a date in words: `YYYY-MM-DD`."""
    return re.sub(r"%[a-zA-Z]", lambda match: _FORM_WORDS.get(match[0], match[0]), form)


def current_day() -> date:
    """The date of today, where it is furthest."""
    return datetime.now(_EARLIEST_ZONE).date()


def days_between(earlier: str, later: str) -> int:
    """The days from one ISO date to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
