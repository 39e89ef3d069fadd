"""The Nu HTML checker finds no fault in the page, the mail and the bodies of feed entries.

It is npm's package `vnu-jar` (MIT); name its jar in VNU_JAR and run with `-m slow`.
"""

import email
import json
import os
import shutil
import subprocess
from dataclasses import replace
from email import policy

import pytest

from diversify.digest import render_html, render_mail
from diversify.digest.entries import KINDS, Face, entries_of, issue
from diversify.digest.mail import Envelope
from diversify.digest.mail import render_mail as render_addressed
from diversify.testing import hostile, make_digest

JAR = os.environ.get("VNU_JAR", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.path.isfile(JAR) or not shutil.which("java"), reason="VNU_JAR names no checker"),
]


def html_of(message):
    return email.message_from_string(message, policy=policy.default).get_body(("html",)).get_content()


def documents():
    digest = make_digest()
    for name, one in (
        ("plain", digest),
        ("hostile", hostile(digest)),
        ("empty", replace(digest, items=(), delivered={})),
    ):
        yield f"page-{name}", render_html(one).text
        yield f"mail-{name}", html_of(render_mail(one).text)
        yield f"answers-{name}", html_of(render_addressed(one, envelope=Envelope(page="https://me.example/d")).text)
        for kind in KINDS:
            for entry in entries_of([issue(one)], Face(entries=kind)):
                head = (
                    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body><h1>x</h1>'
                )
                yield f"entry-{kind}-{name}", f"{head}{entry.html}</body></html>"


def test_the_checker_finds_no_error(tmp_path):
    files = []
    for name, text in documents():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(text, "utf-8")
    asked = ["java", "-jar", JAR, "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=600, check=False)
    told = json.loads(done.stderr or done.stdout)["messages"]
    # The checker does not compute hashes, so it takes our own style sheet for a forbidden one.
    wrong = [one for one in told if one["type"] == "error" or "Content Security Policy" not in one["message"]]
    assert len(files) == 14
    assert wrong == []
