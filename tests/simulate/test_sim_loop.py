"""The closed loop: repeatable, and with the closed forms that degenerate parameters must have."""

import numpy as np
import pytest

from diversify.simulate import ReaderSettings, WorldSettings, best, loop, policies

FEW = ReaderSettings(number=40)


def frame(policy="random", **settings):
    return loop(policies[policy], **{"readers": FEW, "days": 6, "seed": 1, **settings}).to_frame()


def test_the_same_seed_gives_the_same_run_to_the_last_bit_and_another_does_not():
    first, second, other = frame(), frame(), frame(seed=2)
    assert first.equals(second)
    assert not first.equals(other)


def test_blocks_of_readers_do_not_depend_on_how_many_follow():
    first = loop(policies["random"], readers=ReaderSettings(number=600), days=2, seed=3)
    assert len(first.start) == 600
    assert set(first.sheet.reader.tolist()) == set(range(600))


def test_policies_meet_the_same_readers_and_articles():
    left, right = (loop(policies[name], readers=FEW, days=3, seed=5) for name in ("random", "nothing"))
    assert (left.start == right.start).all()
    ids = [dict(zip(run.sheet.article.tolist(), run.sheet.industry.tolist(), strict=True)) for run in (left, right)]
    assert all(ids[0][article] == ids[1][article] for article in ids[0].keys() & ids[1].keys())


def test_every_reader_is_shown_each_place_once_a_day_and_nothing_twice():
    shown = frame(days=12).query("position > 0")
    assert (shown.groupby(["day", "reader"])["position"].apply(list).map(lambda p: p == list(range(1, 13)))).all()
    assert not shown.duplicated(["reader", "article"]).any()


def test_nothing_is_read_twice_and_depth_belongs_to_reading():
    rows = frame("popular", days=12)
    assert not rows[rows["read"]].duplicated(["reader", "article"]).any()
    assert (rows.loc[~rows["read"], "depth"] == 0).all()
    assert rows["depth"].between(0, 1).all()


def test_articles_die_when_their_prominence_is_spent():
    world = WorldSettings(births=10, fade=0.5)
    rows = frame(world=world, days=9)
    age = rows["day"] - rows["article"] // 10
    assert set(age.unique()) == {0, 1}


def test_without_drift_readers_stay_where_they_were():
    run = loop(policies["random"], readers=ReaderSettings(number=20, drift=0.0), days=5)
    assert (run.places == run.start).all()
    assert run.summary()["moved"] == 0.0


def test_without_noise_recommendation_and_prominence_the_nearest_known_articles_are_read_in_order():
    readers = ReaderSettings(number=30, noise=0.0, boost=0.0, drift=0.0, session=4.5, session_spread=0.0)
    everything = WorldSettings(births=12, fade=1.0)
    run = loop(policies["random"], readers=readers, world=everything, days=1, size=12)
    rows = run.to_frame()
    for _, mine in rows.groupby("reader"):
        read = mine[mine["read"]]
        assert len(read) == 4
        assert sorted(read["distance"]) == sorted(mine["distance"])[:4], (
            "all twelve were offered, the four nearest read"
        )


def test_without_a_policy_nothing_is_shown():
    run = loop(policies["nothing"], readers=FEW, days=3)
    assert (run.sheet.position == 0).all()
    assert np.isnan(run.summary()["taken"])
    assert run.sheet.read.all()


def test_relevance_alone_narrows_what_is_read():
    pairs = [
        [loop(policies[name], readers=ReaderSettings(number=60), days=15, seed=seed).summary() for name in names]
        for seed, names in enumerate([("random", "relevance_only")] * 2)
    ]
    for wide, narrow in pairs:
        assert narrow["distance_shown"] < 0.5 * wide["distance_shown"]
        assert narrow["distance_read"] < wide["distance_read"]
        assert narrow["industries_shown"] < 0.5 * wide["industries_shown"]
        assert narrow["taken"] > wide["taken"]


def test_town_width_matches_a_naive_count():
    run = loop(policies["random"], readers=FEW, days=10, seed=7)
    rows = run.to_frame().query("read and day >= 3")
    for reader, width in enumerate(run.town_width(since=3)):
        share = rows[rows["reader"] == reader].groupby("industry")["depth"].sum()
        share = share[share > 0] / share.sum()
        assert width == pytest.approx(np.exp(-(share * np.log(share)).sum()), abs=1e-9)


def test_a_reader_who_reads_nothing_has_no_width():
    run = loop(policies["random"], readers=ReaderSettings(number=3, session=0.0, session_spread=0.0), days=2)
    assert np.isnan(run.town_width()).all()
    assert run.summary()["reads"] == 0.0


def test_a_pool_smaller_than_the_digest_leaves_places_empty():
    rows = frame(world=WorldSettings(births=3, fade=1.0), days=2)
    assert rows["position"].max() == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (np.zeros((1, 1), dtype=int), "expected integers"),
        (np.full((40, 12), 0.5), "expected integers"),
        (np.full((40, 12), 10**6), "a row outside -1 to"),
        (np.zeros((40, 12), dtype=int), "twice to reader 0 on day 0"),
    ],
)
def test_what_is_no_choice_is_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        loop(lambda _offer, _rng: rows, readers=FEW, days=1)


def test_impossible_runs_are_refused():
    with pytest.raises(ValueError, match="days 0"):
        loop(policies["random"], days=0)


def test_a_policy_never_sees_where_a_reader_is():
    def curious(offer, rng):
        assert not {"place", "variety", "interest"} & set(vars(offer))
        if offer.day == 0:
            assert (offer.profile == 0).all()
            assert (offer.evidence == 0).all()
        return best(rng.random(offer.open.shape), offer)

    run = loop(curious, readers=FEW, days=2)
    assert len(run.sheet)
