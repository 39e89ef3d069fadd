"""The fast diversifiers pick what a plain float64 greedy picks, row for row, in both ways they work."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from diversify.rank.diversifiers import bounds, diversifiers, falling, task

spec = importlib.util.spec_from_file_location("oracles", Path(__file__).with_name("diversifier_oracles.py"))
oracles = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracles)

EXACT = ("dpp", "mmr", "msd", "ssd")


@pytest.mark.parametrize("way", ["few", "some", "many"])
@pytest.mark.parametrize("name", EXACT)
def test_the_picks_are_those_of_a_plain_greedy(name, way, monkeypatch):
    if way != "few":
        # So small that sixty rows are chosen from as thousands are.
        monkeypatch.setattr(task, "TINY", 0)
    if way == "many":
        # And as a hundred thousand.
        monkeypatch.setattr(falling, "WHOLE", 8)
        monkeypatch.setattr(falling, "MANY", 0)
        monkeypatch.setattr(falling, "LEAST_HOT", 4)
        monkeypatch.setattr(bounds, "BLOCK", 5)
    for seed in range(60):
        vectors, scores, k, diversity = oracles.case(seed)
        picked = diversifiers[name](vectors, scores, k, diversity=diversity).tolist()
        assert picked == getattr(oracles, name)(vectors, scores, k, diversity), (seed, k, diversity)


@pytest.mark.parametrize("name", EXACT)
def test_thousands_of_rows_are_chosen_from_as_exactly(name):
    rng = np.random.default_rng(11)
    vectors = rng.standard_normal((4_000, 16)).astype(np.float32)
    scores = rng.random(4_000).astype(np.float32)
    expected = getattr(oracles, name)(vectors, scores, 15, 0.5)
    assert diversifiers[name](vectors, scores, 15, diversity=0.5).tolist() == expected


@pytest.mark.parametrize("diversity", [0.05, 0.5])
def test_a_determinant_survives_one_score_above_all(diversity):
    rng = np.random.default_rng(2)
    vectors, scores = rng.standard_normal((400, 8)).astype(np.float32), np.zeros(400, np.float32)
    scores[200] = 1e30
    expected = oracles.dpp(vectors, scores, 8, diversity)
    assert expected[0] == 200
    assert diversifiers["dpp"](vectors, scores, 8, diversity=diversity).tolist() == expected


@pytest.mark.parametrize("name", sorted(diversifiers))
def test_conditions_are_heeded(name):
    rng = np.random.default_rng(5)
    vectors, scores, sources = rng.standard_normal((30, 4)), rng.random(30), np.arange(30) % 3
    choose = diversifiers[name]
    rows = choose(vectors, scores, 30, exclude=[0, 4], caps=[(sources, 2)])
    assert len(rows) == 6
    assert np.bincount(sources[rows]).tolist() == [2, 2, 2]
    assert not {0, 4} & set(rows.tolist())
    mask = np.zeros(30, dtype=bool)
    mask[[0, 4]] = True
    assert choose(vectors, scores, 9, exclude=mask).tolist() == choose(vectors, scores, 9, exclude=[0, 4]).tolist()


@pytest.mark.parametrize("name", EXACT)
def test_what_was_shown_counts_as_chosen(name):
    vectors = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    rows = diversifiers[name](vectors, np.array([0.6, 0.5, 0.4]), 1, diversity=0.9, already=vectors[:2] * 3)
    assert rows.tolist() == [2]


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"exclude": [7]}, r"row 7, but there are 3"),
        ({"exclude": [True, False]}, r"mask of shape \(2,\)"),
        ({"exclude": [0.5]}, r"float64 must be row numbers"),
        ({"already": [[1.0, 2.0]]}, r"already of shape \(1, 2\) must be \(m, 3\)"),
        ({"already": [[1.0, 2.0, np.nan]]}, r"finite"),
        ({"caps": [([1, 2], 1)]}, r"keys of a cap have shape \(2,\)"),
        ({"caps": [([1, 2, 3], 0)]}, r"cap of 0"),
    ],
)
def test_conditions_that_do_not_fit_are_refused(conditions, message):
    with pytest.raises(ValueError, match=message):
        diversifiers["mmr"](np.eye(3), np.ones(3), 2, **conditions)


def test_an_unknown_condition_is_named():
    with pytest.raises(TypeError, match="'excluded'"):
        diversifiers["mmr"](np.eye(3), np.ones(3), 2, excluded=[1])
