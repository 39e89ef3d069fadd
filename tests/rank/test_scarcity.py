"""A week is spread over fields: what was read lately waits, as far as the dial says, and what was said does not."""

from collections import Counter
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Candidates, Interest, Memory, SlatePolicy
from diversify.rank import recommend, score
from diversify.rank.lanes import near_appeal
from diversify.rank.scarcity import EVEN, scarcity
from diversify.rank.scarcity import lately as lately_of
from diversify.rank.shortlist import make_shortlist
from diversify.testing.towns import INDUSTRIES, Weather, invented_occasion, invented_pool, invented_profile

DAY = invented_occasion(seed=4)
M = len(INDUSTRIES)
SPORT, MUSIC = INDUSTRIES.index("sport"), INDUSTRIES.index("music")


def pool_of(shares):
    shares = np.asarray(shares, dtype=np.float32)
    return replace(Candidates.blank(len(shares), industries=shares.shape[1]), industries=shares)


def naive(shares, read, clear):
    """Article by article, field by field."""
    m = len(read) - 1
    total = sum(read) + EVEN
    part = [(amount + EVEN / (m + 1)) / total for amount in read]
    least = EVEN / (m + 1) / total
    alone = ((total - EVEN) * clear + EVEN) / total
    breadth = max(1.0 - sum(p * p for p in part) / alone, 0.0)
    found = []
    for row in shares:
        whole = [*row, max(1.0 - sum(row), 0.0)]
        much = sum(q * (1.0 - log(p) / log(least)) for q, p in zip(whole, part, strict=True))
        found.append(1.0 - breadth * much)
    return found


@given(seed=st.integers(0, 10_000), m=st.integers(1, 12), n=st.integers(0, 20), clear=st.floats(0.1, 1.0))
def test_the_column_is_that_of_the_formula(seed, m, n, clear):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(m + 1, 0.3), n)[:, :m].astype(np.float32)
    read = rng.gamma(0.5, 4.0, m + 1)
    got = scarcity(pool_of(shares.reshape(n, m)), Memory(read_lately=read, read_clear=clear))
    assert got == pytest.approx(np.array(naive(shares.astype(float).tolist(), read.tolist(), clear)), abs=1e-9)
    assert ((got >= 0.0) & (got <= 1.0)).all()


@given(seed=st.integers(0, 10_000))
def test_fields_less_read_are_scarcer(seed):
    read = np.random.default_rng(seed).gamma(0.5, 4.0, M + 1)
    got = scarcity(pool_of(np.eye(M)), Memory(read_lately=read))
    assert (np.diff(got[np.argsort(read[:M], kind="stable")]) <= 1e-12).all()


def test_nothing_waits_where_nothing_was_read_or_there_are_no_fields():
    assert scarcity(pool_of(np.eye(M)), Memory()).tolist() == [1.0] * M
    assert scarcity(pool_of(np.zeros((2, 0))), Memory(read_lately=np.array([3.0]))).tolist() == [1.0, 1.0]
    assert scarcity(pool_of(np.zeros((0, M))), Memory(read_lately=np.ones(M + 1))).shape == (0,)


def test_who_reads_of_one_field_keeps_it_and_who_reads_of_several_gets_them_in_turn():
    one, several = np.zeros(M + 1), np.zeros(M + 1)
    one[SPORT] = 1_000.0
    several[[SPORT, MUSIC, 3, 4]] = 250.0
    fan, rover = (scarcity(pool_of(np.eye(M)), Memory(read_lately=read))[SPORT] for read in (one, several))
    assert fan > 0.98
    assert rover < 0.5


def test_a_field_that_no_industry_clearly_is_counts_as_one_all_the_same():
    shares = np.tile(np.array([[0.3, 0.3, 0.2, 0.1]]), (400, 1))
    amount, clear = lately_of(shares, np.ones(400), np.zeros(400))
    assert clear == pytest.approx(0.24)
    fan = scarcity(pool_of(shares[:1]), Memory(read_lately=amount, read_clear=clear))[0]
    assert fan > 0.9
    assert scarcity(pool_of(shares[:1]), Memory(read_lately=amount))[0] < 0.5


def test_memory_of_another_model_is_refused_with_both_sizes():
    with pytest.raises(ValueError, match=r"\(4,\).*11"):
        scarcity(pool_of(np.eye(M)), Memory(read_lately=np.ones(4)))


def both_fields(weight=0.0):
    """A reader who likes sport and music alike, whether or not they also asked for sport; and articles of all."""
    pool = invented_pool(DAY, rng=np.random.default_rng(8), weather=Weather(articles=400, shared=0.0, clear=0.9))
    interests = (Interest("industry", "sport", weight),) if weight else ()
    middle = [pool.vectors[pool.industries.argmax(axis=1) == column].mean(axis=0) for column in (SPORT, MUSIC)]
    profile = invented_profile(DAY, interests=interests)
    liked = np.repeat(np.array(middle, dtype=np.float32), 10, axis=0)
    ids = np.arange(10_000, 10_000 + len(liked))
    profile = replace(
        profile, evidence_ids=ids, evidence_vectors=liked, evidence_weights=np.ones(len(liked)), confidence=1.0
    )
    return pool, profile


def near_fields(memory, *, diversity=0.2, weight=0.0):
    pool, profile = both_fields(weight)
    policy = SlatePolicy(diversity=diversity)
    slate = recommend(pool, profile, memory, policy=policy, occasion=DAY)
    row = {int(number): at for at, number in enumerate(pool.ids)}
    return Counter(
        INDUSTRIES[int(pool.industries[row[item.article_id]].argmax())] for item in slate.items if item.lane == "near"
    )


def lately(**depths):
    read = np.zeros(M + 1)
    for code, amount in depths.items():
        read[INDUSTRIES.index(code)] = amount
    return Memory(read_lately=read)


def test_of_two_fields_liked_alike_the_one_little_read_lately_goes_first():
    sport, music = near_fields(lately(sport=8.0, music=2.0)), near_fields(lately(sport=2.0, music=8.0))
    assert music["sport"] > sport["sport"]
    assert sport["music"] > music["music"]


def test_without_diversity_no_field_waits():
    assert near_fields(lately(sport=8.0, music=2.0), diversity=0.0) == near_fields(Memory(), diversity=0.0)


def test_what_was_asked_for_in_full_does_not_wait():
    pool, profile = both_fields(1.0)
    appeals = []
    for memory in (Memory(), lately(sport=8.0, music=2.0)):
        scored = score(pool, profile, memory, occasion=DAY)
        shortlist = make_shortlist(scored, profile, memory, policy=SlatePolicy(), occasion=DAY)
        appeals.append(near_appeal(shortlist)[shortlist.wished >= 1.0])
    assert len(appeals[0]) > 10
    assert appeals[0] == pytest.approx(appeals[1])


def test_who_was_asked_for_keeps_its_places_however_much_of_it_was_read():
    assert near_fields(lately(sport=8.0, music=2.0), weight=1.0)["sport"] == 6
