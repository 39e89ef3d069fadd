"""The industries, how far they lie from each other, and which of them the words of a folder name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from diversify.catalogue.files import Table, catalogue_root, read_tables
from diversify.domain import GENERAL, Industry, Taxonomy


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """The industries of `industries.toml`, in column order; read once.

    `terms` holds the English seed terms and after them those of the other languages, each once. The many further words
    are read when they are asked for, by `fuller` or `load_lexicon`.

    Parameters
    ----------
    path
        Another file of the same form.

    Raises
    ------
    FileError
        Where the file is malformed: a key missing, a code twice, a neighbour unknown or not mutual.

    Examples
    --------
    >>> load_taxonomy().names["space"]
    'space flight and astronomy'
    """
    return _read(path or catalogue_root() / "industries.toml")[0]


@cache
def load_lexicon() -> Taxonomy:
    """The same industries with all the words that name them, `more` and `hints` too, for training; read once.

    Raises
    ------
    FileError
        Where `terms.toml` is malformed: an industry unknown, or its words no text.

    Examples
    --------
    >>> space = load_lexicon().industries[load_lexicon().index("space")]
    >>> "space telescope" in space.more, "orbit" in space.hints
    (True, True)
    """
    words = {table.text("code"): table for table in read_tables(catalogue_root() / "terms.toml", "industry")}
    known = load_taxonomy()
    for code, table in words.items():
        if code not in known.codes:
            raise table.error(f"unknown industry {code!r}")
    return Taxonomy(
        tuple(
            replace(industry, more=_listed(words[industry.code], ""), hints=_listed(words[industry.code], "hints_"))
            if industry.code in words
            else industry
            for industry in known.industries
        )
    )


def _listed(table: Table, prefix: str) -> tuple[str, ...]:
    """Terms separated by commas, of the keys `prefix` and a language of two letters."""
    keys = [key for key in table.values if re.fullmatch(rf"{prefix}[a-z]{{2}}", key)]
    terms = (term.strip() for key in keys for term in " ".join(table.text(key).split()).split(","))
    return tuple(dict.fromkeys(term for term in terms if term))


def name_industries(words: Sequence[str]) -> tuple[str, ...]:
    """The industries that OPML folders or feed titles name, in column order.

    Whole words count, capitals and accents do not: "Sport & Reisen" names two, "sporting chance" none.

    Parameters
    ----------
    words
        Folder names and titles.

    Examples
    --------
    >>> name_industries(["Tech news", "Santé"])
    ('software', 'health')
    >>> name_industries(["Various", "Spaceship diaries"])
    ()
    """
    codes, names = _names()
    found: set[str] = set()
    for text in words:
        spoken = _plain(text).split()
        for start in range(len(spoken)):
            for stop in range(start + 1, min(start + names.longest, len(spoken)) + 1):
                found |= names.codes.get(" ".join(spoken[start:stop]), frozenset())
    return tuple(code for code in codes if code in found) if found else ()


@dataclass(frozen=True)
class _Names:
    """Names that titles are known by, to the industries they name; `longest` in words."""

    codes: Mapping[str, frozenset[str]]
    longest: int


@cache
def _names() -> tuple[tuple[str, ...], _Names]:
    """Codes in column order, and the index of names: thousands of feeds are looked through on every digest."""
    titles = _read(catalogue_root() / "industries.toml")[1]
    index: dict[str, frozenset[str]] = {}
    for code, names in titles.items():
        for name in names:
            plain = name.strip()
            index[plain] = index.get(plain, frozenset()) | {code}
    return tuple(titles), _Names(index, max(len(name.split()) for name in index))


@cache
def _read(path: Path) -> tuple[Taxonomy, Mapping[str, tuple[str, ...]]]:
    tables = list(read_tables(path, "industry"))
    industries = tuple(_industry(table) for table in tables)
    codes = [industry.code for industry in industries]
    for industry, table in zip(industries, tables, strict=True):
        if codes.count(industry.code) > 1 or industry.code == GENERAL:
            raise table.error(f"code {industry.code!r} is taken")
        for near in industry.near:
            if near not in codes or near == industry.code or industry.code not in industries[codes.index(near)].near:
                raise table.error(f"neighbour {near!r} of {industry.code!r} is unknown or does not name it in turn")
    titles = {table.text("code"): tuple(_plain(name) for name in table.texts("titles")) for table in tables}
    return Taxonomy(industries, fuller=load_lexicon if path.parent == catalogue_root() else None), titles


def _industry(table: Table) -> Industry:
    languages = sorted(key for key in table.values if key.startswith("terms_"))
    terms = [term for key in ("terms", *languages) for term in table.texts(key)]
    return Industry(
        code=table.text("code"),
        name=table.text("name"),
        parent=table.text("parent"),
        near=table.texts("near"),
        isic=table.texts("isic"),
        iptc=table.texts("iptc"),
        terms=tuple(dict.fromkeys(terms)),
    )


def _plain(text: str) -> str:
    """The words in lower case without accents, one space about each, so that ` word ` in it asks for a whole word."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = " ".join(re.findall(r"[^\W_]+", bare))
    return f" {words} "
