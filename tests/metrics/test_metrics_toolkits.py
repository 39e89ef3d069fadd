"""Where conventions differ, each of ours is held against the toolkit that it comes from, run beside it."""

import math

import numpy as np
import pytest

from diversify.metrics import (
    alpha_ndcg,
    entropy,
    err_ia,
    fragmentation,
    hit_rate,
    ndcg,
    nrbp,
    precision,
    rank_biased_entropy,
    rank_weights,
    recall,
    reciprocal_rank,
    s_recall,
    welcomed_distance,
)

NINE = {"abs": 1e-9, "rel": 0}


def ndeval(measure, ranked, about):
    """Value of a measure of ndeval for one list, as ir-measures computes it."""
    measures = pytest.importorskip("ir_measures")
    pytest.importorskip("pyndeval")
    qrels = [
        measures.Qrel("q", f"d{i}", int(found), str(t + 1))
        for i, row in enumerate(about)
        for t, found in enumerate(row)
    ]
    run = [measures.ScoredDoc("q", f"d{item}", float(-place)) for place, item in enumerate(ranked)]
    return measures.pyndeval.calc_aggregate([measure(measures)], qrels, run)[measure(measures)]


def topics(rng, n=10, t=5):
    about = rng.random((n, t)) < 0.35
    about[0, :] |= ~about.any(axis=0)
    return about.astype(int)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("k", [5, 10])
def test_subtopic_metrics_are_ndevals(seed, k):
    rng = np.random.default_rng(seed)
    about, ranked = topics(rng), rng.permutation(10)
    rows = [ranked]
    assert alpha_ndcg(rows, about, k=k)[0] == pytest.approx(
        ndeval(lambda m: m.alpha_nDCG(alpha=0.5) @ k, ranked, about), **NINE
    )
    assert err_ia(rows, about, k=k)[0] == pytest.approx(ndeval(lambda m: m.ERR_IA @ k, ranked, about), **NINE)
    assert s_recall(rows, about, k=k)[0] == pytest.approx(ndeval(lambda m: m.StRecall @ k, ranked, about), **NINE)


@pytest.mark.parametrize("seed", range(6))
def test_nrbp_is_ndevals(seed):
    rng = np.random.default_rng(seed)
    about, ranked = topics(rng), rng.permutation(10)
    theirs = ndeval(lambda m: m.NRBP(alpha=0.5, beta=0.5), ranked, about)
    assert nrbp([ranked], about)[0] == pytest.approx(theirs, **NINE)


def test_ndevals_own_example():
    about = np.zeros((10, 6), dtype=int)
    for row, number in ((0, 2), (0, 4), (1, 2), (2, 2), (4, 1), (4, 6), (5, 6), (6, 3), (7, 2), (8, 1)):
        about[row, number - 1] = 1
    rows = list(range(10))
    assert ndeval(lambda m: m.alpha_nDCG @ 5, rows, about) == pytest.approx(0.7706689322711, **NINE)
    assert ndeval(lambda m: m.alpha_nDCG @ 10, rows, about) == pytest.approx(0.8756704867374, **NINE)
    assert ndeval(lambda m: m.ERR_IA @ 5, rows, about) == pytest.approx(0.3969742813918, **NINE)
    assert ndeval(lambda m: m.ERR_IA @ 10, rows, about) == pytest.approx(0.4372901523115, **NINE)
    assert ndeval(lambda m: m.NRBP, rows, about) == pytest.approx(0.370751953125, **NINE)
    assert ndeval(lambda m: m.StRecall @ 5, rows, about) == pytest.approx(0.8, **NINE)


def impressions(seed, s=20, k=8):
    """(s, k) gains in the order shown, and what was left out of each list, (s, 3)."""
    rng = np.random.default_rng(seed)
    gains = rng.integers(0, 4, (s, k))
    gains[:, 0] |= gains.any(axis=1) == 0
    return gains, rng.integers(0, 2, (s, 3))


def documents(gains, left_out):
    """The same as qrels and run, documents named by place."""
    qrels = {
        f"q{i:02}": {f"d{j}": int(g) for j, g in enumerate([*row, *out])}
        for i, (row, out) in enumerate(zip(gains, left_out, strict=True))
    }
    run = {f"q{i:02}": {f"d{j}": float(-j) for j in range(gains.shape[1])} for i in range(len(gains))}
    return qrels, run


@pytest.mark.parametrize("k", [3, 8, 10])
def test_relevance_metrics_are_trec_evals(k):
    measures = pytest.importorskip("ir_measures")
    gains, left_out = impressions(1)
    qrels, run = documents(gains, left_out)
    asked = [measures.nDCG @ k, measures.P @ k, measures.R @ k, measures.RR]
    theirs = {name: np.zeros(len(gains)) for name in asked}
    for found in measures.pytrec_eval.iter_calc(asked, qrels, run):
        theirs[found.measure][int(found.query_id[1:])] = found.value
    hits = (gains > 0).astype(int)
    relevant = hits.sum(axis=1) + left_out.sum(axis=1)
    pool = np.concatenate([gains, left_out], axis=1)
    np.testing.assert_allclose(ndcg(gains, pool, k=k), theirs[measures.nDCG @ k], rtol=0, atol=1e-9)
    np.testing.assert_allclose(precision(hits, k=k), theirs[measures.P @ k], rtol=0, atol=1e-9)
    np.testing.assert_allclose(recall(hits, relevant, k=k), theirs[measures.R @ k], rtol=0, atol=1e-9)
    np.testing.assert_allclose(reciprocal_rank(hits), theirs[measures.RR], rtol=0, atol=1e-9)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of its compiler
def test_relevance_metrics_are_ranxs():
    """Run where ranx is installed: it compiles itself for minutes, which is more than our tests may take."""
    ranx = pytest.importorskip("ranx")
    gains, left_out = impressions(2)
    qrels, run = documents(gains, left_out)
    relevant = {q: {d: g for d, g in row.items() if g} for q, row in qrels.items()}
    names = ["ndcg@5", "ndcg_burges@5", "mrr", "precision@5", "recall@5", "hit_rate@3"]
    theirs = ranx.evaluate(ranx.Qrels(relevant), ranx.Run(run), names, return_mean=False)
    hits = (gains > 0).astype(int)
    pool = np.concatenate([gains, left_out], axis=1)
    ours = {
        "ndcg@5": ndcg(gains, pool, k=5),
        "ndcg_burges@5": ndcg(gains, pool, k=5, gain="exponential"),
        "mrr": reciprocal_rank(hits),
        "precision@5": precision(hits, k=5),
        "recall@5": recall(hits, hits.sum(axis=1) + left_out.sum(axis=1), k=5),
        "hit_rate@3": hit_rate(hits, k=3),
    }
    for name, values in ours.items():
        np.testing.assert_allclose(values, theirs[name], rtol=0, atol=1e-9, err_msg=name)


def test_reciprocal_rank_of_one_hit_is_scikit_learns_label_ranking():
    from sklearn.metrics import label_ranking_average_precision_score

    for place in range(6):
        labels = np.eye(6, dtype=int)[[place]]
        theirs = label_ranking_average_precision_score(labels, [-np.arange(6.0)])
        assert reciprocal_rank(labels)[0] == pytest.approx(theirs, **NINE)
        assert reciprocal_rank(labels, convention="mean")[0] == pytest.approx(theirs, **NINE)


def test_the_mean_reciprocal_rank_of_minds_script():
    """Its formula: of labels in order of score, the sum of label / rank over the sum of labels."""
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 2, (20, 9))
    labels[:, 0] = 1
    theirs = (labels / np.arange(1, 10)).sum(axis=1) / labels.sum(axis=1)
    np.testing.assert_allclose(reciprocal_rank(labels, convention="mean"), theirs, rtol=0, atol=1e-12)


def test_lenskits_discount_weighs_ranks_one_and_two_alike():
    """Its formula: ``1 / max(log2(rank), 1)``."""
    assert rank_weights(4, "jarvelin").tolist() == pytest.approx([1.0, 1.0, 1 / math.log2(3), 0.5], **NINE)
    assert ndcg([[0, 1]], [[1, 0]], discount="jarvelin")[0] == 1.0
    assert ndcg([[0, 1]], [[1, 0]])[0] == pytest.approx(1 / math.log2(3), **NINE)


def test_the_base_of_jarvelin_and_kekalainen():
    """The first ranks up to the base are not discounted (their section 2.2)."""
    weights = rank_weights(20, "jarvelin", base=10)
    assert weights[:10].tolist() == pytest.approx([1.0] * 10, **NINE)
    assert weights[19] == pytest.approx(1 / math.log10(20), **NINE)
    # Gains of their example: <3, 2, 3, 0, 0, 1, 2, 2, 3, 0>, base 2, cumulated 3, 5, 6.89, 6.89, 6.89, 7.28, 7.99, ….
    gains = np.array([3, 2, 3, 0, 0, 1, 2, 2, 3, 0])
    cumulated = np.cumsum(gains * rank_weights(10, "jarvelin"))
    assert cumulated.round(2).tolist() == [3.0, 5.0, 6.89, 6.89, 6.89, 7.28, 7.99, 8.66, 9.61, 9.61]


def lenskit_entropy(shares, weights):
    """LensKit's formula: 1e-6 is added to the sum of every category."""
    values = (shares * weights[:, None]).sum(axis=0) + 1e-6
    p = values / values.sum()
    return -(p * np.log2(p)).sum()


def test_entropies_of_lenskit_are_ours_with_its_smoothing():
    rng = np.random.default_rng(4)
    shares = rng.dirichlet(np.ones(5), 12)
    shares[:3] = np.eye(5)[[0, 0, 1]]
    slate = [0, 1, 2, 7]
    flat, biased = np.ones(4), 0.85 ** np.arange(4)
    assert entropy([slate], shares, smoothing=1e-6)[0] == pytest.approx(lenskit_entropy(shares[slate], flat), **NINE)
    assert rank_biased_entropy([slate], shares, smoothing=1e-6)[0] == pytest.approx(
        lenskit_entropy(shares[slate], biased), **NINE
    )
    one = rank_biased_entropy([[0, 1]], shares)[0]
    assert one == 0.0, "exact without it: one category is no choice"


def test_fragmentation_of_single_stories_is_one_or_nothing():
    """RADio's: readers of the same story 0, of different stories 1."""
    assert fragmentation([[0], [1], [2]], [4, 4, 9]).tolist() == [0.0, 1.0, 1.0]


def test_serendipity_of_the_recommenders_library():
    """Its formula: of each shown item, 1 less the mean cosine to what was read, times whether it was relevant."""
    rng = np.random.default_rng(5)
    vectors = rng.normal(size=(9, 4))
    shown, read, liked = [4, 5, 6, 7], [0, 1, 2], np.array([1, 0, 1, 1])
    units = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    theirs = ((1 - (units[shown] @ units[read].T).mean(axis=1)) * liked).mean()
    ours = welcomed_distance([shown], [read], vectors, relevance=[liked])[0]
    assert ours == pytest.approx(theirs, **NINE)
