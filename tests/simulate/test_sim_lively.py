"""The livelier reader: neutral by default, and with the closed forms that degenerate parameters must have."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.simulate import ACTS, Choice, ReaderSettings, WorldSettings, digest_readers, lively, loop, policies
from diversify.simulate.readers import depths, mean_depth

DAYS = 6
LIVELY = digest_readers(60)


def run(readers=LIVELY, policy="random", **terms):
    return loop(policies[policy], **{"readers": readers, "days": DAYS, "seed": 3, **terms})


def test_what_is_switched_off_changes_nothing():
    """Numbers of the lively reader that have no effect alone leave the paper's run as it is, bit by bit."""
    paper = ReaderSettings(number=60)
    off = replace(paper, tolerance=0.7, gain=0.5, rest=0.9)
    assert run(paper).to_frame().equals(run(off).to_frame())
    assert run(paper).left.max() == -1
    assert (run(paper).fatigue == 0).all()
    assert (run(paper).sheet.act == 0).all()


def test_without_gain_tolerance_stays_and_with_it_only_grows():
    still, grown = run(replace(LIVELY, gain=0.0)), run()
    assert (still.tolerance == lively_start(LIVELY)).all()
    assert (grown.tolerance >= lively_start(LIVELY)).all()
    assert grown.tolerance.mean() > still.tolerance.mean()
    assert grown.tolerance.max() <= 1.0


def lively_start(readers):
    return loop(policies["nothing"], readers=replace(readers, gain=0.0), days=1, seed=3).tolerance


def test_without_rest_fatigue_is_todays_overdose():
    readers = replace(LIVELY, rest=0.0, gain=0.0, position_bias=0.0, weary=0.0, bored=0.0)
    found = run(readers)
    rows = found.to_frame().query(f"day == {DAYS - 1} and position > 0")
    strange = lively.strangeness(rows["distance"].to_numpy(dtype=float) ** 2, readers)
    dose = strange.reshape(60, 12).sum(axis=1) / 12
    assert found.fatigue == pytest.approx(np.maximum(0.0, dose - found.tolerance), abs=1e-6)


def test_without_hazards_nobody_leaves_and_with_certain_ones_everybody_does():
    assert run(replace(LIVELY, weary=0.0, bored=0.0)).left.max() == -1
    gone = run(replace(LIVELY, weary=1e9, tolerance=0.0, tolerance_weight=np.inf))
    assert (gone.left == 0).all()


def test_who_has_left_is_offered_nothing_and_reads_nothing():
    found = run(replace(LIVELY, weary=1.0), policy="random")
    assert 0 < (found.left >= 0).sum() < 60
    rows = found.to_frame()
    last = rows.groupby("reader")["day"].max()
    assert all(last[reader] == day for reader, day in enumerate(found.left) if day >= 0)


def test_readers_who_are_never_offered_anything_worth_reading_leave_of_boredom():
    readers = replace(LIVELY, session=0.0, session_spread=0.0, weary=0.0, bored=1e9)
    assert (run(readers).left == 0).all()
    assert run(readers, policy="nothing").left.max() == -1, "nothing offered is no reason"


def test_with_infinite_position_bias_only_the_first_place_is_looked_at():
    readers = ReaderSettings(number=50, position_bias=np.inf, outside=0.0)
    rows = run(readers).to_frame()
    assert set(rows.loc[rows["read"], "position"]) == {1}


def test_places_are_looked_at_as_often_as_the_formula_says():
    readers = ReaderSettings(number=4000, position_bias=1.0, outside=0.0, session=12.0, session_spread=1e-9)
    rows = run(readers, days=1, world=WorldSettings(births=30)).to_frame()
    rate = rows[rows["position"] > 0].groupby("position")["read"].mean().to_numpy()
    assert rate == pytest.approx(lively.examination(12, readers), abs=0.03)
    assert lively.examination(3, ReaderSettings(position_bias=2.0)).tolist() == [1.0, 0.25, pytest.approx(1 / 9)]


def test_who_knows_nothing_outside_reads_only_what_is_offered():
    assert (run(replace(LIVELY, outside=0.0)).sheet.position > 0).all()


def test_relief_makes_strange_articles_read_further():
    far = np.full(4000, 1.0)
    felt = lively.felt(far, np.full(4000, 1.0), digest_readers(relief=1.0))
    assert felt == pytest.approx(0.25), "of what lies beyond the familiar half, nothing is felt"
    rng = np.random.default_rng(0)
    assert depths(felt, LIVELY, rng).mean() > depths(far, LIVELY, rng).mean()
    assert lively.felt(far, np.zeros(4000), LIVELY) == pytest.approx(1.0)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(0, 3), min_size=2, max_size=12), st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 2))
def test_felt_distance_keeps_the_order_and_never_exceeds_the_true(distances, tolerance, relief, familiar):
    ordered = np.sort(np.array(distances))
    readers = ReaderSettings(relief=relief, familiar=familiar)
    felt = np.sqrt(lively.felt(ordered**2, np.full(len(ordered), tolerance), readers))
    assert (np.diff(felt) >= -1e-9).all()
    assert (felt <= ordered + 1e-9).all()
    assert (lively.strangeness(ordered**2, readers) < 1).all()


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 1), st.floats(0, 5), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_tolerance_stays_a_share_and_dose_is_borne_or_tires(tolerance, fatigue, dose, gain, rest):
    grown, tired = lively.acclimatised(
        np.array([tolerance]), np.array([fatigue]), np.array([dose]), settings=ReaderSettings(gain=gain, rest=rest)
    )
    assert tolerance <= grown[0] <= 1.0
    assert tired[0] == pytest.approx(rest * fatigue + max(0.0, dose - tolerance))


def test_quality_holds_and_a_broken_promise_lets_down():
    readers = ReaderSettings(merit=2.0, letdown=0.5)
    poor, fair, good = (float(mean_depth(np.array(0.3), readers, quality=quality)) for quality in (0.0, 0.5, 1.0))
    assert poor < fair < good
    assert fair == pytest.approx(0.2 + 0.8 * np.exp(-1.0))
    assert float(mean_depth(np.array(0.3), readers, overpromise=1.0)) == pytest.approx(fair / 2)


def test_more_of_the_same_is_read_less_far_and_nothing_else_changes_where_fields_are_new():
    readers = ReaderSettings(surfeit=0.5)
    alone, mixed = (float(mean_depth(np.array(0.0), readers, sated=share)) for share in (1.0, 0.25))
    assert alone == pytest.approx(0.5, abs=1e-5)
    assert mixed == pytest.approx(0.875, abs=1e-5)
    one_field = WorldSettings(industries=1, births=40)
    quiet, sated = (
        run(ReaderSettings(number=200, surfeit=surfeit, drift=0.0), world=one_field) for surfeit in (0.0, 0.5)
    )
    first, later = (sated.sheet.depth[sated.sheet.read & (sated.sheet.day == day)].mean() for day in (0, 3))
    assert later / first == pytest.approx(0.5, abs=0.05)
    assert quiet.sheet.depth[quiet.sheet.read & (quiet.sheet.day == 0)].mean() == pytest.approx(first)


def test_a_lure_is_opened_more_and_read_less():
    world = WorldSettings(births=60, overpromise=(0.3, 0.3), quality=(2.0, 2.0))
    found = run(ReaderSettings(number=300, preference=2.0, lure=3.0, letdown=0.8, merit=1.0), world=world, days=4)
    sheet = found.sheet
    promise = found.born.overpromise[sheet.article]
    shown = sheet.position > 0
    assert sheet.read[shown & (promise > 0.7)].mean() > sheet.read[shown & (promise < 0.3)].mean() + 0.1
    assert sheet.depth[sheet.read & (promise > 0.7)].mean() < sheet.depth[sheet.read & (promise < 0.3)].mean() - 0.1


def test_activity_differs_between_readers_and_not_in_the_mean():
    factor = lively.activities(ReaderSettings(number=50_000, activity_spread=0.5), np.random.default_rng(1))
    assert factor.mean() == pytest.approx(1.0, abs=0.02)
    assert np.log(factor).std() == pytest.approx(0.5, abs=0.01)
    assert (lively.activities(ReaderSettings(), np.random.default_rng(1)) == 1.0).all()


def test_acts_follow_depth_and_belong_to_where_they_can_be():
    found = run(digest_readers(800, like=0.3, share=0.1, less=0.4, dismiss=0.5), days=3)
    sheet = found.sheet
    liked, less, dismissed = (sheet.act == ACTS.index(name) for name in ("like", "less", "dismiss"))
    assert sheet.read[liked | less].all()
    assert not sheet.read[dismissed].any()
    assert (sheet.position[dismissed] > 0).all()
    rate = liked[sheet.read].sum() / sheet.depth[sheet.read].sum()
    assert rate == pytest.approx(0.3, abs=0.02)
    assert sheet.depth[liked].mean() > sheet.depth[less].mean()


def test_propensities_and_lanes_of_a_policy_are_logged():
    def drawn(offer, rng):
        rows = policies["random"](offer, rng)
        lane = np.where(np.arange(offer.size) < 2, 3, 1) * np.ones_like(rows)
        return Choice(rows, lane.astype(np.int8), np.where(lane == 3, 0.25, 1.0))

    seen = []

    def watching(offer, rng):
        seen.append((offer.far_exposure.sum(), [each.day for each in offer.past]))
        return drawn(offer, rng)

    frame = loop(watching, readers=ReaderSettings(number=10), days=3).to_frame()
    assert (frame.loc[frame["lane"] == 3, "propensity"] == 0.25).all()
    assert (frame.query("position > 2")["propensity"] == 1.0).all()
    assert frame.query("position == 0")["propensity"].isna().all()
    fading = 0.5 ** (1 / 7)
    assert [days for _, days in seen] == [[], [0], [0, 1]]
    assert [amount for amount, _ in seen] == pytest.approx([0.0, 20 * fading, 20 * fading**2 + 20 * fading])


def test_what_was_logged_holds_no_true_distance():
    def curious(offer, rng):
        for seen in offer.past:
            assert not hasattr(seen, "distance")
        return policies["random"](offer, rng)

    loop(curious, readers=ReaderSettings(number=5), days=3)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"gain": 1.5}, "gain 1.5"),
        ({"familiar": 0.0}, "familiar"),
        ({"weary": -1.0}, "weary"),
        ({"like": 0.6, "share": 0.5}, "together more than 1"),
    ],
)
def test_impossible_settings_are_named(wrong, words):
    with pytest.raises(ValueError, match=words):
        ReaderSettings(**wrong)


def test_impossible_distributions_are_named():
    with pytest.raises(ValueError, match="quality"):
        WorldSettings(quality=(1.0,))
