"""Which field of work an article belongs to: a classifier of words and vectors, seed terms, and the feed's label.

Labels are weak: a feed says "sport" of all its articles, also of the one about money. So targets are soft (a label is
weighed against the article's own seed terms), articles without a label teach where their seed terms are clear (self-
training, one round: a second gained nothing on labelled news), classes are balanced, and a row of shares sums to less
than one where little is known; the rest is "general".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import GENERAL, Feed, Taxonomy
from diversify.topics.logistic import fit_logistic, fit_temperature, log_softmax
from diversify.topics.seeds import seed_verdict

FEED_WEIGHT: Final = 0.35
"""Part of an article's shares that its feed's own label decides; a feed of one field keeps to it mostly."""
GENERAL_WEIGHT: Final = 0.1
"""The same for a feed labelled "general", which only says that it may be anything."""
SEED_POWER: Final = 0.6
"""Power of what seed terms say beside the classifier: less than 1, as it learned from the same words."""
UNSAID: Final = 0.15
"""Worth of seed terms that every industry has unsaid; one clear term then speaks eight to one."""
UNSAID_GENERAL: Final = 0.5
"""The same for "general", which has no terms: it loses to one clear term of an industry."""
NOISE: Final = 0.25
"""Part of a feed's labels that do not hold for the article: a sports paper writes about money."""
SURE: Final = 3.0
"""Worth of seed terms at which an unlabelled article teaches with half the weight of a labelled one."""
LEAST_SAID: Final = 0.8
"""Worth of seed terms from which on an unlabelled article teaches the classifier."""
CLEAR: Final = 1.5
"""Power of the seed terms' worth where they teach alone: the field they name most is the one meant."""
LEAST_CLEAR: Final = 0.3
"""Largest share among the fields they name, below which they teach nothing."""
MOST_LABELLED: Final = 6_000
"""Articles the classifier learns from at most, evenly over feeds."""
MOST_WORDS: Final = 6_000
"""Words the classifier looks at: the most frequent."""
STRENGTH: Final = 3.0
"""Inverse strength of the penalty (scikit-learn's C)."""
GAIN: Final = 1e-4
"""Part of its objective that a step of the fit must gain for another to be made."""
TAUGHT: Final = 15.0
"""Articles of an industry at which what was learned of it is half believed; seed terms speak for the rest."""
KNOWN_WORDS: Final = 1.0
"""Known words at which a text is half believed."""
NEEDED: Final = 200.0
"""Articles of the smaller industry at which the measured distance counts as much as the taxonomy's."""
UNLABELLED: Final = 0.65
"""Temperature without labels to measure it on: words, vectors and smoothing make the product too timid. Chosen on four
labelled sets, each time by the other three (AG News, MIND, UCI headlines, newspaper sections), rather too high."""
JUDGED: Final = 200.0
"""Held-out labelled articles at which the temperature that they ask for is half believed."""
VECTOR_PART: Final = 1.0
"""Length of the vector beside the words, which have length one."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class IndustryWeights:
    """A fitted classifier; class m is "general".

    Attributes
    ----------
    columns
        (w,) int32 words it looks at.
    words, vectors, intercepts
        (w, m + 1), (d, m + 1), (m + 1,) coefficients.
    temperature
        Divides the scores.
    trust
        (m + 1,) how far the classifier is believed of each industry, by how much it was taught of it.
    """

    columns: NDArray[np.int32]
    words: Floats
    vectors: Floats
    intercepts: Floats
    temperature: float
    trust: Floats


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of n articles before their industries: counts, vectors, seed hits, labels of their feeds."""

    counts: Any
    vectors: Floats
    idf: Floats
    seeds: Floats
    labels: Floats

    def __getitem__(self, rows: NDArray[Any]) -> Evidence:
        """Those rows."""
        return Evidence(self.counts[rows], self.vectors[rows], self.idf, self.seeds[rows], self.labels[rows])


def feed_labels(feeds: Sequence[Feed | None], taxonomy: Sequence[str]) -> Floats:
    """Labels (n, m + 1) of the feeds of n articles as even shares; zero rows where a feed has no label.

    Codes that are not in the taxonomy are passed over.
    """
    column = {code: place for place, code in enumerate([*taxonomy, GENERAL])}
    kinds: dict[tuple[str, ...], int] = {}
    kind = [kinds.setdefault(tuple(feed.industries) if feed else (), len(kinds)) for feed in feeds]
    table = np.zeros((max(len(kinds), 1), len(column)), dtype=np.float32)
    for codes, row in kinds.items():
        known = [column[code] for code in codes if code in column]
        if known:
            table[row, known] = 1 / len(known)
    return np.asarray(table[np.array(kind, dtype=np.int64)])


def weak_targets(hits: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Soft targets (n, m + 1) and how much each counts, from seed hits (n, m) and feed labels (n, m + 1).

    A label holds with probability 1 - `NOISE` and is weighed against what seed terms say of the article itself;
    without a label, seed terms teach alone where they are clear, and never that an article is general.
    """
    worth = hits.astype(np.float64) ** 2
    total = worth.sum(axis=1)
    labelled = labels.sum(axis=1) > 0
    clear = worth**CLEAR
    named = clear / np.maximum(clear.sum(axis=1, keepdims=True), 1e-9)
    alone = np.hstack([named, np.zeros((len(named), 1))])
    blurred = (1 - NOISE) * labels + NOISE / labels.shape[1]
    told = blurred * np.exp(SEED_POWER * _seed_scores(hits))
    told /= np.maximum(told.sum(axis=1, keepdims=True), 1e-9)
    targets = np.where(labelled[:, None], told, alone)
    speaks = (total >= LEAST_SAID) & (named.max(axis=1, initial=0) > LEAST_CLEAR)
    weights = np.where(labelled, 1.0, np.where(speaks, total / (total + SURE), 0.0))
    return targets.astype(np.float32), weights.astype(np.float32)


def fit_industries(
    evidence: Evidence, feeds: NDArray[np.int64], *, rng: np.random.Generator
) -> tuple[IndustryWeights | None, dict[str, float]]:
    """Fit the classifier on weak labels and on what seed terms say clearly; None where there is nothing to learn from.

    Returns
    -------
    tuple
        The weights, and a report: `labelled`, `taught`, and where feeds could be held out `accuracy` and
        `calibration_error`.
    """
    targets, weights = weak_targets(evidence.seeds, evidence.labels)
    rows = _even_sample(np.flatnonzero(weights > 0), feeds, rng)
    report: dict[str, float] = {"labelled": int((evidence.labels.sum(axis=1) > 0).sum()), "taught": len(rows)}
    if len(rows) < 10 or (targets[rows].sum(axis=0) > 1).sum() < 2:
        return None, report
    taught, targets, weights = evidence[rows], targets[rows], weights[rows]
    weights = weights * _class_balance(targets, weights)
    columns = _columns(evidence.counts)
    held = _held_out(taught.labels, feeds[rows])
    if held.sum() >= 30 and (~held).sum() >= 30:
        first = _fit(taught[~held], targets[~held], weights[~held], columns=columns)
        temperature, judged = _judge(taught[held], first)
        report |= judged
    else:
        temperature = UNLABELLED
    return _fit(taught, targets, weights, columns=columns, temperature=temperature), report


def _fit(
    evidence: Evidence, targets: Floats, weights: Floats, *, columns: NDArray[np.int32], temperature: float = UNLABELLED
) -> IndustryWeights:
    blocks = _features(evidence, columns)
    (words, vectors), intercepts = fit_logistic(blocks, targets, weights, C=STRENGTH, gain=GAIN)
    sizes = targets.sum(axis=0)
    trust = (sizes / (sizes + TAUGHT)).astype(np.float32)
    return IndustryWeights(columns, words, vectors, intercepts, temperature, trust)


def classify(evidence: Evidence, fitted: IndustryWeights) -> Floats:
    """Probabilities (n, m + 1) by classifier and seed terms together, without the feed's label.

    A product of experts (Hinton 2002): of an industry it was hardly taught the classifier says nothing either way.
    """
    return np.asarray(np.exp(log_softmax(_pooled(evidence, fitted) / np.float32(fitted.temperature))), dtype=np.float32)


def _pooled(evidence: Evidence, fitted: IndustryWeights) -> Floats:
    blocks = _features(evidence, fitted.columns)
    learned = log_softmax(blocks[0] @ fitted.words + blocks[1] @ fitted.vectors + fitted.intercepts)
    unknown = -np.float32(np.log(learned.shape[1]))
    learned = fitted.trust * learned + (1 - fitted.trust) * unknown
    return np.asarray(learned + SEED_POWER * _seed_scores(evidence.seeds), dtype=np.float32)


def _seed_scores(hits: Floats) -> Floats:
    """Logarithms (n, m + 1) of what seed terms are worth; the last column is "general"."""
    worth = np.log(hits**2 + np.float32(UNSAID))
    general = np.full((len(hits), 1), np.log(UNSAID_GENERAL), dtype=np.float32)
    return np.hstack([worth, general])


def industry_shares(evidence: Evidence, fitted: IndustryWeights | None) -> Floats:
    """Shares (n, m) of industries: rows sum to at most 1, the rest is "general"; `labelled_shares` of `text_shares`."""
    return labelled_shares(text_shares(evidence, fitted), evidence.labels)


def text_shares(evidence: Evidence, fitted: IndustryWeights | None) -> Floats:
    """Industry shares (n, m) by the text alone, whoever published it.

    Classifier and seed terms together, or seed terms alone; the whole shrinks where few words are known.
    """
    if fitted is None:
        return seed_verdict(evidence.seeds)
    known = np.diff(evidence.counts.indptr).astype(np.float32)[:, None]
    return np.asarray(classify(evidence, fitted)[:, :-1] * (known / (known + np.float32(KNOWN_WORDS))))


def labelled_shares(told: Floats, labels: Floats) -> Floats:
    """Shares (n, m) by the text, in which the labels (n, m + 1) of the feeds take their documented part."""
    weight = labels[:, :-1].sum(axis=1) * FEED_WEIGHT + labels[:, -1] * GENERAL_WEIGHT
    mixed = (1 - weight[:, None]) * told + weight[:, None] * labels[:, :-1]
    return np.asarray(np.clip(mixed, 0, 1), dtype=np.float32)


def _features(evidence: Evidence, columns: NDArray[np.int32]) -> list[Any]:
    chosen = evidence.counts[:, columns].copy()
    chosen.data = np.log1p(chosen.data) * evidence.idf[columns][chosen.indices]
    lengths = np.sqrt(np.asarray(chosen.multiply(chosen).sum(axis=1)).ravel())
    chosen.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(chosen.indptr)).astype(np.float32)
    return [chosen, evidence.vectors * np.float32(VECTOR_PART)]


def _columns(counts: Any) -> NDArray[np.int32]:
    documents = np.bincount(counts.indices, minlength=counts.shape[1])
    best = np.argsort(-documents, kind="stable")[:MOST_WORDS]
    return np.sort(best[documents[best] > 1]).astype(np.int32)


def _class_balance(targets: Floats, weights: Floats) -> Floats:
    """Weight of each article so that large classes count by the root of their size."""
    sizes = np.maximum((targets * weights[:, None]).sum(axis=0), 1.0)
    factor = np.sqrt(np.median(sizes) / sizes)
    return np.asarray(targets @ np.clip(factor, 0.2, 5), dtype=np.float32)


def _even_sample(rows: NDArray[np.int64], feeds: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """At most `MOST_LABELLED` rows, the same number of each feed as far as they go."""
    if len(rows) <= MOST_LABELLED:
        return rows
    rows = rng.permutation(rows)
    order = np.argsort(feeds[rows], kind="stable")
    grouped = feeds[rows][order]
    starts = np.flatnonzero(np.append(True, grouped[1:] != grouped[:-1]))
    place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    return np.sort(rows[order][np.argsort(place, kind="stable")[:MOST_LABELLED]])


def _judge(held: Evidence, fitted: IndustryWeights) -> tuple[float, dict[str, float]]:
    """Temperature and honest numbers, from labelled articles that the classifier did not see."""
    scores = _pooled(held, fitted)
    asked = fit_temperature(scores, held.labels, np.ones(len(scores)), noise=NOISE)
    part = len(scores) / (len(scores) + JUDGED)
    temperature = float(UNLABELLED ** (1 - part) * asked**part)
    return temperature, _accuracy(np.exp(log_softmax(scores / temperature)), held.labels)


def _held_out(labels: Floats, feeds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """A part of the labelled articles: of each label every third feed, so that house style earns nothing.

    Of a label that has one or two feeds, every fourth article.
    """
    held = np.zeros(len(feeds), dtype=bool)
    first = np.where(labels.sum(axis=1) > 0, labels.argmax(axis=1), -1)
    for label in np.unique(first[first >= 0]):
        rows = np.flatnonzero(first == label)
        kinds = np.unique(feeds[rows])
        held[rows[np.isin(feeds[rows], kinds[1::3])] if len(kinds) > 2 else rows[::4]] = True
    return held


def _accuracy(probabilities: NDArray[Any], labels: Floats) -> dict[str, float]:
    """Share of labelled articles whose first industry is one of their feed's, and the calibration error in 10 bins."""
    judged = labels[:, :-1].sum(axis=1) > 0
    if not judged.any():
        return {}
    first = probabilities[judged].argmax(axis=1)
    right = labels[judged, first] > 0
    sure = probabilities[judged].max(axis=1)
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(right[bins == b].sum() - sure[bins == b].sum()) for b in range(10)) / judged.sum()
    return {"accuracy": round(float(right.mean()), 4), "calibration_error": round(float(error), 4)}


def measured_distance(taxonomy: Taxonomy, industries: Floats, topics: Floats) -> NDArray[np.float64]:
    """Distances (m, m) between industries: the taxonomy's, moved toward what the articles show.

    The measured part is the Jensen-Shannon distance (base 2; Endres & Schindelin 2003) between the industries'
    topic distributions. A pair moves by ``n / (n + NEEDED)``, n the smaller number of articles of the two.
    """
    from diversify.geometry import jensen_shannon

    distance = np.array(taxonomy.distance, dtype=np.float64)
    articles = industries.sum(axis=0, dtype=np.float64)
    seen = np.flatnonzero(articles >= 1)
    if not topics.shape[1] or len(seen) < 2:
        return distance
    profiles = industries.T.astype(np.float64)[seen] @ topics + 1e-6
    divergence = np.nan_to_num(jensen_shannon(profiles[:, None, :], profiles[None, :, :]), nan=1.0)
    measured = np.sqrt(np.clip(divergence, 0, 1))
    fewer = np.minimum(articles[seen][:, None], articles[seen][None, :])
    part = fewer / (fewer + NEEDED)
    block = np.ix_(seen, seen)
    distance[block] = (1 - part) * distance[block] + part * measured
    np.fill_diagonal(distance, 0)
    return np.clip((distance + distance.T) / 2, 0, 1)
