"""What SIREN found (Bountouridis et al. 2019, FAT*), in kind, with its reader, its metrics and its recommenders.

Two metrics: long-tail novelty (EPC) and unexpectedness (EPD). Reproduced:

- relevance alone narrows what is shown, and its unexpectedness falls; chance keeps both;
- the order that the simulator's own documentation plots, in EPC and EPD alike: neighbours of articles far before
  chance and what is most read, because an article counts there by whether it was read;
- over the days, EPC of what the neighbours offer rises and its EPD falls, as plotted there;
- the abstract's finding: simple neighbours of articles and Bayesian personalised ranking raise long-tail novelty alike.

Different here: 32 even industries on a disc in place of five topics of a t-SNE map with politics ahead (so that what
is most read lies as far from a reader as chance does, and the two tie in EPD); distances on the plane in place of
cosines of topics; popularity of the whole run in place of that so far; 60 readers in place of 100 to 200.
"""

import numpy as np
import pytest

from diversify.simulate import ReaderSettings, WorldSettings, long_tail, loop, policies, unexpectedness
from diversify.simulate.measures import SIREN

NAMES = ("relevance_only", "popular", "random", "nothing")
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def runs():
    terms = {"readers": ReaderSettings(number=48), "world": WorldSettings(births=60), "days": 20}
    return {name: [loop(policies[name], seed=seed, **terms) for seed in SEEDS] for name in NAMES}


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


QUIET, TOLD = 12, 10
COMPARED = ("item_knn", "user_knn", "bprmf", "relevance_only", "random", "most_read")


def after_quiet_days(policy):
    """As the simulator does: readers find their way alone first, so that there are clicks to learn from."""
    return lambda offer, rng: policies["nothing" if offer.day < QUIET else policy](offer, rng)


@pytest.fixture(scope="module")
def published():
    """Runs of the simulator's own protocol: five recommendations a day, after days without any."""
    terms = {"readers": ReaderSettings(number=60), "world": WorldSettings(births=60), "size": 5, "days": QUIET + TOLD}
    few = {"bprmf": SEEDS[:2]}  # which learns long
    return {
        name: [loop(after_quiet_days(name), seed=seed, **terms) for seed in few.get(name, SEEDS)] for name in COMPARED
    }


def days_told(metric, runs, **how):
    """(seeds, days) of the days with recommendations."""
    return np.array([metric(run, **how)[QUIET:] for run in runs])


def test_the_published_order_of_long_tail_novelty(published):
    found = {name: days_told(long_tail, published[name], **SIREN).mean(axis=1) for name in COMPARED}
    for learned in ("item_knn", "user_knn", "bprmf"):
        assert found[learned].min() > 3 * found["random"].max()
    assert (found["item_knn"] > found["user_knn"]).all()
    assert (found["random"] > found["most_read"]).all()


def test_the_published_order_of_unexpectedness(published):
    found = {name: days_told(unexpectedness, published[name], **SIREN).mean(axis=1) for name in COMPARED}
    for learned in ("item_knn", "user_knn", "bprmf"):
        assert found[learned].min() > 3 * found["random"].max()
        assert found[learned].min() > 3 * found["most_read"].max()
    assert found["random"].mean() == pytest.approx(found["most_read"].mean(), rel=0.25), "where we differ: they tie"


def test_neighbours_of_articles_and_personalised_ranking_raise_long_tail_novelty_alike(published):
    slopes = {}
    for name in ("item_knn", "bprmf"):
        offered = days_told(long_tail, published[name]).mean(axis=0)
        slopes[name] = np.polyfit(range(TOLD), offered, 1)[0]
        assert slopes[name] > 0
    levels = [days_told(long_tail, published[name]).mean() for name in ("item_knn", "bprmf", "most_read")]
    assert levels[0] == pytest.approx(levels[1], abs=0.05)
    assert min(levels[:2]) > levels[2] + 0.05


@pytest.mark.parametrize("name", ["item_knn", "user_knn", "bprmf", "relevance_only"])
def test_what_is_personal_gets_less_unexpected_day_by_day(published, name):
    course = days_told(unexpectedness, published[name]).mean(axis=0)
    assert np.polyfit(range(TOLD), course, 1)[0] < 0
    assert course[-3:].mean() < 0.98 * course[:3].mean()


def test_chance_and_what_is_most_read_stay_as_unexpected_as_they_were(published):
    for name in ("random", "most_read"):
        course = days_told(unexpectedness, published[name]).mean(axis=0)
        assert course[-3:].mean() == pytest.approx(course[:3].mean(), rel=0.05)


def test_who_learns_from_clicks_alone_lies_between_relevance_and_chance(published):
    near, learned, chance = (
        days_told(unexpectedness, published[name]).mean(axis=1) for name in ("relevance_only", "item_knn", "random")
    )
    assert (near < learned).all()
    assert (learned < 0.6 * chance).all()


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


def test_rank_and_relevance_weigh_as_they_say():
    run = loop(policies["random"], readers=ReaderSettings(number=5), world=WorldSettings(births=20), days=3, seed=4)
    rows = run.to_frame()
    reads = rows[rows["read"]].groupby("article").size()
    means = []
    for _, mine in rows[(rows["day"] == 2) & (rows["position"] > 0)].groupby("reader"):
        rank = 0.9 ** (mine["position"] - 1.0)
        novelty = 1 - mine["article"].map(reads).fillna(0) / 5
        means.append((rank * np.where(mine["read"], 1.0, 0.01) * novelty).sum() / rank.sum())
    assert long_tail(run, **SIREN)[2] == pytest.approx(np.mean(means))
    assert long_tail(run, unread=0.0)[2] < long_tail(run)[2]
