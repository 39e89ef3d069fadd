"""Depth counts in what is shown: a share without reading moves the scores less than a tenth of what reading moves.

`DIVERSIFY_LAWS=1000` in the environment tries so many histories for each law instead of 25.
"""

import os
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Feedback, Memory, Understanding
from diversify.profile import Evidence, build_profile
from diversify.rank import score
from diversify.testing.towns import Weather, invented_occasion, invented_pool

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "25"))
KINDS = ("open", "read", "like", "less", "pin", "share", "dismiss")
DAY = invented_occasion(day=3)

acts = st.builds(
    Feedback,
    kind=st.sampled_from(KINDS),
    article_id=st.integers(1, 39),
    at=st.floats(0, 300).map(lambda days: DAY.as_of - timedelta(days=days)),
    value=st.floats(0.0, 1.0),
    position=st.integers(0, 12),
)


def town(seed):
    """Articles 0 to 39 that may have been acted upon, and sixty others to rank."""
    pool = invented_pool(DAY, rng=np.random.default_rng(seed), weather=Weather(articles=100))
    met = pool[np.arange(40)]
    known = Understanding(met.vectors, met.topics, met.industries, met.sensational, met.substance, met.sensitive)
    return Evidence(np.arange(40), known, met.feeds, met.authors.tolist()), pool[np.arange(40, 100)]


def relevance(history, evidence, pool):
    profile = build_profile(history, [], evidence=evidence, occasion=DAY)
    return score(pool, profile, Memory(), occasion=DAY).scores["relevance"]


@settings(max_examples=RUNS)
@given(st.integers(0, 2**20), st.lists(acts, max_size=30), st.integers(0, 12), st.booleans())
def test_a_share_without_reading_moves_relevance_less_than_a_tenth_of_a_full_reading(seed, history, place, opened):
    evidence, pool = town(seed)
    shared = [Feedback("share", 0, DAY.as_of, position=place)]
    if opened:
        shared.append(Feedback("open", 0, DAY.as_of, position=place))
    read = Feedback("read", 0, DAY.as_of, 1.0, position=place)
    before, by_share, by_reading = (relevance([*history, *more], evidence, pool) for more in ([], shared, [read]))
    small, large = (np.abs(after - before).sum() for after in (by_share, by_reading))
    assert small < 0.1 * large


@settings(max_examples=RUNS)
@given(st.integers(0, 2**20), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_the_deeper_the_only_article_was_read_the_more_its_like_is_wanted(seed, depths):
    evidence, pool = town(seed)
    shallow, deep = (relevance([Feedback("read", 0, DAY.as_of, depth)], evidence, pool) for depth in sorted(depths))
    alike = pool.vectors @ evidence.understanding.vectors[0] > 0.5
    same_field = pool.industries.argmax(axis=1) == evidence.understanding.industries[0].argmax()
    assert (deep[alike & same_field] >= shallow[alike & same_field]).all()
