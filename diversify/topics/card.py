"""What a model says of itself: its topics with names, what it learned from, and what it could not do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, ModelCard, Taxonomy, TopicLabel
from diversify.topics import labels as naming
from diversify.topics.industries import Evidence, industry_shares, measured_distance
from diversify.topics.material import Material
from diversify.topics.model import Parts, name_version, shares_of, size_of
from diversify.topics.seeds import lexicon, seed_terms
from diversify.topics.spelling import Spelling
from diversify.topics.terms import Phrases, Term, find_phrases, telling_terms
from diversify.topics.text import body_text
from diversify.topics.themes import first_counts
from diversify.topics.vocabulary import Corpus

SPELLED: Final = 800
"""Characters of an article that are looked at for the spelling of words."""
SPELT: Final = 40
"""Terms of each topic whose spelling is looked at."""
HEARD: Final = 4
"""Articles that are read for a word which the telling ones do not spell."""
LOUD: Final = 0.6
"""Part of the words of a title whose capitals say that the house writes all words so."""
FIELDS: Final = 4.0
"""How much more a word that names a field of work is worth as a name of a topic, on a corpus too small to tell."""
FEW: Final = 1_000
"""Articles from which a corpus knows by itself which words name subjects."""
REPEATED: Final = 0.5
"""Part of the articles whose repeating of others is said."""
LISTED: Final = 5
"""Industries without labels that are named; of more the number is told."""
COARSE: Final = 200
"""Below this number of articles, topics are said to be coarse."""

Floats = NDArray[np.float32]


def make_card(
    material: Material, parts: Parts, evidence: Evidence, *, taxonomy: Taxonomy, previous: ModelCard | None
) -> ModelCard:
    """The card of what was learned from this material; `evidence` is that of its articles."""
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
        notes=_notes(material, parts, evidence, taxonomy=taxonomy),
        report=report | {"next_topic": max([naming.next_identity(previous), *(label.id + 1 for label in labels)])},
    )


def _labels(
    material: Material, shares: Floats, *, previous: ModelCard | None, taxonomy: Taxonomy
) -> tuple[tuple[TopicLabel, ...], tuple[str, ...]]:
    chosen = sampled(len(material.articles))
    phrases = find_phrases(_rows(material.corpus, chosen), material.corpus.size)
    ranked = terms_of(material, shares[chosen], phrases, chosen=chosen)
    sizes = (first_counts(shares) / max(len(material.articles), 1)).tolist()
    spelling = Spelling((term.text for terms in ranked for term in terms[:SPELT]), ())
    _let_vote(spelling, [material.articles[row] for row in _telling_articles(shares)])
    _let_vote(spelling, [material.articles[row] for row in _holding(material.corpus, spelling.unheard())])
    factor = 1 + FIELDS * FEW / (FEW + len(material.articles))
    known = lexicon(taxonomy)
    subjects = {" ".join(term): factor if max(worth.values()) >= 1 else factor**0.5 for term, worth in known.items()}
    subjects |= {" ".join(term): factor for term in seed_terms(taxonomy)}
    return naming.label_topics(ranked, sizes, spelling, subjects=subjects, previous=previous)


def terms_of(material: Material, shares: Floats, phrases: Phrases, *, chosen: NDArray[np.int64]) -> list[list[Term]]:
    """Telling terms by the chosen articles, whose shares these are."""
    corpus = material.corpus
    stories = material.events[chosen]
    return telling_terms(corpus.counts[chosen], phrases, shares, words=corpus.words, stories=stories)


def sampled(n: int) -> NDArray[np.int64]:
    """Rows of n articles that naming looks at: all, or so many evenly spread."""
    return np.arange(n) if n <= naming.SAMPLE else np.linspace(0, n - 1, naming.SAMPLE).astype(np.int64)


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


def _holding(corpus: Corpus, words: Sequence[str]) -> list[int]:
    """A few articles that hold each of these words."""
    sought = set(words)
    columns = [place for place, word in enumerate(corpus.words[: corpus.size]) if word in sought]
    held = corpus.counts[:, columns].tocsc()
    return sorted({int(row) for rows in np.split(held.indices, held.indptr[1:-1]) for row in rows[:HEARD]})


def _let_vote(spelling: Spelling, articles: Sequence[Article]) -> None:
    """Bodies show how words are spelled, titles of houses that write all words with a capital only where bodies fail.

    Other titles are read with bodies that are short.
    """
    for article in articles:
        body, title = body_text(article)[:SPELLED], article.title
        loud = sum(word[:1].isupper() for word in title.split()) > LOUD * len(title.split())
        spelling.read([body if loud or len(body) > 100 else f"{title}\n{body}"])
        spelling.read([title] if loud else [], loud=True)


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
        "industries": {
            code: int(number) for code, number in zip(taxonomy.codes, first_counts(industries), strict=True)
        },
        "words": parts.space.sif.shape[0],
        "bytes": size_of(parts),
        "own_part": round(parts.mixture.own, 3),
        "borrowed_dimensions": len(parts.mixture.borrowed),
    }


def _notes(material: Material, parts: Parts, evidence: Evidence, *, taxonomy: Taxonomy) -> tuple[str, ...]:
    n = len(material.articles)
    notes = []
    if n < material.total * (1 - REPEATED):
        notes.append(f"{material.total - n} of {material.total} articles repeat the text of another: they count once.")
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
    else:
        notes += _unlabelled(evidence.labels, taxonomy)
    if n and parts.industries is None:
        notes.append("Too little was labelled to learn industries: words that name them decide alone.")
    return tuple(notes)


def _unlabelled(labels: Floats, taxonomy: Taxonomy) -> list[str]:
    """Which industries no article is labelled with, where any is labelled at all."""
    told = labels[:, :-1].sum(axis=0)
    codes = [code for code, much in zip(taxonomy.codes, told.tolist(), strict=True) if not much]
    if not codes or len(codes) == len(taxonomy):
        return []
    named = ", ".join(codes) if len(codes) <= LISTED else f"{len(codes)} of {len(taxonomy)} industries"
    return [f"No article is labelled as {named}: words that name them decide alone."]
