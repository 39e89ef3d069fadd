"""The page about re-rankers from what `bench_rerank.py --save` wrote.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python tests/benchmarks/bench_rerank.py --kinds random --save cells.json
    python tests/benchmarks/rerank_page.py cells.json docs

Writes docs/rerankers.svg, and the table between the two marks of docs/rerankers.md.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
COLOURS = {"mmr": "#1b6ca8", "dpp": "#b3541e", "ssd": "#4b7f52"}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 56, 16, 120, 44
NS, LEAST, MOST = (100, 1_000, 10_000, 100_000), 0.05, 60.0


def table(cells):
    """A line for each diversifier and size: medians over the runs."""
    lines = [
        "| diversifier | n | k | ours | pyversity | pyversity over ours |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for (name, n, k), group in sorted(grouped(cells).items()):
        ours, theirs, ratio = (np.median([cell[of] for cell in group]) for of in ("products", "theirs", "ratio"))
        lines.append(f"| `{name}` | {n:,} | {k} | {ours:.1f} | {theirs:.1f} | {ratio:.1f} |")
    return "\n".join(lines)


def grouped(cells):
    groups = {}
    for cell in cells:
        if cell["kind"] == "random":
            groups.setdefault((cell["name"], cell["n"], cell["k"]), []).append(cell)
    return groups


def x_of(n):
    return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(n) - 2) / 3


def y_of(times):
    share = math.log(min(max(times, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def drawing(cells):
    """Time over n at k = 20, as multiples of k matrix-vector products, both axes logarithmic."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Time of re-rankers over the number of candidates">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for n in NS:
        x = x_of(n)
        parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>')
        parts.append(f'<text x="{x:.0f}" y="{HEIGHT - 26}" text-anchor="middle">{n:,}</text>')
    for times in (0.1, 1, 10):
        y = y_of(times)
        stroke = "#888" if times == 1 else "#eee"
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}" stroke="{stroke}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{times:g}x</text>')
    parts.append(f'<text x="{x_of(3162):.0f}" y="{HEIGHT - 8}" text-anchor="middle">candidates (k = 20)</text>')
    groups, labels = grouped(cells), []
    for name, colour in COLOURS.items():
        for of, dash, who in (("products", "", "ours"), ("theirs", ' stroke-dasharray="5 4"', "pyversity")):
            known = [(n, np.median([cell[of] for cell in groups[name, n, 20]])) for n in NS if (name, n, 20) in groups]
            points = " ".join(f"{x_of(n):.0f},{y_of(times):.0f}" for n, times in known)
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
            labels.append((y_of(known[-1][1]), f"{name} {who}", colour))
    lowest = 0.0
    for y, words, colour in sorted(labels):
        lowest = max(y, lowest + 14)
        parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{lowest + 4:.0f}" fill="{colour}">{words}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main(words):
    source, folder = words
    cells = json.loads(Path(source).read_text(encoding="utf-8"))
    page = Path(folder, "rerankers.md")
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{table(cells)}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    Path(folder, "rerankers.svg").write_text(drawing(cells), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
