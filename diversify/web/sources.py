"""Sources and their health: read, paused, resumed, removed, added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App
from diversify.app.status import sources as told_sources
from diversify.app.updating import http_fetcher
from diversify.digest.words import counted, plain
from diversify.domain import Feed, FetchState
from diversify.errors import DiversifyError, UsageError
from diversify.web.desk import Work
from diversify.web.forms import LIST_BYTES, first, read_form, way_back, with_note
from diversify.web.making import read_sources
from diversify.web.notes import Note
from diversify.web.pages import go
from diversify.web.room import room_of

AT_ONCE: Final = 60
"""Sources on one page."""
MOST_ADDRESSES: Final = 50


@dataclass(frozen=True)
class Listed:
    """One source: its state in a word, what is the matter, and its numbers where they were asked for."""

    feed: Feed
    state: FetchState | None
    numbers: Mapping[str, Any] | None = None

    @property
    def sick(self) -> bool:
        """Whether it needs a look: its last visits failed, or it is gone."""
        return self.state is not None and bool(self.state.failures or self.state.retired)

    @property
    def word(self) -> str:
        """Its state in a word or two."""
        if self.feed.paused:
            return "paused"
        if self.state is None:
            return "not read yet"
        return "gone" if self.state.retired else "failing" if self.state.failures else "well"


@dataclass(frozen=True)
class SourcesPage:
    """A page of sources out of all."""

    listed: Sequence[Listed]
    count: int
    failing: int
    at: int
    numbers: bool


async def sources(request: Request) -> Response:
    """Sources, those that need a look first."""
    at = _number(request.query_params.get("at", ""))
    numbers = request.query_params.get("numbers") == "1"
    room = room_of(request)
    page = await room.look(("sources", at, numbers), lambda app: list_sources(app, at, numbers=numbers))
    return room.pages.show(request, "sources", page=page, step=AT_ONCE)


def list_sources(app: App, at: int, *, numbers: bool) -> SourcesPage:
    """`AT_ONCE` sources from the one at `at` on; with numbers, every article is counted, which takes a moment."""
    order = app.store.feeds.by_health()
    ids = [number for number, _ in order[at : at + AT_ONCE]]
    states = app.store.feeds.states(ids)
    shown = [Listed(feed, states.get(feed.id)) for feed in app.store.feeds.get(ids)]
    if numbers:
        told = {one["id"]: one for one in told_sources(app.store, now=app.clock())}
        shown = [replace(one, numbers=told.get(one.feed.id)) for one in shown]
    return SourcesPage(shown, len(order), sum(sick for _, sick in order), at, numbers)


async def change(request: Request) -> Response:
    """Pause, resume or remove one source."""
    form = await read_form(request)
    number, do = request.path_params["number"], first(form, "do")
    room = room_of(request)
    if do == "ask":
        feed = await room.desk.ask(lambda app: _one(app, number))
        return room.pages.show(request, "remove", feed=feed, back=way_back(form, "/sources"))
    note = await room.desk.ask(lambda app: change_source(app, number, do))
    return go(with_note(way_back(form, "/sources"), room.notes.keep(note)))


def change_source(app: App, number: int, do: str) -> Note:
    """Do it, and tell what was done."""
    feed, shelf = _one(app, number), app.store.feeds
    name = plain(feed.title) or feed.url
    if do == "remove":
        shelf.remove(feed.id)
        return Note(f"Removed {name} and its articles.")
    if do not in ("pause", "resume"):
        raise HTTPException(400, "That is nothing one can do with a source, and nothing was changed.")
    shelf.change(replace(feed, paused=do == "pause"))
    state = shelf.states([feed.id]).get(feed.id) if do == "resume" else None
    if state is not None:  # what kept us away is forgotten; the next visit is conditional all the same
        shelf.save_states([replace(state, retired=False, not_before=None, failures=0)])
    return Note(f"{'Paused' if do == 'pause' else 'Reading'} {name}{'' if do == 'pause' else ' again'}.")


def _one(app: App, number: int) -> Feed:
    found = app.store.feeds.get([number])
    if not found:
        raise HTTPException(404, "There is no such source; it may have been removed in another window.")
    return found[0]


async def add(request: Request) -> Response:
    """Subscribe to addresses or to the feeds of a list; they are visited beside all else."""
    form = await read_form(request, most=LIST_BYTES)
    addresses, listed = read_addresses(first(form, "addresses")), read_list(first(form, "list"))
    if not addresses and not listed:
        raise UsageError("no source is named", mend="give an address, or the OPML file of your feed reader")
    room_of(request).work.begin(
        "Looking at the addresses", lambda app, work: take_on(app, work, addresses, listed=listed)
    )
    return go("/work")


def read_addresses(text: str) -> list[str]:
    """Addresses, one a line or a word.

    Raises
    ------
    UsageError
        Where one is none of the web, or they are too many.
    """
    words = list(dict.fromkeys(text.split()))
    if len(words) > MOST_ADDRESSES:
        raise UsageError(f"{len(words)} addresses at once", mend=f"give {MOST_ADDRESSES}, or an OPML file")
    for word in words:
        if not word.lower().startswith(("http://", "https://")):
            raise UsageError(f"{word[:80]!r} is no address", mend="write it with https://")
    return words


def read_list(text: str) -> list[Feed]:
    """The feeds of an OPML document; permission for private addresses is never taken from a file."""
    from diversify.ingest import read_opml

    if not text:
        return []
    return [replace(feed, allow_private=False) for feed in read_opml(text.encode(), name="the list")]


def take_on(app: App, work: Work, addresses: Sequence[str], *, listed: Sequence[Feed]) -> str:
    """Look around at each address, subscribe to what is found, and read it; what came of it, in words."""
    found, failed = look_around_all(app, work, addresses)
    added, known = app.subscribe([*listed, *found])
    told = f"{counted(len(added), 'source')} added"
    told += f", {len(known)} there already" if known else ""
    if not added and not known and failed:
        raise DiversifyError("; ".join(failed))
    return ". ".join([f"{told}. {read_sources(app, work)}", *failed])


def look_around_all(app: App, work: Work, addresses: Sequence[str]) -> tuple[list[Feed], list[str]]:
    """The feed at each address, or the best of the site there; and what failed, in words."""
    from diversify.ingest import ParserPool
    from diversify.ingest.discovery import look_around

    found: list[Feed] = []
    failed: list[str] = []
    if not addresses:
        return found, failed
    fetcher = app.fetcher or http_fetcher(app.settings)
    work.tell("Looking at the addresses", total=len(addresses))
    with ParserPool(workers=min(1, app.settings.workers)) as pool:
        for address in addresses:
            try:
                found.append(look_around(address, fetcher, pool)[0].feed)
            except DiversifyError as error:
                failed.append(str(error))
            work.step()
    return found, failed


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
