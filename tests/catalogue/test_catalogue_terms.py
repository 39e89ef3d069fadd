"""The longer lists of words that name an industry."""

import re
import tomllib
from collections import Counter

import pytest

from diversify.catalogue import catalogue_root, load_lexicon, load_taxonomy

LANGUAGES = ("en", "de", "fr", "es", "nl")


@pytest.fixture(scope="module")
def tables():
    return tomllib.loads((catalogue_root() / "terms.toml").read_text("utf-8"))["industry"]


def listed(text):
    return [term for term in (term.strip() for term in " ".join(text.split()).split(",")) if term]


def test_every_industry_has_words_in_every_language(tables):
    assert [table["code"] for table in tables] == list(load_taxonomy().codes)
    for table in tables:
        assert set(LANGUAGES) | {"code", "hints_en"} == set(table), table["code"]
        assert len(listed(table["en"])) >= 40, table["code"]
        for language in LANGUAGES:
            assert len(listed(table[language])) >= 3, (table["code"], language)


def test_terms_are_lower_case_short_and_one_industrys(tables):
    short = {term: i.code for i in load_taxonomy().industries for term in i.terms}
    owners = Counter()
    for table in tables:
        own = {term for language in LANGUAGES for term in listed(table[language])}
        owners.update(own)
        for term in own:
            assert term == term.lower(), term
            assert 1 <= len(term.split()) <= 4, term
            assert short.get(term, table["code"]) == table["code"], term
    assert [term for term, count in owners.items() if count > 1] == []


def test_hints_are_no_terms_of_the_longer_list(tables):
    for table in tables:
        assert not set(listed(table["hints_en"])) & set(listed(table["en"])), table["code"]


def test_the_lexicon_is_the_taxonomy_with_more_words():
    short, long = load_taxonomy(), load_lexicon()
    assert long.codes == short.codes
    assert short.fuller is not None
    assert short.fuller() is long
    assert long.fuller is None
    for before, after in zip(short.industries, long.industries, strict=True):
        assert (after.terms, after.near, after.name) == (before.terms, before.near, before.name)
        assert after.more
        assert after.hints
        assert not before.more
    assert all(re.search(r"\w", term) for industry in long.industries for term in (*industry.more, *industry.hints))
