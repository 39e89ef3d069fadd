"""Settings of the machine's side: where things lie, how hard to work. The reader's dials live in the store.

Order of precedence: flag, then `DIVERSIFY_*` in the environment, then the TOML file, then the default. Settings are
read by the faces alone and passed on; no room reads them by itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from diversify.errors import FileError, SettingsError

PREFIX: Final = "DIVERSIFY_"


def default_store() -> str:
    """Where the store lies unless told otherwise: the platform's folder for a program's data."""
    from platformdirs import user_data_path

    return str(user_data_path("diversify", appauthor=False) / "store.db")


def default_config() -> Path:
    """Where the settings file is looked for unless told otherwise."""
    from platformdirs import user_config_path

    return user_config_path("diversify", appauthor=False) / "config.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, each with its default.

    Attributes
    ----------
    store
        Path or URL of the store; empty means the platform's data folder.
    reader
        Name printed in the digest.
    workers
        Parsing processes, 0 to 16; 0 parses in the program itself, without protection against hostile feeds.
    connections
        Transfers at once, 1 to 200, over all hosts.
    host_interval
        Least seconds between the starts of two requests to one host, 0 to 60.
    deadline
        Seconds for a whole transfer, 1 to 300.
    vectors
        Folder of pretrained token vectors, as model2vec writes it, that training borrows from; empty: none.
    mail_to, mail_from
        Where the digest is mailed to, and as whom; without `mail_from` as the reader.
    mail_server, mail_port, mail_security
        Who takes the mail; port 0 is the usual one; `starttls`, `tls` or `none`.
    mail_user, mail_password_file
        How to log in there. The password itself stands in that file or in `DIVERSIFY_MAIL_PASSWORD`, never here.
    page_address
        Where your page is reached, as in http://127.0.0.1:8420: mails and feeds link to it for answers.
    """

    store: str = ""
    reader: str = "reader"
    workers: int = 2
    connections: int = 50
    host_interval: float = 0.05
    deadline: float = 30.0
    vectors: str = ""
    mail_to: str = ""
    mail_from: str = ""
    mail_server: str = ""
    mail_port: int = 0
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_password_file: str = ""
    page_address: str = ""

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"setting {name} = {value}", mend=f"give a number from {low:g} to {high:g}")
        if self.mail_security not in _SECURITIES:
            raise SettingsError(
                f"setting mail_security = {self.mail_security!r}", mend=f"choose one of {', '.join(_SECURITIES)}"
            )
        if self.page_address and not _PAGE.fullmatch(self.page_address):
            raise SettingsError(
                f"setting page_address = {self.page_address!r}", mend="write it as http://127.0.0.1:8420"
            )

    @property
    def location(self) -> str:
        """Path or URL of the store, default filled in."""
        return self.store or default_store()


_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "workers": (0, 16),
    "connections": (1, 200),
    "host_interval": (0, 60),
    "deadline": (1, 300),
    "mail_port": (0, 65_535),
}
_SECURITIES: Final = ("starttls", "tls", "none")
_PAGE: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")


def read_settings(
    path: str | Path | None = None, *, environment: Mapping[str, str] = os.environ, **flags: Any
) -> Settings:
    """Settings from flags, environment and file.

    Parameters
    ----------
    path
        A TOML file that must exist; None looks in the platform's place and does without where there is none.
    environment
        Where `DIVERSIFY_*` variables are looked up.
    **flags
        Values from the command line; None means not given.

    Raises
    ------
    FileError
        Where a named file cannot be read or is not TOML.
    SettingsError
        Where a key is unknown (the nearest known one is named) or a value impossible.

    Examples
    --------
    >>> read_settings("/dev/null", environment={"DIVERSIFY_WORKERS": "1"}).workers
    1
    """
    given: dict[str, Any] = {}
    for name, value in _read_file(path).items():
        given[_known(name, where="the settings file")] = value
    for name, text in environment.items():
        if name.startswith(PREFIX) and name not in _OTHER_VARIABLES:
            given[_known(name.removeprefix(PREFIX).lower(), where=f"the environment ({name})")] = text
    given.update({name: value for name, value in flags.items() if value is not None})
    return replace(Settings(), **{name: _typed(name, value) for name, value in given.items()})


PASSWORD: Final = f"{PREFIX}MAIL_PASSWORD"
_OTHER_VARIABLES: Final = frozenset({f"{PREFIX}CONFIG", PASSWORD})
"""Read elsewhere: the place of the settings file itself, and what is no setting because it is secret."""


def read_password(settings: Settings, *, environment: Mapping[str, str] = os.environ) -> str:
    """The password of the mail account: of the environment, else of the file that is set; empty where neither is.

    Raises
    ------
    FileError
        Where the file cannot be read, holds nothing, or may be read by everybody on this machine.

    Examples
    --------
    >>> read_password(Settings(), environment={"DIVERSIFY_MAIL_PASSWORD": "salt"})
    'salt'
    """
    if PASSWORD in environment:
        return environment[PASSWORD]
    if not settings.mail_password_file:
        return ""
    path = Path(settings.mail_password_file).expanduser()
    try:
        open_to_all = path.stat().st_mode & 0o007
        text = path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is no text"
        raise FileError(path, reason, mend="name a file with the password in mail_password_file") from error
    if open_to_all:
        raise FileError(path, "everybody on this machine may read the password", mend=f"chmod 600 {path}")
    if not text:
        raise FileError(path, "holds no password", mend="write the password into it, in one line")
    return text


def _read_file(path: str | Path | None) -> dict[str, Any]:
    wanted = Path(path) if path is not None else default_config()
    if path is None and not wanted.exists():
        return {}
    import tomllib

    try:
        return tomllib.loads(wanted.read_text("utf-8"))
    except OSError as error:
        raise FileError(wanted, error.strerror or "cannot be read", mend="name a settings file that exists") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(wanted, f"not valid TOML ({error})", mend="correct or remove that line") from error


def _known(name: str, *, where: str) -> str:
    names = [item.name for item in fields(Settings)]
    if name in names:
        return name
    if name == "mail_password":
        mend = f"take it out; write it into a file of your own that mail_password_file names, or into {PASSWORD}"
        raise SettingsError(f"a password stands in {where}", mend=mend)
    near = get_close_matches(name, names, n=1)
    raise SettingsError(
        f"unknown setting {name!r} in {where}",
        mend=f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}",
    )


def _typed(name: str, value: Any) -> Any:
    """The value in the type of the default; text is what the environment has."""
    kind = type(getattr(Settings(), name))
    allowed = (int, float, str) if kind is float else (int, str) if kind is int else (str,)
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise SettingsError(f"setting {name} = {value!r}", mend=f"give {_WORDS[kind]}")
    try:
        return kind(value)
    except ValueError as error:
        raise SettingsError(f"setting {name} = {value!r}", mend=f"give {_WORDS[kind]}") from error


_WORDS: Final = {int: "a whole number", float: "a number", str: "text in quotes"}
