"""From the address of a site, or of a feed, to the feeds there.

Which one is the best of several: the first in the order in which the page names them that is no feed of comments and
has entries, else the first that is no feed of comments, else the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from diversify.domain import Feed, Fetched, FetchRequest
from diversify.errors import DiscoveryError, ParseError
from diversify.ingest.opml_outline import address
from diversify.ingest.page import page_anchors, page_links
from diversify.ingest.urls import host_of
from diversify.protocols import Fetcher, Parser

COMMON_PATHS: Final = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds", "blog/feed")
"""Tried below the site where its page names no feed."""

_COMMENTS = re.compile(
    r"\b(?:comments?|commentaires?|kommentare?|comentarios?|coment[áa]rios?|commenti|reacties|replies)\b", re.IGNORECASE
)
_COMMENTS_PATH = re.compile(r"/(?:comments?|replies)(?:/|\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found at an address.

    Attributes
    ----------
    feed
        As it would be subscribed to.
    type
        `rss`, `atom`, `rdf`, `json` or `xml`.
    entries
        How many it has now.
    comments
        Whether it carries what readers say of articles, by its title or address.
    """

    feed: Feed
    type: str
    entries: int
    comments: bool


def discover(url: str, fetcher: Fetcher, parser: Parser, *, allow_private: bool = False) -> list[Feed]:
    """Find the feeds at an address, the best one first.

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
        At least one, each readable; see `look_around` for what is known of each.

    Raises
    ------
    DiscoveryError
        Where there is none; the message names the address and the mend.
    """
    return [found.feed for found in look_around(url, fetcher, parser, allow_private=allow_private)]


def look_around(url: str, fetcher: Fetcher, parser: Parser, *, allow_private: bool = False) -> list[Found]:
    """As `discover`, with what is known of each feed.

    It is the feed itself that is there; or what the page names as its alternates; or links of the page that look like
    feeds; or what is at the usual places below it: the first of these ways that leads to a feed. Permission to be at a
    private address is given to the host that was asked, and to no other that its page names.

    Raises
    ------
    DiscoveryError
        Where there is none; the message names the address and the mend.
    """
    start = _start(url)
    answer = next(iter(fetcher.fetch([FetchRequest(start, allow_private=allow_private)])))
    if answer.error_kind:
        raise DiscoveryError(url, answer.error_message, kind=answer.error_kind, mend=_mend(answer))
    itself = _as_found(answer, parser, Feed(start, allow_private=allow_private))
    if itself is not None:
        return [itself]
    for named in _ways(answer):
        candidates = [
            Feed(link, title=title, allow_private=allow_private and host_of(link) == host_of(start))
            for link, title in named
        ]
        if found := list(_readable(candidates, fetcher, parser)):
            return sorted(found, key=lambda one: (one.comments, one.entries == 0))
    raise DiscoveryError(
        url,
        "is no feed, and no feed was found there",
        kind="no_feed",
        mend="look on the site for its RSS or Atom address and add that",
    )


def _ways(page: Fetched) -> Iterator[list[tuple[str, str]]]:
    """Lists of addresses with titles, the likeliest first; a later one is asked for where an earlier led nowhere."""
    yield page_links(page)
    yield page_anchors(page)
    where = page.final_url or page.url
    parts = urlsplit(where)
    for root in dict.fromkeys((urljoin(where, "."), f"{parts.scheme}://{parts.netloc}/")):
        yield [(root + path, "") for path in COMMON_PATHS]


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


def _as_found(answer: Fetched, parser: Parser, asked: Feed) -> Found | None:
    """The feed that an answer is, or None; a feed that moved for good is taken at its new address."""
    if answer.error_kind or not answer.body:
        return None
    where = answer.final_url or answer.url
    try:
        parsed = parser.parse(answer.body, url=where, content_type=answer.content_type)
    except ParseError:
        return None
    url, title = answer.moved_to or answer.url, parsed.title or asked.title
    stays = host_of(url) == host_of(asked.url)
    feed = Feed(
        url, title=title, site=parsed.site, language=parsed.language, allow_private=asked.allow_private and stays
    )
    comments = any(_COMMENTS.search(name) for name in (title, asked.title)) or _COMMENTS_PATH.search(urlsplit(url).path)
    return Found(feed, _type(answer.body), len(parsed.entries), comments=bool(comments))


def _type(body: bytes) -> str:
    head = body[:4096].lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "json"
    for mark, name in ((b"rdf:rdf", "rdf"), (b"<rss", "rss"), (b"<feed", "atom"), (b":feed", "atom")):
        if mark in head:
            return name
    return "xml"


def _readable(candidates: Iterable[Feed], fetcher: Fetcher, parser: Parser) -> Iterator[Found]:
    """Those of the candidates that are feeds, in their order; each feed once."""
    wanted = {feed.url: feed for feed in candidates}
    requests = [FetchRequest(url, allow_private=feed.allow_private) for url, feed in wanted.items()]
    answers = {one.url: one for one in fetcher.fetch(requests)}
    seen: set[bytes] = set()
    for url, feed in wanted.items():
        found = _as_found(answers[url], parser, feed)
        if found is not None and answers[url].body not in seen:
            seen.add(answers[url].body)
            yield found
