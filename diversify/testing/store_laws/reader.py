"""Rules of the shelf of the reader, the privacy level first of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from diversify.domain import DELIBERATE, Feedback, FeedbackKind, Interest, Reason, Slate
from diversify.errors import PlaceError, SettingsError, UsageError
from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY, make_article, make_feed, make_slate, make_understanding
from diversify.testing.expect import expect, expect_error, expect_same

_KINDS: tuple[FeedbackKind, ...] = get_args(FeedbackKind)
_MINUTE = timedelta(minutes=1)


def acts_are_kept_in_order(store: Store) -> None:
    """An act comes back with its id and every field; acts are in order of time, then of recording."""
    ids = _articles(store)
    store.reader.turn("privacy", "local")
    acts = [
        Feedback("read", ids[0], EPOCH_DAY + 2 * _MINUTE, 1 / 3, slate=4, position=2),
        Feedback("like", ids[1], EPOCH_DAY),
        Feedback("less", ids[1], EPOCH_DAY),
    ]
    kept = [store.reader.record(act) for act in acts]
    numbers = [act.id for act in kept if act is not None]
    expect(len(set(numbers)) == 3 and min(numbers) > 0, "each act must get an id of its own")
    wanted = [replace(act, id=number) for act, number in zip(acts, numbers, strict=True)]
    expect_same(kept, wanted, "record() must return the act as kept")
    expect_same(store.reader.feedback(), [wanted[1], wanted[2], wanted[0]], "acts must be in order of time")
    expect_same(store.reader.feedback(until=EPOCH_DAY), wanted[1:], "up to a moment, it included")
    store.reader.record(acts[1])
    expect_same(len(store.reader.feedback()), 4, "the same act done twice is two acts")


def impossible_acts_are_refused(store: Store) -> None:
    """An unknown article is named, under every level; unknown kinds and impossible depths are refused."""
    ids = _articles(store)
    for level in (None, "nothing", "explicit", "local"):
        store.reader.turn("privacy", level)
        act = Feedback("like", 987654, EPOCH_DAY)
        error = expect_error(PlaceError, lambda a=act: store.reader.record(a), "an unknown article")  # type: ignore[misc]
        expect("987654" in str(error), "the error must name the article")
    odd = Feedback("stare", ids[0], EPOCH_DAY)  # type: ignore[arg-type]
    expect_error(UsageError, lambda: store.reader.record(odd), "an unknown kind")
    for value in (-0.1, 1.1, float("nan")):
        deep = Feedback("read", ids[0], EPOCH_DAY, value)
        expect_error(ValueError, lambda a=deep: store.reader.record(a), "an impossible depth")  # type: ignore[misc]
    naive = Feedback("like", ids[0], EPOCH_DAY.replace(tzinfo=None))
    expect_error(ValueError, lambda: store.reader.record(naive), "a time without a zone")
    expect_same(store.reader.feedback(), [], "nothing refused may be kept")


def the_level_decides_what_is_kept(store: Store) -> None:
    """`nothing` keeps no act, `explicit` the deliberate ones, `local` all; undecided is `explicit`."""
    ids = _articles(store)
    wanted = {None: set(DELIBERATE), "nothing": set(), "explicit": set(DELIBERATE), "local": set(_KINDS)}
    for level, kinds in wanted.items():
        store.reader.turn("privacy", level)
        kept = {kind for kind in _KINDS if store.reader.record(Feedback(kind, ids[0], EPOCH_DAY)) is not None}
        expect_same(kept, kinds, f"what is kept under {level}")
        expect_same({act.kind for act in store.reader.feedback()}, kinds, f"what is there under {level}")
        store.reader.forget(ids)


def lowering_the_level_erases(store: Store) -> None:
    """What the new level does not keep is erased, also when the dial is removed; raising brings nothing back."""
    ids = _articles(store)
    steps = {"explicit": set(DELIBERATE), "nothing": set(), None: set(DELIBERATE)}
    for level, kinds in steps.items():
        store.reader.turn("privacy", "local")
        for kind in _KINDS:
            store.reader.record(Feedback(kind, ids[0], EPOCH_DAY))
        store.reader.turn("privacy", level)
        expect_same({act.kind for act in store.reader.feedback()}, kinds, f"what {level} leaves")
        store.reader.turn("privacy", "local")
        expect_same({act.kind for act in store.reader.feedback()}, kinds, "raising must bring nothing back")
        store.reader.forget(ids)
    expect_error(SettingsError, lambda: store.reader.turn("privacy", "some"), "an unknown level")
    expect_same(store.reader.dials()["privacy"], "local", "a refused level must change nothing")


def sensitive_articles_leave_no_trace(store: Store) -> None:
    """Acts on them are not kept, and those kept before they were recognised are erased."""
    ids = _articles(store)
    store.reader.turn("privacy", "local")
    store.reader.record(Feedback("like", ids[0], EPOCH_DAY))
    store.reader.record(Feedback("like", ids[1], EPOCH_DAY))
    store.articles.understand(ids, "m", make_understanding(len(ids), sensitive=[0]))
    expect_same([act.article_id for act in store.reader.feedback()], [ids[1]], "earlier acts must be erased")
    for kind in _KINDS:
        expect_same(store.reader.record(Feedback(kind, ids[0], EPOCH_DAY)), None, f"a {kind} must not be kept")
    expect_same([act.article_id for act in store.reader.feedback()], [ids[1]], "no act may be kept")


def nothing_keeps_hardly_any_slates(store: Store) -> None:
    """Under `nothing` the slate shown last is kept, so that its places can be opened, and the one of the day before."""
    ids = _articles(store)
    made = [store.slates.save(make_slate(ids[:n], day=f"2026-03-0{n}")) for n in (1, 2, 3)]
    store.reader.turn("privacy", "nothing")
    expect_same(_shown(store), [made[1].id, made[2].id], "the two last must stay, the earlier be erased")
    for slate in (make_slate(ids, day="2026-03-04"), make_slate(ids[1:], day="2026-03-04")):
        newest = store.slates.save(slate)
        expect_same(_shown(store), [made[2].id, newest.id], "made twice on a day, the day before must stay")


def slates_tell_nothing_of_what_was_forgotten(store: Store) -> None:
    """Forgetting, lowering the level and sensitive findings take scores and reasons; unsaying what names the thing."""
    ids = _articles(store)
    told = {"learned": Reason("learned", "Like what you read.", {"similar": 0.5})}
    told["interest"] = Reason("interest", "You asked for more about “rain”.", {"interest:term:rain": 2.0})

    def show() -> None:
        slate = make_slate(ids)
        store.slates.save(replace(slate, items=tuple(replace(i, reasons=tuple(told.values())) for i in slate.items)))

    def kinds() -> set[str]:
        return {reason.kind for slate in store.slates.since(EPOCH_DAY) for i in slate.items for reason in i.reasons}

    store.reader.turn("privacy", "local")
    show()
    store.reader.say(Interest("term", "rain", 0.5))
    store.reader.unsay("term", "rain")
    expect_same(kinds(), {"learned"}, "a reason that names what was unsaid must go, the other stay")
    takers = (
        lambda: store.reader.forget(ids),
        lambda: store.reader.turn("privacy", "explicit"),
        lambda: store.articles.understand(ids[:1], "m", make_understanding(1, sensitive=[0])),
    )
    for take in takers:
        store.reader.turn("privacy", "local")
        show()
        store.reader.record(Feedback("like", ids[0], EPOCH_DAY))
        take()
        expect_same(kinds(), set(), "no reason may be left")
        items = [item for slate in store.slates.since(EPOCH_DAY) for item in slate.items]
        expect(items and not any(item.scores for item in items), "what was shown stays, its scores go")
    show()
    store.reader.turn("privacy", "local")
    expect_same(kinds(), {"learned", "interest"}, "raising the level must take nothing")


def interests_are_said_and_unsaid(store: Store) -> None:
    """One interest a thing, the last said; in the order of saying."""
    rain = Interest("term", "rain", 0.1 + 0.2, EPOCH_DAY)
    for interest in (rain, Interest("industry", "sport", 1.0), Interest("author", "rain", -1.0)):
        store.reader.say(interest)
    store.reader.say(Interest("industry", "sport", -0.5, EPOCH_DAY))
    wanted = [rain, Interest("author", "rain", -1.0), Interest("industry", "sport", -0.5, EPOCH_DAY)]
    expect_same(store.reader.interests(), wanted, "what was said anew is said last")
    expect_same(store.reader.unsay("term", "rain"), True, "there was one")
    expect_same(store.reader.unsay("term", "rain"), False, "there is none now")
    expect_same(store.reader.interests(), wanted[1:], "the others must stay")
    expect_error(UsageError, lambda: store.reader.say(Interest("mood", "x", 0.0)), "an unknown kind")  # type: ignore[arg-type]


def what_was_said_is_said_back(store: Store) -> None:
    """Sayings and unsayings are undone one by one, newest first; what was forgotten leaves no trace to undo."""
    reader, nothing = store.reader, (None, None)
    less, more = Interest("term", "rain", -0.5, EPOCH_DAY), Interest("term", "rain", 0.5)
    for interest in (more, less, Interest("author", "a: b", 1.0)):
        reader.say(interest)
    expect_same(reader.unsay("term", "rain", undoable=True), True, "there was one")
    told = [said["weight"] for _, said in reader.history("interests")]
    expect_same(told, [-0.5, None, 0.5, None], "the history tells what held before, newest first")
    expect_same(reader.say_back(), (None, less), "what was removed holds again")
    expect_same(reader.interests()[-1], less, "with its own moment")
    expect_same(reader.say_back(), (Interest("author", "a: b", 1.0), None), "what was new goes")
    expect_same(reader.say_back(), (less, more), "what was changed is as before")
    expect_same(reader.interests(), [more], "one thing is said")
    reader.say(less)
    expect_same(reader.unsay("term", "rain"), True, "it is forgotten")
    expect_same(reader.history("interests"), [], "with all that was ever said of it")
    expect_same(reader.say_back(), nothing, "there is nothing to undo")


def an_act_is_taken_back(store: Store) -> None:
    """One act goes, the others stay; slates made after it for a later moment tell no more how they were made."""
    ids = _articles(store)
    first = store.slates.save(_telling(ids, "2026-03-01"))
    act = store.reader.record(Feedback("like", ids[0], EPOCH_DAY, slate=first.id, position=1))
    kept = store.reader.record(Feedback("pin", ids[0], EPOCH_DAY))
    second = store.slates.save(_telling(ids, "2026-03-02"))
    if act is None or kept is None:
        raise AssertionError("both acts must be kept")
    expect_same(store.reader.acts_on([ids[0]]), [act, kept], "acts on an article are in order")
    expect_same(store.reader.acts_on(ids[1:]), [], "no act was made on the others")
    expect_same(store.reader.take_back(act.id), act, "what was taken back must be returned")
    expect_same(store.reader.take_back(act.id), None, "it can be taken back once")
    expect_same(store.reader.feedback(), [kept], "the other act must stay")
    told = {slate.id: bool(slate.items[0].reasons) for slate in store.slates.since(EPOCH_DAY)}
    expect_same(told, {first.id: True, second.id: False}, "only slates made after it rest on it")


def _telling(ids: Sequence[int], day: str) -> Slate:
    slate = make_slate(ids, day=day)
    reason = Reason("learned", "Like what you read.", {"similar": 0.5})
    return replace(slate, items=tuple(replace(item, reasons=(reason,)) for item in slate.items))


def acts_can_be_forgotten(store: Store) -> None:
    """All acts on the articles named are erased, and counted."""
    ids = _articles(store)
    for article_id in (ids[0], ids[0], ids[1]):
        store.reader.record(Feedback("like", article_id, EPOCH_DAY))
    expect_same(store.reader.forget([ids[0], 10**9]), 2, "two acts on the first")
    expect_same([act.article_id for act in store.reader.feedback()], [ids[1]], "the other must stay")
    expect_same(store.reader.forget([]), 0, "nothing to forget")


def dials_can_be_undone(store: Store) -> None:
    """A dial holds any JSON value; what it was before is kept, newest first; None removes it."""
    store.reader.turn("mix", "6/3/3")
    store.reader.turn("mix", {"near": 1, "far": [0.1, None, True]})
    store.reader.turn("mix", {"near": 1, "far": [0.1, None, True]})
    store.reader.turn("reach", 0.1 + 0.2)
    store.reader.turn("home", ("sport", "law"))
    wanted = {"home": ["sport", "law"], "mix": {"near": 1, "far": [0.1, None, True]}, "reach": 0.1 + 0.2}
    expect_same(store.reader.dials(), wanted, "dials as turned")
    expect_same([value for _, value in store.reader.history("mix")], ["6/3/3", None], "history newest first")
    store.reader.turn("mix", None)
    store.reader.turn("mix", None)
    expect("mix" not in store.reader.dials(), "None must remove a dial")
    history = store.reader.history("mix")
    expect_same(history[0][1], wanted["mix"], "what was removed must be in the history")
    expect(history == sorted(history, key=lambda entry: entry[0], reverse=True), "moments must be newest first")
    expect(all(moment.tzinfo is not None for moment, _ in history), "moments must have a zone")
    expect_same(store.reader.history("size"), [], "an unturned dial has no history")
    for value in (float("nan"), {1, 2}):
        expect_error(SettingsError, lambda v=value: store.reader.turn("mix", v), "no JSON value")  # type: ignore[misc]


def _shown(store: Store) -> list[int]:
    return [slate.id for slate in sorted(store.slates.since(EPOCH_DAY), key=lambda slate: (slate.day, slate.id))]


def _articles(store: Store) -> list[int]:
    (feed,) = store.feeds.add([make_feed(1)])
    return store.articles.save([make_article(number, feed.id) for number in range(3)])


LAWS = (
    acts_are_kept_in_order,
    impossible_acts_are_refused,
    the_level_decides_what_is_kept,
    lowering_the_level_erases,
    sensitive_articles_leave_no_trace,
    nothing_keeps_hardly_any_slates,
    slates_tell_nothing_of_what_was_forgotten,
    interests_are_said_and_unsaid,
    what_was_said_is_said_back,
    an_act_is_taken_back,
    acts_can_be_forgotten,
    dials_can_be_undone,
)
