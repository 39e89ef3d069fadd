"""The shelf of the reader, in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from diversify.domain import Feedback
from diversify.store.codec import SAYINGS, saying_told
from diversify.store.memory.sayings import MemorySayings
from diversify.store.rules import (
    PRIVACY_DIAL,
    clean_feedback,
    dial_text,
    is_lower,
    kept_kinds,
    unknown_article,
)


class MemoryReader(MemorySayings):
    """What the reader said and did; see `protocols.ReaderRecords`."""

    def record(self, feedback: Feedback) -> Feedback | None:
        """Store one act and return it with its id; None where the level or the article forbids keeping it."""
        act = clean_feedback(feedback)
        if act.article_id not in self._state.articles:
            raise unknown_article(act.article_id)
        if act.kind not in kept_kinds(self._state.level()) or self._state.is_sensitive(act.article_id):
            return None
        kept = replace(act, id=next(self._state.feedback_ids))
        self._state.feedback.append(kept)
        return kept

    def feedback(self, *, until: datetime | None = None) -> list[Feedback]:
        """Acts in order of time, up to a moment, that moment included."""
        acts = sorted(self._state.feedback, key=lambda act: (act.at, act.id))
        return [act for act in acts if until is None or act.at <= until]

    def acts_on(self, article_ids: Sequence[int]) -> list[Feedback]:
        """Acts on these articles, in order of time."""
        wanted = {int(one) for one in article_ids}
        return [act for act in self.feedback() if act.article_id in wanted]

    def take_back(self, feedback_id: int) -> Feedback | None:
        """Erase one act, as if it had never been done, and return it; None where it is not there."""
        act = next((one for one in self._state.feedback if one.id == feedback_id), None)
        if act is not None:
            self._state.feedback.remove(act)
            self._state.thin_slates(resting_on=act)
        return act

    def forget(self, article_ids: Sequence[int]) -> int:
        """Erase all feedback on these articles, and what slates say of how they were made; how many acts."""
        before = len(self._state.feedback)
        forgotten = {int(one) for one in article_ids}
        self._state.feedback[:] = [act for act in self._state.feedback if act.article_id not in forgotten]
        erased = before - len(self._state.feedback)
        if erased:
            self._state.thin_slates()
        return erased

    def dials(self) -> dict[str, Any]:
        """The reader's settings as stored: name to JSON value."""
        return {name: json.loads(text) for name, text in sorted(self._state.dials.items())}

    def turn(self, name: str, value: Any) -> None:
        """Set one dial (None removes it), keeping what it was before, so that it can be undone."""
        text = None if value is None else dial_text(name, value)
        before = self._state.dials.get(name)
        if before == text:
            return
        self._state.history.append((name, self._clock(), before))
        if text is None:
            del self._state.dials[name]
        else:
            self._state.dials[name] = text
        if name == PRIVACY_DIAL and is_lower(before, text):
            self._state.erase_beyond_level()

    def history(self, name: str) -> list[tuple[datetime, Any]]:
        """Earlier values of a dial, newest first, each with the moment it was replaced; None where it was not set.

        Of `interests`: what was said before of each thing, its weight None where nothing was.
        """
        if name == SAYINGS:
            notes = reversed(self._state.history)
            return [(at, saying_told(term, text)) for term, at, text in notes if term.startswith("interest:")]
        mine = ((at, text) for dial, at, text in reversed(self._state.history) if dial == name)
        return [(at, None if text is None else json.loads(text)) for at, text in mine]
