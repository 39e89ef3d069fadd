"""The town in numbers, against a count by hand."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from diversify.app.knowing import losses
from diversify.app.town import town
from diversify.domain import Feedback, Interest
from diversify.store import MemoryStore


def test_a_store_without_digests_has_weeks_without_numbers(clock):
    document = town(MemoryStore(), weeks=3, now=clock())
    assert len(document["weeks"]) == 3
    assert all(week["shown"]["items"] == 0 and week["shown"]["topics"] is None for week in document["weeks"])


def test_the_numbers_are_those_of_a_naive_count(app, clock):
    slate = app.recommend()
    for place, depth in ((1, 1.0), (2, 0.3), (4, 1.0)):
        app.record(place, "read", value=depth)
    app.record(5, "dismiss")
    app.say(Interest("term", "rain", -1.0))
    document = town(app.store, weeks=2, now=clock())
    before, week = document["weeks"]
    assert before["digests"] == 0
    assert week["digests"] == 1
    assert [week[what]["items"] for what in ("shown", "opened", "finished")] == [12, 3, 2]
    assert document["muted"] == [{"kind": "term", "value": "rain"}]
    for what, items in (("shown", slate.items), ("opened", [slate.items[p - 1] for p in (1, 2, 4)])):
        feeds = [app.store.articles.get([item.article_id])[0].feed_id for item in items]
        p = np.array([feeds.count(feed) / len(feeds) for feed in set(feeds)])
        assert week[what]["sources"] == pytest.approx(np.exp(-(p * np.log(p)).sum()), abs=1e-9)
        assert week[what]["far"] == sum(item.lane == "far" for item in items) / len(items)
        _, seen = app.store.articles.understood([item.article_id for item in items], "words-1")
        q = np.where(seen.industries >= 0.1, seen.industries, 0).astype(float)
        q = (q / q.sum(axis=1, keepdims=True)).sum(axis=0)
        q = q[q > 0] / q.sum()
        assert week[what]["industries"] == pytest.approx(np.exp(-(q * np.log(q)).sum()), abs=1e-9)


def test_a_slate_of_another_week_is_counted_there(app, clock, fakes):
    app.recommend()
    clock.now += timedelta(days=7)
    fakes.write(app.store, range(100, 160), now=clock())
    app.recommend()
    assert [week["digests"] for week in town(app.store, weeks=2, now=clock())["weeks"]] == [1, 1]
    assert [week["digests"] for week in town(app.store, weeks=1, now=clock())["weeks"]] == [1]


def test_a_stricter_level_says_what_it_erases_before(app):
    app.recommend()
    app.record(1, "read", value=1.0)
    app.record(2, "like")
    assert losses(app.store, "local") == []
    assert losses(app.store, "explicit") == [
        "erasing 1 act: the level explicit does not keep them",
        "erasing the scores and reasons of 1 digest",
    ]
    assert "2 acts" in losses(app.store, "nothing")[0]


def test_acts_of_another_day_and_on_articles_that_are_gone_are_told_in_the_profile(app, clock):
    article = next(iter(app.store.articles.texts()))
    app.record(article.id, "like")
    app.store.reader.record(Feedback("like", article.id + 1, clock() + timedelta(days=3)))
    notes = app.profile()[1]["notes"]
    assert any("1 act dated after" in note and "clock set back" in note for note in notes)
    app.store.feeds.remove(article.feed_id)
    assert any("1 act on articles that are gone" in note for note in app.profile()[1]["notes"])


def test_what_was_passed_over_between_opened_items_is_weak_evidence_where_openings_are_kept(app):
    slate = app.recommend()
    for place in (1, 3):
        app.record(place, "open")
    profile = app.profile()[0]
    passed = slate.items[1].article_id
    weights = dict(zip(profile.evidence_ids.tolist(), profile.evidence_weights.tolist(), strict=True))
    assert -0.06 < weights[passed] < 0  # a twentieth of a full reading
    assert len(weights) == 3
    app.store.reader.turn("privacy", "explicit")
    assert passed not in app.profile()[0].evidence_ids.tolist()


def test_statements_name_the_articles_behind_them(app):
    slate = app.recommend()
    for place in range(1, 7):
        app.record(place, "read", value=1.0)
    told = [one for one in app.profile()[1]["statements"] if one["learned"]]
    assert told
    assert all(1 <= len(one["evidence"]) <= 3 for one in told)
    shown = {item.article_id for item in slate.items}
    assert {article["id"] for one in told for article in one["evidence"]} <= shown


def test_a_home_turned_down_since_is_said_to_be_so(app):
    app.store.reader.turn("home", ["sport"])
    app.say(Interest("industry", "sport", -1.0))
    assert "turned it down since" in app.profile()[1]["home"]["text"]


def test_a_models_doubt_is_no_variety(app, fakes, clock):
    """An article counts once, divided among what it is about: shares below a tenth are doubt."""
    app.recommend()
    ids = [item.article_id for item in app.store.slates.last().items]
    doubt = fakes.understanding_of(len(ids))
    shares = np.full_like(doubt.topics, 0.07)
    shares[:, 2] = 0.3
    app.store.articles.understand(ids, fakes.VERSION, replace(doubt, topics=shares, industries=shares))
    week = town(app.store, weeks=1, now=clock())["weeks"][0]["shown"]
    assert (week["topics"], week["industries"]) == (1.0, 1.0)
    shares[:, 4] = 0.1
    shares[0] = 0.05  # about nothing in particular: counts for its source alone
    app.store.articles.understand(ids, fakes.VERSION, replace(doubt, topics=shares, industries=shares))
    week = town(app.store, weeks=1, now=clock())["weeks"][0]["shown"]
    assert week["topics"] == pytest.approx(4 / 3**0.75, abs=1e-6)  # of 3/4 and 1/4
    assert week["items"] == len(ids)
