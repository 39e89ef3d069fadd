from dataclasses import replace

import numpy as np

from diversify.topics import train
from diversify.topics.labels import (
    distinct_terms,
    find_twins,
    list_terms,
    match_topics,
    name_topics,
    next_identity,
    weigh_terms,
)
from diversify.topics.spelling import Spelling
from diversify.topics.terms import Term


def test_phrases_keep_their_capitals():
    texts = ["He joined the Premier League. Goals came.", "In the Premier League a goal counts; goals win."] * 3
    found = Spelling(["premier league", "goals"], texts)
    assert found.of("premier league") == "Premier League"
    assert found.of("goals") == "goals"


def test_a_name_keeps_the_stop_word_before_it():
    texts = ["The mayor of New York spoke.", "He left New York for York.", "Flights to New York; In Leeds it rained."]
    found = Spelling(["york", "leeds", "mayor"], texts)
    assert found.of("york") == "New York"
    assert found.of("leeds") == "Leeds"
    assert found.of("mayor") == "mayor"


def test_joints_within_a_phrase_are_kept():
    found = Spelling(["hip hop", "mar lago", "rock band"], ["A hip-hop band at Mar-a-Lago. No rock, band or other."])
    assert found.of("hip hop") == "hip-hop"
    assert found.of("mar lago") == "Mar-a-Lago"
    assert found.of("rock band") == "rock band"


def test_words_at_the_head_of_sentences_vote_where_no_others_do():
    assert Spelling(["gavin newsom"], ["Gavin Newsom spoke."]).of("gavin newsom") == "Gavin Newsom"
    assert not Spelling(["rates"], ["Rates rose. Rates fell."]).is_name("rates")


def test_common_nouns_name_a_topic_before_people_of_one_story():
    spelling = Spelling(["jorun aske", "viaduct"], ["The viaduct, said Jorun Aske, is old. The viaduct of Jorun Aske"])
    person = Term("jorun aske", worth=3.0, cover=0.3, stories=1)
    thing = Term("viaduct", worth=1.0, cover=0.3, stories=1)
    assert list(weigh_terms([person, thing], spelling)) == ["viaduct", "jorun aske"]
    known = replace(person, stories=9)
    assert next(iter(weigh_terms([known, thing], spelling))) == "jorun aske"


def test_a_noun_and_half_a_name_are_no_phrase():
    spelling = Spelling(["architect jane"], ["The architect Jane Hill met architect Jane Hill, an architect."])
    assert spelling.is_torn("architect jane")
    terms = [Term("architect jane", 5.0, 0.5, 9), Term("architect", 2.0, 0.5, 9), Term("jane", 1.0, 0.5, 9)]
    assert list(weigh_terms(terms, spelling)) == ["architect", "jane"]


def test_half_of_a_name_is_made_whole():
    spelling = Spelling(["general motors"], ["Cars of General Motors sold; a general said General Motors is general."])
    terms = [
        Term("general", 3.0, 0.5, 30),
        Term("motors", 2.0, 0.2, 20),
        Term("general motors", 1.0, 0.2, 20, firm=False, bound=0.9),
    ]
    assert "general motors" in weigh_terms(terms, spelling)
    loose = [*terms[:2], replace(terms[2], bound=0.3, cover=0.1)]
    assert "general motors" not in weigh_terms(loose, spelling)


def test_the_third_word_of_a_name_is_found():
    texts = [
        "We met Kim Jong Un there.",
        "And Kim Jong Un said so.",
        "He saw Black Lives Matter.",
        "Of Black Lives Matter.",
    ]
    found = Spelling(["kim jong", "lives matter"], texts)
    assert found.of("kim jong") == "Kim Jong Un"
    assert found.of("lives matter") == "Black Lives Matter"
    titled = Spelling(["angela merkel"], ["It was Chancellor Angela Merkel."] * 3)
    assert titled.of("angela merkel") == "Angela Merkel"


def test_titles_in_capitals_vote_only_where_no_sentence_does():
    found = Spelling(["cats", "middleton", "moscow", "nato"], ["Two cats sat.", "MOSCOW (AP) - NATO met", "NATO met."])
    assert set(found.unheard()) == {"middleton", "moscow"}
    found.read(["Kate Middleton Likes Cats", "Moscow Meeting"], loud=True)
    assert [found.of(word) for word in ("cats", "middleton", "moscow", "nato")] == [
        "cats",
        "Middleton",
        "Moscow",
        "NATO",
    ]


def test_a_name_does_not_say_one_thing_in_two_forms():
    assert name_topics([["Iran", "Iranian", "nuclear deal"]]) == ["Iran, nuclear deal"]
    assert name_topics([["economy", "economic"]]) == ["Economy"]
    assert distinct_terms(["tories", "tory", "viruses", "virus", "movies", "movie", "texas"]) == [
        "tories", "viruses", "movies", "texas",
    ]  # fmt: skip


def test_words_over_a_comma_are_no_phrase():
    spelling = Spelling(["kabul afghanistan"], ["KABUL, Afghanistan: talks at Kabul on Afghanistan."] * 3)
    assert not spelling.is_said("kabul afghanistan")
    terms = [Term("kabul afghanistan", 5.0, 0.5, 9), Term("kabul", 2.0, 0.5, 9)]
    assert list(weigh_terms(terms, spelling)) == ["kabul"]


def test_of_two_phrases_that_overlap_the_firmer_stays():
    text = "He met Prime Minister Ariel Sharon and Ariel Sharon met him."
    spelling = Spelling(["minister ariel", "ariel sharon"], [text] * 3)
    terms = [Term("minister ariel", 5.0, 0.2, 9, bound=0.5), Term("ariel sharon", 3.0, 0.2, 9, bound=0.9)]
    assert list(weigh_terms(terms, spelling)) == ["ariel sharon"]
    assert "minister ariel" in weigh_terms([terms[0], replace(terms[1], cover=0.02)], spelling)


def test_words_that_say_nothing_by_themselves_stand_back():
    spelling = Spelling([], [])
    terms = [Term("killed", 3.0, 0.3, 30), Term("harbour", 1.0, 0.3, 30)]
    assert list(weigh_terms(terms, spelling)) == ["harbour", "killed"]


def test_words_that_stand_side_by_side_become_a_phrase():
    spelling = Spelling(["climate change"], ["on climate change", "and climate change"])
    terms = [
        Term("climate", 3.0, 0.6, 20),
        Term("change", 2.0, 0.5, 20),
        Term("climate change", 1.0, 0.3, 15, firm=False),
        Term("climate talks", 1.0, 0.1, 15, firm=False),
        Term("talks", 0.5, 0.2, 15),
    ]
    assert list_terms([weigh_terms(terms, spelling)]) == [["climate change", "talks"]]


def test_words_that_name_a_field_of_work_come_first_where_told():
    spelling = Spelling([], [])
    terms = [Term("clamp", 1.1, 0.2, 9), Term("car", 1.0, 0.2, 9)]
    assert list(weigh_terms(terms, spelling)) == ["clamp", "car"]
    assert list(weigh_terms(terms, spelling, {"car": 1.5})) == ["car", "clamp"]


def test_a_term_is_listed_in_few_topics():
    everywhere = [{"trump": 1.0 + n, f"own{n}": 0.5} for n in range(9)]
    assert sum("trump" in terms for terms in list_terms(everywhere)) == 4


def test_twins_are_found_within_a_language():
    twins = [["bank", "rates", "loan"], ["bank", "rates", "euro"], ["goal", "cup"], ["bank", "rates", "loan"]]
    assert find_twins(twins, [0, 0, 0, 1]) == [(0, 1)]


def test_names_are_unique_and_said_in_words():
    names = name_topics([["bank", "rates"], ["bank", "rates"], ["bank", "rates", "loan"], []], ["Loan"])
    assert len({name.lower() for name in names}) == 4
    assert names[0] == "Bank, rates"
    assert names[3] == "Topic 4"


def test_topics_have_distinct_names_and_sizes_that_add_up(model):
    names = [topic.name for topic in model.card.topics]
    assert len(set(names)) == len(names)
    assert sum(topic.share for topic in model.card.topics) <= 1 + 1e-9
    assert all(len(name.replace(",", "").split()) <= 4 for name in names)


def test_no_topic_is_first_too_often(model):
    assert max(topic.share for topic in model.card.topics) <= 0.13


def test_topics_of_a_corpus_larger_than_the_sample_for_names(tools, taxonomy, now, monkeypatch):
    monkeypatch.setattr("diversify.topics.labels.SAMPLE", 150)
    card = train(tools.mix(400)[0], {}, taxonomy, now=now).card
    terms = {word for topic in card.topics for term in topic.terms for word in term.split()}
    assert {"goal", "bank", "hospital", "rocket"} <= {term.lower() for term in terms}


def test_a_refit_with_more_articles_keeps_topics(tools, feeds, taxonomy, now):
    articles, _ = tools.mix(420)
    before = train(articles[:400], feeds, taxonomy, now=now).card
    after = train(articles, feeds, taxonomy, previous=before, now=now).card
    kept = {topic.id for topic in before.topics} & {topic.id for topic in after.topics}
    assert len(kept) >= 0.9 * len(before.topics)
    names = {topic.id: topic.name for topic in before.topics}
    assert np.mean([names[topic.id] == topic.name for topic in after.topics if topic.id in kept]) > 0.6
    assert len(after.gone) == len(before.topics) - len(kept)
    assert all(topic.new == (topic.id not in names) for topic in after.topics)


def test_other_articles_make_new_topics_and_name_the_lost(tools, taxonomy, now):
    themes = {
        "garden": "roses hedge mulch seedlings compost lawn pruning tulips",
        "law": "court judge appeal verdict jury",
    }
    before = train(tools.mix(300)[0], {}, taxonomy, now=now).card
    after = train(tools.mix(300, themes=themes)[0], {}, taxonomy, previous=before, now=now).card
    fresh = [topic for topic in after.topics if topic.new]
    assert len(fresh) > 0.7 * len(after.topics)
    assert len(after.gone) == len(before.topics) - len(after.topics) + len(fresh)
    assert min(topic.id for topic in fresh) >= next_identity(before)
    ids = [topic.id for topic in after.topics]
    assert len(set(ids)) == len(ids)


def test_an_identity_is_never_given_twice(model):
    card = replace(model.card, topics=model.card.topics[:2], report={"next_topic": 40})
    assert next_identity(card) == 40
    assert next_identity(None) == 1


def test_matching_is_one_to_one_and_finds_the_shuffled(model):
    ranked = [[term.lower() for term in topic.terms] for topic in reversed(model.card.topics)]
    matched = match_topics(ranked, model.card)
    assert {row: label.id for row, label in matched.items()} == {
        row: topic.id for row, topic in enumerate(reversed(model.card.topics))
    }
    assert match_topics(ranked, None) == {}
