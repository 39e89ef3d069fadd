"""What the page of a site says of its feeds: alternates in its head, and anchors that look like feeds.

Read by patterns of bounded length, because a page is hostile until shown otherwise and a tree of it is not needed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from diversify.domain import Fetched
from diversify.ingest.clean import title_of
from diversify.ingest.opml_outline import address

MOST: Final = 10
"""Addresses that are taken from one page."""

_PAGE_LIMIT = 1 << 20
_LINK = re.compile(r"<link\b[^<>]{1,4096}>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b([^<>]{1,4096})>([^<>]{0,200})", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]{0,1024}?\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2048})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([a-z-]{1,20})\s*=\s*(?:\"([^\"]{0,2048})\"|'([^']{0,2048})'|([^\s\"'<>]{1,2048}))", re.IGNORECASE
)
_TYPES = frozenset(
    (
        *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"),
        *("text/xml", "application/xml", "application/x-rss+xml"),
    )
)
_FEEDISH = re.compile(
    r"(?:^https?://feeds?\d?\.|/feeds?(?:/|\.\w{2,5})?(?:\?|$)|/(?:rss|atom)(?:/[\w-]{0,40})?/?(?:\?|$)"
    r"|\.(?:rss|atom|rdf)(?:\?|$)|/(?:rss|atom|index|feed)\.(?:xml|json|php)(?:\?|$)|[?&](?:feed|format)=(?:rss|atom))",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:rss|atom|json feed|xml feed)\b", re.IGNORECASE)
_HIDDEN = ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"))


def page_links(page: Fetched) -> list[tuple[str, str]]:
    """Address and title of each `<link rel=alternate>` of a page whose type, or address, is one of feeds.

    Examples
    --------
    >>> page_links(Fetched("http://n.example/", body=b'<link rel=alternate type="application/rss+xml" href="/feed">'))
    [('http://n.example/feed', '')]
    """
    text = _text(page)
    base = _base(page, text)
    links: dict[str, str] = {}
    for tag in _LINK.findall(text):
        values = _values(tag)
        kind = values.get("type", "").partition(";")[0].strip().lower()
        link = _link(base, values)
        rel = values.get("rel", "").lower().split()
        fits = kind in _TYPES or (kind in ("", "application/json") and _FEEDISH.search(link) is not None)
        if link and (("alternate" in rel and fits) or "feed" in rel):
            links.setdefault(link, title_of(values.get("title", "")))
    return list(links.items())[:MOST]


def page_anchors(page: Fetched) -> list[tuple[str, str]]:
    """Address and words of each link of a page that looks like one to a feed.

    Examples
    --------
    >>> page_anchors(Fetched("http://n.example/", body=b'<a href="/sea.rss">Sea</a> <a href="/about">RSS</a>'))
    [('http://n.example/sea.rss', 'Sea'), ('http://n.example/about', 'RSS')]
    """
    text = _text(page)
    base = _base(page, text)
    sure: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    for tag, words in _ANCHOR.findall(text):
        values = _values(tag)
        link = _link(base, values)
        if link and _FEEDISH.search(link):
            sure.setdefault(link, title_of(values.get("title") or words))
        elif link and _SAID.search(f"{words} {values.get('title', '')} {values.get('class', '')}"):
            perhaps.setdefault(link, title_of(values.get("title") or words))
    return list((sure | {link: name for link, name in perhaps.items() if link not in sure}).items())[:MOST]


def _text(page: Fetched) -> str:
    body = page.body[:_PAGE_LIMIT]
    for start, end in _HIDDEN:
        body = b" ".join(_shown(body, start, end))
    return body.decode("utf-8", "replace")


def _shown(body: bytes, start: bytes, end: bytes) -> Iterator[bytes]:
    """What lies outside of such a pair, in one pass whatever the page says."""
    small = body.lower()
    here = 0
    while (found := small.find(start, here)) >= 0:
        yield body[here:found]
        over = small.find(end, found)
        if over < 0:
            return
        here = over + len(end)
    yield body[here:]


def _base(page: Fetched, text: str) -> str:
    found = _BASE.search(text)
    return _joined(page.final_url or page.url, html.unescape(found[1]) if found else "")


def _values(tag: str) -> dict[str, str]:
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in reversed(_ATTRIBUTE.findall(tag))}


def _link(base: str, values: dict[str, str]) -> str:
    target = values.get("href", "").strip()
    return address(_joined(base, target)).partition("#")[0] if target and not target.startswith("#") else ""


def _joined(base: str, target: str) -> str:
    """As `urljoin`, but empty where the target is none."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""
