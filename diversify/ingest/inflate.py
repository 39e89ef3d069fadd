"""Decompression that cannot be made to fill the memory."""

from __future__ import annotations

import zlib

from diversify.ingest.limits import LIMITS

_GZIP = 31  # zlib's window bits for a gzip header
_RATIO_FROM = 1 << 20  # below one MiB of output any ratio is harmless
_PER_MEMBER = 15 * 1024  # bytes of the limit for each part that a gzip body is made of; bgzip makes them of 64 KiB


class TooBigError(Exception):
    """The body is larger, or grows faster, than the limits allow; the message says which, and its value.

    Attributes
    ----------
    enough
        A limit of bytes with which it may be tried again.
    """

    def __init__(self, message: str, enough: int) -> None:
        super().__init__(message)
        self.enough = enough


class CutShortError(Exception):
    """The compressed body ended early or is damaged."""


class BoundedBody:
    """Collects a body as it arrives, inflating gzip, within a size and a ratio.

    Parameters
    ----------
    limit
        Bytes that may come in, and that may come out.
    ratio
        How many times larger than what was received the output may be, once it is over one MiB; None for a feed whose
        size the reader has permitted, however it is packed.

    Examples
    --------
    >>> body = BoundedBody(limit=1000, compressed=False)
    >>> body.feed(b"abc"); body.finish()
    b'abc'
    """

    def __init__(self, *, limit: int, compressed: bool, ratio: int | None = 250) -> None:
        self.limit, self.ratio, self.compressed = limit, ratio, compressed
        self._parts: list[bytes] = []
        self._in = self._out = 0
        self._inflater: zlib._Decompress | None = None
        self._members = 0
        self._done = False

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes from the network.

        Raises
        ------
        TooBigError, CutShortError
        """
        if not self._in and chunk[:1] == b"\x1f" and (chunk[1:2] or b"\x8b") == b"\x8b":
            self.compressed = True  # a .gz file served as such
        elif not self._in and self.compressed:
            self.compressed = False  # a server that says gzip and sends plain text
        self._in += len(chunk)
        if self._in > self.limit:  # packed bytes that unpack to nothing cost time all the same
            raise self._too_large()
        if self.compressed:
            self._inflate(chunk)
        else:
            self._keep(chunk)

    def _inflate(self, chunk: bytes) -> None:
        while chunk and not self._done:
            if self._inflater is None:
                self._inflater = zlib.decompressobj(_GZIP)
                self._members += 1
                if self._members > 1 + self.limit // _PER_MEMBER:
                    raise TooBigError(f"is packed in more than {1 + self.limit // _PER_MEMBER:,} parts", 2 * self.limit)
            try:
                piece = self._inflater.decompress(chunk, self.limit - self._out + 1)
            except zlib.error as error:
                raise CutShortError(f"the compressed body is damaged ({error})") from error
            self._keep(piece)
            chunk = self._inflater.unconsumed_tail
            if self._inflater.eof:
                chunk = self._inflater.unused_data
                self._inflater = None
                self._done = not chunk.startswith(b"\x1f")  # another member may follow; padding is ignored

    def _keep(self, piece: bytes) -> None:
        self._out += len(piece)
        if self._out > self.limit:
            raise self._too_large()
        if self.ratio is not None and self._out > _RATIO_FROM and self._out > self.ratio * self._in:
            raise TooBigError(f"unpacks to more than {self.ratio} times its size", self.limit)
        self._parts.append(piece)

    def _too_large(self) -> TooBigError:
        return TooBigError(f"is larger than {LIMITS['bytes'].words(self.limit)}", 2 * self.limit)

    def finish(self) -> bytes:
        """Return the whole body.

        Raises
        ------
        CutShortError
            Where the compressed body ended early.
        """
        if self._inflater is not None:
            raise CutShortError("the compressed body was cut short")
        return b"".join(self._parts)
