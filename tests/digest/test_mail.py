"""The message: headers as asked, no header but ours, the words of the text digest, nothing loaded."""

import email
import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from html.parser import HTMLParser

import pytest

from diversify.digest import render_text
from diversify.digest.mail import Envelope, header_text, letter, mail_address, render_mail, subject
from diversify.domain import Rendered
from diversify.errors import SettingsError
from diversify.testing import hostile, make_digest

DIGEST = make_digest()
AT = datetime(2025, 11, 21, 6, 0, 7, tzinfo=UTC)
MARK = "0123456789abcdef" * 2
PLAIN = Envelope("diversify@example.org", "reader@example.org", MARK, at=AT)
NAMES = [
    *("From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted"),
    *("MIME-Version", "Content-Type"),
]


def read(rendered):
    return email.message_from_bytes(letter(rendered, sender="a@b.example", recipient="c@d.example"), policy=policy.SMTP)


def test_the_headers_are_those_asked_for():
    message = read(render_mail(DIGEST, envelope=PLAIN))
    assert message.keys() == NAMES
    assert message["From"].addresses[0].addr_spec == "diversify@example.org"
    assert message["From"].addresses[0].display_name == "diversify"
    assert message["To"] == "reader@example.org"
    assert message["Subject"] == "diversify, 21 November: Salt & “light” at 5 < 6"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == f"<digest.2025-11-21.{MARK}@example.org>"
    assert message["List-Id"] == f"diversify digest <digest.{MARK}.localhost>"
    assert message["List-Unsubscribe"] == "<mailto:diversify@example.org?subject=stop%20diversify>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not message.defects
    assert not any(part.defects for part in message.walk())


def test_one_click_stands_where_there_is_https_and_nowhere_else():
    for stop, expected in (("https://me.example/mail/stop/1", True), ("http://127.0.0.1/mail/stop/1", False)):
        message = read(render_mail(DIGEST, envelope=replace(PLAIN, stop=stop)))
        assert message["List-Unsubscribe"].startswith(f"<{stop}>, <mailto:")
        assert (message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") == expected


def test_the_same_digest_is_the_same_message_on_any_day_it_is_sent():
    first, second = (render_mail(DIGEST, envelope=replace(PLAIN, at=at)).text for at in (AT, AT.replace(day=22)))
    assert render_mail(DIGEST, envelope=PLAIN).text == first
    kept = [[line for line in text.splitlines() if not line.startswith("Date:")] for text in (first, second)]
    assert kept[0] == kept[1]


def test_text_is_the_text_digest_word_for_word():
    text = read(render_mail(DIGEST, envelope=PLAIN)).get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == render_text(DIGEST, width=72).text
    paged = read(render_mail(DIGEST, envelope=replace(PLAIN, page="http://127.0.0.1:8420"))).get_body(("plain",))
    added = "\nAnswer on your page: http://127.0.0.1:8420/day/2025-11-21\n"
    assert paged.get_content().replace("\r\n", "\n") == render_text(DIGEST, width=72).text + added


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def html(digest, envelope=PLAIN):
    return read(render_mail(digest, envelope=envelope)).get_body(("html",)).get_content()


def test_without_a_page_no_link_leads_to_one_and_the_commands_stand_there():
    page = Links(html(DIGEST))
    assert {attrs["href"] for tag, attrs in page.tags if tag == "a"} == {"https://a.example/5", "https://b.example/9"}
    assert "diversify like N" in page.text


def test_with_a_page_every_item_can_be_answered():
    links = [a["href"] for t, a in Links(html(DIGEST, replace(PLAIN, page="https://me.example/d"))).tags if t == "a"]
    for act in ("read", "like", "less", "pin"):
        assert f"https://me.example/d/day/2025-11-21?item=1&act={act}#item-1" in links


def test_the_page_of_a_mail_loads_nothing_and_runs_nothing():
    for digest in (DIGEST, hostile(DIGEST), hostile(DIGEST, '"><img src=//e.example/p.png><script>x</script>')):
        page = Links(html(digest, replace(PLAIN, page="https://me.example")))
        assert not {tag for tag, _ in page.tags} & {"img", "script", "link", "iframe", "form", "object", "embed", "svg"}
        named = {name for _, attrs in page.tags for name in attrs}
        assert not any(name.startswith("on") or name in {"src", "srcset", "background"} for name in named)
        assert not re.search(r"url\(|@import|@font-face", html(digest))


def test_lines_are_ascii_and_short_enough_for_every_server():
    digest = hostile(DIGEST, "wide 漢字 " * 400)
    for rendered in (
        render_mail(digest, envelope=PLAIN),
        Rendered("text/plain", "漢" * 5000, "x", {"Subject": "é" * 999}),
    ):
        for line in letter(rendered, sender="a@b.example", recipient="c@d.example").split(b"\r\n"):
            assert len(line) <= 998
            line.decode("ascii")
            assert b"\n" not in line


PIECES = [
    *(
        "\r\nBcc: all@evil.example",
        "\nX-Evil: 1",
        "\r",
        "\r\n\r\n<script>alert(1)</script>",
        "\x0bX: 1",
        "\x0c",
        "\x85X: 1",
    ),
    *(
        "\u2028X: 1",
        "\u2029",
        "\x1c",
        "\0",
        "=?utf-8?q?=0D=0ABcc:_all@evil.example?=",
        "=?utf-8?b?DQpCY2M6IGE=?=",
        "?=",
    ),
    *("=?", "=", "?", " ", "\t", "\t ", "<a@b.example>", '"', "\\", "(", ")", ";", ",", ":", "@", "é", "漢字", "👩‍🔬"),
    *("\u202e", "\ud800", "\udc80", "\ufeff", "a" * 80, "words of a title", "%0d%0aX:1", "\x7f", "\x9b", "\U000e0041"),
    *("--=_0", "Content-Type: text/html", ".", "From "),
]


def hostile_titles(count, seed=6):
    rng = random.Random(seed)
    return ["".join(rng.choices(PIECES, k=rng.randint(1, 9))) for _ in range(count)]


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_ten_thousand_hostile_titles_write_no_header(count):
    """Each as the title of the first item, in the very head that a message gets; read back by Python's parser."""
    item = DIGEST.items[0]
    parser = BytesHeaderParser(policy=policy.SMTP)
    for title in hostile_titles(count):
        digest = replace(DIGEST, items=(replace(item, title=title),))
        wrapped = Rendered("text/plain", "", "x", {"Subject": subject(digest)})
        raw = letter(wrapped, sender="a@b.example", recipient="c@d.example")
        message = parser.parsebytes(raw)
        names = ["Content-Type", "Content-Transfer-Encoding", "From", "To", "MIME-Version", "Subject"]
        assert message.keys() == names, title
        said = message["Subject"]
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", said), title
        assert "".join(said.split()) == "".join(subject(digest).split()), title


def test_hostile_titles_in_every_field_leave_the_whole_message_as_it_was():
    for words in hostile_titles(25, seed=7):
        message = read(render_mail(hostile(DIGEST, words), envelope=PLAIN))
        assert message.keys() == NAMES, words
        assert [part.get_content_type() for part in message.walk()] == [
            *("multipart/alternative", "text/plain", "text/html")
        ], words
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        assert text == render_text(hostile(DIGEST, words), width=72).text, words


@pytest.mark.parametrize(
    "address",
    ["", "reader", "a@b@c", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "<a@b.example>", "é@b.example",
     "a@ü.example", "a..b@c.example", "@c.example", "a@", "a@-", "x" * 65 + "@c.example", "a,b@c.example"],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused_with_its_setting(address):
    with pytest.raises(SettingsError, match=r"mail_to .* is no mail address; write it as"):
        mail_address(address, setting="mail_to")


def test_an_honest_header_stays_as_it_is():
    assert header_text("Why 2 + 2 = 4? “Ask” an owl") == "Why 2 + 2 = 4? “Ask” an owl"
