"""The learned parts as scikit-learn estimators, matrix in; text to counts is one thin step before them.

>>> from diversify.topics import ArticleVectorizer, count_words
>>> texts = ["the striker scored a goal", "a goal by the striker", "the bank raised rates", "rates of the bank"] * 3
>>> counts, words = count_words(texts)
>>> ArticleVectorizer(dimensions=8).fit_transform(counts).shape
(12, 8)
"""

from __future__ import annotations

from numbers import Real
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.utils import check_array, check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from diversify.topics.listing import telling_weights
from diversify.topics.logistic import fit_logistic, log_softmax
from diversify.topics.space import embed, fit_space
from diversify.topics.themes import (
    balance_topics,
    first_guess,
    fit_topics,
    raw_shares,
    topic_count,
    topic_shares,
)


class _OnCounts(TransformerMixin, BaseEstimator):
    """What takes (n, v) counts of words, dense or sparse, non-negative."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags

    def _counts(self, X: Any, *, reset: bool) -> Any:
        checked = validate_data(self, X, reset=reset, accept_sparse="csr", dtype=np.float64)
        if checked.size and checked.min() < 0:
            raise ValueError(f"Negative values in data passed to {type(self).__name__}")
        counts = sparse.csr_matrix(checked, dtype=np.float32, copy=True)
        counts.eliminate_zeros()
        return counts

    def _rng(self, random_state: Any) -> np.random.Generator:
        return np.random.default_rng(check_random_state(random_state).randint(2**31 - 1))


class ArticleVectorizer(_OnCounts):
    """Counts of words to unit article vectors, by the word space of the corpus.

    Parameters
    ----------
    dimensions : int, default=128
        Length of the vectors.
    random_state : int, RandomState or None, default=0
        Start of the decomposition.

    Attributes
    ----------
    space_ : WordSpace
        Word vectors and weights.
    factors_ : tuple of ndarray
        (v, k), (v, k) whose product approximates the information of words on each other.
    n_features_in_ : int
        Words.

    Examples
    --------
    >>> from diversify.topics import count_words
    >>> texts = ["striker scored a goal", "goal by the striker", "bank raised rates", "rates of the bank"] * 5
    >>> counts, words = count_words(texts)
    >>> vectors = ArticleVectorizer(dimensions=8).fit_transform(counts)
    >>> bool(vectors[0] @ vectors[1] > vectors[0] @ vectors[2])
    True
    """

    def __init__(self, dimensions: int = 128, *, random_state: Any = 0) -> None:
        self.dimensions = dimensions
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - part of the estimator interface
        """Fit on (n, v) counts."""
        counts = self._counts(X, reset=True)
        groups = np.zeros(counts.shape[0], dtype=np.int64)
        self.space_, self.factors_ = fit_space(
            counts, groups, dimensions=self.dimensions, rng=self._rng(self.random_state)
        )
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:
        """Unit rows (n, d) of (n, v) counts; zero where no word is known."""
        check_is_fitted(self)
        return embed(self._counts(X, reset=False), self.space_)


class TopicModel(_OnCounts):
    """Counts of words to shares of topics.

    Parameters
    ----------
    topics : int or None, default=None
        Number of topics; None chooses by the number of articles.
    random_state : int, RandomState or None, default=0
        Start of the factorisation.

    Attributes
    ----------
    components_ : ndarray of shape (t, v)
        Weights of the words that show topics to people; rows sum to one, or to zero for a topic that was not found.
    weights_ : ndarray of shape (v, t)
        Weights of words from which shares are computed; columns sum to one or to zero.
    balance_ : ndarray of shape (t,)
        Factors that keep any one topic from swallowing the others.
    n_features_in_ : int
        Words.

    Examples
    --------
    >>> from diversify.topics import count_words
    >>> texts = ["striker scored a goal", "goal by the striker", "bank raised rates", "rates of the bank"] * 5
    >>> counts, words = count_words(texts)
    >>> shares = TopicModel(topics=2).fit_transform(counts)
    >>> bool(shares[0].argmax() == shares[1].argmax() != shares[2].argmax())
    True
    """

    def __init__(self, topics: int | None = None, *, random_state: Any = 0) -> None:
        self.topics = topics
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - part of the estimator interface
        """Fit on (n, v) counts."""
        counts = self._counts(X, reset=True)
        n, v = counts.shape
        rng = self._rng(self.random_state)
        t = topic_count(n) if self.topics is None else self.topics
        space, factors = fit_space(counts, np.zeros(n, dtype=np.int64), dimensions=128, rng=rng)
        start = first_guess({}, [], t, right=factors[1], rng=rng)
        documents = np.bincount(counts.indices, minlength=v)
        found = fit_topics(factors, documents, t, start=start, articles=n)
        self.idf_ = space.idf
        self.weights_ = found
        self.balance_ = balance_topics(raw_shares(counts, found, space.idf))
        self.components_ = telling_weights(counts, topic_shares(counts, found, space.idf, balance=self.balance_))
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:
        """Shares (n, t); rows sum to one, or to zero where no word belongs to a topic."""
        check_is_fitted(self)
        return topic_shares(self._counts(X, reset=False), self.weights_, self.idf_, balance=self.balance_)


class IndustryClassifier(ClassifierMixin, BaseEstimator):
    """Multinomial logistic regression as the industries use it, on any (n, f) features.

    Parameters
    ----------
    C : float, default=3.0
        Inverse strength of the penalty, as in scikit-learn's LogisticRegression.
    tol : float, default=1e-12
        Part of the objective that a step must gain for another to be made.

    Attributes
    ----------
    classes_ : ndarray of shape (c,)
        Labels seen.
    coef_ : ndarray of shape (f, c)
        Coefficients.
    intercept_ : ndarray of shape (c,)
        Intercepts.
    n_features_in_ : int
        Features.

    Examples
    --------
    >>> fitted = IndustryClassifier().fit([[0.0, 1.0], [0.1, 0.9], [1.0, 0.0], [0.8, 0.1]], ["sport"] * 2 + ["law"] * 2)
    >>> [str(label) for label in fitted.predict([[0.0, 0.8], [0.9, 0.0]])]
    ['sport', 'law']
    """

    def __init__(self, C: float = 3.0, *, tol: float = 1e-12) -> None:
        self.C = C
        self.tol = tol

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit on features and one label a row."""
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)
        check_classification_targets(y)
        weights = _row_weights(sample_weight, X.shape[0])
        self.classes_, codes = np.unique(y, return_inverse=True)
        targets = np.eye(len(self.classes_))[codes]
        (self.coef_,), self.intercept_ = fit_logistic([X], targets, weights, C=self.C, gain=self.tol)
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Probabilities (n, c)."""
        return np.asarray(np.exp(log_softmax(self.decision_scores(X))))

    def predict(self, X: Any) -> NDArray[Any]:
        """Likeliest label of each row."""
        scores = self.decision_scores(X)
        return np.asarray(self.classes_[scores.argmax(axis=1)])

    def decision_scores(self, X: Any) -> NDArray[np.float64]:
        """Scores (n, c) before the softmax."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray(X @ self.coef_ + self.intercept_, dtype=np.float64)


def _row_weights(sample_weight: Any, n: int) -> NDArray[np.float64]:
    """Weights (n,) of rows: ones where none are given, a number for all alike, or one number a row."""
    if sample_weight is None or isinstance(sample_weight, Real):
        return np.full(n, 1.0 if sample_weight is None else float(sample_weight))
    weights = check_array(sample_weight, ensure_2d=False, dtype=np.float64, input_name="sample_weight")
    if weights.shape != (n,):
        raise ValueError(f"sample_weight has the shape {weights.shape}, expected {(n,)}")
    if n and not weights.any():
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return np.asarray(weights)
