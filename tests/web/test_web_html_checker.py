"""The Nu HTML checker finds no fault in any page, plain and with hostile words in every field.

It is npm's package `vnu-jar` (MIT); name its jar in VNU_JAR and run with `-m slow`.
"""

import json
import os
import re
import shutil
import subprocess

import pytest
from test_web_hostile import FEW, poisoned
from web_reader import ask, opened, settle

from diversify.app.acting import find_place, record
from diversify.app.days import day_of, utc_now
from diversify.domain import FetchState, Interest
from diversify.store import open_store

JAR = os.environ.get("VNU_JAR", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.path.isfile(JAR) or not shutil.which("java"), reason="VNU_JAR names no checker"),
]


def lived_in(path):
    """A reader who answered, pinned, muted and was asked; a source that fails."""
    ids, now = settle(path), utc_now()
    ask(path)
    with open_store(path) as store:
        for number, kind in ((0, "like"), (1, "pin"), (2, "read"), (3, "dismiss")):
            record(store, find_place(store, ids[number]), kind, now=now)
        store.reader.say(Interest("term", "lottery", -1.0, at=now))
        store.feeds.save_states([FetchState(1, failures=3, error_kind="http", error_message="HTTP 500")])
    return ids


def documents(reader, ids):
    day = day_of(None, utc_now())
    paths = ["/", f"/day/{day}?item=2&act=pin", "/days", "/pinned", "/search", "/search?q=a&texts=1", "/town", "/dials",
             "/profile", "/sources", "/sources?numbers=1", "/begin", "/keys", "/work", "/checkin?answer=no",
             "/checkin?day=2020-01-01", "/nowhere", *(f"/read/{number}" for number in ids[:18])]  # fmt: skip
    yield from ((path, reader.get(path).text) for path in paths)
    yield "/act", reader.follow(f"/act/{ids[4]}", kind="share", back="/").text
    yield "/mute", reader.follow("/mute", kind="term", value="<b>&amp;", back="/profile").text
    preview = reader.post("/dials", near="4", common="4", far="4", do="try")
    yield "/dials, tried", preview.text
    yield "/profile, sure?", reader.post("/profile", do="privacy", level="nothing").text
    yield "/sources, sure?", reader.post("/sources/1", do="ask").text


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_checker_finds_no_error_in_any_page(tmp_path, hostile):
    path, files = tmp_path / "s.db", {}
    ids = poisoned(path, [one for one in FEW for _ in range(3)]) if hostile else lived_in(path)
    with opened(path) as reader:
        for name, text in documents(reader, ids):
            file = tmp_path / f"{len(files)}{re.sub('[^a-z]', '-', name)}.html"
            file.write_text(text, "utf-8")
            files[file.name] = name
    asked = ["java", "-jar", JAR, "--format", "json", "--exit-zero-always", *(str(tmp_path / one) for one in files)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=600, check=False)
    told = json.loads(done.stderr or done.stdout)["messages"]
    wrong = [
        (files[one["url"].rpartition("/")[2]], one.get("lastLine"), one["message"], one.get("extract", "")[:120])
        for one in told
        if one["type"] == "error" or one.get("subType") == "warning"
    ]
    assert len(files) >= 38
    assert wrong == []
