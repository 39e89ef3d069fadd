"""A log lived through again: what a policy is told, what it is scored by, and that peeking is caught."""

import pandas as pd
import pytest

from diversify.datasets import Dataset, frame_of, generated
from diversify.experiments import check_replay_policy, replay

DAY = pd.Timestamp("2026-01-02 06:00", tz="UTC")


@pytest.fixture(scope="module")
def log():
    return generated(readers=6, articles=80, days=4, size=4, seed=2)


def in_order(morning, rng):
    return list(morning.candidates["article"])[: morning.size]


def small():
    articles = frame_of(
        {"article": ["a", "b", "c"], "published": [DAY - pd.Timedelta(days=1), DAY, DAY + pd.Timedelta(days=3)]},
        "articles",
    )
    shown = frame_of(
        {
            "impression": ["2", "1", "1"], "reader": ["r"] * 3, "article": ["b", "a", "b"],
            "shown": [DAY + pd.Timedelta(days=1), DAY, DAY],
        },
        "impressions",
    )  # fmt: skip
    acts = frame_of(
        {
            "reader": ["r"] * 4, "article": ["c", "a", "a", "b"], "kind": ["open", "open", "read", "dismiss"],
            "value": [1.0, 1.0, 0.4, 1.0],
            "at": [pd.NaT, DAY + pd.Timedelta(minutes=1), DAY + pd.Timedelta(minutes=2), DAY + pd.Timedelta(minutes=3)],
            "impression": ["", "1", "1", "1"],
        },
        "feedback",
    )  # fmt: skip
    return Dataset("small", articles, shown, acts)


def test_a_morning_holds_what_was_known_and_no_more():
    seen = []

    def watching(morning, rng):
        seen.append(morning)
        return in_order(morning, rng)

    rows = replay(small(), watching)
    assert [(one.reader, one.now) for one in seen] == [("r", DAY), ("r", DAY + pd.Timedelta(days=1))]
    assert [list(one.feedback["article"]) for one in seen] == [["c"], ["c", "a", "a", "b"]]
    assert [len(one.impressions) for one in seen] == [0, 2]
    assert [list(one.articles["article"]) for one in seen] == [["a", "b"], ["a", "b"]]
    assert rows[["impression", "article", "position", "judged", "gain"]].to_numpy().tolist() == [
        ["1", "a", 1, True, 0.4], ["1", "b", 2, True, 0.0], ["2", "b", 1, True, 0.0],
    ]  # fmt: skip


def test_from_all_that_was_published_lately():
    rows = replay(small(), in_order, pool="published", newest_days=1.5)
    assert rows[["impression", "article", "judged"]].to_numpy().tolist() == [
        ["1", "a", True], ["1", "b", True], ["2", "b", True],
    ]  # fmt: skip
    assert replay(small(), in_order, pool="published", size=1)["article"].tolist() == ["a", "a"]


def test_an_article_without_a_date_is_born_when_first_shown():
    data = small()
    never = pd.Series(pd.NaT, index=data.articles.index, dtype="datetime64[us, UTC]")
    undated = Dataset("undated", data.articles.assign(published=never), data.impressions, data.feedback)
    seen = []
    replay(undated, lambda morning, _: seen.append(list(morning.articles["article"])) or [])
    assert seen == [["a", "b"], ["a", "b"]]


def test_each_impression_has_a_stream_of_its_own(log):
    def draws(morning, rng):
        names = list(morning.candidates["article"])
        return [names[place] for place in rng.permutation(len(names))[:2]]

    whole = replay(log, draws, seed=1)
    assert whole.equals(replay(log, draws, seed=1))
    assert not whole.equals(replay(log, draws, seed=2))


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (lambda *_: ["stranger"], "'stranger' is no candidate"),
        (lambda morning, _: list(morning.candidates["article"])[:1] * 2, "an article was chosen twice"),
        (lambda *_: [str(n) for n in range(13)], "13 articles were chosen, at most 12 may be"),
    ],
)
def test_what_is_no_choice_is_refused(log, choice, words):
    with pytest.raises(ValueError, match=rf"impression \S+: {words}"):
        replay(log, choice)


def test_unknown_pools_and_sizes_are_refused(log):
    with pytest.raises(ValueError, match="pool 'all' is neither"):
        replay(log, in_order, pool="all")
    with pytest.raises(ValueError, match="size 0 must be at least 1"):
        replay(log, in_order, size=0)


def learns_from_the_past(data):
    def policy(morning, rng):
        known = morning.feedback.merge(morning.articles[["article", "label"]], on="article")["label"].value_counts()
        scores = morning.candidates["label"].map(known).fillna(0)
        return list(morning.candidates["article"].iloc[scores.argsort(kind="stable")[::-1]])[:3]

    return policy


def knows_who_will_read_what(data):
    opened = set(zip(data.feedback["impression"], data.feedback["article"], strict=True))
    liked = data.feedback["article"].value_counts()

    def policy(morning, rng):
        names = list(morning.candidates["article"])
        assert opened
        return sorted(names, key=lambda name: -liked.get(name, 0))[:3]

    return policy


def test_a_policy_that_peeks_is_caught(log):
    check_replay_policy(learns_from_the_past, log)
    with pytest.raises(AssertionError, match=r"impression \S+: the choice changes .* the policy peeks"):
        check_replay_policy(knows_who_will_read_what, log)


def test_what_a_policy_does_to_its_frames_reaches_nobody_else(log):
    def spoils(morning, rng):
        names = list(morning.candidates["article"])
        morning.candidates.loc[:, "title"] = "spoilt"
        return names[:1]

    replay(log, spoils)
    assert "spoilt" not in set(log.articles["title"])
