"""Mail through a real server: safe lines, logins, refusals, and an honest answer whether it was taken."""

import socket
import threading

import pytest

from diversify.digest.mail import Envelope, render_mail
from diversify.digest.smtp import MailChannel, MailServer
from diversify.domain import Rendered
from diversify.errors import DeliveryError
from diversify.testing import check_channel, make_digest

USER, PASSWORD = "reader", "a pass phrase: ünïcode"
TEXT = Rendered("text/plain", "One line.\n.\n..two dots\n.three\n", "digest.txt", {"Subject": "A digest"})


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_mail_keeps_the_law_of_channels(serve):
    served = serve()
    nobody = MailServer("127.0.0.1", closed_port(), security="none")
    check_channel(
        served.channel,
        served.box.text,
        broken=lambda: MailChannel(nobody, sender="a@example.org", recipient="b@example.org"),
    )


def test_a_digest_arrives_as_it_was_made(serve):
    served = serve()
    rendered = render_mail(make_digest(), envelope=Envelope("diversify@example.org", "reader@example.org", "ab" * 16))
    told = served.channel().deliver(rendered)
    assert told == f"mail to reader@example.org taken by localhost:{served.port}"
    assert served.box.taken == [rendered.text.replace("\n", "\r\n").encode()]


def test_lines_that_begin_with_a_dot_stay_whole(serve):
    served = serve()
    served.channel().deliver(TEXT)
    assert served.box.text() == TEXT.text
    assert served.box.messages()[0]["Subject"] == "A digest"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_safe_line_with_a_login(serve, trusted, security):
    served = serve(security, login=security == "starttls")
    login = {"user": USER, "password": PASSWORD} if security == "starttls" else {}
    served.channel(**login).deliver(TEXT)
    assert served.box.text() == TEXT.text
    assert served.box.logins == bool(login)


def refusal(channel, *, doubtful=False):
    with pytest.raises(DeliveryError) as caught:
        channel.deliver(TEXT)
    assert caught.value.mend
    assert caught.value.doubtful == doubtful
    assert "\n" not in str(caught.value)
    return caught.value.kind, str(caught.value)


def test_a_wrong_password_is_told_and_not_shown(serve, trusted):
    served = serve("starttls", login=True)
    kind, words = refusal(served.channel(user=USER, password="wrong"))
    assert kind == "login"
    assert "refused the login: 535" in words
    assert "wrong" not in words
    assert served.box.taken == []


def test_a_password_never_goes_over_an_open_line_to_another_machine():
    server = MailServer("mail.example", 1, security="none", user=USER, password=PASSWORD)
    assert PASSWORD not in repr(server)
    channel = MailChannel(server, sender="a@example.org", recipient="b@example.org")
    with pytest.raises(DeliveryError, match="in clear; set mail_security to starttls or tls"):
        channel.deliver(TEXT)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(serve, security):
    served = serve(security)
    kind, words = refusal(served.channel())
    assert kind in {"security", "network"}
    assert "its certificate is not valid" in words
    assert served.box.taken == []


def test_a_server_without_starttls_gets_nothing(serve):
    served = serve("none")
    kind, words = refusal(served.channel(security="starttls", user=USER, password=PASSWORD))
    assert kind == "security"
    assert "ask your provider which mail_security it takes" in words
    assert served.box.logins == 0


@pytest.mark.parametrize(
    ("step", "answer", "kind", "words"),
    [
        ("rcpt", "550 5.1.1 no such user", "recipient", "refused the recipient reader@example.org: 550 5.1.1 no such"),
        ("mail", "553 not yours", "refused", "refused the sender diversify@example.org: 553 not yours"),
        ("data", "552 5.3.4 too big\x07", "refused", "refused the message: 552 5.3.4 too big"),
        ("data", "451 try later", "refused", "`diversify send`"),
        ("rcpt", "452 4.2.2 box full", "recipient", "452 4.2.2 box full"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_words(serve, step, answer, kind, words):
    served = serve()
    served.box.answers[step] = answer
    told = refusal(served.channel())
    assert told[0] == kind
    assert words in told[1]
    assert served.box.taken == []


def test_a_line_that_breaks_before_the_answer_leaves_doubt(serve):
    served = serve()
    served.box.answers["data"] = "hang up"
    kind, words = refusal(served.channel(), doubtful=True)
    assert kind == "doubtful"
    assert "look whether it arrived" in words
    assert len(served.box.taken) == 1


def test_a_server_that_is_not_there_or_says_nothing(serve):
    nobody = MailServer("localhost", closed_port(), security="none")
    kind, words = refusal(MailChannel(nobody, sender="a@example.org", recipient="b@example.org"))
    assert kind == "network"
    assert "cannot be reached: " in words
    assert "check mail_server" in words


def test_a_silent_server_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        server = MailServer("127.0.0.1", deaf.getsockname()[1], security="none", timeout=0.2)
        kind, words = refusal(MailChannel(server, sender="a@example.org", recipient="b@example.org"))
    assert kind == "network"
    assert "timed out" in words


def scripted(lines):
    """A server that says these lines, one for each that it hears, and then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def talk():
        with listening, listening.accept()[0] as line, line.makefile("rb") as heard:
            for said in lines:
                line.sendall(said)
                heard.readline()

    thread = threading.Thread(target=talk)
    thread.start()
    return listening.getsockname()[1], thread


@pytest.mark.parametrize(
    "lines",
    [
        [b"220 hi\r\n"],
        [b"220 hi\r\n", b"250 hello\r\n"],
        [b"220 hi\r\n", b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n"],
        [b"554 go away\r\n"],
        [b"hello?\r\n"],
    ],
)
def test_a_line_that_breaks_before_the_end_was_sent_leaves_no_doubt(lines):
    port, thread = scripted(lines)
    server = MailServer("127.0.0.1", port, security="none", timeout=5)
    kind, _ = refusal(MailChannel(server, sender="a@example.org", recipient="b@example.org"))
    thread.join()
    assert kind in {"network", "security", "refused", "recipient"}


def test_a_server_that_was_rude_at_the_end_took_the_mail_all_the_same():
    said = [b"220 hi\r\n", b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"]
    listening = socket.create_server(("127.0.0.1", 0))

    def talk():
        with listening, listening.accept()[0] as line, line.makefile("rb") as heard:
            for one in said:
                line.sendall(one)
                heard.readline()
            while heard.readline() != b".\r\n":
                pass
            line.sendall(b"250 taken\r\n")

    thread = threading.Thread(target=talk)
    thread.start()
    server = MailServer("127.0.0.1", listening.getsockname()[1], security="none", timeout=5)
    told = MailChannel(server, sender="a@example.org", recipient="b@example.org").deliver(TEXT)
    thread.join()
    assert "taken by 127.0.0.1" in told
