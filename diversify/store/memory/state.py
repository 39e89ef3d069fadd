"""What the shelves of the memory store share."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from diversify.domain import (
    CHECK_IN,
    FIRST_ARTICLE_ID,
    Article,
    Delivery,
    Feed,
    Feedback,
    FetchState,
    Interest,
    PrivacyLevel,
    Slate,
)
from diversify.store.codec import read_card, read_slate, slate_digest, without_question, without_traces
from diversify.store.columns import Reading, card_widths, reading_widths
from diversify.store.rules import (
    PRIVACY_DIAL,
    Key,
    Widths,
    is_changed,
    kept_kinds,
    key_of,
    privacy_level,
)


@dataclass
class ShownSlate:
    """A slate as text, with the feeds of its items as they were when it was shown."""

    id: int
    day: str
    digest: str
    as_of: datetime
    text: str
    feeds: frozenset[int]

    def read(self) -> Slate:
        """The slate."""
        return read_slate(self.text, self.id)


@dataclass
class State:
    """All records; dictionaries keep the order of storing, ids are never used twice."""

    feeds: dict[int, Feed] = field(default_factory=dict)
    fetch_states: dict[int, FetchState] = field(default_factory=dict)
    articles: dict[int, Article] = field(default_factory=dict)
    keys: dict[Key, int] = field(default_factory=dict)
    readings: dict[int, tuple[str, Reading]] = field(default_factory=dict)
    feedback: list[Feedback] = field(default_factory=list)
    interests: dict[tuple[str, str], Interest] = field(default_factory=dict)
    dials: dict[str, str] = field(default_factory=dict)
    history: list[tuple[str, datetime, str | None]] = field(default_factory=list)
    slates: list[ShownSlate] = field(default_factory=list)
    deliveries: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    models: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    feed_ids: count[int] = field(default_factory=lambda: count(1))
    article_ids: count[int] = field(default_factory=lambda: count(FIRST_ARTICLE_ID))
    feedback_ids: count[int] = field(default_factory=lambda: count(1))
    slate_ids: count[int] = field(default_factory=lambda: count(1))

    def level(self) -> PrivacyLevel:
        """The privacy level in force."""
        text = self.dials.get(PRIVACY_DIAL)
        return privacy_level(None if text is None else json.loads(text))

    def erase_beyond_level(self) -> None:
        """Erase what the level in force does not keep, and what slates say of how they were made."""
        kinds = kept_kinds(self.level())
        self.feedback[:] = [act for act in self.feedback if act.kind in kinds]
        self.keep_last_slates()
        if self.level() == "nothing":
            for key in [key for key in self.deliveries if key[0] == CHECK_IN]:
                del self.deliveries[key]
        self.thin_slates()

    def keep_last_slates(self) -> None:
        """Under `nothing`, erase every slate but the one shown last and the last of the day before it."""
        if self.level() == "nothing" and self.slates:
            newest = self.slates[-1]
            before = [shown for shown in self.slates if shown.day < newest.day]
            last = max((shown.day for shown in before), default="")
            self.slates[:] = [*[shown for shown in before if shown.day == last][-1:], newest]

    def thin_slates(self, term: str | None = None, *, resting_on: Feedback | None = None) -> None:
        """Take `without_traces` of every slate; where two of a day become equal, the one shown later stays.

        With `resting_on`, only of slates made after that act, for a moment after it. Without a term, what questions
        to the reader rest on goes as well.
        """
        if term is None:
            self._thin_questions(resting_on)
        kept: dict[tuple[str, str], ShownSlate] = {}
        for shown in self.slates:
            rests = resting_on is None or (shown.id > resting_on.slate and shown.as_of >= resting_on.at)
            text = without_traces(shown.text, term) if rests else shown.text
            thin = replace(shown, text=text, digest=slate_digest(text)) if text != shown.text else shown
            kept.pop((thin.day, thin.digest), None)
            kept[thin.day, thin.digest] = thin
        self.slates[:] = kept.values()

    def _thin_questions(self, act: Feedback | None) -> None:
        for key, asked in self.deliveries.items():
            if key[0] == CHECK_IN and (act is None or asked.begun >= act.at):
                self.deliveries[key] = replace(asked, content=without_question(asked.content))

    def put(self, article: Article) -> None:
        """Insert an article, or update what its key names."""
        article_id = self.keys.get(key_of(article))
        if article_id is None:
            self.keys[key_of(article)] = article_id = next(self.article_ids)
            self.articles[article_id] = replace(article, id=article_id)
            return
        old = self.articles[article_id]
        if is_changed(old.content_hash, article.content_hash):
            self.readings.pop(article_id, None)
        self.articles[article_id] = replace(article, id=article_id, seen=old.seen, story=old.story)

    def drop(self, article: Article) -> None:
        """Remove an article with what is understood of it."""
        del self.articles[article.id]
        del self.keys[article.feed_id, article.guid]
        self.readings.pop(article.id, None)

    def is_read(self, article_id: int, model: str) -> bool:
        """Whether that model's understanding of an article is stored."""
        return article_id in self.readings and self.readings[article_id][0] == model

    def is_sensitive(self, article_id: int) -> bool:
        """Whether an article is known to belong to a category that is never profiled."""
        return article_id in self.readings and bool(self.readings[article_id][1][2])

    def widths(self, model: str) -> Widths | None:
        """Numbers of columns that a model gives; None where nothing is known of it."""
        if model in self.models:
            return card_widths(read_card(self.models[model][0]))
        return next((reading_widths(reading) for name, reading in self.readings.values() if name == model), None)
