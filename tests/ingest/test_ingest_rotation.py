"""Feeds that mint new names for the same articles: no flood, no edit that is none, no edit lost."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Entry, Feed, ParsedFeed
from diversify.ingest import canonical_url, decide
from diversify.ingest.drafts import drafts_of
from diversify.ingest.urls import steady

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
FEED = Feed("https://feeds.news.example/rss", site="https://www.news.example/", id=7)
MINTED = count()


class Shelf:
    """What is stored of one feed, visit after visit."""

    def __init__(self):
        self.known, self.new, self.changed = {}, 0, 0

    def visit(self, entries):
        drafts = drafts_of(ParsedFeed(entries=tuple(entries), language="en"))
        decision = decide(FEED, drafts, self.known, now=NOW)
        for article in (*decision.new, *decision.changed):
            number = self.known.get(article.guid, (len(self.known) + 1,))[0]
            self.known[article.guid] = (number, article.content_hash)
        self.new, self.changed = len(decision.new), len(decision.changed)
        return self.new, self.changed


def story(n, **fields):
    made = {"title": f"Title {n}", "link": f"https://news.example/{n}", "summary": f"<p>The words of story {n}.</p>"}
    return Entry(guid=f"g{n}", **{**made, **fields})


def minted():
    return f"{next(MINTED):032x}"


def new_guid(entry):
    return replace(entry, guid=minted())


def session_in_link(entry):
    return replace(entry, guid="", link=f"{entry.link}?PHPSESSID={minted()}")


def session_in_path(entry):
    return replace(entry, guid="", link=f"{entry.link};jsessionid={minted()}?page=1")


def clock_in_link(entry):
    return replace(entry, guid="", link=f"{entry.link}?id=7&t={1795238400 + next(MINTED)}")


def clock_in_guid_and_link(entry):
    return replace(entry, guid=f"{minted()}", link=f"{entry.link}?_={1795238400 + next(MINTED)}")


def strange_parameter(entry):
    return replace(entry, guid="", link=f"{entry.link}?zx={minted()[-6:]}")


def strange_parameter_and_guid(entry):
    return replace(entry, guid=minted(), link=f"{entry.link}?zx={minted()[-6:]}")


def home_page_alone(entry):
    return replace(entry, guid=minted(), link="https://news.example/")


WAYS = (
    new_guid, session_in_link, session_in_path, clock_in_link, clock_in_guid_and_link, strange_parameter,
    strange_parameter_and_guid, home_page_alone,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_floods_and_nothing_is_edited_by_itself(way):
    shelf = Shelf()
    stories = [story(n) for n in range(30)]
    assert shelf.visit(map(way, stories)) == (30, 0)
    for _ in range(20):
        assert shelf.visit(map(way, stories)) == (0, 0)
    assert len(shelf.known) == 30


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_new_ones_are_new_in_a_feed_that_rotates(way):
    shelf = Shelf()
    for day in range(10):
        fresh = 30 if day == 0 else 5
        assert shelf.visit([way(story(n)) for n in range(5 * day, 5 * day + 30)]) == (fresh, 0)
    assert len(shelf.known) == 75


@pytest.mark.parametrize("way", WAYS[:-1], ids=lambda way: way.__name__)
@pytest.mark.parametrize("edit", [{"summary": "<p>Corrected words.</p>"}, {"author": "Somebody else"}])
def test_an_edit_is_an_edit_in_a_feed_that_rotates(way, edit):
    shelf = Shelf()
    shelf.visit(way(story(n)) for n in range(30))
    assert shelf.visit([way(story(n, **edit) if n == 4 else story(n)) for n in range(30)]) == (0, 1)
    assert shelf.visit([way(story(n, **edit) if n == 4 else story(n)) for n in range(30)]) == (0, 0)


@pytest.mark.parametrize("way", WAYS[:5], ids=lambda way: way.__name__)
def test_a_corrected_title_is_an_edit_in_a_feed_that_rotates(way):
    shelf = Shelf()
    shelf.visit(way(story(n)) for n in range(30))
    assert shelf.visit([way(story(n, title="Corrected") if n == 4 else story(n)) for n in range(30)]) == (0, 1)


def test_twins_do_not_breed():
    """Two entries of one address and title, with new guids at each visit."""
    shelf = Shelf()
    twins = [story(1), story(1)]
    assert shelf.visit(map(new_guid, twins)) == (2, 0)
    for _ in range(10):
        assert shelf.visit(map(new_guid, twins)) == (0, 0)


def test_a_session_in_the_link_of_what_has_a_guid_is_no_edit():
    shelf = Shelf()
    for visit in range(5):
        entries = [story(n, link=f"https://news.example/{n}?zx={visit}{n}") for n in range(30)]
        assert shelf.visit(entries) == ((30, 0) if visit == 0 else (0, 0))


def test_one_link_that_is_corrected_is_an_edit():
    shelf = Shelf()
    shelf.visit(story(n, link=f"https://news.example/story?id={n}") for n in range(30))
    corrected = [story(n, link=f"https://news.example/story?id={n + 100 * (n == 4)}") for n in range(30)]
    assert shelf.visit(corrected) == (0, 1)


def test_a_site_that_moves_its_articles_has_edited_them():
    shelf = Shelf()
    shelf.visit(story(n) for n in range(30))
    assert shelf.visit(story(n, link=f"https://new-home.example/{n}") for n in range(30)) == (0, 30)


def test_stories_that_differ_in_a_number_of_their_address_alone_stay_apart():
    """One title, one script, no guids: tomorrow's forecast is not today's."""
    shelf = Shelf()
    for day in range(5):
        link = f"https://news.example/forecast.php?sid={day}"
        assert shelf.visit([Entry(link=link, title="Forecast", summary=f"<p>Day {day}.</p>")]) == (1, 0)
    threads = [
        Entry(guid=f"d{n}", link="https://news.example/", title="Thread", summary=f"<p>{n}</p>") for n in range(9)
    ]
    for first in range(6):
        assert shelf.visit(threads[first : first + 3]) == ((3, 0) if first == 0 else (1, 0))


PARTS = st.text("abct_sid=&?;/0123456789", max_size=40)


@given(PARTS)
def test_what_is_left_of_an_address_is_its_own(tail):
    once = steady(f"https://n.example/{tail}")
    assert steady(once) == once
    assert once.startswith("https://n.example/")
    assert canonical_url(once)


def test_long_parameters_cost_no_more_than_their_length():
    for sign in ("9", "f", "0.", "a="):
        assert len(steady("https://n.example/?t=" + sign * 4000)) > 4000
