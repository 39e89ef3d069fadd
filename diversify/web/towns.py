"""The town report as a page: week by week in a table, and the trips out of town on a map and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app.believing import UNTRAINED, occasion_for_words, profile_at
from diversify.app.days import day_of
from diversify.app.town import OPENING, town
from diversify.domain import Occasion, Slate, SlateItem
from diversify.web.room import room_of
from diversify.web.town_map import Spot, TownMap, among, fit, keep_apart, label_fields, lay_out

WEEKS: Final = 8
TRIP_WEEKS: Final = 4
MOST_TRIPS: Final = 60


@dataclass(frozen=True)
class Visit:
    """One row of the table beside the map."""

    article: int
    title: str
    day: str
    field: str
    farness: float
    lane: str
    number: int
    read: bool


@dataclass(frozen=True)
class TownPage:
    """The weeks' numbers, the map, and what it shows in words."""

    report: dict[str, Any]
    map: TownMap | None
    home: tuple[tuple[str, float], ...]
    today: tuple[Visit, ...]
    trips: tuple[Visit, ...]


async def show_town(request: Request) -> Response:
    """The town report."""
    asked = request.query_params.get("weeks", "")
    weeks = min(max(int(asked), 1), 104) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else WEEKS
    room = room_of(request)
    page = await room.look(("town", weeks), lambda app: town_page(app, weeks))
    return room.pages.show(request, "town", page=page, weeks=weeks, whats=("shown", "opened", "finished"))


def town_page(app: App, weeks: int) -> TownPage:
    """Numbers, map and words."""
    now = app.clock()
    report = town(app.store, weeks=weeks, now=now)
    day = day_of(None, now)
    occasion = occasion_for_words(app.store, day, articles=())
    if occasion.card.version == UNTRAINED:
        return TownPage(report, None, (), (), ())
    home = profile_at(app.store, occasion).home
    names = occasion.taxonomy.names
    codes = [names.get(code, code) for code in occasion.card.industries]
    where = sorted(((codes[j], float(home[j])) for j in np.flatnonzero(home >= 0.05)), key=lambda pair: -pair[1])
    slate = app.store.slates.last(day)
    today = [(item, slate) for item in slate.items] if slate is not None else []
    trips = _trips(app, day)
    drawn, told = _draw(app, occasion, [*today, *trips], home=home, codes=codes)
    count = len(today)
    return TownPage(report, drawn(count), tuple(where), tuple(told[:count]), tuple(told[count:]))


def _trips(app: App, day: str) -> list[tuple[SlateItem, Slate]]:
    """Far items of the days before, each once, the latest first."""
    found: dict[int, tuple[SlateItem, Slate]] = {}
    for slate in app.store.slates.since(app.clock() - timedelta(weeks=TRIP_WEEKS)):
        for item in slate.items:
            if item.lane == "far" and slate.day < day:
                found[item.article_id] = (item, slate)
    return list(reversed(found.values()))[:MOST_TRIPS]


def _draw(
    app: App, occasion: Occasion, placed: Sequence[tuple[SlateItem, Slate]], *, home: NDArray[np.float64],
    codes: Sequence[str],
) -> tuple[Any, list[Visit]]:  # fmt: skip
    """A function from the number of today's items to the map, and the same in words."""
    ids = [item.article_id for item, _ in placed]
    read, known = app.store.articles.understood(ids, occasion.card.version)
    rows = {number: row for row, number in enumerate(read)}
    shares = np.zeros((len(ids), len(codes)))
    for at, number in enumerate(ids):
        if number in rows:
            shares[at] = known.industries[rows[number]]
    opened = {act.article_id for act in app.store.reader.acts_on(ids) if act.kind in OPENING}
    titles = {one.id: one.title for one in app.store.articles.get(sorted(set(ids)))}
    told = [
        Visit(
            item.article_id, titles.get(item.article_id, ""), slate.day,
            codes[int(shares[at].argmax())] if shares[at].any() else "no field of its own",
            float(item.scores.get("farness", float("nan"))), item.lane, item.position, item.article_id in opened,
        )
        for at, (item, slate) in enumerate(placed)
    ]  # fmt: skip
    points = lay_out(np.asarray(occasion.card.distance, dtype=np.float64))

    def drawn(today: int) -> TownMap:
        return _map_of(points, shares, told, home=home, codes=codes, today=today)

    return drawn, told


def _map_of(
    points: NDArray[np.float64], shares: NDArray[np.float64], told: Sequence[Visit], *, home: NDArray[np.float64],
    codes: Sequence[str], today: int,
) -> TownMap:  # fmt: skip
    fields = fit(points, points)
    places = fit(among(points, shares), points)
    at_home = fit(among(points, home[None, :]), points)[0] if home.any() else None
    fixed = places[:today] if at_home is None else np.vstack([places[:today], at_home[None, :]])
    marks = keep_apart(fixed)
    wanted = list(dict.fromkeys([*np.argsort(-home)[:2].tolist(), *shares.argmax(axis=1).tolist()]))
    return TownMap(
        fields=label_fields(fields, codes, wanted=wanted, marks=np.vstack([marks, places[today:]])),
        home=None if at_home is None else Spot(float(marks[-1, 0]), float(marks[-1, 1]), "home"),
        items=tuple(
            Spot(float(marks[at, 0]), float(marks[at, 1]), one.title, one.lane, one.number, one.read)
            for at, one in enumerate(told[:today])
        ),
        trips=tuple(
            Spot(float(places[at, 0]), float(places[at, 1]), one.title, one.lane, read=one.read)
            for at, one in enumerate(told)
            if at >= today
        ),
    )
