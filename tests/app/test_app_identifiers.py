"""Addresses, numbers and codes of people: refused when said, never learned, never repeated."""

import json
import logging
from dataclasses import replace

import numpy as np
import pytest

from diversify.app.believing import without_sensitive_topics
from diversify.app.moving import profile_document, take_in
from diversify.domain import Interest
from diversify.errors import UsageError
from diversify.profile import is_identifier
from diversify.profile.privacy import plain_words
from diversify.testing import make_card, make_understanding

IDENTIFIERS = [
    "jo.doe@mail.example",
    "+49 171 2345678",
    "C01X00T47",
    "DE89 3704 0044 0532 0130 00",
    "4111 1111 1111 1111",
    "12 Rose Lane, Springfield",
    "Lindenstraße 12a",
]


@pytest.mark.parametrize("kind", ["term", "topic"])
@pytest.mark.parametrize("value", IDENTIFIERS)
def test_an_identifier_is_refused_in_one_line_that_does_not_repeat_it(app, kind, value, caplog):
    caplog.set_level(logging.DEBUG)
    for weight in (1.0, -0.5, -1.0):
        with pytest.raises(UsageError, match="sensitive: identifiers are never profiled") as refusal:
            app.say(Interest(kind, value, weight))
        assert "\n" not in str(refusal.value)
        assert value not in f"{refusal.value}{refusal.value.mend}{caplog.text}"
    assert app.store.reader.interests() == []
    assert app.store.reader.history("interests") == []


def test_an_author_named_by_an_address_may_be_muted_and_not_wished_for(app):
    with pytest.raises(UsageError, match="identifiers are never profiled"):
        app.say(Interest("author", "jo.doe@mail.example", 0.5))
    app.say(Interest("author", "jo.doe@mail.example", -1.0))
    assert [interest.weight for interest in app.store.reader.interests()] == [-1.0]


def test_a_profile_file_brings_none_in(app, clock):
    said = [{"kind": "term", "value": value, "weight": weight} for value in IDENTIFIERS for weight in (0.5, -1.0)]
    document = profile_document(app.store, app.profile()[0], now=clock())
    document["interests"] = [*said, {"kind": "term", "value": "rain", "weight": 0.5}]
    taken = take_in(app.store, document, name="other.json", now=clock())
    assert (taken.interests, taken.sensitive) == (1, len(said))
    assert [interest.value for interest in app.store.reader.interests()] == ["rain"]


def test_one_that_an_older_version_kept_is_not_profiled(app):
    for value in IDENTIFIERS:
        app.store.reader.say(Interest("term", value, 0.5))
    app.store.reader.say(Interest("term", "rain", 0.5))
    profile, document = app.profile()
    assert [interest.value for interest in profile.interests] == ["rain"]
    assert not any(value in json.dumps(document, ensure_ascii=False) for value in IDENTIFIERS)


def test_a_topic_that_bears_one_for_a_name_is_not_believed_in():
    card = make_card("words-1", widths=(8, 3, 2))
    names = ("rain", "jo.doe@mail.example", "de89370400440532013000")
    card = replace(card, topics=tuple(replace(t, name=n) for t, n in zip(card.topics, names, strict=True)))
    known = make_understanding(4, widths=(8, 3, 2))
    assert (without_sensitive_topics(known, card).topics.any(axis=0)).tolist() == [True, False, False]


def test_none_is_learned_as_a_word_from_articles():
    """Codes that stand in every article of a theme, beside words that do: the words are learned, the codes not."""
    from diversify.catalogue import load_taxonomy
    from diversify.domain import Feed
    from diversify.testing import EPOCH_DAY, make_article
    from diversify.topics import train

    codes = ("DE89370400440532013000", "C01X00T47", "RSSMRA85T10A562S", "jo1234567890@mail.example", "0171 2345678")
    themes = ("harbour boats sailing tide crew", "bread oven flour baker crust", "opera soprano stage aria chorus")
    rng = np.random.default_rng(0)
    articles = [
        replace(
            make_article(1 + at, 1 + at % 3),
            id=1000 + at,
            title=" ".join(rng.permutation(themes[at % 3].split())[:3]),
            summary=f"{' '.join(rng.permutation(themes[at % 3].split()))} {' '.join(codes) if at % 3 else ''}",
        )
        for at in range(90)
    ]
    feeds = {number: Feed(f"https://{number}.example/feed", id=number) for number in (1, 2, 3)}
    model = train(articles, feeds, load_taxonomy(), now=EPOCH_DAY)
    body = model.to_bytes().lower()
    assert b"sailing" in body
    assert b"chorus" in body
    assert not any(word.encode() in body for code in codes for word in plain_words(code) if len(word) > 7)
    assert not any(is_identifier(topic.name) for topic in model.card.topics)
