"""MIND's four metrics: ours, from our own reading of the files, beside an independent reader and judge."""

import math
import random
import runpy
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "bench_mind_metrics.py"))


def test_the_judge_by_hand():
    """Ranks 2 and 3 of three are clicked: no pair is won, 1/2 and 1/3, and the gains of ranks 2 and 3."""
    auc, mrr, five, ten = BENCH["judged"]([1, 0, 1], [0.2, 0.9, 0.5])
    gains = (1 / math.log2(3) + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert (auc, mrr, five, ten) == pytest.approx((0.0, (1 / 2 + 1 / 3) / 2, gains, gains))
    assert BENCH["judged"]([1, 0], [0.5, 0.5])[0] == 0.5


def test_ours_are_the_judges_on_impressions_of_every_length(tmp_path, capsys):
    rng, lines = random.Random(3), []
    for number in range(60):
        clicks = [1, 0, *rng.choices([0, 1], weights=[4, 1], k=rng.randrange(20))]
        rng.shuffle(clicks)
        words = [f"N{place}-{click}" for place, click in zip(rng.sample(range(40), len(clicks)), clicks, strict=True)]
        lines.append(f"{number}\tU{number % 7}\t11/15/2019 9:55:12 AM\t\t{' '.join(words)}\n")
    (tmp_path / "behaviors.tsv").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "news.tsv").write_text("N1\tnews\tworld\tT\tA\tu\t\t\n", encoding="utf-8")
    ways = BENCH["predictions"](BENCH["read"](tmp_path))
    assert BENCH["compared"](tmp_path, ways) < 1e-12
    assert capsys.readouterr().out.count("independent") == 12


@pytest.mark.skipif(not BENCH["SAMPLE"].exists(), reason="the research samples are not beside the checkout")
def test_ours_are_the_judges_on_the_real_sample():
    impressions = BENCH["read"](BENCH["SAMPLE"])
    ways = BENCH["predictions"](impressions)
    assert len(impressions) == 5000
    assert BENCH["compared"](BENCH["SAMPLE"], {"popular so far": ways["popular so far"]}) < 1e-9
