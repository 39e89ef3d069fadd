"""The town report over a simulated quarter: it narrows under relevance alone, widens under 6/3/3, and is counted right.

Readers of the simulator live for thirteen weeks in a closed loop; what each was shown and read becomes a store, as the
product would have kept it, and every number of its report is compared with a count that shares no code with it.
"""

import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from diversify.app.town import town
from diversify.domain import Feedback, Slate, SlateItem, SlatePolicy, Understanding
from diversify.simulate import LANE_NAMES, digest_readers, digest_world, lanes, loop
from diversify.store import MemoryStore
from diversify.testing import make_article, make_card, make_feed

WEEKS, FIELDS, TOPICS, SOURCES = 13, 32, 24, 4
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
READERS = 4
SWITCH = 49
"""On this day of the third life the mix is turned from relevance alone to 6/3/3."""

NARROW, WIDE = lanes(near=12, common=0, far=0), lanes(near=6, common=3, far=3)


def switched(offer, rng):
    return (NARROW if offer.day < SWITCH else WIDE)(offer, rng)


@pytest.fixture(scope="module")
def quarters():
    """Mix to the logs of the readers' quarters: the same readers, the same articles, the same luck."""
    lives = {"relevance": NARROW, "6/3/3": WIDE, "switched": switched}
    return {name: live(policy) for name, policy in lives.items()}


def live(policy):
    readers = digest_readers(READERS, bored=0.0, weary=0.0)
    run = loop(policy, readers=readers, world=digest_world(births=200), days=7 * WEEKS, seed=5)
    rows = run.to_frame()
    shown = rows[rows["position"] > 0].sort_values(["day", "position"])
    columns = ["day", "position", "article", "industry", "lane", "read", "depth"]
    logs = [shown.loc[shown["reader"] == reader, columns].to_numpy() for reader in range(READERS)]
    return logs, shares(run.born.industry, run.born.places)


def source(article, field):
    return int(field) * SOURCES + int(article) % SOURCES


def shares(fields, places):
    """What a model would say: mostly one field, doubt spread over the others; three topics by place, doubt beside."""
    rng = np.random.default_rng(1)
    q = rng.dirichlet(np.full(FIELDS, 0.3), len(fields)) * 0.3
    q[np.arange(len(fields)), fields] += 0.6  # the rest is of no field
    centres = rng.uniform(-1, 1, (TOPICS, 2))
    near = np.exp(-((places[:, None] - centres[None]) ** 2).sum(axis=2) / 0.08) + 1e-3
    return near / near.sum(axis=1, keepdims=True), q


def stored(log, parts):
    """The quarter as a store keeps it, and what a count by hand needs: article to its source, field and topic parts."""
    store = MemoryStore()
    feeds = store.feeds.add([make_feed(number) for number in range(FIELDS * SOURCES)])
    field = {int(row[2]): int(row[3]) for row in log}
    numbers = sorted(field)
    said = [make_article(one, feeds[source(one, field[one])].id, published=MONDAY, seen=MONDAY) for one in numbers]
    ids = dict(zip(numbers, store.articles.save(said), strict=True))
    topics, fields = (part[numbers].astype(np.float32) for part in parts)
    flat = np.ones(len(numbers), dtype=np.float32)
    store.models.save(make_card("words-1", widths=(2, TOPICS, FIELDS)), b"body")
    known = Understanding(np.ones((len(numbers), 2), np.float32), topics, fields, flat * 0, flat, flat != flat)
    store.articles.understand(list(ids.values()), "words-1", known)
    store.reader.turn("privacy", "local")
    write_days(store, log, ids, field)
    return store, {one: (source(one, field[one]), topics[at], fields[at]) for at, one in enumerate(numbers)}


def write_days(store, log, ids, field):
    met = set()
    for day in range(7 * WEEKS):
        morning = MONDAY + timedelta(days=day, hours=7)
        rows = log[log[:, 0] == day]
        items = []
        for _, position, article, _, lane, _, _ in rows:
            voice = source(article, field[int(article)])
            new = voice not in met
            met.add(voice)
            items.append(SlateItem(ids[int(article)], int(position), LANE_NAMES[int(lane)], {}, new_voice=new))
        date = morning.date().isoformat()
        slate = store.slates.save(
            Slate(tuple(items), SlatePolicy(), "words-1", 0, MONDAY + timedelta(days=day + 1), date)
        )
        for _, position, article, _, _, read, depth in rows:
            if read:
                at = morning + timedelta(minutes=int(position))
                act = Feedback("read", ids[int(article)], at, depth, slate=slate.id, position=int(position))
                assert store.reader.record(act) is not None


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
    for day, _, article, _, lane, read, depth in log:
        voice = known[int(article)][0]
        if 7 * week <= day < 7 * week + 7:
            before = rows.get(int(article), (0, False, 0.0, False))
            rows[int(article)] = (int(lane), before[1] or bool(read), max(before[2], depth), voice not in met)
        met.add(voice)
    ever = defaultdict(float)
    opened = set()
    for _, _, article, _, _, read, depth in log:  # an act at any time counts for the article
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
def reports(quarters):
    """Mix to (report of the quarter, log, parts of the articles), a reader each."""
    now = MONDAY + timedelta(days=7 * WEEKS - 1, hours=12)
    made = {}
    for name, (logs, parts) in quarters.items():
        lives = [(*stored(log, parts), log) for log in logs]
        made[name] = [(town(store, weeks=WEEKS, now=now)["weeks"], log, known) for store, known, log in lives]
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
