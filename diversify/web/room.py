"""What every page of one running program shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from diversify.web.desk import Desk, Work
from diversify.web.guard import Gate
from diversify.web.notes import Notes
from diversify.web.pages import Pages


@dataclass(frozen=True)
class Room:
    """The desk, the long work, the notes, the pages and the gate."""

    desk: Desk
    work: Work
    notes: Notes
    pages: Pages
    gate: Gate


def room_of(request: Request) -> Room:
    """The room that a request is answered in."""
    return cast("Room", request.app.state.room)
