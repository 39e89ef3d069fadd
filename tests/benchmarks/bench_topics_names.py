"""A page of topic names: what the product calls the topics of labelled sets, with their size and first terms.

python tests/benchmarks/bench_topics_names.py [--sets WORD,…] [--most N]
"""

import argparse
import sys

from bench_topics_sets import LAYOUTS, load_set
from bench_topics_ways import articles_of

SHOWN = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["BBC full", "AG", "HuffPost"])
    parser.add_argument("--most", type=int, default=0)
    asked = parser.parse_args()
    from diversify import catalogue
    from diversify.topics import train

    for name in LAYOUTS:
        if name in asked.sets:
            articles = articles_of(load_set(name, asked.most))
            topics = train(articles, {}, catalogue.load_lexicon(), now=articles[0].seen).card.topics
            sys.stdout.write(
                f"\n### {name}: {len(articles):,} articles, {len(topics)} topics\n| part | name | terms |\n"
            )
            sys.stdout.write("|---|---|---|\n")
            for topic in sorted(topics, key=lambda topic: -topic.share):
                terms = ", ".join(topic.terms[:SHOWN])
                sys.stdout.write(f"| {100 * topic.share:.1f} % | {topic.name} | {terms} |\n")


if __name__ == "__main__":
    sys.exit(main())
