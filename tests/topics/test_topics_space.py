import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from diversify.topics import OwnWords
from diversify.topics.events import find_events, story_weights
from diversify.topics.factor import factorise
from diversify.topics.listing import shared_information, telling_weights
from diversify.topics.space import cooccurrence, decompose, embed, fit_space, orthonormal, positive_information
from diversify.topics.themes import balance_topics, merge_topics, topic_count, topic_shares


def test_information_equals_the_formula_word_by_word():
    counts = sparse.csr_matrix(np.array([[1, 1, 0, 2], [1, 1, 1, 0], [0, 1, 1, 1], [1, 0, 0, 3]], dtype=np.float32))
    together = ((counts.T > 0).astype(float) @ (counts > 0).astype(float)).toarray()
    np.fill_diagonal(together, 0)
    totals = together.sum(axis=1)
    expected = np.zeros((4, 4))
    for w in range(4):
        for c in range(4):
            if together[w, c]:
                context = totals[c] ** 0.75 / (totals**0.75).sum()
                expected[w, c] = max(0, np.log(together[w, c] / totals[w] / context))
    pairs = cooccurrence(counts)
    assert np.allclose(positive_information(pairs, discount=0).toarray(), expected, atol=1e-5)
    expected *= together / (together + 1)
    assert np.allclose(positive_information(pairs).toarray(), expected, atol=1e-5)


def test_a_story_told_five_times_counts_once():
    rows = np.array([[1, 1, 0, 0]] * 5 + [[0, 0, 1, 1]], dtype=np.float32)
    told = np.array([0, 0, 0, 0, 0, 1])
    pairs = cooccurrence(sparse.csr_matrix(rows), story_weights(told)).toarray()
    assert pairs[0, 1] == pytest.approx(1)
    assert pairs[2, 3] == pytest.approx(1)


def test_retellings_are_found_by_their_words_and_by_what_is_said():
    rng = np.random.default_rng(0)
    rows = np.zeros((40, 400), dtype=np.float32)
    for row in range(40):
        rows[row, rng.choice(300, 20, replace=False)] = 1
    rows[:4] = 0
    rows[:4, 300:320] = 1
    rows[4:8] = 0
    rows[4:8, [[320 + 9 * n for n in range(5)]] * 1] = 1
    said = np.zeros(40, dtype=np.int64)
    said[[10, 20]] = 7
    events = find_events(sparse.csr_matrix(rows), said)
    assert len(set(events[:4])) == 1
    assert events[10] == events[20]
    assert events[0] != events[4]
    assert len(set(events)) > 25
    assert find_events(sparse.csr_matrix((0, 0), dtype=np.float32), said[:0]).shape == (0,)


def test_twins_become_one_and_the_empty_go():
    topics = np.eye(12, dtype=np.float32)
    sizes = np.array([30, 10, *[40] * 9, 0])
    merged, kept = merge_topics(topics, sizes, [(0, 1), (1, 2), (3, 4)])
    assert kept.tolist() == [True, False, *[True] * 9, False]
    assert np.array_equal(merged[:, 2:], topics[:, 2:])  # these two together would come first for too many
    assert merged[0, 0] == pytest.approx(31 / 42)
    assert merged[1, 0] == pytest.approx(11 / 42)
    assert topics[0, 0] == 1


def test_the_decomposition_is_the_exact_one_on_a_low_rank_matrix():
    rng = np.random.default_rng(3)
    matrix = sparse.csr_matrix((rng.standard_normal((60, 5)) @ rng.standard_normal((5, 40))).astype(np.float32))
    left, values, right = decompose(matrix, 5, rng)
    assert np.allclose(values, np.linalg.svd(matrix.toarray(), compute_uv=False)[:5], rtol=1e-3)
    assert np.allclose((left * values) @ right.T, matrix.toarray(), atol=1e-2)
    assert (left[np.abs(left).argmax(axis=0), np.arange(5)] > 0).all()


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 8), st.integers(0, 999))
def test_either_side_of_a_decomposition_is_orthonormal(rows, columns, rank, seed):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((rows, columns)).astype(np.float32)
    exact = np.linalg.svd(matrix, compute_uv=False)
    left, values, right = decompose(sparse.csr_matrix(matrix), rank, rng)
    kept = min(rank, rows, columns)
    assert (left.shape, values.shape, right.shape) == ((rows, kept), (kept,), (columns, kept))
    assert np.allclose(values, exact[:kept], rtol=0.05, atol=1e-3 * exact[0])
    firm = values > 1e-2 * values[0]
    for side in (left[:, firm], right[:, firm]):
        assert np.allclose(side.T @ side, np.eye(firm.sum()), atol=2e-3)


@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 999), st.booleans())
def test_a_basis_is_orthonormal_whether_or_not_its_columns_depend(rows, width, seed, twin):
    block = np.random.default_rng(seed).standard_normal((rows, min(width, rows))).astype(np.float32)
    block[:, -1] = block[:, 0] if twin else block[:, -1]
    basis = orthonormal(block)
    assert np.allclose(basis.T @ basis, np.eye(block.shape[1]), atol=1e-4)
    assert np.allclose(basis @ (basis.T @ block), block, atol=1e-3)


@pytest.mark.parametrize("shape", [(0, 0), (3, 0), (1, 1), (2, 5)])
def test_tiny_corpora_have_a_space(shape):
    counts = sparse.csr_matrix(np.ones(shape, dtype=np.float32))
    groups = np.zeros(shape[0], dtype=np.int64)
    space, _ = fit_space(counts, groups, dimensions=8, rng=np.random.default_rng(0))
    vectors = embed(counts, space)
    assert vectors.shape == (shape[0], 8)
    assert np.isfinite(vectors).all()


def test_vectors_are_unit_or_zero(corpus, model, feeds):
    vectors = model.understand(corpus[0][:50], feeds).vectors
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_factorisation_lowers_the_error_and_stays_non_negative():
    rng = np.random.default_rng(0)
    left, right = rng.random((50, 6), dtype=np.float32), rng.random((40, 6), dtype=np.float32)
    start = rng.random((40, 4), dtype=np.float32)
    errors = []
    for sweeps in (1, 5, 20):
        W, H = factorise(left, right, start, sweeps=sweeps)
        assert W.min() >= 0
        assert H.min() >= 0
        errors.append(np.linalg.norm(left @ right.T - W @ H.T))
    assert errors[0] > errors[1] >= errors[2] * 0.999


def test_topics_grow_with_the_corpus_but_slowly():
    numbers = [topic_count(n) for n in (0, 1, 30, 199, 200, 1_000, 8_000, 10**6)]
    assert numbers == sorted(numbers)
    assert (numbers[0], numbers[1], numbers[-1]) == (0, 1, 60)


def test_no_topic_swallows_the_others():
    rng = np.random.default_rng(1)
    raw = rng.random((2_000, 20), dtype=np.float32)
    raw[:, 0] += 0.3
    assert (raw.argmax(axis=1) == 0).mean() > 0.3
    balanced = raw * balance_topics(raw)
    assert np.bincount(balanced.argmax(axis=1)).max() / 2_000 <= 0.12


def test_telling_words_are_frequent_there_and_rarely_listed_twice(corpus):
    from diversify.topics import TopicModel, count_words

    counts, _ = count_words([article.content[3:-4] for article in corpus[0]])
    model = TopicModel(topics=8).fit(counts)
    lists = [set(np.argsort(-row)[:10].tolist()) for row in model.components_ if row.any()]
    assert len(set.union(*lists)) >= 0.85 * sum(map(len, lists)) or counts.shape[1] < 80
    assert np.allclose(model.components_.sum(axis=1), 1, atol=1e-5)
    often = np.bincount(counts.indices, minlength=counts.shape[1])
    assert often[model.components_.argmax(axis=1)].min() > 20
    shares = np.eye(3, dtype=np.float32)[np.arange(60) % 3]
    rare = sparse.csr_matrix(np.hstack([shares, np.eye(60, dtype=np.float32)[:, :5]]))
    assert (telling_weights(rare, shares).argmax(axis=1) == [0, 1, 2]).all()
    assert telling_weights(rare[:0], shares[:0]).shape == (3, 8)


def test_a_word_of_all_topics_is_listed_by_few():
    counts = sparse.csr_matrix(np.hstack([np.eye(12, dtype=np.float32)[np.arange(240) % 12]] * 2))
    shares = np.maximum(np.eye(12, dtype=np.float32)[np.arange(240) % 12], 0.02)
    weights = telling_weights(counts, shares)
    assert ((weights > 0).sum(axis=0) <= 3).all()
    assert (weights > 0).sum() <= counts.shape[1] + 0.14 * 120


def test_words_that_stand_together_show_a_topic():
    rng = np.random.default_rng(0)
    present = np.zeros((800, 14), dtype=np.float32)
    present[:100, :8] = rng.random((100, 8)) < 0.6
    for word in range(5):  # as frequent, each in articles of its own
        present[100 + 60 * word : 160 + 60 * word, 8 + word] = 1
    present[400:, 13] = 1
    shares = np.repeat(np.eye(2, dtype=np.float32), 400, axis=0)
    weights = telling_weights(sparse.csr_matrix(present), shares)
    assert set(np.argsort(-weights[0])[:8].tolist()) == set(range(8))
    assert np.flatnonzero(weights[1]).tolist() == [13]


def test_shared_information_is_boumas_less_what_is_chance():
    together = np.array([[1, 1, 0]] * 8 + [[0, 0, 1]] * 8 + [[0, 1, 1]] * 2, dtype=np.float32)
    found = shared_information(sparse.csc_matrix(together))
    assert found[0, 1] == pytest.approx(np.log((6 / 18) / (8 / 18 * 10 / 18)) / -np.log(6 / 18))
    assert found[0, 2] == found[1, 2] == -1
    assert np.allclose(found, found.T)
    assert not np.diag(found).any()


def test_shares_sum_to_one_or_zero():
    topics = np.array([[0.5, 0], [0.5, 0], [0, 1]], dtype=np.float32)
    counts = sparse.csr_matrix(np.array([[1, 1, 0], [0, 0, 3], [0, 0, 0], [1, 0, 1]], dtype=np.float32))
    shares = topic_shares(counts, topics, np.ones(3, np.float32), balance=np.ones(2, np.float32))
    assert np.allclose(shares.sum(axis=1), [1, 1, 0, 1])
    assert shares[0].tolist() == [1, 0]


def test_the_embedder_is_an_embedder():
    from diversify.protocols import Embedder

    own = OwnWords(dimensions=8)
    assert isinstance(own, Embedder)
    with pytest.raises(ValueError, match="fit first"):
        own.transform(["words"])


def test_neighbours_are_better_than_by_exact_words_or_by_lsa(tools):
    """BBC news, title and 200 characters: nearest neighbours share the section more often than by TF-IDF or LSA."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    items = tools.labelled("bbc_news")[::2]
    texts = [f"{item['title']}\n{item['title']}\n{item['body'][:200]}" for item in items]
    labels = [item["label"] for item in items]
    exact = TfidfVectorizer(min_df=2, stop_words="english", sublinear_tf=True).fit_transform(texts)
    latent = normalize(TruncatedSVD(100, random_state=0).fit_transform(exact))
    ours = tools.agree(OwnWords().fit(texts).transform(texts), labels)
    assert ours > tools.agree(exact, labels) + 0.03
    assert ours > tools.agree(latent, labels) + 0.03
    assert ours > 0.86
