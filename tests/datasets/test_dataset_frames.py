"""One layout, checked on entry."""

import pandas as pd
import pytest

from diversify.datasets import ARTICLES, FEEDBACK, IMPRESSIONS, Dataset, frame_of

DAY = pd.Timestamp("2025-11-21", tz="UTC")


def dataset(articles=None, impressions=None, feedback=None):
    return Dataset(
        "test",
        frame_of(articles or {}, "articles"),
        frame_of(impressions or {}, "impressions"),
        frame_of(feedback or {}, "feedback"),
    )


@pytest.mark.parametrize("name", ["articles", "impressions", "feedback"])
def test_an_empty_frame_has_every_column_and_type(name):
    layout = {"articles": ARTICLES, "impressions": IMPRESSIONS, "feedback": FEEDBACK}[name]
    frame = frame_of({}, name)
    assert list(frame.columns) == list(layout)
    assert [str(kind) for kind in frame.dtypes if str(kind) not in ("str", "object")] == [
        kind for kind in layout.values() if kind not in ("str", "object")
    ]
    assert dataset().check() == ()


def test_a_missing_column_and_a_wrong_type_are_named():
    good = dataset({"article": ["a"]})
    with pytest.raises(ValueError, match="articles: column 'label' is absent"):
        Dataset("bad", good.articles.drop(columns="label"), good.impressions, good.feedback)
    with pytest.raises(ValueError, match="feedback: column 'value' is int64, expected float64"):
        Dataset("bad", good.articles, good.impressions, good.feedback.astype({"value": "int64"}))
    with pytest.raises(ValueError, match=r"articles: column 'published' is .*, expected datetime64"):
        Dataset("bad", good.articles.assign(published=pd.Timestamp("2025-11-21")), good.impressions, good.feedback)


def test_an_article_that_is_there_twice_is_named():
    with pytest.raises(ValueError, match="'a' is there 2 times"):
        dataset({"article": ["a", "b", "a"]})


def test_more_columns_may_follow():
    frame = frame_of({"article": ["a"]}, "articles").assign(mood="calm")
    assert Dataset("more", frame, dataset().impressions, dataset().feedback).articles["mood"].tolist() == ["calm"]


def test_what_does_not_fit_together_is_said_with_its_count():
    data = dataset(
        {"article": ["a", "b"], "published": [DAY, pd.NaT]},
        {"impression": ["1", "1", "1"], "article": ["a", "a", "gone"], "shown": [DAY] * 3},
        {
            "article": ["a", "a", "lost"],
            "at": [DAY - pd.Timedelta(days=1), DAY, DAY],
            "impression": ["1", "", "9"],
        },
    )
    assert data.check() == (
        "1 of 3 impressions are of articles without text",
        "1 of 3 acts are on articles without text",
        "1 of 3 acts come before their article was published",
        "1 of 3 impressions show an article again",
        "1 of 3 acts name an impression that is not there",
        "1 of 2 articles have no date",
    )


def test_it_says_what_it_holds_and_what_it_lacks():
    data = Dataset(
        "mine", frame_of({"article": ["a"]}, "articles"), dataset().impressions, dataset().feedback, ("odd",)
    )
    assert repr(data) == "mine: 1 articles, 0 rows of impressions, 0 rows of feedback\n- odd"
