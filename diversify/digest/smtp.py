"""The way by mail (RFC 5321): one server, one recipient, and an honest answer whether the message was taken.

A message counts as taken when the server has acknowledged its end. Whatever fails before the end was sent certainly
did not arrive; where the line breaks between the end and its acknowledgement, nobody can know (RFC 1047).
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from diversify.digest.mail import letter
from diversify.digest.words import plain
from diversify.domain import Rendered
from diversify.errors import DeliveryError

Security = Literal["starttls", "tls", "none"]

PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
"""Where a server listens unless told otherwise (RFC 6409, RFC 8314)."""
_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_CHECK: Final = "check mail_server, mail_port and mail_security, and that you are online; then `diversify send`"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where and how mail is handed in.

    Attributes
    ----------
    host, port
        Name or address; port 0 is the usual one of the security.
    security
        `starttls`, `tls` from the first byte, or `none`, with which no password is sent but to this machine itself.
    user, password
        Empty where the server asks for none.
    timeout
        Seconds that the server may be silent.
    """

    host: str
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0

    @property
    def where(self) -> str:
        """Host and port, as errors name them."""
        return f"{self.host}:{self.port or PORTS[self.security]}"


class MailChannel:
    """Hands a message to a mail server, or any other output wrapped into one.

    Parameters
    ----------
    server
        Where it is handed in.
    sender, recipient
        Addresses of the SMTP envelope, ASCII.
    """

    def __init__(self, server: MailServer, *, sender: str, recipient: str) -> None:
        self.server = server
        self.sender = sender
        self.recipient = recipient

    def deliver(self, rendered: Rendered) -> str:
        """Hand it in and say who took it.

        Raises
        ------
        DeliveryError
            Where the server did not take it, kinds `network`, `security`, `login`, `recipient` and `refused`; or where
            the way broke before it answered: kind `doubtful`, and `doubtful` is true.
        """
        if self.server.user and self.server.security == "none" and self.server.host not in _LOOPBACK:
            words = f"mail server {self.server.where} would get your password in clear"
            raise DeliveryError(words, kind="security", mend="set mail_security to starttls or tls")
        message = letter(rendered, sender=self.sender, recipient=self.recipient)
        with self._session() as session:
            self._hand_in(session, message)
        return f"mail to {self.recipient} taken by {self.server.where}"

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A session that is encrypted and logged in; ended politely, and however that ends."""
        with closing(self._connected()) as session:
            self._secured(session)
            self._logged_in(session)
            yield session
            try:
                session.quit()
            except (smtplib.SMTPException, OSError):  # the message was taken: how the server says goodbye is no matter
                return

    def _connected(self) -> smtplib.SMTP:
        server, port = self.server, self.server.port or PORTS[self.server.security]
        with self._told("cannot be reached", kind="network", mend=_CHECK):
            if server.security == "tls":
                context = ssl.create_default_context()
                return smtplib.SMTP_SSL(server.host, port, timeout=server.timeout, context=context)
            return smtplib.SMTP(server.host, port, timeout=server.timeout)

    def _secured(self, session: smtplib.SMTP) -> None:
        mend = "ask your provider which mail_security it takes: starttls, tls or none"
        with self._told("offers no safe line", kind="security", mend=mend):
            session.ehlo_or_helo_if_needed()
            if self.server.security == "starttls":
                session.starttls(context=ssl.create_default_context())
                session.ehlo()

    def _logged_in(self, session: smtplib.SMTP) -> None:
        if not self.server.user:
            return
        mend = "check mail_user and the password; many providers want one made for programs"
        with self._told("refused the login", kind="login", mend=mend):
            _log_in(session, self.server.user, self.server.password)

    def _hand_in(self, session: smtplib.SMTP, message: bytes) -> None:
        mend = "check mail_from and mail_to; nothing was sent"
        with self._told(f"refused the sender {self.sender}", kind="refused", mend=mend):
            _accepted(session.mail(self.sender))
        with self._told(f"refused the recipient {self.recipient}", kind="recipient", mend=mend):
            _accepted(session.rcpt(self.recipient))
        mend = "nothing was sent; try again later with `diversify send`"
        with self._told("refused the message", kind="refused", mend=mend):
            _accepted(session.docmd("DATA"), code=354)
            session.send(_DOT.sub(b"..", message if message.endswith(b"\r\n") else message + b"\r\n"))
        self._ended(session)

    def _ended(self, session: smtplib.SMTP) -> None:
        """Send the end of the message: from here on, without an answer, nobody knows."""
        try:
            session.send(b".\r\n")
            answer = session.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(
                f"mail server {self.server.where} broke off before it acknowledged the mail ({_said(error)})",
                kind="doubtful",
                mend="look whether it arrived; if not, `diversify send --again` sends it once more",
                doubtful=True,
            ) from error
        with self._told(
            "refused the message", kind="refused", mend="nothing was sent; try again later with `diversify send`"
        ):
            _accepted(answer)

    @contextmanager
    def _told(self, words: str, *, kind: str, mend: str) -> Iterator[None]:
        """Failures of the body as one sentence with what the server said."""
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            text = f"mail server {self.server.where} {words}: {_said(error)}"
            raise DeliveryError(text, kind=kind, mend=mend) from error


def _log_in(session: smtplib.SMTP, user: str, password: str) -> None:
    """Log in with the best way that both know; letters beyond ASCII go as UTF-8, by PLAIN alone (RFC 4616)."""
    if user.isascii() and password.isascii():
        session.login(user, password)
        return
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    _accepted(session.docmd("AUTH", f"PLAIN {secret}"), code=235)


def _accepted(answer: tuple[int, bytes], *, code: int = 0) -> None:
    """Raise where a server's answer is no consent: not this code, or none of the two hundreds."""
    if answer[0] != code if code else answer[0] // 100 != 2:
        raise smtplib.SMTPResponseException(*answer)


def _said(error: Exception) -> str:
    """What a server or the network said, as one clean line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return plain(f"{error.smtp_code} {text}")[:300]
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({plain(error.verify_message)})"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return plain(reason).lower()[:300] or type(error).__name__
