"""One event, several outlets: articles joined into stories.

What is certainly one comes first: the same page, the same headline, nearly the same text. These groups are then joined
while they tell one event. Languages are kept apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article
from diversify.ingest.near_duplicates import join_sets, word_pairs
from diversify.ingest.story_joining import DAYS, join_groups
from diversify.ingest.story_space import place_articles
from diversify.ingest.story_weights import weigh
from diversify.ingest.story_words import TextWords, read_words
from diversify.ingest.urls import canonical_url

NEARLY = 0.8
"""Jaccard likeness of the word pairs of two texts from which they are one."""

_DAY = 86_400.0
_NEXT_DAY = 0.75 * _DAY  # from one edition to the next
_TITLE_SIGNS = 600
_TITLE_WORDS = 4  # shorter titles ("Weather") may be equal by chance
_PAIRS = 8  # texts of fewer word pairs may be nearly equal by chance
_CROWD = 300  # a pair of words that begins so many texts is a form letter's

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avril|mai|juin|juil|août|ene|abr|dez|okt)"
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
)
_DIGIT_OR_DAY = re.compile(
    r"\d|[dD](?:ay|AY|i\b|imanche)|[tT]ag\b|[mM]ittwoch"
)  # what every date has; quick to look for
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}(?:[./](?:\d{{4}}|\d\d))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?{_MONTH}[^\W\d]{{0,7}}\.?(?:,?\s\d{{4}})?"
    rf"|{_MONTH}[^\W\d]{{0,7}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|(?:day|tag|jour|día|dag|episode|folge|no\.?|nr\.?)\s\d{{1,4}}|{_WEEKDAY})(?!\w)|#\d{{1,5}}\b",
    re.IGNORECASE,
)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StoryColumns:
    """n articles as columns, all that stories are told from.

    Attributes
    ----------
    ids
        Distinct, above 0.
    titles, summaries, urls, languages, outlets
        Text; an unknown language is empty.
    published
        Seconds since 1970 UTC.
    stories
        Number of the story an article belongs to already, or 0.
    """

    ids: Sequence[int]
    titles: Sequence[str]
    summaries: Sequence[str]
    urls: Sequence[str]
    languages: Sequence[str]
    outlets: Sequence[str]
    published: Sequence[float]
    stories: Sequence[int]


def link_stories(articles: Iterable[Article]) -> dict[int, int]:
    """Join stored articles into stories.

    Parameters
    ----------
    articles
        The new ones (`story` is 0) together with those of the last days, in any order. The more days, the better known
        are the subjects that come up every day.

    Returns
    -------
    dict
        Article id to story number, for the articles that had none. The number of a story is the smallest id of its
        articles when it was first told, and stays.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 21, tzinfo=UTC)
    >>> titles = ("Storm closes harbour bridge in Oslo", "Storm closes harbour bridge in Oslo", "Rice prices fall")
    >>> link_stories(Article(n, "", f"http://n{n}.example/a", title, at, at, id=n) for n, title in enumerate(titles, 1))
    {1: 1, 2: 1, 3: 3}
    """
    rows = sorted(articles, key=lambda article: article.id)
    return link_columns(
        StoryColumns(
            ids=[row.id for row in rows],
            titles=[row.title for row in rows],
            summaries=[row.summary for row in rows],
            urls=[row.url for row in rows],
            languages=[row.language for row in rows],
            outlets=[row.outlet for row in rows],
            published=[row.published.timestamp() for row in rows],
            stories=[row.story for row in rows],
        )
    )


def link_columns(columns: StoryColumns) -> dict[int, int]:
    """As `link_stories`, on plain columns with rising ids."""
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, language in enumerate(columns.languages):
        rows_of[language].append(row)
    numbers: dict[int, int] = {}
    for rows in rows_of.values():
        if not all(columns.stories[row] for row in rows):
            numbers |= _numbered(columns, rows, _groups(columns, rows))
    return dict(sorted(numbers.items()))


def _groups(columns: StoryColumns, rows: Sequence[int]) -> Integers:
    """Group of each of the rows, all of one language."""
    read = read_words(_telling_titles(columns, rows), [columns.summaries[row] for row in rows])
    groups = _certain(columns, rows, keys=_keys(columns, rows, read), near=_nearly_equal(read, len(rows)))
    outlets = np.unique([columns.outlets[row] for row in rows], return_inverse=True)[1]
    words = weigh(read, outlets)
    if words is None:
        return groups
    published = np.array([columns.published[row] for row in rows], np.float64)
    numbers = np.array([columns.stories[row] for row in rows], np.int64)
    places = place_articles(words.shares, words.weights)
    return join_groups(words, groups, places=places, published=published, numbers=numbers)


def _telling_titles(columns: StoryColumns, rows: Sequence[int]) -> list[str]:
    """Titles of the rows, empty where the outlet puts the same above another page on another day: a regular column.

    The same but for the day's date, or its number ("day 3"), is the same.
    """
    titles = [columns.titles[row] for row in rows]
    told = [(columns.outlets[row], _undated(title)) for row, title in zip(rows, titles, strict=True)]
    seen: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row, key in zip(rows, told, strict=True):
        seen[key].append(row)
    regular = {key for key, of in seen.items() if key[0] and len(of) > 1 and _regular(columns, of)}
    return ["" if key in regular else title for key, title in zip(told, titles, strict=True)]


def _undated(title: str) -> str:
    """The title without the day it names."""
    head = title[:_TITLE_SIGNS]
    return _DATE.sub("", head) + title[_TITLE_SIGNS:] if _DIGIT_OR_DAY.search(head) else title


def _regular(columns: StoryColumns, rows: Sequence[int]) -> bool:
    """Whether two of the rows are different pages of different days."""
    last: dict[str, float] = {}
    for row in rows:  # of one page the day that it was last dated
        address = canonical_url(columns.urls[row])
        last[address] = max(last.get(address, columns.published[row]), columns.published[row])
    return max(last.values()) - min(last.values()) >= _NEXT_DAY


def _numbered(columns: StoryColumns, rows: Sequence[int], groups: Integers) -> Iterator[tuple[int, int]]:
    """Article id and story number of each row that had none."""
    of = groups.tolist()
    told: dict[int, int] = {}
    least: dict[int, int] = {}
    for row, group in zip(rows, of, strict=True):
        told[group] = told.get(group, 0) or columns.stories[row]
        least[group] = min(least.get(group, columns.ids[row]), columns.ids[row])
    for row, group in zip(rows, of, strict=True):
        if not columns.stories[row]:
            yield columns.ids[row], told[group] or least[group]


def _nearly_equal(read: TextWords, rows: int) -> dict[int, list[int]]:
    """Of each row the rows whose text is nearly its own."""
    row, pair = word_pairs(read.words, np.bincount(read.rows, minlength=rows))
    long = np.bincount(row, minlength=rows) >= _PAIRS
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in join_sets(row[long[row]], pair[long[row]], rows, least=NEARLY, widest=_CROWD).tolist():
        found[one].append(other)
        found[other].append(one)
    return found


@dataclass(slots=True)
class _Certain:
    """Groups of articles that are certainly one, as they grow: when, and which story already."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    number: list[int] = field(default_factory=list)

    def fits(self, group: int, when: float, number: int) -> bool:
        """Whether an article may join: near in time, and not of another story."""
        window = DAYS * _DAY
        return (
            not (number and self.number[group] and number != self.number[group])
            and self.first[group] - window <= when <= self.last[group] + window
            and max(self.last[group], when) - min(self.first[group], when) <= 2 * window
        )

    def take(self, group: int, when: float, number: int) -> int:
        """Let an article join a group, or begin the next; the group it is in."""
        if group == len(self.first):
            self.first.append(when)
            self.last.append(when)
            self.number.append(number)
        self.first[group] = min(self.first[group], when)
        self.last[group] = max(self.last[group], when)
        self.number[group] = self.number[group] or number
        return group


def _certain(
    columns: StoryColumns, rows: Sequence[int], *, keys: Sequence[Sequence[Hashable]], near: dict[int, list[int]]
) -> Integers:
    """Group of each row: told as one before, equal in address or title, or in text nearly equal to a group's first."""
    grown = _Certain()
    by_number: dict[int, int] = {}
    by_key: dict[Hashable, int] = {}
    opened: dict[int, int] = {}
    groups = np.zeros(len(rows), np.int64)
    for at in sorted(range(len(rows)), key=lambda at: (not columns.stories[rows[at]], columns.published[rows[at]])):
        row = rows[at]
        when, number = columns.published[row], columns.stories[row]
        known = [by_key[key] for key in keys[at] if key in by_key] + [
            opened[other] for other in near.get(at, ()) if other in opened
        ]
        group = by_number.get(number) if number else next((one for one in known if grown.fits(one, when, 0)), None)
        if group is None:
            group = opened[at] = len(grown.first)
        groups[at] = grown.take(group, when, number)
        if number:
            by_number[number] = group
        by_key.update(dict.fromkeys(keys[at], group))
    return groups


def _keys(columns: StoryColumns, rows: Sequence[int], read: TextWords) -> list[list[Hashable]]:
    """What makes two articles one beyond doubt: the page's address, and a title of some length."""
    words = read.words[read.titled]
    ends = np.cumsum(np.bincount(read.rows[read.titled], minlength=len(rows))).tolist()
    keys: list[list[Hashable]] = []
    for row, (start, end) in zip(rows, pairwise([0, *ends]), strict=True):
        address = canonical_url(columns.urls[row]).partition("://")[2]
        keys.append([address] if "/" in address.rstrip("/") else [])
        if end - start >= _TITLE_WORDS:
            keys[-1].append(words[start:end].tobytes())
    return keys
