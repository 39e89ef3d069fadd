from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from diversify.domain import Feed
from diversify.topics import train
from diversify.topics.industries import feed_labels, measured_distance, weak_targets
from diversify.topics.logistic import fit_logistic, fit_temperature, log_softmax
from diversify.topics.seeds import (
    disambiguate,
    found_terms,
    index_seeds,
    lexicon,
    seed_hits,
    seed_verdict,
    seed_words,
)
from diversify.topics.text import look_up_words


def test_regression_equals_scikit_learns():
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(0)
    X = rng.standard_normal((300, 12)).astype(np.float32)
    y = (X @ rng.standard_normal((12, 4)) + rng.gumbel(size=(300, 4))).argmax(axis=1)
    weights = rng.random(300) + 0.2
    theirs = LogisticRegression(C=0.7, tol=1e-8, max_iter=2_000).fit(X, y, sample_weight=weights).predict_proba(X)
    blocks = [X[:, :5], sparse.csr_matrix(X[:, 5:])]
    parts, intercepts = fit_logistic(blocks, np.eye(4)[y], weights, C=0.7, gain=1e-9)
    ours = np.exp(log_softmax(sum(block @ part for block, part in zip(blocks, parts, strict=True)) + intercepts))
    assert np.abs(ours - theirs).max() < 2e-3


def test_soft_targets_are_the_mixture_of_hard_ones():
    rng = np.random.default_rng(1)
    X = rng.standard_normal((80, 5)).astype(np.float32)
    soft = rng.dirichlet(np.ones(3), 80)
    (one,), _ = fit_logistic([X], soft, np.ones(80), gain=1e-9)
    hard = np.repeat(np.eye(3)[None], 80, axis=0).reshape(-1, 3)
    (two,), _ = fit_logistic([np.repeat(X, 3, axis=0)], hard, soft.ravel(), gain=1e-9)
    assert np.allclose(one, two, atol=5e-3)


def test_temperature_finds_overconfidence():
    rng = np.random.default_rng(2)
    scores = rng.standard_normal((3_000, 4)) * 2
    chances = np.exp(log_softmax(scores))
    labels = np.eye(4)[[rng.choice(4, p=row) for row in chances]]
    assert fit_temperature(scores, labels, np.ones(3_000)) == pytest.approx(1, abs=0.1)
    assert fit_temperature(scores * 3, labels, np.ones(3_000)) == pytest.approx(3, abs=0.4)


def verdict(taxonomy, *texts):
    terms = lexicon(taxonomy)
    vocabulary = {word: number for number, word in enumerate(sorted(seed_words(terms)))}
    return seed_hits(look_up_words(list(texts), vocabulary), index_seeds(terms, vocabulary, len(taxonomy)))


def test_seed_terms_are_matched_whole(taxonomy):
    hits = verdict(taxonomy, "The World Cup", "world of cups", "a banker", "banks", "bank\nworld cup leagues", "")
    sport, finance = taxonomy.index("sport"), taxonomy.index("finance")
    assert hits[0, sport] > 0
    assert not hits[[1, 2, 5]].any()
    assert hits[3, finance] > 0
    assert hits[4, sport] > hits[0, sport]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), max_size=12).map(" ".join), max_size=5))
def test_terms_are_found_as_by_looking_at_every_place(texts):
    terms = {
        ("aa",): {0: 1.0}, ("aa", "bb"): {0: 2.0}, ("bb", "aa"): {1: 2.0}, ("bb", "cc", "bb"): {1: 2.0},
        ("aa", "bb", "cc", "dd"): {0: 2.0},
    }  # fmt: skip
    vocabulary = {"aa": 0, "bb": 1, "cc": 2, "dd": 3}
    expected = np.zeros((len(texts), 2))
    for row, text in enumerate(texts):
        found = text.split()
        for term, worths in terms.items():
            often = sum(tuple(found[i : i + len(term)]) == term for i in range(len(found)))
            for column, worth in worths.items():
                expected[row, column] += np.log2(1 + often) * worth
    hits = seed_hits(look_up_words(texts, vocabulary), index_seeds(terms, vocabulary, 2))
    assert np.allclose(hits, np.sqrt(expected), atol=1e-5)


def test_phrases_do_not_cross_articles(taxonomy):
    assert not verdict(taxonomy, "the world", "cup of tea").any()


def test_a_verdict_is_never_sure(taxonomy):
    shares = seed_verdict(verdict(taxonomy, *["world cup " * n for n in range(6)]))
    sums = shares.sum(axis=1)
    assert sums[0] == 0
    assert (np.diff(sums) >= 0).all()
    assert sums.max() < 1


def test_feed_labels_are_even_shares(taxonomy):
    feeds = [Feed("a", industries=("sport", "media")), Feed("b", industries=("general",)), Feed("c"), None]
    labels = feed_labels([*feeds, Feed("d", industries=("unheard of",))], taxonomy.codes)
    assert labels[0, [0, 1]].tolist() == [0.5, 0.5]
    assert labels[1, -1] == 1
    assert not labels[2:].any()


def test_seeds_still_count_in_general_and_unlabelled_feeds():
    hits = np.array([[2.5, 0.0], [2.5, 0.0], [0.0, 0.0], [0.0, 2.5]], dtype=np.float32)
    labels = np.array([[0, 0, 1], [0, 0, 0], [0, 0, 0], [1, 0, 0]], dtype=np.float32)
    targets, weights = weak_targets(hits, labels)
    assert np.allclose(targets.sum(axis=1)[[0, 1, 3]], 1)
    assert targets[0, 0] > 5 * targets[0, 1]
    assert targets[0, 2] > 0.2
    assert 0 < weights[1] < weights[0]
    assert weights[2] == 0
    assert targets[3, 0] > 0.1
    assert targets[3, 1] > 0.1


def test_a_word_among_another_fields_words_loses_its_worth():
    """ "dolphins" is nature, and among articles on football it is not; "league" keeps its worth."""
    terms = {("dolphins",): {1: 1.0}, ("league",): {0: 1.0}, ("coach",): {0: 1.0}, ("whales",): {1: 1.0}}
    vocabulary = {"dolphins": 0, "league": 1, "coach": 2, "whales": 3}
    index = index_seeds(terms, vocabulary, 2)
    football = ["dolphins league coach"] * 20
    before, after = (
        disambiguate(found_terms(look_up_words(texts, vocabulary), index), index).worth
        for texts in (["dolphins whales"] * 20, football)
    )
    assert np.allclose(before, index.worth)
    assert after[0, 1] < 0.4
    assert np.allclose(after[1:], index.worth[1:], atol=0.1)
    assert np.array_equal(disambiguate(found_terms(look_up_words([], vocabulary), index), index).worth, index.worth)


def test_hints_count_less_than_terms_and_phrases_more():
    from diversify.domain import Industry, Taxonomy

    one = Industry(
        "rail", "rail", "x", terms=("railway", "night train"), more=("locomotive",), hints=("train", "railway")
    )
    worth = lexicon(Taxonomy((one,)))
    assert worth["night", "train"][0] > worth["locomotive",][0] > worth["train",][0] == worth["railway",][0] > 0
    assert worth["locomotives",] == worth["locomotive",]


@pytest.mark.parametrize("term", ["e.on", "at&t", "serie a", "season 2", "c++"])
def test_a_term_is_never_cut_to_a_common_word(term):
    from diversify.domain import Industry, Taxonomy

    assert lexicon(Taxonomy((Industry("x", "x", "x", terms=(term,)),))) == {}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 30))
def test_distance_is_a_dissimilarity(seed, n):
    from diversify.domain import Industry, Taxonomy

    rng = np.random.default_rng(seed)
    taxonomy = Taxonomy(tuple(Industry(str(i), str(i), str(i % 2), (str((i + 1) % 5),)) for i in range(5)))
    industries = (rng.dirichlet(np.full(6, 0.2), n)[:, :5]).astype(np.float32)
    topics = rng.dirichlet(np.full(4, 0.2), n).astype(np.float32)
    D = measured_distance(taxonomy, industries, topics)
    assert np.allclose(D, D.T)
    assert not np.diag(D).any()
    assert D.min() >= 0
    assert D.max() <= 1


def test_articles_move_the_distance_from_the_taxonomys(taxonomy):
    industries = np.zeros((4_000, 5), dtype=np.float32)
    industries[np.arange(4_000), np.arange(4_000) % 2] = 1
    topics = np.ones((4_000, 1), dtype=np.float32)
    measured = measured_distance(taxonomy, industries, topics)
    assert measured[0, 1] < 0.1 < taxonomy.distance[0, 1]
    assert measured[2, 3] == taxonomy.distance[2, 3]
    assert np.array_equal(measured_distance(taxonomy, industries[:0], topics[:0]), taxonomy.distance)


def test_a_general_feed_spreads_and_a_labelled_one_leans(corpus, feeds, taxonomy, model, tools):
    article = tools.article(1, "Zzz qqq", feed=1, body="")
    general = {1: Feed("https://g.example/", industries=("general",), id=1)}
    sport = model.understand([article], feeds).industries[0]
    nothing = model.understand([article], general).industries[0]
    assert sport[taxonomy.index("sport")] == pytest.approx(0.35, abs=0.02)
    assert nothing.sum() < 0.2


TOLD = {"business": {"finance"}, "entertainment": {"screen", "music", "arts", "media", "fashion"},
    "politics": {"government", "law"}, "sport": {"sport"}, "tech": {"software", "electronics", "games"}}  # fmt: skip


def test_industries_are_told_without_any_label(tools):
    """BBC news, no feed labelled: seed terms alone teach, and what is said for sure is mostly right."""
    from diversify.catalogue import load_lexicon

    items = tools.labelled("bbc_news")[::4]
    whole = load_lexicon()
    articles = [tools.article(n, item["title"], body=item["body"]) for n, item in enumerate(items)]
    model = train(articles, {}, whole, now=articles[0].seen)
    shares = model.understand(articles, {}).industries
    right = np.array(
        [whole.codes[best] in TOLD[item["label"]] for best, item in zip(shares.argmax(axis=1), items, strict=True)]
    )
    assert right.mean() > 0.8
    sure = shares.max(axis=1) > 0.5
    assert sure.mean() > 0.6
    assert right[sure].mean() > 0.9
    assert abs(shares.max(axis=1).mean() - right.mean()) < 0.1  # neither timid nor bold


NAMED = {
    "sport": "sport", "football": "sport", "business": "finance", "film": "screen", "food": "food", "music": "music",
    "fashion": "fashion", "science": "science", "travel": "travel", "environment": "environment", "world": "general",
    "uk": "general", "opinion": "general",
}  # fmt: skip


def test_sport_is_told_from_the_rest_of_a_newspaper(tools):
    """Guardian sections: labels only for those whose name says an industry; cricket and golf must be found as sport."""
    import tomllib
    from pathlib import Path

    from diversify.domain import Industry, Taxonomy

    folder = tools.shared / "data" / "feeds" / "snapshots" / "guardian-sections-2022-02-07"
    industries = Path(__file__).resolve().parents[2] / "feeds" / "industries.toml"
    if not folder.exists() or not industries.exists():
        pytest.skip("the newspaper's sections are not beside the checkout")
    listed = tomllib.loads(industries.read_text("utf-8"))["industry"]
    taxonomy = Taxonomy(
        tuple(Industry(i["code"], i["name"], i["parent"], tuple(i["near"]), terms=tuple(i["terms"])) for i in listed)
    )
    sections, articles, feeds = newspaper(folder, tools)
    model = train(articles, feeds, taxonomy, now=articles[0].seen)
    seen = model.understand(articles, feeds)
    sporting = np.array([s in {"football", "cricket", "cycling"} or s.startswith("sport") for s in sections])
    unlabelled = sporting & ~np.isin(sections, ["sport", "football"])
    said = seen.industries.argmax(axis=1) == taxonomy.index("sport")
    assert said[sporting].mean() > 0.9
    assert said[unlabelled].mean() > 0.85
    assert said[~sporting].mean() < 0.06
    assert max(topic.share for topic in model.card.topics) <= 0.12


def newspaper(folder, tools):
    import feedparser

    sections, articles, feeds = [], [], {}
    for number, path in enumerate(sorted(folder.glob("*.xml")), start=1):
        code = NAMED.get(path.stem)
        feeds[number] = Feed(f"https://n.example/{path.stem}", industries=(code,) if code else (), id=number)
        with path.open("rb") as body:
            for entry in feedparser.parse(body).entries:
                sections.append(path.stem)
                articles.append(tools.article(entry.link, entry.title, feed=number, body=entry.get("summary", "")))
    return np.array(sections), articles, feeds


LAW = st.integers(0, 2**32 - 1)


@settings(max_examples=40, deadline=None)
@given(LAW, st.integers(1, 40))
def test_farness_is_never_more_than_the_farthest_pair_and_zero_at_home(seed, n):
    """Sum of h D q: in [0, 1], none for what is wholly of the only home, linear in both."""
    from diversify.domain import Industry, Taxonomy

    rng = np.random.default_rng(seed)
    taxonomy = Taxonomy(tuple(Industry(str(i), str(i), str(i % 2), (str((i + 1) % 5),)) for i in range(5)))
    shares = rng.dirichlet(np.full(6, 0.3), n)[:, :5].astype(np.float32)
    D = measured_distance(taxonomy, shares, rng.dirichlet(np.full(4, 0.2), n).astype(np.float32))
    home, article = rng.dirichlet(np.ones(5), 2)
    assert 0 <= home @ D @ article <= D.max() + 1e-12
    for place in np.eye(5):
        assert place @ D @ place == 0
    assert home @ D @ article == pytest.approx(article @ D @ home)


def test_with_more_articles_the_distance_moves_from_the_taxonomys_to_the_measured(taxonomy):
    """The measured part is the Jensen-Shannon distance, base 2: 0 for one topic alike, 1 for topics apart."""
    topics = np.eye(2, dtype=np.float32)

    def apart(n):
        industries = np.zeros((2 * n, 5), dtype=np.float32)
        industries[np.arange(2 * n), np.arange(2 * n) % 2] = 1
        return measured_distance(taxonomy, industries, topics[np.arange(2 * n) % 2])[0, 1]

    path = [apart(n) for n in (1, 20, 200, 20_000)]
    assert taxonomy.distance[0, 1] == pytest.approx(path[0], abs=0.01)
    assert all(earlier < later for earlier, later in pairwise(path))
    assert path[2] == pytest.approx((taxonomy.distance[0, 1] + 1) / 2, abs=0.01)
    assert path[3] == pytest.approx(1, abs=0.02)


def spread(shares):
    """How sure: the largest share of each article."""
    return shares.max(axis=1, initial=0)


def test_an_industry_without_labels_is_still_found_by_its_terms(tools, corpus, feeds, taxonomy, now):
    """Space has no labelled feed and few articles; finance has no label either, and many."""
    told = {number: feed for number, feed in feeds.items() if feed.industries[0] in {"sport", "health"}}
    model = train(corpus[0], told, taxonomy, now=now)
    rocket = tools.article(1, "Rocket launch to the space station", feed=9, body="rocket space station orbit astronaut")
    shares = model.understand([rocket], {}).industries[0]
    assert taxonomy.codes[shares.argmax()] == "space"


def test_one_class_alone_is_no_knowledge_of_the_others(tools, taxonomy, now):
    articles, _ = tools.mix(60, themes={"sport": tools.themes["sport"]})
    model = train(articles, {1: Feed("https://s.example/", industries=("sport",), id=1)}, taxonomy, now=now)
    bank = tools.article(99, "Bank raises interest rates as inflation grows", feed=7, body="bank inflation rates")
    shares = model.understand([bank], {}).industries[0]
    assert shares[taxonomy.index("sport")] < 0.5
    assert np.isfinite(shares).all()


@pytest.mark.parametrize(
    "body",
    ["word " * 40, "😀🎉🚀 " * 30, "ꙮꙮꙮꙮ ꚙꚙꚙ ꙫꙫꙫ " * 10, "", "1 2 3 4 5 6"],
    ids=["one word", "emoji", "a script never seen", "nothing", "numbers"],
)
def test_what_says_nothing_is_not_guessed_at(tools, model, taxonomy, now, body):
    """Neither for a model that knows others, nor where all articles are like that."""
    strange = [tools.article(number, "", feed=99, body=body, language="xx") for number in range(30)]
    for known in (model, train(strange, {}, taxonomy, now=now)):
        shares = known.understand(strange, {}).industries
        assert shares.shape == (30, 5)
        assert spread(shares).max() <= 0.3
        assert shares.sum(axis=1).max() <= 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The midfielder scored twice as the champions won the cup final", "sport"),
        ("Oil prices rose after producers cut crude output", "energy"),
        ("Die Bundesregierung streitet vor dem Parteitag über den Koalitionsvertrag", "government"),
        ("Der Stürmer traf in der Halbzeit per Elfmeter", "sport"),
        ("La banque centrale relève ses taux, les marchés financiers s'inquiètent", "finance"),
        ("Le réalisateur présente son long métrage au festival de Cannes", "screen"),
        ("El gobierno sube los impuestos y el Banco de España espera más inflación", "finance"),
        ("Los médicos y las enfermeras del hospital reclaman vacunas", "health"),
        ("Huizenprijzen stijgen, huurders en makelaars zien woningnood", "property"),
        ("Gli allevatori e gli agricoltori temono per il raccolto", "agriculture"),
        ("Os cientistas descobriram a descoberta no laboratório de física", "science"),
    ],
)
def test_terms_tell_the_field_in_several_languages(text, code):
    from diversify.catalogue import load_lexicon

    taxonomy = load_lexicon()
    assert taxonomy.codes[verdict(taxonomy, text)[0].argmax()] == code
