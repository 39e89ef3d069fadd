"""Answers that no proper server gives: bombs, floods, drips, lies, circles; and what a fetch may make of each."""

import gzip
import itertools
import zlib

from hostile_servers import FEED, answer, dripping, redirect, silent

MIB = 1 << 20
_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def gzip_bomb(size):
    """A feed whose title is `size` spaces, packed by the best means; about a thousandth of it."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [pack.compress(b"<rss><channel><title>"), *(pack.compress(bytes(MIB)) for _ in range(size // MIB))]
    return b"".join([*parts, pack.compress(b"</title></channel></rss>"), pack.flush()])


# 64 MiB of zeros in 51 bytes, which is what brotli at its fifth level makes of them.
BROTLI_BOMB = bytes.fromhex(
    "cfffff7f002400e2b14072effff9ffff0f8004401c1680eefd3fffffff01900088c302d0bdffcfffff7f001200715800baf7ff"
)


def zstd_bomb(size):
    """Zeros in blocks that say one byte and how often (RFC 8878, 3.1.1.2): four bytes for each 128 KiB."""
    block = 1 << 17
    count = max(2, size // block)
    kind = 1 << 1  # "RLE"
    head = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([13 << 3])  # nothing special, a window of 8 MiB
    first = (block << 3 | kind).to_bytes(3, "little") + b"\0"
    return head + first * (count - 1) + (block << 3 | kind | 1).to_bytes(3, "little") + b"\0"


def _packed(body, encoding):
    return answer(body, "200 OK", f"Content-Encoding: {encoding}")


def _endless(piece):
    return itertools.repeat(piece)


def _chunk(body):
    return b"%x\r\n%s\r\n" % (len(body), body)


def transfers(size=64 * MIB):
    """Path to (answer, kinds of error that it may end in; an empty kind is a body that was read)."""
    bomb = gzip_bomb(size)
    member = gzip.compress(b"", mtime=0)
    nothing = b"\x00\x00\x00\xff\xff"  # an empty stored block of deflate
    zipped = _HEAD + b"Content-Encoding: gzip\r\n\r\n"
    chunked = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    return {
        "gzip": (_packed(bomb, "gzip"), {"size"}),
        "gzip-unsaid": (answer(bomb), {"size"}),
        "gzip-twice": (_packed(gzip.compress(bomb), "gzip, gzip"), {"protocol"}),
        "gzip-twice-said-once": (_packed(gzip.compress(bomb, mtime=0), "gzip"), {"", "size"}),
        "gzip-members": (_packed(member * 500_000, "gzip"), {"size"}),
        "gzip-bombs-in-a-row": (_packed(gzip.compress(bytes(MIB), mtime=0) * 64, "gzip"), {"size"}),
        "gzip-of-nothing": (
            dripping(_endless(nothing * 13_000), pause=0, first=zipped + member[:10]),
            {"size", "timeout"},
        ),
        "gzip-then-garbage": (
            dripping(_endless(b"\0" * 65_536), pause=0, first=zipped + gzip.compress(FEED)),
            {"size", "timeout"},
        ),
        "gzip-damaged": (_packed(bomb[:5000] + b"\xff" * 9 + bomb[5000:], "gzip"), {"protocol", "size"}),
        "gzip-cut": (_packed(gzip.compress(FEED)[:-9], "gzip"), {"protocol"}),
        "deflate": (_packed(zlib.compress(bytes(size), 9), "deflate"), {"protocol"}),
        "brotli": (_packed(BROTLI_BOMB, "br"), {"protocol"}),
        "zstd": (_packed(zstd_bomb(size), "zstd"), {"protocol"}),
        "brotli-unsaid": (answer(BROTLI_BOMB), {""}),
        "brotli-in-gzip": (_packed(gzip.compress(BROTLI_BOMB), "br, gzip"), {"protocol"}),
        "zstd-said-gzip": (_packed(zstd_bomb(size), "gzip"), {"", "protocol", "size"}),
        "stacked": (_packed(bomb, "br, gzip, deflate, zstd, gzip"), {"protocol"}),
        "encoding-flood": (_packed(bomb, ",".join(["gzip"] * 5000)), {"protocol"}),
        "infinite": (dripping(_endless(b"A" * 65_536), pause=0, first=_HEAD + b"\r\n<rss>"), {"size", "timeout"}),
        "length-immense": (_HEAD + b"Content-Length: 99999999999999\r\n\r\n" + FEED, {"protocol"}),
        "length-too-long": (_HEAD + b"Content-Length: 100000\r\n\r\n" + FEED, {"protocol"}),
        "length-too-short": (_HEAD + b"Content-Length: 10\r\n\r\n" + FEED, {"", "protocol"}),
        "length-negative": (_HEAD + b"Content-Length: -1\r\n\r\n" + FEED, {"protocol"}),
        "length-twice": (_HEAD + b"Content-Length: 5\r\nContent-Length: 500\r\n\r\n" + FEED, {"protocol"}),
        "length-and-chunks": (
            _HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + _chunk(FEED),
            {"protocol"},
        ),
        "chunks-without-end": (dripping(_endless(_chunk(b"A" * 65_536)), pause=0, first=chunked), {"size", "timeout"}),
        "chunks-of-one-byte": (dripping(_endless(_chunk(b"A") * 9000), pause=0, first=chunked), {"size", "timeout"}),
        "chunk-extension-flood": (
            dripping(_endless(b"x" * 65_536), pause=0, first=chunked + b"5;"),
            {"protocol", "timeout", "size"},
        ),
        "chunk-length-immense": (chunked + b"ffffffffffffffff\r\n" + FEED, {"protocol"}),
        "chunk-length-garbage": (chunked + b"zz\r\n" + FEED, {"protocol"}),
        "trailers-without-end": (
            dripping((b"X-%d: y\r\n" % n * 100 for n in itertools.count()), pause=0, first=chunked + b"0\r\n"),
            {"", "protocol", "timeout"},
        ),
        "drip-body": (dripping(_endless(b" "), first=_HEAD + b"\r\n"), {"timeout"}),
        "drip-length": (dripping(_endless(b" "), first=_HEAD + b"Content-Length: 9999\r\n\r\n"), {"timeout"}),
        "drip-headers": (dripping((b"X-%d: y\r\n" % n for n in itertools.count()), first=_HEAD), {"timeout"}),
        "drip-status": (dripping(_endless(b"H")), {"timeout", "protocol"}),
        "silent": (silent, {"timeout"}),
        "interim-flood": (dripping(_endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 500), pause=0), {"timeout", "protocol"}),
        "header-long": (dripping([b"y" * MIB] * 20, pause=0, first=_HEAD + b"X: "), {"protocol"}),
        "header-flood": (
            dripping((b"X-%d: y\r\n" % n * 100 for n in range(5000)), pause=0, first=_HEAD),
            {"protocol"},
        ),
        "header-fold": (_HEAD + b"X: a\r\n b\r\n\r\n" + FEED, {"", "protocol"}),
        "header-nul": (_HEAD + b"X: a\0b\r\n\r\n" + FEED, {"", "protocol"}),
        "header-bytes": (_HEAD + b'ETag: "\xff\xfe"\r\nContent-Type: \xff\xff\r\n\r\n' + FEED, {""}),
        "status-garbage": (b"\x00\xff\xff\r\n\r\n", {"protocol"}),
        "status-long": (b"HTTP/1.1 200 " + b"O" * MIB + b"\r\n\r\n", {"protocol"}),
        "status-odd": (b"HTTP/1.1 999 Odd\r\n\r\n", {"http", "protocol"}),
        "http-09": (FEED, {"protocol"}),
        "hang-up": (b"", {"protocol"}),
        "circle": (redirect("/circle"), {"redirect"}),
        "spiral": (redirect("/spiral?x"), {"redirect"}),
        "to-nowhere": (redirect(""), {"redirect"}),
        "to-file": (redirect("file:///etc/hostname"), {"scheme"}),
        "to-data": (redirect("data:text/xml,<rss/>"), {"scheme"}),
        "to-gopher": (redirect("gopher://127.0.0.1/"), {"scheme"}),
        "to-metadata": (redirect("http://169.254.169.254/latest/"), {"address"}),
        "to-metadata-mapped": (redirect("http://[::ffff:a9fe:a9fe]/latest/"), {"address"}),
        "to-garbage": (redirect("http://[::1"), {"scheme"}),
        "to-long": (redirect("/" + "a" * 30_000), {"", "protocol"}),
        "to-credentials": (redirect("http://user:pass@169.254.169.254/"), {"address"}),
        "charset": (answer(FEED, "200 OK", "Content-Type: text/xml; charset=no-such"), {""}),
    }  # fmt: skip
