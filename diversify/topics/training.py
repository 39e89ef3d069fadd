"""Fit everything on the reader's own articles: words, space, topics, names, industries, distances."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, Feed, ModelCard, Taxonomy
from diversify.protocols import Embedder
from diversify.topics import labels as naming
from diversify.topics.card import FEW, make_card, sampled, terms_of
from diversify.topics.events import stories_of_words, story_weights
from diversify.topics.industries import (
    Evidence,
    IndustryWeights,
    fit_industries,
    text_shares,
)
from diversify.topics.material import Material, read_material
from diversify.topics.model import (
    Parts,
    TrainedModel,
    compact,
    gather_evidence,
)
from diversify.topics.pretrained import StaticVectors
from diversify.topics.seeds import (
    SeedIndex,
    Terms,
    disambiguate,
    found_terms,
    index_seeds,
    lexicon,
    seed_hits,
    seed_terms,
    seed_verdict,
    seed_words,
)
from diversify.topics.space import fit_space
from diversify.topics.terms import no_phrases
from diversify.topics.text import article_text
from diversify.topics.text import words as split_words
from diversify.topics.themes import (
    allowed_topics,
    balance_topics,
    first_counts,
    first_guess,
    fit_topics,
    merge_topics,
    raw_shares,
    topic_count,
    topic_shares,
)
from diversify.topics.vectors import Mixture, common_directions, fit_mixture

DIMENSIONS: Final = 96
"""Length of the own words' part of article vectors; less where there are few articles."""
FEWEST_DIMENSIONS: Final = 8
FIELD_STORIES: Final = 3
"""Stories that a small corpus tells of a field of work before it is looked for as a topic."""
BORROWERS: Final = 2_000
"""About how many articles the middle of borrowed vectors is taken from."""
TWIN_ROUNDS: Final = 5
"""How often twins among the topics are looked for."""

Floats = NDArray[np.float32]


def train(
    articles: Sequence[Article],
    feeds: Mapping[int, Feed],
    taxonomy: Taxonomy,
    *,
    previous: ModelCard | None = None,
    now: datetime,
    seed: int = 0,
) -> TrainedModel:
    """Fit a model on these articles; see `diversify.protocols.Trainer`.

    Parameters
    ----------
    articles
        Any number, also none; any language, also several.
    feeds
        Feed id to feed; their industries are the weak labels.
    taxonomy
        The industries, in column order.
    previous
        Card of the model whose topics keep their identity.
    now
        When this is; kept in the card.
    seed
        Of the random start; equal input and seed give an equal model.

    Returns
    -------
    TrainedModel
        With a card whose notes say in words what could not be done well.
    """
    return BorrowingTrainer(None)(articles, feeds, taxonomy, previous=previous, now=now, seed=seed)


class BorrowingTrainer:
    """A `Trainer` whose article vectors borrow from pretrained ones, mixed by how much the articles can carry.

    Parameters
    ----------
    embedder
        What `open_vectors` gives, or any other embedder; None stands on the articles alone. Static vectors travel in
        the model's file; any other embedder is given again to `load_model`.
    """

    def __init__(self, embedder: Embedder | None) -> None:
        self.embedder = embedder

    def __call__(
        self,
        articles: Sequence[Article],
        feeds: Mapping[int, Feed],
        taxonomy: Taxonomy,
        *,
        previous: ModelCard | None = None,
        now: datetime,
        seed: int = 0,
    ) -> TrainedModel:
        """Fit a model; see `train`."""
        lesson = (articles, feeds, taxonomy)
        return _train(*lesson, previous=previous, seed=seed, embedder=self.embedder).dated(now)


def _train(
    articles: Sequence[Article],
    feeds: Mapping[int, Feed],
    taxonomy: Taxonomy,
    *,
    previous: ModelCard | None,
    seed: int,
    embedder: Embedder | None,
) -> TrainedModel:
    begun = time.process_time()
    rng = np.random.default_rng(seed)
    terms = seed_terms(taxonomy)
    known = lexicon(taxonomy)
    material = read_material(articles, feeds, taxonomy, seeds=seed_words(terms), looked_for=seed_words(known))
    vocabulary = {word: number for number, word in enumerate(material.corpus.words)}
    space, factors = fit_space(
        material.corpus.counts,
        material.groups,
        dimensions=_dimensions(len(articles)),
        rng=rng,
        weights=story_weights(material.events),
    )
    index = index_seeds(known, vocabulary, len(taxonomy))
    index = disambiguate(found_terms(material.corpus.tokens, index), index)
    hints = [*_known_topics(previous), *_fields(material, index, terms)]
    topics, territories, balance = _settle(material, *_topics(material, factors, hints, rng=rng), idf=space.idf)
    nothing = Mixture(np.zeros(len(taxonomy), dtype=np.float32), np.zeros(0, dtype=np.float32))
    parts = Parts(material.corpus.words, material.languages, space, topics, balance, territories, index, None, nothing)
    evidence = gather_evidence(
        parts, material.corpus.tokens, material.corpus.counts, labels=material.labels, groups=material.groups
    )
    fitted, learned = fit_industries(evidence, material.feeds, rng=rng)
    mixture, common = _mixture(material, evidence, fitted, embedder=embedder)
    borrowed = embedder if isinstance(embedder, StaticVectors) else None
    parts = compact(replace(parts, industries=fitted, mixture=mixture, borrowed=borrowed))
    card = make_card(material, parts, evidence, taxonomy=taxonomy, previous=previous)
    report = {**card.report, "classifier": learned, "seconds": round(time.process_time() - begun, 3)}
    return TrainedModel(replace(card, report=report, common=common), parts, embedder)


def _mixture(
    material: Material, evidence: Evidence, fitted: IndustryWeights | None, *, embedder: Embedder | None
) -> tuple[Mixture, NDArray[np.float64]]:
    """How vectors are put together, and what they have in common, by a sample of the articles."""
    chosen = sampled(len(material.articles))
    shares = text_shares(evidence[chosen], fitted)
    step = max(len(chosen) // BORROWERS, 1)
    few = chosen[::step]
    texts = [article_text(material.articles[row]) for row in few.tolist()]
    borrowed = embedder.transform(texts) if embedder else None
    mixture = fit_mixture(material.corpus.counts, shares, borrowed)
    return mixture, common_directions(mixture.join(evidence.vectors[few], shares[::step], borrowed))


def _dimensions(articles: int) -> int:
    """Fewer than `DIMENSIONS` where articles are fewer than three times as many."""
    return int(np.clip(articles // 3, FEWEST_DIMENSIONS, DIMENSIONS))


def _topics(
    material: Material, factors: tuple[Floats, Floats], hints: Sequence[Sequence[str]], *, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int32]]:
    """Topics (v, t) of each language that can carry its own, and of the others together, side by side.

    The second is the language group of each topic. `hints` are words at which topics are looked for first.
    """
    counts = material.corpus.counts
    number = {word: place for place, word in enumerate(material.corpus.words[: material.corpus.size])}
    total = topic_count(len(np.unique(material.events)))
    told = stories_of_words(counts, material.events)
    blocks, owners = [], []
    for group, words, articles in _territories(material):
        t = min(max(round(total * articles / max(len(material.articles), 1)), min(6, total)), topic_count(articles))
        here = [hint for hint in hints if np.mean([words[number[w]] for w in hint if w in number] or [0]) > 0.5]
        start = first_guess(number, here, t, right=factors[1], rng=rng)
        owners += [group] * t
        blocks.append(fit_topics(factors, np.where(words, told, 0), t, start=start, articles=articles))
    topics = np.hstack(blocks) if blocks else np.zeros((counts.shape[1], 0), dtype=np.float32)
    found = topics.sum(axis=0) > 0
    return np.asarray(topics[:, found], dtype=np.float32), np.array(owners, dtype=np.int32)[found]


def _territories(material: Material) -> list[tuple[int, NDArray[np.bool_], int]]:
    """Language group, the words that its topics may use, how many articles it has; the shared ones (0) last."""
    present = material.corpus.counts.copy()
    present.data[:] = 1
    free = np.ones(material.corpus.size, dtype=bool)
    territories = []
    for group in range(1, len(material.languages) + 1):
        rows = np.flatnonzero(material.groups == group)
        mine = free & (np.asarray(present[rows].sum(axis=0)).ravel() > 0.5 * material.corpus.documents)
        territories.append((group, mine, len(rows)))
        free &= ~mine
    rest = int((material.groups == 0).sum())
    return [*territories, (0, free, rest)] if rest else territories


def _known_topics(previous: ModelCard | None) -> list[list[str]]:
    """Words of the previous model's topics."""
    topics = previous.topics if previous else ()
    return [[word for term in topic.terms for word in split_words(term)] for topic in topics]


def _fields(material: Material, index: SeedIndex, terms: Terms) -> list[list[str]]:
    """Words of the fields of work that a small corpus is about, the most frequent first; none for a large corpus.

    With few articles the words that keep company are those of single events; fields of work are subjects.
    """
    if len(material.articles) >= FEW:
        return []
    told = seed_verdict(seed_hits(material.corpus.tokens, index)) + material.labels[:, :-1]
    sizes = (told * story_weights(material.events)[:, None]).sum(axis=0)
    words: list[list[str]] = [[] for _ in sizes]
    for term, columns in terms.items():
        for column in columns if len(term) == 1 else ():
            words[column].append(term[0])
    return [words[column] for column in np.argsort(-sizes, kind="stable") if sizes[column] >= FIELD_STORIES]


def _settle(
    material: Material, topics: Floats, territories: NDArray[np.int32], *, idf: Floats
) -> tuple[Floats, NDArray[np.int32], Floats]:
    """Twins become one, and what comes first for next to nothing goes; topics, their groups, their balance."""
    chosen = sampled(len(material.articles))
    groups = material.groups[chosen]
    counts = material.corpus.counts[chosen]
    for _ in range(TWIN_ROUNDS):
        allowed = allowed_topics(territories, groups)
        balance = balance_topics(raw_shares(counts, topics, idf, allowed=allowed))
        shares = topic_shares(counts, topics, idf, balance=balance, allowed=allowed)
        ranked = terms_of(material, shares, no_phrases(len(chosen)), chosen=chosen)
        listed = [naming.distinct_terms([term.text for term in terms]) for terms in ranked]
        twins = naming.find_twins(listed, territories.tolist())
        merged, kept = merge_topics(topics, first_counts(shares), twins)
        if kept.all():
            break
        topics, territories = merged[:, kept], territories[kept]
    allowed = allowed_topics(territories, groups)
    return topics, territories, balance_topics(raw_shares(counts, topics, idf, allowed=allowed))
