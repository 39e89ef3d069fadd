"""Private by default, end to end: sensitive reading leaves no trace anywhere, and the reader's level is kept to."""

import json
from datetime import timedelta

import pytest

from diversify.app.knowing import exported
from diversify.digest import renderers
from diversify.domain import Feedback, Interest, PrivacyLevel

KINDS = ("open", "read", "like", "pin", "share", "less", "dismiss")


def ordinary(town):
    """What both readers do: a little of everything, on articles of no sensitive kind."""
    town.store.reader.turn("privacy", "local")
    town.app.say(Interest("industry", "music", 0.5, at=town.now))
    for place, number in enumerate(town.ids(sensitive=False)[::40]):
        town.app.record(number, KINDS[place % len(KINDS)], value=0.7)


def days(town, extra=()):
    """Three days: acts on the extra articles and on what is shown, a digest each day; all that can be seen of it."""
    batch, seen = town.batch(), []
    for day in range(3):
        for number in extra[day::3]:
            for kind in KINDS:
                town.app.record(number, kind, value=1.0)
        _, digest = town.digest(seed=day)
        seen += [render(digest).text for render in renderers.values()]
        town.app.record(1, "read", value=1.0)
        town.tomorrow(batch)
    profile = town.app.profile()[1]
    return seen, json.dumps(profile, sort_keys=True), json.dumps(exported(town.store), sort_keys=True)


def test_two_readers_who_differ_only_in_sensitive_reading_cannot_be_told_apart(make_town):
    plain, reader = make_town("plain"), make_town("reader")
    for town in (plain, reader):
        ordinary(town)
    sensitive = reader.ids(sensitive=True)
    assert len(sensitive) >= 10
    assert days(reader, sensitive) == days(plain)


def test_other_reading_does_make_a_difference(make_town):
    """The control: what the law above compares is able to differ."""
    plain, reader = make_town("plain"), make_town("reader")
    for town in (plain, reader):
        ordinary(town)
    sport = reader.ids(sensitive=False, industry="sport")
    for one, other in zip(days(reader, sport), days(plain), strict=True):
        assert one != other


def test_articles_found_to_be_sensitive_later_lose_their_traces(make_town):
    """Acts made before any model had read the article, which then finds it sensitive, go with all they led to."""
    town = make_town()
    town.store.reader.turn("privacy", "local")
    number = town.ids(sensitive=True)[0]
    (article,) = town.store.articles.get([number])
    from dataclasses import replace

    town.store.articles.save([replace(article, title=f"{article.title} now", content_hash="edited")])
    assert town.app.record(number, "like")[1] is None, "its words say it before any model has read it"
    act = Feedback("like", number, town.now)
    assert town.store.reader.record(act) is not None, "the store itself does not know yet"
    town.app.recommend()
    assert town.store.reader.feedback() == []


@pytest.mark.parametrize(("level", "kept"), [("nothing", set()), ("explicit", {"like", "share"}), ("local", None)])
def test_the_level_is_enforced_at_the_door(town, level: PrivacyLevel, kept):
    town.store.reader.turn("privacy", level)
    plain = set(town.ids(sensitive=False))
    place = next(item.position for item in town.app.recommend().items if item.article_id in plain)
    done = ("open", "read", "like", "share")
    for kind in done:
        town.app.record(place, kind, value=0.5)
    assert {act["kind"] for act in exported(town.store)["feedback"]} == (set(done) if kept is None else kept)


def test_lowering_the_level_leaves_no_word_of_what_was_learned(town):
    """Not in the profile, not in the digests kept, not in any byte of the store's files."""
    town.store.reader.turn("privacy", "local")
    batch = town.batch()
    for number in town.ids(sensitive=False, industry="sport")[:10]:
        town.app.record(number, "read", value=1.0)
    town.tomorrow(batch)
    slate = town.app.recommend()
    told = {r.text for item in slate.items for r in item.reasons if r.kind == "learned"}
    assert told, "something must have been learned for it to be erased"
    assert any(text.encode() in every_byte(town) for text in told)
    town.store.reader.turn("privacy", "nothing")
    document = town.app.profile()[1]
    assert (document["acts"], document["confidence"], document["statements"]) == (0, 0.0, [])
    assert not any(text.encode() in every_byte(town) for text in told)
    assert not any(digest["items"][0]["scores"] for digest in exported(town.store)["digests"])
    shown = town.app.recommend(again=True)
    assert all(item.reasons for item in shown.items), "made anew: the old one cannot say why any more"
    assert not {r.kind for item in shown.items for r in item.reasons} & {"learned", "home"}


def test_forgetting_leaves_no_reason_that_names_it(town):
    town.app.say(Interest("term", "pilots", 1.0, at=town.now))
    town.app.recommend()
    assert "“pilots”".encode() in every_byte(town) or b"\\u201cpilots\\u201d" in every_byte(town)
    town.app.forget("pilots")
    left = every_byte(town)
    assert b"interest:term:pilots" not in left
    assert b"\\u201cpilots\\u201d" not in left


def test_all_that_is_kept_is_exported(town):
    town.store.reader.turn("privacy", "local")
    town.app.say(Interest("author", "Nobody Known", -1.0, at=town.now))
    town.store.reader.turn("mix", "4/4/4")
    town.store.reader.turn("mix", "5/4/3")
    first, second = town.app.recommend(), town.app.recommend(seed=1)
    town.app.record(3, "read", value=0.25)
    data = json.loads(json.dumps(exported(town.store)))
    assert data["interests"][0]["value"] == "Nobody Known"
    assert data["dials"]["mix"] == "5/4/3"
    assert [value for _, value in data["dials_before"]["mix"]] == ["4/4/4", None]
    assert [digest["id"] for digest in data["digests"]] == [first.id, second.id]
    assert data["digests"][1]["items"][2]["reasons"][0]["text"] == second.items[2].reasons[0].text
    (act,) = data["feedback"]
    assert (act["kind"], act["value"], act["article_id"]) == ("read", 0.25, second.items[2].article_id)
    assert {one["id"] for one in data["articles"]} >= {act["article_id"]}
    assert len(data["sources"]) == len(town.store.feeds.all())


def test_nothing_kept_is_older_than_the_level_says(town):
    """Under `nothing`, one digest and the one of the day before are all the history there is."""
    town.store.reader.turn("privacy", "nothing")
    batch = town.batch()
    for _ in range(4):
        town.app.recommend()
        town.app.recommend(seed=1)
        town.tomorrow(batch)
    kept = exported(town.store)["digests"]
    assert [digest["day"] for digest in kept] == [
        (town.now - timedelta(days=back)).date().isoformat() for back in (2, 1)
    ]


def every_byte(town):
    return b"".join(path.read_bytes() for path in town.path.parent.glob(f"{town.path.name}*") if path.is_file())
