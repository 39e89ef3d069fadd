"""Re-rankers as scikit-learn's estimators."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.utils.estimator_checks import parametrize_with_checks

from diversify.experiments.estimators import Reranker
from diversify.rank.diversifiers import diversifiers


@parametrize_with_checks([Reranker(name, places=5) for name in sorted(diversifiers)])
def test_scikit_learn_finds_nothing_wrong(estimator, check):
    check(estimator)


def test_a_grid_search_sweeps_dial_and_name():
    rng = np.random.default_rng(4)
    home = rng.integers(0, 5, 120)
    vectors = np.eye(5)[home] + 0.2 * rng.random((120, 5))
    scores = 0.3 * (home == 0) + 0.7 * rng.random(120)
    grid = {"name": ["dpp", "mmr", "none"], "diversity": [0.0, 0.4, 0.8]}
    search = GridSearchCV(Reranker(places=8), grid, cv=3).fit(vectors, scores)
    means = dict(zip(map(str, search.cv_results_["params"]), search.cv_results_["mean_test_score"], strict=True))
    assert search.best_params_["name"] != "none"
    assert search.best_params_["diversity"] > 0
    assert search.best_score_ > means[str({"diversity": 0.0, "name": "mmr"})]
    assert len(search.best_estimator_.rows_) == 8


def test_a_clone_has_the_parameters_and_not_the_rows():
    fitted = Reranker("dpp", places=2, budget=0.1).fit(np.eye(3), np.arange(3.0))
    copy = clone(fitted).set_params(places=1)
    assert copy.get_params() == {"name": "dpp", "places": 1, "diversity": 0.5, "budget": 0.1}
    assert not hasattr(copy, "rows_")


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"'mrm'; there are cover, dpp"):
        Reranker("mrm").fit(np.eye(2))
