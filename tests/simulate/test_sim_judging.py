"""What slates and readings are worth, against naive counts; and the product's width beside baselines."""

import numpy as np
import pytest

from diversify.metrics import ndcg
from diversify.simulate import (
    ReaderSettings,
    WorldSettings,
    digest_readers,
    digest_world,
    diversified,
    epsilon_greedy,
    loop,
    policies,
    product,
)
from diversify.simulate.judging import TASTE, industries_met, slate_ndcg, town_by_week


def test_ndcg_is_that_of_a_naive_count():
    run = loop(policies["popular"], readers=ReaderSettings(number=3), world=WorldSettings(births=9), days=13, seed=4)
    rows, found = run.to_frame(), slate_ndcg(run)
    for day in range(13):
        for reader in range(3):
            mine = rows[rows["reader"] == reader]
            gone = set(mine.loc[mine["day"] < day, "article"])
            here = run.places[day - 1, reader] if day else run.start[reader]
            squared = ((run.born.places - here) ** 2).sum(axis=1)
            gains = np.exp(-squared / TASTE)
            open_ = [i for i in range(max(0, day - 9) * 9, (day + 1) * 9) if i not in gone]
            today = mine[(mine["day"] == day) & (mine["position"] > 0)].sort_values("position")
            expected = ndcg([gains[today["article"]]], [gains[open_]], k=12)[0]
            assert found[day, reader] == pytest.approx(expected)


def test_nothing_offered_has_no_ndcg():
    run = loop(policies["nothing"], readers=ReaderSettings(number=3), days=2)
    assert np.isnan(slate_ndcg(run)).all()


def test_counts_are_those_of_the_frame():
    run = loop(policies["random"], readers=digest_readers(6), days=15, seed=3)
    rows = run.to_frame().query("read")
    met = rows[rows["depth"] >= 0.3].groupby("reader")["industry"].nunique().reindex(range(6), fill_value=0)
    assert industries_met(run, depth=0.3).tolist() == met.tolist()
    widths = np.full((2, 6), np.nan)
    for (week, reader), each in rows[rows["day"] < 14].groupby([rows["day"] // 7, "reader"]):
        share = each.groupby("industry")["depth"].sum() / each["depth"].sum()
        widths[week, reader] = np.exp(-(share * np.log(share)).sum())
    assert town_by_week(run) == pytest.approx(np.nanmean(widths, axis=0))


def test_a_run_without_a_week_has_no_town_by_week():
    with pytest.raises(ValueError, match="6 days"):
        town_by_week(loop(policies["random"], readers=digest_readers(2), days=6))


def test_the_products_town_is_wider_than_re_ranking_makes_it_at_no_lower_ndcg():
    """The direction; the figures are those of the benchmark of policies."""
    told = {}
    for name, policy in (
        ("ours", product()),
        ("chance", epsilon_greedy(epsilon=0.46)),
        ("mmr", diversified("mmr", diversity=0.6)),
        ("relevance", policies["relevance_only"]),
    ):
        readers, world = digest_readers(12, weary=0.0, bored=0.0), digest_world(births=60)
        runs = [loop(policy, readers=readers, world=world, days=14, seed=seed) for seed in (31, 32)]
        ndcg = np.mean([np.nanmean(slate_ndcg(run)) for run in runs])
        read = np.mean([industries_met(run, depth=0.3) for run in runs])
        told[name] = ndcg, read, np.mean([np.nanmean(town_by_week(run)) for run in runs])
    for name in ("chance", "mmr"):
        assert told["ours"][0] >= 0.98 * told[name][0]
        assert told["ours"][1] > told[name][1] + 0.5
        assert told["ours"][2] > told[name][2] + 0.5
    assert told["ours"][1] > told["relevance"][1] + 2.0
    assert told["ours"][2] > told["relevance"][2] + 2.0
