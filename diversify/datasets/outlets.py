"""A corpus of invented outlets as a dataset: the one that ships, or your own in its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from diversify.datasets.frames import Dataset, frame_of
from diversify.domain import Feed

FRESH = datetime(2026, 1, 1, 7, tzinfo=UTC)
"""The morning from which ages are counted back unless another is given, so that the same corpus is the same frame."""


class Piece(Protocol):
    """One article: its words, its age in hours, and what it belongs to."""

    @property
    def title(self) -> str:
        """Headline."""

    @property
    def text(self) -> str:
        """Plain paragraphs."""

    @property
    def hours(self) -> float:
        """Age, at least 0."""

    @property
    def author(self) -> str:
        """Empty where unknown."""

    @property
    def event(self) -> str:
        """Shared by articles on one event; empty where it stands alone."""

    @property
    def categories(self) -> tuple[str, ...]:
        """The outlet's own headings."""


class Outlet(Protocol):
    """One outlet: where it lives, of which industries it is, and its articles."""

    @property
    def feed(self) -> Feed:
        """Address, site, language and industries."""

    @property
    def articles(self) -> Sequence[Piece]:
        """In the outlet's order."""


def from_outlets(outlets: Iterable[Outlet], *, now: datetime = FRESH, name: str = "sample") -> Dataset:
    """Labelled articles of outlets; there are no impressions and no feedback.

    Parameters
    ----------
    outlets
        Such as `diversify.catalogue.load_sample()` gives: 40 invented outlets with near 400 articles, of every one of
        the 32 industries and of none (`general`), that ship with the package.
    now
        When they are read; articles are dated back from it by their age.
    name
        What the dataset is called.

    Returns
    -------
    Dataset
        `label` is the outlet's first industry, `labels` all of them and then the article's categories; articles on
        one event share a `story`; `article` is the outlet's host and a number.

    Raises
    ------
    ValueError
        Where two outlets share a site, so that their articles cannot be told apart.

    Examples
    --------
    >>> from diversify.catalogue import load_sample
    >>> corpus = from_outlets(load_sample())
    >>> corpus.articles["label"].nunique(), len(corpus.articles) > 350
    (33, True)
    """
    pairs = [(outlet, number, piece) for outlet in outlets for number, piece in enumerate(outlet.articles, start=1)]
    hosts = [outlet.feed.site.removeprefix("https://").removeprefix("http://").strip("/") for outlet, _, _ in pairs]
    articles = frame_of(
        {
            "article": [f"{host}/{number}" for host, (_, number, _) in zip(hosts, pairs, strict=True)],
            "title": [piece.title for _, _, piece in pairs],
            "text": [piece.text for _, _, piece in pairs],
            "label": [next(iter(outlet.feed.industries), "") for outlet, _, _ in pairs],
            "labels": [(*outlet.feed.industries, *piece.categories) for outlet, _, piece in pairs],
            "story": [piece.event for _, _, piece in pairs],
            "outlet": hosts,
            "author": [piece.author for _, _, piece in pairs],
            "language": [outlet.feed.language for outlet, _, _ in pairs],
            "url": [f"{outlet.feed.site.rstrip('/')}/articles/{number}" for outlet, number, _ in pairs],
            "published": [now - timedelta(hours=piece.hours) for _, _, piece in pairs],
        },
        "articles",
    )
    notes = ("the outlets, their people and their events are invented", "nobody was shown any of it")
    return Dataset(name, articles, frame_of({}, "impressions"), frame_of({}, "feedback"), notes)
