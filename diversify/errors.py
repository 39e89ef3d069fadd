"""The error tree.

::

    DiversifyError                 all that we raise on purpose; exit code 1 unless said otherwise
    ├── UsageError                 the reader asked for something that cannot be (exit code 2)
    │   ├── SettingsError          an unknown or impossible setting
    │   └── PlaceError             a place number or article id that does not exist
    ├── SourceError                a feed or site: carries `url` and `kind`
    │   ├── FetchError             it could not be fetched
    │   ├── ParseError             it could not be read as a feed
    │   └── DiscoveryError         no feed was found there
    ├── FileError                  a file of the reader's: carries `path`
    ├── StoreError                 the store: carries `path`
    │   ├── StoreVersionError      made by a newer version
    │   └── StoreLockedError       another process holds it
    ├── ModelError                 the topic model: absent, cut short, of another make
    └── DeliveryError              a digest that could not be brought: carries `kind`

Every message is one line that names the thing and, after it, the mend. Numeric functions raise `ValueError`;
untrained estimators raise scikit-learn's `NotFittedError`.
"""

from pathlib import Path


class DiversifyError(Exception):
    """Root of all errors that diversify raises on purpose.

    Parameters
    ----------
    message
        One line that names the thing.
    mend
        What the reader can do about it.

    Examples
    --------
    >>> str(DiversifyError("no model yet", mend="run `diversify train`"))
    'no model yet; run `diversify train`'
    """

    exit_code = 1

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        """Thing, then mend, on one line."""
        text = f"{self.message}; {self.mend}" if self.mend else self.message
        return " ".join(text.split())


class UsageError(DiversifyError):
    """The reader asked for something that cannot be."""

    exit_code = 2


class SettingsError(UsageError):
    """An unknown or impossible setting."""


class PlaceError(UsageError):
    """A place number or article id that does not exist."""


class SourceError(DiversifyError):
    """Something about a feed or site; `kind` is a short word that scripts can rely on."""

    def __init__(self, url: str, message: str, *, kind: str = "", mend: str = "") -> None:
        super().__init__(f"{url}: {message}", mend=mend)
        self.url = url
        self.kind = kind


class FetchError(SourceError):
    """It could not be fetched."""


class ParseError(SourceError):
    """It could not be read as a feed."""


class DiscoveryError(SourceError):
    """No feed was found there."""


class FileError(DiversifyError):
    """A file of the reader's."""

    def __init__(self, path: str | Path, message: str, *, mend: str = "") -> None:
        super().__init__(f"{path}: {message}", mend=mend)
        self.path = str(path)


class StoreError(DiversifyError):
    """The store."""

    def __init__(self, path: str | Path, message: str, *, mend: str = "") -> None:
        super().__init__(f"{path}: {message}", mend=mend)
        self.path = str(path)


class StoreVersionError(StoreError):
    """The store was made by a newer version."""


class StoreLockedError(StoreError):
    """Another process holds the store."""


class ModelError(DiversifyError):
    """The topic model is absent, cut short or of another make."""


class DeliveryError(DiversifyError):
    """A digest could not be brought to the reader.

    Parameters
    ----------
    message
        One line that names the place and what it answered.
    kind
        A short word that scripts can rely on.
    doubtful
        Whether it may have arrived all the same: the way broke before the other side had acknowledged it.
    """

    def __init__(self, message: str, *, kind: str, mend: str = "", doubtful: bool = False) -> None:
        super().__init__(message, mend=mend)
        self.kind = kind
        self.doubtful = doubtful
