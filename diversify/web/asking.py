"""The question of the week, and its answers."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app import asking as weekly
from diversify.digest.words import ANSWERS, cut
from diversify.domain import Answer, CheckIn
from diversify.web.forms import first, read_form, way_back, with_note
from diversify.web.notes import Note
from diversify.web.pages import go
from diversify.web.room import room_of

_EFFECTS = {name: effect for name, _, effect in ANSWERS}


async def show(request: Request) -> Response:
    """The question of a day, or the last one; an answer that a mail's link names is only marked."""
    day, marked = (request.query_params.get(name, "") for name in ("day", "answer"))
    asked = await room_of(request).desk.ask(lambda app: find(app, day))
    return room_of(request).pages.show(
        request, "check_in", asked=asked, answers=ANSWERS, marked=marked if marked in weekly.ANSWERS else ""
    )


def find(app: App, day: str) -> CheckIn | None:
    """The question of that day; the last one where no day is named."""
    if day:
        return weekly.check_in_of(app.store, day)
    return weekly.latest(app.store, now=app.clock())


async def answer(request: Request) -> Response:
    """Do what an answer says."""
    form = await read_form(request)
    day, given = first(form, "day"), first(form, "answer")
    if given not in weekly.ANSWERS:
        raise HTTPException(400, "That is no answer to the question, and nothing was changed.")
    room = room_of(request)
    note = await room.desk.ask(lambda app: keep(app, day, given))
    return go(with_note(way_back(form, "/checkin"), room.notes.keep(note)))


def keep(app: App, day: str, given: Answer) -> Note:
    """Keep an answer; tells what it does."""
    asked = weekly.answer(app.store, day, given, now=app.clock())
    return Note(f"{cut(weekly.name_of(asked), 80)}: {_EFFECTS[given]}.", undo={"checkin": day})


def take_back(app: App, day: str) -> Note:
    """Open the question again."""
    asked = weekly.take_back(app.store, day, now=app.clock())
    return Note(f"The answer is taken back: {cut(weekly.name_of(asked), 80)}.")
