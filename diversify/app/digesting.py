"""Make the digest of a day: a function of the store, the day, the dials and the seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from diversify.app.asking import ask, check_in_of
from diversify.app.believing import Grounds, articles_by_id, grounds_at, occasion_of, profile_of
from diversify.app.dials import Dials
from diversify.app.silencing import muted_teasers
from diversify.app.updating import catch_up
from diversify.domain import Candidates, Digest, Feedback, Memory, Occasion, Profile, Slate, SlatePolicy
from diversify.protocols import Store

POOL: Final = 6_000
"""The newest articles that compete for a digest, beside the newest of every source; a day of 600 busy sources."""


@dataclass(frozen=True)
class Asked:
    """What digest is asked for: the day, the seed, and the policy of the reader's dials."""

    day: str
    seed: int
    policy: SlatePolicy


@dataclass(frozen=True, eq=False)
class Gathered:
    """All that ranking is a function of, beside the policy; and the grounds of the profile."""

    pool: Candidates
    profile: Profile
    memory: Memory
    occasion: Occasion
    grounds: Grounds


def make_slate(store: Store, asked: Asked, *, now: datetime) -> tuple[Slate, Occasion]:
    """Rank the day's candidates for this reader, and keep what was shown; the slate, and the words to speak of it.

    Once a week a question about what is believed is asked with it.

    Raises
    ------
    ModelError
        Where no model is trained.
    """
    catch_up(store, now=now)
    given = gather(store, asked)
    slate = store.slates.save(_ranked(store, given, asked))
    ask(store, given.profile, given.grounds, occasion=given.occasion, now=now)
    return slate, given.occasion


def preview(store: Store, asked: Asked) -> tuple[Slate, Occasion]:
    """The slate that would be made, kept nowhere: what a turn of the dials would do, before it is made.

    Raises
    ------
    ModelError
        Where no model is trained.
    """
    given = gather(store, asked)
    return _ranked(store, given, asked), given.occasion


def _ranked(store: Store, given: Gathered, asked: Asked) -> Slate:
    """The slate of these candidates; again without those whose teasers hold what was muted, until none does."""
    import numpy as np

    from diversify.rank import recommend

    pool = given.pool
    while True:
        slate = recommend(pool, given.profile, given.memory, policy=asked.policy, occasion=given.occasion)
        silenced = set(muted_teasers(store, slate, given.profile))
        if not silenced:
            return slate
        pool = pool[~np.isin(pool.ids, sorted(silenced))]


def gather(store: Store, asked: Asked) -> Gathered:
    """Candidates, profile and memory of a day, counted up to its end.

    So the same store, day, dials and seed give the same slate, whatever the clock says.
    """
    occasion = occasion_of(store, asked.day, seed=asked.seed)
    pool = store.articles.candidates(
        occasion.card.version,
        since=occasion.as_of - timedelta(days=asked.policy.window_days),
        until=occasion.as_of,
        languages=asked.policy.languages,
        limit=POOL,
    )
    feedback = store.reader.feedback(until=occasion.as_of)
    grounds = grounds_at(store, occasion, feedback)
    profile = profile_of(store, grounds, occasion)
    memory = memory_at(store, occasion, feedback, days=asked.policy.memory_days)
    return Gathered(pool, profile, memory, occasion, grounds)


def shown_already(store: Store, asked: Asked) -> Slate | None:
    """The day's slate as it was made, where it was made with the same seed and policy; it becomes the last shown.

    One whose reasons were forgotten since is made anew: every item says why it is there.
    """
    slate = store.slates.last(asked.day)
    if slate is None or (slate.seed, slate.policy) != (asked.seed, asked.policy):
        return None
    return store.slates.save(slate) if all(item.reasons for item in slate.items) else None


def memory_at(store: Store, occasion: Occasion, feedback: Sequence[Feedback], *, days: int) -> Memory:
    """What was shown in the days before, and read outside a digest."""
    from diversify.rank import remember

    # The day's own slates go along: acts on their items are no reason to leave them out when it is made again.
    since = occasion.as_of - timedelta(days=days)
    slates = [slate for slate in store.slates.since(since) if slate.day <= occasion.day]
    # Acts on a slate are made during its day, before the moment that it is dated.
    acts = [act for act in feedback if act.at >= since - timedelta(days=1)]
    shown = {number for slate in slates for item in slate.items for number in (item.article_id, *item.others)}
    articles = articles_by_id(store, shown | {act.article_id for act in acts})
    return remember(
        slates,
        articles=articles,
        understood=store.articles.understood(sorted(articles), occasion.card.version),
        feedback=acts,
        feeds_shown=store.slates.feeds_shown(occasion.day),
        occasion=occasion,
    )


def dress(store: Store, slate: Slate, *, reader: str, occasion: Occasion | None = None) -> Digest:
    """The slate in the words that outputs print; `occasion` is the one it was made on, where that is at hand."""
    from diversify.digest import compose

    wanted = {number for item in slate.items for number in (item.article_id, *item.others)}
    articles = articles_by_id(store, wanted)
    occasion = occasion or occasion_of(store, slate.day, seed=slate.seed, articles=articles.values())
    ids = [item.article_id for item in slate.items if item.article_id in articles]
    digest = compose(
        slate,
        articles=articles,
        understood=store.articles.understood(ids, occasion.card.version),
        occasion=occasion,
        reader=reader,
    )
    if not digest.items:
        return digest
    return replace(digest, notice=_first_notice(store, slate.day), check_in=check_in_of(store, slate.day))


def _first_notice(store: Store, day: str) -> str:
    """What a first digest says of itself; empty where an earlier one was shown, or anything was read."""
    from diversify.digest import first_notice

    if store.slates.feeds_shown(day) or store.reader.feedback():
        return ""
    dials = Dials.read(store.reader.dials())
    return first_notice(dials.privacy, said=bool(dials.home or store.reader.interests()))
