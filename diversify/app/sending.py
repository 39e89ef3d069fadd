"""Mail the digest of a day: once, late rather than never, and never silently a second time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

from diversify.app.app import App
from diversify.app.days import day_of
from diversify.config import Settings
from diversify.domain import Delivery, Digest, Rendered
from diversify.errors import DeliveryError, SettingsError, UsageError
from diversify.protocols import Channel, Store

if TYPE_CHECKING:
    from diversify.digest.mail import Envelope
    from diversify.digest.smtp import Security

MAIL: Final = "mail"
"""The way's name in the store."""
STOPPED: Final = "mail stopped"
"""A way beside: its only day is the one on which the reader stopped these mails."""
ADDRESSES: Final = "addresses"
"""A way beside: its content is what addresses are made of that work without a login, for feed readers and mail."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def is_set_up(settings: Settings) -> bool:
    """Whether the settings say to whom, and through which server, mail goes."""
    return bool(settings.mail_to and settings.mail_server)


def send(app: App, channel: Channel, *, day: str | None = None, again: bool = False) -> str:
    """Mail the digest of a day and tell what was done, in one sentence.

    That it began is stored before the first byte goes out, that it was taken after the server said so. What is known
    not to have arrived is taken back and can be sent again. After a crash between the two, nobody knows: then this is
    said, and nothing is sent unless `again` asks for it.

    Parameters
    ----------
    channel
        The way; it raises `DeliveryError`, doubtful or not, where the mail was not taken.
    day
        None is today. A day that was mailed is not mailed again, whatever is asked.
    again
        Send even though an earlier try may have arrived.

    Raises
    ------
    DeliveryError
        Where it was not sent, and why.
    """
    wanted = day_of(day, app.clock())
    began = _earlier(app.store, wanted, said=day is not None, again=again)
    if began is not None and began.state == "done":
        return f"the digest of {wanted} was mailed {_moment(began.at)} already; nothing was sent"
    digest = digest_to_send(app, wanted)
    now = app.clock()
    delivery = began or Delivery(MAIL, wanted, "begun", now, now)
    message = mail_of(app, digest, at=delivery.begun)
    delivery = replace(delivery, at=now, content=hashlib.sha256(message.text.encode()).hexdigest()[:16])
    if began is None and app.store.deliveries.begin(delivery) is not None:
        raise DeliveryError(f"the digest of {wanted} is being mailed by another run", kind="busy", mend="wait for it")
    try:
        told = channel.deliver(message)
    except DeliveryError as error:
        if not error.doubtful and began is None:
            app.store.deliveries.withdraw(MAIL, wanted)
        raise
    app.store.deliveries.settle(replace(delivery, state="done", at=app.clock()))
    return f"the digest of {wanted}: {told}"


def digest_to_send(app: App, day: str) -> Digest:
    """The digest of a day as it was shown, or made now.

    Raises
    ------
    DeliveryError
        Where it has no items: an empty mail helps nobody.
    """
    digest = app.deliver(app.recommend(day, again=True))
    if not digest.items:
        said = f" ({digest.unmet[0].rstrip('.')})" if digest.unmet else ""
        mend = "`diversify update` reads your sources, `diversify status` shows them; then `diversify send`"
        raise DeliveryError(f"the digest of {day} has no items{said}; nothing was sent", kind="empty", mend=mend)
    return digest


def mail_of(app: App, digest: Digest, *, at: datetime | None = None) -> Rendered:
    """The message that `send` would send."""
    from diversify.digest.mail import render_mail

    return render_mail(digest, envelope=replace(envelope(app.settings, app.store), at=at or app.clock()))


def envelope(settings: Settings, store: Store) -> Envelope:
    """From whom, to whom, and where to answer, as the settings say; where they say nothing, names of this machine."""
    from diversify.digest.mail import Envelope, mail_address

    recipient = mail_address(settings.mail_to, setting="mail_to") if settings.mail_to else "reader@localhost"
    sender = mail_address(settings.mail_from, setting="mail_from") if settings.mail_from else recipient
    mark, page = store.deliveries.mark(), settings.page_address.rstrip("/")
    stop = f"{page}/mail/stop/{stop_token(store)}" if page else ""
    return Envelope(sender=sender, recipient=recipient, mark=mark, page=page, stop=stop)


def mail_channel(settings: Settings, password: str) -> Channel:
    """The way by mail, as the settings have it.

    Raises
    ------
    SettingsError
        Where something is missing, or a setting is impossible.
    """
    from diversify.digest.mail import mail_address
    from diversify.digest.smtp import MailChannel, MailServer

    missing = [name for name in ("mail_to", "mail_server") if not getattr(settings, name)]
    if missing:
        mend = f"write {' and '.join(missing)} into the settings file; `diversify send --dry-run` needs neither"
        raise SettingsError("mail is not set up", mend=mend)
    if settings.mail_user and not password:
        raise SettingsError(
            f"no password for {settings.mail_user}",
            mend="put it into a file that mail_password_file names, or into DIVERSIFY_MAIL_PASSWORD",
        )
    server = MailServer(
        host=settings.mail_server,
        port=settings.mail_port,
        security=cast("Security", settings.mail_security),  # Settings knows these three words alone
        user=settings.mail_user,
        password=password,
    )
    recipient = mail_address(settings.mail_to, setting="mail_to")
    sender = mail_address(settings.mail_from or recipient, setting="mail_from")
    return MailChannel(server, sender=sender, recipient=recipient)


def stop_token(store: Store) -> str:
    """What the address that stops these mails ends in: known to their reader alone, and of no other use."""
    return address_key(store, "stop mail")


def address_key(store: Store, purpose: str) -> str:
    """A part of an address that nobody can guess, other for every store and purpose.

    The store's mark stands in every mail and feed, so it is no secret.
    """
    made = Delivery(ADDRESSES, "", "done", _EPOCH, _EPOCH, secrets.token_hex(16))
    kept = store.deliveries.of(ADDRESSES) or [store.deliveries.begin(made) or made]
    return hmac.new(kept[0].content.encode(), purpose.encode(), "sha256").hexdigest()[:32]


def is_key(store: Store, purpose: str, given: str) -> bool:
    """Whether that is the key of a purpose."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), address_key(store, purpose).encode())


def stop(store: Store, token: str, *, now: datetime) -> bool:
    """Stop the mails, for whoever holds the token; whether it was the right one."""
    right = is_key(store, "stop mail", token)
    if right and not store.deliveries.of(STOPPED):
        store.deliveries.begin(Delivery(STOPPED, day_of(None, now), "done", now, now))
    return right


def resume(store: Store) -> None:
    """Mail again after the reader had stopped it."""
    for one in store.deliveries.of(STOPPED):
        store.deliveries.withdraw(STOPPED, one.day)


def _earlier(store: Store, day: str, *, said: bool, again: bool) -> Delivery | None:
    """What is known of earlier mails of that day.

    Raises
    ------
    DeliveryError
        Where mailing that day now could mean twice, or the clock was set back.
    UsageError
        Where the reader stopped these mails.
    """
    for stopped in store.deliveries.of(STOPPED):
        raise UsageError(f"you stopped these mails on {stopped.day}", mend="`diversify send --resume` takes it back")
    past = store.deliveries.of(MAIL)
    there = next((one for one in past if one.day == day), None)
    if there is not None and there.state == "begun" and not again:
        raise DeliveryError(
            f"the digest of {day} may have arrived: mailing it began {_moment(there.at)} and its end is not known",
            kind="doubtful",
            mend="look into your mailbox; if it is not there, `diversify send --again` sends it once more",
            doubtful=True,
        )
    if there is None and not said:
        _check_clock(past, day)
    return there


def _check_clock(past: Sequence[Delivery], day: str) -> None:
    last = max((one.day for one in past), default="")
    if day < last:
        raise DeliveryError(
            f"today is {day} by this machine's clock, but the digest of {last} was mailed; nothing was sent",
            kind="clock",
            mend=f"set the clock right, or name the day: `diversify send --date {day}`",
        )


def _moment(when: datetime) -> str:
    return f"on {when.astimezone():%Y-%m-%d at %H:%M}"
