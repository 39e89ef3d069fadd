import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.topics.headlines import COEFFICIENTS, FEATURES, INTERCEPT, headline_features, sensational


def test_the_table_has_a_number_for_each_feature():
    assert tuple(COEFFICIENTS) == FEATURES
    assert min(COEFFICIENTS.values()) > 0


@pytest.mark.parametrize(
    "title",
    [
        "21 Things You Need To Know Before You Travel",
        "You Won't Believe What This Dog Did Next",
        "This Is Why Everyone Loves Her New Haircut",
        "Which Disney Princess Are You?",
    ],
)
def test_bait_is_flagged(title):
    assert sensational([title])[0] > 0.5


@pytest.mark.parametrize(
    "title",
    [
        "Bank of England raises interest rates to 0.5%",
        "12 killed in flood in northern province",
        "Minister: ‘We never said you could have everything’",
        "Scientists map the genome of the giant squid",
        "",
    ],
)
def test_news_is_not(title):
    assert sensational([title])[0] < 0.5


@given(st.text(max_size=400))
def test_any_text_has_a_probability(title):
    features = headline_features([title])
    assert 0 <= features.min() <= features.max() <= 1
    assert 0 < sensational([title])[0] < 1


def test_length_and_topic_do_not_count():
    titles = ["Rates rise", "Rates rise in the country after the bank met for a long day of talks on the economy"]
    low, long = sensational(titles)
    assert low == long


STYLES = {
    "each word capitalised": lambda title: " ".join(word[:1].upper() + word[1:] for word in title.split()),
    "all in capitals": str.upper,
    "all in small letters": str.lower,
    "outlet after a bar": lambda title: f"{title} | The Daily Example",
    "outlet after a dash": lambda title: f"{title} - Example News",
    "rubric before": lambda title: f"Politics: {title}",
    "padded": lambda title: f"{title} after talks in the capital on Tuesday, according to officials",
}
BAIT_AND_NEWS = (
    "21 Things You Need To Know Before You Travel",
    "This woman found a letter and what happened next is heartbreaking",
    "Can you solve the puzzle that everyone gets wrong?",
    "Bank of England raises interest rates to a new high",
    "Storm cuts power to thousands of homes in the north",
    "Why the central bank is worried about wages",
)


@pytest.mark.parametrize("style", STYLES)
def test_house_style_and_padding_do_not_stand_in_for_bait(style):
    restyled = sensational([STYLES[style](title) for title in BAIT_AND_NEWS])
    assert np.abs(restyled - sensational(BAIT_AND_NEWS)).max() < 0.1


@pytest.mark.parametrize("style", STYLES)
def test_house_style_moves_labelled_headlines_by_little(style, tools):
    titles = [item["title"] for item in tools.labelled("clickbait_32k")[::40]]
    moved = np.abs(sensational([STYLES[style](title) for title in titles]) - sensational(titles))
    assert moved.mean() < 0.03


def test_one_sign_alone_flags_nothing():
    assert max(COEFFICIENTS.values()) + INTERCEPT < 0


@pytest.mark.parametrize(
    ("plain", "forward"),
    [
        ("Rates may rise this week", "This trick is the reason"),
        ("So that's the end of the season", "That's why nobody came"),
    ],
)
def test_what_points_forward_and_what_does_not(plain, forward):
    column = FEATURES.index("forward")
    assert headline_features([plain, forward])[:, column].tolist() == [0, 1]


@pytest.mark.parametrize("name", ["bbc_news", "ag_news_test", "reuters21578"])
def test_sober_outlets_are_rarely_flagged(tools, name):
    titles = [item["title"] for item in tools.labelled(name)[::3]]
    assert (sensational(titles) > 0.5).mean() <= 0.05


def test_it_tells_bait_from_news_where_it_was_not_fitted(tools):
    from sklearn.metrics import roc_auc_score

    items = tools.labelled("clickbait_32k")[::6]
    scores = sensational([item["title"] for item in items])
    assert roc_auc_score([item["clickbait"] for item in items], scores) > 0.92


def test_no_outlet_is_flagged_as_a_whole(tools):
    path = tools.shared / "data" / "datasets" / "upworthy_early" / "packages.csv.gz"
    if not path.exists():
        pytest.skip("the labelled set upworthy_early is not beside the checkout")
    import csv

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        titles = [row["headline"] for row in csv.DictReader(lines)]
    assert (sensational(titles) > 0.5).mean() <= 0.6
