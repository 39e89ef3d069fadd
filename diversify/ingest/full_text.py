"""The text of new articles from their pages, for sources whose reader asked for it.

Pages are asked for as feeds are: by the same fetcher, with its deadlines, sizes, addresses and gentleness, and only
where the host's robots.txt permits it. That file is asked for once in an update for each host. Only articles that are
new are looked up, the newest of each source, and an article whose page gives nothing keeps what its feed said.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Final, Protocol
from urllib.parse import urlsplit

from diversify.domain import Article, Feed, Fetched, FetchRequest
from diversify.errors import UsageError
from diversify.ingest.clean import words_of
from diversify.ingest.robots import NOTHING, Robots, robots_of
from diversify.ingest.urls import host_of
from diversify.protocols import Fetcher, Store

log = logging.getLogger(__name__)

MOST: Final = 30
"""Pages that are read for one source in one update; of more new articles, the newest."""
INSTALL: Final = "`pip install 'diversify-news[full-text]'`"
_BATCH = 50  # pages that are in memory at once, at most
_COSTLY = 3  # pages of one source that meet a limit; its others are given up unread
_PAGES = ("text/html", "application/xhtml+xml", "")


class TextFinder(Protocol):
    """Finds the text of a page; what `Extractor` does."""

    def text_of(self, page: bytes, *, url: str, content_type: str = "") -> str | None:
        """Sanitised HTML of at most 64 KiB: empty where none was found, None where a limit was met."""
        ...


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that gave no text: its address, its source's, a short kind for scripts, and why."""

    url: str
    feed_url: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class FullTextReport:
    """What reading pages brought: how many articles have their text now, how many were left, and what failed."""

    read: int = 0
    left: int = 0
    failures: tuple[PageFailure, ...] = ()


def is_installed() -> bool:
    """Whether the libraries that find the text of a page and read robots.txt are there; not loaded for the answer."""
    return all(find_spec(name) is not None for name in ("trafilatura", "lxml_html_clean", "protego"))


def check_installed() -> None:
    """Refuse a wish for full text that could not be met.

    Raises
    ------
    UsageError
        Where the library that finds the text of a page is not installed.
    """
    if not is_installed():
        raise UsageError("full text needs a library that is not installed", mend=INSTALL)


def known_articles(store: Store, feeds: Iterable[Feed]) -> dict[int, frozenset[int]]:
    """Ids of the articles that are there, by feed, of the feeds whose reader wants full text."""
    return {
        feed.id: frozenset(article_id for article_id, _ in store.articles.known(feed.id).values())
        for feed in feeds
        if feed.full_text
    }


def read_pages(
    store: Store, fetcher: Fetcher, finder: TextFinder, *, before: Mapping[int, frozenset[int]]
) -> FullTextReport:
    """Read the pages of the articles that were not there before, and store their texts.

    Parameters
    ----------
    store
        Where the articles are.
    fetcher, finder
        Who fetches, and who finds the text of what was fetched.
    before
        What `known_articles` said before the update.

    Returns
    -------
    FullTextReport
        Each failure names its page.
    """
    feeds = {feed.id: feed for feed in store.feeds.all() if feed.full_text and feed.id in before}
    wanted: list[Article] = []
    left = 0
    for feed in feeds.values():
        new = {article_id for article_id, _ in store.articles.known(feed.id).values()} - before[feed.id]
        newest = sorted(store.articles.get(sorted(new)), key=lambda one: (one.published, one.id), reverse=True)
        wanted += [article for article in newest[:MOST] if article.url]
        left += len(newest[MOST:])
    reading = _Reading(fetcher, finder, feeds)
    done = 0
    for start in range(0, len(wanted), _BATCH):
        articles = list(reading.read(wanted[start : start + _BATCH]))
        if articles:
            store.articles.save(articles)
        done += len(articles)
    return FullTextReport(done, left, tuple(reading.failures))


class _Reading:
    """One update's pages: what the hosts permit, and what failed."""

    def __init__(self, fetcher: Fetcher, finder: TextFinder, feeds: Mapping[int, Feed]) -> None:
        self._fetcher, self._finder, self._feeds = fetcher, finder, feeds
        self._robots: dict[str, Robots] = {}
        self._costly: Counter[int] = Counter()
        self.failures: list[PageFailure] = []

    def read(self, articles: Sequence[Article]) -> Iterator[Article]:
        """Those of the articles whose page has a text, with it."""
        self._ask_hosts(articles)
        asked: dict[str, list[Article]] = {}
        for article in articles:
            if self._may_read(article.url):
                asked.setdefault(article.url, []).append(article)
            else:
                self._fail(article, "robots", "is not for programs to read, says the site's robots.txt")
        requests = [self._request(url, self._feeds[group[0].feed_id]) for url, group in asked.items()]
        for answer in self._fetcher.fetch(requests):
            for article in asked[answer.url]:
                if (text := self._text(article, answer)) and words_of(text) > words_of(article.content):
                    words = article.title.count(" ") + 1 + words_of(text)
                    yield replace(article, content=text, words=words)

    def _ask_hosts(self, articles: Sequence[Article]) -> None:
        """Learn the rules of the hosts that were not asked yet."""
        places: dict[str, Feed] = {}
        for article in articles:
            if (place := _robots_url(article.url)) not in self._robots:
                places.setdefault(place, self._feeds[article.feed_id])
        for answer in self._fetcher.fetch([self._request(place, feed) for place, feed in places.items()]):
            self._robots[answer.url] = robots_of(answer)

    def _request(self, url: str, feed: Feed) -> FetchRequest:
        """A page may be at a private address only where its feed may, and at its feed's host."""
        return FetchRequest(url, allow_private=feed.allow_private and host_of(url) == host_of(feed.url))

    def _may_read(self, url: str) -> bool:
        return self._robots.get(_robots_url(url), NOTHING).permits(url)

    def _text(self, article: Article, answer: Fetched) -> str:
        if answer.error_kind:
            self._fail(article, answer.error_kind, answer.error_message)
            return ""
        where = answer.final_url or answer.url
        if (place := _robots_url(where)) not in self._robots:  # it led to another host, whose rules hold there
            request = self._request(place, self._feeds[article.feed_id])
            self._robots |= {one.url: robots_of(one) for one in self._fetcher.fetch([request])}
        if not self._may_read(where):
            self._fail(article, "robots", "leads to a page that is not for programs to read, says the robots.txt there")
            return ""
        if answer.content_type.partition(";")[0].strip().lower() not in _PAGES:
            self._fail(article, "no_page", "is no page of text")
            return ""
        return self._found(article, answer, where)

    def _found(self, article: Article, answer: Fetched, where: str) -> str:
        text = None
        if self._costly[article.feed_id] < _COSTLY:
            text = self._finder.text_of(answer.body, url=where, content_type=answer.content_type)
        if text is None:
            self._costly[article.feed_id] += 1
            self._fail(
                article, "limit", "was given up: to find its text takes more time or memory than a page may have"
            )
        elif not text:
            self._fail(article, "no_text", "has no text that could be found")
        return text or ""

    def _fail(self, article: Article, kind: str, message: str) -> None:
        log.info("page failed url=%s kind=%s", article.url, kind)
        self.failures.append(PageFailure(article.url, self._feeds[article.feed_id].url, kind, message))


def _robots_url(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
