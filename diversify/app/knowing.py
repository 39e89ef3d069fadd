"""What is kept and believed, said openly; and its removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from diversify.app.acting import find_place
from diversify.app.asking import forget_asked
from diversify.app.believing import UNTRAINED, Grounds, articles_by_id
from diversify.app.dials import Dials
from diversify.app.subscribing import find_feeds
from diversify.domain import CHECK_IN, Interest, InterestKind, Occasion, PrivacyLevel, Profile, Taxonomy
from diversify.errors import UsageError
from diversify.protocols import Store

WAYS = ("mail", "feed", "mail stopped", CHECK_IN)
"""On which the reader is reached: days mailed, days that stood in a feed, the day on which mails were stopped, and days
on which a question was asked."""
EVERYTHING = "everything"
"""What `forget` takes for all that was observed."""


def exported(store: Store) -> dict[str, Any]:
    """All that is kept about the reader: what they said, what they did, their dials, what they were shown."""
    slates, acts = store.slates.since(datetime(1970, 1, 1, tzinfo=UTC)), store.reader.feedback()
    met = {act.article_id for act in acts} | {item.article_id for slate in slates for item in slate.items}
    dials = store.reader.dials()
    return {
        "interests": [_plain(asdict(interest)) for interest in store.reader.interests()],
        "interests_before": [[moment.isoformat(), said] for moment, said in store.reader.history("interests")],
        "feedback": [_plain(asdict(act)) for act in acts],
        "dials": dials,
        "dials_before": {name: _turns(store, name) for name in sorted({*dials, *Dials.names()})},
        "digests": [_plain(asdict(slate)) for slate in slates],
        "deliveries": [_plain(asdict(one)) for way in WAYS for one in store.deliveries.of(way)],
        "articles": [
            {"id": article.id, "title": article.title, "url": article.url}
            for article in store.articles.get(sorted(met))
        ],
        "sources": [_plain(asdict(feed)) for feed in store.feeds.all()],
    }


def _turns(store: Store, name: str) -> list[list[Any]]:
    """Earlier values of a dial, newest first, each with the moment it was replaced."""
    return [[moment.isoformat(), value] for moment, value in store.reader.history(name)]


def interest_in(store: Store, value: str, taxonomy: Taxonomy) -> tuple[InterestKind, str]:
    """What a reader means by a word: an industry, a topic, one of their sources, else a term as it is written."""
    wanted = value.strip()
    folded = wanted.casefold()
    if not wanted:
        raise UsageError("an interest without a value", mend="name a topic, industry, term, feed or author")
    for industry in taxonomy.industries:
        if folded in (industry.code.casefold(), industry.name.casefold()):
            return "industry", industry.code
    card = store.models.current()
    for topic in card.topics if card else ():
        if folded == topic.name.casefold():
            return "topic", topic.name
    for feed in store.feeds.all():
        if wanted == feed.url or folded == feed.title.casefold():
            return "feed", feed.url
    return "term", folded


def checked(store: Store, kind: InterestKind, value: str, *, taxonomy: Taxonomy) -> Interest:
    """A neutral interest whose value is known to exist: an industry's code, a topic's name, a feed's address."""
    from diversify.app.dials import read_industry

    if kind == "industry":
        return Interest(kind, read_industry(value, taxonomy.codes), 0.0)
    if kind == "feed":
        return Interest(kind, find_feeds(store, [value])[0].url, 0.0)
    if kind == "topic":
        return Interest(kind, _topic_named(store, value), 0.0)
    if not value.strip():
        raise UsageError(f"an empty {kind}", mend="name one")
    return Interest(kind, value.strip().casefold() if kind == "term" else value.strip(), 0.0)


def _topic_named(store: Store, value: str) -> str:
    card = store.models.current()
    names = [topic.name for topic in card.topics] if card else []
    for name in names:
        if name.casefold() == value.strip().casefold():
            return name
    from difflib import get_close_matches

    near = get_close_matches(value, names, n=1)
    mend = f"did you mean {near[0]!r}?" if near else "`diversify train` lists the topics; a word of your own is a term"
    raise UsageError(f"no topic {value!r}", mend=mend)


def forget(store: Store, what: str, taxonomy: Taxonomy) -> str:
    """Forget what was said of something and what was observed on it; tells in words what was removed.

    `what` is `everything` (all that was observed), a place or article id, or anything that `interest` takes: then the
    interest goes, and all acts on articles that are mainly of that industry, topic, source or author, or name the
    term in their title.
    """
    if what == EVERYTHING:
        return _told(store.reader.forget(sorted({act.article_id for act in store.reader.feedback()})), said=False)
    if what.isdecimal():
        return _told(store.reader.forget([find_place(store, int(what)).article.id]), said=False)
    kind, value = interest_in(store, what, taxonomy)
    said = [i for i in store.reader.interests() if value.casefold() == i.value.casefold()]
    for interest in said:
        store.reader.unsay(interest.kind, interest.value)
    asked = forget_asked(store, kind, value)
    acts = store.reader.forget(_articles_about(store, kind, value))
    if not said and not acts and not asked:
        raise UsageError(f"nothing is kept about {what!r}", mend="`diversify profile` shows what is")
    return _told(acts, said=bool(said))


def _articles_about(store: Store, kind: InterestKind, value: str) -> list[int]:
    acted = sorted({act.article_id for act in store.reader.feedback()})
    articles = store.articles.get(acted)
    if kind == "term":
        folded = value.casefold()
        named = {article.id for article in articles if folded in article.title.casefold()}
        written = {article.id for article in articles if folded == article.author.casefold()}
        return sorted(named | written)
    if kind == "feed":
        feed = find_feeds(store, [value])[0].id
        return [article.id for article in articles if article.feed_id == feed]
    card = store.models.current()
    if card is None:
        return []
    ids, seen = store.articles.understood(acted, card.version)
    names: Sequence[str] = [t.name for t in card.topics] if kind == "topic" else card.industries
    shares = seen.topics if kind == "topic" else seen.industries
    if value not in names:  # a model older than the industry
        return []
    column = list(names).index(value)
    return [number for number, row in zip(ids, shares, strict=True) if row[column] > 0 and row.argmax() == column]


def _told(acts: int, *, said: bool) -> str:
    parts = (["what you said of it"] if said else []) + [f"{_acts(acts)} of yours"]
    return f"forgotten: {' and '.join(parts)}"


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}


def losses(store: Store, level: PrivacyLevel) -> list[str]:
    """What turning the privacy level to this one will erase, in one sentence each; none where it erases nothing."""
    from diversify.profile import keeps

    present = Dials.read(store.reader.dials()).privacy
    acts = sum(not keeps(level, act.kind) for act in store.reader.feedback())
    sentences = [f"erasing {_acts(acts)}: the level {level} does not keep them"] if acts else []
    stricter = ("nothing", "explicit", "local").index(level) < ("nothing", "explicit", "local").index(present)
    digests = len(store.slates.since(datetime(1970, 1, 1, tzinfo=UTC))) if stricter else 0
    if digests:
        older = " and all digests but the last of two days" if level == "nothing" else ""
        sentences.append(f"erasing the scores and reasons of {digests} digest{'s' * (digests > 1)}{older}")
    return sentences


def believed(store: Store, grounds: Grounds, profile: Profile, *, occasion: Occasion) -> dict[str, Any]:
    """The document of `profile --json`: home, statements with the articles behind them, and how sure they are."""
    from diversify.profile import describe, describe_home

    dials = Dials.read(store.reader.dials())
    return {
        "privacy": dials.privacy,
        "acts": len(store.reader.feedback()),
        "confidence": round(profile.confidence, 6),
        "home": describe_home(profile, occasion, dials.home),
        "statements": _with_evidence(store, grounds, profile, occasion=occasion, told=describe(profile, occasion)),
        "notes": _notes(store, grounds, occasion),
    }


def _with_evidence(
    store: Store, grounds: Grounds, profile: Profile, *, occasion: Occasion, told: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each statement with the titles that say most for or against it, and by how many full readings."""
    from diversify.profile import support

    behind = [
        support(profile, grounds.evidence, kind=one["kind"], value=one["value"], occasion=occasion)
        if one["learned"] is not None
        else []
        for one in told
    ]
    named = articles_by_id(store, {number for rows in behind for number, _ in rows})
    return [
        one | {"evidence": [{"id": n, "title": named[n].title, "readings": round(w, 4)} for n, w in rows if n in named]}
        for one, rows in zip(told, behind, strict=True)
    ]


def _notes(store: Store, grounds: Grounds, occasion: Occasion) -> list[str]:
    """What was done and could not be learned from, in one sentence each."""
    acts = store.reader.feedback()
    if occasion.card.version == UNTRAINED:
        waits = f" {_acts(len(acts))} wait for it." if acts else ""
        return [f"Nothing is learned before `diversify train`; what you said counts all the same.{waits}"]
    notes = []
    ahead = sum(act.at > occasion.as_of for act in acts)
    if ahead:
        notes.append(f"{_acts(ahead)} dated after {occasion.day} count from their day on: was the clock set back?")
    known = set(grounds.evidence.ids.tolist())
    gone = sum(act.article_id not in known for act in grounds.acts)
    if gone:
        notes.append(f"{_acts(gone)} on articles that are gone: nothing is learned from them.")
    return notes


def _acts(number: int) -> str:
    return f"{number} act{'' if number == 1 else 's'}"
