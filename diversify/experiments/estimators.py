"""Re-rankers in scikit-learn's form: parameters that can be read, set, cloned and swept."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from diversify.rank.diversifiers import diversifiers


class Reranker(BaseEstimator):
    """A diversifier whose samples are candidates: X are their vectors, y their scores.

    It learns nothing: `fit` chooses among the candidates it is given, and `choose` among any others, so that
    cross-validation judges a setting by several pools. What scikit-learn checks of classifiers, regressors, clusterers
    and transformers cannot apply, as there is neither a prediction nor a row for each row: predict, transform,
    decision_function, predict_proba, labels and their agreement between subsets, methods and orders of samples (a
    row's place depends on its company, and ties on the order of rows). Sparse matrices are refused.

    Parameters
    ----------
    name
        One of `diversify.rank.diversifiers.diversifiers`.
    places
        How many to choose; more than there are gives all.
    diversity
        In [0, 1]: 0 is by score alone.
    budget
        In [0, 1], instead of `diversity`: the share of the sum of scores that may be given up.

    Attributes
    ----------
    rows_
        (min(places, n),) int64 rows that `fit` chose, best first.
    n_features_in_
        d.

    Examples
    --------
    >>> Reranker("mmr", places=2).fit([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [0.9, 0.8, 0.5]).rows_.tolist()
    [0, 2]
    """

    def __init__(
        self, name: str = "mmr", *, places: int = 12, diversity: float = 0.5, budget: float | None = None
    ) -> None:
        self.name = name
        self.places = places
        self.diversity = diversity
        self.budget = budget

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:
        """Choose among candidates.

        Parameters
        ----------
        X
            (n, d) vectors, finite.
        y
            (n,) scores, finite; all the same where not given.

        Raises
        ------
        ValueError
            For an unknown name, or arguments that the diversifier refuses.
        """
        self.rows_ = self._choose(X, y, reset=True)
        return self

    def choose(self, X: ArrayLike, y: ArrayLike | None = None) -> NDArray[np.int64]:
        """Rows of other candidates, best first."""
        check_is_fitted(self)
        return self._choose(X, y, reset=False)

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """How well other candidates are chosen from: the mean of two parts, each in [0, 1] for scores not negative.

        The share of the best sum of scores that is kept, and half the mean distance ``1 - cosine`` of pairs.
        """
        rows = self.choose(X, y)
        scores, vectors = np.asarray(y, dtype=np.float64), np.asarray(X, dtype=np.float64)[rows]
        best = float(np.sort(scores)[::-1][: len(rows)].sum())
        kept = float(scores[rows].sum()) / best if best else 1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        units = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        pairs = np.triu_indices(len(rows), 1)
        distance = float(1.0 - (units @ units.T)[pairs].mean()) if len(rows) > 1 else 0.0
        return (kept + distance / 2.0) / 2.0

    def _choose(self, X: ArrayLike, y: ArrayLike | None, *, reset: bool) -> NDArray[np.int64]:
        if self.name not in diversifiers:
            raise ValueError(f"no diversifier is called {self.name!r}; there are {', '.join(sorted(diversifiers))}")
        options: dict[str, Any] = {"reset": reset, "dtype": (np.float64, np.float32)}
        if y is None:
            vectors, scores = validate_data(self, X, **options), None
        else:
            vectors, scores = validate_data(self, X, y, y_numeric=True, **options)
        scores = np.zeros(len(vectors)) if scores is None else scores
        dial = {"diversity": self.diversity} if self.budget is None else {"budget": self.budget}
        return diversifiers[self.name](vectors, scores, self.places, **dial)
