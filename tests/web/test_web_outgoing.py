"""Feeds and the end of mails, for programs that hold no key of the page: by a secret in the address alone."""

from email.utils import format_datetime, parsedate_to_datetime

import feedparser
import pytest
from web_reader import HOST, opened

from diversify.app import App, sending
from diversify.app.publishing import feed_paths
from diversify.store import open_store


@pytest.fixture
def stranger(path):
    """A program that never held the page's key, over a store with a digest."""
    with open_store(path) as store:
        App(store).recommend()
    with opened(path, arrive=False) as reader:
        yield reader


def paths(reader):
    with reader.store() as store:
        return list(feed_paths(store))


def test_a_feed_is_read_without_a_key_and_by_its_address_alone(stranger):
    found = paths(stranger)
    assert len(found) == 4
    for path in found:
        answer = stranger.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-cache"
        assert f"http://{HOST}{path}" in answer.text
        for wrong in (path[:-1], path.replace("/out/", "/out/0"), f"/out/{'0' * 32}/digests.atom", "/out/x/../../"):
            assert stranger.get(wrong, follow_redirects=False).status_code in (403, 404)
    read = feedparser.parse(stranger.get(next(path for path in found if path.endswith("items.atom"))).content)
    assert not read.bozo
    assert len(read.entries) == 12
    assert stranger.get("/").status_code == 403


@pytest.mark.parametrize("place", range(4))
def test_what_has_not_changed_is_not_sent_again(stranger, place):
    path = paths(stranger)[place]
    first = stranger.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    later = format_datetime(parsedate_to_datetime(modified).replace(year=2100), usegmt=True)
    same = [
        {"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-none-match": "*"},
        {"if-modified-since": modified}, {"if-modified-since": later},
        {"if-none-match": tag, "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ]  # fmt: skip
    for headers in same:
        answer = stranger.get(path, headers=headers)
        assert answer.status_code == 304, headers
        assert answer.content == b""
        assert answer.headers["etag"] == tag
    other = [
        {}, {"if-none-match": '"x"'}, {"if-none-match": '"x"', "if-modified-since": later},
        {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"}, {"if-modified-since": "yesterday"},
    ]  # fmt: skip
    for headers in other:
        assert stranger.get(path, headers=headers).status_code == 200, headers
    with stranger.store() as store:
        App(store).recommend(size=4)
    assert stranger.get(path, headers={"if-none-match": tag}).status_code == 200


def test_mails_are_stopped_by_a_click_that_was_meant(stranger):
    with stranger.store() as store:
        address = f"/mail/stop/{sending.stop_token(store)}"
    asked = stranger.get(address)
    assert asked.status_code == 200
    assert f'action="{address}"' in asked.text
    with stranger.store() as store:
        assert store.deliveries.of(sending.STOPPED) == []
    one_click = {"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    answer = stranger.client.post(address, data={"List-Unsubscribe": "One-Click"}, headers=one_click)
    assert answer.status_code == 200
    assert "Stopped" in answer.text
    with stranger.store() as store:
        assert len(store.deliveries.of(sending.STOPPED)) == 1


@pytest.mark.parametrize("key", ["0" * 32, "x", "%00", "é", "0" * 31])
def test_a_wrong_key_stops_nothing(stranger, key):
    for method in ("GET", "POST"):
        assert stranger.client.request(method, f"/mail/stop/{key}").status_code == 404
    with stranger.store() as store:
        assert store.deliveries.of(sending.STOPPED) == []


def test_another_host_gets_nothing_whatever_it_knows(stranger):
    with stranger.store() as store:
        stop = f"/mail/stop/{sending.stop_token(store)}"
    for path in (paths(stranger)[0], stop):
        for method in ("GET", "POST"):
            answer = stranger.client.request(method, path, headers={"host": "evil.example"})
            assert answer.status_code == 421
