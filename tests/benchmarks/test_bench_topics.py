"""The topics benchmark itself runs, on a handful of invented articles."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    known = set(sys.modules)
    yield lambda name: runpy.run_path(str(HERE / f"{name}.py"))
    for name in set(sys.modules) - known:
        if name.startswith("bench_topics"):
            del sys.modules[name]


def test_measures_of_perfect_and_of_useless_vectors(bench):
    measures = bench("bench_topics_measures")
    labels = ["a"] * 20 + ["b"] * 20
    vectors = np.eye(2, dtype=np.float32)[[0] * 20 + [1] * 20]
    assert measures["neighbours_agree"](vectors, labels) == 1
    assert measures["logistic_accuracy"](vectors, labels) == 1
    assert measures["cluster_information"](vectors, labels) == pytest.approx(1)
    mixed = np.tile(vectors[::20], (20, 1))
    assert measures["neighbours_agree"](mixed, labels) < 0.7


def test_coherence_is_of_words_that_meet(bench):
    measures = bench("bench_topics_measures")
    held = measures["presence"](["goal striker", "goal striker", "bank rates", "bank rates"])
    assert measures["coherence"]([["goal", "striker"]], held) == pytest.approx(1)
    assert measures["coherence"]([["goal", "bank"]], held) == -1
    assert measures["coherence"]([["goal", "unheard"]], held) == -1
    assert measures["variety"]([["a", "b"], ["b", "c"]]) == 0.75
    assert measures["largest_share"]([[0.9, 0.1], [0.8, 0.2], [0, 1], [0, 0]]) == pytest.approx(2 / 3)


def test_our_row_of_both_tables(bench):
    sets, ways, themes = (bench(f"bench_topics_{name}") for name in ("sets", "ways", "themes"))
    rng = np.random.default_rng(0)
    kinds = [
        ["goal", "striker", "league", "cup", "keeper", "coach"],
        ["bank", "rates", "loan", "shares", "bonds", "lender"],
    ] * 30
    bodies = [" ".join(rng.choice(words, 3)) for words in kinds]
    labelled = sets["LabelledSet"]("invented", bodies, bodies, ["s", "f"] * 30)
    made = ways["ours"](labelled)
    assert made.vectors.shape[0] == 60
    assert made.size > 0
    found = themes["our_topics"](labelled.doubled, 3)
    assert found.words
    assert found.shares.shape[0] == 60
