"""Degenerate parameters give what can be computed by hand, through the whole loop."""

import numpy as np
import pytest

from diversify.geometry import hill_number
from diversify.simulate import ReaderSettings, WorldSettings, digest_readers, lanes, lively, loop, policies

ALL = {"outside": 0.0, "session": 40.0, "session_spread": 0.0, "drift": 0.0}
"""Of readers who know nothing but the offer, and read all of it."""


def near(expected, spread, number):
    """Within four standard errors."""
    return pytest.approx(expected, abs=4 * spread / np.sqrt(number) + 1e-9)


def test_choice_is_the_logit_of_utilities():
    """Gumbel noise of scale 1: the first read is article i with probability exp(V_i) / sum of exp(V)."""
    readers = ReaderSettings(number=100, preference=2.0, boost=0.0, outside=0.0, session=1.5, session_spread=0.0)
    world = WorldSettings(births=6, fade=1.0)
    run = loop(policies["random"], readers=readers, world=world, days=20, size=6)
    weight = run.sheet.distance.reshape(-1, 6).astype(float) ** -2.0
    probability, hits = weight / weight.sum(axis=1, keepdims=True), run.sheet.read.reshape(-1, 6).astype(float)
    assert (hits.sum(axis=1) == 1).all(), "one article a day"
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1.0)):
        band = (probability >= low) & (probability < high)
        spread = np.sqrt((probability[band] * (1 - probability[band])).mean())
        assert hits[band].mean() == near(probability[band].mean(), spread, band.sum())


def test_without_preference_boost_and_bias_every_place_is_read_alike():
    readers = ReaderSettings(number=2000, preference=0.0, boost=0.0, outside=0.0, session=3.5, session_spread=0.0)
    run = loop(policies["popular"], readers=readers, world=WorldSettings(births=30), days=1)
    rate = run.to_frame().groupby("position")["read"].mean().to_numpy()
    assert rate == near(3 / 12, np.sqrt(0.25 * 0.75), 2000)


def test_readers_who_read_everything_to_its_end_are_wholly_satisfied():
    readers = ReaderSettings(number=30, depth_reach=1e12, **ALL)
    told = loop(policies["random"], readers=readers, days=4).summary()
    assert told["satisfaction"] == pytest.approx(1.0, abs=1e-4)
    assert told["satisfaction_all"] == pytest.approx(1.0, abs=1e-4)
    assert told["taken"] == 1.0
    assert told["reads"] == 12.0


def test_depth_far_away_is_the_least_there_is():
    readers = ReaderSettings(number=200, depth_reach=1e-9, depth_least=0.3, **ALL)
    told = loop(policies["random"], readers=readers, days=2).summary()
    spread = np.sqrt(0.3 * 0.7 / 5)
    assert told["satisfaction"] == near(0.3, spread, 200 * 24)


def test_who_reads_a_whole_even_world_has_a_town_of_its_industries():
    readers = ReaderSettings(number=5, depth_reach=1e12, **ALL)
    world = WorldSettings(industries=8, births=12, fade=1.0)
    run = loop(policies["random"], readers=readers, world=world, days=60)
    width, counts = run.town_width(), np.bincount(run.born.industry, minlength=8)
    assert width == pytest.approx(np.full(5, hill_number(counts.astype(float))), rel=1e-6)
    assert 7.8 < width[0] <= 8.0


def test_the_bored_leave_at_a_constant_rate():
    """Nothing is ever read: of all, the share exp(-bored * days) stays."""
    readers = digest_readers(3000, session=0.0, session_spread=0.0, bored=0.1, weary=0.0)
    run = loop(policies["random"], readers=readers, world=WorldSettings(births=20), days=8)
    for day in range(8):
        stay = np.mean((run.left < 0) | (run.left > day))
        expected = np.exp(-0.1 * (day + 1))
        assert stay == near(expected, np.sqrt(expected * (1 - expected)), 3000)


def test_constant_overdose_tires_toward_its_limit():
    """F after t days of overdose o is o (1 - rest^t) / (1 - rest)."""
    readers = ReaderSettings(gain=0.0, rest=0.8)
    tolerance, fatigue = np.array([0.1]), np.zeros(1)
    for day in range(1, 30):
        tolerance, fatigue = lively.acclimatised(tolerance, fatigue, np.array([0.4]), settings=readers)
        assert fatigue[0] == pytest.approx(0.3 * (1 - 0.8**day) / 0.2)
    assert tolerance[0] == 0.1


def test_a_dose_that_is_borne_raises_tolerance_toward_one():
    """1 - T after t days of a dose d that is borne is (1 - T0) (1 - gain d)^t; who bears all is never tired."""
    readers = ReaderSettings(gain=0.2, rest=0.9)
    tolerance, fatigue = np.array([0.5]), np.zeros(1)
    for day in range(1, 30):
        tolerance, fatigue = lively.acclimatised(tolerance, fatigue, np.array([0.3]), settings=readers)
        assert 1 - tolerance[0] == pytest.approx(0.5 * (1 - 0.2 * 0.3) ** day)
        assert fatigue[0] == 0.0


def test_with_certain_drift_and_one_article_a_day_readers_close_in_by_a_twentieth():
    """No noise, no willingness to stay: where a reader is follows from what was read, step by step."""
    readers = ReaderSettings(
        number=4, noise=0.0, boost=0.0, outside=0.0, session=1.5, session_spread=0.0, variety=0.999, variety_spread=1e-9
    )
    run = loop(policies["random"], readers=readers, world=WorldSettings(births=300, fade=1.0), days=20, size=300)
    frame = run.to_frame()
    moved = 0
    for reader in range(4):
        place = run.start[reader]
        for day in range(20):
            mine = frame[(frame["reader"] == reader) & (frame["day"] == day)]
            way = run.born.places[mine["article"].to_numpy()] - place
            nearest = np.linalg.norm(way, axis=1).argmin()
            assert mine["read"].to_numpy()[nearest], "the nearest is read"
            assert mine["read"].sum() == 1
            after = run.places[day, reader]
            closer = place + 0.05 * way[nearest]
            assert after == pytest.approx(closer) or (after == place).all()
            moved += not (after == place).all()
            place = after
    assert moved > 70, "at such distances, nearly always"


def test_without_far_places_there_are_none_and_with_nothing_else_there_are_only_those():
    run = loop(lanes(near=12, common=0, far=0), readers=digest_readers(10), days=2)
    assert run.summary()["far_lane"] == 0.0
    run = loop(lanes(near=0, common=0, far=12), readers=digest_readers(10), world=WorldSettings(births=200), days=2)
    assert run.summary()["far_lane"] == 1.0
