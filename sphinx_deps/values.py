"""The text of a field as what its type says: people, dates, links, names of proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from sphinx_deps.proposal import Date, Person
from sphinx_deps.text import fold
from sphinx_deps.vocabulary import FieldRule

_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*(?:\([^()]*\)[^()\s]*)*)\)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\],;]+[^\s<>()\[\],;.]")
_EMAIL = re.compile(r"[<(]?(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)[>)]?")
_HANDLE = re.compile(r"(?<![\w/])@(?P<handle>[A-Za-z0-9][\w-]*(?:/[\w-]+)?)")
_BARE_HANDLE = re.compile(r"(?=.*[a-z0-9])[a-z0-9][a-z0-9-]*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_BULLET = re.compile(r"(?m)^\s*(?:[-*+]|\d+[.)])\s+")
_NAME_IN_MARKS = re.compile(r"\((?P<name>[^()]*)\)")
_MENU = re.compile(r"\[[xX]\]")
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
)


def is_none(text: str, rule: FieldRule) -> bool:
    """Whether the text says that there is nothing to say."""
    return bool(text) and text.strip().casefold() in {word.casefold() for word in rule.none}


def is_placeholder(text: str, rule: FieldRule) -> bool:
    """Whether the text is yet to be filled in."""
    text = text.strip()
    if fold(text) in {fold(word) for word in rule.placeholders}:
        return True
    bracketed = text.startswith("[") and text.endswith("]") and "](" not in text
    if bracketed and "|" not in text and not _MENU.match(text):
        # One word in brackets is an author who kept the template's brackets.
        return bool(re.search(r"[\s/]", text))
    return text.startswith("<") and text.endswith(">") and " " in text


def is_menu(text: str) -> bool:
    """Whether the text is the template's list of choices rather than one of them."""
    return text.count("|") > 1 or bool(_MENU.search(text))


def is_filled(text: str, rule: FieldRule) -> bool:
    """Whether the text says something."""
    return bool(text.strip()) and not is_none(text, rule) and not is_placeholder(text, rule)


def split_values(text: str, rule: FieldRule) -> tuple[str, ...]:
    """The single values of a text that may hold several."""
    text = _BULLET.sub("\n", text)
    parts = re.split("|".join(map(re.escape, (*rule.separators, "\n"))), text)
    return tuple(part.strip() for part in parts if part.strip())


def read_people(text: str, rule: FieldRule) -> tuple[Person, ...]:
    """The people that a text names."""
    if not is_filled(text, rule):
        return ()
    return tuple(person for part in _people_parts(text, rule) for person in _person(part))


def _people_parts(text: str, rule: FieldRule) -> Iterator[str]:
    """The text cut where one person ends and the next begins; links stay whole."""
    links: list[str] = []

    def keep(match: re.Match[str]) -> str:
        links.append(match[0])
        return f"\n\x00{len(links) - 1}\x00"

    text = _LINK.sub(keep, _BULLET.sub("\n", text))
    text = re.sub(r"(?<=\S)[ \t]+(?=@[A-Za-z0-9])", "\n", text)
    text = re.sub(r"[ \t]+(?:and|&)[ \t]+", "\n", text)
    for part in split_values(text, rule):
        restored = re.sub(r"\x00(\d+)\x00", lambda match: links[int(match[1])], part)
        yield restored.strip().rstrip(".").strip()


def _person(text: str) -> Iterator[Person]:
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    link = _LINK.search(text)
    if link:
        yield _linked_person(link, text)
        return
    email = _EMAIL.search(text)
    address = email["email"] if email else None
    rest = _EMAIL.sub("", text).strip() if email else text
    handle = _HANDLE.search(rest)
    if handle:
        yield _person_with_handle(rest, handle, address)
    elif rest or address:
        yield _named_person(rest.strip(" ()<>`*\"'"), address)


def _linked_person(link: re.Match[str], text: str) -> Person:
    url = link["url"]
    words = link["text"].strip().strip("`*")
    handle = words.removeprefix("@") if _is_profile(url, words) else None
    if handle is None and (profile := _profile_handle(url)):
        handle = profile
    email = url.removeprefix("mailto:") if url.startswith("mailto:") else None
    name = words.removeprefix("@") or handle or url
    around = _NAME_IN_MARKS.search(text[link.end() :])
    if around and handle == name:
        name = around["name"]
    return Person(name, handle, None if email else url, email)


def _is_profile(url: str, words: str) -> bool:
    return words.startswith("@") or url.rstrip("/").endswith(f"/{words}")


def _profile_handle(url: str) -> str | None:
    match = re.fullmatch(r"https?://(?:www\.)?git(?:hub|lab)\.com/([\w-]+)/?", url)
    return match[1] if match else None


def _person_with_handle(text: str, found: re.Match[str], email: str | None) -> Person:
    handle = found["handle"]
    before, after = text[: found.start()].strip(" ([<"), text[found.end() :].strip()
    inside = _NAME_IN_MARKS.search(after)
    # Parentheses may as well hold a company: only two words, or more, are a name.
    named = inside["name"].strip() if inside and " " in inside["name"].strip() else None
    if after and not inside and not before and after.strip(")]> .")[:1].isupper():
        if handle[:1].isupper():
            # "@Chong Li": a name with an at sign, not a handle.
            return Person(f"{handle} {after}", None, None, email)
        named = after
    name = before or named or handle
    return Person(name, handle, None, email)


def _named_person(text: str, email: str | None) -> Person:
    if not text and email:
        return Person(email, None, None, email)
    handle = text if email is None and _is_bare_handle(text) else None
    return Person(text, handle, None, email)


def _is_bare_handle(text: str) -> bool:
    return bool(_BARE_HANDLE.fullmatch(text)) and text == text.lower() if text else False


def read_date(text: str, rule: FieldRule) -> Date:
    """The date that a text states, as far as it can be told."""
    text = text.strip()
    slashes = _SLASHES.fullmatch(text)
    ambiguous = bool(slashes) and not rule.formats and _both_ways(text)
    for form in (*rule.formats, *_DATE_FORMATS):
        try:
            return Date(text, _parse(text, form), form, ambiguous)
        except ValueError:
            continue
    impossible = bool(_YEAR_FIRST.fullmatch(text) or slashes)
    return Date(text, None, None, impossible=impossible)


def _parse(text: str, form: str) -> str:
    # `strptime` depends on the locale only for names of months, which are English here.
    return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007


def _both_ways(text: str) -> bool:
    match = _SLASHES.fullmatch(text)
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first <= 12 and second <= 12 and first != second


def days_between(earlier: str, later: str) -> int:
    """The days from one ISO date to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def read_links(text: str) -> tuple[tuple[str, str], ...]:
    """The links in a text as words and address, Markdown links and bare addresses."""
    found = [(match.start(), match["text"], match["url"]) for match in _LINK.finditer(text)]
    bare = _LINK.sub(lambda match: " " * len(match[0]), text)
    found += [(match.start(), match[0], match[0]) for match in _ADDRESS.finditer(bare)]
    return tuple((words, url) for _, words, url in sorted(found))
