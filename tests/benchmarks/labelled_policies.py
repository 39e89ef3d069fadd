"""Readers who live with a policy on a labelled corpus, day by day; see `bench_policies`.

A corpus is cut into days of new articles, each shown for two days. A reader wants one to three labels by 1, .6 and .4
and nothing else; what is looked at (place p with probability p^-.25) is opened with probability .1 + .7 want, read to
.4 + .6 want of a depth drawn from .5 to 1 where it is wanted, else to .1 to .4 (the numbers of `bench_profile`). Labels
make readers and judge slates; no policy sees them. Articles have one of 40 invented sources, and so many outlets carry
them as a prominence says that is drawn as in `simulate.world` and depends on no label: who is popular is so by chance.
"""

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
from bench_profile import LEAST_OF_A_LABEL, NOW, WANTED, Corpus, read_rows, taken, understood

from diversify.domain import Candidates, Feed, Feedback, Memory, SlatePolicy
from diversify.geometry import hill_number
from diversify.metrics import ndcg
from diversify.profile import Evidence, Impression, build_profile
from diversify.rank import score
from diversify.rank.diversifiers import by_kinds, diversifiers
from diversify.rank.memory import EXPOSURE_HALF_LIFE_DAYS, READ_DEPTH
from diversify.rank.scarcity import lately, with_rest
from diversify.simulate.product import picks

PLACES, DAYS, BORN, LIFE = 12, 14, 100, 2
SOURCES, OUTLETS = 40, 5
MOST_ARTICLES = 4_000
FILES = (
    *("huffpost_recent_10k/items.jsonl.gz", "bbc_news/items.jsonl.gz", "reuters21578/items.jsonl.gz"),
    "ag_news_test/test.csv",
)


def corpora_at(root):
    """Files of the four corpora below a checkout's neighbour; says which are absent."""
    paths = [root / "shared" / "data" / "datasets" / name for name in FILES]
    for path in paths:
        if not path.exists():
            sys.stdout.write(f"absent, left out: {path.parent.name}\n")
    return [path for path in paths if path.exists()]


@dataclass
class Life:
    """One reader's taste and luck, and what was logged of them.

    Attributes
    ----------
    order
        Rows of the corpus in the order in which they appear.
    want
        (n,) how much each article is wanted.
    luck
        (3, n) uniform: whether each article is looked at, opened, and how far it is read.
    carried, source
        (n,) by how many outlets, and by whom first.
    log
        Day, row, position, lane, industry drawn, depth of everything shown.
    """

    order: np.ndarray
    want: np.ndarray
    luck: np.ndarray
    carried: np.ndarray
    source: np.ndarray
    log: list = field(default_factory=list)

    @classmethod
    def born(cls, corpus, number):
        rng = np.random.default_rng((77, number))
        n = len(corpus.labels)
        often = sorted(label for label, count in Counter(corpus.labels.tolist()).items() if count >= LEAST_OF_A_LABEL)
        some = min(int(rng.integers(1, 4)), len(often) - 1)
        mine = dict(zip(rng.choice(often, some, replace=False).tolist(), WANTED, strict=False))
        first = np.exp(-rng.uniform(-np.log(0.99), -np.log(0.01), n))
        return cls(
            order=rng.permutation(n),
            want=np.array([mine.get(label, 0.0) for label in corpus.labels.tolist()]),
            luck=rng.random((3, n)),
            carried=1 + np.floor(first * OUTLETS * (1 - 1e-9)).astype(int),
            source=rng.integers(1, SOURCES + 1, n),
        )

    def read(self, day, rows, lanes, industries):
        """What happens to a slate."""
        looked = self.luck[0, rows] < np.arange(1, len(rows) + 1) ** -0.25
        opened = looked & (self.luck[1, rows] < 0.1 + 0.7 * self.want[rows])
        far = self.luck[2, rows]
        wanted = (0.5 + 0.5 * far) * (0.4 + 0.6 * self.want[rows])
        depth = np.where(self.want[rows] > 0, wanted, 0.1 + 0.3 * far) * opened
        for place, row in enumerate(rows):
            self.log.append((day, int(row), place + 1, lanes[place], industries[place], float(depth[place])))


def profile_of(corpus, life, occasion):
    """What the product believes of who logged this."""
    rows = np.array([entry[1] for entry in life.log], dtype=int)
    known = taken(corpus.known, rows)
    known.sensitive[:] = False  # the question here is taste; what is sensitive has its own benchmark
    evidence = Evidence(rows, known, life.source[rows].astype(np.int64), [""] * len(rows))
    acts, shown = [], []
    for day, row, place, _, _, depth in life.log:
        at = NOW + timedelta(days=day)
        shown.append(Impression(day + 1, place, row, at))
        if depth > 0.0:
            acts.append(Feedback("read", row, at, depth, day + 1, place))
    return build_profile(acts, [], evidence=evidence, occasion=occasion, impressions=shown)


def memory_of(corpus, life, day):
    """What the product remembers of what it showed."""
    codes = corpus.occasion.card.industries
    exposure, read = np.zeros(len(codes)), np.zeros(len(codes))
    for then, _, _, lane, industry, depth in life.log:
        if lane == "far":
            weight = 2.0 ** (-(day - then) / EXPOSURE_HALF_LIFE_DAYS)
            exposure[codes.index(industry)] += weight
            read[codes.index(industry)] += weight * (depth >= READ_DEPTH)
    rows = np.array([entry[1] for entry in life.log], dtype=int)
    ages = np.array([float(day - entry[0]) for entry in life.log])
    depths = np.array([entry[5] for entry in life.log])
    amount, clear = lately(corpus.known.industries[rows], depths, ages)
    return Memory(
        feeds=frozenset(life.source[rows].tolist()),
        vectors=corpus.known.vectors[rows],
        ages=ages,
        far_exposure=exposure,
        far_read=read,
        read_lately=amount,
        read_clear=clear,
    )


def pool_of(corpus, life, rows, occasion):
    """Articles as candidates, one row an outlet that carries them; the first of each comes first."""
    each = np.repeat(np.arange(len(rows)), life.carried[rows])
    copy = np.arange(len(each)) - np.repeat(np.cumsum(life.carried[rows]) - life.carried[rows], life.carried[rows])
    who, n = rows[each], len(each)
    known, text = taken(corpus.known, who), np.full(n, "", dtype=object)
    source = np.where(copy == 0, life.source[who], SOURCES + copy)
    born = np.empty(len(corpus.labels))
    born[life.order] = np.arange(len(life.order)) // BORN
    return Candidates(
        ids=(who + 1) * OUTLETS + copy, vectors=known.vectors, industries=known.industries, topics=known.topics,
        feeds=source.astype(np.int64), stories=who + 1, languages=text, authors=text,
        outlets=np.array([f"outlet{number}.example" for number in source], dtype=object),
        titles=np.array([f"Article {row}" for row in who], dtype=object),
        published=np.asarray(NOW.timestamp() + 86_400.0 * (born[who] - 0.5)), words=np.full(n, 300),
        sensational=known.sensational, substance=known.substance, sensitive=np.zeros(n, dtype=bool),
    )  # fmt: skip


@dataclass
class Morning:
    """One day of one reader, for a policy to choose in."""

    corpus: Corpus
    life: Life
    day: int
    rows: np.ndarray
    rng: np.random.Generator

    @property
    def occasion(self):
        at = NOW + timedelta(days=self.day)
        feeds = {number: Feed(f"https://source{number}.example/feed", id=number) for number in range(1, SOURCES + 6)}
        seed = int(self.rng.integers(2**31))
        return replace(self.corpus.occasion, day=at.date().isoformat(), as_of=at, seed=seed, feeds=feeds)

    def product(self, dials):
        """Rows, lanes and industries drawn of the product's slate."""
        occasion = self.occasion
        pool = pool_of(self.corpus, self.life, self.rows, occasion)
        profile, memory = profile_of(self.corpus, self.life, occasion), memory_of(self.corpus, self.life, self.day)
        given = picks(pool, profile, memory, policy=dials, occasion=occasion)
        rows = np.array([number // OUTLETS - 1 for number, _ in given], dtype=int)
        return rows, [pick.lane for _, pick in given], [pick.industry for _, pick in given]

    def baseline(self, name, dial):
        """Rows that a baseline chooses."""
        if name in ("popular", "recent", "random"):
            luck = self.rng.random(len(self.rows))
            worth = {"popular": self.life.carried[self.rows] + luck, "recent": np.arange(len(self.rows)) * 1.0}
            return self.rows[np.argsort(-worth.get(name, luck), kind="stable")[:PLACES]]
        worth = self.relevance()
        order = np.argsort(-worth, kind="stable")
        if name == "relevance_only":
            return self.rows[order[:PLACES]]
        if name == "epsilon_greedy":
            drawn, near = iter(self.rng.permutation(order[PLACES:])), iter(order)
            return self.rows[[next(drawn) if self.rng.random() < dial else next(near) for _ in range(PLACES)]]
        if name in by_kinds:
            return self.rows[by_kinds[name](self.kinds(self.rows), worth, PLACES, diversity=dial, target=self.target())]
        return self.rows[diversifiers[name](self.corpus.vectors[self.rows], worth, PLACES, diversity=dial)]

    def relevance(self):
        """The product's relevance, of a profile of what this reader did."""
        occasion = self.occasion
        pool = pool_of(self.corpus, replace(self.life, carried=np.ones_like(self.life.carried)), self.rows, occasion)
        profile = profile_of(self.corpus, self.life, occasion)
        return score(pool, profile, Memory(), occasion=occasion).scores["relevance"]

    def kinds(self, rows):
        """Industry shares of articles and, last, what is of none."""
        whole = with_rest(self.corpus.known.industries[rows])
        return whole / whole.sum(axis=1, keepdims=True)

    def target(self):
        """What was read, in such shares, with a little of everything."""
        read = [(entry[1], entry[5]) for entry in self.life.log if entry[5] > 0.0]
        wanted = np.full(len(self.corpus.occasion.card.industries) + 1, 0.1)
        if read:
            wanted += np.array([depth for _, depth in read]) @ self.kinds(np.array([row for row, _ in read]))
        return wanted / wanted.sum()


@dataclass
class LabelledField:
    """Closed loops on one corpus; units are readers."""

    corpus: Corpus
    shown: range
    tuning: range
    dialled: tuple[str, ...] = ("epsilon_greedy", *sorted({*diversifiers, *by_kinds} - {"none"}))
    cache: dict = field(default_factory=dict)

    @classmethod
    def of(cls, path, *, readers, tuning):
        """Train on the file, and invent readers; those shown are others than those for choosing dials."""
        rows = read_rows(path, titles=False)
        some = np.random.default_rng(0).permutation(len(rows))[:MOST_ARTICLES]
        return cls(
            understood(path.parent.name, [rows[row] for row in some]), range(readers), range(1000, 1000 + tuning)
        )

    @property
    def name(self):
        return self.corpus.name

    def told(self, policy, dial=None, *, part="shown"):
        """Measure to one number a reader."""
        lives = [self._one(policy, dial, number) for number in (self.shown if part == "shown" else self.tuning)]
        return {name: np.array([life[name] for life in lives]) for name in lives[0]}

    def _one(self, policy, dial, number):
        key = (policy, repr(dial), number)
        if key not in self.cache:
            self.cache[key] = lived(self.corpus, number, policy, dial)
        return self.cache[key]


def lived(corpus, number, policy, dial):
    """A reader's days with a policy, judged."""
    life, found = Life.born(corpus, number), []
    shown = np.zeros(len(corpus.labels), dtype=bool)
    for day in range(DAYS):
        rows = life.order[max(0, day + 1 - LIFE) * BORN : (day + 1) * BORN]
        rows = rows[~shown[rows]]
        morning = Morning(corpus, life, day, rows, np.random.default_rng((number, day)))
        if policy == "product":
            slate, lanes, industries = morning.product(dial if isinstance(dial, SlatePolicy) else SlatePolicy())
        else:
            slate = morning.baseline(policy, dial)
            lanes = industries = [""] * len(slate)
        if life.want[rows].any():
            found.append(float(ndcg([life.want[slate]], [life.want[rows]], k=PLACES)[0]))
        life.read(day, slate, lanes, industries)
        shown[slate] = True
    return judged(corpus, life) | {"ndcg": float(np.mean(found)) if found else float("nan")}


def judged(corpus, life):
    """Measures of what was read, by label."""
    labels = np.unique(corpus.labels, return_inverse=True)[1]
    day, row, _, _, _, depth = zip(*life.log, strict=True)
    day, label, depth = np.array(day), labels[np.array(row)], np.array(depth)
    weeks = [np.bincount(label[day // 7 == week], depth[day // 7 == week]) for week in range(DAYS // 7)]
    widths = [float(hill_number(amount[None])[0]) for amount in weeks if amount.sum() > 0]
    return {
        "read": float(len(set(label[depth >= READ_DEPTH].tolist()))),
        "finished": float(len(set(label[depth >= 0.8].tolist()))),
        "town": float(np.mean(widths)) if widths else float("nan"),
        "satisfaction": float(depth.mean()),
        "left": 0.0,
    }
