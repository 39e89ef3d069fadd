"""The reader answers back: which article a number means, and what an act is worth keeping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from diversify.domain import FIRST_ARTICLE_ID, Article, Feedback, FeedbackKind, Interest, Slate, SlateItem
from diversify.errors import PlaceError, UsageError
from diversify.protocols import Store

WORDS_A_SECOND: Final = 230 / 60
"""Silent reading of non-fiction in English: 238 words a minute (Brysbaert 2019), rounded down for other languages."""


@dataclass(frozen=True)
class Place:
    """An article, and where it stood in the last digest (position 0 where it did not)."""

    article: Article
    slate: Slate | None = None
    position: int = 0

    @property
    def item(self) -> SlateItem | None:
        """The place in the slate, where it has one."""
        if self.slate is None:
            return None
        return next((item for item in self.slate.items if item.position == self.position), None)


def find_place(store: Store, number: int) -> Place:
    """What a number means: a place in the last digest, or an article's id.

    Raises
    ------
    PlaceError
        Where there is no such place or article.
    """
    slate = store.slates.last()
    if number >= FIRST_ARTICLE_ID:
        item = next((item for item in slate.items if item.article_id == number), None) if slate else None
        return Place(_article(store, number), slate if item else None, item.position if item else 0)
    if slate is None:
        raise PlaceError(f"place {number}: there is no digest yet", mend="run `diversify digest` first")
    for item in slate.items:
        if item.position == number:
            return Place(_article(store, item.article_id), slate, number)
    raise PlaceError(
        f"place {number}: the last digest, of {slate.day}, {_places(len(slate.items))}",
        mend="give one of these, or an article's id" if slate.items else "give an article's id",
    )


def _places(number: int) -> str:
    return {0: "is empty", 1: "has one place"}.get(number, f"has places 1 to {number}")


def record(store: Store, place: Place, kind: FeedbackKind, *, now: datetime, value: float = 1.0) -> Feedback | None:
    """Keep one act; None where the privacy level or the article forbids it.

    The store refuses what the level does not keep and what a model found sensitive; an article that no model has read
    yet is judged by its words here, so that nothing of it is kept in the meantime.
    """
    if not _is_read_by_model(store, place.article.id) and is_sensitive(place.article):
        return None
    slate = place.slate.id if place.slate is not None else 0
    act = Feedback(kind=kind, article_id=place.article.id, at=now, value=value, slate=slate, position=place.position)
    return store.reader.record(act)


def _is_read_by_model(store: Store, number: int) -> bool:
    card = store.models.current()
    return card is not None and bool(store.articles.understood([number], card.version)[0])


def is_sensitive(article: Article) -> bool:
    """Whether the words of an article put it into a category that is never profiled."""
    from diversify.catalogue import load_sensitive
    from diversify.profile import recognise_sensitive

    return bool(recognise_sensitive([article], load_sensitive())[0])


def sensitive_words(values: Iterable[str]) -> list[bool]:
    """Which words or names speak of a category that is never profiled, or identify somebody."""
    from diversify.catalogue import load_sensitive
    from diversify.profile import names_sensitive

    return names_sensitive(values, load_sensitive())


def profiled(interests: Iterable[Interest]) -> list[Interest]:
    """What was said, without what would profile the reader by a sensitive subject.

    Words and topics that name one are left out, unless they are muted: a mute learns nothing of anybody. A field of
    work, a source or an author may be named whatever they write of. What identifies somebody is left out even muted.
    """
    asked = list(interests)
    hidden = sensitive_words(interest.value if _names_subject(interest) else "" for interest in asked)
    return [one for one, hide in zip(asked, hidden, strict=True) if not hide and not _identifies(one)]


def _names_subject(interest: Interest) -> bool:
    return interest.kind in ("term", "topic") and not interest.muted


def _identifies(interest: Interest) -> bool:
    """Whether an interest holds an address or a number of somebody; an author that feeds name so may be muted by it."""
    from diversify.profile import is_identifier

    asked = interest.kind in ("term", "topic") or (interest.kind == "author" and not interest.muted)
    return asked and is_identifier(interest.value)


def read_weight(text: str, *, words: str = "") -> float:
    """A weight that an interest can have; `words` are those that may stand in its place.

    Raises
    ------
    UsageError
        Where it is none.

    Examples
    --------
    >>> read_weight("-0.5")
    -0.5
    """
    try:
        weight = float(text)
    except ValueError:
        weight = float("nan")
    if not -1.0 <= weight <= 1.0:
        others = f", {words}" if words else ""
        raise UsageError(f"weight {text[:20]!r}", mend=f"give a number from -1 (never) to 1 (much more){others}")
    return weight


def say(store: Store, interest: Interest) -> None:
    """Keep what the reader says, unless it would profile them by a sensitive subject or hold an identifier.

    Raises
    ------
    UsageError
        Where it would; an identifier is not repeated in it.
    """
    if _identifies(interest):
        raise UsageError(
            f"that {interest.kind} is sensitive: identifiers are never profiled",
            mend="name a subject, not somebody's address, number or code",
        )
    if not profiled([interest]):
        raise UsageError(
            f"{interest.value!r} names a sensitive subject, and these are never profiled, wished for or not",
            mend=f"articles on it may be shown and read; `diversify mute {interest.kind} …` keeps them out",
        )
    store.reader.say(interest)


def depth_of(article: Article, seconds: float) -> float:
    """Share of an article read in that time, capped at 1: time read against the time its length needs."""
    needed = max(article.words, 40) / WORDS_A_SECOND
    return min(1.0, max(0.0, seconds) / needed)


def _article(store: Store, number: int) -> Article:
    found = store.articles.get([number])
    if not found:
        raise PlaceError(f"article {number} is not in the store", mend="`diversify digest --format json` gives ids")
    return found[0]
