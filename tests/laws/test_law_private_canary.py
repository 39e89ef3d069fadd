"""Law: an article of words that stand nowhere else, on a sensitive subject, is read to its end, liked and pinned.

By the console and by the page, at the most permissive level. Afterwards everything that the program tells and every
file it writes is what it is for a reader who let the article lie: the words stand in the article's own text, in what
shows that article to whoever comes by, and nowhere else.
"""

import json
import logging
import re
import shutil
import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import numpy as np
import pytest

from diversify.app import App
from diversify.app.days import utc_now
from diversify.cli import run
from diversify.config import Settings
from diversify.store import open_store
from diversify.testing import make_article, make_feed

UNIQUE = ("zyxquilia", "vorbakumab", "Quennell Ostrowick")
TITLE = f"Living with {UNIQUE[0]}, a rare cancer"
TEXT = f"Chemotherapy with {UNIQUE[1]} helped a patient in hospital after the diagnosis of the disease."
THEMES = (
    "harbour boats sailing tide crew regatta mast anchor",
    "bread oven flour baker crust dough yeast rye",
    "opera soprano stage aria chorus tenor score baton",
)
PAGES = (
    "/",
    "/days",
    "/pinned",
    "/profile",
    "/profile/export",
    "/town",
    "/sources",
    "/dials",
    "/checkin",
    f"/search?q={UNIQUE[0]}",
)
KINDS = ("like", "less", "pin", "share", "dismiss")
OWN = {"origin": "http://127.0.0.1:8017", "sec-fetch-site": "same-origin"}
TOLD = (
    *(("digest", "--again", "--format", form) for form in ("text", "html", "markdown", "json", "atom", "jsonfeed")),
    ("profile", "show", "all"), ("profile", "--json"), ("profile", "export"), ("checkin", "--json"),
    ("town",), ("town", "--json"), ("status",), ("status", "--json"), ("list", "--json"),
    ("export", "opml", "-"), ("export", "data", "-"), ("digest", "--seed", "7", "--json"),
    ("forget", UNIQUE[0]), ("like", "999999"),
)  # fmt: skip


@pytest.fixture
def say(capsys, caplog):
    """Run a verb on a store with all it can say; (stdout, stderr and log)."""
    caplog.set_level(logging.DEBUG)

    def run_verb(path, *words):
        run(["-vv", "--store", str(path), *words])
        shown = capsys.readouterr()
        logged = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("diversify"))
        caplog.clear()
        return shown.out, shown.err + logged

    return run_verb


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A folder with a store, a model and a digest, and the number of the article; copied, never written to."""
    path, rng = tmp_path_factory.mktemp("canary") / "s.db", np.random.default_rng(4)
    with open_store(path) as store:
        feeds = store.feeds.add([make_feed(n) for n in range(6)])
        store.reader.turn("privacy", "local")
        now = utc_now()
        said = [
            make_article(
                n, feeds[n % 6].id, published=now - timedelta(minutes=5 * n), seen=now, title=_words(rng, n % 3, 5),
                summary=_words(rng, n % 3, 8), author=f"Ann {n % 4}",
            )
            for n in range(90)
        ]  # fmt: skip
        canary = make_article(99, feeds[0].id, published=now, seen=now, title=TITLE, summary=TEXT, author=UNIQUE[2])
        *plain_ones, hidden = store.articles.save([*said, canary])
        app = App(store, settings=Settings(workers=0))
        app.train()
        for number in plain_ones[:12:3]:
            app.record(number, "read", value=1.0)
        app.recommend()
    # Feeds and the addresses they are read at have random names from here on.
    run(["--store", str(path), "digest", "--again", "--format", "atom", "--output", str(path.parent / "digest.atom")])
    with page_of(path) as page:
        page.get("/days")
    return path.parent, hidden


@pytest.fixture
def twins(settled, tmp_path):
    """Two stores that differ in nothing, and the number of the article."""
    folder, hidden = settled
    for name in ("one", "two"):
        shutil.copytree(folder, tmp_path / name)
    return tmp_path / "one" / "s.db", tmp_path / "two" / "s.db", hidden


def _words(rng, theme, count):
    return " ".join(rng.permutation(THEMES[theme].split())[:count])


@contextmanager
def page_of(path):
    """The page over a store, and its key turned."""
    from starlette.testclient import TestClient

    from diversify.web.guard import Gate
    from diversify.web.site import build

    gate = Gate(frozenset({"127.0.0.1:8017"}), "token", "key", "diversify-8017")
    site = build(lambda: App(open_store(path), settings=Settings(workers=0)), gate)
    with TestClient(site, base_url="http://127.0.0.1:8017") as page:
        page.get("/?token=token")
        yield page


def read_it(path, number, say):
    """Everything that one can do with an article, at the console and on the page; what is told of it there and then."""
    told = [
        say(path, "read", str(number)), say(path, "read", str(number), "--fraction", "1"),
        say(path, "read", str(number), "--seconds", "300"), *(say(path, kind, str(number)) for kind in KINDS),
    ]  # fmt: skip
    with page_of(path) as page:
        assert TITLE in page.get(f"/read/{number}").text
        page.post(f"/depth/{number}", data={"seconds": "300", "seen": "1"}, headers=OWN)
        for kind in ("open", "read", *KINDS):
            page.post(f"/act/{number}", data={"kind": kind}, headers=OWN, follow_redirects=False)
        page.get("/search", params={"q": UNIQUE[0]})
    return told


def rows_of(path):
    """Every row of every table of a file, by table; full-text shadows and counters included."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"'))) for name in names}


def files_of(path):
    """Every file beside a store but its own, by name, in bytes."""
    folder = path.parent
    own = {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in own
    }


def plain(told, path):
    """What was told, but for where the store lies, the time of day and how long it took."""
    text = "\n".join(told).replace(str(path.parent), "")
    return _SECONDS.sub("", _MOMENT.sub("", text))


_MOMENT = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?")
_SECONDS = re.compile(r'"(?:cpu_)?seconds": [\d.]+|\b[\d.]+ s\b')


def test_an_article_of_unique_words_leaves_no_trace_of_its_reading(twins, say):
    reader, other, number = twins
    told = read_it(reader, number, say)
    assert all("leaves no trace" in err for _, err in told[1:])
    assert rows_of(reader) == rows_of(other)
    assert files_of(reader) == files_of(other)
    for words in TOLD:
        mine, theirs = say(reader, *words), say(other, *words)
        assert plain(mine, reader) == plain(theirs, other), words
    with page_of(reader) as mine, page_of(other) as theirs:
        for address in PAGES:
            assert plain([mine.get(address).text], reader) == plain([theirs.get(address).text], other), address
    assert files_of(reader) == files_of(other)


def test_what_is_told_of_a_reader_holds_none_of_the_words(twins, say):
    """Nor of whoever wrote it: in what is believed, counted, exported of the profile, asked, and logged of it all."""
    reader, _, number = twins
    read_it(reader, number, say)
    for words in (("profile", "show", "all"), ("profile", "--json"), ("profile", "export"), ("checkin", "--json"),
                  ("town", "--json"), ("status", "--json"), ("list", "--json"), ("train", "--json"),
                  ("export", "opml", "-")):  # fmt: skip
        told = "\n".join(say(reader, *words)).casefold()
        assert told.strip(), words
        assert not any(word.casefold() in told for word in UNIQUE), words
    document = json.loads(say(reader, "export", "data", "-")[0])
    kept = {name: part for name, part in document.items() if name not in ("articles", "digests")}
    assert number not in [act["article_id"] for act in document["feedback"]]
    assert not any(word.casefold() in json.dumps(kept, ensure_ascii=False).casefold() for word in UNIQUE)
    assert not any(word.casefold().encode() in body.lower() for body in files_of(reader).values() for word in UNIQUE)


def test_a_plain_article_read_so_does_leave_its_trace(twins, say):
    """The control: what is compared above differs where reading may be kept."""
    reader, other, number = twins
    for kind in ("like", "pin"):
        say(reader, kind, str(number - 5))
    assert rows_of(reader) != rows_of(other)
    for words in (("profile", "--json"), ("profile", "export"), ("export", "data", "-")):
        assert plain(say(reader, *words), reader) != plain(say(other, *words), other), words
