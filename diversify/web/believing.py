"""The profile as a page: what is believed, from what, how surely, and everything a reader may do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app.acting import read_weight
from diversify.app.correcting import halve, pin
from diversify.app.dials import read_industry, read_privacy
from diversify.app.knowing import EVERYTHING, checked, interest_in, losses
from diversify.app.moving import profile_document
from diversify.catalogue import load_taxonomy
from diversify.digest.words import plain
from diversify.domain import Industry, Interest, InterestKind, PrivacyLevel
from diversify.profile import LEVELS
from diversify.web.acting import undoing
from diversify.web.forms import Form, first, read_form, with_note
from diversify.web.notes import Note
from diversify.web.pages import go, weighed
from diversify.web.room import room_of

KINDS: Final = get_args(InterestKind)


@dataclass(frozen=True)
class ProfilePage:
    """The document of the profile, the industries to choose a home from, and what each privacy level keeps."""

    document: Mapping[str, Any]
    industries: tuple[Industry, ...]
    home: tuple[str, ...]
    levels: Mapping[PrivacyLevel, tuple[str, ...]]
    level: PrivacyLevel


async def profile(request: Request) -> Response:
    """What is believed."""
    room = room_of(request)
    page = await room.look("profile", profile_page)
    return room.pages.show(request, "profile", page=page, kinds=KINDS)


def profile_page(app: App) -> ProfilePage:
    """Everything that is believed now, and may be changed."""
    dials = app.dials
    return ProfilePage(app.profile()[1], load_taxonomy().industries, dials.home, LEVELS, dials.privacy)


async def edit(request: Request) -> Response:
    """Say, halve, keep or forget something; choose home or privacy level."""
    form = await read_form(request)
    do = first(form, "do")
    if do not in _EDITS:
        raise HTTPException(400, "That is nothing one can do with a profile, and nothing was changed.")
    room = room_of(request)
    if do == "privacy" and first(form, "sure") != "1":
        level = read_privacy(first(form, "level"))
        lost = await room.desk.ask(lambda app: losses(app.store, level) if level != app.dials.privacy else [])
        if lost:
            return room.pages.show(request, "privacy", level=level, lost=lost)
    if do == "forget" and first(form, "everything") == "1" and first(form, "sure") != "1":
        return room.pages.show(request, "forget")
    note = await room.desk.ask(lambda app: _EDITS[do](app, form))
    return go(with_note("/profile", room.notes.keep(note)))


async def export(request: Request) -> Response:
    """The profile as a file, as `profile export` writes it."""

    def written(app: App) -> str:
        document = profile_document(app.store, app.profile()[0], now=app.clock())
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    text = await room_of(request).desk.ask(written)
    headers = {"Content-Disposition": 'attachment; filename="diversify-profile.json"'}
    return Response(text, media_type="application/json", headers=headers)


def _say(app: App, form: Form) -> Note:
    thing = _thing(app, form)
    weight = read_weight(first(form, "weight"))
    if weight == 0.0:
        app.store.reader.unsay(thing.kind, thing.value, undoable=True)
        return Note(f"Nothing is said of the {thing.kind} {plain(thing.value)} any more.")
    undo = undoing(app, thing)
    app.say(replace(thing, weight=weight, at=app.clock()))
    return _told(thing, weight, undo)


def _half(app: App, form: Form) -> Note:
    thing = _thing(app, form)
    undo = undoing(app, thing)
    said = halve(app.store, app.profile()[0], thing, now=app.clock())
    return _told(said, said.weight, undo)


def _pin(app: App, form: Form) -> Note:
    thing = _thing(app, form)
    undo = undoing(app, thing)
    said = pin(app.store, app.profile()[0], thing, now=app.clock())
    return _told(said, said.weight, undo)


def _forget(app: App, form: Form) -> Note:
    told = app.forget(EVERYTHING if first(form, "everything") == "1" else first(form, "value"))
    return Note(f"{plain(told).capitalize()}. That cannot be undone.")


def _home(app: App, form: Form) -> Note:
    codes = load_taxonomy().codes
    app.store.reader.turn("home", [read_industry(code, codes) for code in form.get("home", [])])
    return Note("Your home is set; it counts from the next digest on.")


def _privacy(app: App, form: Form) -> Note:
    level = read_privacy(first(form, "level"))
    app.store.reader.turn("privacy", level)
    return Note(f"Privacy: {level}.")


_EDITS: Final = {
    "say": _say, "half": _half, "pin": _pin, "forget": _forget, "home": _home, "privacy": _privacy,
}  # fmt: skip


def _thing(app: App, form: Form) -> Interest:
    """A neutral interest in what a form names, its kind guessed where the form leaves it open."""
    kind, value, taxonomy = first(form, "kind"), first(form, "value"), load_taxonomy()
    if kind not in KINDS:
        kind, value = interest_in(app.store, value, taxonomy)
    return checked(app.store, cast("InterestKind", kind), value, taxonomy=taxonomy)


def _told(thing: Interest, weight: float, undo: dict[str, str]) -> Note:
    return Note(f"{plain(thing.value)}: {weighed(weight)}", undo=undo)
