"""Rules of the shelf of articles and of what is understood of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from diversify.domain import FIRST_ARTICLE_ID, Feedback, Understanding
from diversify.errors import UsageError
from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY, make_article, make_card, make_feed, make_slate, make_understanding
from diversify.testing.expect import expect, expect_error, expect_same


def articles_come_back_as_saved(store: Store) -> None:
    """Every field of an article survives, ids follow the order of saving, unknown ids are left out."""
    (feed,) = store.feeds.add([make_feed(1)])
    said = [make_article(number, feed.id, story=number) for number in range(1, 4)]
    said.append(make_article(4, feed.id, author="", content="", categories=(), language="", updated=None))
    ids = store.articles.save(said)
    expect(ids == sorted(set(ids)) and min(ids) >= FIRST_ARTICLE_ID, "ids must be distinct, grow, begin at 1,001")
    wanted = [replace(article, id=article_id) for article, article_id in zip(said, ids, strict=True)]
    expect_same(store.articles.get(ids), wanted, "articles must come back as saved")
    asked = [ids[2], 10**9, ids[0]]
    expect_same([one.id for one in store.articles.get(asked)], [ids[2], ids[0]], "get() keeps the order asked")
    known = {article.guid: (article.id, article.content_hash) for article in wanted}
    expect_same(store.articles.known(feed.id), known, "known() must tell ids and hashes")
    expect_same(store.articles.known(feed.id + 1), {}, "an unknown feed has no articles")
    expect_same(store.articles.save([]), [], "nothing must be saved for none")


def articles_are_known_by_feed_and_guid(store: Store) -> None:
    """Saving again writes over, but keeps id, `seen` and `story`; the same guid of another feed is another article."""
    one, two = store.feeds.add([make_feed(1), make_feed(2)])
    first, other = store.articles.save([make_article(1, one.id, story=8), make_article(1, two.id)])
    later = EPOCH_DAY + timedelta(days=1)
    edited = make_article(7, one.id, guid="guid-1", seen=later, story=99, updated=later, categories=("x",))
    fresh = make_article(2, one.id)
    ids = store.articles.save([fresh, edited, replace(edited, title="said twice")])
    expect_same(ids[1:], [first, first], "what is known must keep its id")
    wanted = replace(edited, id=first, title="said twice", seen=EPOCH_DAY, story=8)
    expect_same(store.articles.get([first]), [wanted], "an update must keep `seen` and `story` alone")
    twice = store.articles.save([make_article(5, one.id, story=1), make_article(5, one.id, story=2, title="b")])
    expect_same(store.articles.get(twice[:1])[0].story, 1, "an article said twice at once is an update as well")
    expect_same(store.articles.get([other])[0].title, make_article(1, two.id).title, "another feed's must stay")


def articles_need_their_feed(store: Store) -> None:
    """An article of a feed that is not there is refused, and none of its batch is saved."""
    (feed,) = store.feeds.add([make_feed(1)])
    batch = [make_article(1, feed.id), make_article(2, feed.id + 5)]
    error = expect_error(UsageError, lambda: store.articles.save(batch), "an unknown feed")
    expect(str(feed.id + 5) in str(error), "the error must name the feed")
    expect_same(store.articles.counts()["articles"], 0, "nothing of a refused batch may be saved")


def texts_tell_what_is_unread(store: Store) -> None:
    """`texts` goes by id, from a moment on, without what that model has read; the caller may write meanwhile."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(1, 6)])
    store.articles.understand(ids[:2], "m", make_understanding(2))
    expect_same([one.id for one in store.articles.texts()], ids, "all of them by id")
    expect_same(next(store.articles.texts()).content, "<p>Content of 1.</p>", "content must be filled")
    since = EPOCH_DAY - timedelta(hours=3)
    expect_same([one.id for one in store.articles.texts(since=since)], ids[:3], "published then or later")
    expect_same([one.id for one in store.articles.texts(without="m")], ids[2:], "what the model has not read")
    expect_same([one.id for one in store.articles.texts(without="other")], ids, "another model has read nothing")
    for article in store.articles.texts(without="m"):
        store.articles.understand([article.id], "m", make_understanding(1))
    expect_same(list(store.articles.texts(without="m")), [], "all must have been read in one pass")


def understanding_is_exact(store: Store) -> None:
    """Rows come back to the last bit, in the order asked, for that model alone."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(4)])
    said = make_understanding(4, sensitive=[2])
    store.articles.understand(ids, "m", said)
    read, got = store.articles.understood([ids[3], 10**9, ids[1]], "m")
    expect_same(read, [ids[3], ids[1]], "understood() keeps the order asked")
    expect_same(got, _rows(said, [3, 1]), "rows must be exact")
    expect_same(store.articles.understood(ids, "other")[0], [], "another model has read nothing")
    anew = make_understanding(1, widths=(2, 2, 2), seed=1)
    store.articles.understand([ids[0], 10**9], "n", _rows(anew, [0, 0]))
    expect_same(store.articles.understood(ids, "m")[0], ids[1:], "a newer model's reading replaces")
    expect_same(store.articles.understood([ids[0]], "n")[1], anew, "and is exact")
    store.models.save(make_card("m"), b"body")
    expect_same(store.articles.understood([], "m")[1].vectors.shape, (0, 5), "no rows still have their width")


def misfit_understanding_is_refused(store: Store) -> None:
    """Columns of other lengths or widths, and values that are not finite, are refused and nothing is stored."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(3)])
    fits = make_understanding(2)
    store.articles.understand(ids[:1], "m", make_understanding(1))
    for field in ("vectors", "topics", "industries", "sensational", "substance", "sensitive"):
        short = replace(fits, **{field: getattr(fits, field)[:1]})
        expect_error(ValueError, lambda u=short: store.articles.understand(ids[1:], "m", u), f"short {field}")  # type: ignore[misc]
    blind = replace(fits, vectors=np.full_like(fits.vectors, np.nan))
    expect_error(ValueError, lambda: store.articles.understand(ids[1:], "m", blind), "NaN in vectors")
    wide = make_understanding(2, widths=(6, 4, 3))
    expect_error(ValueError, lambda: store.articles.understand(ids[1:], "m", wide), "another width")
    expect_same(store.articles.understood(ids, "m")[0], ids[:1], "what was refused must not be stored")


def changed_articles_are_read_again(store: Store) -> None:
    """What was understood is dropped when the content hash changes, and stays when it does not."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(3)])
    store.articles.understand(ids, "m", make_understanding(3))
    same, changed = make_article(0, feed.id), make_article(1, feed.id, content_hash="edited")
    store.articles.save([same, changed])
    expect_same(store.articles.understood(ids, "m")[0], [ids[0], ids[2]], "only the changed one must be dropped")
    expect_same([one.id for one in store.articles.texts(without="m")], [ids[1]], "and is to be read again")


def stories_and_counts(store: Store) -> None:
    """Stories are written by article; counts tell articles, understood, stories and feeds."""
    expect_same(store.articles.counts(), _counts(0, 0, 0, feeds=0), "an empty store counts nothing")
    (feed, _) = store.feeds.add([make_feed(1), make_feed(2)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(4)])
    store.articles.save_stories({ids[0]: 5, ids[1]: 5, ids[2]: 6, 10**9: 7})
    expect_same([one.story for one in store.articles.get(ids)], [5, 5, 6, 0], "stories must be written")
    store.articles.understand(ids[:3], "m", make_understanding(3))
    expect_same(store.articles.counts(), _counts(4, 3, 2, feeds=2), "story 0 is none")
    store.models.save(make_card("n"), b"body")
    store.articles.understand(ids[:1], "n", make_understanding(1))
    expect_same(store.articles.counts(), _counts(4, 1, 2, feeds=2), "understood counts the current model's")


def hostile_text_is_kept_out_of_harm(store: Store) -> None:
    """Any text that a feed can send is stored: quotes, NUL, signs of every plane; half surrogates become `?`."""
    (feed,) = store.feeds.add([make_feed(1, title="\ud800 half")])
    title = "Robert'); DROP TABLE articles;-- \x00 \U0001f600 %s ? :x"
    said = make_article(1, feed.id, title=title, guid="g\udfff", content="<p>\ud83d</p>", categories=("\ud800",))
    ids = store.articles.save([said, said])
    wanted = replace(said, id=ids[0], guid="g?", content="<p>?</p>", categories=("?",))
    expect_same(store.articles.get(ids[:1]), [wanted], "the text must come back")
    expect_same(ids[0], ids[1], "the same guid is the same article")
    expect_same(store.feeds.all()[0].title, "? half", "feeds are texts as well")


def _rows(understanding: Understanding, rows: list[int]) -> Understanding:
    return Understanding(*(getattr(understanding, name)[rows] for name in understanding.__dataclass_fields__))


def _counts(articles: int, understood: int, stories: int, *, feeds: int) -> dict[str, int]:
    return {"articles": articles, "understood": understood, "stories": stories, "feeds": feeds}


def unread_counts_what_a_model_has_not_understood(store: Store) -> None:
    """`unread` falls as articles are understood, and rises when one changes or another model reads."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(3)])
    expect_same(store.articles.unread("m"), 3, "nothing is understood yet")
    store.articles.understand(ids, "m", make_understanding(3))
    expect_same((store.articles.unread("m"), store.articles.unread("n")), (0, 3), "by that model alone")
    store.articles.save([make_article(1, feed.id, content_hash="other")])
    expect_same(store.articles.unread("m"), 1, "what changed must be read again")


def old_articles_that_nobody_met_are_dropped(store: Store) -> None:
    """`drop_older` goes by when an article was first seen, and keeps what was acted upon or shown."""
    (feed,) = store.feeds.add([make_feed(1)])
    seen = [EPOCH_DAY - timedelta(days=day) for day in (9, 9, 9, 1)]
    ids = store.articles.save([make_article(n, feed.id, seen=at, published=at) for n, at in enumerate(seen)])
    store.articles.understand(ids, "m", make_understanding(4))
    store.reader.record(Feedback("like", ids[0], EPOCH_DAY))
    store.slates.save(make_slate([ids[1]]))
    limit = EPOCH_DAY - timedelta(days=1)
    expect_same(store.articles.drop_older(limit), 1, "one old article was never met")
    expect_same([one.id for one in store.articles.get(ids)], [ids[0], ids[1], ids[3]], "the others must stay")
    expect_same(store.articles.understood(ids, "m")[0], [ids[0], ids[1], ids[3]], "its understanding must go with it")
    expect_same(store.articles.drop_older(limit), 0, "nothing is left to drop")
    (again,) = store.articles.save([make_article(2, feed.id)])
    expect(again not in ids, "seen again, it is another article")


def articles_are_found_by_their_words(store: Store) -> None:
    """Words begin with all that is asked for, in the title, or anywhere where texts are asked for; the newest first."""
    (feed,) = store.feeds.add([make_feed(1)])
    titles = ["Tide tables", "High TIDES at noon", "A_b 100% !", "Äpfel und Birnen der EU", "Nothing of the kind"]
    said = [
        make_article(n, feed.id, title=title, author="Ada", summary="", content="") for n, title in enumerate(titles)
    ]
    said[4] = replace(said[4], content='<p title="hidden">The harbour at <b>high</b> water</p>', author="")
    ids = store.articles.save(said)
    newest = sorted(ids, key=lambda one: (said[ids.index(one)].published, one), reverse=True)
    expect_same(store.search(["tide"]), [one for one in newest if one in ids[:2]], "in any case, the newest first")
    expect_same(store.search(["tide"], limit=1), [one for one in newest if one in ids[:2]][:1], "no more than asked")
    expect_same(store.search(["TIDES", "noon"]), [ids[1]], "all words must be there")
    expect_same(store.search(["äpfel"]), [ids[3]], "letters beyond ASCII, too")
    for word in ("100%", "a_b", "100", "A-B"):
        expect_same(store.search([word]), [ids[2]], "signs part words, and stand for nothing")
    expect_same((store.search(["eu"]), store.search(["un"])), ([ids[3]], []), "two letters are a word of their own")
    expect_same(store.search(["ables"]), [], "a word is found by its beginning")
    expect_same(set(store.search(["ada"], texts=True)), set(ids[:4]), "an author is found")
    expect_same(store.search(["harbour"]), [], "texts are looked through where that is asked")
    expect_same(store.search(["harbour", "kind"], texts=True), [ids[4]], "words may stand in title and text")
    expect_same(store.search(["hidden"], texts=True), [], "markup says nothing")
    expect_same((store.search([]), store.search(["!", "%"]), store.search(["tide"], limit=0)), ([], [], []), "nothing")
    store.articles.save([replace(said[0], title="Ebb falls", content_hash="new")])
    expect_same((store.search(["tables"]), store.search(["ebb"])), ([], [ids[0]]), "an article is found as it is now")
    store.feeds.remove(feed.id)
    expect_same(store.search(["tide"]), [], "nothing is found that is gone")


LAWS = (
    articles_are_found_by_their_words,
    unread_counts_what_a_model_has_not_understood,
    old_articles_that_nobody_met_are_dropped,
    articles_come_back_as_saved,
    articles_are_known_by_feed_and_guid,
    articles_need_their_feed,
    texts_tell_what_is_unread,
    understanding_is_exact,
    misfit_understanding_is_refused,
    changed_articles_are_read_again,
    stories_and_counts,
    hostile_text_is_kept_out_of_harm,
)
