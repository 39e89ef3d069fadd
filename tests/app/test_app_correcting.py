"""What a reader may do with what is believed of them: halve, keep, take back, carry to another store."""

import json
from datetime import timedelta

import pytest

from diversify.app import App
from diversify.app.correcting import halve, pin, strength, undo
from diversify.app.knowing import exported
from diversify.app.moving import profile_document, read_profile_file, take_in
from diversify.domain import Belief, Interest
from diversify.errors import FileError, UsageError
from diversify.store import MemoryStore, SqliteStore


def reads(app, feed=1, count=6):
    """Read to their end the articles of one source."""
    ids = [one.id for one in app.store.articles.texts() if one.feed_id == feed][:count]
    for number in ids:
        app.record(number, "read", value=1.0)
    return app.store.feeds.all()[feed - 1].url


def test_half_of_what_was_said_and_half_of_what_was_learned(app, clock):
    app.say(Interest("term", "rain", 0.8))
    assert halve(app.store, app.profile()[0], Interest("term", "rain", 0.0), now=clock()).weight == 0.4
    url = reads(app)
    profile = app.profile()[0]
    (belief,) = [b for b in profile.beliefs if b.kind == "feed"]
    said = halve(app.store, profile, Interest("feed", url, 0.0), now=clock())
    assert said.weight == pytest.approx(strength(belief, profile.confidence) / 2, abs=1e-6)


def test_a_belief_counts_in_ranking_what_its_strength_says(app, clock):
    """Pinned, the source's articles keep the term they had, under what was said."""
    from diversify.app.believing import occasion_of, profile_at
    from diversify.app.digesting import Asked, gather
    from diversify.rank import relevance_terms

    url = reads(app)
    asked = Asked(occasion_of(app.store, clock().astimezone().date().isoformat()).day, 0, app.dials.policy())
    before = gather(app.store, asked)
    rows = before.pool[before.pool.feeds == 1]
    learned = relevance_terms(rows, before.profile, occasion=before.occasion)[f"learned:feed:{url}"]
    pin(app.store, app.profile()[0], Interest("feed", url, 0.0), now=clock())
    after = profile_at(app.store, before.occasion)
    said = relevance_terms(rows, after, occasion=before.occasion)
    assert said[f"interest:feed:{url}"] == pytest.approx(learned, rel=1e-3)
    assert f"learned:feed:{url}" not in said


def test_what_is_not_believed_cannot_be_halved_and_a_mute_neither(app, clock):
    with pytest.raises(UsageError, match="nothing is believed of the term 'snow'"):
        halve(app.store, app.profile()[0], Interest("term", "snow", 0.0), now=clock())
    app.say(Interest("term", "rain", -1.0))
    with pytest.raises(UsageError, match="is muted"):
        halve(app.store, app.profile()[0], Interest("term", "rain", 0.0), now=clock())


def test_undo_takes_back_the_last_thing_said_or_turned(app, clock):
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(MemoryStore())
    clock.now += timedelta(minutes=1)
    app.store.reader.turn("reach", 0.7)
    clock.now += timedelta(minutes=1)
    app.say(Interest("term", "rain", 0.5, at=clock()))
    assert undo(app.store) == "taken back: term rain (+0.5)"
    assert undo(app.store) == "reach: again as at first"
    assert app.dials.reach == 0.5


@pytest.fixture(params=["memory", "sqlite"])
def any_store(request, clock, tmp_path):
    """Each kind of store."""
    store = MemoryStore(clock=clock) if request.param == "memory" else SqliteStore(tmp_path / "s.db", clock=clock)
    yield store
    store.close()


def test_undo_brings_back_what_was_removed_and_what_was_changed(any_store, clock):
    """Every dial is undoable, one step at a time: the newest first, an interest as it was with its moment."""
    app = App(any_store, clock=clock)
    app.say(Interest("term", "rain", 0.8, at=clock()))
    first = any_store.reader.interests()
    clock.now += timedelta(minutes=1)
    halve(any_store, app.profile()[0], Interest("term", "rain", 0.0), now=clock())
    clock.now += timedelta(minutes=1)
    any_store.reader.unsay("term", "rain", undoable=True)
    assert any_store.reader.interests() == []
    assert undo(any_store) == "term rain: again +0.4, was nothing"
    assert undo(any_store) == "term rain: again +0.8, was +0.4"
    assert any_store.reader.interests() == first
    assert undo(any_store) == "taken back: term rain (+0.8)"
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(any_store)


def test_what_was_forgotten_cannot_be_brought_back(any_store, clock):
    """Who forgets a thing wants no trace of it, not even that it was ever said."""
    app = App(any_store, clock=clock)
    app.say(Interest("term", "rain", 0.8, at=clock()))
    app.say(Interest("term", "rain", -0.8, at=clock()))
    app.forget("rain")
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(any_store)
    assert "rain" not in json.dumps(exported(any_store))


def test_a_profile_goes_from_one_store_to_another(app, clock):
    app.say(Interest("term", "rain", -1.0))
    app.store.reader.turn("mix", "4/4/4")
    url = reads(app)
    document = json.loads(json.dumps(profile_document(app.store, app.profile()[0], now=clock())))
    assert "privacy" not in document["dials"]
    other = App(MemoryStore(clock=clock), clock=clock)
    taken = take_in(other.store, document, name="f", now=clock())
    assert (taken.interests, taken.dials, taken.sensitive) == (1 + len(document["beliefs"]), 1, 0)
    assert other.dials.mix.far == 4
    said = {(i.kind, i.value): i.weight for i in other.store.reader.interests()}
    assert said["term", "rain"] == -1.0
    assert 0 < said["feed", url] < 0.1
    assert other.profile()[1]["statements"], "told before any model is trained"


def test_what_is_sensitive_is_left_out_unless_it_is_a_mute(app, clock):
    words = [("term", "hiv", 0.5), ("topic", "election, ballot", 0.5), ("term", "abortion", -1.0), ("term", "rain", 1)]
    document = {
        "format": "diversify-profile",
        "version": 1,
        "interests": [{"kind": k, "value": v, "weight": w} for k, v, w in words],
    }
    taken = take_in(app.store, document, name="f", now=clock())
    assert (taken.interests, taken.sensitive) == (2, 2)
    assert {i.value for i in app.store.reader.interests()} == {"abortion", "rain"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"format": "diversify-profile", "versi', "f.json: is cut short"),
        (b"", "f.json: is no profile file"),
        (b"[1, 2]", "f.json: is no profile file"),
        (b"\xff\xfe", "f.json: is no profile file"),
        (b'{"format": "diversify-profile", "version": 2}', "written by a newer diversify"),
        (b'{"format": "diversify-profile"}', "version None"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_in_one_line(body, told):
    with pytest.raises(FileError, match=told) as error:
        read_profile_file(body, "f.json")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "fault",
    [
        {"interests": [{"kind": "mood", "value": "x", "weight": 0.1}]},
        {"interests": [{"kind": "term", "value": "x", "weight": 7}]},
        {"interests": [{"kind": "term", "value": "x", "weight": True}]},
        {"interests": {"kind": "term"}},
        {"dials": {"mix": "1/2"}},
        {"dials": {"reach": "far"}},
        {"dials": [1]},
    ],
)
def test_nothing_is_taken_in_from_a_file_with_one_fault(app, clock, fault):
    good = {"format": "diversify-profile", "version": 1, "interests": [{"kind": "term", "value": "y", "weight": 0.1}]}
    document = good | {key: [*good.get(key, []), *value] if key == "interests" and isinstance(value, list) else value
                       for key, value in fault.items()}  # fmt: skip
    with pytest.raises(FileError, match=r"f\.json"):
        take_in(app.store, document, name="f.json", now=clock())
    assert app.store.reader.interests() == []


def test_strength_is_bounded_and_signed():
    assert strength(Belief("topic", "t", -1.0, 1.0, 9), 0.8) < 0
    assert strength(Belief("topic", "t", 0.0, 1.0, 9), 1.0) == 0
