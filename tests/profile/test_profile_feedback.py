from datetime import timedelta

import numpy as np
import pytest

from diversify.domain import Feedback
from diversify.profile import Impression, weigh_articles, weigh_skipped
from diversify.profile import constants as of
from diversify.profile.feedback import weigh


def test_a_full_reading_today_from_the_first_place_is_the_unit(acts, today):
    assert weigh([acts("read", 1, value=1.0, position=1)], today) == 1.0


def test_an_open_says_what_a_reading_without_depth_says(acts, today):
    assert weigh([acts("open", 1)], today) == weigh([acts("read", 1, value=0.0)], today) == of.OPEN


def test_the_deepest_reading_counts_once(acts, today):
    several = [acts("open", 1), acts("read", 1, value=0.3), acts("read", 1, value=0.8), acts("read", 1, value=0.8)]
    assert weigh(several, today) == weigh([acts("read", 1, value=0.8)], today)


def test_deliberate_acts_add_to_the_reading(acts, today):
    read = acts("read", 1, value=0.5)
    both = weigh([read, acts("like", 1)], today)
    assert both == pytest.approx(weigh([read], today) + of.LIKE)


def test_a_like_and_a_pin_are_worth_several_full_readings(acts, today):
    assert weigh([acts("like", 1)], today) >= 2.0
    assert weigh([acts("pin", 1)], today) >= weigh([acts("like", 1)], today)


def test_less_outweighs_the_reading_that_led_to_it_and_dismiss_does_not(acts, today):
    read = acts("read", 1, value=1.0)
    assert weigh([read, acts("less", 1)], today) < -1.0
    assert 0.0 < weigh([read, acts("dismiss", 1)], today) < 1.0
    assert weigh([acts("dismiss", 1)], today) < 0.0


def test_a_share_says_more_after_reading_than_alone(acts, today):
    alone = weigh([acts("share", 1)], today)
    read = acts("read", 1, value=1.0)
    added = weigh([read, acts("share", 1)], today) - weigh([read], today)
    assert alone < 0.1
    assert added == pytest.approx(of.SHARE_READ)


def test_the_same_act_twice_counts_once(acts, today):
    assert weigh([acts("like", 1), acts("like", 1, days=3)], today) == weigh([acts("like", 1)], today)


def test_a_later_less_takes_an_earlier_like_back_and_the_other_way_round(acts, today):
    regret = [acts("like", 1, days=2), acts("pin", 1, days=3), acts("less", 1, days=1)]
    assert weigh(regret, today) == weigh([acts("less", 1, days=1)], today)
    reconciled = [acts("less", 1, days=2), acts("like", 1, days=1)]
    assert weigh(reconciled, today) == weigh([acts("like", 1, days=1)], today)


def test_no_article_says_more_than_its_strongest_single_act(acts, today):
    everything = [acts("read", 1), acts("like", 1), acts("pin", 1), acts("share", 1)]
    assert weigh(everything, today) == of.MOST_PER_ARTICLE
    assert weigh([acts("less", 1), acts("dismiss", 1)], today) == -of.MOST_PER_ARTICLE


def test_evidence_halves_after_each_half_life(acts, today):
    assert weigh([acts("read", 1, days=of.HALF_LIFE_DAYS)], today) == 0.5
    assert weigh([acts("less", 1, days=2 * of.HALF_LIFE_DAYS)], today) == of.LESS / 4


def test_observed_acts_further_down_say_more_and_deliberate_ones_do_not(acts, today):
    places = [weigh([acts("read", 1, value=0.5, position=place)], today) for place in (0, 1, 2, 12, 500)]
    assert places[0] == places[1] < places[2] < places[3] < places[4]
    assert places[4] == places[1] * of.POSITION_CORRECTION_CAP
    assert weigh([acts("like", 1, position=12)], today) == weigh([acts("like", 1)], today)


def test_acts_after_the_moment_are_ignored(acts, today):
    assert weigh([acts("read", 1, days=-0.01)], today) == 0.0
    assert weigh_articles([acts("read", 1, days=-0.01), acts("open", 2)], today) == {2: of.OPEN}


@pytest.mark.parametrize("depth", [-0.1, 1.5, float("nan"), float("inf")])
def test_a_depth_that_cannot_be_is_refused_with_the_article_named(today, depth):
    with pytest.raises(ValueError, match="article 7 has depth"):
        weigh([Feedback("read", 7, today, depth)], today)


def _slate(today, *ids):
    return [Impression(1, place, article, today - timedelta(days=1)) for place, article in enumerate(ids, 1)]


def test_an_item_between_opened_ones_is_weak_evidence_against(acts, today):
    skipped = weigh_skipped(_slate(today, 1, 2, 3, 4), [acts("open", 1), acts("read", 3)], today)
    assert list(skipped) == [2, 4]
    assert all(of.SKIPPED < weight < 0.0 for weight in skipped.values())


def test_nothing_is_skipped_where_nothing_was_opened_or_only_one_neighbour(acts, today):
    assert weigh_skipped(_slate(today, 1, 2, 3), [], today) == {}
    assert weigh_skipped(_slate(today, 1, 2, 3, 4), [acts("open", 1)], today) == {}
    assert weigh_skipped(_slate(today, 1), [], today) == {}


def test_an_article_acted_upon_elsewhere_is_not_skipped(acts, today):
    feedback = [acts("open", 1), acts("open", 3), acts("like", 2, days=5)]
    assert weigh_skipped(_slate(today, 1, 2, 3), feedback, today) == {}


def test_the_bounds_that_the_laws_need():
    assert np.sign(of.SKIPPED) == -1
    assert abs(of.SKIPPED) <= of.FULL_READING / 5  # weak: less than any reading that went beyond the first lines
    assert of.OPEN < 0.1
    assert (of.OPEN + of.SHARE_UNREAD) * (1 + of.HALF_SURE) / (of.OPEN + of.SHARE_UNREAD + of.HALF_SURE) < 0.1
    assert abs(of.DISMISS) < of.FULL_READING < abs(of.LESS) <= of.MOST_PER_ARTICLE
