"""What leaves the page without its key, as feed readers and mail programs have none: feeds, and the end of mails.

Each address holds a secret of the store, so whoever has it was given it by the reader; a wrong one is an address that
does not exist.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from diversify.app import App
from diversify.app.publishing import Published, feed_paths, published
from diversify.app.sending import is_key, stop
from diversify.web.room import room_of


async def feed(request: Request) -> Response:
    """A feed, or that it has not changed (RFC 9110, 13.1)."""
    room, path = room_of(request), request.url.path
    here = f"{request.url.scheme}://{request.headers['host']}"
    known = await room.desk.ask(lambda app: feed_paths(app.store).get(path))
    if known is None:  # told before anything is kept of it: whoever asks here has no key
        raise HTTPException(404, "There is no feed of this address.")
    form, entries = known

    def made(app: App) -> Published:
        return published(app, form, entries=entries, itself=(app.settings.page_address.rstrip("/") or here) + path)

    found = await room.look(("feed", path, here), made)
    headers = {
        "ETag": found.etag,
        "Last-Modified": format_datetime(found.modified, usegmt=True),
        "Cache-Control": "private, no-cache",
    }
    if is_unchanged(request, found):
        return Response(status_code=304, headers=headers)
    return Response(found.data, media_type=f"{found.media_type}; charset=utf-8", headers=headers)


async def ask_to_stop(request: Request) -> Response:
    """Whether the mails are to stop; opening the address stops nothing, as mail programs open what nobody clicked."""
    await _right_key(request)
    return room_of(request).pages.show(request, "stop_mail")


async def stop_mail(request: Request) -> Response:
    """Stop the mails, asked for by the form or by a mail program's own button (RFC 8058)."""
    key = request.path_params["key"]
    await _right_key(request)
    await room_of(request).desk.ask(lambda app: stop(app.store, key, now=app.clock()))
    words = "No more mails will be sent. `diversify send --resume` takes it back."
    return room_of(request).pages.show(request, "refused", status=200, title="Stopped", words=words)


ROUTES: Final = (
    Route("/out/{key}/{name}", feed, methods=["GET"]),
    Route("/mail/stop/{key}", ask_to_stop, methods=["GET"]),
    Route("/mail/stop/{key}", stop_mail, methods=["POST"]),
)


def is_unchanged(request: Request, found: Published) -> bool:
    """Whether the asker has these bytes: by the validator, and only where it names none by the date."""
    named = request.headers.get("if-none-match")
    if named is not None:
        return named.strip() == "*" or found.etag in {one.strip().removeprefix("W/") for one in named.split(",")}
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and _second(found.modified) <= since


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


async def _right_key(request: Request) -> None:
    key = request.path_params["key"]
    if not await room_of(request).desk.ask(lambda app: is_key(app.store, "stop mail", key)):
        raise HTTPException(404, "This address stops no mails; take the one of your newest mail.")
