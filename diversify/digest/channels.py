"""Ways to the reader: a file, a stream."""

import os
import tempfile
from pathlib import Path
from typing import TextIO

from diversify.domain import Rendered
from diversify.errors import FileError, UsageError


class FileChannel:
    """Writes a digest to a file: whole or not at all.

    Parameters
    ----------
    path
        A file, or a folder that is there; in a folder the rendering names its file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def deliver(self, rendered: Rendered) -> str:
        """Write the file and say where it lies.

        Raises
        ------
        FileError
            Where the folder is absent or cannot be written to; an older file stays whole.
        """
        target = self.path / rendered.filename if self.path.is_dir() else self.path
        try:
            _replace(target, rendered.text.encode() if rendered.data is None else rendered.data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            mend = "choose a folder that exists and that you may write to"
            raise FileError(target, f"cannot be written ({reason})", mend=mend) from error
        return f"written to {target}"


def _replace(target: Path, content: bytes) -> None:
    """Write beside, sync, rename: a reader of the file sees the old one or the new one."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


class StreamChannel:
    """Writes a digest to an open text stream, as standard output is."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def deliver(self, rendered: Rendered) -> str:
        """Write the text; where the stream's encoding lacks a character, a question mark stands for it.

        Raises
        ------
        UsageError
            Where the output is no text, and the stream is a terminal or takes no bytes.
        """
        if rendered.data is not None:
            return self._deliver_bytes(rendered.data)
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.stream.write(rendered.text.encode(encoding, "replace").decode(encoding))
        self.stream.flush()
        return "written to the stream"

    def _deliver_bytes(self, data: bytes) -> str:
        raw = getattr(self.stream, "buffer", None)
        if raw is None or self.stream.isatty():
            raise UsageError("this output is no text", mend="name a file for it: --output FILE")
        raw.write(data)
        raw.flush()
        return "written to the stream"
