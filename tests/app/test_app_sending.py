"""A day is mailed once: late rather than never, and never silently a second time."""

import email
from dataclasses import replace
from datetime import timedelta
from email import policy

import pytest

from diversify.app import App, sending
from diversify.config import Settings
from diversify.domain import Delivery
from diversify.errors import DeliveryError, SettingsError, UsageError
from diversify.store import MemoryStore
from diversify.testing import EPOCH_DAY

DAY = EPOCH_DAY.date().isoformat()
MAIL = {"mail_to": "reader@example.org", "mail_server": "mail.example", "workers": 0}


class Post:
    """A way that keeps what it was given, or fails as told."""

    def __init__(self, *faults):
        self.faults, self.sent, self.tried = list(faults), [], 0

    def deliver(self, rendered):
        self.tried += 1
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, BaseException):
            raise fault
        self.sent.append(rendered)
        return "taken"


def refused():
    return DeliveryError("no", kind="recipient", mend="check it")


def doubtful():
    return DeliveryError("broke off", kind="doubtful", mend="look", doubtful=True)


@pytest.fixture
def app(store, clock):
    return App(store, settings=Settings(**MAIL), clock=clock)


def test_a_day_is_mailed_once(app, store, clock):
    post = Post()
    assert sending.send(app, post) == f"the digest of {DAY}: taken"
    clock.now += timedelta(hours=2)
    told = sending.send(app, post)
    assert "already; nothing was sent" in told
    assert sending.send(app, post, again=True) == told
    assert sending.send(app, post, day=DAY) == told
    assert len(post.sent) == 1
    (kept,) = store.deliveries.of("mail")
    assert (kept.day, kept.state) == (DAY, "done")
    clock.now += timedelta(days=1)
    sending.send(app, post)
    assert len(post.sent) == 2


def test_what_was_refused_is_tried_again_and_nothing_is_lost(app, store):
    post = Post(refused(), refused())
    for _ in range(2):
        with pytest.raises(DeliveryError):
            sending.send(app, post)
        assert store.deliveries.of("mail") == []
    assert sending.send(app, post).endswith("taken")
    assert len(post.sent) == 1


@pytest.mark.parametrize("fault", [doubtful(), KeyboardInterrupt(), SystemExit(137)])
def test_what_may_have_arrived_is_told_and_not_sent_silently_again(app, store, fault):
    post = Post(fault)
    with pytest.raises(type(fault)):
        sending.send(app, post)
    assert [one.state for one in store.deliveries.of("mail")] == ["begun"]
    for _ in range(3):
        with pytest.raises(
            DeliveryError, match=r"may have arrived.*`diversify send --again` sends it once more"
        ) as told:
            sending.send(app, post)
        assert told.value.doubtful
    assert post.tried == 1
    sending.send(app, post, again=True)
    assert len(post.sent) == 1
    assert "already; nothing was sent" in sending.send(app, post, again=True)


def test_a_second_try_that_is_refused_leaves_the_doubt_of_the_first(app, store):
    post = Post(doubtful(), refused())
    for again in (False, True):
        with pytest.raises(DeliveryError):
            sending.send(app, post, again=again)
    assert [one.state for one in store.deliveries.of("mail")] == ["begun"]


def test_the_same_message_goes_out_whenever_it_is_tried(app, clock):
    post = Post(doubtful())
    with pytest.raises(DeliveryError):
        sending.send(app, post)
    first = sending.mail_of(app, sending.digest_to_send(app, DAY), at=clock.now).text
    clock.now += timedelta(hours=1)
    sending.send(app, post, again=True)
    assert post.sent[0].text == first


def test_a_crash_of_yesterday_does_not_hold_up_today(app, clock):
    post = Post(doubtful())
    with pytest.raises(DeliveryError):
        sending.send(app, post)
    clock.now += timedelta(days=1)
    assert sending.send(app, post).endswith("taken")


def test_a_clock_set_back_sends_nothing_unless_the_day_is_named(app, clock):
    post, morrow = Post(), (EPOCH_DAY + timedelta(days=1)).date().isoformat()
    clock.now += timedelta(days=1)
    sending.send(app, post)
    clock.now -= timedelta(days=1)
    with pytest.raises(DeliveryError, match=f"today is {DAY} .* digest of {morrow} was mailed; nothing was sent; set"):
        sending.send(app, post)
    assert len(post.sent) == 1
    assert sending.send(app, post, day=DAY).endswith("taken")
    assert "already" in sending.send(app, post, day=DAY)
    assert len(post.sent) == 2


def test_a_day_without_articles_is_told_and_can_be_mailed_later(store, clock):
    empty = MemoryStore(clock=clock)
    empty.models.save(store.models.current(), b"body")
    post, app = Post(), App(empty, settings=Settings(**MAIL), clock=clock)
    with pytest.raises(DeliveryError, match=r"has no items .*nothing was sent; `diversify update`") as told:
        sending.send(app, post)
    assert told.value.kind == "empty"
    assert empty.deliveries.of("mail") == []
    assert post.tried == 0


def test_of_two_at_once_one_sends(app, store, monkeypatch):
    """Another process began between our look and our own beginning."""
    look = store.deliveries.of

    def late(way):
        seen = look(way)
        if way == "mail":
            store.deliveries.begin(Delivery("mail", DAY, "begun", EPOCH_DAY, EPOCH_DAY))
        return seen

    monkeypatch.setattr(store.deliveries, "of", late)
    post = Post()
    with pytest.raises(DeliveryError, match="another run"):
        sending.send(app, post)
    assert post.tried == 0


def test_mail_that_was_stopped_stays_stopped_until_it_is_taken_back(app, store, clock):
    token = sending.stop_token(store)
    assert not sending.stop(store, "wrong", now=clock.now)
    assert not sending.stop(store, "", now=clock.now)
    post = Post()
    assert sending.stop(store, token, now=clock.now)
    assert sending.stop(store, token, now=clock.now)
    with pytest.raises(UsageError, match=f"you stopped these mails on {DAY}; `diversify send --resume`"):
        sending.send(app, post)
    assert post.tried == 0
    sending.resume(store)
    assert sending.send(app, post).endswith("taken")


def test_what_lets_in_without_a_login_is_no_part_of_what_is_sent(app, store):
    app.settings = replace(app.settings, page_address="http://127.0.0.1:8420")
    token = sending.stop_token(store)
    assert token == sending.stop_token(store) != sending.address_key(store, "feeds")
    assert store.reader.dials() == {"privacy": "local"}
    text = sending.mail_of(app, sending.digest_to_send(app, DAY)).text
    assert text.replace("=\n", "").count(token) == 1
    assert sending.address_key(store, "feeds") not in text
    store.erase()
    assert sending.stop_token(store) != token


def test_the_message_says_where_to_answer_and_how_to_stop(app, store, clock):
    app.settings = replace(app.settings, page_address="https://me.example/d/", mail_from="digest@me.example")
    digest = sending.digest_to_send(app, DAY)
    message = email.message_from_string(sending.mail_of(app, digest).text, policy=policy.SMTP)
    assert message["From"].addresses[0].addr_spec == "digest@me.example"
    assert f"<https://me.example/d/mail/stop/{sending.stop_token(store)}>" in message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"]
    assert message["Message-ID"] == f"<digest.{DAY}.{store.deliveries.mark()}@me.example>"
    assert f"https://me.example/d/day/{DAY}?item=1&act=like#item-1" in message.get_body(
        ("html",)
    ).get_content().replace("&amp;", "&")


@pytest.mark.parametrize(
    ("fields", "password", "words"),
    [
        ({"mail_server": ""}, "", "mail is not set up; write mail_server into"),
        ({"mail_server": "", "mail_to": ""}, "", "write mail_to and mail_server into"),
        ({"mail_to": "reader"}, "", "setting mail_to = 'reader' is no mail address"),
        ({"mail_from": "a@b\nBcc: c@d"}, "", "setting mail_from = .* is no mail address"),
        ({"mail_user": "reader"}, "", "no password for reader; put it into a file"),
    ],
)
def test_what_is_missing_or_wrong_in_the_settings_is_named(fields, password, words):
    with pytest.raises(SettingsError, match=words):
        sending.mail_channel(Settings(**MAIL | fields), password)
