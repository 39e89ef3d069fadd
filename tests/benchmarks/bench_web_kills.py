"""Kill the page in the middle of acts: `python tests/benchmarks/bench_web_kills.py STORE [rounds]`.

Works on a copy of the store, which needs a digest or articles to make one of. In each round the program is started,
several readers pin and unpin articles, and it is killed with SIGKILL at a random moment. Then every act that was
acknowledged must be there once, and everything taken back must be gone. An act whose answer had not come may be
either, but never twice.
"""

import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from diversify.store import open_store

ROOT = Path(__file__).resolve().parents[2]
READERS = 4


def kills(path, rounds, *, say=lambda _: None):
    """Acknowledged acts, and how many of them were lost or doubled."""
    rng = random.Random(0)
    with open_store(path) as store:
        store.reader.turn("privacy", "local")
        ids = not_sensitive(store)
    acknowledged = lost = doubled = 0
    for number in range(rounds):
        wanted, open_ones = one_round(path, ids, rng)
        with open_store(path) as store:
            acts = store.reader.feedback()
            there = [act.article_id for act in acts if act.kind == "pin"]
            for article, pinned in wanted.items():
                if article not in open_ones:
                    lost += pinned and article not in there
                    lost += not pinned and article in there
            doubled += len(there) - len(set(there))
            store.reader.forget(there)
        acknowledged += len(wanted)
        say(f"round {number + 1}: {acknowledged} acknowledged, {lost} lost, {doubled} doubled")
    return acknowledged, lost, doubled


def not_sensitive(store):
    """Articles that acts are kept on; of sensitive ones nothing is, and the answer says so."""
    ids = [article.id for article in store.articles.texts() if article.id > 1000]
    read, known = store.articles.understood(ids, store.models.current().version)
    return [number for number, hidden in zip(read, known.sensitive, strict=True) if not hidden]


def one_round(path, ids, rng):
    process = subprocess.Popen(
        [sys.executable, "-m", "diversify", "-q", "--store", str(path), "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    address = process.stdout.readline().strip()
    host, _, token = address.removeprefix("http://").partition("/?token=")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", f"/?token={token}")
    cookie = connection.getresponse().headers["set-cookie"].partition(";")[0]
    connection.close()
    head = {"Cookie": cookie, "Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
    wanted, open_ones = {}, set()
    parts = [ids[start::READERS] for start in range(READERS)]
    threads = [threading.Thread(target=click, args=(host, head, part, wanted, open_ones)) for part in parts]
    for thread in threads:
        thread.start()
    time.sleep(rng.uniform(0.05, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    for thread in threads:
        thread.join()
    return wanted, open_ones


def click(host, head, ids, wanted, open_ones):
    """Pin each article, unpin every third of them; what has no answer yet is open."""
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        for at, article in enumerate(ids):
            open_ones.add(article)
            location = post(connection, f"/act/{article}", "kind=pin", head)
            wanted[article] = True
            open_ones.discard(article)
            if at % 3 == 2:
                connection.request("GET", location, headers=head)
                page = connection.getresponse().read().decode()
                act = re.search(r'name="act" value="(\d+)"', page)[1]
                open_ones.add(article)
                post(connection, "/undo", f"act={act}", head)
                wanted[article] = False
                open_ones.discard(article)
    except (OSError, http.client.HTTPException, TypeError):
        pass  # killed: that is what this is for
    finally:
        connection.close()


def post(connection, path, body, head):
    connection.request("POST", path, body=body, headers=head)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise OSError(answer.status)
    return answer.headers["location"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="bench-web-kills-") as folder:
        copy = Path(folder) / "store.db"
        shutil.copy(sys.argv[1], copy)
        if Path(f"{sys.argv[1]}.models").exists():
            shutil.copytree(f"{sys.argv[1]}.models", f"{copy}.models")
        kills(copy, int(sys.argv[2]) if len(sys.argv) > 2 else 200, say=lambda line: sys.stdout.write(f"{line}\n"))
