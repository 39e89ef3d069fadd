"""What the reader permits one feed beyond what all may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from diversify.app.subscribing import find_feeds, subscribe
from diversify.domain import Feed, FeedLimits
from diversify.errors import UsageError
from diversify.ingest import canonical_url
from diversify.ingest.limits import LIMITS
from diversify.protocols import Store


def read_limits(given: Mapping[str, str | None]) -> dict[str, float]:
    """Field of `FeedLimits` to value, of limits that were typed; None is one that was not.

    Raises
    ------
    UsageError
        Where a value is no number, or beyond what any feed may have.

    Examples
    --------
    >>> read_limits({"bytes": "30M", "cpu": None})
    {'max_bytes': 31457280}
    """
    values = {}
    for name, text in given.items():
        if text is not None:
            try:
                values[LIMITS[name].field] = LIMITS[name].read(text)
            except ValueError as error:
                raise UsageError(f"--{name} {text!r}", mend=str(error)) from error
    return values


def limit(store: Store, name: str, values: Mapping[str, float], *, anew: bool = False, now: datetime) -> Feed:
    """Set limits of the feed of that name, and have it read anew: what it was refused may be there now.

    Parameters
    ----------
    store
        Where it is, or will be: an address that is none yet is subscribed to, because it may be one that could not be
        added for its size.
    name
        Address, number or exact title.
    values
        As `read_limits` gives them.
    anew
        Forget the limits that were set before.
    now
        When it is subscribed to.
    """
    feed = _found(store, name, now=now) if values else find_feeds(store, (name,))[0]
    before = FeedLimits() if anew else feed.limits
    changed = replace(feed, limits=replace(before, **values))  # type: ignore[arg-type]  # each of the type of its field
    store.feeds.change(changed)
    state = store.feeds.states().get(feed.id)
    if state is not None and changed.limits != feed.limits:
        # Without validators the whole document comes again; what failed for a limit need not wait.
        fresh = replace(state, etag="", last_modified="", content_hash="", failures=0, not_before=None)
        store.feeds.save_states([fresh])
    return changed


def _found(store: Store, name: str, *, now: datetime) -> Feed:
    try:
        return find_feeds(store, (name,))[0]
    except UsageError:
        url = canonical_url(name)
        if not url:
            raise
        added, known = subscribe(store, [Feed(url)], now=now)
        return (added or known)[0]


def limits_told(feed: Feed) -> list[dict[str, Any]]:
    """Every limit of a feed: name, value in force, usual value and the most that can be set, in numbers."""
    own = asdict(feed.limits)
    return [
        {
            "name": name,
            "value": limit.usual if own[limit.field] is None else own[limit.field],
            "own": own[limit.field] is not None,
            "usual": limit.usual,
            "most": limit.most,
        }
        for name, limit in LIMITS.items()
    ]
