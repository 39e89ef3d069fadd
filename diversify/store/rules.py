"""What every store holds to, whatever it is made of: who may come in, what is kept, what counts as changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast, get_args

from diversify.domain import DELIBERATE, Article, Feedback, FeedbackKind, Interest, InterestKind, PrivacyLevel
from diversify.errors import ModelError, PlaceError, SettingsError, UsageError
from diversify.store.moments import in_utc

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from diversify.domain import Feed, Understanding

Key: TypeAlias = tuple[int, str]
"""Feed id and guid: what tells one article from another."""

Widths: TypeAlias = tuple[int, int, int]
"""Numbers of columns of vectors, topics and industries."""

RARE_POSTERS: Final = 3
"""So many of the newest articles of each feed are candidates however much the other feeds post."""

PRIVACY_DIAL: Final = "privacy"
UNDECIDED: Final[PrivacyLevel] = "explicit"
"""The level of a reader who has not chosen: only what they meant as a message is kept."""

_LEVELS: Final[tuple[str, ...]] = get_args(PrivacyLevel)
_VERSION_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-")

_Record = TypeVar("_Record", bound="DataclassInstance")


def privacy_level(stored: Any) -> PrivacyLevel:
    """The level in force, given the value of its dial (None where the reader has not chosen)."""
    return cast("PrivacyLevel", stored) if stored in _LEVELS else UNDECIDED


def kept_kinds(level: PrivacyLevel) -> tuple[str, ...]:
    """Kinds of feedback that a level keeps.

    Examples
    --------
    >>> kept_kinds("nothing")
    ()
    >>> kept_kinds("explicit")
    ('dismiss', 'less', 'like', 'pin', 'share')
    """
    if level == "nothing":
        return ()
    return tuple(sorted(DELIBERATE if level == "explicit" else get_args(FeedbackKind)))


def is_lower(before: str | None, after: str | None) -> bool:
    """Whether the level of one dial text keeps less than that of another, each None where not chosen.

    Examples
    --------
    >>> is_lower('"local"', None), is_lower(None, '"local"')
    (True, False)
    """
    old, new = (kept_kinds(privacy_level(None if text is None else json.loads(text))) for text in (before, after))
    return not set(old) <= set(new)


def clean_feedback(feedback: Feedback) -> Feedback:
    """The act in plain numbers and UTC; one of no known kind or of impossible depth is refused.

    Raises
    ------
    UsageError
        Where the kind is none of ours.
    ValueError
        Where the value is outside [0, 1], or the moment has no time zone.
    """
    kinds = get_args(FeedbackKind)
    if feedback.kind not in kinds:
        raise UsageError(f"act {feedback.kind!r} is unknown", mend=f"use one of {', '.join(kinds)}")
    if not 0.0 <= feedback.value <= 1.0:
        raise ValueError(f"feedback value {feedback.value} is outside [0, 1]")
    return Feedback(
        feedback.kind,
        int(feedback.article_id),
        in_utc(feedback.at),
        float(feedback.value),
        slate=int(feedback.slate),
        position=int(feedback.position),
    )


def clean_interest(interest: Interest) -> Interest:
    """The interest as it can be stored; one of no known kind is refused.

    Raises
    ------
    UsageError
        Where the kind is none of ours.
    """
    kinds = get_args(InterestKind)
    if interest.kind not in kinds:
        raise UsageError(f"interest in {interest.kind!r} is unknown", mend=f"use one of {', '.join(kinds)}")
    return clean_record(interest)


def dial_text(name: str, value: Any) -> str:
    """A dial's value as JSON text.

    Raises
    ------
    SettingsError
        Where the value is no JSON, or is no privacy level for the dial of that name.
    """
    if name == PRIVACY_DIAL and value not in _LEVELS:
        raise SettingsError(f"privacy level {value!r} is unknown", mend=f"use one of {', '.join(_LEVELS)}")
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"dial {name!r} cannot be {value!r}: {error}", mend="use text, numbers or lists") from error


def unknown_article(article_id: int) -> PlaceError:
    """The error for an article id that is not in the store."""
    return PlaceError(f"article {article_id} is not in the store", mend="take a place or id from the last digest")


def unknown_feed(feed_id: int) -> UsageError:
    """The error for a feed id that is not in the store."""
    return UsageError(f"feed {feed_id} is not in the store", mend="add it first, or see `diversify list`")


def settled(feeds: Iterable[Feed], stored: Mapping[int, str]) -> list[Feed]:
    """Those of the feeds that are stored (id to URL), each with the URL that it can have beside the others."""
    owners = {url: feed_id for feed_id, url in stored.items()}
    kept = []
    for feed in map(clean_feed, feeds):
        if feed.id in stored:
            free = owners.setdefault(feed.url, feed.id) == feed.id
            kept.append(feed if free else replace(feed, url=stored[feed.id]))
    return kept


def unknown_model(version: str, fault: str) -> ModelError:
    """The error for a model that cannot be had."""
    return ModelError(f"model {version!r} {fault}", mend="run `diversify train`")


def check_version(version: str) -> None:
    """Refuse a model version that could not name a file.

    Raises
    ------
    ModelError
        Where it holds more than letters, digits, dots, dashes, underscores and pluses.
    """
    if not version or version.startswith(".") or len(version) > 150 or not _VERSION_CHARACTERS.issuperset(version):
        raise ModelError(f"model version {version!r} cannot name a file", mend="use letters, digits, dots and dashes")


def key_of(article: Article) -> Key:
    """What tells this article from every other."""
    return (article.feed_id, clean_text(article.guid))


def merge_repeated(articles: Iterable[Article]) -> dict[Key, Article]:
    """One article a key, the last one said, with `seen` and `story` of the first, as if saved one by one."""
    merged: dict[Key, Article] = {}
    for given in articles:
        article = clean_article(given)
        key = (article.feed_id, article.guid)
        first = merged.get(key)
        merged[key] = article if first is None else replace(article, seen=first.seen, story=first.story)
    return merged


def is_changed(old_hash: str, new_hash: str) -> bool:
    """Whether an article must be read again; one without a digest always must."""
    return not new_hash or old_hash != new_hash


def check_understanding(count: int, understanding: Understanding, expected: Widths | None) -> None:
    """Refuse an understanding that does not fit its articles, or others by the same model.

    Parameters
    ----------
    count
        Number of articles.
    expected
        Widths that this model had before, None where it is new.

    Raises
    ------
    ValueError
        Where a column has another number of rows or columns, or holds a value that is not finite.
    """
    import numpy as np

    for item in fields(understanding):
        column = getattr(understanding, item.name)
        dimensions = 2 if item.name in {"vectors", "topics", "industries"} else 1
        if column.ndim != dimensions or len(column) != count:
            raise ValueError(f"{item.name} has shape {column.shape}, expected {dimensions}-d with {count} rows")
        if not np.isfinite(column).all():
            row = int(np.flatnonzero(~np.isfinite(column.reshape(count, -1)).all(axis=1))[0])
            raise ValueError(f"{item.name} is not finite in row {row}")
    if expected is not None and widths_of(understanding) != expected:
        raise ValueError(f"columns are {widths_of(understanding)} wide, this model's were {expected}")


def widths_of(understanding: Understanding) -> Widths:
    """Numbers of columns of vectors, topics and industries."""
    return (understanding.vectors.shape[1], understanding.topics.shape[1], understanding.industries.shape[1])


def check_limit(limit: int) -> None:
    """Refuse a negative limit.

    Raises
    ------
    ValueError
        Where it is negative.
    """
    if limit < 0:
        raise ValueError(f"limit {limit} is negative")


def clean_text(text: str) -> str:
    """The text with halves of surrogate pairs, which no file can hold, replaced by question marks.

    Examples
    --------
    >>> clean_text("a" + chr(0xD800) + "b")
    'a?b'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def spellings(word: str) -> tuple[str, ...]:
    """The ways in which a word is looked for, where an engine takes only ASCII letters for alike in both cases.

    Examples
    --------
    >>> spellings("Tide"), spellings("Äpfel")
    (('tide',), ('äpfel', 'ÄPFEL', 'Äpfel'))
    """
    low = clean_text(word).lower()
    return (low,) if low.isascii() else tuple(dict.fromkeys((low, low.upper(), low.capitalize(), clean_text(word))))


def clean_article(article: Article) -> Article:
    """As `clean_record`, quick for the many articles that are clean."""
    zones = {moment.tzinfo for moment in (article.published, article.seen, article.updated) if moment is not None}
    if zones != {UTC}:
        return clean_record(article)
    texts = (
        *(article.guid, article.url, article.title, article.author, article.summary, article.content),
        *(article.language, article.outlet, article.content_hash, *article.categories),
    )
    if all(map(str.isascii, texts)):  # which a text knows of itself
        return article
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return clean_record(article)
    return article


def clean_feed(feed: Feed) -> Feed:
    """As `clean_record`; of an attribute named twice the last value counts.

    Raises
    ------
    ValueError
        Where a moment has no time zone, or a limit is no positive number.
    """
    for limit in fields(feed.limits):
        value = getattr(feed.limits, limit.name)
        if value is not None and not 0 < value < float("inf"):
            raise ValueError(f"{limit.name} must be a positive number, got {value}")
    extra = {clean_text(name): clean_text(value) for name, value in feed.extra}
    return replace(clean_record(feed, but=("extra",)), extra=tuple(extra.items()))


def clean_record(record: _Record, *, but: Sequence[str] = ()) -> _Record:
    """The record with every text and tuple of texts made storable, and moments in UTC, but for the fields in `but`.

    Raises
    ------
    ValueError
        Where a moment has no time zone.
    """
    changed: dict[str, Any] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name in but:
            continue
        if isinstance(value, str):
            changed[item.name] = clean_text(value)
        elif isinstance(value, tuple):
            changed[item.name] = tuple(clean_text(part) for part in value)
        elif isinstance(value, datetime):
            changed[item.name] = in_utc(value)
    return replace(record, **changed)


def plain(value: Any) -> Any:
    """What `json` does not know, as something it knows: numbers of numpy and mappings of any make."""
    import numpy as np

    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} {value!r} is no JSON value")
