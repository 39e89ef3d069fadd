from dataclasses import replace

import numpy as np
import pytest

from diversify.topics import has_drifted, topic_drift, train


@pytest.fixture(scope="module")
def half(tools, taxonomy, now):
    articles, _ = tools.mix(800)
    return train(articles[:400], {}, taxonomy, now=now), articles[400:]


def test_more_of_the_same_is_no_drift(half):
    model, later = half
    assert topic_drift(model.card, model.understand(later, {}).topics) < 0.2
    assert not has_drifted(model.card, model.understand(later, {}).topics)


def test_one_theme_alone_or_words_never_heard_are(half, tools):
    model, later = half
    sport = [article for article in later if article.feed_id == 1] * 2
    assert has_drifted(model.card, model.understand(sport, {}).topics)
    german = {"garten": "rosen hecke mulch setzlinge kompost rasen schnitt tulpen gießkanne spaten"}
    strange = [replace(article, title="x") for article in tools.mix(200, themes=german, language="de")[0]]
    assert topic_drift(model.card, model.understand(strange, {}).topics) > 0.4


def test_the_distance_is_that_of_the_formula(half):
    model, _ = half
    t = len(model.card.topics)
    card = replace(model.card, topics=tuple(replace(topic, share=1 / t) for topic in model.card.topics))
    even = np.eye(t, dtype=np.float32)[np.arange(t * 100) % t]
    assert topic_drift(card, even) == 0
    one = np.eye(t, dtype=np.float32)[np.zeros(1_000, dtype=np.int64)]
    from scipy.spatial.distance import jensenshannon

    expected = jensenshannon(np.full(t, 1 / t), np.eye(t)[0], base=2)
    assert topic_drift(card, one) == pytest.approx(expected, abs=0.01)


def test_few_articles_say_nothing_and_strangers_are_refused(half):
    model, later = half
    topics = model.understand(later[:40], {}).topics
    assert np.isnan(topic_drift(model.card, topics))
    assert not has_drifted(model.card, topics)
    with pytest.raises(ValueError, match="topics"):
        topic_drift(model.card, topics[:, 1:])
