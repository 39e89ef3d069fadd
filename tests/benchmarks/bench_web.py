"""What pages cost, over a store of any size: `python tests/benchmarks/bench_web.py STORE [requests]`.

Works on a copy of the store. Prints, for each page, the CPU milliseconds of the whole process for one warm request
(answered over loopback by the real server), and its bytes; then how long an act takes to be acknowledged with ten
readers clicking, and how many requests a second were answered.
"""

import http.client
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from diversify.app import App
from diversify.store import open_store
from diversify.web.server import listening, make_gate
from diversify.web.site import build

ROUNDS = 15


def main(store, seconds):
    with tempfile.TemporaryDirectory(prefix="bench-web-") as folder:
        path = Path(folder) / "store.db"
        shutil.copy(store, path)
        models = Path(f"{store}.models")
        if models.exists():
            shutil.copytree(models, f"{path}.models")
        with open_store(path) as opened:
            say(f"{opened.articles.counts()['articles']} articles, {len(opened.feeds.all())} sources")
            opened.reader.turn("privacy", "local")
            ids = [item.article_id for item in App(opened).recommend().items if item.article_id > 1000]
        run(path, ids, seconds)


def run(path, ids, seconds):
    import uvicorn

    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        gate = make_gate("127.0.0.1", port)
        config = uvicorn.Config(build(lambda: App(open_store(path)), gate), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        host = f"127.0.0.1:{port}"
        head = {"Host": host, "Cookie": f"{gate.cookie}={gate.key}"}
        pages = ["/", "/days", f"/read/{ids[0]}", "/pinned", "/search?q=harbour", "/search?q=zzqy",
                 "/search?q=zzqy&texts=1", "/town", "/dials", "/profile", "/sources", "/begin", "/keys"]  # fmt: skip
        for page in pages:
            measure(host, head, page)
        acts(host, head, ids)
        load(host, head, seconds)
        server.should_exit = True
        thread.join(10)


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def ask(connection, method, page, head, body=None):
    connection.request(method, page, body=body, headers=head)
    answer = connection.getresponse()
    return answer.status, answer.read()


def measure(host, head, page):
    connection = http.client.HTTPConnection(host, timeout=60)
    for _ in range(8):  # every thread of the desk has its own connection to warm
        status, body = ask(connection, "GET", page, head)
    assert status == 200, (page, status)
    costs = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask(connection, "GET", page, head)
        costs.append(1e3 * (time.process_time() - start))
    connection.close()
    say(f"{page:28} {statistics.median(costs):7.1f} ms CPU (median of {ROUNDS}), {len(body) / 1024:6.1f} KiB")


def acts(host, head, ids, *, readers=10, each=20):
    """Ten readers clicking, each act acknowledged before the next."""
    waits, wrong = [], []
    own = head | {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin",
                  "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip

    def click(number):
        connection = http.client.HTTPConnection(host, timeout=60)
        for turn in range(each):
            start = time.perf_counter()
            kind = ("like", "less", "pin", "share", "dismiss")[turn % 5]
            status, _ = ask(connection, "POST", f"/act/{ids[(number + turn) % len(ids)]}", own, f"kind={kind}")
            waits.append(1e3 * (time.perf_counter() - start))
            if status != 303:
                wrong.append((status, number))
        connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits.sort()
    p99 = waits[int(0.99 * len(waits))]
    median = statistics.median(waits)
    say(f"acts acknowledged: {len(waits)}, wrong {wrong[:3]}, median {median:.1f} ms, p99 {p99:.1f} ms")


def load(host, head, seconds):
    """As many GETs of today's digest as are answered, by four readers."""
    answered, wrong, end = [0], [], time.perf_counter() + seconds

    def read():
        connection = http.client.HTTPConnection(host, timeout=60)
        while time.perf_counter() < end:
            status, _ = ask(connection, "GET", "/", head)
            answered[0] += 1
            if status != 200:
                wrong.append(status)
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"GET /: {answered[0] / seconds:.0f} a second for {seconds} s, {len(wrong)} errors")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
