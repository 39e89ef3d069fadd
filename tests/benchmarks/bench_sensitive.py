"""How many articles on sensitive subjects are recognised by their words, and how many others are taken for such.

    python tests/benchmarks/bench_sensitive.py FILE [FILE ...]

FILE: lines with title, body or text, and label. Articles are judged by title and teaser alone: the label, which as a
category of a feed would decide, is not shown. Labels that mean a sensitive subject throughout (politics, religion,
wellness ...) give the recall; labels that seldom do (sport, food, technology ...) the false alarms, though among these
are articles that are rightly recognised: a footballer's cancer. Labels between the two are printed without judgement.
"""

import argparse
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from diversify.catalogue import load_sensitive
from diversify.datasets import labelled
from diversify.domain import Article
from diversify.profile import recognise_sensitive

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SENSITIVE = {
    "politics", "queer voices", "religion", "wellness", "black voices", "latino voices", "crime", "m", "health",
    "healthy living", "parenting", "women",
}  # fmt: skip
PLAIN = {
    "sport", "sports", "tech", "technology", "t", "sci/tech", "entertainment", "e", "comedy", "style & beauty",
    "home & living", "food & drink", "foodanddrink", "travel", "autos", "weather", "music", "tv", "movies", "science",
    "business", "b", "culture & arts", "earn", "acq", "crude", "grain", "money-fx",
}  # fmt: skip


def judged(rows):
    """Label to whether each of its (title, text, label) rows was recognised."""
    articles = [
        Article(1, str(at), "", title, NOW, NOW, summary=text[:400], content=text)
        for at, (title, text, _) in enumerate(rows)
    ]
    found = defaultdict(list)
    for (_, _, label), hit in zip(rows, recognise_sensitive(articles, load_sensitive()), strict=True):
        found[label].append(bool(hit))
    return {label: np.array(hits) for label, hits in sorted(found.items())}


def lines(name, found):
    """One line a label: corpus, label, what it counts as, articles, share recognised and its 95 % interval."""
    for label, hits in found.items():
        folded = label.casefold()
        what = "recall" if folded in SENSITIVE else "false alarms" if folded in PLAIN else "-"
        share = hits.mean()
        half = 1.96 * np.sqrt(share * (1 - share) / len(hits))
        yield [name, label, what, str(len(hits)), f"{share:.1%} ± {half:.1%}"]


def summary(found):
    """Recall over all sensitive labels, false alarms over all plain ones."""
    for what, labels in (("recall", SENSITIVE), ("false alarms", PLAIN)):
        hits = [hits for label, hits in found.items() if label.casefold() in labels]
        if hits:
            yield f"{what}: {np.concatenate(hits).mean():.1%} of {sum(map(len, hits))}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    sys.stdout.write("| corpus | label | counts as | articles | recognised |\n|---|---|---|---|---|\n")
    for file in parser.parse_args().files:
        table = labelled(file).articles
        rows = list(zip(table["title"], table["text"], table["label"], strict=True))
        found = judged([row for row in rows if row[2]])
        for cells in lines(file.parent.name, found):
            sys.stdout.write(f"| {' | '.join(cells)} |\n")
        sys.stdout.write(f"{file.parent.name}: {'; '.join(summary(found))}\n")


if __name__ == "__main__":
    sys.exit(main())
