"""The first minutes in the browser: languages, fields, sources, privacy; then the first digest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app.dials import read_industry, read_language, read_mix, read_privacy
from diversify.app.subscribing import windows_for
from diversify.catalogue import load_catalogue, load_taxonomy, starter_set
from diversify.domain import Feed
from diversify.errors import DiversifyError, UsageError
from diversify.profile import LEVELS
from diversify.web.desk import Work
from diversify.web.forms import LIST_BYTES, Form, first, read_form
from diversify.web.making import NO_ARTICLE, read_sources
from diversify.web.pages import go
from diversify.web.room import room_of
from diversify.web.sources import look_around_all, read_addresses, read_list

LANGUAGES: Final = {
    "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português",
    "nl": "Nederlands", "sv": "Svenska", "no": "Norsk", "da": "Dansk", "pl": "Polski", "fi": "Suomi", "ja": "日本語",
}  # fmt: skip
"""Names of languages in themselves; any other that the catalogue has is shown by its code."""

_WANTED = re.compile(r"([A-Za-z]{2})(?:-[A-Za-z0-9]+)*\s*(?:;[^,]*)?(?:,|$)")


@dataclass(frozen=True)
class Start:
    """What was chosen to begin with."""

    dials: dict[str, Any]
    addresses: Sequence[str]
    listed: Sequence[Feed]
    catalogue: bool


async def begin(request: Request) -> Response:
    """The form of the first run; it can be come back to."""
    room = room_of(request)
    if room.work.progress.running:
        return go("/work")
    stored = await room.desk.ask(lambda app: app.store.reader.dials())
    counts = Counter(feed.language for feed in load_catalogue() if feed.language)
    languages = [(code, LANGUAGES.get(code, code)) for code, _ in counts.most_common()]
    return room.pages.show(
        request, "begin", languages=languages, industries=load_taxonomy().industries, levels=LEVELS,
        mine=stored.get("languages") or spoken(request.headers.get("accept-language", "")),
        home=stored.get("home", []), level=stored.get("privacy", "local"),
    )  # fmt: skip


def spoken(header: str) -> list[str]:
    """Languages that a browser asks for, and English beside them: most of the catalogue speaks it.

    Examples
    --------
    >>> spoken("de-CH,de;q=0.9,fr;q=0.5"), spoken("*")
    (['de', 'fr', 'en'], ['en'])
    """
    return list(dict.fromkeys([*(code.lower() for code in _WANTED.findall(header[:200])), "en"]))


async def start(request: Request) -> Response:
    """Begin: everything is checked before anything is stored; then sources are read beside all else."""
    form = await read_form(request, most=LIST_BYTES)
    chosen = read_start(form)
    room_of(request).work.begin("Setting up", lambda app, work: set_up(app, work, chosen), blocks=True)
    return go("/work")


def read_start(form: Form) -> Start:
    """What a form chose.

    Raises
    ------
    UsageError
        Where something cannot be, or no source is chosen at all.
    """
    codes = load_taxonomy().codes
    chosen = Start(
        dials={
            "languages": [read_language(code) for code in form.get("languages", [])],
            "home": [read_industry(code, codes) for code in form.get("home", [])],
            "privacy": read_privacy(first(form, "level", "local")),
            "mix": str(read_mix(first(form, "mix", "6/3/3"))),
        },
        addresses=read_addresses(first(form, "addresses")),
        listed=read_list(first(form, "list")),
        catalogue=first(form, "catalogue") == "1",
    )
    if not (chosen.addresses or chosen.listed or chosen.catalogue):
        raise UsageError("no source is chosen", mend="take the starter set, or name addresses of your own")
    return chosen


def set_up(app: App, work: Work, chosen: Start) -> str:
    """Set the dials, subscribe, read, learn, and make the first digest; what came of it, in words."""
    before = app.store.reader.dials()
    own, failed = look_around_all(app, work, chosen.addresses)
    own = [*chosen.listed, *own]
    if chosen.addresses and not own and not chosen.catalogue:
        raise DiversifyError("; ".join(failed))
    for name, value in chosen.dials.items():
        if value != before.get(name):
            app.store.reader.turn(name, value)
    if chosen.catalogue and not own and not app.store.feeds.all():
        own = list(starter_set(chosen.dials["languages"]))
    app.subscribe(own)
    if chosen.catalogue:
        app.subscribe(windows_for(app.store.feeds.all(), chosen.dials["languages"]))
    told = read_sources(app, work)
    if not app.store.articles.counts()["articles"]:
        raise DiversifyError(NO_ARTICLE)
    return ". ".join([told, *failed])
