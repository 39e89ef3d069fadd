import csv
import gzip
import json
import tomllib
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import DELIBERATE, Article, SensitiveCategory
from diversify.profile import LEVELS, keeps, names_sensitive, recognise_sensitive
from diversify.profile.context import MOST, context_weights, lean
from diversify.profile.context_table import WORDS
from diversify.profile.privacy import count_terms, plain_words

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "datasets"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LISTED = tomllib.loads((ROOT / "feeds" / "sensitive.toml").read_text(encoding="utf-8"))["category"]
CATEGORIES = tuple(SensitiveCategory(c["code"], c["name"], tuple(c["terms"]), tuple(c["iptc"])) for c in LISTED)
TOY = (SensitiveCategory("health", "Health", ("!cancer", "!heart attack", "doctor", "clinic", "nurse"), ("07000000",)),)


def article(title, summary="", **rest):
    return Article(1, title, "https://a.example/1", title, NOW, NOW, summary=summary, **rest)


def bare(title, summary="", **rest):
    """An article in a language of which no words around are known: the terms speak alone."""
    return article(title, summary, language="eo", **rest)


def is_sensitive(*args, categories=TOY, **rest):
    (answer,) = recognise_sensitive([bare(*args, **rest)], categories)
    return bool(answer)


def test_a_strong_term_decides_in_the_title_and_not_alone_in_the_text():
    assert is_sensitive("Living with cancer")
    assert not is_sensitive("Living on", "A charity run; once, it was for cancer research.")
    assert is_sensitive("Living on", "After his heart attack came the cancer.")
    assert is_sensitive("Living on", "The doctor spoke of cancer.")


def test_one_weak_term_never_decides_wherever_and_however_often():
    sport = "The keeper saw the doctor at half time. The doctor nodded. " * 20
    assert not is_sensitive("Doctor, doctor: keeper plays on", sport)


def test_weak_terms_decide_together():
    assert is_sensitive("The doctor will see you", "A new clinic opens.")
    assert is_sensitive("Opening day", "A clinic, a nurse and a doctor.")
    assert not is_sensitive("Opening day", "A clinic and a nurse.")


def test_points_of_two_categories_add_up_and_a_term_of_two_counts_once():
    money = SensitiveCategory("money", "Money", ("debt", "doctor"))
    assert is_sensitive("Doctor", "in debt", categories=(*TOY, money))
    assert not is_sensitive("Doctor", "a visit", categories=(*TOY, money))


@pytest.mark.parametrize(
    "title", ["CANCER ward", "Cáncer ward", "two cancers", "“Cancer”", "cancer-free", "Heart\nattack"]
)
def test_case_accents_plurals_and_punctuation_do_not_hide_a_term(title):
    assert is_sensitive(title)


@pytest.mark.parametrize("title", ["Cancerian stars", "precancer", "heart of the attack", "attack heart", ""])
def test_only_whole_words_and_whole_phrases_count(title):
    assert not is_sensitive(title)


@pytest.mark.parametrize(
    "tag", ["Health", "health", "doctor", "Doctors", "medtop:07000000", "http://x.example/07000000"]
)
def test_a_tag_decides_when_it_is_a_code_a_name_or_wholly_a_term(tag):
    assert is_sensitive("Nothing to see", categories=TOY) is False
    assert recognise_sensitive([article("Nothing to see", categories=("x", tag))], TOY).all()


@pytest.mark.parametrize("tag", ["Doctor Who", "070000001", "healthy", ""])
def test_a_tag_that_only_contains_a_term_does_not(tag):
    assert not recognise_sensitive([article("Nothing to see", categories=(tag,))], TOY).any()


def test_a_short_teaser_is_completed_from_the_body_without_its_tags():
    body = "<p>The <b>doctor</b> of the <a href='https://clinic.example'>clinic</a> and a nurse.</p>"
    assert is_sensitive("Opening day", "Read on.", content=body)
    assert not is_sensitive("Opening day", "Read on.", content="<p><a href='/clinic/doctor/nurse'>Here</a></p>")
    assert not is_sensitive("Opening day", "A long teaser about the weather. " * 5, content=body)


SLIGHT = (SensitiveCategory("health", "Health", ("!cancer", "doctor", "~tired", "~sore")),)


def test_a_slight_term_counts_as_a_weak_one_and_is_no_subject():
    assert is_sensitive("The doctor is tired", categories=SLIGHT)
    assert not is_sensitive("Tired", categories=SLIGHT)
    assert not recognise_sensitive([bare("Nothing to see", categories=("Tired",))], SLIGHT).any()
    assert recognise_sensitive([bare("Nothing to see", categories=("Doctor",))], SLIGHT).all()


def test_a_term_that_one_category_holds_a_subject_is_one():
    other = SensitiveCategory("sleep", "Sleep", ("tired",))
    assert recognise_sensitive([bare("Nothing to see", categories=("tired",))], (*SLIGHT, other)).all()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Health", True),
        ("doctors", True),
        ("tired", False),
        ("tired, sore", True),
        ("doctor, football", True),
        ("doctor who", False),
        ("life with cancer", True),
        ("football", False),
        ("jo@mail.example", True),
        ("", False),
    ],
)
def test_names_are_judged_whole_and_by_their_strong_words(name, answer):
    assert names_sensitive([name], SLIGHT) == [answer]


@pytest.mark.parametrize("name", ["yoga", "cooking", "gardening", "muscle cars", "nap", "karate", "travel", "chess"])
def test_a_pastime_may_be_wished_for(name):
    assert names_sensitive([name], CATEGORIES) == [False]


def test_no_articles_and_no_categories():
    assert recognise_sensitive([], CATEGORIES).shape == (0,)
    assert recognise_sensitive([article("cancer")], ()).tolist() == [False]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gets_an_answer(title, summary):
    answer = recognise_sensitive([article(title, summary, content=summary)], CATEGORIES)
    assert answer.dtype == np.bool_
    assert answer.shape == (1,)


CLEAR = {
    "health": ["New vaccine for malaria works", "Hospital patients wait longer for surgery", "Demenz früh erkennen"],
    "money_troubles": [
        "Food banks run short as poverty grows",
        "Évaluer le surendettement",
        "Evicted and homeless at 60",
    ],
    "sexuality_gender": ["Gay couples may marry", "What transgender runners ask for", "El aborto ante el tribunal"],
    "religion": ["The mosque at the end of the street", "Rabbi and imam plant a tree", "L'arrivo del vescovo"],
    "politics": ["Voters turn out early for the election", "Senator leaves the party", "SPD beginnt den Wahlkampf"],
    "ethnicity": ["Racism on the terraces", "Refugees find a flat", "Imigrantes aprendem português"],
    "crime_victims": ["Man stabbed at the station", "Survivors of domestic violence speak", "Omicidio in centro"],
    "minors": ["Foster children and their new homes", "12-year-old girl lost in the hills", "Jugendamt greift ein"],
    "identifiers": ["Passport numbers on a lost disk", "Identity theft doubles", "Le carte d'identité change"],
}
PLAIN = [
    (
        "Late goal sends City to the final",
        "The striker scored twice in the second half and left the pitch to applause.",
    ),
    ("Chip maker opens a second plant", "The factory will build sensors for cars and employ two thousand people."),
    ("A winter of blackcurrants", "How growers in the north prune, feed and protect their bushes from frost."),
    ("New opera opens to a full house", "The orchestra played four encores and the soprano took nine bows."),
    ("Probe reaches the outer moons", "The craft will map the ice and listen for quakes under it."),
    ("Freight trains get longer", "The railway tests couplings that let two trains run as one."),
]


def test_the_list_has_the_promised_categories_and_enough_terms():
    assert {category.code for category in CATEGORIES} == set(CLEAR)
    for category in CATEGORIES:
        assert len(category.terms) >= 60
        assert any(term.startswith("!") for term in category.terms)
        assert any(not term.startswith("!") for term in category.terms)
        assert category.iptc
        assert all(len(code) == 8 and code.isdigit() for code in category.iptc)


def test_the_list_names_nothing_twice_in_one_category():
    for category in CATEGORIES:
        plain = [unicodedata.normalize("NFC", term.lstrip("!~").casefold()) for term in category.terms]
        assert len(plain) == len(set(plain)), category.code
        assert all(term == term.strip() and term for term in plain)


@pytest.mark.parametrize(("code", "title"), [(code, title) for code, titles in CLEAR.items() for title in titles])
def test_clear_titles_are_recognised_by_their_own_category(code, title):
    (category,) = [c for c in CATEGORIES if c.code == code]
    assert is_sensitive(title, categories=(category,))


@pytest.mark.parametrize(("title", "summary"), PLAIN)
def test_plain_news_is_not_sensitive(title, summary):
    assert not is_sensitive(title, summary, categories=CATEGORIES)
    assert recognise_sensitive([article(title, summary)], CATEGORIES).tolist() == [False]


def in_english(title, summary):
    return bool(recognise_sensitive([article(title, summary)], TOY)[0])


def test_words_around_tip_the_scales_where_terms_leave_it_open():
    sport = "The striker scored, the goalkeeper saved, and the doctor of the team left the clinic before the playoffs."
    people = "Lawmakers said the doctor of the clinic told voters that the senate would deny women an abortion."
    assert is_sensitive("A long season", sport.replace("team", "nurse"))
    assert not in_english("A long season", sport)
    assert in_english("A long season", people)


def test_words_around_never_clear_a_strong_title():
    assert in_english(
        "Footballer has cancer", "The striker scored in the playoffs and the season finale. Recipe, hotel."
    )


def test_where_no_term_stands_it_takes_many_telling_words():
    telling = WORDS[max(WORDS)].split() + WORDS[sorted(WORDS)[-2]].split()
    assert in_english(" ".join(telling[:6]), "")
    assert not is_sensitive(" ".join(telling[:6]), "")
    assert not in_english(telling[0], "Photographs of the hotel, the river and the old town at night.")


def test_words_around_are_believed_to_a_limit_and_unknown_ones_say_little():
    assert -MOST < lean(0.0, 0.0, length=0) == lean(0.0, 0.0, length=99) < 0.0
    assert lean(1e9, 0.0, length=9) == MOST == -lean(0.0, -1e9, length=9)
    every = [word for words in WORDS.values() for word in words.split()]
    assert min(WORDS) < 0 < max(WORDS)
    assert len(every) == len(set(every)) == len(context_weights())
    assert all(plain_words(word) == [word] for word in every)


def test_a_word_of_the_title_weighs_more_and_words_without_weight_thin_it_out():
    assert lean(3.0, 0.0, length=9) > lean(0.0, 3.0, length=9) > lean(0.0, 3.0, length=99)


def test_points_are_what_the_counts_weigh():
    found = count_terms("Cancer and the nurse", "Heart attack, the doctor, the clinic, cancer.", TOY)
    assert found.counts == (1, 1, 1, 2)
    assert found.points == 3 + 2.5 + 2 + 2 * 1


def labelled(path):
    if not path.exists():
        pytest.skip(f"no labelled news at {path.name}")
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [(row["label"], article(row["title"], row["body"][:400])) for row in rows]
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row[2] if row[1] == "news" else row[1], article(row[3], row[4][:400])) for row in rows]


@pytest.mark.parametrize(
    ("path", "label", "least", "most"),
    [
        ("bbc_news/items.jsonl.gz", "sport", 0.0, 0.10),
        ("bbc_news/items.jsonl.gz", "tech", 0.0, 0.24),
        ("bbc_news/items.jsonl.gz", "politics", 0.96, 1.0),
        ("ag_news_test/items.jsonl.gz", "Sports", 0.0, 0.10),
        ("mind_small_subset/news.tsv", "newspolitics", 0.96, 1.0),
        ("mind_small_subset/news.tsv", "newscrime", 0.95, 1.0),
        ("huffpost_recent_10k/items.jsonl.gz", "POLITICS", 0.95, 1.0),
        ("huffpost_recent_10k/items.jsonl.gz", "CRIME", 0.96, 1.0),
        ("huffpost_recent_10k/items.jsonl.gz", "RELIGION", 0.88, 1.0),
        ("huffpost_recent_10k/items.jsonl.gz", "QUEER VOICES", 0.9, 1.0),
        ("huffpost_recent_10k/items.jsonl.gz", "WELLNESS", 0.82, 1.0),
        ("uci_news_aggregator_6k/items.jsonl.gz", "health", 0.82, 1.0),
    ],
)
def test_real_news_by_words_alone(path, label, least, most):
    articles = [item for name, item in labelled(SHARED / path) if name == label]
    assert len(articles) > 20
    assert least <= recognise_sensitive(articles, CATEGORIES).mean() <= most


def test_levels_keep_what_they_say():
    for kind in ("open", "read", "like", "less", "pin", "share", "dismiss"):
        assert not keeps("nothing", kind)
        assert keeps("explicit", kind) == (kind in DELIBERATE)
        assert keeps("local", kind)
    assert list(LEVELS) == ["nothing", "explicit", "local"]
    assert all(sentence.endswith(".") for sentences in LEVELS.values() for sentence in sentences)
