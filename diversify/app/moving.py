"""A profile as a file: what was said, the dials, and what was learned; written, read back, and taken in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from diversify.app.acting import profiled
from diversify.app.correcting import DECIMALS, LEAST, strength
from diversify.app.dials import PRIVACY_DIAL, Dials
from diversify.domain import Interest, InterestKind, Profile
from diversify.errors import DiversifyError, FileError
from diversify.protocols import Store

FORMAT: Final = "diversify-profile"
VERSION: Final = 1

_KINDS: Final = get_args(InterestKind)
_MEND: Final = "write one with `diversify profile export FILE`"


@dataclass(frozen=True)
class TakenIn:
    """What an import changed: interests said, dials turned, and how many interests were left out as sensitive."""

    interests: int
    dials: int
    sensitive: int


def profile_document(store: Store, profile: Profile, *, now: datetime) -> dict[str, Any]:
    """What was said, the dials and what was learned, JSON-able; no article and no act is in it.

    Each belief carries its `weight`: that of an interest which does the same in ranking, see `strength`.
    """
    dials = store.reader.dials()
    return {
        "format": FORMAT,
        "version": VERSION,
        "written": now.isoformat(timespec="seconds"),
        "dials": {name: dials[name] for name in Dials.names() if name in dials and name != PRIVACY_DIAL},
        "interests": [_said(interest) for interest in store.reader.interests()],
        "beliefs": [
            {
                "kind": belief.kind,
                "value": belief.value,
                "weight": round(strength(belief, profile.confidence), DECIMALS),
                "mean": round(belief.mean, 6),
                "confidence": round(belief.confidence, 6),
                "articles": belief.articles,
            }
            for belief in profile.beliefs
        ],
    }


def read_profile_file(body: bytes, name: str) -> dict[str, Any]:
    """The document of a profile file.

    Raises
    ------
    FileError
        Where it is cut short, no profile, or of a newer version; in one line each.
    """
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        whole = body.rstrip().endswith(b"}")
        fault = "is no profile file" if whole or not body.lstrip().startswith(b"{") else "is cut short"
        raise FileError(name, fault, mend=_MEND) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FileError(name, "is no profile file", mend=_MEND)
    version = document.get("version")
    if not isinstance(version, int) or version < 1:
        raise FileError(name, f"has version {version!r}", mend=_MEND)
    if version > VERSION:
        raise FileError(name, f"was written by a newer diversify (version {version})", mend="update this one first")
    return document


def take_in(store: Store, document: dict[str, Any], *, name: str, now: datetime) -> TakenIn:
    """Say what a profile file says, and turn its dials; all is checked before anything is changed.

    What was learned elsewhere is said here, at the strength it had, unless something was said of it here or there.
    What names a sensitive subject is left out, mutes apart. The privacy level is never taken from a file.

    Raises
    ------
    FileError
        Where an interest or a dial is impossible.
    """
    said = [_interest(one, name=name, now=now) for one in _listed(document, "interests", name)]
    learned = [_interest(one, name=name, now=now) for one in _listed(document, "beliefs", name)]
    dials = document.get("dials", {})
    _check_dials(dials, name)
    spoken = {(i.kind, i.value.casefold()) for i in [*said, *store.reader.interests()]}
    new = [i for i in learned if abs(i.weight) >= LEAST and (i.kind, i.value.casefold()) not in spoken]
    kept = profiled([*said, *new])
    for interest in kept:
        store.reader.say(interest)
    turned = {key: value for key, value in dials.items() if key in Dials.names() and key != PRIVACY_DIAL}
    for key, value in turned.items():
        store.reader.turn(key, value)
    return TakenIn(len(kept), len(turned), len(said) + len(new) - len(kept))


def _said(interest: Interest) -> dict[str, Any]:
    at = interest.at.isoformat() if interest.at is not None else None
    return {"kind": interest.kind, "value": interest.value, "weight": interest.weight, "at": at}


def _listed(document: dict[str, Any], key: str, name: str) -> list[Any]:
    found = document.get(key, [])
    if not isinstance(found, list):
        raise FileError(name, f"has {key} that are no list", mend=_MEND)
    return found


def _interest(one: Any, *, name: str, now: datetime) -> Interest:
    if not isinstance(one, dict) or one.get("kind") not in _KINDS or not isinstance(one.get("value"), str):
        raise FileError(name, f"has an interest that is none: {str(one)[:80]}", mend=_MEND)
    weight = one.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not -1.0 <= weight <= 1.0:
        raise FileError(name, f"gives {one['value'][:40]!r} the weight {weight!r}", mend="weights are from -1 to 1")
    return Interest(one["kind"], one["value"].strip(), float(weight), at=now)


def _check_dials(dials: Any, name: str) -> None:
    """Refuse dials that no digest could be made with."""
    if not isinstance(dials, dict):
        raise FileError(name, "has dials that are no object", mend=_MEND)
    try:
        Dials.read(dials).policy()
    except (DiversifyError, TypeError, ValueError) as error:
        raise FileError(name, f"has an impossible dial: {error}", mend=_MEND) from error
