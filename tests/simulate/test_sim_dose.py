"""Dose-response: the frame is tidy, its intervals are right, and the dose does what it must."""

import numpy as np
import pandas as pd
import pytest

from diversify.experiments import read_plan, run_plan
from diversify.simulate import (
    ReaderSettings,
    digest_readers,
    digest_world,
    dose_plan,
    dose_response,
    lanes,
    loop,
    responses,
    sensitivity,
    sensitivity_plans,
)
from diversify.simulate.assumptions import ASSUMPTIONS, OF_READERS, OF_WORLDS, variants
from diversify.simulate.dose import ANSWERS, interval, policy_name

FEW = digest_readers(20)


@pytest.fixture(scope="module")
def frame():
    return dose_response(shares=(0, 0.25, 0.6), reaches=(0.3, 0.7), readers=FEW, days=6, seeds=3)


def test_every_dose_reach_and_measure_has_one_row(frame):
    assert len(frame) == 3 * 2 * len(ANSWERS)
    assert not frame.duplicated(["far", "reach", "measure"]).any()
    assert frame["far"].unique().tolist() == [0, 3, 7]
    assert (frame["low"] <= frame["mean"]).all()
    assert (frame["mean"] <= frame["high"]).all()
    assert (frame["seeds"] == 3).all()


def test_without_far_places_reach_means_nothing(frame):
    none = frame[frame["far"] == 0].drop(columns="reach")
    assert none.iloc[: len(ANSWERS)].reset_index(drop=True).equals(none.iloc[len(ANSWERS) :].reset_index(drop=True))


def test_numbers_are_those_of_the_loop(frame):
    policy = lanes(near=6, common=3, far=3, reach=0.7)
    told = [
        loop(policy, world=digest_world(), readers=FEW, days=6, seed=seed).summary()["satisfaction"]
        for seed in range(3)
    ]
    row = frame.query("far == 3 and reach == 0.7 and measure == 'satisfaction'").iloc[0]
    assert row["mean"] == pytest.approx(np.mean(told))
    assert row["high"] - row["mean"] == pytest.approx(4.302653 * np.std(told, ddof=1) / np.sqrt(3), rel=1e-6)


def test_readers_who_read_all_they_are_offered_finish_more_far_articles_with_more_far_places():
    everything = digest_readers(20, session=30.0, outside=0.0, position_bias=0.0, weary=0.0, bored=0.0)
    frame = dose_response(shares=(0, 0.6), reaches=(0.5,), readers=everything, days=8, seeds=3)
    none, many = frame.loc[frame["measure"] == "far_finished_all", "mean"]
    assert many > none


def test_an_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(0)
    held = [interval(rng.normal(3.0, 2.0, 8)) for _ in range(2000)]
    assert np.mean([each["low"] < 3.0 < each["high"] for each in held]) == pytest.approx(0.95, abs=0.02)
    assert np.isnan(interval([1.0])["low"])
    assert np.isnan(interval([float("nan")])["mean"])


def test_the_plan_gives_the_numbers_of_the_frame(frame):
    plan = dose_plan(shares=(0, 0.25), reaches=(0.3, 0.7), readers=FEW, days=6, seeds=3)
    told = responses(run_plan(plan)).set_index(["policy", "measure"])
    assert len(told) == 3 * len(ANSWERS), "without far places there is one reach"
    for row in frame[frame["far"] < 7].itertuples():
        planned = told.loc[(policy_name(row.far, row.reach), row.measure)]
        assert planned[["mean", "low", "high"]].tolist() == [row.mean, row.low, row.high]


def test_plans_are_read_back_as_the_settings_that_they_were_made_of():
    readers, world = digest_readers(7, weary=0.0), digest_world(births=9)
    plans = sensitivity_plans(fars=(0, 3), readers=readers, world=world, days=1, seeds=2)
    of_readers, of_worlds = (read_plan(plans[name]) for name in ("readers", "worlds"))
    for each in variants(readers=readers, world=world, together=True):
        if each.assumption in OF_WORLDS:
            assert of_worlds.worlds[each.name] == each.world
        else:
            assert of_readers.readers[each.name] == each.readers
    assert of_readers.worlds == {"digest": world}
    assert of_worlds.readers == {"digest": readers}
    assert len(of_readers.readers) == 2 * len(OF_READERS) + 3


def test_every_assumption_is_halved_and_doubled_where_it_can_be():
    changed = [each for each in variants() if each.assumption]
    assert len(changed) == 2 * len(ASSUMPTIONS)
    for each in changed:
        assert (each.readers, each.world) != (digest_readers(), digest_world())
    by_name = {each.name: each for each in changed}
    assert by_name["overpromise x2"].world.overpromise == pytest.approx((2.0, 3.0))
    assert by_name["overpromise x2"].value == pytest.approx(0.4)
    assert by_name["quality x0.5"].world.quality == (2.0, 2.0)
    assert by_name["industries x2"].world.industries == 64
    assert by_name["rest x2"].readers.rest == 1.0
    assert [each.value for each in changed if each.assumption == "surfeit"] == [0.5, 1.0], "off as assumed: switched on"
    halved = variants(["surfeit"], readers=digest_readers(surfeit=0.4))
    assert [each.name for each in halved] == ["as assumed", "surfeit x0.5", "surfeit x2"]


def test_what_is_together_is_changed_one_way_and_the_other():
    against, favour = variants([], together=True)[1:]
    for name in ("tolerance", "gain", "relief", "familiar"):
        assert getattr(against.readers, name) < getattr(digest_readers(), name) < getattr(favour.readers, name)
    for name in ("rest", "weary"):
        assert getattr(against.readers, name) > getattr(digest_readers(), name) > getattr(favour.readers, name)


def test_no_assumption_of_digest_readers_is_left_out():
    """All in which they differ from the paper's reader, except what they say of articles, which `lanes` ignores."""
    paper, ours = vars(ReaderSettings()), vars(digest_readers())
    other = {name for name in paper if paper[name] != ours[name]}
    assert other - set(OF_READERS) == {"like", "share", "less", "dismiss"}


def test_sensitivity_halves_and_doubles_each_assumption():
    found = sensitivity(assumptions=["familiar", "relief", "fade"], readers=FEW, days=3, seeds=2)
    values = found.drop_duplicates(["assumption", "factor"])["value"].tolist()
    assert values[1:] == [0.25, 1.0, 0.25, 1.0, 0.05, 0.2]
    assert len(found) == 7 * len(ANSWERS)


def test_every_variant_can_be_lived_with():
    plans = sensitivity_plans(fars=(3,), readers=digest_readers(1), world=digest_world(births=5), days=1, seeds=1)
    assert (pd.concat([run_plan(plan) for plan in plans.values()])["error"] == "").all()


def test_satisfaction_of_all_counts_nothing_for_days_after_leaving():
    readers = digest_readers(40, weary=1.0)
    run = loop(lanes(), readers=readers, world=digest_world(births=60), days=5, seed=1)
    rows = run.to_frame().query("position > 0")
    told = run.summary()
    assert 0 < told["left"] < 1
    assert told["satisfaction_all"] == pytest.approx(rows["depth"].sum() / (40 * 5 * 12))
    assert told["satisfaction"] == pytest.approx(rows.groupby("day")["depth"].mean().mean())
    assert told["satisfaction_all"] < told["satisfaction"]
    assert told["far_lane"] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: dose_response(shares=(0.9,)), "0.75"),
        (lambda: dose_response(seeds=1), "seeds 1"),
        (lambda: sensitivity(assumptions=["wearyy"]), "'wearyy' is unknown"),
        (lambda: sensitivity(seeds=1), "seeds 1"),
    ],
)
def test_impossible_experiments_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
