"""The dials as a page: turned in a form, previewed on today's digest, and only then saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App, Asked
from diversify.app.days import day_of
from diversify.app.dials import REACH_WORDS, Dials, read_language, read_mix, read_places, read_reach, read_size
from diversify.app.digesting import dress, preview
from diversify.domain import Digest, DigestItem
from diversify.errors import ModelError, UsageError
from diversify.web.forms import Form, first, read_form, with_note
from diversify.web.notes import Note
from diversify.web.pages import go
from diversify.web.room import room_of

SHOWN: Final = ("mix", "reach", "diversity", "pacing", "target_reach", "target_far", "languages")
"""Dials of this page; privacy and home stand on the profile's."""


@dataclass(frozen=True)
class Change:
    """What a turn of dials would do to today's digest."""

    digest: Digest
    same: frozenset[int] = frozenset()
    gone: tuple[DigestItem, ...] = ()


@dataclass(frozen=True)
class DialsPage:
    """Dials as they are set or tried, and what a try would do."""

    dials: Dials
    change: Change | None = None
    waits: str = ""
    reach_words: Mapping[str, float] = field(default_factory=lambda: REACH_WORDS)

    @property
    def reach_word(self) -> str:
        """The word for the reach, where it has one."""
        return next((word for word, value in REACH_WORDS.items() if value == self.dials.reach), "")


async def dials(request: Request) -> Response:
    """The dials as they are."""
    room = room_of(request)
    page = await room.desk.ask(lambda app: DialsPage(app.dials))
    return room.pages.show(request, "dials", page=page)


async def turn(request: Request) -> Response:
    """Try dials on today's digest, or save them."""
    form = await read_form(request)
    room = room_of(request)
    if first(form, "do") != "save":
        page = await room.desk.ask(lambda app: try_dials(app, wanted_dials(app.dials, form)))
        return room.pages.show(request, "dials", page=page)
    note = await room.desk.ask(lambda app: save_dials(app, wanted_dials(app.dials, form)))
    return go(with_note("/", room.notes.keep(note)))


def wanted_dials(present: Dials, form: Form) -> dict[str, Any]:
    """The values of a form, as the store has them; each is checked.

    Raises
    ------
    UsageError
        Where one is impossible.
    """
    mix = read_mix("/".join(first(form, lane) for lane in ("near", "common", "far")))
    size = first(form, "size")
    if size and size != str(present.mix.size) and mix == present.mix:
        mix = mix.scaled(read_size(_whole(size, "size")))
    return {
        "mix": str(mix),
        "reach": read_reach(first(form, "reach", str(present.reach))),
        "diversity": _share(first(form, "diversity", str(present.diversity)), "diversity"),
        "pacing": first(form, "pacing") == "1",
        "target_reach": read_reach(first(form, "target_reach") or "0"),
        "target_far": read_places(first(form, "target_far") or "0"),
        "languages": [read_language(code) for code in first(form, "languages").replace(",", " ").split()],
    }


def try_dials(app: App, wanted: Mapping[str, Any]) -> DialsPage:
    """What today's digest would be with these dials; nothing is kept of it."""
    tried = Dials.read({**app.store.reader.dials(), **wanted})
    day = day_of(None, app.clock())
    present = app.store.slates.last(day)
    seed = present.seed if present is not None else 0
    try:
        slate, occasion = preview(app.store, Asked(day, seed, tried.policy()))
    except ModelError as error:
        return DialsPage(tried, waits=str(error))
    digest = dress(app.store, slate, reader=app.settings.reader, occasion=occasion)
    if present is None:
        return DialsPage(tried, Change(digest))
    before = dress(app.store, present, reader=app.settings.reader)
    there, now = {item.id for item in before.items}, {item.id for item in digest.items}
    gone = tuple(item for item in before.items if item.id not in now)
    return DialsPage(tried, Change(digest, frozenset(there & now), gone))


def save_dials(app: App, wanted: Mapping[str, Any]) -> Note:
    """Set the dials that differ, and make today's digest with them."""
    turned = [name for name in SHOWN if _plain(getattr(app.dials, name)) != wanted[name]]
    for name in turned:
        app.store.reader.turn(name, wanted[name])
    if not turned:
        return Note("The dials are as they were.")
    if app.store.models.current() is not None:
        app.recommend()
    return Note("Saved, and today's digest made with them.", undo={"dials": " ".join(turned)})


def turn_back(app: App, names: str) -> Note:
    """Set dials to what they were before their last turn, and make today's digest with them."""
    for name in names.split():
        turns = app.store.reader.history(name) if name in SHOWN else []
        if not turns:
            raise UsageError("that dial was never turned", mend="the page of dials shows how they are set")
        app.store.reader.turn(name, turns[0][1])
    if app.store.models.current() is not None:
        app.recommend()
    return Note("The dials are as they were before, and today's digest is made with them.")


def _plain(value: Any) -> Any:
    """A dial's value as the store has it."""
    return list(value) if isinstance(value, tuple) else value if isinstance(value, bool | int | float) else str(value)


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise UsageError(f"{name} {text[:20]!r}", mend="give a whole number")
    return int(text)


def _share(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise UsageError(f"{name} {text[:20]!r}", mend="give a number from 0 to 1")
    return value
