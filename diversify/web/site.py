"""The site: its addresses, who may come in, and what is said when something cannot be done."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diversify.app import App
from diversify.errors import DiversifyError, PlaceError, StoreLockedError, UsageError
from diversify.web import (
    acting,
    asking,
    beginning,
    believing,
    days,
    finding,
    making,
    outgoing,
    reading,
    sources,
    towns,
    turning,
)
from diversify.web.desk import Desk, Work
from diversify.web.guard import ARRIVED, Gate, judge
from diversify.web.indexing import Indexer
from diversify.web.notes import Notes
from diversify.web.pages import LOOK_COOKIE, STATIC, Look, Pages, go, static_body, static_digest
from diversify.web.room import Room, room_of

log = logging.getLogger(__name__)

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'{images}; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load (CSP 3): our own files. An article's images only where the reader wants them."""

_TYPES: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
                 "png": "image/png"}  # fmt: skip

ROUTES: Final = (
    Route("/", days.today, methods=["GET"]),
    Route("/days", days.days, methods=["GET"]),
    Route("/day/{day}", days.day, methods=["GET"]),
    Route("/read/{number:int}", reading.read, methods=["GET"]),
    Route("/search", finding.search, methods=["GET"]),
    Route("/pinned", finding.pinned, methods=["GET"]),
    Route("/town", towns.show_town, methods=["GET"]),
    Route("/dials", turning.dials, methods=["GET"]),
    Route("/dials", turning.turn, methods=["POST"]),
    Route("/profile", believing.profile, methods=["GET"]),
    Route("/profile", believing.edit, methods=["POST"]),
    Route("/profile/export", believing.export, methods=["GET"]),
    Route("/sources", sources.sources, methods=["GET"]),
    Route("/sources", sources.add, methods=["POST"]),
    Route("/sources/{number:int}", sources.change, methods=["POST"]),
    Route("/begin", beginning.begin, methods=["GET"]),
    Route("/begin", beginning.start, methods=["POST"]),
    Route("/act/{number:int}", acting.act, methods=["POST"]),
    Route("/depth/{number:int}", acting.depth, methods=["POST"]),
    Route("/checkin", asking.show, methods=["GET"]),
    Route("/checkin", asking.answer, methods=["POST"]),
    Route("/undo", acting.undo, methods=["POST"]),
    Route("/mute", acting.mute, methods=["POST"]),
    Route("/again", making.again, methods=["POST"]),
    Route("/update", making.update, methods=["POST"]),
    Route("/work", making.progress, methods=["GET"]),
    Route("/look", making.look, methods=["POST"]),
    Route("/keys", making.keys, methods=["GET"]),
    *outgoing.ROUTES,
)


def build(open_app: Callable[[], App], gate: Gate, *, private: bool = True) -> ASGIApp:
    """The whole site as one ASGI application.

    Parameters
    ----------
    open_app
        Opens the application anew at each call, for the thread that calls.
    gate
        Who may come in.
    private
        True where it is reached on this machine alone: then nothing is told of where a reader came from. Elsewhere
        browsers say less of a form's origin, and need to be allowed to name it to ourselves.
    """
    notes = Notes()
    room = Room(Desk(open_app), Work(open_app), notes, Pages(notes), gate)

    indexer = Indexer(open_app, room.work)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        indexer.start()
        yield
        indexer.close()
        room.work.close()
        room.desk.close()

    site = Starlette(
        routes=[*ROUTES, Route("/static/{digest}/{name}", static), Route("/manifest.webmanifest", manifest)],
        lifespan=lifespan,
        exception_handlers={DiversifyError: told, HTTPException: told, Exception: fault},
    )
    site.state.room = room
    return Guarded(site, room, referrer="no-referrer" if private else "same-origin")


class Guarded:
    """Judges every request before the site sees it, and puts the safety headers on every answer."""

    def __init__(self, site: ASGIApp, room: Room, *, referrer: str) -> None:
        self._site = site
        self._room = room
        self._referrer = referrer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._site(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of ours opens a socket
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._protect(MutableHeaders(scope=message), scope)
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._site)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        gate, query = self._room.gate, scope["query_string"].decode("latin-1")
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1:
            headers = Headers()
        verdict = judge(gate, scope["method"], scope["path"], query=query, headers=headers)
        if verdict.status == 200:
            return None
        if verdict.status == 303:
            answer = go(f"/?{ARRIVED}")
            answer.set_cookie(gate.cookie, gate.key, httponly=True, samesite="strict", path="/")
            return answer
        log.warning("refused status=%s path=%r host=%r", verdict.status, scope["path"][:80], headers.get("host"))
        return self._room.pages.show(
            Request(scope), "refused", status=verdict.status, title=verdict.title, words=verdict.words
        )

    def _protect(self, headers: MutableHeaders, scope: Scope) -> None:
        look = Look.read(Request(scope).cookies.get(LOOK_COOKIE))
        images = " https: http:" if look.images and scope["path"].startswith("/read/") else ""
        headers["Content-Security-Policy"] = POLICY.format(images=images)
        headers["Referrer-Policy"] = self._referrer
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers.setdefault("Cache-Control", "no-store")


async def static(request: Request) -> Response:
    """A file of ours; its digest is in its address, so it may be kept for ever."""
    name = request.path_params["name"]
    if name not in STATIC or request.path_params["digest"] != static_digest(name):
        raise HTTPException(404, "There is no such file.")
    keep = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_body(name), media_type=_TYPES[name.rpartition(".")[2]], headers=keep)


@cache
def _body(name: str) -> bytes:
    return static_body(name)


async def manifest(_: Request) -> Response:
    """What a browser needs to install the page."""
    icons = [
        {"src": f"/static/{static_digest('icon.svg')}/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": f"/static/{static_digest('icon.png')}/icon.png", "sizes": "512x512", "type": "image/png"},
    ]
    document = {
        "name": "diversify", "short_name": "diversify", "start_url": "/", "scope": "/", "display": "standalone",
        "description": "A finite daily digest: near, common, and far on purpose", "lang": "en",
        "background_color": "#fbf9f4", "theme_color": "#fbf9f4", "icons": icons,
    }  # fmt: skip
    return JSONResponse(document, media_type="application/manifest+json")


async def told(request: Request, error: Exception) -> Response:
    """An error in words: what it was about, and what to do."""
    if isinstance(error, HTTPException):
        status, words = error.status_code, str(error.detail)
        if error.detail == _PHRASES.get(status):  # the framework's own
            words = "There is no page of this address." if status == 404 else "That cannot be done at this address."
    else:
        status, words = _status(error), str(error)
    title = "Not found" if status == 404 else "That did not work"
    return room_of(request).pages.show(request, "refused", status=status, title=title, words=words[:600])


_PHRASES: Final = {404: "Not Found", 405: "Method Not Allowed"}


def _status(error: Exception) -> int:
    if isinstance(error, PlaceError):
        return 404
    if isinstance(error, UsageError):
        return 400
    return 503 if isinstance(error, StoreLockedError) else 500


async def fault(request: Request, error: Exception) -> Response:
    """A fault of ours: no word of it leaves but to the log."""
    words = "Something went wrong here, and nothing of it is your fault. The terminal where the program runs has more."
    log.debug("fault path=%s error=%r", request.url.path, error)
    return room_of(request).pages.show(request, "refused", status=500, title="That did not work", words=words)
