import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from diversify.domain import Feed
from diversify.errors import ModelError
from diversify.topics import load_model, train
from diversify.topics.files import FORMAT, MAGIC, pack, unpack

COLUMNS = ("vectors", "topics", "industries", "sensational", "substance", "sensitive")


def same(left, right):
    return all(np.array_equal(getattr(left, name), getattr(right, name)) for name in COLUMNS)


def test_it_understands_with_the_promised_shapes(corpus, feeds, model):
    articles = corpus[0]
    seen = model.understand(articles, feeds)
    n, card = len(articles), model.card
    assert seen.vectors.shape == (n, card.dimensions)
    assert seen.topics.shape == (n, len(card.topics))
    assert seen.industries.shape == (n, len(card.industries))
    assert all(getattr(seen, name).dtype == np.float32 for name in COLUMNS[:-1])
    assert seen.industries.min() >= 0
    assert seen.industries.sum(axis=1).max() <= 1 + 1e-6
    sums = seen.topics.sum(axis=1)
    assert (np.isclose(sums, 1, atol=1e-5) | (sums == 0)).all()
    assert not seen.sensitive.any()


def test_bytes_bring_back_the_same_model(corpus, feeds, model):
    again = load_model(model.to_bytes())
    assert same(again.understand(corpus[0], feeds), model.understand(corpus[0], feeds))
    assert again.to_bytes() == model.to_bytes()
    assert again.card.topics == model.card.topics
    assert again.card.trained_at == model.card.trained_at
    assert np.array_equal(again.card.distance, model.card.distance)
    assert len(model.card.common)
    assert np.array_equal(again.card.common, model.card.common)
    assert dict(again.card.report) == dict(model.card.report)


def test_equal_input_gives_an_equal_model(corpus, feeds, taxonomy, model, now):
    again = train(corpus[0], feeds, taxonomy, now=now)
    assert again.card.version == model.card.version
    assert again.card.version.startswith(f"words-{model.card.dimensions}-")
    assert train(corpus[0], feeds, taxonomy, now=now, seed=1).card.version != model.card.version


def test_an_article_is_understood_alike_alone_and_in_company(corpus, feeds, model):
    alone = model.understand(corpus[0][7:8], feeds)
    company = model.understand(corpus[0], feeds)
    for name in COLUMNS:
        assert np.allclose(getattr(alone, name)[0], getattr(company, name)[7], atol=1e-6)


def test_industries_and_topics_follow_the_themes(corpus, feeds, taxonomy, model):
    articles, truth = corpus
    seen = model.understand(articles, {})
    first = np.array(taxonomy.codes)[seen.industries.argmax(axis=1)]
    assert (first == np.array(truth)).mean() > 0.95
    topic = seen.topics.argmax(axis=1)
    for number in np.unique(topic):
        themes = np.array(truth)[topic == number]
        assert max((themes == kind).mean() for kind in set(truth)) > 0.9


@pytest.mark.parametrize("cut", [0, 3, 20, 60, 500, -1])
def test_a_file_cut_short_is_refused(model, cut):
    with pytest.raises(ModelError) as caught:
        load_model(model.to_bytes()[:cut])
    assert "train" in str(caught.value)


def test_a_damaged_file_is_refused(model):
    body = bytearray(model.to_bytes())
    body[-100] ^= 1
    with pytest.raises(ModelError, match="checksum"):
        load_model(bytes(body))


@pytest.mark.parametrize("body", [b"PK\x03\x04 something else", b"\x80\x04\x95pickle", b"{}" * 50])
def test_a_foreign_file_is_refused(body):
    with pytest.raises(ModelError, match="not written by diversify"):
        load_model(body)


def test_a_newer_file_is_refused(model):
    body = bytearray(model.to_bytes())
    body[len(MAGIC)] = FORMAT + 1
    with pytest.raises(ModelError, match="newer version"):
        load_model(bytes(body))


def test_an_older_file_is_refused(model):
    body = bytearray(model.to_bytes())
    body[len(MAGIC)] = FORMAT - 1
    with pytest.raises(ModelError, match="older version"):
        load_model(bytes(body))


def test_a_sound_file_without_the_parts_is_refused():
    with pytest.raises(ModelError, match="lacks a part"):
        load_model(pack({"sif": np.zeros(3, np.float32)}, {"words": [], "languages": [], "card": {}}))


def test_arrays_of_objects_never_come_out_of_a_file():
    body = pack({"x": np.array([1.0])}, {})
    with pytest.raises(ModelError, match="cannot be read"):
        unpack(_signed(body.replace(b'"dtype": "float64"', b'"dtype": "object_"')))


def _signed(body):
    import hashlib

    start = len(MAGIC) + 44
    return body[: start - 32] + hashlib.sha256(body[start:]).digest() + body[start:]


def test_loading_and_understanding_need_no_estimator_library(model, tmp_path):
    path = tmp_path / "model"
    path.write_bytes(model.to_bytes())
    code = (
        "import sys, pathlib, datetime\n"
        "from diversify.domain import Article\n"
        "from diversify.topics import load_model\n"
        f"m = load_model(pathlib.Path({str(path)!r}).read_bytes())\n"
        "now = datetime.datetime.now(datetime.timezone.utc)\n"
        "m.understand([Article(1, 'g', 'u', 'goal striker', now, now)], {})\n"
        "print(sorted(set(sys.modules) & {'sklearn', 'pandas', 'joblib'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_training_needs_no_estimator_library_either():
    code = (
        "import sys, datetime\n"
        "from diversify.domain import Article, Industry, Taxonomy\n"
        "from diversify.topics import train\n"
        "now = datetime.datetime.now(datetime.timezone.utc)\n"
        "a = [Article(i, str(i), 'u', f'goal striker number {i}', now, now) for i in range(30)]\n"
        "train(a, {}, Taxonomy((Industry('sport', 'sport', 'x'),)), now=now)\n"
        "print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def strange(tools):
    make = tools.article
    return {
        "none": [],
        "one": [make(1, "A single article about hospitals", body="<p>hospital vaccine</p>")],
        "all the same": [make(n, "The very same words", body="<p>again and again</p>") for n in range(50)],
        "only titles": [make(n, f"Title {n} of rocket {n % 7} launch", body="") for n in range(60)],
        "empty": [make(n, "", body="", language="") for n in range(5)],
        "emoji": [make(n, "🎉🔥" * (n % 3 + 1), body="😀", language="") for n in range(30)],
        "unknown script": [make(n, "ᚠᚢᚦᚨᚱᚲ ᛁᛊᛏ ᚹᛖᚱ", body="𐎠𐎡𐎢 𐎣𐎤𐎥", language="xx") for n in range(30)],
        "ten megabytes": [make(1, "Big", body="<p>" + "rocket orbit " * 800_000)],
        "stop words": [make(n, "the and of to", body="<p>it is as it was</p>") for n in range(30)],
        "broken text": [make(n, "a\x00b \ud800 \u202e", body="<" * 5_000 + "&#x110000;") for n in range(12)],
    }


ONE = "Only 1 article so far: topics are coarse."
UNHEARD = "1 article had no words that could be learned from."
UNTAUGHT = "Too little was labelled to learn industries: words that name them decide alone."
APART = "The articles have too few words in common to find topics."


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("none", {"There are no articles yet: nothing is known of topics."}),
        ("one", {ONE, UNTAUGHT}),
        ("all the same", {"49 of 50 articles repeat the text of another: they count once.", APART, UNTAUGHT}),
        ("only titles", {"Only 60 articles so far: topics are coarse."}),
        ("empty", {UNHEARD, APART, UNTAUGHT}),
        ("emoji", {"3 articles had no words that could be learned from.", APART, UNTAUGHT}),
        ("unknown script", {"29 of 30 articles repeat the text of another: they count once.", UNTAUGHT}),
        ("ten megabytes", {ONE, UNTAUGHT}),
        ("stop words", {UNHEARD, APART, UNTAUGHT}),
        ("broken text", {UNHEARD, APART, UNTAUGHT}),
    ],
)
def test_strange_corpora_have_a_defined_model(kind, said, tools, taxonomy, now):
    articles = strange(tools)[kind]
    model = train(articles, {1: Feed("https://f.example/", industries=("sport",), id=1)}, taxonomy, now=now)
    again = load_model(model.to_bytes())
    seen = again.understand([*articles, tools.article(99, "Rocket at the hospital")], {})
    for name in COLUMNS[:-1]:
        values = getattr(seen, name)
        assert np.isfinite(values).all()
        assert len(values) == len(articles) + 1
    assert seen.vectors.shape[1] == model.card.dimensions >= 8
    assert model.card.articles == len(articles)
    assert said <= set(model.card.notes)
    assert all(note.endswith(".") for note in model.card.notes)
    if UNHEARD in said:
        assert not model.card.topics
        assert not seen.topics[:-1].any()


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        ("Стеклянный мост закрыт", "<p>Ремонт продлится до осени.</p>", "ru"),
        ("東京の橋が閉鎖", "<p>修理は秋まで続く。</p>", "ja"),
        ("🎉🔥", "", ""),
        ("", "", ""),
    ],
)
def test_a_language_never_seen_is_not_guessed_at(model, tools, title, body, language):
    seen = model.understand([tools.article(1, title, body=body, language=language)], {})
    assert not seen.vectors.any()
    assert not seen.topics.any()
    assert seen.industries.sum() < 0.05


def test_a_title_alone_is_understood_and_ten_megabytes_are_read_in_part(model, tools):
    title = tools.article(1, "Striker scores goal in league", body="")
    long = tools.article(2, "Striker scores goal in league", body="<p>" + "referee penalty " * 700_000)
    seen = model.understand([title, long], {})
    assert np.linalg.norm(seen.vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert float(seen.vectors[0] @ seen.vectors[1]) > 0.5


def test_notes_say_which_industries_nobody_labelled(tools, corpus, feeds, taxonomy, now):
    some = {number: feeds[number] for number in (1, 2)}
    told = "No article is labelled as media, health, space: words that name them decide alone."
    assert told in train(corpus[0], some, taxonomy, now=now).card.notes
    assert not any(
        "labelled" in note for note in train(corpus[0], feeds, taxonomy, now=now).card.notes if "space" in note
    )
    assert not any("No article is labelled" in note for note in train(corpus[0], {}, taxonomy, now=now).card.notes)


def test_notes_say_how_little_is_known(tools, taxonomy, now):
    few = [tools.article(n, f"rocket launch {n}") for n in range(12)]
    assert "Only 12 articles so far: topics are coarse." in train(few, {}, taxonomy, now=now).card.notes
    assert "There are no articles yet" in train([], {}, taxonomy, now=now).card.notes[0]


def test_seed_terms_alone_tell_industries_of_one_article(tools, taxonomy, now):
    article = tools.article(1, "World Cup: striker joins league", body="")
    seen = train([article], {}, taxonomy, now=now).understand([article], {})
    assert taxonomy.codes[int(seen.industries[0].argmax())] == "sport"
    assert seen.industries[0].sum() < 1


def test_unknown_codes_and_feeds_are_passed_over(corpus, taxonomy, now):
    feeds = {1: Feed("https://f.example/", industries=("no such code",), id=1)}
    model = train(corpus[0][:40], feeds, taxonomy, now=now)
    assert model.understand(corpus[0][:3], feeds).industries.shape == (3, len(taxonomy))


def test_the_report_counts(corpus, model):
    report = model.card.report
    assert report["articles"] == len(corpus[0])
    assert report["languages"] == {"en": len(corpus[0])}
    assert sum(topic["articles"] for topic in report["topics"]) <= len(corpus[0])
    assert report["industries"]["sport"] == pytest.approx(100, abs=10)
    assert report["classifier"]["accuracy"] > 0.9
    assert report["classifier"]["calibration_error"] < 0.2
    assert 0.5 * len(model.to_bytes()) < report["bytes"] <= len(model.to_bytes())
    assert (report["own_part"], report["borrowed_dimensions"]) == (1, 0)
    assert report["seconds"] > 0


def test_copies_in_several_feeds_count_once(corpus, feeds, taxonomy, now):
    articles = corpus[0][:100]
    copies = [replace(article, feed_id=2) for article in articles]
    doubled = train([*articles, *copies], feeds, taxonomy, now=now)
    assert doubled.card.report["distinct"] == 100
    assert doubled.card.articles == 200


def words_of(themes):
    return set(" ".join(themes.values()).split())


def test_languages_have_topics_of_their_own(tools, taxonomy, now):
    german = {
        "sport": "tor stürmer liga schiedsrichter elfmeter trainer mittelfeld stadion verteidiger torwart",
        "finance": "bank zinsen inflation aktien anleihen anleger kredit hypothek dividende währung",
    }
    articles = tools.mix(400)[0] + tools.mix(320, seed=2, themes=german, language="de")[0]
    articles += tools.mix(20, seed=3, language="nl")[0]
    model = train(articles, {}, taxonomy, now=now)
    english = set(" ".join(tools.themes.values()).split())
    for topic in model.card.topics:
        terms = {word for term in topic.terms for word in term.lower().split()}
        assert not (terms & (english - words_of(german))) or not (terms & (words_of(german) - english))
    assert model.card.languages == ("de", "en", "nl")
    assert "Too few articles in nl for topics of their own: they share theirs." in model.card.notes
