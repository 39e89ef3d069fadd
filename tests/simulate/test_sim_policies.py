"""Policies in closed loop: the diversifiers, random places, the lanes, and the product itself."""

from importlib import import_module

import numpy as np
import pytest

from diversify.rank import recommend
from diversify.simulate import (
    ReaderSettings,
    WorldSettings,
    digest_readers,
    diversified,
    epsilon_greedy,
    lanes,
    loop,
    policies,
    product,
)
from diversify.simulate.lifting import lifted

maker = import_module("diversify.simulate.product")  # the package has a function of that name
FEW = digest_readers(25)
WORLD = WorldSettings(births=60)


def run(policy, **terms):
    return loop(policy, **{"readers": FEW, "world": WORLD, "days": 5, "seed": 2, **terms})


@pytest.mark.parametrize("name", sorted(policies))
def test_every_policy_fills_its_places_with_articles_never_shown_before(name):
    readers = digest_readers(4, weary=0.0, bored=0.0)
    rows = run(policies[name], readers=readers, days=4).to_frame().query("position > 0")
    assert not rows.duplicated(["reader", "article"]).any()
    if name != "nothing":
        assert (rows.groupby(["day", "reader"])["position"].apply(list).map(lambda p: p == list(range(1, 13)))).all()


def test_with_the_dial_at_zero_a_diversifier_is_relevance_alone_once_something_is_known():
    readers = ReaderSettings(number=30)
    plain, zero = (
        run(policy, readers=readers, days=2).to_frame().query("day == 1 and position > 0")
        for policy in (policies["relevance_only"], diversified("mmr", diversity=0.0))
    )
    assert len(plain) == len(zero) == 360


def test_calibrated_shows_the_shares_that_were_read_rather_than_the_nearest():
    near, calibrated = (
        run(policy, days=8).summary() for policy in (policies["relevance_only"], diversified("calibrated"))
    )
    assert calibrated["industries_shown"] > near["industries_shown"]


def test_epsilon_greedy_draws_as_often_as_it_says_and_logs_it():
    found = run(epsilon_greedy(epsilon=0.3), readers=digest_readers(200), days=2)
    shown = found.sheet.position > 0
    drawn = found.sheet.propensity[shown] < 1.0
    assert drawn.mean() == pytest.approx(0.3, abs=0.03)
    first = shown & (found.sheet.day == 0) & (found.sheet.propensity < 1.0)
    assert found.sheet.propensity[first] == pytest.approx(1 / (60 - 12)), "drawn from what is not shown anyway"
    never = run(epsilon_greedy(epsilon=0.0)).sheet
    assert never.propensity[never.position > 0].min() == 1.0


@pytest.mark.parametrize("make", [lanes, product])
def test_far_places_lie_away_from_home_each_in_another_industry(make):
    readers = ReaderSettings(number=10, drift=0.0, outside=0.3, preference=6.0)
    found = run(make(), readers=readers, days=8, world=WorldSettings(births=100))
    rows = found.to_frame().query("position > 0 and day >= 4")
    far, near = rows[rows["lane"] == 3], rows[rows["lane"] == 1]
    assert not far.duplicated(["day", "reader", "industry"]).any()
    assert far["distance"].mean() > near["distance"].mean() + 0.25
    assert (rows.groupby(["day", "reader"])["lane"].apply(lambda lane: (lane == 3).sum()) == 3).all()
    assert ((far["propensity"] > 0) & (far["propensity"] <= 1)).all()
    assert (far["propensity"] < 1).any()


@pytest.mark.parametrize("make", [lanes, product])
def test_the_far_lane_is_never_skipped_whatever_is_ignored_and_takes_turns(make):
    readers = digest_readers(5, outside=1.0, preference=40.0, weary=0.0, bored=0.0)
    rows = run(make(), readers=readers, days=10, world=WorldSettings(births=100)).to_frame().query("lane == 3")
    assert (rows.groupby(["day", "reader"]).size() == 3).all()
    assert rows.groupby("reader")["industry"].nunique().min() >= 8


def test_propensities_of_the_first_day_are_those_of_even_draws_without_replacement():
    found = run(lanes(), readers=ReaderSettings(number=50), world=WorldSettings(births=400), days=1)
    far = found.to_frame().query("lane == 3").sort_values(["reader", "position"])
    first = far.groupby("reader")["propensity"].apply(list)
    assert all(each == pytest.approx([1 / 32, 1 / 31, 1 / 30], rel=1e-5) for each in first)


def test_pacing_gives_more_far_places_to_who_reads_them():
    keen = digest_readers(60, preference=0.0, boost=0.0, session=10.0, weary=0.0, bored=0.0)
    still, walked = (run(lanes(**how), readers=keen, days=10) for how in ({}, {"target_far": 7, "target_reach": 0.8}))
    counts = [(each.sheet.lane[each.sheet.day == 9] == 3).sum() / 60 for each in (still, walked)]
    assert counts[0] == 3
    assert 4 < counts[1] < 7
    rows = walked.to_frame().query("position > 0")
    assert (rows.groupby(["day", "reader"]).size() == 12).all()


def test_overpromising_headlines_have_no_far_place():
    world = WorldSettings(births=80, overpromise=(0.5, 0.5))
    for make in (lanes, product):
        found = run(make(), world=world, readers=digest_readers(8))
        far = found.sheet.lane == 3
        assert found.born.overpromise[found.sheet.article[far]].max() < 0.5


def test_the_products_picks_are_what_recommend_would_have_placed(monkeypatch):
    compared = []

    def both(pool, profile, memory, *, policy, occasion):
        mine = real(pool, profile, memory, policy=policy, occasion=occasion)
        slate = recommend(pool, profile, memory, policy=policy, occasion=occasion)
        told = [(item.article_id, item.lane, item.industry, item.propensity) for item in slate.items]
        assert told == [(number, pick.lane, pick.industry, pick.propensity) for number, pick in mine]
        compared.append(profile.confidence)
        return mine

    real = maker.picks
    monkeypatch.setattr(maker, "picks", both)
    run(product(target_far=6), readers=digest_readers(3, like=0.3, less=0.3, dismiss=0.3), days=5)
    assert len(compared) == 15
    assert max(compared) > 0.3


@pytest.mark.parametrize("name", ["lanes", "mmr"])
def test_policies_are_the_same_over_any_number_of_threads(name):
    one, two = (run(policies[name], readers=digest_readers(270), days=2, workers=workers) for workers in (1, 2))
    assert one.to_frame().equals(two.to_frame())


def test_cosines_fall_as_a_gaussian_of_distance():
    rng = np.random.default_rng(0)
    places = rng.uniform(-1, 1, (300, 2))
    vectors = lifted(places, dimensions=2048).astype(float)
    squared = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    assert np.abs(vectors @ vectors.T - np.exp(-squared / 0.3)).max() < 0.15
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lanes(near=-1), "mix"),
        (lambda: lanes(reach=2.0), "reach 2.0"),
        (lambda: product(target_far=-1), "target_far"),
        (lambda: diversified("mmx"), "no diversifier is called 'mmx'"),
        (lambda: diversified("mmr", diversity=2.0), "diversity 2.0"),
        (lambda: epsilon_greedy(epsilon=-0.1), "epsilon"),
    ],
)
def test_impossible_dials_are_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
