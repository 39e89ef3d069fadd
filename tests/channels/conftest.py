# ruff: noqa: ARG002, N802 - names and signatures are the library's
"""A real mail server on loopback, with or without TLS and login, that keeps what it took and can be told to refuse."""

import asyncio
import email
import shutil
import ssl
import subprocess
import threading
from email import policy

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from diversify.digest.smtp import MailChannel, MailServer

USER, PASSWORD = "reader", "a pass phrase: ünïcode"
SENDER, RECIPIENT = "diversify@example.org", "reader@example.org"


class Box:
    """What came in, and what is to be answered."""

    def __init__(self):
        self.taken = []
        self.logins = 0
        self.answers = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers.get("data") == "hang up":
            self.taken.append(envelope.content)
            server.transport.abort()
            return "250 nobody hears this"
        if "data" in self.answers:
            return self.answers["data"]
        self.taken.append(envelope.content)
        return "250 OK"

    def messages(self):
        """Every mail that was taken, read by Python's parser."""
        return [email.message_from_bytes(one, policy=policy.default) for one in self.taken]

    def text(self):
        """All that came, decoded, as the law of channels looks at it."""
        raw = [email.message_from_bytes(one) for one in self.taken]
        return "".join(one.get_payload(decode=True).decode().replace("\r\n", "\n") for one in raw)

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins += 1
        good = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=good)


class Served:
    """A running server and channels to it."""

    def __init__(self, box, port, security):
        self.box, self.port, self.security = box, port, security

    def channel(self, **fields):
        known = {"host": "localhost", "port": self.port, "security": self.security, "timeout": 10.0}
        return MailChannel(MailServer(**known | fields), sender=SENDER, recipient=RECIPIENT)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of localhost, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and is absent")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    done = subprocess.run(
        ["openssl", *words.split(), "-keyout", str(key), "-out", str(cert)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return cert, key


@pytest.fixture
def trusted(certificate, monkeypatch):
    """This process trusts the certificate, as it would one of a public authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def serve(request, certificate):
    """Starts servers: `starttls`, `tls` or `none`, and whether a login is asked for."""
    running = []

    def start(security="none", *, login=False):
        box = Box()
        context = None
        if security != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, certificate))
        needs = {"authenticator": box.authenticate, "auth_required": True, "auth_require_tls": security == "starttls"}
        settings = {"hostname": "localhost", **(needs if login else {})}
        if security == "starttls":
            settings |= {"tls_context": context, "require_starttls": True}

        loop = asyncio.new_event_loop()
        wanted = context if security == "tls" else None
        server = loop.run_until_complete(
            loop.create_server(lambda: SMTP(box, loop=loop, **settings), "127.0.0.1", 0, ssl=wanted)
        )
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        running.append((loop, server, thread))
        return Served(box, server.sockets[0].getsockname()[1], security)

    yield start
    for loop, server, thread in running:
        asyncio.run_coroutine_threadsafe(ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def ended(server):
    """Take no more calls, and end what still runs, so that nothing is left behind."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
