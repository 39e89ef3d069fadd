"""The reader answers back from a page: each act is durable before its answer, and can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, cast, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App, Place, depth_of, find_place
from diversify.app.acting import read_weight, record
from diversify.app.asking import last_refused
from diversify.app.correcting import undo as undo_saying
from diversify.app.dials import Dials
from diversify.app.knowing import checked
from diversify.catalogue import load_taxonomy
from diversify.digest.words import cut, plain, web_address
from diversify.domain import DELIBERATE, FIRST_ARTICLE_ID, Feedback, FeedbackKind, Interest, InterestKind
from diversify.errors import PlaceError, UsageError
from diversify.web.asking import take_back as take_back_answer
from diversify.web.days import acts_by_article
from diversify.web.forms import Form, first, read_form, way_back, with_note
from diversify.web.notes import Note
from diversify.web.pages import go, weighed
from diversify.web.room import room_of
from diversify.web.turning import turn_back

DONE: Final[Mapping[str, str]] = {
    "like": "Liked",
    "less": "Less like this",
    "pin": "Pinned",
    "dismiss": "Dismissed",
    "share": "Noted as shared",
    "finished": "Noted as read to its end",
}
_ONE_AT_A_TIME: Final = tuple(threading.Lock() for _ in range(64))
"""An article's acts wait for each other, and hardly ever for those on another."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DEEPER: Final = 0.05
"""A reading that came so much further than the last one kept is worth keeping."""
_LONGEST: Final = 86_400.0


async def act(request: Request) -> Response:
    """One act on one article."""
    form = await read_form(request)
    number, kind = request.path_params["number"], first(form, "kind")
    if kind not in DONE:
        raise HTTPException(400, "That is nothing one can do with an article, and nothing was changed.")
    room = room_of(request)
    note = await room.desk.ask(lambda app: keep(app, number, kind))
    return go(with_note(way_back(form), room.notes.keep(note)))


def keep(app: App, number: int, kind: str) -> Note:
    """Keep one act, once however often it is sent; tells what was done."""
    place = find_article(app, number)
    with _ONE_AT_A_TIME[number % len(_ONE_AT_A_TIME)]:  # from the look at what was done to the doing
        return _keep(app, place, kind)


def find_article(app: App, number: int) -> Place:
    """The article with this id, and where it stood in the last digest; pages name no places.

    Raises
    ------
    PlaceError
        Where there is none.
    """
    if number < FIRST_ARTICLE_ID:
        raise PlaceError(f"article {number} is not in the store", mend="today's digest has the present ones")
    return find_place(app.store, number)


def _keep(app: App, place: Place, kind: str) -> Note:
    number = place.article.id
    title = cut(place.article.title, 90) or "(no title)"
    present = acts_by_article(app.store.reader.acts_on([number])).get(number, {})
    stored = cast("FeedbackKind", "read" if kind == "finished" else kind)
    if kind in present and kind != "share":
        return Note(f"{DONE[kind]} already: {title}", undo={"act": str(present[kind])})
    kept = record(app.store, place, stored, now=app.clock())
    copy = web_address(place.article.url) if kind == "share" else ""
    if kept is None:
        return Note(f"Not kept ({why_not(app, stored)}): {title}", copy=copy)
    return Note(f"{DONE[kind]}: {title}", undo={"act": str(kept.id)}, copy=copy)


def why_not(app: App, kind: FeedbackKind) -> str:
    """Why an act was not kept."""
    from diversify.profile import keeps

    level = app.dials.privacy
    return "a sensitive subject leaves no trace" if keeps(level, kind) else f"your privacy level is “{level}”"


async def undo(request: Request) -> Response:
    """Take back one act, one thing said, or whatever was done last."""
    form = await read_form(request)
    room = room_of(request)
    note = await room.desk.ask(lambda app: take_back(app, form))
    return go(with_note(way_back(form), room.notes.keep(note)))


def take_back(app: App, form: Form) -> Note:
    """Take back what a form names, else what was done last."""
    if number := first(form, "act"):
        return _take_back_act(app, _whole(number))
    if day := first(form, "checkin"):
        return take_back_answer(app, day)
    if names := first(form, "dials"):
        return turn_back(app, names)
    if value := first(form, "value"):
        return _take_back_saying(app, first(form, "kind"), value, before=first(form, "weight"))
    return undo_last(app)


def undoing(app: App, said: Interest) -> dict[str, str]:
    """The fields of the form that undoes what is about to be said: to what was said before, if anything was."""
    fields = {"kind": said.kind, "value": said.value}
    before = [one.weight for one in app.store.reader.interests() if (one.kind, one.value) == (said.kind, said.value)]
    return fields | {"weight": repr(before[0])} if before else fields


def _take_back_saying(app: App, kind: str, value: str, *, before: str) -> Note:
    """Say nothing of a thing any more, or what was said of it before."""
    present = [one for one in app.store.reader.interests() if (one.kind, one.value) == (kind, value)]
    if present and before:
        app.say(replace(present[0], weight=read_weight(before), at=app.clock()))
        return Note(f"Said again, as before: {kind} {plain(value)}, {weighed(read_weight(before))}")
    if app.store.reader.unsay(kind, value, undoable=True):
        return Note(f"No longer said: {kind} {plain(value)}")
    return Note(f"Nothing is said of the {plain(kind)} {plain(value)} any more.")


def undo_last(app: App) -> Note:
    """Take back the last deliberate act, thing said, or turn of a dial, whichever came last."""
    reader = app.store.reader
    deliberate = (one for one in reader.feedback() if one.kind in DELIBERATE)
    act = max(deliberate, key=lambda one: one.id, default=None)  # the clock may have been set back since another
    said = max((one.at or _LONG_AGO for one in reader.interests()), default=_LONG_AGO)
    turned = [turns[0][0] for name in {*reader.dials(), *Dials.names()} if (turns := reader.history(name))]
    refused = last_refused(app.store)
    if act is not None and act.at >= max([said, *turned, *(refused[:1] if refused else ())]):
        return _take_back_act(app, act.id)
    return Note(_capital(plain(undo_saying(app.store))))


def _take_back_act(app: App, number: int) -> Note:
    gone = app.store.reader.take_back(number)
    if gone is None:
        return Note("There is nothing to take back: it was taken back before.")
    found = app.store.articles.get([gone.article_id])
    title = cut(found[0].title, 90) if found else "an article that is gone"
    return Note(f"Taken back ({DONE.get(gone.kind, gone.kind).lower()}): {title}")


async def mute(request: Request) -> Response:
    """Mute a source, topic, industry, term or author."""
    form = await read_form(request)
    kind, value = first(form, "kind"), first(form, "value")
    if not value and "/" in kind:  # one button that carries both
        kind, _, value = kind.partition("/")
    room = room_of(request)
    note = await room.desk.ask(lambda app: say_mute(app, kind, value))
    return go(with_note(way_back(form), room.notes.keep(note)))


def say_mute(app: App, kind: str, value: str) -> Note:
    """Say a mute; it holds from the next digest on."""
    if kind not in get_args(InterestKind):
        raise UsageError(f"{kind!r} cannot be muted", mend="choose a topic, industry, term, feed or author")
    said = checked(app.store, cast("InterestKind", kind), value, taxonomy=load_taxonomy())
    undo = undoing(app, said)
    app.say(replace(said, weight=-1.0, at=app.clock()))
    return Note(f"Muted the {kind} {plain(said.value)}: no later digest shows it.", undo=undo)


async def depth(request: Request) -> Response:
    """What the reading view measured: an opening, or how far an article was read. Answered without a page."""
    form = await read_form(request)
    number = request.path_params["number"]
    seconds, seen = _measure(first(form, "seconds", "0"), _LONGEST), _measure(first(form, "seen", "0"), 1.0)
    kept = await room_of(request).desk.ask(lambda app: keep_depth(app, number, seconds, seen=seen))
    return Response(status_code=204 if kept is None else 201)


def keep_depth(app: App, number: int, seconds: float, *, seen: float) -> Feedback | None:
    """Keep an opening, then a reading where it came further than what is kept.

    Read is what was both on the screen and looked at for as long as its length needs.
    """
    place = find_article(app, number)
    before = app.store.reader.acts_on([number])
    reached = min(depth_of(place.article, seconds), seen)
    if not before or not any(one.kind == "open" for one in before):
        opened = record(app.store, place, "open", now=app.clock())
        if opened is None or reached < _DEEPER:
            return opened
    deepest = max((one.value for one in before if one.kind == "read"), default=0.0)
    return _deeper(app, place, reached) if reached >= deepest + _DEEPER or (reached == 1.0 > deepest) else None


def _deeper(app: App, place: Place, reached: float) -> Feedback | None:
    return record(app.store, place, "read", now=app.clock(), value=reached)


def _measure(text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise HTTPException(400, "That is no measure of reading, and nothing was kept.")
    return min(value, most)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise HTTPException(400, "That names nothing that could be taken back.")
    return int(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
