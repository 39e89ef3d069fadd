"""Longer work from a page: reading the sources, making today's digest anew; and how far it is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.web.apart import gather_apart
from diversify.web.desk import Work
from diversify.web.forms import first, read_form, way_back, with_note
from diversify.web.gathering import gather
from diversify.web.notes import Note
from diversify.web.pages import LOOK_COOKIE, SIZES, THEMES, Look, go
from diversify.web.room import room_of

NO_ARTICLE = "none of your sources could be read, or none has an article; the page of sources says what is the matter"


async def again(request: Request) -> Response:
    """Make today's digest anew, with the dials and articles of now."""
    form = await read_form(request)
    room = room_of(request)
    changed = await room.desk.ask(make_anew)
    note = Note("Made anew." if changed else "Made anew: it is the same, as nothing has come since.")
    return go(with_note(way_back(form), room.notes.keep(note)))


def make_anew(app: App) -> bool:
    """Make today's digest; whether it differs from the one before."""
    slate = app.recommend()
    before = [one for one in app.store.slates.since(slate.as_of) if one.day == slate.day]
    return not before or len(before) > 1


async def update(request: Request) -> Response:
    """Read the sources that are due, beside all else."""
    await read_form(request)
    room_of(request).work.begin("Reading your sources", read_sources)
    return go("/work")


def read_sources(app: App, work: Work) -> str:
    """Update, and train where nothing is learned yet, in a process of its own; what it brought, in words.

    Where sources are fetched from elsewhere than the web, here.
    """
    return gather_apart(app, work) if app.fetcher is None else gather(app, work)


async def progress(request: Request) -> Response:
    """How far the work is; a browser looks again by itself while it goes on."""
    room = room_of(request)
    now = room.work.progress
    if now.blocks and not now.running and not now.error:
        return go("/")
    answer = room.pages.show(request, "work", progress=now)
    if now.running:
        answer.headers["Refresh"] = "1"
    return answer


async def look(request: Request) -> Response:
    """Change how pages look, in this browser."""
    form = await read_form(request)
    before = Look.read(request.cookies.get(LOOK_COOKIE))
    theme, size, images = first(form, "theme"), first(form, "size"), first(form, "images")
    after = Look(
        theme if theme in THEMES else before.theme,
        int(size) if size in map(str, SIZES) else before.size,
        images == "1" if images in ("0", "1") else before.images,
    )
    answer = go(way_back(form))
    answer.set_cookie(LOOK_COOKIE, str(after), max_age=400 * 86_400, httponly=True, samesite="strict", path="/")
    return answer


async def keys(request: Request) -> Response:
    """The keys, and what they do."""
    return room_of(request).pages.show(request, "keys")
