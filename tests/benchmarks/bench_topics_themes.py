"""Ways to make topics: each takes texts to learn from, and gives lists of ten words and the texts' shares."""

import importlib.util
from dataclasses import dataclass

import numpy as np
from bench_topics_ways import ONE, WORDS, AbsentError, timed

COUNTED = {key: value for key, value in WORDS.items() if key != "sublinear_tf"}


@dataclass
class Found:
    """Lists of words, shares of the texts learned from, seconds to place a thousand texts, size in MB."""

    words: list
    shares: object
    transform: float = float("nan")
    size: float = float("nan")


def top_words(components, words, many=10):
    """The ten heaviest words of each topic; fewer where fewer have any weight."""
    rows = np.asarray(components)
    return [[words[at] for at in np.argsort(-row, kind="stable")[:many] if row[at] > 0] for row in rows]


def our_topics(texts, k):
    """The product's own estimator, on the words that it counts."""
    from diversify.topics import TopicModel, count_words

    counts, words = count_words(texts)
    model = TopicModel(topics=k)
    shares = model.fit_transform(counts)
    kept = np.asarray(model.components_).sum(axis=1) > 0
    return Found(top_words(model.components_[kept], words), shares)


def factor_topics(texts, k):
    """NMF of TF-IDF."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(**WORDS, dtype=np.float32)
    model = NMF(k, init="nndsvda", max_iter=200, tol=1e-3, random_state=0)
    shares = model.fit_transform(counter.fit_transform(texts))
    return Found(top_words(model.components_, counter.get_feature_names_out()), shares)


def allocation_topics(texts, k):
    """LDA of counts."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(**COUNTED, dtype=np.float32)
    model = LatentDirichletAllocation(k, learning_method="online", batch_size=1024, max_iter=10, random_state=0)
    shares = model.fit_transform(counter.fit_transform(texts))
    return Found(top_words(model.components_, counter.get_feature_names_out()), shares)


def sampled_topics(texts, k):
    """Tomotopy's LDA by Gibbs sampling."""
    if importlib.util.find_spec("tomotopy") is None:
        raise AbsentError("tomotopy is not installed")
    import tomotopy
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(**COUNTED)
    counter.fit(texts)
    analyse, known = counter.build_analyzer(), counter.vocabulary_
    documents = [[word for word in analyse(text) if word in known] for text in texts]
    model = tomotopy.LDAModel(k=k, seed=1)
    known_rows = [row for row, words in enumerate(documents) if words]
    for row in known_rows:
        model.add_doc(documents[row])
    model.train(200, workers=1)
    shares = np.zeros((len(texts), k), dtype=np.float32)
    for row, document in zip(known_rows, model.docs, strict=True):
        shares[row] = document.get_topic_dist()
    lists = [[word for word, _ in model.get_topic_words(topic, top_n=10)] for topic in range(k)]
    unseen = [model.make_doc(words) for words in documents[:ONE] if words]
    _, spent = timed(lambda: model.infer(unseen, workers=1))
    return Found(lists, shares, spent, len(model.saves()) / 1e6)


def cluster_topics(texts, k):
    """K-means of LSA vectors, named by class-based TF-IDF (Grootendorst 2022)."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(**COUNTED, dtype=np.float32)
    counts = counter.fit_transform(texts)
    vectors = normalize(TruncatedSVD(100, random_state=0).fit_transform(TfidfTransformer().fit_transform(counts)))
    first = MiniBatchKMeans(k, n_init=3, batch_size=4096, random_state=0).fit_predict(vectors)
    shares = np.eye(k, dtype=np.float32)[first]
    classes = np.asarray((counts.T @ shares).T)
    frequency = classes / np.maximum(classes.sum(axis=1, keepdims=True), 1)
    weighed = frequency * np.log(1 + classes.sum() / k / np.maximum(classes.sum(axis=0), 1e-9))
    return Found(top_words(weighed, counter.get_feature_names_out()), shares)


THEMES = {
    "ours": our_topics,
    "NMF": factor_topics,
    "LDA": allocation_topics,
    "tomotopy": sampled_topics,
    "LSA + k-means": cluster_topics,
}
