"""Documents that are made to hurt: outcome, CPU, wall, memory, and what is said where one is refused.

    python tests/benchmarks/bench_hostile.py [--only EXPRESSION] [--mebibytes 15] [--files]

Blow-ups at full size, each through a worker of its own and with a good document before and after it; with `--files`
instead every file of the shared hostile data through one worker, each measured alone. The exit code is 1 where a worker
took more than 10 s of CPU or 512 MiB.
"""

import argparse
import os
import re
import resource
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hostile"))
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def children():
    """Process numbers of this process's children (Linux)."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            found |= {int(number) for number in (task / "children").read_text().split()}
        except OSError:
            continue
    return found


class Watch(threading.Thread):
    """Looks at every child every 20 ms: most memory and CPU seconds of each."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.cpu, self._end = {}, {}, threading.Event()

    def run(self):
        while not self._end.wait(0.02):
            self.look()

    def look(self):
        for number in children():
            try:
                status = Path(f"/proc/{number}/status").read_text()
                fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
                memory = int(status.partition("VmHWM:")[2].split()[0]) // 1024
            except (OSError, IndexError):
                continue
            self.peak[number] = max(memory, self.peak.get(number, 0))
            self.cpu[number] = (int(fields[11]) + int(fields[12])) / TICK

    def stop(self):
        self._end.set()
        self.join()


def measured(body, patience):
    """Outcome, CPU of the document alone, wall seconds, peak of the worker, bytes that came out."""
    from hostile_blowups import ITEM, rss

    from diversify.ingest import Document, ParseLimits, ParserPool
    from diversify.testing import check_parsed

    watch = Watch()
    watch.start()
    good = Document("http://good.example/", rss(ITEM))
    with ParserPool(1, limits=ParseLimits(patience=patience)) as pool:
        list(pool.read([good]))
        watch.look()
        before, begun = sum(watch.cpu.values()), time.perf_counter()
        (reading,) = pool.read([Document("http://bad.example/", body)])
        wall = time.perf_counter() - begun
        watch.look()
        cpu = sum(watch.cpu.values()) - before
        (after,) = pool.read([good])
        assert len(after.drafts) == 1
        watch.look()
    watch.stop()
    check_parsed(reading)
    out = sum(len(draft.content) + len(draft.title) + len(draft.url) for draft in reading.drafts)
    return reading, cpu, wall, max(watch.peak.values()), out


def _cpu(number):
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _peak(number):
    """Most memory of a process in MiB since it was last asked (Linux)."""
    status = Path(f"/proc/{number}/status").read_text()
    Path(f"/proc/{number}/clear_refs").write_text("5")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def files(only):
    """Every file of the hostile data through one worker."""
    from hostile_blowups import ITEM, rss

    from diversify.ingest import Document, ParserPool
    from diversify.testing import check_parsed

    root = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile"
    paths = sorted(path for path in root.rglob("*") if path.is_file() and re.search(only, str(path)))
    outcomes, rows, workers = Counter(), [], set()
    with ParserPool(1) as pool:
        for path in paths:
            list(pool.read([Document("http://good.example/", rss(ITEM))]))
            (worker,) = children()
            workers.add(worker)
            _peak(worker)
            before = _cpu(worker)
            (reading,) = pool.read([Document("http://bad.example/", path.read_bytes())])
            check_parsed(reading)
            outcomes[reading.error_kind or "read"] += 1
            still = worker in children()
            cpu, peak = (_cpu(worker) - before, _peak(worker)) if still else (float("inf"), 0)
            rows.append((cpu, peak, path.relative_to(root)))
    for cpu, peak, name in sorted(rows, reverse=True)[:5]:
        print(f"{cpu:7.2f} s {peak:4} MiB  {name}")  # noqa: T201
    most = [max(row[0] for row in rows), 0.0, max(row[1] for row in rows)]
    print(f"{len(paths):,} files, {len(workers)} worker, {sum(row[0] for row in rows):.1f} s CPU")  # noqa: T201
    return outcomes, most


def blowups(only, mebibytes, patience):
    """Every blow-up through a worker of its own."""
    from hostile_blowups import BLOWUPS

    outcomes, most = Counter(), [0.0, 0.0, 0]
    print(f"{'document':40}{'MB':>6}{'outcome':>11}{'CPU s':>7}{'wall s':>7}{'MiB':>5}{'out kB':>8}")  # noqa: T201
    for name, make in BLOWUPS.items():
        if not re.search(only, name):
            continue
        body = make(int(mebibytes * 2**20))
        reading, cpu, wall, peak, out = measured(body, patience)
        outcome = reading.error_kind or "read"
        outcomes[outcome] += 1
        most = [max(pair) for pair in zip(most, (cpu, wall, peak), strict=True)]
        met = reading.error_message.partition("more than ")[2].partition(",")[0] if outcome == "limit" else ""
        print(  # noqa: T201
            f"{name:40}{len(body) / 1e6:6.1f}{outcome:>11}{cpu:7.1f}{wall:7.1f}{peak:5}{out / 1000:8.0f} {met}",
            flush=True,
        )
    return outcomes, most


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--only", default="")
    reader.add_argument("--mebibytes", type=float, default=15)
    reader.add_argument("--patience", type=float, default=3, help="more where the machine is busy with other things")
    reader.add_argument("--files", action="store_true")
    given = reader.parse_args()
    outcomes, most = files(given.only) if given.files else blowups(given.only, given.mebibytes, given.patience)
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{dict(outcomes)}; worst worker: {most[0]:.1f} s CPU, {most[1]:.1f} s wall, {most[2]} MiB")  # noqa: T201
    print(f"parent: {own.ru_utime + own.ru_stime:.1f} s CPU in all, {own.ru_maxrss // 1024} MiB")  # noqa: T201
    # The timer of the system counts in ticks, and the worker packs and sends what it has read.
    sys.exit(most[0] > 10.5 or most[2] > 512)


if __name__ == "__main__":
    main()
