"""The map: distances that fit the plane come back, marks lie apart, labels on nothing, the same for the same town."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diversify.web.town_map import HEIGHT, WIDTH, among, fit, keep_apart, label_fields, lay_out

plane = st.integers(3, 12).flatmap(lambda m: arrays(np.float64, (m, 2), elements=st.floats(-5, 5, width=32)))


def apart(points):
    return np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))


@settings(max_examples=40)
@given(plane)
def test_distances_of_a_plane_come_back(points):
    found = lay_out(apart(points))
    assert np.allclose(apart(found), apart(points), atol=1e-5)
    assert np.allclose(found.mean(axis=0), 0.0, atol=1e-6)
    assert np.array_equal(found, lay_out(apart(points)))


@pytest.mark.parametrize("m", [0, 1, 2])
def test_small_towns_have_a_map(m):
    assert lay_out(np.ones((m, m)) - np.eye(m)).shape == (m, 2)


def test_an_article_lies_among_its_fields_and_one_of_none_in_the_middle():
    points = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 8.0]])
    shares = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 0.2], [0.0, 0.0, 0.0]])
    assert among(points, shares).tolist() == [[2.0, 0.0], [0.0, 8.0], [0.0, 0.0]]


@settings(max_examples=30)
@given(arrays(np.float64, st.tuples(st.integers(1, 15), st.just(2)), elements=st.floats(100, 380, width=32)))
def test_marks_do_not_hide_each_other(points):
    moved = keep_apart(points, rounds=400)
    assert (apart(moved) + 1e9 * np.eye(len(moved))).min() > 8.0
    assert (moved >= 0).all()
    assert (moved <= [WIDTH, HEIGHT]).all()


def test_labels_lie_on_no_mark_and_on_no_other_label():
    rng = np.random.default_rng(3)
    laid = rng.normal(size=(32, 2))
    points = fit(laid, laid)
    marks = rng.uniform(60, 400, (12, 2))
    spots = label_fields(points, [f"field number {n}" for n in range(32)], wanted=[5, 7], marks=marks)
    named = [one for one in spots if one.words]
    assert named
    boxes = []
    for one in named:
        width = 6.3 * len(one.words)
        left = one.x - 6 - width if one.side == "end" else one.x + 6
        boxes.append((left, one.y - 7.5, left + width, one.y + 7.5))
    for at, a in enumerate(boxes):
        assert all(a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1] for b in boxes[:at])
        assert all(not (a[0] <= x <= a[2] and a[1] <= y <= a[3]) for x, y in marks)


def test_the_table_says_what_the_map_says(reader):
    page = reader.get("/").text
    ids = list(dict.fromkeys(re.findall(r'href="/read/(\d+)"', page)))
    town = reader.get("/town").text
    drawn = re.findall(r'<text class="mark"[^>]*>(\d+)</text>', town)
    assert drawn == [str(number) for number in range(1, len(ids) + 1)]
    assert list(dict.fromkeys(re.findall(r'href="/read/(\d+)"', town))) == ids
