"""What the SIREN paper found, in kind, with its reader, its metrics and policies of the kinds it compared.

Its two metrics are long-tail novelty (EPC) and unexpectedness (EPD). Content-based recommendation, nearest to what was
read, keeps readers where they are; popularity offers all the same; chance does neither.
"""

import numpy as np
import pytest

from diversify.simulate import ReaderSettings, WorldSettings, long_tail, loop, policies, unexpectedness

NAMES = ("relevance_only", "popular", "random", "nothing")
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def runs():
    readers = ReaderSettings(number=64)
    return {name: [loop(policies[name], readers=readers, days=20, seed=seed) for seed in SEEDS] for name in NAMES}


def late(metric, runs, name):
    """Mean over the last ten days, for each seed."""
    return np.array([metric(run)[-10:].mean() for run in runs[name]])


def test_relevance_alone_lowers_unexpectedness_and_chance_keeps_it(runs):
    for run in runs["relevance_only"]:
        found = unexpectedness(run)
        assert found[-5:].mean() < 0.7 * unexpectedness(runs["random"][0])[-5:].mean()
    for run in runs["random"]:
        found = unexpectedness(run)
        assert found[-5:].mean() == pytest.approx(found[1:6].mean(), rel=0.05)


def test_the_order_of_unexpectedness_is_chance_and_popularity_before_relevance(runs):
    relevance, popular, chance = (late(unexpectedness, runs, name) for name in ("relevance_only", "popular", "random"))
    assert (relevance < 0.75 * popular).all()
    assert popular == pytest.approx(chance, rel=0.1), "prominence does not depend on the industry"


def test_the_order_of_long_tail_novelty_is_chance_before_popularity(runs):
    relevance, popular, chance = (late(long_tail, runs, name) for name in ("relevance_only", "popular", "random"))
    assert (popular < chance).all()
    assert (popular < relevance).all(), "each reader's nearest are others' strangers"


def test_relevance_alone_narrows_what_is_shown_and_chance_keeps_it_wide(runs):
    shown = {name: [run.summary()["industries_shown"] for run in runs[name]] for name in NAMES[:3]}
    assert max(shown["relevance_only"]) < 0.5 * min(shown["random"])
    assert min(shown["random"]) > 24


def test_what_is_recommended_is_read_more_the_closer_it_lies(runs):
    taken = {name: np.mean([run.summary()["taken"] for run in runs[name]]) for name in NAMES[:3]}
    assert taken["relevance_only"] > 2 * taken["popular"]
    assert taken["relevance_only"] > 2 * taken["random"]


def test_without_recommendations_there_is_no_diversity_to_measure(runs):
    assert np.isnan(long_tail(runs["nothing"][0])).all()
    assert np.isnan(unexpectedness(runs["nothing"][0])).all()


def test_both_metrics_match_a_naive_count():
    run = loop(policies["popular"], readers=ReaderSettings(number=6), world=WorldSettings(births=20), days=4, seed=5)
    rows = run.to_frame()
    before, today = rows[(rows["day"] < 3) & rows["read"]], rows[(rows["day"] == 3) & (rows["position"] > 0)]
    popularity = [(rows["read"] & rows["article"].eq(article)).sum() / 6 for article in today["article"]]
    assert long_tail(run)[3] == pytest.approx(1 - np.mean(popularity))
    distances = []
    for row in today.itertuples():
        mine = before.loc[before["reader"] == row.reader, "article"]
        if len(mine):
            way = run.born.places[mine] - run.born.places[row.article]
            distances.append(np.sqrt((way**2).sum(axis=1).mean()))
    assert unexpectedness(run)[3] == pytest.approx(np.mean(distances))
