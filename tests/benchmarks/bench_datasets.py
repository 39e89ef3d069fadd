"""How fast logs are read: a million generated impressions in the files of MIND and EB-NeRD, beside the plain ways.

    python tests/benchmarks/bench_datasets.py [--readers 1000] [--days 28] [--size 36] [--folder FOLDER]

An impression is what the layout calls one: a row, an article shown to a reader; the defaults make 1,008,000 of them in
28,000 lines, as many a line as MIND has. Each reading has a process of its own, of which the processor time, the wall
time and the peak of resident memory are told, the interpreter and its libraries included. The peers read the same file:
`pandas.read_csv` and `pyarrow.parquet.read_table` parse it and stop there; "split" is the shortest way with pandas to
one row an article, without types, checks, clicks or histories. What was read is compared with what was generated.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READINGS = ("mind", "mind read_csv", "mind split", "ebnerd", "ebnerd read_table", "ebnerd split")


def written(folder: Path, *, readers: int, days: int, size: int) -> int:
    """Write a generated log in both layouts; return its number of impressions."""
    from diversify import datasets

    log = datasets.generated(readers=readers, articles=200 * days, days=days, size=size)
    opened = log.feedback.loc[log.feedback["kind"] == "open", ["impression", "article"]]
    shown = log.impressions.merge(opened.assign(click=1), how="left", on=["impression", "article"])
    shown = shown.assign(click=shown["click"].fillna(0).astype(int))
    past = {
        f"r{reader}": [f"g{(7 * reader + n) % (200 * days)}" for n in range(reader % 40)] for reader in range(readers)
    }
    _mind(folder / "mind", log, shown, past)
    _ebnerd(folder / "ebnerd", shown, past)
    return len(shown)


def _mind(folder: Path, log, shown, past) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "news.tsv").open("w", encoding="utf-8") as news:
        for row in log.articles.itertuples():
            news.write(
                f"{row.article}\t{row.label}\tsub\t{row.title}\t{row.text}\thttps://n.example/{row.article}\t[]\t[]\n"
            )
    words = shown["article"].astype(str) + "-" + shown["click"].astype(str)
    lines = words.groupby(shown["impression"], sort=False).agg(" ".join)
    heads = shown.drop_duplicates("impression").set_index("impression")
    times = heads["shown"].dt.strftime("%m/%d/%Y %I:%M:%S %p")
    with (folder / "behaviors.tsv").open("w", encoding="utf-8") as behaviors:
        for name, shown_words in lines.items():
            reader = heads.at[name, "reader"]
            behaviors.write(f"{name}\t{reader}\t{times[name]}\t{' '.join(past[reader])}\t{shown_words}\n")


def _ebnerd(folder: Path, shown, past) -> None:
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    rows = shown.assign(number=shown["article"].str[1:].astype(int), user=shown["reader"].str[1:].astype(int))
    every = rows.groupby("impression", sort=False)
    frame = pd.DataFrame(
        {
            "impression_id": range(every.ngroups),
            "impression_time": every["shown"].first().dt.tz_localize(None).to_numpy(),
            "article_ids_inview": every["number"].agg(list).to_numpy(),
            "article_ids_clicked": [
                [n for n, click in zip(numbers, clicks, strict=True) if click]
                for numbers, clicks in zip(every["number"].agg(list), every["click"].agg(list), strict=True)
            ],
            "user_id": every["user"].first().to_numpy(),
            "next_scroll_percentage": 50.0,
        }
    )
    frame.to_parquet(folder / "behaviors.parquet", index=False)
    moment = frame["impression_time"].min() - pd.Timedelta(days=1)
    articles = [[int(name[1:]) for name in names] for names in past.values()]
    pd.DataFrame(
        {
            "user_id": [int(reader[1:]) for reader in past],
            "impression_time_fixed": [[moment] * len(each) for each in articles],
            "scroll_percentage_fixed": [[80.0] * len(each) for each in articles],
            "article_id_fixed": articles,
        }
    ).to_parquet(folder / "history.parquet", index=False)


def reading(name: str, folder: Path) -> int:
    """Read a file in one way; return the number of rows."""
    import pandas as pd

    from diversify import datasets

    names = ["impression", "user", "time", "history", "shown"]
    if name.startswith("mind "):
        table = pd.read_csv(folder / "mind" / "behaviors.tsv", sep="\t", header=None, names=names, quoting=3)
        return (
            len(table)
            if name.endswith("read_csv")
            else len(table.assign(word=table["shown"].str.split()).explode("word"))
        )
    if name.startswith("ebnerd "):
        import pyarrow.parquet as pq

        table = pq.read_table(folder / "ebnerd" / "behaviors.parquet")
        if name.endswith("read_table"):
            return len(table)
        return len(table.to_pandas()[["impression_id", "user_id", "article_ids_inview"]].explode("article_ids_inview"))
    data = datasets.mind(folder / "mind") if name == "mind" else datasets.ebnerd(folder / "ebnerd")
    return len(data.impressions)


def child(name: str, folder: Path) -> None:
    """Read in this process, and print what it cost."""
    import pandas as pd  # noqa: F401 - the libraries are there before the clock runs
    import pyarrow.parquet  # noqa: F401

    from diversify import datasets  # noqa: F401

    wall, cpu = time.perf_counter(), time.process_time()
    rows = reading(name, folder)
    cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "rows": rows}
    sys.stdout.write(json.dumps(cost | {"peak": peak()}) + "\n")


def peak() -> int:
    """Peak of resident memory in MiB; of this program alone, where the system tells it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def same(folder: Path, *, readers: int, days: int, size: int) -> bool:
    """Whether both readings hold what was generated, place by place and click by click."""
    from diversify import datasets

    log = datasets.generated(readers=readers, articles=200 * days, days=days, size=size)
    opened = log.feedback[log.feedback["kind"] == "open"].sort_values(["impression", "article"])
    read, numbered = datasets.mind(folder / "mind"), datasets.ebnerd(folder / "ebnerd")
    clicks = read.feedback[read.feedback["impression"] != ""].sort_values(["impression", "article"])
    acts = numbered.feedback[(numbered.feedback["impression"] != "") & (numbered.feedback["kind"] == "open")]
    return (
        all(
            read.impressions[name].tolist() == log.impressions[name].tolist()
            for name in ("impression", "reader", "article")
        )
        and (read.impressions["shown"] == log.impressions["shown"]).all()
        and clicks[["impression", "article"]].to_numpy().tolist()
        == opened[["impression", "article"]].to_numpy().tolist()
        and ("g" + numbered.impressions["article"]).tolist() == log.impressions["article"].tolist()
        and sorted("g" + acts["article"]) == sorted(opened["article"])
    )


def main() -> int:
    """Print a line a reading; exit code 1 where ours takes over 10 s or 1 GiB, or reads anything else."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("readers", 1000), ("days", 28), ("size", 36)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--child", nargs=2, metavar=("READING", "FOLDER"))
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        numbers = {"readers": options.readers, "days": options.days, "size": options.size}
        sys.stdout.write(f"{written(folder, **numbers):,} impressions\n")
        failed = not told(folder)
        alike = same(folder, **numbers)
        sys.stdout.write(f"what was read is what was generated: {'yes' if alike else 'NO'}\n")
    return int(failed or not alike)


def told(folder: Path) -> bool:
    """Print what each reading costs; whether ours keep their bounds."""
    within, ours = True, {}
    for name in READINGS:
        command = [sys.executable, __file__, "--child", name, str(folder)]
        cost = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        layout = name.split()[0]
        ours.setdefault(layout, cost["cpu"])
        against = f"  ours takes {ours[layout] / max(cost['cpu'], 1e-9):.1f} times its time" if " " in name else ""
        sys.stdout.write(
            f"{name:18} cpu {cost['cpu']:5.2f} s  wall {cost['wall']:5.2f} s  peak {cost['peak']:5,} MiB  "
            f"{cost['rows']:>9,} rows{against}\n"
        )
        within = within and (" " in name or (cost["wall"] <= 10.0 and cost["peak"] <= 1024))
    return within


if __name__ == "__main__":
    raise SystemExit(main())
