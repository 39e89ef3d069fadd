import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.errors import FileError, ModelError
from diversify.protocols import Embedder
from diversify.topics import BorrowingTrainer, StaticVectors, load_model, open_vectors
from diversify.topics.pretrained import word_pieces
from diversify.topics.vectors import Mixture, field_part, fit_mixture, own_weight

TOKENS = ["[UNK]", "goal", "striker", "bank", "rates", "hospital", "##keeper", "##s", "rocket"]


def write(folder, table, tokens=TOKENS, kind="WordPiece", **more):
    """A folder as model2vec writes it."""
    folder.mkdir(exist_ok=True)
    names = {"float32": "F32", "float16": "F16", "int8": "I8", "int16": "I16"}
    arrays, header, at = {"embeddings": table, **more}, {"__metadata__": {"by": "nobody"}}, 0
    for name, array in arrays.items():
        span = [at, at + array.nbytes]
        header[name] = {"dtype": names[array.dtype.name], "shape": list(array.shape), "data_offsets": span}
        at = span[1]
    text = json.dumps(header).encode()
    body = struct.pack("<Q", len(text)) + text + b"".join(array.tobytes() for array in arrays.values())
    (folder / "model.safetensors").write_bytes(body)
    model = {"type": kind, "vocab": {token: number for number, token in enumerate(tokens)}}
    (folder / "tokenizer.json").write_text(json.dumps({"model": model}), "utf-8")
    return folder


@pytest.fixture
def table():
    return np.random.default_rng(0).integers(-99, 99, (len(TOKENS), 6)).astype(np.int8)


@pytest.mark.parametrize("kind", [np.int8, np.float16, np.float32])
def test_a_folder_is_read_whatever_kind_its_numbers_are(tmp_path, table, kind):
    vectors = open_vectors(write(tmp_path / "m", table.astype(kind)))
    assert isinstance(vectors, Embedder)
    assert vectors.dimensions == 6
    found = vectors.transform(["Goalkeepers!", "the bank, the rates"])
    rows = table.astype(np.float32)
    assert np.allclose(found[0] / np.linalg.norm(found[0]), _unit(rows[[1, 6, 7]].sum(axis=0)), atol=1e-5)
    assert np.allclose(found[1], _unit(rows[[3, 4]].sum(axis=0)), atol=1e-5)


def test_weights_of_tokens_are_heeded(tmp_path, table):
    weights = np.arange(len(TOKENS), dtype=np.float32)
    found = open_vectors(write(tmp_path / "m", table, weights=weights)).transform(["goal bank"])
    assert np.allclose(found[0], _unit((table * weights[:, None])[[1, 3]].sum(axis=0)), atol=1e-3)


def _unit(row):
    return row / np.linalg.norm(row)


def test_accents_and_signs_are_read_as_the_models_do(table):
    vectors = StaticVectors(table, TOKENS)
    assert np.array_equal(vectors.transform(["göal—BANK"]), vectors.transform(["goal bank"]))
    assert not vectors.transform(["", "unheard of", "🎉", "x" * 5_000, "[unk]"]).any()
    assert vectors.transform([]).shape == (0, 6)


@given(st.text(alphabet="abc", max_size=12))
def test_pieces_put_together_are_the_word(word):
    number = {"a": 0, "ab": 1, "##a": 2, "##b": 3, "##bc": 4, "b": 5, "##c": 6}
    name = {place: token.removeprefix("##") for token, place in number.items()}
    pieces = word_pieces(word, number)
    assert "".join(name[piece] for piece in pieces) in ("", word)
    assert bool(pieces) == (bool(word) and not word.startswith("c"))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda m: (m / "model.safetensors").unlink(), "no such file"),
        (lambda m: (m / "tokenizer.json").unlink(), "no such file"),
        (lambda m: (m / "tokenizer.json").write_text("[]"), "no tokenizer"),
        (lambda m: (m / "model.safetensors").write_bytes(b"PK\x03\x04"), "cut short"),
        (lambda m: (m / "model.safetensors").write_bytes((m / "model.safetensors").read_bytes()[:-7]), "cut short"),
        (lambda m: (m / "model.safetensors").write_bytes(b"\xff" * 40), "cut short"),
    ],
)
def test_a_folder_that_is_none_is_refused_by_name(tmp_path, table, harm, said):
    folder = write(tmp_path / "m", table)
    harm(folder)
    with pytest.raises(FileError, match=said) as caught:
        open_vectors(folder)
    assert "model2vec" in str(caught.value)


def test_other_tokenizers_numbers_and_holes_are_refused(tmp_path, table):
    with pytest.raises(FileError, match="Unigram"):
        open_vectors(write(tmp_path / "a", table, kind="Unigram"))
    with pytest.raises(FileError, match="cut short"):
        open_vectors(write(tmp_path / "b", table.astype(np.int16)))
    with pytest.raises(FileError, match="cannot be used"):
        open_vectors(write(tmp_path / "c", np.full((len(TOKENS), 3), np.nan, np.float32)))
    with pytest.raises(FileError, match="only 4 vectors"):
        open_vectors(write(tmp_path / "d", table[:4]))
    with pytest.raises(ValueError, match="shape"):
        StaticVectors(table, TOKENS[:3])


class Strange:
    """An embedder that no file can hold."""

    def transform(self, texts):
        return np.array([[len(text) % 7 + 1.0, 1.0] for text in texts], dtype=np.float32)


def test_static_vectors_travel_in_the_models_file(corpus, feeds, taxonomy, now, table):
    articles = corpus[0][:120]
    model = BorrowingTrainer(StaticVectors(table, TOKENS))(articles, feeds, taxonomy, now=now)
    again = load_model(model.to_bytes())
    assert model.card.dimensions == again.understand(articles, feeds).vectors.shape[1]
    assert np.array_equal(again.understand(articles, feeds).vectors, model.understand(articles, feeds).vectors)
    assert again.to_bytes() == model.to_bytes()


def test_any_other_embedder_is_given_again(corpus, feeds, taxonomy, now):
    articles = corpus[0][:120]
    model = BorrowingTrainer(Strange())(articles, feeds, taxonomy, now=now)
    body = model.to_bytes()
    with pytest.raises(ModelError, match="not in its file"):
        load_model(body)
    again = load_model(body, Strange())
    assert np.array_equal(again.understand(articles, feeds).vectors, model.understand(articles, feeds).vectors)


@pytest.mark.parametrize("articles", [0, 1, 5])
def test_borrowing_for_next_to_nothing(articles, corpus, taxonomy, now, table):
    model = BorrowingTrainer(StaticVectors(table, TOKENS))(corpus[0][:articles], {}, taxonomy, now=now)
    vectors = load_model(model.to_bytes()).understand(corpus[0][:3], {}).vectors
    lengths = np.linalg.norm(vectors, axis=1)
    assert (np.isclose(lengths, 1, atol=1e-5) | (lengths == 0)).all()


def test_what_the_own_words_do_not_know_the_borrowed_say():
    words = np.zeros((2, 3), dtype=np.float32)
    words[0, 0] = 1
    mixture = Mixture(np.zeros(2, np.float32), np.zeros(4, np.float32), own=0.5)
    borrowed = np.eye(4, dtype=np.float32)[:2]
    joined = mixture.join(words, np.zeros((2, 2), np.float32), borrowed)
    assert np.allclose(np.linalg.norm(joined, axis=1), 1)
    assert joined[0, 0] == pytest.approx(np.sqrt(0.5))
    assert np.allclose(joined[1, :5], 0)
    nothing = mixture.join(words * 0, np.zeros((2, 2), np.float32), borrowed * 0)
    assert not nothing.any()


def test_fields_count_by_how_much_is_known_of_them():
    middle = np.array([0.5, 0.5], dtype=np.float32)
    shares = np.array([[0.0, 0.0], [0.001, 0.0], [0.8, 0.0]], dtype=np.float32)
    lengths = np.linalg.norm(field_part(shares, middle), axis=1)
    assert lengths[0] == 0
    assert lengths[1] < 0.1
    assert 0.9 < lengths[2] <= 1


def test_own_words_weigh_more_the_more_they_were_seen(corpus, tools):
    weights = [own_weight(pairs) for pairs in (0, 10, 10_000, 10**9)]
    assert weights == sorted(weights)
    assert 0.1 < weights[0] < 0.2 < 0.5 < weights[-1] < 1
    from diversify.topics import count_words

    texts = [article.content[3:-4] for article in corpus[0]]
    few, _ = count_words(texts[:40])
    many, _ = count_words(texts)
    borrowed = np.ones((4, 2), dtype=np.float32)
    shares = np.zeros((4, 3), dtype=np.float32)
    assert fit_mixture(few, shares, borrowed).own < fit_mixture(many, shares, borrowed).own
    assert fit_mixture(few, shares).own == 1


def test_the_static_model_beside_the_checkout(tools):
    folder = tools.shared / "data" / "models" / "potion-base-4m-int8"
    if not folder.exists():
        pytest.skip("no static model lies beside the checkout")
    items = tools.labelled("bbc_news")[::4]
    found = open_vectors(folder).transform([f"{item['title']}. {item['body'][:200]}" for item in items])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert tools.agree(found, [item["label"] for item in items]) > 0.78
