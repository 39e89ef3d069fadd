"""From the address of a site, or of a feed, to the feeds there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from diversify.domain import Feed, Fetched, FetchRequest
from diversify.errors import DiscoveryError, ParseError
from diversify.ingest.clean import title_of
from diversify.ingest.opml_outline import address
from diversify.protocols import Fetcher, Parser

COMMON_PATHS = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds", "blog/feed")
"""Tried below the site where its page names no feed."""

_PAGE_LIMIT = 1 << 20
_LINK = re.compile(r"<link\b[^<>]{1,4096}>", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]{0,1024}?\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2048})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([a-z-]{1,20})\s*=\s*(?:\"([^\"]{0,2048})\"|'([^']{0,2048})'|([^\s\"'<>]{1,2048}))", re.IGNORECASE
)
_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "text/xml",
        "application/xml",
    )
)
_MOST = 20


def discover(url: str, fetcher: Fetcher, parser: Parser, *, allow_private: bool = False) -> list[Feed]:
    """Find the feeds at an address: the feed itself, those its page names, or those at the usual places.

    Parameters
    ----------
    url
        A web address; `https://` is put before a bare host name.
    fetcher, parser
        Who fetches, and who reads.
    allow_private
        Permit private and loopback addresses for this host.

    Returns
    -------
    list of Feed
        At least one, each readable, in the order in which the page names them.

    Raises
    ------
    DiscoveryError
        Where there is none; the message names the address and the mend.
    """
    start = _start(url)
    answer = next(iter(fetcher.fetch([FetchRequest(start, allow_private=allow_private)])))
    if answer.error_kind:
        raise DiscoveryError(url, answer.error_message, kind=answer.error_kind, mend=_mend(answer))
    feed = _as_feed(answer, parser, allow_private=allow_private)
    if feed is not None:
        return [feed]
    named = [Feed(link, title=title, allow_private=allow_private) for link, title in page_links(answer)]
    for candidates in (named, [Feed(link, allow_private=allow_private) for link in _guesses(answer)]):
        found = list(_readable(candidates, fetcher, parser))
        if found:
            return found
    raise DiscoveryError(
        url,
        "is no feed, and no feed was found there",
        kind="no_feed",
        mend="look on the site for its RSS or Atom address and add that",
    )


def _start(url: str) -> str:
    text = url.strip()
    given = address(text)
    if given:
        return given
    host = text.partition("/")[0].partition(":")[0]
    bare = "://" not in text and " " not in text and ("." in host.strip(".") or host == "localhost")
    if bare and (guess := address(f"https://{text}")):
        return guess
    raise DiscoveryError(url, "is not a web address", kind="scheme", mend="give one like https://news.example/feed.xml")


def _mend(answer: Fetched) -> str:
    if answer.error_kind == "dns":
        return "check how it is written"
    return "" if answer.error_kind == "address" else "open it in a browser to see whether it is there"


def _as_feed(answer: Fetched, parser: Parser, *, allow_private: bool, title: str = "") -> Feed | None:
    """The feed that an answer is, or None; a feed that moved for good is taken at its new address."""
    if answer.error_kind or not answer.body:
        return None
    where = answer.final_url or answer.url
    try:
        parsed = parser.parse(answer.body, url=where, content_type=answer.content_type)
    except ParseError:
        return None
    return Feed(
        answer.moved_to or answer.url,
        title=parsed.title or title,
        site=parsed.site,
        language=parsed.language,
        allow_private=allow_private,
    )


def page_links(page: Fetched) -> list[tuple[str, str]]:
    """Address and title of each `<link rel=alternate>` of a page whose type is one of feeds.

    Examples
    --------
    >>> page_links(Fetched("http://n.example/", body=b'<link rel=alternate type="application/rss+xml" href="/feed">'))
    [('http://n.example/feed', '')]
    """
    text = page.body[:_PAGE_LIMIT].decode("utf-8", "replace")
    base = urljoin(page.final_url or page.url, html.unescape(found[1]) if (found := _BASE.search(text)) else "")
    links: dict[str, str] = {}
    for tag in _LINK.findall(text):
        values = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        kind = values.get("type", "").partition(";")[0].strip().lower()
        link = address(urljoin(base, values.get("href", "").strip()))
        if link and "alternate" in values.get("rel", "").lower().split() and kind in _TYPES and values.get("href"):
            links.setdefault(link, title_of(values.get("title", "")))
    return list(links.items())[:_MOST]


def _guesses(page: Fetched) -> Iterator[str]:
    where = page.final_url or page.url
    parts = urlsplit(where)
    roots = dict.fromkeys((urljoin(where, "."), f"{parts.scheme}://{parts.netloc}/"))
    for root in roots:
        for path in COMMON_PATHS:
            yield root + path


def _readable(candidates: Iterable[Feed], fetcher: Fetcher, parser: Parser) -> Iterator[Feed]:
    """Those of the candidates that are feeds, in their order; each feed once."""
    wanted = {feed.url: feed for feed in candidates}
    private = any(feed.allow_private for feed in wanted.values())
    answers = {
        one.url: one
        for one in fetcher.fetch([FetchRequest(url, allow_private=feed.allow_private) for url, feed in wanted.items()])
    }
    seen: set[bytes] = set()
    for url, feed in wanted.items():
        found = _as_feed(answers[url], parser, allow_private=private, title=feed.title)
        if found is not None and answers[url].body not in seen:
            seen.add(answers[url].body)
            yield found
