"""What a model is trained on: articles as numbers, copies and retellings known as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, Feed, Taxonomy
from diversify.topics.events import find_events
from diversify.topics.industries import feed_labels
from diversify.topics.model import language_groups
from diversify.topics.text import article_text, learn_words
from diversify.topics.vocabulary import Corpus, choose_words

OWN_LANGUAGE: Final = 300
"""Articles a language needs to have topics and a mean of its own."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Material:
    """What is trained on: articles in numbers; of copies in several feeds one.

    Attributes
    ----------
    total
        Articles, copies included.
    articles
        The n that differ.
    corpus
        Their words.
    labels
        (n, m + 1) labels of their feeds.
    feeds
        (n,) feed ids.
    languages
        Languages with articles enough for topics of their own.
    groups
        (n,) number of each article's language among these, from 1; 0 for the others.
    events
        (n,) event that each article tells.
    spoken
        Articles of each language, copies included.
    """

    total: int
    articles: Sequence[Article]
    corpus: Corpus
    labels: Floats
    feeds: NDArray[np.int64]
    languages: tuple[str, ...]
    groups: NDArray[np.int64]
    events: NDArray[np.int64]
    spoken: Mapping[str, int]


def read_material(
    articles: Sequence[Article],
    feeds: Mapping[int, Feed],
    taxonomy: Taxonomy,
    *,
    seeds: frozenset[str],
    looked_for: frozenset[str] = frozenset(),
) -> Material:
    """Read articles into numbers; `seeds` are words kept whatever they are, `looked_for` only looked up."""
    total = len(articles)
    texts = [article_text(article) for article in articles]
    all_spoken = Counter(article.language or "unknown" for article in articles)
    rows, copies = distinct(texts)
    labels = merged_labels(feed_labels([feeds.get(article.feed_id) for article in articles], taxonomy.codes), copies)
    articles, texts = [articles[row] for row in rows], [texts[row] for row in rows]
    spoken = [article.language for article in articles]
    sources = np.array([article.feed_id for article in articles], dtype=np.int64)
    lexicon, tokens = learn_words(texts)
    corpus = choose_words(lexicon, tokens, languages=spoken, feeds=sources, seeds=seeds, looked_for=looked_for)
    kinds, often = np.unique(np.array(spoken, dtype=str), return_counts=True) if spoken else ((), np.zeros(0))
    own = tuple(str(kind) for kind, number in zip(kinds, often, strict=True) if kind and number >= OWN_LANGUAGE)
    own = own if len(kinds) > 1 else ()
    events = find_events(corpus.counts, np.array([article.story for article in articles], dtype=np.int64))
    return Material(total, articles, corpus, labels, sources, own, language_groups(spoken, own), events, all_spoken)


def distinct(texts: Sequence[str]) -> tuple[list[int], NDArray[np.int64]]:
    """Rows of the first of each text, and for every text the place of its first among them.

    Copies in several feeds would make a topic of one article.

    Examples
    --------
    >>> rows, copies = distinct(["a", "b", "a"])
    >>> rows, copies.tolist()
    ([0, 1], [0, 1, 0])
    """
    place: dict[str, int] = {}
    copies = np.array([place.setdefault(text, len(place)) for text in texts], dtype=np.int64)
    rows = np.unique(copies, return_index=True)[1]
    return [int(row) for row in rows], copies


def merged_labels(labels: Floats, copies: NDArray[np.int64]) -> Floats:
    """Labels of distinct articles: the even mixture of their copies'; "general" (last) yields to any industry."""
    merged = np.zeros((int(copies.max(initial=-1)) + 1, labels.shape[1]), dtype=np.float32)
    np.add.at(merged, copies, labels)
    merged[merged[:, :-1].sum(axis=1) > 0, -1] = 0
    return np.asarray(merged / np.maximum(merged.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)
