"""Feeds of the digests kept: what changes is dated anew, what does not gives the same bytes."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from diversify.app import publishing
from diversify.testing import EPOCH_DAY

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = EPOCH_DAY.date().isoformat()


def entries(data):
    found = ET.fromstring(data).findall(f"{ATOM}entry")
    return {one.findtext(f"{ATOM}id").rpartition("/")[2]: one.findtext(f"{ATOM}updated") for one in found}


@pytest.mark.parametrize("form", ["atom", "jsonfeed"])
@pytest.mark.parametrize("kind", ["digest", "items"])
def test_the_same_digests_give_the_same_bytes_and_validator(app, clock, form, kind):
    app.recommend()
    first = publishing.published(app, form, entries=kind, itself="http://127.0.0.1:8420/feed")
    clock.now += timedelta(hours=3)
    assert publishing.published(app, form, entries=kind, itself="http://127.0.0.1:8420/feed") == first
    assert first.media_type == publishing.FEEDS[form][0]
    assert first.modified == EPOCH_DAY + timedelta(hours=3)


def test_a_digest_made_anew_is_dated_anew_and_keeps_its_identity(app, clock):
    app.recommend()
    first = publishing.published(app, "atom")
    clock.now += timedelta(hours=1)
    app.recommend(size=4)
    second = publishing.published(app, "atom")
    assert first.etag != second.etag
    (before,), (after,) = entries(first.data).items(), entries(second.data).items()
    assert before[0] == after[0] == DAY
    assert after[1] > before[1]
    (kept,) = app.store.deliveries.of("feed")
    assert kept.at - kept.begun == timedelta(hours=1)


def test_a_fortnight_of_digests_stands_in_a_feed_the_last_of_each_day(app, store, clock, fakes):
    for day in range(16):
        fakes.write(store, range(100 + 20 * day, 120 + 20 * day), now=clock.now)
        app.recommend(size=3)
        app.recommend(size=6)
        clock.now += timedelta(days=1)
    clock.now -= timedelta(days=1)
    found = entries(publishing.published(app, "atom").data)
    last = EPOCH_DAY + timedelta(days=15)
    assert list(found) == [(last - timedelta(days=back)).date().isoformat() for back in range(publishing.DAYS)]
    items = entries(publishing.published(app, "atom", entries="items").data)
    digests = [app.deliver(store.slates.last(day)) for day in found]
    assert list(items) == [str(item.id) for digest in digests for item in digest.items]


def test_a_feed_for_a_file_ends_with_the_day_asked_for(app, clock):
    app.recommend()
    clock.now += timedelta(days=1)
    app.recommend()
    today, yesterday = (app.deliver(app.store.slates.last(day)) for day in ("2026-03-03", DAY))
    assert list(entries(publishing.rendered(app, today, "atom").text.encode())) == ["2026-03-03", DAY]
    assert list(entries(publishing.rendered(app, yesterday, "atom").text.encode())) == [DAY]
    assert publishing.rendered(app, today, "jsonfeed", entries="items").filename == "diversify-items.json"


def test_without_a_digest_there_is_a_feed_without_entries(app):
    for form in publishing.FEEDS:
        assert publishing.published(app, form).data


def test_the_feed_links_to_the_page_where_there_is_one(app):
    app.recommend()
    app.settings = replace(app.settings, page_address="http://127.0.0.1:8420/")
    assert b'href="http://127.0.0.1:8420/day/2026-03-02"' in publishing.published(app, "atom").data


def test_a_clock_set_back_never_dates_a_change_before_what_was_said(app, clock):
    app.recommend()
    publishing.published(app, "atom")
    clock.now -= timedelta(hours=2)
    app.recommend(size=4)
    publishing.published(app, "atom")
    (kept,) = app.store.deliveries.of("feed")
    assert kept.at >= kept.begun
