"""Industries learned from weak labels alone, tested on labels that nobody showed to them.

    python tests/benchmarks/bench_industries.py [--data ../shared/data] [--sets bbc huffpost reuters] [--dev]
    python tests/benchmarks/bench_industries.py --reader

Weak labels are what the program has at a reader's: the catalogue's for its outlets, industries that a feed's title
names, the packed sample, and seed terms. Three ways to train: `weak` on the snapshots of real feeds and the sample,
`own` on these and the unlabelled texts of the set (as at a reader's, who trains on what is then ranked), `bare` on the
unlabelled texts alone. The labels of the sets are mapped to industries by the table in `labelled_industries.py`.

Constants are chosen by `--dev` (AG News, MIND, UCI, Guardian sections, and 20 Newsgroups where it is at hand), never
by the three sets that are reported.
"""

import argparse
import sys
import time
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from labelled_industries import DEV, LABELS, NOW, TEST, load_set, load_weak, made_article

from diversify.catalogue import load_lexicon
from diversify.domain import GENERAL, Understanding

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def say(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def scores(shares, labels, table, taxonomy):
    """What a person sees of shares (n, m): top industry right, macro F1 by label, calibration, how sure, how silent.

    A top industry that the table allows for an article's label counts as that label; another one counts as the first
    label that the table gives it, and as none where there is no such label.
    """
    codes = [*taxonomy.codes, GENERAL]
    whole = np.hstack([shares, 1 - shares.sum(axis=1, keepdims=True)])
    first = whole.argmax(axis=1)
    industry = shares.argmax(axis=1)
    home = {}
    for label, allowed in table.items():
        for code in allowed:
            home.setdefault(code, label)
    right = np.array([codes[i] in table[label] for i, label in zip(industry, labels, strict=True)])
    said = [label if ok else home.get(codes[i], "-") for i, ok, label in zip(industry, right, labels, strict=True)]
    sure = shares.max(axis=1)
    strict = np.array([codes[i] in table[label] for i, label in zip(first, labels, strict=True)])
    return {
        "right": right.mean(),
        "macro_f1": np.mean([f1(np.array(said) == label, np.array(labels) == label) for label in sorted(set(labels))]),
        "sure": sure.mean(),
        "ece": calibration_error(sure, right),
        "general": (first == len(codes) - 1).mean(),
        "right_if_told": strict[first < len(codes) - 1].mean() if (first < len(codes) - 1).any() else float("nan"),
        "right_above_half": right[sure > 0.5].mean() if (sure > 0.5).any() else float("nan"),
    }


def f1(said, true):
    return 2 * (said & true).sum() / max(said.sum() + true.sum(), 1)


def calibration_error(sure, right, bins=10):
    """Expected calibration error of the top share in even bins (Guo et al. 2017)."""
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return sum(abs(right[place == b].sum() - sure[place == b].sum()) for b in range(bins)) / len(sure)


def worst_pairs(shares, labels, table, taxonomy, count=8):
    """Label and the wrong industry that comes first for most of its articles, with how many of how many."""
    pairs = {}
    for best, label in zip(shares.argmax(axis=1), labels, strict=True):
        code = taxonomy.codes[best]
        if code not in table[label]:
            pairs[label, code] = pairs.get((label, code), 0) + 1
    sizes = {label: labels.count(label) for label in set(labels)}
    worst = sorted(pairs, key=lambda pair: -pairs[pair] / sizes[pair[0]] ** 0.5)[:count]
    return [f"{label} -> {code} {pairs[label, code]}/{sizes[label]}" for label, code in worst]


def run(names, data, ways, *, confusion=True):
    from diversify.topics import train

    taxonomy = load_lexicon()
    weak, feeds = load_weak(data)
    now = max(article.seen for article in weak)
    say(f"weak: {len(weak)} articles, {sum(bool(f.industries) for f in feeds.values())} of {len(feeds)} feeds named")
    trained = train(weak, feeds, taxonomy, now=now) if "weak" in ways else None
    head = ("set", "way", "n", "right", "macro_f1", "ece", "sure", "general", "right_if_told", "right_above_half")
    say(" ".join(f"{name:>10}" for name in head))
    for name in names:
        texts, labels = load_set(name, data)
        if name == "guardian":
            weak, feeds = load_weak(data, without=("guardian-sections-2022-02-07",))
            trained = train(weak, feeds, taxonomy, now=now) if "weak" in ways else None
        articles = [made_article(n, *text) for n, text in enumerate(texts, start=1)]
        for way in ways:
            begun = time.process_time()
            if way == "weak":
                model = trained
            else:
                own = [made_article(10**6 + n, *text, feed=10**6) for n, text in enumerate(texts)]
                model = train([*own, *weak] if way == "own" else own, feeds if way == "own" else {}, taxonomy, now=now)
            shares = model.understand(articles, {}).industries
            found = scores(shares, labels, LABELS[name], taxonomy)
            row = [f"{found[key]:10.3f}" for key in head[3:]]
            say(f"{name:>10} {way:>10} {len(texts):>10} {' '.join(row)}   {time.process_time() - begun:.1f} s")
            if confusion and way != "bare":
                say("           worst:", "; ".join(worst_pairs(shares, labels, LABELS[name], taxonomy)))


def readers(data, names=TEST, *, days=3, read=20):
    """Readers at home in one label each: what their far and near items are labelled, over some days.

    A reader has read articles of the label to their end; the pool holds others of all labels, at least four times as
    many of the reader's. A far item is elsewhere where the industry that stands for its label is not the reader's.
    """
    from diversify.domain import Memory, SlatePolicy
    from diversify.rank import recommend
    from diversify.rank.scarcity import lately
    from diversify.topics import train

    taxonomy = load_lexicon()
    for name in names:
        texts, labels = load_set(name, data)
        table = LABELS[name]
        articles = [made_article(n, *text, feed=1 + n % 40) for n, text in enumerate(texts, start=1)]
        model = train(articles, {}, taxonomy, now=NOW)
        seen = model.understand(articles, {})
        far, near = [], []
        for label in sorted(label for label in table if labels.count(label) >= 5 * read):
            rng = np.random.default_rng(0)
            own = np.flatnonzero(np.array(labels) == label)
            history = rng.permutation(own)[:read]
            profile, occasion, pool = scene(articles, seen, history, model.card, taxonomy)
            amount, clear = lately(seen.industries[history], np.ones(read), np.zeros(read))
            memory = Memory(read_lately=amount, read_clear=clear)
            elsewhere, at_home = [], []
            for day in range(days):
                today = replace(occasion, seed=day)
                rows = np.setdiff1d(rng.permutation(len(articles))[:3000], history)
                slate = recommend(pool[rows], profile, memory, policy=SlatePolicy(), occasion=today)
                for item in slate.items:
                    other = labels[item.article_id - 1]
                    if item.lane == "far":
                        elsewhere.append(table[other][0] != table[label][0])
                    elif item.lane == "near":
                        at_home.append(other == label)
                memory = remember_articles(memory, slate)
            far += elsewhere
            near += at_home
            say(f"{name:>10} {label:>16}: far elsewhere {np.mean(elsewhere):.2f}, near at home {np.mean(at_home):.2f}")
        say(f"{name:>10} {'all':>16}: far elsewhere {np.mean(far):.3f}, near at home {np.mean(near):.3f}")


def remember_articles(memory, slate):
    return replace(memory, articles=memory.articles | {item.article_id for item in slate.items})


def scene(articles, seen, history, card, taxonomy):
    """The profile of a reader of these articles, the occasion, and the candidates."""
    from diversify.domain import Candidates, Feed, Feedback, Occasion
    from diversify.profile import Evidence, build_profile

    n = len(articles)
    feeds = {
        number: Feed(f"https://o{number}.example/", title=f"Outlet {number}", id=number) for number in range(1, 41)
    }
    occasion = Occasion("2026-05-01", NOW + timedelta(days=1), 0, card, taxonomy, feeds)
    ids = np.arange(1, n + 1, dtype=np.int64)
    source = np.array([article.feed_id for article in articles], dtype=np.int64)
    part = Understanding(**{item.name: getattr(seen, item.name)[history] for item in fields(Understanding)})
    evidence = Evidence(ids[history], part, source[history], [""] * len(history))
    acts = [Feedback("read", int(number), NOW - timedelta(days=2)) for number in ids[history]]
    profile = build_profile(acts, [], evidence=evidence, occasion=occasion)
    blank = Candidates.blank(n, dimensions=seen.vectors.shape[1], industries=seen.industries.shape[1])
    pool = replace(
        blank, ids=ids, vectors=seen.vectors, industries=seen.industries, topics=seen.topics, feeds=source, stories=ids,
        outlets=np.array([f"o{number}.example" for number in source], dtype=object),
        languages=np.full(n, "en", dtype=object), published=np.full(n, NOW.timestamp()),
        titles=np.array([article.title for article in articles], dtype=object), substance=seen.substance,
        words=np.array([article.words for article in articles]), sensational=seen.sensational,
    )  # fmt: skip
    return profile, occasion, pool


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=None, choices=[*TEST, *DEV])
    parser.add_argument("--ways", nargs="+", default=["weak", "own", "bare"], choices=["weak", "own", "bare"])
    parser.add_argument("--dev", action="store_true", help="the sets that constants may be chosen by")
    parser.add_argument("--reader", action="store_true", help="readers at home in one label each")
    chosen = parser.parse_args()
    if chosen.reader:
        readers(chosen.data, chosen.sets or TEST)
        return
    run(chosen.sets or (DEV if chosen.dev else TEST), chosen.data, chosen.ways)


if __name__ == "__main__":
    main()
