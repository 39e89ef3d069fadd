"""Dose-response: the frame is tidy, its intervals are right, and the dose does what it must."""

import numpy as np
import pytest

from diversify.simulate import digest_readers, dose_response, lanes, loop, sensitivity
from diversify.simulate.dose import ANSWERS, ASSUMPTIONS, interval
from diversify.simulate.world import digest_world

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


def test_sensitivity_halves_and_doubles_each_assumption():
    found = sensitivity(assumptions=["familiar", "relief"], readers=FEW, days=3, seeds=2)
    values = found.drop_duplicates(["assumption", "factor"])["value"].tolist()
    assert values[1:] == [0.25, 1.0, 0.25, 1.0]
    assert len(found) == 5 * len(ANSWERS)


def test_every_assumption_can_be_halved_and_doubled():
    assert set(sensitivity(readers=digest_readers(1), days=1, seeds=2)["assumption"]) == {"", *ASSUMPTIONS}


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
