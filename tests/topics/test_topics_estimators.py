import os
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from diversify.topics import ArticleVectorizer, IndustryClassifier, TopicModel, count_words


@parametrize_with_checks([ArticleVectorizer(dimensions=8), TopicModel(topics=3), IndustryClassifier()])
def test_the_estimators_keep_scikit_learns_contract(estimator, check):
    check(estimator)


def test_the_check_that_asks_for_an_environment_variable_passes_too():
    # scikit-learn leaves this one out where the variable is not set before scipy is imported: a process of its own.
    code = (
        "from sklearn.utils.estimator_checks import check_array_api_input as check\n"
        "from diversify.topics import ArticleVectorizer, IndustryClassifier, TopicModel\n"
        "for made in (ArticleVectorizer(dimensions=8), TopicModel(topics=3), IndustryClassifier()):\n"
        "    check(type(made).__name__, made, array_namespace='numpy', expect_only_array_outputs=False)\n"
        "    print(type(made).__name__)"
    )
    environment = os.environ | {"SCIPY_ARRAY_API": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.split() == ["ArticleVectorizer", "TopicModel", "IndustryClassifier"], done.stderr


@pytest.fixture(scope="module")
def counted(corpus):
    return count_words([f"{article.title} {article.content[3:-4]}" for article in corpus[0]])


def test_vectors_and_topics_of_counts(counted, corpus):
    counts, words = counted
    assert counts.shape == (len(corpus[0]), len(words))
    vectors = ArticleVectorizer(dimensions=16).fit_transform(counts)
    assert vectors.shape == (len(corpus[0]), 16)
    topics = TopicModel(topics=8).fit(counts)
    shares = topics.transform(counts)
    assert topics.components_.shape == (8, len(words))
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)


def test_the_classifier_learns(counted, corpus):
    vectors = ArticleVectorizer(dimensions=16).fit_transform(counted[0])
    fitted = IndustryClassifier().fit(vectors, corpus[1])
    assert fitted.score(vectors, corpus[1]) > 0.95
    assert np.allclose(fitted.predict_proba(vectors).sum(axis=1), 1)


def test_parameters_are_stored_and_cloned():
    assert clone(TopicModel(topics=5, random_state=3)).get_params() == {"topics": 5, "random_state": 3}


def test_weights_are_one_number_a_row_or_one_for_all():
    X, y = [[0.0, 1.0], [0.1, 0.9], [1.0, 0.0], [0.8, 0.1]], [0, 0, 1, 1]
    alike = IndustryClassifier().fit(X, y).coef_
    assert np.allclose(IndustryClassifier().fit(X, y, sample_weight=1.0).coef_, alike)
    assert np.allclose(IndustryClassifier().fit(X, y, sample_weight=np.ones(4)).coef_, alike)
    with pytest.raises(ValueError, match="sample_weight has the shape"):
        IndustryClassifier().fit(X, y, sample_weight=[1.0, 2.0])
