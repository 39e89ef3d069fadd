"""Digests as pages: today's, made when it is first asked for and then left as it is, and those of past days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app.days import day_of
from diversify.app.digesting import dress
from diversify.app.publishing import feed_paths
from diversify.digest.words import ANSWERS, LANE_WORDS, remarks
from diversify.domain import LANES, Digest, Feedback, FeedbackKind, Slate
from diversify.errors import ModelError
from diversify.web.pages import go
from diversify.web.room import room_of

WEEKS: Final = 5
"""So many weeks of past digests are listed at first."""

_OPPOSITES: Final[Mapping[FeedbackKind, tuple[FeedbackKind, ...]]] = {
    "like": ("less", "dismiss"),
    "pin": ("less", "dismiss"),
    "less": ("like", "pin"),
    "dismiss": ("like", "pin"),
}


@dataclass(frozen=True)
class DayPage:
    """A digest, what the reader did on its items (article id to kind to act id), and whether there are sources."""

    digest: Digest | None
    acts: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    sources: bool = True
    learned: bool = True
    day: str = ""


async def today(request: Request) -> Response:
    """Today's digest."""
    room = room_of(request)
    if room.work.progress.running and room.work.progress.blocks:
        return go("/work")
    page = await room.look("today", todays_page)
    if not page.sources:
        return go("/begin")
    return _show(request, page, now=True)


async def day(request: Request) -> Response:
    """The digest of a past day, as it was shown last."""
    asked = request.path_params["day"]
    page = await room_of(request).desk.ask(lambda app: days_page(app, asked))
    if page.digest is None:
        raise HTTPException(404, f"No digest was made for {page.day}; the list of past digests has the days.")
    return _show(request, page, now=False)


async def days(request: Request) -> Response:
    """The list of past digests."""
    weeks = min(max(_number(request.query_params.get("weeks", "")), WEEKS), 520)
    room = room_of(request)
    listed, feeds = await room.look(("days", weeks), lambda app: (list_days(app, weeks), list_feeds(app)))
    return room.pages.show(request, "days", listed=listed, feeds=feeds, weeks=weeks, more=weeks < 520)


def list_feeds(app: App) -> list[tuple[str, str]]:
    """Address and words of each feed that this page serves to a feed reader."""
    names = {"atom": "Atom", "jsonfeed": "JSON Feed"}
    ways = {"digest": "an entry a day", "items": "an entry an item"}
    return [(path, f"{names[form]}, {ways[kind]}") for path, (form, kind) in feed_paths(app.store).items()]


def todays_page(app: App) -> DayPage:
    """Today's digest, made now where there is none yet, or none that can say why its items are there."""
    day = day_of(None, app.clock())
    slate = app.store.slates.last(day)
    if slate is None or not slate.items or not all(item.reasons for item in slate.items):
        if not app.store.feeds.get([1]) and not app.store.feeds.all():
            return DayPage(None, sources=False, day=day)
        if app.store.models.current() is None:
            return DayPage(None, learned=False, day=day)
        try:
            slate = app.recommend()
        except ModelError:
            return DayPage(None, learned=False, day=day)
        return page_of(app, app.deliver(slate))
    return page_of(app, dress(app.store, slate, reader=app.settings.reader))


def days_page(app: App, asked: str) -> DayPage:
    """The digest of a day where one was made; none is made for a day gone by."""
    day = day_of(asked, app.clock())
    slate = app.store.slates.last(day)
    if slate is None:
        return DayPage(None, day=day)
    return page_of(app, app.deliver(slate))


def page_of(app: App, digest: Digest) -> DayPage:
    """A digest with what the reader did on its items."""
    return DayPage(
        digest, acts_by_article(app.store.reader.acts_on([item.id for item in digest.items])), day=digest.date
    )


def acts_by_article(acts: Iterable[Feedback]) -> dict[int, dict[str, int]]:
    """Article id to kind to the id of its latest act; a later opposite has taken an earlier act's place."""
    found: dict[int, dict[str, int]] = {}
    for act in acts:
        mine = found.setdefault(act.article_id, {})
        for opposite in _OPPOSITES.get(act.kind, ()):
            mine.pop(opposite, None)
        mine[act.kind] = act.id
    return found


@dataclass(frozen=True)
class ListedDay:
    """A past day: its date, how many items of each lane, and the titles of the first of them."""

    day: str
    delivered: Mapping[str, int]
    titles: tuple[str, ...]


def list_days(app: App, weeks: int) -> list[ListedDay]:
    """Days that have a digest, newest first, each as it was shown last."""
    last: dict[str, Slate] = {}
    for slate in app.store.slates.since(app.clock() - timedelta(weeks=weeks)):
        last[slate.day] = slate
    heads = {slate.day: [item.article_id for item in slate.items[:3]] for slate in last.values()}
    articles = {one.id: one.title for one in app.store.articles.get(sorted({n for ids in heads.values() for n in ids}))}
    return [
        ListedDay(day, last[day].delivered(), tuple(articles[n] for n in heads[day] if n in articles))
        for day in sorted(last, reverse=True)
    ]


def _show(request: Request, page: DayPage, *, now: bool) -> Response:
    pages, digest, query = room_of(request).pages, page.digest, request.query_params
    if digest is None:
        return pages.show(request, "nothing", page=page)

    def words() -> dict[str, Any]:
        lanes = [(lane, LANE_WORDS[lane]) for lane in LANES if digest.delivered.get(lane)]
        asked = {"act": query.get("act", ""), "item": _number(query.get("item", ""))}
        return {
            "digest": digest, "acts": page.acts, "lanes": lanes, "remarks": remarks(digest), "now": now,
            "answers": ANSWERS, "item_of": pages.items.show,
            "marked": asked["act"] if asked["act"] in _OPPOSITES else "", "marked_item": asked["item"],
        }  # fmt: skip

    return pages.show_again(request, "day", given=(page, now), words=words)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
