"""What articles are about: vectors, topics with names, industries, headlines that overpromise.

A model is fitted on the reader's own articles by `train`, downloads nothing, and is read back by `load_model` without
an estimator library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diversify.topics.drift import has_drifted, topic_drift
    from diversify.topics.embed import OwnWords
    from diversify.topics.estimators import ArticleVectorizer, IndustryClassifier, TopicModel
    from diversify.topics.model import TrainedModel, load_model
    from diversify.topics.pretrained import StaticVectors, open_vectors
    from diversify.topics.training import BorrowingTrainer, train
    from diversify.topics.vocabulary import count_words

__all__ = [
    "ArticleVectorizer",
    "BorrowingTrainer",
    "IndustryClassifier",
    "OwnWords",
    "StaticVectors",
    "TopicModel",
    "TrainedModel",
    "count_words",
    "has_drifted",
    "load_model",
    "open_vectors",
    "topic_drift",
    "train",
]

_HOMES = {
    "ArticleVectorizer": "estimators",
    "BorrowingTrainer": "training",
    "IndustryClassifier": "estimators",
    "OwnWords": "embed",
    "StaticVectors": "pretrained",
    "TopicModel": "estimators",
    "TrainedModel": "model",
    "count_words": "vocabulary",
    "has_drifted": "drift",
    "load_model": "model",
    "open_vectors": "pretrained",
    "topic_drift": "drift",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
