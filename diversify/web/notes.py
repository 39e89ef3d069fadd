"""What was just done, told once on the next page, with the way to take it back."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

MOST_NOTES: Final = 500


@dataclass(frozen=True)
class Note:
    """A sentence; `undo` are the fields of the form that takes it back, empty where nothing does.

    `link` is a path of ours that leads on, with `link_words`; `copy` an address to pass on.
    """

    text: str
    undo: dict[str, str] = field(default_factory=dict)
    link: str = ""
    link_words: str = ""
    copy: str = ""


class Notes:
    """Notes by their keys; the oldest make room for new ones, and none outlives the program."""

    def __init__(self) -> None:
        self._notes: OrderedDict[str, Note] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, note: Note) -> str:
        """Keep a note, and return its key."""
        key = secrets.token_urlsafe(6)
        with self._lock:
            self._notes[key] = note
            while len(self._notes) > MOST_NOTES:
                self._notes.popitem(last=False)
        return key

    def find(self, key: str) -> Note | None:
        """The note of a key."""
        return self._notes.get(key)
