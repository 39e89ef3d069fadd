"""The town report over a simulated quarter: it narrows under relevance alone, widens under 6/3/3, and is counted right.

Readers of the simulator live for thirteen weeks in a closed loop; what each was shown and read becomes a store, as the
product would have kept it, and every number of its report is compared with a count that shares no code with it.
"""

import math
from collections import defaultdict
from datetime import timedelta

import numpy as np
import pytest

from diversify.app.town import town
from diversify.simulate import FIRST_DAY, LANE_NAMES, as_store, digest_readers, digest_world, lanes, loop

WEEKS, READERS = 13, 4
SWITCH = 49
"""On this day of the third life the mix is turned from relevance alone to 6/3/3."""

NARROW, WIDE = lanes(near=12, common=0, far=0), lanes(near=6, common=3, far=3)


def switched(offer, rng):
    return (NARROW if offer.day < SWITCH else WIDE)(offer, rng)


@pytest.fixture(scope="module")
def runs():
    """Mix to the readers' quarters: the same readers, the same articles, the same luck."""
    lives = {"relevance": NARROW, "6/3/3": WIDE, "switched": switched}
    terms = {
        "readers": digest_readers(READERS, bored=0.0, weary=0.0), "world": digest_world(births=200),
        "days": 7 * WEEKS, "seed": 5,
    }  # fmt: skip
    return {name: loop(policy, **terms) for name, policy in lives.items()}


def logs_of(run):
    """For each reader the rows of what they were shown, in order: day, article, lane, read, depth."""
    rows = run.to_frame()
    shown = rows[rows["position"] > 0].sort_values(["day", "position"])
    columns = ["day", "article", "lane", "read", "depth"]
    return [shown.loc[shown["reader"] == reader, columns].to_numpy().tolist() for reader in range(READERS)]


def known_to(store):
    """Article number to its source, its topic shares and its industry shares, as they are stored."""
    articles = list(store.articles.texts())
    ids, seen = store.articles.understood([one.id for one in articles], "plane-1")
    assert ids == [one.id for one in articles]
    return {int(one.guid): (one.feed_id, seen.topics[at], seen.industries[at]) for at, one in enumerate(articles)}


def effective(amounts):
    """Exp of entropy, by hand."""
    whole = math.fsum(amounts.values())
    if not whole:
        return None
    return math.exp(-math.fsum(a / whole * math.log(a / whole) for a in amounts.values() if a > 0))


def counted(log, known, week):
    """One week of the report by hand, from the simulator's own log."""
    met, found = set(), {}
    rows = {}
    for day, article, lane, read, depth in log:
        voice = known[int(article)][0]
        if 7 * week <= day < 7 * week + 7:
            before = rows.get(int(article), (0, False, 0.0, False))
            rows[int(article)] = (int(lane), before[1] or bool(read), max(before[2], depth), voice not in met)
        met.add(voice)
    ever = defaultdict(float)
    opened = set()
    for _, article, _, read, depth in log:  # an act at any time counts for the article
        if read:
            opened.add(int(article))
            ever[int(article)] = max(ever[int(article)], depth)
    groups = {
        "shown": list(rows),
        "opened": [one for one in rows if one in opened],
        "finished": [one for one in rows if ever[one] >= 0.9],
    }
    for what, articles in groups.items():
        sources, topics, fields = defaultdict(float), defaultdict(float), defaultdict(float)
        for one in articles:
            voice, t, q = known[one]
            sources[voice] += 1
            for parts, amounts in ((t, topics), (q, fields)):
                about = {place: float(share) for place, share in enumerate(parts) if share >= np.float32(0.1)}
                whole = math.fsum(about.values())
                for place, share in about.items():
                    amounts[place] += share / whole
        far = sum(LANE_NAMES[rows[one][0]] == "far" for one in articles)
        found[what] = {
            "items": len(articles), "topics": effective(topics), "industries": effective(fields),
            "sources": effective(sources), "far": far / len(articles) if articles else None,
        }  # fmt: skip
    return found | {"new_voices": sum(new for *_, new in rows.values())}


@pytest.fixture(scope="module")
def reports(runs):
    """Mix to (report of the quarter, log, what is known of the articles), a reader each."""
    now, made = FIRST_DAY + timedelta(days=7 * WEEKS - 1, hours=12), {}
    for name, run in runs.items():
        stores = [as_store(run, reader) for reader in range(READERS)]
        made[name] = [
            (town(store, weeks=WEEKS, now=now)["weeks"], log, known_to(store))
            for store, log in zip(stores, logs_of(run), strict=True)
        ]
    return made


@pytest.mark.parametrize("name", ["relevance", "6/3/3", "switched"])
def test_every_number_of_a_quarter_is_that_of_a_count_by_hand(reports, name):
    for weeks, log, known in reports[name]:
        assert [week["digests"] for week in weeks] == [7] * WEEKS
        for number, week in enumerate(weeks):
            wanted = counted(log, known, number)
            assert week["new_voices"] == wanted["new_voices"]
            for what in ("shown", "opened", "finished"):
                for key, value in wanted[what].items():
                    told = week[what][key]
                    close = told is value is None or abs(told - value) <= 1e-9
                    assert close, (number, what, key, told, value)


def course(reports, name, key, *, what="shown"):
    """A number week by week, averaged over the readers who have it."""
    numbers = [[week[what][key] for week in weeks] for weeks, _, _ in reports[name]]
    return np.nanmean(np.array(numbers, dtype=float), axis=0)


@pytest.mark.parametrize("key", ["topics", "industries", "sources"])
def test_relevance_alone_narrows_the_town_and_6_3_3_keeps_it_wide(reports, key):
    narrow, wide = course(reports, "relevance", key), course(reports, "6/3/3", key)
    assert narrow[-4:].mean() < 0.85 * narrow[0]
    assert (wide[1:] > 1.5 * narrow[1:]).all()
    opened = [course(reports, name, key, what="opened").mean() for name in ("relevance", "6/3/3")]
    assert opened[1] > 1.2 * opened[0]


@pytest.mark.parametrize("key", ["topics", "industries", "sources"])
def test_who_turns_to_6_3_3_in_the_middle_sees_the_town_widen_again(reports, key):
    shown, opened = course(reports, "switched", key), course(reports, "switched", key, what="opened")
    assert (shown[:7] == course(reports, "relevance", key)[:7]).all()
    assert shown[7:].min() > 1.5 * shown[1:7].max()
    assert opened[7:].mean() > opened[1:7].mean()


def test_the_far_share_shown_is_the_one_asked_for_and_some_of_it_is_read(reports):
    for name, first in (("6/3/3", 0), ("switched", 7)):
        assert course(reports, name, "far")[first:] == pytest.approx(0.25)
        assert course(reports, name, "far", what="opened")[first:].mean() > 0.05
    assert not course(reports, "relevance", "far").any()


def test_new_voices_are_few_once_the_town_is_narrow(reports):
    narrow, wide = (
        sum(w["new_voices"] for weeks, *_ in reports[name] for w in weeks) for name in ("relevance", "6/3/3")
    )
    assert wide > 1.5 * narrow
