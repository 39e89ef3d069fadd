"""The generated log: its truth is that of its draws."""

import numpy as np
import pandas as pd
import pytest

from diversify.datasets import generated


@pytest.fixture(scope="module")
def log():
    return generated(readers=300, articles=600, days=20, size=6, seed=3)


def test_it_fits_together(log):
    assert log.check() == ()
    assert len(log.impressions) == 300 * 20 * 6
    assert not log.impressions.duplicated(["impression", "article"]).any()


def test_the_same_seed_makes_the_same_log_and_another_does_not(log):
    again = generated(readers=300, articles=600, days=20, size=6, seed=3)
    for frame in ("articles", "impressions", "feedback"):
        pd.testing.assert_frame_equal(getattr(log, frame), getattr(again, frame))
    assert not log.impressions["truth"].equals(
        generated(readers=300, articles=600, days=20, size=6).impressions["truth"]
    )


def test_opens_come_as_often_as_the_truth_says(log):
    opened = log.feedback[log.feedback["kind"] == "open"]
    shown = log.impressions
    expected = (shown["truth"] * shown["examined"]).sum()
    assert abs(len(opened) - expected) < 4 * np.sqrt(expected)


def test_propensities_are_those_of_the_draw(log):
    """The first place shows an article as often as its propensity says: inverse weights count every article once."""
    first = log.impressions[log.impressions["position"] == 1]
    pools = first.groupby("shown")["propensity"].apply(lambda draws: (1.0 / draws).mean())
    days = np.arange(20)
    sizes = [int(((np.arange(600) * 20 // 600 <= day) & (np.arange(600) * 20 // 600 > day - 7)).sum()) for day in days]
    assert np.allclose(pools.to_numpy(), sizes, rtol=0.15)
    last = log.impressions[log.impressions["position"] == 6]
    assert last["propensity"].mean() > first["propensity"].mean()  # of fewer that are left


def test_words_of_a_label_occur_in_it_alone(log):
    where = {}
    for label, text in zip(log.articles["label"], log.articles["text"], strict=True):
        for word in text.split():
            if word.startswith("own"):
                where.setdefault(word, set()).add(label)
    assert {len(labels) for labels in where.values()} == {1}


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"readers": 0}, "readers 0 must be at least 1"),
        ({"articles": 20, "days": 10, "size": 3}, "articles 20 in 10 days are fewer than size 3 a day"),
    ],
)
def test_impossible_numbers_are_named(numbers, words):
    with pytest.raises(ValueError, match=words):
        generated(**numbers)
