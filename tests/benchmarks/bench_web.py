"""What pages cost, over a store of any size: `python tests/benchmarks/bench_web.py STORE [requests]`.

Works on a copy of the store. Prints, for each page, the CPU milliseconds of the whole process for one warm request
(answered over loopback by the program itself), and its bytes; then how long an act takes to be acknowledged with ten
readers clicking: alone, while an update started from the page writes thousands of new articles, and while one in
another terminal does; and how many requests a second were answered. Pages that depend on what was done are measured
once more directly after an act. `--acts`: the acts alone; `--pages`: the pages alone.

The sources are feeds on loopback, served by a process of their own (`loopback_feeds.py`).
"""

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from loopback_feeds import hosts

from diversify.app import App
from diversify.app.publishing import feed_paths
from diversify.store import open_store

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
FEEDS_PORT = 9_417
NEW = 150
"""So many sources have 40 new entries whenever they are asked; all others have none."""
LONGEST = 1_800
"""Seconds after which the feeds end by themselves."""
PAGES = ("/", "/days", "/read/:id", "/pinned", "/search?q=harbour", "/search?q=zzqy", "/search?q=harbour&texts=1",
         "/search?q=zzqy&texts=1", "/town", "/dials", "/profile", "/sources", "/begin", "/keys")  # fmt: skip
CHANGING = ("/", "/days", "/pinned", "/town", "/profile", "/sources")


def main(store, seconds, *, only=""):
    with tempfile.TemporaryDirectory(prefix="bench-web-") as folder:
        path = Path(folder) / "store.db"
        shutil.copy(store, path)
        models = Path(f"{store}.models")
        if models.exists():
            shutil.copytree(models, f"{path}.models")
        ids = prepare(path)
        with feeds():
            run(path, ids, seconds, only=only)


def prepare(path):
    """Today's digest, every source on loopback, and nothing due but what is asked for; articles to act on."""
    with open_store(path) as opened:
        every = hosts()
        moved = [
            replace(feed, url=f"http://{every[at % len(every)]}:{FEEDS_PORT}/{at}", allow_private=True, paused=False)
            for at, feed in enumerate(opened.feeds.all())
        ]
        opened.feeds.change_all(moved)
        say(f"{opened.articles.counts()['articles']} articles, {len(moved)} sources")
        opened.reader.turn("privacy", "local")
        start, count = time.process_time(), 0
        while taken := opened.index_words():
            count += taken
        if count:
            say(f"index of words: {1e6 * (time.process_time() - start) / count:.0f} µs CPU an article")
        return [item.article_id for item in App(opened).recommend().items if item.article_id > 1000]


@contextmanager
def feeds():
    """The sources, in a process of their own."""
    words = [
        sys.executable,
        str(Path(__file__).with_name("loopback_feeds.py")),
        str(FEEDS_PORT),
        str(LONGEST),
        str(NEW),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()


def program(path, *words):
    """The program as a reader starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "diversify", "-q", "--store", str(path), *words], stdout=subprocess.PIPE, text=True,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "DIVERSIFY_HOST_INTERVAL": "0"},
    )  # fmt: skip


def run(path, ids, seconds, *, only):
    """The server in a process of its own, so that the readers here take nothing of its time."""
    with program(path, "serve", "--port", "0") as server:
        host, _, token = server.stdout.readline().strip().removeprefix("http://").partition("/?token=")
        head = {"Host": host, "Cookie": cookie(host, token)}
        clicking = {"host": host, "head": head, "ids": ids, "server": server.pid}
        try:
            if only != "--acts":
                pages(path, **clicking)
            if only != "--pages":
                acts(**clicking)
                acts(**clicking, told="a quarter of a second between two: acts", think=0.25)
                updating(**clicking)
                updating_beside(path, **clicking)
            if not only:
                load(host, head, seconds, server=server.pid)
        finally:
            server.terminate()


def cookie(host, token):
    """What a browser holds that opened the address with the token."""
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", f"/?token={token}")
    kept = connection.getresponse().headers["set-cookie"].partition(";")[0]
    connection.close()
    return kept


def cpu(process):
    """CPU seconds of another process (clock_getcpuclockid, Linux)."""
    return time.clock_gettime((~process << 3) | 2)


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def ask(connection, method, page, head, body=None):
    connection.request(method, page, body=body, headers=head)
    answer = connection.getresponse()
    return answer.status, answer.read()


def pages(path, host, head, ids, *, server):
    """Every page, warm; and again directly after an act, where it may have changed."""
    with open_store(path) as store:
        feeds_out = list(feed_paths(store))
    for page in (*PAGES, *feeds_out):
        measure(host, head, page.replace(":id", str(ids[0])), server=server)
    for page in (*CHANGING, *feeds_out[:2]):
        measure(host, head, page, server=server, act=ids[-1])


def measure(host, head, page, *, server, act=None):
    connection = http.client.HTTPConnection(host, timeout=60)
    for _ in range(8):  # every thread of the desk has its own connection to warm
        status, body = ask(connection, "GET", page, head)
    assert status == 200, (page, status)
    costs = []
    for turn in range(ROUNDS):
        if act is not None:
            ask(connection, "POST", f"/act/{act}", written(host, head), f"kind={('like', 'less')[turn % 2]}")
        start = cpu(server)
        ask(connection, "GET", page, head)
        costs.append(1e3 * (cpu(server) - start))
    connection.close()
    name = (f"{page[:10]}…{page[-15:]}" if len(page) > 40 else page) + (", after an act" if act else "")
    say(f"{name:42} {statistics.median(costs):7.1f} ms CPU (median of {ROUNDS}), {len(body) / 1024:6.1f} KiB")


def updating(host, head, ids, *, server):
    """The same while an update started from the page goes on, from its beginning to its end."""
    start, waits = time.perf_counter(), []
    ask(http.client.HTTPConnection(host, timeout=60), "POST", "/update", written(host, head), "a=b")
    while "Refresh" in progress(host, head):
        waits += acts(host, head, ids, server=server, told="", think=0.25, each=4)
    tell("while an update of the page's own runs: acts", waits)
    say(f"it took {time.perf_counter() - start:.0f} s")


def updating_beside(path, host, head, ids, *, server):
    """The same while an update in a terminal goes on."""
    start, waits = time.perf_counter(), []
    with program(path, "update", "--all", "--json") as update:
        while update.poll() is None:
            waits += acts(host, head, ids, server=server, told="", think=0.25, each=4)
        report = json.load(update.stdout)
    tell("while an update in a terminal runs: acts", waits)
    say(f"it took {time.perf_counter() - start:.0f} s, {report['new']} new articles, {report['failed']} failed")


def progress(host, head):
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", "/work", headers=head)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers


def written(host, head):
    return head | {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin",
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip


def acts(host, head, ids, *, server, readers=10, each=20, told="acts", think=0.0):
    """Ten readers clicking, each act acknowledged before the next, `think` seconds between two; the milliseconds."""
    waits, wrong, own, spent = [], [], written(host, head), cpu(server)

    def click(number):
        connection = http.client.HTTPConnection(host, timeout=60)
        time.sleep(think * number / readers)
        for turn in range(each):
            start = time.perf_counter()
            kind = ("like", "less", "pin", "dismiss")[turn % 4]
            status, _ = ask(connection, "POST", f"/act/{ids[(number + turn) % len(ids)]}", own, f"kind={kind}")
            waits.append(1e3 * (time.perf_counter() - start))
            time.sleep(think)
            if status != 303:
                wrong.append((status, number))
        connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    if told:
        tell(f"{told}, {1e3 * (cpu(server) - spent) / len(waits):.1f} ms CPU of the server each,", waits)
    return waits


def tell(what, waits):
    """The distribution of waits."""
    waits = sorted(waits)
    if not waits:
        say(f"{what}: none, as it was over too soon")
        return
    p50, p95, p99 = (waits[min(int(share * len(waits)), len(waits) - 1)] for share in (0.5, 0.95, 0.99))
    say(f"{what} acknowledged: {len(waits)}, median {p50:.1f} ms, p95 {p95:.1f}, p99 {p99:.1f}, worst {waits[-1]:.1f}")


def whole(line):
    """One answer, read with as little work as may be: the machine is to be busy with the server."""
    found = line.recv(65_536)
    while b"\r\n\r\n" not in found:
        found += line.recv(65_536)
    length = int(found.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    left = length - (len(found) - found.index(b"\r\n\r\n") - 4)
    while left > 0:
        left -= len(line.recv(65_536))
    return found[:20]


def load(host, head, seconds, *, server):
    """As many GETs of today's digest as are answered, by four readers."""
    answered, wrong, spent, end = [0], [], cpu(server), time.perf_counter() + seconds

    asked = "".join(["GET / HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in head.items()), "\r\n"])

    def read():
        with socket.create_connection(host.split(":"), timeout=60) as line:
            while time.perf_counter() < end:
                line.sendall(asked.encode())
                answered[0] += 1
                if not whole(line).startswith(b"HTTP/1.1 200 "):
                    wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(
        f"GET /: {answered[0] / seconds:.0f} a second for {seconds} s, {len(wrong)} errors; "
        f"{1e3 * (cpu(server) - spent) / answered[0]:.1f} ms CPU each"
    )


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    main(words[0], int(words[1]) if len(words) > 1 else 5, only=next(iter({"--acts", "--pages"} & set(sys.argv)), ""))
