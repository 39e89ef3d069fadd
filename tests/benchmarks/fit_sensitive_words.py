"""Fit the table of `diversify/profile/context.py`: which words around a sensitive term mean what they seem to mean.

    python tests/benchmarks/fit_sensitive_words.py > diversify/profile/context_table.py

Read are title and teaser of half of two labelled collections that may be used freely (News Category Dataset, R. Misra,
CC BY 4.0; UCI News Aggregator, F. Gasparetti, CC BY 4.0): the half whose titles hash to an even number, see `is_held`.
The other half, and every other collection, are left for `bench_sensitive.py`. The labels are weak: a section such as
politics counts as sensitive throughout, one such as food as plain throughout. The project's own terms of plain
industries (`feeds/terms.toml`) are read as more plain texts.

The model is logistic regression on the words of a text, each once, divided by the root of their number, and on the
mean of their static vectors (potion-base-4M, MIT), so that a word never seen is judged by words like it; strong and
weak terms found are features beside them, so that the words learn what the terms do not say: words around, and which
weak terms say less or more than others of their kind. The part of the vectors
is folded into the weight of each word. What is printed are words and weights, in steps of a quarter; no text.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
import textwrap
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from diversify.catalogue import catalogue_root, load_sensitive
from diversify.profile.privacy import count_terms, plain_words
from diversify.topics.pretrained import open_vectors, word_pieces

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SENSITIVE = {
    "POLITICS", "CRIME", "QUEER VOICES", "RELIGION", "WELLNESS", "BLACK VOICES", "LATINO VOICES", "PARENTING", "WOMEN",
    "health",
}  # fmt: skip
PLAIN = {
    "SPORTS", "STYLE & BEAUTY", "HOME & LIVING", "FOOD & DRINK", "TRAVEL", "TECH", "SCIENCE", "BUSINESS",
    "CULTURE & ARTS", "MONEY", "WEIRD NEWS", "business", "science_technology", "entertainment",
}  # fmt: skip
MIXED = {"ENTERTAINMENT", "COMEDY", "MEDIA", "ENVIRONMENT", "EDUCATION", "IMPACT"}
"""Sections that are plain where no term says otherwise."""
NOT_PLAIN = {"government", "health", "law", "media", "education", "finance", "arts", "screen", "science"}
"""Industries whose terms are not taken for plain."""
TITLE = 1.5
FEWEST = 6.0
"""Words of a text are divided by the root of their number, at least of this."""
STEP = 0.25
LEAST = 1.0
"""Weights below it are left out, and below 2.5 of it where the training texts hold the word less than three times."""


def is_held(title):
    """Whether a text belongs to the half on which nothing is chosen."""
    return hashlib.blake2b(title.encode(), digest_size=4).digest()[0] & 1 == 1


def texts():
    """(words of the title, words of the teaser, points of terms, 1 for sensitive, group) of each training text."""
    categories = load_sensitive()
    for name in ("huffpost_recent_10k", "uci_news_aggregator_6k"):
        with gzip.open(DATA / "datasets" / name / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        for row in rows:
            title, text, label = row["title"], (row.get("body") or "")[:400], row["label"]
            if is_held(title) or label not in SENSITIVE | PLAIN | MIXED:
                continue
            terms = count_terms(title, text, categories)
            if label not in MIXED or terms.points < 3:
                yield plain_words(title), plain_words(text), terms.counts, float(label in SENSITIVE), label
    for table in tomllib.loads((catalogue_root() / "terms.toml").read_text("utf-8"))["industry"]:
        if table["code"] not in NOT_PLAIN:
            terms = [term for key, said in table.items() if key.endswith("en") for term in re.split(r",\s*", said)]
            for start in range(0, len(terms), 8):
                yield [], plain_words(" ".join(terms[start : start + 8])), (0, 0, 0, 0), 0.0, "terms"


def fit():
    """Weight of each word, and the intercept."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    rows = list(texts())
    seen = Counter(word for title, text, *_ in rows for word in {*title, *text})
    borrowed = open_vectors(DATA / "models/potion-base-4m-int8")
    number = {token: at for at, token in enumerate(borrowed.tokens)}
    whole = {token for token in number if token.isalpha() and token.isascii() and len(token) > 2}
    words = sorted({word for word, count in seen.items() if count > 1 and not word.isdigit()} | whole)
    column = {word: at for at, word in enumerate(words)}
    vectors = np.zeros((len(words), borrowed.dimensions))
    for word, at in column.items():
        if pieces := word_pieces(word, number):
            vectors[at] = np.asarray(borrowed.table, dtype=float)[pieces].mean(0)
    vectors /= np.sqrt((vectors**2).sum(1).mean())
    parts = []
    for title, text, *_ in rows:
        worth = {column[word]: 1.0 for word in text if word in column}
        worth |= {column[word]: TITLE for word in title if word in column}
        root = max(len({*title}) + len({*text}), FEWEST) ** 0.5
        parts.append((list(worth), [value / root for value in worth.values()]))
    ends = np.cumsum([0, *(len(at) for at, _ in parts)])
    X = sparse.csr_matrix(
        (np.concatenate([v for _, v in parts]), np.concatenate([a for a, _ in parts]), ends), (len(rows), len(words))
    )
    often = np.array([seen[word] > 2 for word in words])
    terms = np.minimum(np.array([row[2] for row in rows], dtype=float), (2, 3, 3, 4))
    y = np.array([row[3] for row in rows])
    groups = Counter(row[4] for row in rows)
    weights = np.array([groups[row[4]] ** -0.5 for row in rows])
    for side in (0, 1):
        weights[y == side] *= len(y) / 2 / weights[y == side].sum()
    F = sparse.hstack([X[:, often], sparse.csr_matrix(X @ vectors), sparse.csr_matrix(terms)]).tocsr()
    model = LogisticRegression(C=3, solver="liblinear").fit(F, y, sample_weight=weights)
    learned = vectors @ model.coef_[0][often.sum() : -4]
    learned[often] += model.coef_[0][: often.sum()]
    kept = {
        word: weight
        for word, weight, common in zip(words, learned, often, strict=True)
        if abs(weight) >= (LEAST if common else 2.5 * LEAST)
    }
    return kept, float(model.intercept_[0])


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    kept, intercept = fit()
    groups = defaultdict(list)
    for word, weight in sorted(kept.items()):
        groups[round(weight / STEP) * STEP].append(word)
    sys.stdout.write('"""Words and their weights; written by `tests/benchmarks/fit_sensitive_words.py`."""\n\n')
    sys.stdout.write(f"from typing import Final\n\nINTERCEPT: Final = {intercept:.2f}\nWORDS: Final = {{\n")
    for weight, words in sorted(groups.items()):
        sys.stdout.write(f'    {weight}: """\n')
        sys.stdout.write("\n".join(textwrap.wrap(" ".join(words), 119)) + '\n""",\n')
    sys.stdout.write("}\n")


if __name__ == "__main__":
    sys.exit(main())
