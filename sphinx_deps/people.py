"""People as proposals name them: names, accounts, addresses and links, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Field, Person
from sphinx_deps.values import ADDRESS, ASIDE, LINK, LinksAside, cut, is_filled, without_reference
from sphinx_deps.vocabulary import FieldRule

_PAGE = regex(rf"[<(]?(?P<url>{ADDRESS.pattern})[>)]?")
_EMAIL = regex(r"[<(]?(?P<email>(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+)[>)]?")
"""Begins where the word does and never gives back: what is no address takes no longer than one."""
_HANDLE = regex(r"(?<![\w/])@(?P<handle>[A-Za-z0-9][\w-]*(?:/[\w-]+)?)")
_BARE_HANDLE = regex(r"(?=.*[a-z0-9])[a-z0-9][a-z0-9-]*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_AND = regex(r"[ \t]+(?:and|&)[ \t]+")
_BETWEEN_PEOPLE = regex(rf"[\n,;]|{_AND.pattern}")
_BEFORE_ACCOUNT = regex(r"(?<=\S)[ \t]+(?=@[A-Za-z0-9])")
_ACCOUNT_ALONE = regex(r"@[\w/-]+[ \t]*(?:[)\]>(.<\[@]|\Z)")
"""An account that no further word of a name follows."""
_COMPANY = regex(r"(?<=\w )(?P<account>\([^()\n@,]*@[^()\n@,]*),[^()\n@]*\)")
"""What follows an account in the brackets behind a name: it is not somebody else."""
_NAME_IN_MARKS = regex(r"\((?P<name>[^()]*)\)")
_MARKS = " <>`*\"'"
"""What may stand around a name, brackets apart."""
_BEFORE_HANDLE = regex(r"(?:(?:\A|[\s(\[<])[\w-]+:)?[\s(\[<,\u2013\u2014-]*\Z")
"""What leads from a name to an account: `(`, `- `, `(GitHub: `."""


def read_people(text: str, rule: FieldRule) -> tuple[Person, ...]:
    """The people that a text names."""
    return _people(text, people_parts(text, rule), rule)


def field_people(field: Field, rule: FieldRule) -> tuple[Person, ...]:
    """The people that a field names."""
    return _people(field.text, field_people_parts(field, rule), rule)


def _people(text: str, parts: Iterable[str], rule: FieldRule) -> tuple[Person, ...]:
    if not is_filled(text, rule):
        return ()
    return tuple(person for part in parts for person in _person(part))


def field_people_parts(field: Field, rule: FieldRule) -> Iterator[str]:
    """The text of a field cut at each person; an entry of a list is never cut at its commas."""
    if len(field.items) < 2:
        return people_parts(field.text, rule)
    return (part for item in field.items for part in _people_in(item))


def people_parts(text: str, rule: FieldRule) -> Iterator[str]:
    """The text cut where one person ends and the next begins; links stay whole."""
    text = _COMPANY.sub(r"\g<account>)", text)
    whole = LinksAside(text, lambda link: "" if _is_of_name(link) else "\n")
    for part in cut(_AND.sub("\n", whole.text), rule):
        for person in _people_in(part):
            yield whole.restored(person).strip().rstrip(".").strip()


def _is_of_name(link: re.Match[str]) -> bool:
    """Whether a link is the account, the address or the page of the name right before it."""
    text, end = link.string, link.start()
    # Not from the beginning on for each link: behind another one, no name goes on.
    start = max(text.rfind("]", 0, end), 0)
    name = _BETWEEN_PEOPLE.split(text[start:end])[-1].rstrip()
    if not _is_name(name) or not any(map(str.isalpha, name)):
        return False
    url, words = link["url"], link["text"]
    is_account = words.startswith("@") or url.startswith("mailto:") or _profile_handle(url)
    return name.endswith("(") or (bool(is_account) and not name.endswith(":"))


def _people_in(part: str) -> Iterator[str]:
    """A part cut before each `@account` that is not the account of the name before it."""
    start = 0
    for match in _BEFORE_ACCOUNT.finditer(part):
        before, after = part[start : match.start()], part[match.end() :]
        if not (_is_name(before) and _ACCOUNT_ALONE.match(after)):
            yield before
            start = match.end()
    yield part[start:]


def _is_name(text: str) -> bool:
    """Whether a text is neither an account nor a link, both of which name somebody already."""
    return not {"@", ASIDE, "]"} & {*text}


def _person(text: str) -> Iterator[Person]:
    text = without_reference(text)
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    link = LINK.search(text)
    if link:
        yield _linked_person(link, text)
        return
    page = _PAGE.search(text)
    if page:
        yield _person_with_page(text, page)
        return
    email = _EMAIL.search(text)
    address = email["email"] if email else None
    rest = _EMAIL.sub("", text).strip() if email else text
    handle = _HANDLE.search(rest)
    if handle:
        yield _person_with_handle(rest, handle, address)
    elif rest or address:
        yield _named_person(_bare_name(rest), address)


def _bare_name(text: str) -> str:
    """A name without the marks around it; brackets that belong to it stay."""
    name = text.strip(_MARKS)
    if name.startswith("(") and name.find(")") == len(name) - 1:
        name = name[1:-1]
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name.strip(_MARKS)


def _linked_person(link: re.Match[str], text: str) -> Person:
    url = link["url"]
    words = link["text"].strip().strip("`*")
    handle = words.removeprefix("@") if _is_profile(url, words) else None
    if handle is None and (profile := _profile_handle(url)):
        handle = profile
    email = url.removeprefix("mailto:") if url.startswith("mailto:") else None
    before = _BEFORE_HANDLE.sub("", text[: link.start()]).strip()
    name = before or words.removeprefix("@") or handle or url
    around = _NAME_IN_MARKS.search(text[link.end() :])
    if around and handle == name:
        name = around["name"]
    return Person(name, handle, None if email else url, email)


def _person_with_page(text: str, page: re.Match[str]) -> Person:
    """`Ada Example <https://ada.example>`, in any brackets, with an address for mail or without."""
    url, rest = page["url"], text[: page.start()] + text[page.end() :]
    email, handle = _EMAIL.search(rest), _profile_handle(url)
    name = _bare_name(_EMAIL.sub("", rest))
    return Person(name or handle or url, handle, url, email["email"] if email else None)


def _is_profile(url: str, words: str) -> bool:
    return words.startswith("@") or url.rstrip("/").endswith(f"/{words}")


def _profile_handle(url: str) -> str | None:
    match = re.fullmatch(r"https?://(?:www\.)?git(?:hub|lab)\.com/([\w-]+)/?", url)
    return match[1] if match else None


def _person_with_handle(text: str, found: re.Match[str], email: str | None) -> Person:
    handle = found["handle"]
    before, after = text[: found.start()], text[found.end() :].strip()
    before = _BEFORE_HANDLE.sub("", before).strip()
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
