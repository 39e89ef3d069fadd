"""The product beside every baseline at equal nDCG: industries read, and width of the town.

    python tests/benchmarks/bench_policies.py [--quick] [--part plane|labelled|all] [--paper] [--save FILE]
    ... --readers 12 --days 21 --births 100 --seeds 10      # size of the closed loop on the plane
    ... --corpora FILE ...                                   # of the other part; else those of ../shared

Two fields. *Plane*: `diversify.simulate` with readers of digests (`--paper`: those of Bountouridis et al.), the whole
product (profile from acts, lanes, memory) and the baselines; same world, same readers, same luck, seed by seed.
*Labelled*: articles of real corpora as a topic model and an industry classifier that never saw their labels understand
them, and readers who want one to three labels; see `labelled_policies`. Every baseline gets the product's own relevance
there, from a profile made of what its own reader did, so that only the choice differs.

Judged: **nDCG** of every slate against what its reader truly wants that morning; **industries read**, how many a reader
read at least one article of to a depth of .3, over the run; of these **finished** (.8); **town**, the effective number
of industries by depth read in a week, mean over weeks. On labelled corpora labels stand for industries.

Equal nDCG: a baseline with a dial is dialled, by bisection, to where its nDCG is the product's. Where its dial does not
reach so low, and for baselines without a dial, the product is dialled instead: of the mixes in `MIXES` whose nDCG is at
most 2 % below the baseline's the one with the widest town; then a baseline with a dial is dialled to that. Dials are
chosen on other seeds (readers) than those shown; that of a baseline is then turned a little, by nDCG alone, until both
are as relevant on those shown, and where it cannot be, the product takes its next narrower mix. Differences are paired,
with 95 % intervals by Student's t.

A verdict is "wider" where both industries read and town are above the baseline's and neither interval holds 0,
"narrower" where one is below and its interval does not hold 0, else "not told apart". Where the nDCG shown differs by
more than 2 % the line says so.
"""

import argparse
import csv
import json
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from labelled_policies import LabelledField, corpora_at

from diversify.domain import Mix, SlatePolicy
from diversify.rank.diversifiers import by_kinds, diversifiers
from diversify.rank.memory import READ_DEPTH
from diversify.simulate import ReaderSettings, WorldSettings, digest_readers, digest_world, loop, policies
from diversify.simulate.dose import interval
from diversify.simulate.judging import industries_met, slate_ndcg, town_by_week
from diversify.simulate.product import product_at
from diversify.simulate.rerankers import diversified, epsilon_greedy
from diversify.simulate.runs import FINISHED

UNDIALLED = ("popular", "recent", "random", "relevance_only")
DIALLED = ("epsilon_greedy", *sorted({*diversifiers, *by_kinds} - {"none"}))
FEW = ("calibrated", "epsilon_greedy", "mmr", "xquad")
"""Those of the quick run."""

MEASURES = ("ndcg", "read", "finished", "town", "satisfaction", "left")
JUDGED = ("read", "town")
EQUAL = 0.02
"""NDCG within so much, relatively, is called equal."""

STEPS = 6
"""Bisections of a dial."""

FINER, AROUND = 4, 0.12
"""Bisections about that dial on what is shown."""

MIXES = (
    *(SlatePolicy(mix=Mix(*mix)) for mix in ((0, 0, 12), (0, 1, 11), (0, 2, 10), (1, 0, 11), (1, 1, 10), (2, 0, 10))),
    *(SlatePolicy(mix=Mix(*mix)) for mix in ((2, 1, 9), (3, 1, 8), (4, 1, 7), (5, 2, 5), (6, 3, 3))),
    *(SlatePolicy(mix=Mix(*mix)) for mix in ((7, 2, 3), (8, 2, 2), (9, 1, 2), (10, 1, 1), (11, 0, 1))),
    *(SlatePolicy(mix=Mix(12, 0, 0), diversity=diversity) for diversity in (0.2, 0.17, 0.15, 0.12, 0.1, 0.05)),
)
"""The product's own dials from far to near, of which nDCG rises."""


@dataclass
class PlaneField:
    """Closed loops on the plane; units are seeds."""

    readers: ReaderSettings
    world: WorldSettings
    days: int
    shown: tuple[int, ...]
    tuning: tuple[int, ...]
    name: str = "plane"
    dialled: tuple[str, ...] = DIALLED
    cache: dict = field(default_factory=dict)

    def told(self, policy, dial=None, *, part="shown"):
        """Measure to one number a seed."""
        seeds = self.shown if part == "shown" else self.tuning
        return {name: np.array([self._one(policy, dial, seed)[name] for seed in seeds]) for name in MEASURES}

    def _one(self, policy, dial, seed):
        key = f"{self.readers} {self.world} {self.days} {policy} {dial} {seed}"
        if key not in self.cache:
            chosen = self._policy(policy, dial)
            run = loop(chosen, world=self.world, readers=self.readers, days=self.days, seed=seed)
            summary = run.summary()
            self.cache[key] = {
                "ndcg": float(np.nanmean(slate_ndcg(run))),
                "read": float(industries_met(run, depth=READ_DEPTH).mean()),
                "finished": float(industries_met(run, depth=FINISHED).mean()),
                "town": float(np.nanmean(town_by_week(run))),
                "satisfaction": summary["satisfaction"],
                "left": summary["left"],
            }
        return self.cache[key]

    @staticmethod
    def _policy(name, dial):
        if name == "product":
            return product_at(dial)
        if name == "epsilon_greedy":
            return epsilon_greedy(epsilon=dial)
        return policies[name] if dial is None else diversified(name, diversity=dial)


def dial_at(arena, name, target):
    """The dial at which a baseline's nDCG on the tuning part is the target; 1 where it never falls so low."""
    low, high = 0.0, 1.0
    if ndcg_of(arena, name, high) >= target:
        return high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if ndcg_of(arena, name, middle) > target else (low, middle)
    return (low + high) / 2


def ndcg_of(arena, name, dial=None, *, part="tuning"):
    return float(np.nanmean(arena.told(name, dial, part=part)["ndcg"]))


def evened(arena, match):
    """The match, its baseline's dial turned until nDCG is equal on what is shown, too; near the one chosen."""
    if match.dial is None:
        return no_less_relevant(arena, match)
    low, high = max(0.0, match.dial - AROUND), min(1.0, match.dial + AROUND)
    target, dial = ndcg_of(arena, "product", match.dials, part="shown"), match.dial
    for _ in range(FINER):
        off = ndcg_of(arena, match.baseline, dial, part="shown") / target - 1.0
        if abs(off) <= EQUAL / 2:
            break
        low, high = (dial, high) if off > 0.0 else (low, dial)
        dial = (low + high) / 2
    return no_less_relevant(arena, replace(match, dial=dial))


def no_less_relevant(arena, match):
    """The match, the product on the next narrower of its mixes where it would be less relevant on what is shown."""
    theirs = ndcg_of(arena, match.baseline, match.dial, part="shown")
    if ndcg_of(arena, "product", match.dials, part="shown") >= (1.0 - EQUAL) * theirs:
        return match
    by_width = sorted(MIXES, key=lambda dials: -float(np.nanmean(arena.told("product", dials, part="tuning")["town"])))
    for dials in by_width[by_width.index(match.dials) + 1 if match.dials in by_width else 0 :]:
        if all(ndcg_of(arena, "product", dials, part=part) >= (1.0 - EQUAL) * theirs for part in ("tuning", "shown")):
            return replace(match, dials=dials)
    return match


def mix_for(arena, least):
    """Of the product's mixes that reach an nDCG the one with the widest town; that of the highest where none does."""
    told = [arena.told("product", dials, part="tuning") for dials in MIXES]
    reached = [float(np.nanmean(one["ndcg"])) >= least for one in told]
    worth = [float(np.nanmean(one["town" if any(reached) else "ndcg"])) for one in told]
    return MIXES[max(range(len(MIXES)), key=lambda at: (reached[at], worth[at]))]


@dataclass
class Match:
    """A baseline and the product at equal nDCG."""

    baseline: str
    dial: float | None
    dials: SlatePolicy


def matched(arena, name):
    """Dials of both, chosen on the tuning part."""
    default = SlatePolicy()
    target = ndcg_of(arena, "product", default)
    if name in arena.dialled:
        dial = dial_at(arena, name, target)
        lowest = ndcg_of(arena, name, dial)
        if lowest <= (1.0 + EQUAL) * target:
            return Match(name, dial, default)
        dials = mix_for(arena, (1.0 - EQUAL) * lowest)
        return Match(name, dial_at(arena, name, ndcg_of(arena, "product", dials)), dials)
    own = ndcg_of(arena, name)
    if abs(own - target) <= EQUAL * target:
        return Match(name, None, default)
    return Match(name, None, mix_for(arena, (1.0 - EQUAL) * own))


def verdict(lead, ndcg):
    """What the paired differences say."""
    words = "not told apart"
    if all(lead[name]["low"] > 0.0 for name in JUDGED):
        words = "wider"
    elif any(lead[name]["high"] < 0.0 for name in JUDGED):
        words = "narrower"
    share = ndcg["ours"] / ndcg["theirs"] - 1.0
    return words if abs(share) <= EQUAL else f"{words} (nDCG {share:+.0%})"


def mix_words(dials):
    default = SlatePolicy()
    words = f"{dials.mix.near}/{dials.mix.common}/{dials.mix.far}"
    return words if dials.diversity == default.diversity else f"{words} diversity {dials.diversity}"


def compare(arena, only=()):
    """A row a baseline: both dials, both means of every measure, leads with intervals, verdict."""
    for name in only or (*UNDIALLED, *arena.dialled):
        match = evened(arena, matched(arena, name))
        ours, theirs = arena.told("product", match.dials), arena.told(name, match.dial)
        lead = {measure: interval(ours[measure] - theirs[measure]) for measure in MEASURES}
        means = {m: {"ours": float(ours[m].mean()), "theirs": float(theirs[m].mean())} for m in MEASURES}
        dial = "" if match.dial is None else f"{match.dial:.3f}"
        row = {"field": arena.name, "baseline": name, "dial": dial, "mix": mix_words(match.dials)}
        for measure in MEASURES:
            row |= {f"{measure} {side}": mean for side, mean in means[measure].items()}
            row |= {f"{measure} lead {side}": lead[measure][side] for side in ("mean", "low", "high")}
        yield row | {"verdict": verdict(lead, means["ndcg"])}


def line_of(row):
    """A row as one of a Markdown table."""
    cells = [row["field"], row["baseline"], row["dial"], row["mix"]]
    cells += [f"{row['ndcg ours']:.3f} / {row['ndcg theirs']:.3f}"]
    for measure in ("read", "finished", "town"):
        mean, low, high = (row[f"{measure} lead {side}"] for side in ("mean", "low", "high"))
        both = f"{row[f'{measure} ours']:.2f} / {row[f'{measure} theirs']:.2f}"
        cells.append(f"{both}, {mean:+.2f} [{low:+.2f}, {high:+.2f}]")
    cells += [f"{row[f'{name} ours']:.3f} / {row[f'{name} theirs']:.3f}" for name in ("satisfaction", "left")]
    return f"| {' | '.join([*cells, row['verdict']])} |"


HEAD = (
    *("field", "baseline", "its dial", "our mix", "nDCG", "industries read", "finished", "town", "satisfaction"),
    *("left", "ours is"),
)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fields(asked, kept):
    """The fields asked for, one after the other; runs on the plane that were kept are not run again."""
    few = asked.quick
    dialled = FEW if few and not asked.only else DIALLED
    if asked.part in ("plane", "all"):
        number, days, seeds = (8, 14, 4) if few else (asked.readers, asked.days, asked.seeds)
        readers = ReaderSettings(number=number) if asked.paper else digest_readers(number)
        world = (WorldSettings if asked.paper else digest_world)(births=asked.births)
        tuning = tuple(range(1000, 1000 + (2 if few else asked.tuning)))
        yield PlaneField(
            readers, world, days, tuple(range(asked.first, asked.first + seeds)), tuning, dialled=dialled, cache=kept
        )
    if asked.part in ("labelled", "all"):
        found = [Path(file) for file in asked.corpora] or corpora_at(Path(__file__).resolve().parents[2].parent)
        for path in found[:1] if few else found:
            arena = LabelledField.of(path, readers=8 if few else asked.lives, tuning=3 if few else asked.choosing)
            yield replace(arena, dialled=dialled)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("plane", "labelled", "all"), default="all")
    parser.add_argument("--quick", action="store_true", help="small and fast: the direction, no figures")
    parser.add_argument("--paper", action="store_true", help="the paper's readers, who know the whole site")
    parser.add_argument("--readers", type=int, default=12)
    parser.add_argument("--days", type=int, default=21)
    parser.add_argument("--births", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="the first seed shown")
    parser.add_argument("--tuning", type=int, default=3, help="seeds on which dials are chosen, from 1000 on")
    parser.add_argument("--lives", type=int, default=40, help="readers of a corpus")
    parser.add_argument("--choosing", type=int, default=20, help="other readers of a corpus, on whom dials are chosen")
    parser.add_argument("--only", nargs="*", default=(), choices=(*UNDIALLED, *DIALLED), help="these baselines")
    parser.add_argument("--corpora", nargs="*", default=())
    parser.add_argument("--keep", type=Path, help="runs on the plane, kept between calls of the same code")
    parser.add_argument("--save", type=Path, help="rows as CSV")
    asked = parser.parse_args()
    rows, begun = [], time.perf_counter()
    kept = json.loads(asked.keep.read_text("utf-8")) if asked.keep and asked.keep.exists() else {}
    say(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for arena in fields(asked, kept):
        for row in compare(arena, asked.only):
            rows.append(row)
            if asked.keep:
                asked.keep.write_text(json.dumps(kept), encoding="utf-8")
            say(line_of(row))
    for name in dict.fromkeys(row["field"] for row in rows):
        told = [row for row in rows if row["field"] == name]
        wider = sum(row["verdict"].startswith("wider") for row in told)
        rest = ", ".join(f"{row['baseline']}: {row['verdict']}" for row in told if row["verdict"] != "wider")
        say(f"{name}: wider than {wider} of {len(told)}{'; ' + rest if rest else ''}")
    say(f"{time.perf_counter() - begun:.0f} s")
    if asked.save and rows:
        with asked.save.open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, list(rows[0]))
            table.writeheader()
            table.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
