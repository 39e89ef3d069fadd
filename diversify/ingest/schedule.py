"""When a feed is visited again, and what a visit teaches. Pure.

A feed that answers is left alone for half the usual time between two of its articles, and the longer, the longer it has
been silent; never for less than an hour, and for less than a day, so that who asks every morning is answered every
morning. A visit that brought nothing, at the time when it was due, lengthens the rest by a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise

from diversify.domain import Feed, Fetched, FetchState
from diversify.ingest.urls import host_of, same_site

SHORTEST_REST = timedelta(hours=1)
LONGEST_REST = timedelta(hours=20)
BACK_OFF = timedelta(hours=1)
"""After the first failure; doubled with each further one."""
LONGEST_BACK_OFF = timedelta(days=2)
BELIEVED_AFTER = timedelta(days=3)
"""A permanent redirect to another site is believed once it has been given for this long."""
EARLY = timedelta(minutes=15)
"""How much too early a feed may be asked that has rested for most of a day: no morning begins at the same second."""
SILENCED = frozenset(("busy", "held"))
"""Kinds of failure that are a host's wish for silence: it said so to this feed, or to another one."""

_NEWEST = 20


def is_due(feed: Feed, state: FetchState | None, *, now: datetime, everything: bool = False) -> bool:
    """Whether a feed is visited now; `everything` ignores dates, never a pause or a retirement.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> is_due(Feed("http://n.example/", id=1), FetchState(1, retired=True), now=now, everything=True)
    False
    """
    if feed.paused or (state is not None and state.retired):
        return False
    if everything or state is None:
        return True
    since = None if state.last_success is None or state.failures > 0 else now - state.last_success
    if since is not None and since < SHORTEST_REST:
        return False
    early = EARLY if since is not None and since > LONGEST_REST and state.error_kind not in SILENCED else timedelta(0)
    return state.not_before is None or state.not_before <= now + early


def silenced(feeds: Iterable[Feed], states: Mapping[int, FetchState], *, now: datetime) -> frozenset[str]:
    """Hosts that asked for silence, in this run of the program or an earlier one, and still want it.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> told = FetchState(1, error_kind="busy", not_before=now + timedelta(hours=1))
    >>> sorted(silenced([Feed("http://n.example/a", id=1), Feed("http://m.example/b", id=2)], {1: told}, now=now))
    ['n.example']
    """
    told = ((feed, states.get(feed.id)) for feed in feeds)
    return frozenset(
        host_of(feed.url)
        for feed, state in told
        if state and state.error_kind in SILENCED and state.not_before is not None and state.not_before > now
    )


def pace(published: Iterable[datetime | None], *, now: datetime) -> timedelta | None:
    """How long a feed may rest, judged by the dates of its articles; None where fewer than two have one.

    Half the median time between two of the twenty newest, but at least an eighth of the time since the newest.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> str(pace([now - timedelta(hours=4 * n) for n in range(9)], now=now))
    '2:00:00'
    >>> str(pace([now - timedelta(days=2), now - timedelta(days=3)], now=now))
    '12:00:00'
    """
    moments = sorted((moment for moment in published if moment is not None and moment <= now), reverse=True)[:_NEWEST]
    if len(moments) < 2:
        return None
    gaps = sorted(later - earlier for later, earlier in pairwise(moments))
    return max(gaps[len(gaps) // 2] / 2, (now - moments[0]) / 8)


def rest(state: FetchState, *, now: datetime, changed: bool, pace: timedelta | None) -> timedelta:
    """How long a feed that has answered is left alone; `state` is that of before the visit."""
    if pace is None:
        planned = SHORTEST_REST
        if state.not_before and state.last_success and not state.failures and not changed:
            planned = state.not_before - state.last_success
            planned *= 1.25 if state.not_before <= now else 1
        pace = planned
    return min(max(pace, SHORTEST_REST), LONGEST_REST)


def back_off(feed_id: int, failures: int, now: datetime) -> timedelta:
    """How long to leave a failing feed alone: doubling, with jitter of up to a quarter.

    The jitter is drawn from the feed and the moment of the failure: another at each feed and at each reader's, so that
    nobody comes back together, and the same when it is computed again.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> back_off(1, 1, now) < back_off(1, 3, now) < back_off(1, 30, now) <= LONGEST_BACK_OFF * 1.25
    True
    """
    digest = blake2b(f"{feed_id}:{failures}:{now.isoformat()}".encode(), digest_size=2).digest()
    jitter = int.from_bytes(digest, "big") / 65_536 / 4
    wait: timedelta = min(BACK_OFF * 2 ** min(max(failures, 1) - 1, 12), LONGEST_BACK_OFF)
    return wait * (1 + jitter)


def after_failure(state: FetchState, *, kind: str, message: str, now: datetime, wish: datetime | None) -> FetchState:
    """State after a visit that brought nothing; `wish` is the server's own not-before date.

    A host that is busy has said itself when to come again: that counts alone, for all feeds there. Who was held back
    because of another's answer has not failed.
    """
    if kind == "held":
        return replace(state, error_kind=kind, error_message=message, not_before=wish or now)
    failures = state.failures + 1
    again = now + back_off(state.feed_id, failures, now)
    if wish is not None:
        again = wish if kind == "busy" else max(again, wish)
    return replace(state, last_try=now, failures=failures, error_kind=kind, error_message=message, not_before=again)


def after_gone(state: FetchState, *, message: str, now: datetime) -> FetchState:
    """State after 410 Gone: the feed is retired."""
    return replace(
        state,
        last_try=now,
        failures=state.failures + 1,
        error_kind="gone",
        error_message=message,
        retired=True,
        not_before=None,
    )


def after_success(
    state: FetchState,
    answer: Fetched,
    *,
    now: datetime,
    digest: str = "",
    changed: bool = False,
    pace: timedelta | None = None,
) -> FetchState:
    """State after an answer that could be used; `digest` is empty where the answer had no body (304).

    The feed is not visited before it has rested, nor before the server wishes.
    """
    rested = now + rest(state, now=now, changed=changed, pace=pace)
    return replace(
        state,
        etag=answer.etag if digest else answer.etag or state.etag,
        last_modified=answer.last_modified if digest else answer.last_modified or state.last_modified,
        content_hash=digest or state.content_hash,
        not_before=max(rested, answer.not_before) if answer.not_before else rested,
        last_try=now,
        last_success=now,
        last_change=now if changed else state.last_change,
        failures=0,
        error_kind="",
        error_message="",
    )


def after_redirect(feed: Feed, state: FetchState, answer: Fetched, *, now: datetime) -> tuple[Feed, FetchState]:
    """Remember a permanent redirect, and believe it: within a site at once, elsewhere after it stood for days.

    One from https to http is never within the site; and a permission to be at a private address moves to no other host,
    so such a feed stays where it is and is found by way of its old address.
    """
    target = answer.moved_to
    elsewhere = feed.allow_private and host_of(feed.url) != host_of(target)
    if not target or target == feed.url or elsewhere:
        return feed, replace(state, moved_to="", moved_since=None) if state.moved_to else state
    since = state.moved_since if state.moved_to == target and state.moved_since else now
    near = same_site(feed.url, target) and target.startswith(("https:", feed.url.partition(":")[0] + ":"))
    if near or now - since >= BELIEVED_AFTER:
        return replace(feed, url=target), replace(state, moved_to="", moved_since=None)
    return feed, replace(state, moved_to=target, moved_since=since)
