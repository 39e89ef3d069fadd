"""What a page sends back: forms, read within limits, and ways back that lead to our own pages alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from diversify.web.guard import MOST_BYTES

MOST_FIELDS: Final = 400
LIST_BYTES: Final = 4 * 2**20
"""Of a form that brings a list of sources along."""

_BACK = re.compile(r"/(?!/)[A-Za-z0-9_\-./?=&%+]*(?:#[A-Za-z0-9_\-]*)?")

Form = Mapping[str, list[str]]


async def read_form(request: Request, *, most: int = MOST_BYTES) -> Form:
    """The fields of a form, each with its values in order.

    Raises
    ------
    HTTPException
        413 where it is longer than `most` bytes; 400 where it is no form.
    """
    body = await _body(request, most)
    kind = request.headers.get("content-type", "")
    pairs = _parts(kind, body) if kind.startswith("multipart/form-data") else _pairs(body)
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"That form is longer than {most // 1024} KiB, and nothing was changed.")
    return bytes(body)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise HTTPException(400, "That form has more fields than any of ours, and nothing was changed.") from error


def _parts(kind: str, body: bytes) -> list[tuple[str, str]]:
    """Fields of a multipart form (RFC 7578), which is how a browser sends a file."""
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body
    )
    if not message.is_multipart():
        raise HTTPException(400, "That is no form, and nothing was changed.")
    pairs = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            pairs.append((name, payload.decode("utf-8-sig", "replace")))
    return pairs


def first(form: Form, name: str, default: str = "") -> str:
    """The first value of a field, without the white space around it."""
    return form.get(name, [default])[0].strip()


def way_back(form: Form, default: str = "/") -> str:
    """The page that a form was on, if it is one of ours.

    Examples
    --------
    >>> way_back({"back": ["/day/2026-11-21#item-3"]}), way_back({"back": ["//evil.example/"]})
    ('/day/2026-11-21#item-3', '/')
    """
    back = first(form, "back", default)
    return back if len(back) <= 500 and _BACK.fullmatch(back) else default


def with_note(path: str, note: str) -> str:
    """The path with a note's key in its query, in front of its fragment.

    Examples
    --------
    >>> with_note("/search?q=tide#item-2", "k")
    '/search?q=tide&note=k#item-2'
    """
    address, _, fragment = path.partition("#")
    plain, _, query = address.partition("?")
    kept = [
        (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in ("note", "arrived")
    ]
    return f"{plain}?{urlencode([*kept, ('note', note)])}" + (f"#{fragment}" if fragment else "")
