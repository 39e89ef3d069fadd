"""One outline of a list: its attributes to a feed and back, those that mean nothing to us kept as they are.

What a feed needs beyond OPML (https://opml.org/spec2.opml) lies in attributes of a namespace of our own: our own file
brings back all that the reader chose, and other readers see nothing strange.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from diversify.domain import Feed, FeedLimits
from diversify.ingest.clean import plain, without_tricks
from diversify.ingest.language import language_code
from diversify.ingest.limits import LIMITS
from diversify.ingest.urls import canonical_url

OURS: Final = "https://pypi.org/project/diversify-news/opml"
"""The namespace of our own attributes."""

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_NAME = re.compile(r"(?:\{([^{}\s]{1,500})\})?([^\W\d][\w.-]{0,99})")
_PREFIX = re.compile(r"^([^\W\d][\w.-]{0,30}):")
_COUNTRY = re.compile("[A-Z]{2}")
_CODE = re.compile("[a-z]{2,40}")
_YES: Final = frozenset(("true", "1", "yes"))
_MOST, _LONGEST = 64, 4096  # attributes of an outline that are kept, and characters of each
_STANDARD: Final = ("type", "text", "title", "xmlUrl", "htmlUrl", "language", "category")


def address(text: str) -> str:
    """The address as given, but for spaces and tricks; empty where it is none that is fetched.

    Examples
    --------
    >>> address(" feed://n.example/a "), address("ftp://n.example/")
    ('http://n.example/a', '')
    """
    url = without_tricks(text).strip()
    for old, new in (("feed://", "http://"), ("feed:http", "http")):
        if url.lower().startswith(old):
            url = new + url[len(old) :]
    return url if url.lower().startswith(("http://", "https://")) and canonical_url(url) else ""


def attributes(element: Any) -> dict[str, str]:
    """Attributes of an element by name: `{namespace}name`, or the name alone where it is in none.

    A prefix that the list forgot to declare stands for a namespace of that name.
    """
    return {_PREFIX.sub(r"{urn:undeclared:\1}", str(key)): str(value) for key, value in element.attrib.items()}


def known(values: Mapping[str, str]) -> dict[str, str]:
    """Those in no namespace, by their name in small letters: lists spell `xmlUrl` in many ways."""
    return {name.lower(): value for name, value in reversed(list(values.items())) if not name.startswith("{")}


def read_outline(values: Mapping[str, str], folder: tuple[str, ...]) -> Feed | None:
    """The feed that an outline's attributes name, None where they name none.

    Examples
    --------
    >>> read_outline({"text": "Sea", "xmlUrl": "http://n.example/a", "stars": "5"}, ()).extra
    (('stars', '5'),)
    """
    said = known(values)
    url = address(said.get("xmlurl") or "")
    if not url:
        return None
    title = plain(said.get("title") or said.get("text") or "")[:500]
    own = {name.removeprefix(f"{{{OURS}}}"): value for name, value in values.items() if name.startswith(f"{{{OURS}}}")}
    country = own.get("country", "").upper()
    codes = tuple(dict.fromkeys(filter(_CODE.fullmatch, own.get("industries", "").split(","))))
    feed = Feed(
        url,
        title="" if title == url else title,  # as lists name a feed of which they know no name
        site=canonical_url(said.get("htmlurl") or ""),
        language=language_code(said.get("language") or ""),
        country=country if _COUNTRY.fullmatch(country) else "",
        industries=codes[:_MOST],
        folder=folder,
        window=_is_set(own, "window"),
        paused=_is_set(own, "paused"),
        allow_private=_is_set(own, "allowPrivate"),
        full_text=_is_set(own, "fullText"),
        limits=_limits(own.get("limits", "")),
    )
    return _with_extra(feed, values)


def _is_set(own: Mapping[str, str], name: str) -> bool:
    return own.get(name, "").strip().lower() in _YES


def _limits(text: str) -> FeedLimits:
    """What the file says of limits, within what a reader may set."""
    spans = {limit.field: limit for limit in LIMITS.values()}
    found: dict[str, Any] = {}
    for part in text[:_LONGEST].split():
        name, _, digits = part.partition("=")
        try:
            value = float(digits)
        except ValueError:
            continue
        if name in spans and spans[name].least <= value <= spans[name].most:
            found[name] = value if spans[name].unit.endswith("seconds") else int(value)
    return FeedLimits(**found)


def _with_extra(feed: Feed, values: Mapping[str, str]) -> Feed:
    """The feed with what it would not say of itself: strange attributes, and known ones that it says otherwise."""
    written = {name.lower(): value for name, value in _written(feed).items()}
    read = {"title", "text", "xmlurl"} | ({"htmlurl"} if feed.site else set())
    if plain(values.get("text") or "") not in ("", feed.title) and feed.title:
        read.discard("text")  # a list that gives a feed two names keeps both
    extra: dict[str, str] = {}
    for name, value in values.items():
        small, kept = name.lower(), without_tricks(value)[:_LONGEST]
        if _NAME.fullmatch(name) and small not in read and written.get(small) != kept and len(extra) < _MOST:
            extra[name] = kept
    return replace(feed, extra=tuple(extra.items()))


def _written(feed: Feed) -> dict[str, str]:
    """What a feed says of itself, by attribute; an empty value is not written."""
    name = plain(feed.title) or feed.url
    limits = {item.name: getattr(feed.limits, item.name) for item in fields(feed.limits)}
    own = {
        "industries": ",".join(feed.industries),
        "country": feed.country,
        "window": "true" if feed.window else "",
        "paused": "true" if feed.paused else "",
        "allowPrivate": "true" if feed.allow_private else "",
        "fullText": "true" if feed.full_text else "",
        "limits": " ".join(f"{key}={value!r}" for key, value in limits.items() if value is not None),
    }
    standard = ("rss", name, name, feed.url, feed.site, feed.language, ",".join(feed.industries))
    return dict(zip(_STANDARD, standard, strict=True)) | {f"{{{OURS}}}{key}": value for key, value in own.items()}


def write_outline(feed: Feed, prefixes: dict[str, str]) -> str:
    """The attributes of a feed, as they stand in its outline.

    Parameters
    ----------
    feed
        The feed.
    prefixes
        Namespace to prefix; the namespaces that are met are added.
    """
    values = {name: value for name, value in _written(feed).items() if value}
    spelled = {name.lower(): name for name in values}
    for name, value in feed.extra:
        if name.lower() != "xmlurl" and _NAME.fullmatch(name):
            values[spelled.get(name.lower(), name)] = without_tricks(value)
    return " ".join(f"{_prefixed(name, prefixes)}={_quoted(value)}" for name, value in values.items())


def _prefixed(name: str, prefixes: dict[str, str]) -> str:
    found = _NAME.fullmatch(name)
    space, local = (found[1], found[2]) if found else (None, name)
    if not space:
        return local
    if space == _XML:
        return f"xml:{local}"
    return f"{prefixes.setdefault(space, 'diversify' if space == OURS else f'ns{len(prefixes) + 1}')}:{local}"


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
