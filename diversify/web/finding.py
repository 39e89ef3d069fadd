"""Finding articles again: by their words, or because they were pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.digest.words import cut, plain
from diversify.domain import Article
from diversify.web.room import room_of

MOST_FOUND: Final = 25
MOST_WORDS: Final = 8
AT_ONCE: Final = 100


@dataclass(frozen=True)
class Found:
    """One article in a list: where it came from, and the beginning of its teaser."""

    article: Article
    source: str
    teaser: str


async def search(request: Request) -> Response:
    """Articles whose words these are, the newest first."""
    asked = plain(request.query_params.get("q", ""))[:200]
    texts = request.query_params.get("texts") == "1"
    words = list(dict.fromkeys(asked.split()))[:MOST_WORDS]
    room = room_of(request)
    found = await room.desk.ask(lambda app: look_for(app, words, texts=texts)) if words else []
    return room.pages.show(request, "search", asked=asked, found=found, texts=texts, most=MOST_FOUND)


def look_for(app: App, words: Sequence[str], *, texts: bool) -> list[Found]:
    """Articles with all these words in their titles, or anywhere, the newest first."""
    return _listed(app, app.store.search(words, texts=texts, limit=MOST_FOUND))


async def pinned(request: Request) -> Response:
    """What was pinned, the latest first."""
    room = room_of(request)
    found = await room.desk.ask(pinned_articles)
    return room.pages.show(request, "pinned", found=found)


@dataclass(frozen=True)
class Pinned:
    """A pinned article, and the act that pinned it."""

    found: Found
    act: int


def pinned_articles(app: App) -> list[Pinned]:
    """The last pinned articles that are still stored and were not turned down since."""
    latest: dict[int, int] = {}
    for act in app.store.reader.feedback():
        if act.kind == "pin":
            latest.pop(act.article_id, None)
            latest[act.article_id] = act.id
        elif act.kind in ("less", "dismiss"):
            latest.pop(act.article_id, None)
    ids = list(reversed(latest))[:AT_ONCE]
    return [Pinned(one, latest[one.article.id]) for one in _listed(app, ids)]


def _listed(app: App, ids: Sequence[int]) -> list[Found]:
    articles = app.store.articles.get(ids)
    sources = {feed.id: feed.title for feed in app.store.feeds.get(sorted({one.feed_id for one in articles}))}
    return [Found(one, sources.get(one.feed_id, "") or one.outlet, cut(one.summary, 220)) for one in articles]
