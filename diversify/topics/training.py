"""Fit everything on the reader's own articles: words, space, topics, names, industries, distances."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, Feed, ModelCard, Taxonomy, TopicLabel
from diversify.protocols import Embedder
from diversify.topics import labels as naming
from diversify.topics.events import stories_of_words, story_weights
from diversify.topics.industries import (
    Evidence,
    IndustryWeights,
    fit_industries,
    industry_shares,
    measured_distance,
)
from diversify.topics.material import Material, read_material
from diversify.topics.model import (
    Parts,
    TrainedModel,
    compact,
    gather_evidence,
    name_version,
    shares_of,
    text_shares,
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
from diversify.topics.spelling import Spelling
from diversify.topics.terms import Phrases, Term, find_phrases, no_phrases, telling_terms
from diversify.topics.text import article_text, body_text
from diversify.topics.text import words as split_words
from diversify.topics.themes import (
    allowed_topics,
    balance_topics,
    first_guess,
    fit_topics,
    merge_topics,
    raw_shares,
    topic_count,
    topic_shares,
)
from diversify.topics.vectors import Mixture, fit_mixture
from diversify.topics.vocabulary import Corpus

DIMENSIONS: Final = 96
"""Length of the own words' part of article vectors; less where there are few articles."""
FEWEST_DIMENSIONS: Final = 8
SPELLED: Final = 800
"""Characters of an article that are looked at for the spelling of words."""
FIELDS: Final = 1.5
"""How much more a word that names a field of work is worth as a name of a topic, on a corpus too small to tell."""
FEW: Final = 1_000
"""Articles from which a corpus knows by itself which words name subjects."""
FIELD_STORIES: Final = 3
"""Stories that a small corpus tells of a field of work before it is looked for as a topic."""
BORROWERS: Final = 2_000
"""About how many articles the middle of borrowed vectors is taken from."""
TWIN_ROUNDS: Final = 5
"""How often twins among the topics are looked for."""
COARSE: Final = 200
"""Below this number of articles, topics are said to be coarse."""

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
    mixture = _mixture(material, evidence, fitted, embedder=embedder)
    borrowed = embedder if isinstance(embedder, StaticVectors) else None
    parts = compact(replace(parts, industries=fitted, mixture=mixture, borrowed=borrowed))
    card = _card(material, parts, evidence, taxonomy=taxonomy, previous=previous)
    report = {**card.report, "classifier": learned, "seconds": round(time.process_time() - begun, 3)}
    return TrainedModel(replace(card, report=report), parts, embedder)


def _mixture(
    material: Material, evidence: Evidence, fitted: IndustryWeights | None, *, embedder: Embedder | None
) -> Mixture:
    """How vectors are put together, by a sample of the articles."""
    chosen = _sampled(len(material.articles))
    shares = text_shares(evidence[chosen], fitted)
    few = chosen[:: max(len(chosen) // BORROWERS, 1)]
    texts = [article_text(material.articles[row]) for row in few.tolist()]
    return fit_mixture(material.corpus.counts, shares, embedder.transform(texts) if embedder else None)


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


def _card(
    material: Material, parts: Parts, evidence: Evidence, *, taxonomy: Taxonomy, previous: ModelCard | None
) -> ModelCard:
    shares = shares_of(parts, material.corpus.counts, material.groups)
    labels, gone = _labels(material, shares, previous=previous, taxonomy=taxonomy)
    industries = industry_shares(evidence, parts.industries)
    distance = measured_distance(taxonomy, industries, shares)
    spoken = sorted({article.language for article in material.articles if article.language})
    report = _report(material, parts, industries, labels=labels, taxonomy=taxonomy)
    return ModelCard(
        version=name_version(parts),
        dimensions=parts.dimensions,
        topics=labels,
        industries=taxonomy.codes,
        distance=distance,
        articles=material.total,
        languages=tuple(spoken),
        gone=gone,
        notes=_notes(material, parts, evidence),
        report=report | {"next_topic": max([naming.next_identity(previous), *(label.id + 1 for label in labels)])},
    )


def _labels(
    material: Material, shares: Floats, *, previous: ModelCard | None, taxonomy: Taxonomy
) -> tuple[tuple[TopicLabel, ...], tuple[str, ...]]:
    chosen = _sampled(len(material.articles))
    phrases = find_phrases(_rows(material.corpus, chosen), material.corpus.size)
    ranked = _terms(material, shares[chosen], phrases, chosen=chosen)
    sizes = (_first(shares) / max(len(material.articles), 1)).tolist()
    texts = [_running(material.articles[row]) for row in _telling_articles(shares)]
    spelling = Spelling((term.text for terms in ranked for term in terms), texts)
    factor = 1 + FIELDS * FEW / (FEW + len(material.articles))
    subjects = {" ".join(term): factor for term in seed_terms(taxonomy)}
    return naming.label_topics(ranked, sizes, spelling, subjects=subjects, previous=previous)


def _terms(material: Material, shares: Floats, phrases: Phrases, *, chosen: NDArray[np.int64]) -> list[list[Term]]:
    """Telling terms by the chosen articles, whose shares these are."""
    corpus = material.corpus
    return telling_terms(corpus.counts[chosen], phrases, shares, words=corpus.words, stories=material.events[chosen])


def _sampled(n: int) -> NDArray[np.int64]:
    return np.arange(n) if n <= naming.SAMPLE else np.linspace(0, n - 1, naming.SAMPLE).astype(np.int64)


def _settle(
    material: Material, topics: Floats, territories: NDArray[np.int32], *, idf: Floats
) -> tuple[Floats, NDArray[np.int32], Floats]:
    """Twins become one, and what comes first for next to nothing goes; topics, their groups, their balance."""
    chosen = _sampled(len(material.articles))
    groups = material.groups[chosen]
    counts = material.corpus.counts[chosen]
    for _ in range(TWIN_ROUNDS):
        allowed = allowed_topics(territories, groups)
        balance = balance_topics(raw_shares(counts, topics, idf, allowed=allowed))
        shares = topic_shares(counts, topics, idf, balance=balance, allowed=allowed)
        ranked = _terms(material, shares, no_phrases(len(chosen)), chosen=chosen)
        listed = [naming.distinct_terms([term.text for term in terms]) for terms in ranked]
        twins = naming.find_twins(listed, territories.tolist())
        merged, kept = merge_topics(topics, _first(shares), twins)
        if kept.all():
            break
        topics, territories = merged[:, kept], territories[kept]
    allowed = allowed_topics(territories, groups)
    return topics, territories, balance_topics(raw_shares(counts, topics, idf, allowed=allowed))


def _first(shares: Floats) -> NDArray[np.int64]:
    """How many articles each column comes first for."""
    known = shares[shares.sum(axis=1) > 0]
    if not known.size:
        return np.zeros(shares.shape[1], dtype=np.int64)
    return np.bincount(known.argmax(axis=1), minlength=shares.shape[1])


def _rows(corpus: Corpus, rows: NDArray[Any]) -> Any:
    if len(rows) == len(corpus.tokens):
        return corpus.tokens
    ends = corpus.tokens.ends
    pieces = [corpus.tokens.ids[ends[row] : ends[row + 1]] for row in rows]
    lengths = np.diff(ends)[rows]
    return type(corpus.tokens)(np.concatenate(pieces), np.concatenate([[0], np.cumsum(lengths)]))


def _telling_articles(shares: Floats) -> list[int]:
    """The twenty articles that each topic is surest of: their spelling names it."""
    if not shares.size:
        return []
    best = np.argsort(-shares, axis=0, kind="stable")[:20]
    return sorted({int(row) for row in best.ravel()})


def _running(article: Article) -> str:
    """Text that shows how words are spelled: the body, as some houses write titles in capitals."""
    body = body_text(article)
    return body[:SPELLED] if len(body) > 100 else f"{article.title}\n{body}"


def _report(
    material: Material, parts: Parts, industries: Floats, *, labels: Sequence[TopicLabel], taxonomy: Taxonomy
) -> dict[str, Any]:
    return {
        "articles": material.total,
        "distinct": len(material.articles),
        "languages": dict(sorted(material.spoken.items())),
        "topics": [
            {"id": label.id, "name": label.name, "articles": round(label.share * len(material.articles))}
            for label in labels
        ],
        "industries": {code: int(number) for code, number in zip(taxonomy.codes, _first(industries), strict=True)},
        "words": parts.space.sif.shape[0],
        "bytes": sum(part.nbytes for part in (parts.space.company, parts.space.exact, parts.topics)) // 2,
    }


def _notes(material: Material, parts: Parts, evidence: Evidence) -> tuple[str, ...]:
    n = len(material.articles)
    notes = []
    if n == 0:
        notes.append("There are no articles yet: nothing is known of topics.")
    elif n < COARSE:
        notes.append(f"Only {n} article{'s' * (n != 1)} so far: topics are coarse.")
    if n and not parts.topics.shape[1]:
        notes.append("The articles have too few words in common to find topics.")
    unread = int((np.abs(evidence.vectors).sum(axis=1) == 0).sum())
    if unread:
        notes.append(f"{unread} article{'s' * (unread != 1)} had no words that could be learned from.")
    few = sorted({a.language for a in material.articles if a.language} - set(material.languages))
    if material.languages and few:
        notes.append(f"Too few articles in {', '.join(few)} for topics of their own: they share theirs.")
    if n and not evidence.labels.any():
        notes.append("No feed says which industry it belongs to: industries are guessed from words that name them.")
    if n and parts.industries is None:
        notes.append("Too little was labelled to learn industries: words that name them decide alone.")
    return tuple(notes)
