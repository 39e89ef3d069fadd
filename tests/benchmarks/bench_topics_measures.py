"""Measures of embedders and topics, the same for every way."""

import numpy as np

QUERIES = 1_500


def unit(vectors):
    """Dense rows of length one; zero rows stay."""
    vectors = np.asarray(vectors, dtype=np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def neighbours_agree(vectors, labels, k=10):
    """Share of the k nearest other articles that carry an article's label, over 1,500 articles."""
    labels = np.asarray(labels)
    rows = np.random.default_rng(0).permutation(len(labels))[:QUERIES]
    sparse = hasattr(vectors, "tocsr")
    rest = vectors.T.tocsc() if sparse else vectors.T
    right = []
    for start in range(0, len(rows), 250):
        part = rows[start : start + 250]
        close = np.asarray((vectors[part] @ rest).todense()) if sparse else vectors[part] @ rest
        close[np.arange(len(part)), part] = -9
        nearest = np.argpartition(-close, k, axis=1)[:, :k]
        right.append((labels[nearest] == labels[part][:, None]).mean(axis=1))
    return float(np.concatenate(right).mean())


def logistic_accuracy(vectors, labels, most=3_000):
    """Accuracy of a logistic regression in five folds."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    rows, labels = _common(labels, most)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = LogisticRegression(C=10, max_iter=300)
    return float(cross_val_score(model, vectors[rows], labels, cv=folds).mean())


def _common(labels, most):
    labels = np.asarray(labels)
    rows = np.sort(np.random.default_rng(1).permutation(len(labels))[:most])
    _, kind, often = np.unique(labels[rows], return_inverse=True, return_counts=True)
    kept = often[kind] >= 5
    return rows[kept], kind[kept]


def cluster_information(vectors, labels):
    """Normalised mutual information of k-means clusters, as many as labels, with the labels."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import normalized_mutual_info_score

    k = len(set(labels))
    if hasattr(vectors, "tocsr"):
        found = KMeans(k, n_init=1, max_iter=30, random_state=0).fit_predict(vectors)
        return float(normalized_mutual_info_score(labels, found))
    return float(normalized_mutual_info_score(labels, KMeans(k, n_init=2, random_state=0).fit_predict(vectors)))


def presence(texts):
    """Which words (by the pattern of two letters and more) held-out texts hold: matrix and word to column."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(binary=True, dtype=np.float32, strip_accents=None)
    return counter.fit_transform(texts).tocsc(), counter.vocabulary_


def coherence(topics, held):
    """Mean normalised pointwise mutual information of the pairs of each topic's ten words in held-out texts.

    Bouma 2009; Lau, Newman & Baldwin 2014. A pair that never meets there counts -1.
    """
    matrix, columns = held
    n = matrix.shape[0]
    words = sorted({word for topic in topics for word in topic})
    place = {word: at for at, word in enumerate(words)}
    known = [word for word in words if word in columns]
    together = np.zeros((len(words), len(words)), dtype=np.float64)
    rows = [place[word] for word in known]
    chosen = matrix[:, [columns[word] for word in known]]
    together[np.ix_(rows, rows)] = np.asarray((chosen.T @ chosen).todense()) / n
    alone = np.diag(together)
    scores = []
    for topic in topics:
        pairs = [(place[a], place[b]) for at, a in enumerate(topic) for b in topic[:at]]
        scores.append(np.mean([_information(together[a, b], alone[a], alone[b]) for a, b in pairs] or [-1.0]))
    return float(np.mean(scores))


def _information(both, one, other):
    if both <= 0:
        return -1.0
    return 1.0 if both >= 1 else float(np.log(both / (one * other)) / -np.log(both))


def variety(topics):
    """Distinct words among all lists, as a part of all words listed."""
    listed = [word for topic in topics for word in topic]
    return len(set(listed)) / max(len(listed), 1)


def largest_share(shares):
    """Part of the articles that the most frequent first topic has, among those that have any."""
    shares = np.asarray(shares)
    known = shares[shares.sum(axis=1) > 0]
    return float(np.bincount(known.argmax(axis=1)).max() / max(len(known), 1)) if len(known) else float("nan")
