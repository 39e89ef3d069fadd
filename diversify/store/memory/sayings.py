"""What the reader said, and what they said before, in memory."""

from __future__ import annotations

from diversify.domain import Interest
from diversify.store.codec import interest_term, read_saying, saying_text
from diversify.store.memory.state import State
from diversify.store.moments import Clock
from diversify.store.rules import clean_interest


class MemorySayings:
    """The part of `protocols.ReaderRecords` about interests."""

    def __init__(self, state: State, *, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    def say(self, interest: Interest) -> None:
        """Store what the reader said, replacing what they said of the same thing; `say_back` undoes it."""
        said = clean_interest(interest)
        before = self._state.interests.pop((said.kind, said.value), None)
        if before is None or before.weight != said.weight:
            self._note(said.kind, said.value, before)
        self._state.interests[said.kind, said.value] = said

    def unsay(self, kind: str, value: str, *, undoable: bool = False) -> bool:
        """Remove one interest, and the reasons in slates that name it; whether there was one.

        Where it is not to be undoable, nothing that was ever said of the thing is kept.
        """
        before, term = self._state.interests.pop((kind, value), None), interest_term(kind, value)
        if not undoable:
            self._state.history[:] = [note for note in self._state.history if note[0] != term]
        elif before is not None:
            self._note(kind, value, before)
        if before is not None:
            self._state.thin_slates(term)
        return before is not None

    def say_back(self) -> tuple[Interest | None, Interest | None]:
        """Undo the last saying or unsaying: (what held, what holds again); both None where there is none."""
        notes = [at for at, note in enumerate(self._state.history) if note[0].startswith("interest:")]
        if not notes:
            return None, None
        term, _, text = self._state.history.pop(notes[-1])
        kind, value, before = read_saying(term, text)
        held = self._state.interests.pop((kind, value), None)
        if before is not None:
            self._state.interests[kind, value] = before
        else:
            self._state.thin_slates(term)
        return held, before

    def interests(self) -> list[Interest]:
        """What the reader said, in the order of saying; what was said anew counts as said last."""
        return list(self._state.interests.values())

    def _note(self, kind: str, value: str, before: Interest | None) -> None:
        self._state.history.append((interest_term(kind, value), self._clock(), saying_text(before)))
