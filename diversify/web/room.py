"""What every page of one running program shares."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from starlette.requests import Request

from diversify.app import App
from diversify.app.days import day_of
from diversify.web.desk import Desk, Work
from diversify.web.guard import Gate
from diversify.web.notes import Notes
from diversify.web.pages import Pages

MOST_ANSWERS: Final = 20

_Answer = TypeVar("_Answer")


class Answers:
    """What was found in the store, for as long as nothing in it has changed; in each thread its own."""

    def __init__(self) -> None:
        self._mine = threading.local()

    def find(self, app: App, name: object, job: Callable[[App], _Answer]) -> _Answer:
        """What the job says, or said when it was asked for by that name last."""
        kept: dict[object, tuple[tuple[int, ...], Any]] = self._mine.__dict__.setdefault("kept", {})
        stamp = app.store.stamp()
        if name not in kept or kept[name][0] != stamp:
            if len(kept) >= MOST_ANSWERS:
                kept.clear()
            kept[name] = (stamp, job(app))  # what the job itself writes changes the stamp, and it is asked again
        return cast("_Answer", kept[name][1])


@dataclass(frozen=True)
class Room:
    """The desk, the long work, the notes, the pages and the gate; and answers that still hold."""

    desk: Desk
    work: Work
    notes: Notes
    pages: Pages
    gate: Gate
    answers: Answers = field(default_factory=Answers)

    async def look(self, name: object, job: Callable[[App], _Answer]) -> _Answer:
        """What a job that only looks says of today; as it said last by that name, where nothing has changed since."""
        return await self.desk.ask(lambda app: self.answers.find(app, (name, day_of(None, app.clock())), job))


def room_of(request: Request) -> Room:
    """The room that a request is answered in."""
    return cast("Room", request.app.state.room)
