"""A trained model: it understands articles, says what it is, and travels as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, Feed, ModelCard, TopicLabel, Understanding
from diversify.errors import ModelError
from diversify.protocols import Embedder
from diversify.topics.files import pack, unpack
from diversify.topics.headlines import sensational
from diversify.topics.industries import Evidence, IndustryWeights, feed_labels, labelled_shares, text_shares
from diversify.topics.pretrained import StaticVectors
from diversify.topics.seeds import SeedIndex, seed_hits
from diversify.topics.space import WordSpace, embed
from diversify.topics.substance import substance
from diversify.topics.text import Tokens, article_text, look_up_words, prepared
from diversify.topics.themes import allowed_topics, topic_shares
from diversify.topics.vectors import Mixture
from diversify.topics.vocabulary import count_matrix

CHUNK: Final = 5_000
"""Articles understood at a time, so that memory does not grow with their number."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Everything learned.

    Attributes
    ----------
    words
        (v + e) words, the first v with vectors.
    languages
        Languages that have a mean of their own: row g + 1 of `space.common` is that of ``languages[g]``.
    topics
        (v, t) word weights; `balance` (t,) factors; `territories` (t,) language group of each topic, 0 for shared.
    industries
        The classifier, or None where there was nothing to learn from.
    mixture
        How article vectors are put together.
    borrowed
        Pretrained token vectors, or None.
    """

    words: tuple[str, ...]
    languages: tuple[str, ...]
    space: WordSpace
    topics: NDArray[np.float32]
    balance: NDArray[np.float32]
    territories: NDArray[np.int32]
    seeds: SeedIndex
    industries: IndustryWeights | None
    mixture: Mixture
    borrowed: StaticVectors | None = None

    @property
    def dimensions(self) -> int:
        """Length of an article vector."""
        return self.space.dimensions + len(self.mixture.fields) + len(self.mixture.borrowed)


class TrainedModel:
    """The `Model` of this room; see `diversify.protocols.Model`.

    Parameters
    ----------
    card, parts
        What it is, and what was learned.
    embedder
        What gives the borrowed vectors, where they are not in the parts.
    """

    def __init__(self, card: ModelCard, parts: Parts, embedder: Embedder | None = None) -> None:
        self.card = card
        self.parts = parts
        self.embedder = parts.borrowed or embedder

    def dated(self, now: datetime) -> TrainedModel:
        """The same model, trained at this time."""
        return TrainedModel(replace(self.card, trained_at=now), self.parts, self.embedder)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Word to number, ready to be looked up."""
        return prepared({word: number for number, word in enumerate(self.parts.words)})

    def understand(self, articles: Sequence[Article], feeds: Mapping[int, Feed]) -> Understanding:
        """Understand articles; `feeds` gives the labels of their sources. `sensitive` is left False throughout."""
        pieces = [
            self._understand(articles[start : start + CHUNK], feeds) for start in range(0, max(len(articles), 1), CHUNK)
        ]
        return Understanding(
            **{
                item.name: np.concatenate([getattr(piece, item.name) for piece in pieces])
                for item in fields(Understanding)
            }
        )

    def to_bytes(self) -> bytes:
        """A versioned, checksummed form of arrays and JSON; loading it runs no code."""
        told = {"distance": self.card.distance, "card_common": self.card.common}
        return pack(_arrays(self.parts) | told, _facts(self.card, self.parts))

    def _understand(self, articles: Sequence[Article], feeds: Mapping[int, Feed]) -> Understanding:
        texts = [article_text(article) for article in articles]
        tokens = look_up_words(texts, self.vocabulary)
        labels = feed_labels([feeds.get(article.feed_id) for article in articles], self.card.industries)
        groups = language_groups([article.language for article in articles], self.parts.languages)
        counts = count_matrix(tokens, len(self.parts.space.sif))
        evidence = gather_evidence(self.parts, tokens, counts, labels=labels, groups=groups)
        told = text_shares(evidence, self.parts.industries)
        borrowed = self.embedder.transform(texts) if self.embedder else None
        return Understanding(
            vectors=self.parts.mixture.join(evidence.vectors, told, borrowed),
            topics=shares_of(self.parts, counts, groups),
            industries=labelled_shares(told, labels),
            sensational=sensational([article.title for article in articles]),
            substance=substance(articles),
            sensitive=np.zeros(len(articles), dtype=bool),
        )


def shares_of(parts: Parts, counts: Any, groups: NDArray[np.int64]) -> NDArray[np.float32]:
    """Topic shares (n, t) of articles."""
    allowed = allowed_topics(parts.territories, groups)
    return topic_shares(counts, parts.topics, parts.space.idf, balance=parts.balance, allowed=allowed)


def gather_evidence(
    parts: Parts, tokens: Tokens, counts: Any, *, labels: NDArray[np.float32], groups: NDArray[np.int64]
) -> Evidence:
    """What is known of articles before their industries."""
    vectors = embed(counts, parts.space, groups)
    return Evidence(counts, vectors, parts.space.idf, seed_hits(tokens, parts.seeds), labels)


def language_groups(languages: Sequence[str], own: Sequence[str]) -> NDArray[np.int64]:
    """Row of `WordSpace.common` for each article: 0 where its language has no mean of its own."""
    row = {language: number for number, language in enumerate(own, start=1)}
    return np.array([row.get(language, 0) for language in languages], dtype=np.int64)


def name_version(parts: Parts) -> str:
    """``words-<d>-<12 hex digits>``: equal models have equal names."""
    digest = hashlib.sha256("\n".join([*parts.words, "", *parts.languages]).encode())
    for name, array in sorted(_arrays(parts).items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return f"words-{parts.dimensions}-{digest.hexdigest()[:12]}"


def size_of(parts: Parts) -> int:
    """Bytes that the arrays and words of a model take in its file."""
    words = sum(len(word.encode("utf-8", "replace")) + 4 for listed in _lists(parts).values() for word in listed)
    return words + sum(array.nbytes for array in _arrays(parts).values())


def compact(parts: Parts) -> Parts:
    """The same parts as they come back from bytes, so that a model understands alike before and after."""
    return _parts(_arrays(parts), _lists(parts))


def load_model(body: bytes, embedder: Embedder | None = None) -> TrainedModel:
    """Read a model from the bytes that `to_bytes` gave.

    Parameters
    ----------
    body
        The bytes.
    embedder
        The one it was trained with, where that one's vectors are not in the file; static vectors are.

    Raises
    ------
    ModelError
        Where they are of another make, of another version, cut short or damaged, or lack the embedder.
    """
    arrays, facts = unpack(body)
    try:
        model = TrainedModel(_card(arrays, facts["card"]), _parts(arrays, facts), embedder)
    except (KeyError, TypeError, ValueError, IndexError) as cause:
        mend = "train a new one with `diversify train`"
        raise ModelError(f"the model file lacks a part ({cause})", mend=mend) from cause
    if len(model.parts.mixture.borrowed) and model.embedder is None:
        mend = "give the embedder it was trained with, or train a new one with `diversify train`"
        raise ModelError("the model was trained with an embedder whose vectors are not in its file", mend=mend)
    return model


def _arrays(parts: Parts) -> dict[str, NDArray[Any]]:
    """Word vectors as float16, whose error is far below their meaning; weights as float32."""
    space, seeds, industries = parts.space, parts.seeds, parts.industries
    arrays: dict[str, NDArray[Any]] = {
        "sif": space.sif,
        "idf": space.idf,
        "company": space.company.astype(np.float16),
        "exact": space.exact.astype(np.float16),
        "common": space.common,
        "detail": np.array([space.detail]),
        "topics": (parts.topics * _TOPIC_SCALE).astype(np.float16),
        "balance": parts.balance,
        "territories": parts.territories,
        "field_middle": parts.mixture.fields,
        "borrowed_middle": parts.mixture.borrowed,
        "own_part": np.array([parts.mixture.own]),
        "seed_singles": seeds.singles,
        "seed_single_worth": seeds.single_worth,
    }
    for terms, worth in seeds.phrases:
        arrays |= {f"seed_phrases_{terms.shape[1]}": terms, f"seed_worth_{terms.shape[1]}": worth}
    if parts.borrowed is not None:
        arrays["borrowed_table"] = parts.borrowed.table
    if industries is not None:
        arrays |= {
            "industry_columns": industries.columns,
            "industry_words": industries.words.astype(np.float16),
            "industry_vectors": industries.vectors,
            "industry_intercepts": industries.intercepts,
            "industry_temperature": np.array([industries.temperature]),
            "industry_trust": industries.trust,
        }
    return arrays


_TOPIC_SCALE: Final = np.float32(1024)
"""Topic weights sum to one over thousands of words; scaled, half precision holds them."""


def _parts(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> Parts:
    def wide(name: str) -> NDArray[np.float32]:
        return np.asarray(arrays[name], dtype=np.float32)

    detail = float(arrays["detail"][0])
    space = WordSpace(wide("sif"), wide("idf"), wide("company"), wide("exact"), wide("common"), detail)
    lengths = sorted(int(name.rsplit("_", 1)[1]) for name in arrays if name.startswith("seed_worth_"))
    phrases = tuple((arrays[f"seed_phrases_{n}"], arrays[f"seed_worth_{n}"]) for n in lengths)
    seeds = SeedIndex(arrays["seed_singles"], arrays["seed_single_worth"], phrases)
    topics = wide("topics") / _TOPIC_SCALE
    words, languages = tuple(facts["words"]), tuple(facts["languages"])
    balance, territories = wide("balance"), arrays["territories"]
    mixture = Mixture(wide("field_middle"), wide("borrowed_middle"), float(arrays["own_part"][0]))
    borrowed = StaticVectors(arrays["borrowed_table"], facts["tokens"]) if "borrowed_table" in arrays else None
    return Parts(words, languages, space, topics, balance, territories, seeds, _industries(arrays), mixture, borrowed)


def _industries(arrays: Mapping[str, NDArray[Any]]) -> IndustryWeights | None:
    if "industry_columns" not in arrays:
        return None
    return IndustryWeights(
        arrays["industry_columns"],
        np.asarray(arrays["industry_words"], dtype=np.float32),
        arrays["industry_vectors"],
        arrays["industry_intercepts"],
        float(arrays["industry_temperature"][0]),
        arrays["industry_trust"],
    )


def _facts(card: ModelCard, parts: Parts) -> dict[str, Any]:
    said = {item.name: getattr(card, item.name) for item in fields(card) if item.name not in ("distance", "common")}
    said["topics"] = [asdict(topic) for topic in card.topics]
    said["trained_at"] = card.trained_at.isoformat() if card.trained_at else None
    return {"card": said, **_lists(parts)}


def _lists(parts: Parts) -> dict[str, list[str]]:
    tokens = list(parts.borrowed.tokens) if parts.borrowed else []
    return {"words": list(parts.words), "languages": list(parts.languages), "tokens": tokens}


def _card(arrays: Mapping[str, NDArray[Any]], said: Mapping[str, Any]) -> ModelCard:
    topics = tuple(TopicLabel(**{**topic, "terms": tuple(topic["terms"])}) for topic in said["topics"])
    trained = said["trained_at"]
    rest: dict[str, Any] = {name: said[name] for name in ("version", "dimensions", "articles", "report")}
    rest |= {name: tuple(said[name]) for name in ("industries", "languages", "gone", "notes")}
    return ModelCard(
        topics=topics,
        distance=np.array(arrays["distance"], dtype=np.float64),
        common=np.array(arrays["card_common"], dtype=np.float64),
        trained_at=datetime.fromisoformat(trained) if trained else None,
        **rest,
    )
