"""What pages cost, over a store of any size: `python tests/benchmarks/bench_web.py STORE [requests]`.

Works on a copy of the store. Prints, for each page, the CPU milliseconds of the whole process for one warm request
(answered over loopback by the real server), and its bytes; then how long an act takes to be acknowledged with ten
readers clicking, alone and while the page's own update writes thousands of new articles; and how many requests a
second were answered. `--acts`: the acts alone.
"""

import http.client
import multiprocessing
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from diversify.app import App
from diversify.domain import Fetched
from diversify.store import open_store
from diversify.web.server import SWITCH, listening, make_gate
from diversify.web.site import build

ROUNDS = 15
NEW, ENTRIES = 400, 40
"""So many sources have so many new entries each; the others have not changed."""


class Busy:
    """A web on which sources write all the time; nothing leaves the machine."""

    def __init__(self):
        self.turn = 0

    def fetch(self, requests):
        self.turn += 1
        for number, request in enumerate(requests):
            if number >= NEW:
                yield Fetched(request.url, status=304, final_url=request.url)
                continue
            yield Fetched(request.url, status=200, final_url=request.url, body=document(self.turn, number))


def document(turn, number):
    words = [f"harbour{(number * 7 + k) % 97} tide{(number + k * k) % 89} freight" for k in range(ENTRIES)]
    items = "".join(
        f"<item><title>{words[k]} news {turn}</title><link>https://o{number}.example/{turn}/{k}</link>"
        f"<guid>{turn}/{number}/{k}</guid><description>{' '.join(words[: k + 3])}</description></item>"
        for k in range(ENTRIES)
    )
    return f'<rss version="2.0"><channel><title>Outlet {number}</title>{items}</channel></rss>'.encode()


def main(store, seconds, *, only_acts=False):
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
        run(path, ids, seconds, only_acts=only_acts)


def run(path, ids, seconds, *, only_acts):
    """The server in a process of its own, so that the readers here take nothing of its time."""
    fork = multiprocessing.get_context("fork")
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        gate = make_gate("127.0.0.1", port)
        server = fork.Process(target=serve, args=(path, gate, listener), daemon=False)
        server.start()
        host = f"127.0.0.1:{port}"
        head = {"Host": host, "Cookie": f"{gate.cookie}={gate.key}"}
        pages = ["/", "/days", f"/read/{ids[0]}", "/pinned", "/search?q=harbour", "/search?q=zzqy",
                 "/search?q=zzqy&texts=1", "/town", "/dials", "/profile", "/sources", "/begin", "/keys"]  # fmt: skip
        try:
            for page in () if only_acts else pages:
                measure(host, head, page, server=server.pid)
            acts(host, head, ids, server=server.pid)
            acts(host, head, ids, server=server.pid, told="a quarter of a second between two: acts", think=0.25)
            updating(host, head, ids, server=server.pid)
            if not only_acts:
                load(host, head, seconds, server=server.pid)
        finally:
            server.terminate()
            server.join(10)


def serve(path, gate, listener):
    import uvicorn

    sys.setswitchinterval(SWITCH)  # as `serve` does
    site = build(lambda: App(open_store(path), fetcher=Busy()), gate)
    uvicorn.Server(uvicorn.Config(site, log_level="error", access_log=False)).run(sockets=[listener])


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


def measure(host, head, page, *, server):
    connection = http.client.HTTPConnection(host, timeout=60)
    for _ in range(8):  # every thread of the desk has its own connection to warm
        status, body = ask(connection, "GET", page, head)
    assert status == 200, (page, status)
    costs = []
    for _ in range(ROUNDS):
        start = cpu(server)
        ask(connection, "GET", page, head)
        costs.append(1e3 * (cpu(server) - start))
    connection.close()
    say(f"{page:28} {statistics.median(costs):7.1f} ms CPU (median of {ROUNDS}), {len(body) / 1024:6.1f} KiB")


def updating(host, head, ids, *, server):
    """The same while the page's own update goes on, from its beginning to its end."""
    start, rounds = time.perf_counter(), 0
    ask(http.client.HTTPConnection(host, timeout=60), "POST", "/update", written(host, head), "a=b")
    while "Refresh" in progress(host, head):
        acts(host, head, ids, server=server, told="while an update runs: acts", think=0.25)
        rounds += 1
    say(f"the update took about {time.perf_counter() - start:.0f} s; {rounds} rounds of acts were made in it")


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
    """Ten readers clicking, each act acknowledged before the next, `think` seconds between two."""
    waits, wrong, own, spent = [], [], written(host, head), cpu(server)

    def click(number):
        connection = http.client.HTTPConnection(host, timeout=60)
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
    waits.sort()
    p99, median = waits[int(0.99 * len(waits))], statistics.median(waits)
    each_ms = 1e3 * (cpu(server) - spent) / len(waits)
    say(f"{told} acknowledged: {len(waits)}, wrong {wrong[:3]}, median {median:.1f} ms, p99 {p99:.1f} ms; "
        f"{each_ms:.1f} ms CPU of the server each")  # fmt: skip


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
    words = [word for word in sys.argv[1:] if word != "--acts"]
    main(words[0], int(words[1]) if len(words) > 1 else 5, only_acts="--acts" in sys.argv)
