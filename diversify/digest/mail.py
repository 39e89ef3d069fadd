"""The digest as one mail: text first, HTML beside it, nothing loaded from elsewhere, no header but ours.

The message is RFC 5322 with MIME (RFC 2045 to 2047), `multipart/alternative` as RFC 2046 5.1.4 has it: the plainest
part first. List headers are those of RFC 2369, RFC 2919 and, for one click, RFC 8058; `Auto-Submitted` is RFC 3834.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.quoprimime import body_encode
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlencode

from diversify.digest.html import page_parts, template
from diversify.digest.text import terminal_text
from diversify.digest.words import cut, long_date, plain, web_address
from diversify.domain import Digest, Rendered
from diversify.errors import SettingsError

WIDTH: Final = 72
"""Columns of the text part: mail programs quote and wrap at less than 80."""
SUBJECT_LENGTH: Final = 60
"""What a list of mails shows of a title."""

ACTS: Final = (("read", "Read here"), ("like", "More like this"), ("less", "Less"), ("pin", "Keep"))
"""What a mail offers below each item where there is a page to answer on: act, and its words."""

_LINES: Final = SMTP.clone(linesep="\n")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_DAWN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail says beside the digest.

    Attributes
    ----------
    sender, recipient
        Addresses, ASCII.
    mark
        The store's name outside: hexadecimal digits; List-Id and Message-ID are made of it.
    page
        Address of the reader's page without a slash at its end; empty where there is none to answer on.
    stop
        Address that ends these mails; with `https` one click of a mail program suffices. Empty: by mail alone.
    at
        The message's date; None takes that of the newest item.
    """

    sender: str = "diversify@localhost"
    recipient: str = "reader@localhost"
    mark: str = "0" * 32
    page: str = ""
    stop: str = ""
    at: datetime | None = None


def render_mail(digest: Digest, *, envelope: Envelope | None = None) -> Rendered:
    """Render as one message, `message/rfc822`, in ASCII lines of at most 998 characters.

    Parameters
    ----------
    digest
        What to send.
    envelope
        From whom, to whom, where to answer; None fills in names of this machine, for looking at it.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> render_mail(make_digest()).text.splitlines()[2]
    'Subject: diversify, 21 November: Salt & =?utf-8?b?4oCcbGlnaHTigJ0=?= at 5 < 6'
    """
    sent = envelope or Envelope()
    message = _head(digest, sent)
    text, page = _text(digest, sent), _html(digest, sent)
    # Quoted-printable text never holds "=_", so no part can end another.
    told = hashlib.sha256(f"{text}{page}".encode()).hexdigest()[:32]
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="=_{told}"'
    message.attach(_part(text, "plain"))
    message.attach(_part(page, "html"))
    return Rendered("message/rfc822", message.as_string(policy=_LINES), f"diversify-{digest.date}.eml")


def letter(rendered: Rendered, *, sender: str, recipient: str) -> bytes:
    """The bytes that go to a server: a message as it stands, or one made around another output.

    Lines end in CR LF, every line is ASCII. The text of any other output arrives character for character, its own
    headers with it.
    """
    if rendered.media_type.split(";")[0] == "message/rfc822":
        return rendered.text.replace("\n", "\r\n").encode("ascii")
    message = _part(rendered.text, rendered.media_type.split(";")[0].partition("/")[2] or "plain")
    _address(message, sender, recipient)
    message["MIME-Version"] = "1.0"
    for name, value in rendered.headers.items():
        message[name] = header_text(value)
    return message.as_bytes(policy=SMTP)


def mail_address(text: str, *, setting: str) -> str:
    """A mail address that can stand in a header and in an SMTP command.

    Raises
    ------
    SettingsError
        Where it is none, or not ASCII.

    Examples
    --------
    >>> mail_address("reader@example.org", setting="mail_to")
    'reader@example.org'
    """
    address = text.strip()
    if not _ADDRESS.fullmatch(address) or ".." in address or len(address) > 254:
        raise SettingsError(f"setting {setting} = {text!r} is no mail address", mend="write it as reader@example.org")
    return address


def header_text(text: str) -> str:
    r"""Text that a header may hold: one clean line in which nothing looks like an encoded word (RFC 2047).

    Examples
    --------
    >>> header_text("Tides\r\nBcc: all@example.org =?utf-8?q?=0d=0aX:1?=")
    'Tides Bcc: all@example.org = ?utf-8?q?=0d=0aX:1?='
    """
    return plain(text).replace("=?", "= ?")


def subject(digest: Digest) -> str:
    """Day and first title: what one sees of a mail before it is opened.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> subject(make_digest())
    'diversify, 21 November: Salt & “light” at 5 < 6'
    """
    day = " ".join(long_date(digest.date).split(", ")[1].split()[:2])
    first = cut(digest.items[0].title, SUBJECT_LENGTH) if digest.items else "no items"
    return header_text(f"diversify, {day}: {first}")


def answer_address(page: str, *, day: str, position: int, act: str) -> str:
    """Where a reader answers an item: on their page, at that item, which changes nothing by being opened.

    Mail programs and virus scanners open links that nobody clicked.

    Examples
    --------
    >>> answer_address("http://127.0.0.1:8420", day="2025-11-21", position=3, act="like")
    'http://127.0.0.1:8420/day/2025-11-21?item=3&act=like#item-3'
    """
    return f"{page}/day/{day}?{urlencode({'item': position, 'act': act})}#item-{position}"


def check_in_address(page: str, *, day: str, answer: str) -> str:
    """Where a reader answers the week's question: on their page, which changes nothing by being opened.

    Examples
    --------
    >>> check_in_address("http://127.0.0.1:8420", day="2025-11-21", answer="yes")
    'http://127.0.0.1:8420/checkin?day=2025-11-21&answer=yes'
    """
    return f"{page}/checkin?{urlencode({'day': day, 'answer': answer})}"


def _head(digest: Digest, sent: Envelope) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    _address(message, sent.sender, sent.recipient)
    message["Subject"] = subject(digest)
    when = sent.at or max((item.published for item in digest.items), default=_DAWN)
    message["Date"] = format_datetime(when.astimezone())
    domain = sent.sender.rpartition("@")[2]
    message["Message-ID"] = f"<digest.{digest.date}.{sent.mark}@{domain}>"
    message["List-Id"] = f"diversify digest <digest.{sent.mark}.localhost>"
    by_mail = f"<mailto:{sent.sender}?subject=stop%20diversify>"
    message["List-Unsubscribe"] = f"<{sent.stop}>, {by_mail}" if sent.stop else by_mail
    if sent.stop.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _address(message: EmailMessage, sender: str, recipient: str) -> None:
    message["From"] = Address("diversify", addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)


def _text(digest: Digest, sent: Envelope) -> str:
    """The digest as a terminal shows it, and where to answer where there is a page."""
    text = terminal_text(digest, width=WIDTH)
    return f"{text}\nAnswer on your page: {sent.page}/day/{digest.date}\n" if sent.page else text


def _html(digest: Digest, sent: Envelope) -> str:
    def answers(position: int) -> list[tuple[str, str]]:
        return [
            (answer_address(sent.page, day=digest.date, position=position, act=act), words)
            for act, words in (ACTS if web_address(sent.page) else ())
        ]

    return template("mail.html.jinja").render(
        **page_parts(digest), answers=answers, page=web_address(sent.page), check_in_address=check_in_address
    )


def _part(text: str, subtype: str) -> EmailMessage:
    """A text part in quoted-printable, character for character, a last line without an end included."""
    encoded = body_encode(text.encode().decode("latin-1"), eol="\n")
    if encoded and not encoded.endswith("\n"):
        encoded += "=\n"  # a soft break: the server adds an end of line, the reader's program takes it away
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(encoded)
    return part
