"""What the reader said outranks what they did, in the digests of a store with thousands of articles."""

import re
from collections import Counter

import pytest

from diversify.digest import renderers
from diversify.digest.words import ANSWERS
from diversify.domain import Interest

DAYS = 7
FIELD = "maritime"


@pytest.fixture(scope="module")
def fan(make_old_town):
    """A reader who read a hundred articles on sport to their end, and liked ten; more of them come every day."""
    town = make_old_town(DAYS)
    sport = town.ids(sensitive=False, industry="sport")[:100]
    assert len(sport) == 100
    assert town.store.articles.counts()["articles"] > 3_000
    town.store.reader.turn("privacy", "local")
    for place, number in enumerate(sport):
        town.app.record(number, "read", value=1.0)
        if place % 10 == 0:
            town.app.record(number, "like")
    return town


@pytest.fixture
def reader(fan):
    """The same reader, who has said nothing yet."""
    yield fan
    for interest in fan.store.reader.interests():
        fan.store.reader.unsay(interest.kind, interest.value)


def facts(town, items):
    """Of each article: its first field, if it has one, its title, feed and author."""
    card = town.store.models.current()
    articles = town.store.articles.get([getattr(item, "article_id", item) for item in items])
    _, seen = town.store.articles.understood([one.id for one in articles], card.version)
    fields = [card.industries[int(row.argmax())] if row.max() > 1 - row.sum() else "" for row in seen.industries]
    return list(zip(fields, articles, strict=True))


def places_of(town, field):
    """How many places the articles of a field can fill, with at most two of one source as long as there are others."""
    known = facts(town, town.ids(industry=field))
    return sum(min(2, count) for count in Counter(one.feed_id for name, one in known if name == field).values())


def near(slate):
    return [item for item in slate.items if item.lane == "near"]


def test_without_a_word_the_near_lane_is_what_was_read(reader):
    fields = Counter(field for field, _ in facts(reader, near(reader.app.recommend())))
    assert fields["sport"] >= 4


def test_a_field_wished_for_comes_before_a_hundred_readings(reader):
    reader.app.say(Interest("industry", FIELD, 1.0, at=reader.now))
    slate = reader.app.recommend()
    fields = [field for field, _ in facts(reader, near(slate))]
    promised = min(6, places_of(reader, FIELD))
    assert promised == 6
    assert fields[:promised] == [FIELD] * promised
    for item in near(slate)[:promised]:
        assert item.reasons[0].kind == "interest"


def test_a_small_wish_has_its_part_of_the_places_and_the_first_of_them(reader):
    reader.app.say(Interest("industry", FIELD, 0.3, at=reader.now))
    fields = [field for field, _ in facts(reader, near(reader.app.recommend()))]
    assert fields[:2] == [FIELD] * 2
    assert "sport" in fields


@pytest.mark.parametrize("kind", ["term", "feed", "author", "topic"])
def test_anything_wished_for_comes_first(reader, kind):
    card = reader.store.models.current()
    number = reader.ids(sensitive=False, industry=FIELD)[-1]
    (article,) = reader.store.articles.get([number])
    _, seen = reader.store.articles.understood([number], card.version)
    value = {
        "term": max(article.title.split(), key=len).strip(".,:;?!’'\""),
        "feed": reader.store.feeds.get([article.feed_id])[0].url,
        "author": article.author or "nobody",
        "topic": card.topics[int(seen.topics[0].argmax())].name,
    }[kind]
    if value == "nobody":
        pytest.skip("the article has no author")
    reader.app.say(Interest(kind, value, 1.0, at=reader.now))
    first = near(reader.app.recommend())[0]
    assert first.reasons[0].kind == "interest"
    assert f"interest:{kind}:{value}" in first.reasons[0].terms


@pytest.mark.parametrize("weight", [-1.0, -0.5, -0.1])
def test_what_was_turned_down_in_words_has_no_near_place_after_a_hundred_readings(reader, weight):
    reader.app.say(Interest("industry", "sport", weight, at=reader.now))
    slate = reader.app.recommend()
    assert len(near(slate)) == 6
    assert "sport" not in [field for field, _ in facts(reader, near(slate))]
    if weight == -1.0:
        assert "sport" not in [field for field, _ in facts(reader, slate.items)]


def words_beside(town, slate):
    """Words that stand in a teaser shown and in no title, oftenest first."""
    articles = town.store.articles.get([item.article_id for item in slate.items])
    titles = {word for one in articles for word in words_of(one.title)}
    return [
        word
        for word, _ in Counter(w for a in articles for w in words_of(a.summary)).most_common()
        if word not in titles
    ]


def words_of(text):
    return re.findall(r"[a-z]{4,}", text.casefold())


@pytest.mark.parametrize("place", [0, 5])
def test_a_muted_word_is_not_read_in_any_teaser(reader, place):
    """The oftenest word beside the titles, and a rarer one; none that stands below the question of the week."""
    slate = reader.app.recommend()
    own = words_of(" ".join(part for line in ANSWERS for part in line))
    word = [word for word in words_beside(reader, slate) if word not in own][place]
    reader.app.say(Interest("term", word, -1.0, at=reader.now))
    again, digest = reader.digest()
    assert len(again.items) == len(slate.items)
    mentioned = [number for item in again.items for number in (item.article_id, *item.others)]
    for article in reader.store.articles.get(mentioned):
        assert word not in words_of(f"{article.title} {article.summary}")
    assert word not in words_of(renderers["text"](digest).text)
