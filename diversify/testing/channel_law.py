"""The law of channels: the text arrives character for character, and where it went is said; or it is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from diversify.domain import Rendered
from diversify.errors import DiversifyError
from diversify.protocols import Channel
from diversify.testing.expect import expect, expect_error, expect_same

_TEXTS = (
    "One line.\n",
    "Umlauts äöü, “quotes” – dashes, 漢字, עברית, 🜁, a tab\tand\n\nan empty line, and no newline at the end",
    "".join(f"{number} lines that are many and long enough to fill a buffer\n" for number in range(4_000)),
    "",
)


def check_channel(
    make_channel: Callable[[], Channel], received: Callable[[], str], *, broken: Callable[[], Channel] | None = None
) -> None:
    """Raise where a channel breaks the law of its socket, `diversify.protocols.Channel`.

    Parameters
    ----------
    make_channel
        Makes the channel to the same place at each call.
    received
        All text that lies at that place: of a file its content, of a stream or a mailbox everything that came, the
        latest last.
    broken
        Makes a channel whose way is closed (a folder that is absent, a server that is down), where there is such a
        thing: it must say so, and not that all went well.

    Raises
    ------
    AssertionError
        With the rule that is broken.

    Examples
    --------
    >>> import io
    >>> from diversify.digest import StreamChannel
    >>> stream = io.StringIO()
    >>> check_channel(lambda: StreamChannel(stream), stream.getvalue)

    One that brings the digest and does not say where:

    >>> class Silent(StreamChannel):
    ...     def deliver(self, rendered):
    ...         super().deliver(rendered)
    ...         return ""
    >>> check_channel(lambda: Silent(stream), stream.getvalue)
    Traceback (most recent call last):
    AssertionError: a channel must say where the digest went, in one line of words, got ''
    """
    plain = Rendered(media_type="text/plain", text="", filename="digest.txt", headers={"Subject": "A digest"})
    for text in _TEXTS:
        rendered = replace(plain, text=text)
        _told(make_channel(), rendered)
        expect_same(rendered, replace(plain, text=text), "a channel must leave the rendering as it is")
        _arrived(received(), text)
    channel = make_channel()
    for text in (_TEXTS[1], _TEXTS[0]):
        _told(channel, replace(plain, text=text))
        _arrived(received(), text)
    if broken is not None:
        closed = broken()
        words = "a channel whose way is closed must say so by a DiversifyError"
        error = expect_error(DiversifyError, lambda: closed.deliver(replace(plain, text=_TEXTS[0])), words)
        expect(len(str(error).splitlines()) == 1, f"its error must be one line, got {str(error)!r}")
        expect(getattr(error, "mend", ""), f"its error must say what the reader can do, got {str(error)!r}")


def _told(channel: Channel, rendered: Rendered) -> None:
    """Deliver, and check what is said of it."""
    told = channel.deliver(rendered)
    one_line = isinstance(told, str) and len(told.splitlines()) == 1 and told.strip()
    expect(one_line, f"a channel must say where the digest went, in one line of words, got {told!r}")


def _arrived(there: str, text: str) -> None:
    """Check that the latest of what lies there is the text."""
    words = f"the text must arrive character for character: sent {len(text)} characters that end in {text[-20:]!r}"
    expect(there.endswith(text), f"{words}, there are {len(there)} that end in {there[-20:]!r}")
