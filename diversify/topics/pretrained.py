"""Vectors that others have trained: static token vectors from a folder, for corpora too small to stand alone.

A folder as model2vec writes it: `model.safetensors` with one (k, d) array named `embeddings` (float32, float16 or int8;
perhaps with `weights` (k,)), and `tokenizer.json` of the WordPiece kind. A text's vector is the mean of its tokens'
(Tulkens & van Dongen 2024, Model2Vec). Nothing is downloaded, and no code of the folder is run.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.errors import FileError
from diversify.geometry import unit_rows

MOST_TOKENS: Final = 2_000_000
"""Token vectors that are read at most."""
LONGEST_WORD: Final = 100
"""Characters of a word beyond which it is no word, as in WordPiece."""
REMEMBERED: Final = 200_000
"""Words whose pieces are remembered."""
TOGETHER: Final = 1_000
"""Texts embedded at a time."""
_KINDS: Final = {"F32": "<f4", "F16": "<f2", "I8": "|i1"}
_MEND: Final = "name a folder with model.safetensors and tokenizer.json as model2vec writes them"
# Words, and every sign by itself, as BERT's pre-tokeniser has it; ideographs stand alone.
_PIECE: Final = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\w\s]|_"
)

Floats = NDArray[np.float32]


class StaticVectors:
    """An embedder of pretrained token vectors; it is not fitted.

    Parameters
    ----------
    table
        (k, d) vectors of tokens, of any numeric kind.
    tokens
        The k tokens; those that continue a word begin with ``##``.

    Examples
    --------
    >>> table = np.array([[1, 0], [0, 1], [3, 0]], dtype=np.int8)
    >>> vectors = StaticVectors(table, ["goal", "bank", "##keeper"]).transform(["Goal!", "goalkeeper", "unheard"])
    >>> vectors.tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]
    """

    def __init__(self, table: NDArray[Any], tokens: Sequence[str]) -> None:
        if table.ndim != 2 or len(table) != len(tokens):
            raise ValueError(f"the table has the shape {table.shape} for {len(tokens)} tokens")
        self.table = table
        self.tokens = tuple(tokens)
        self._number: dict[str, int] = {}
        self._wide: Floats | None = None
        self._pieces: dict[str, tuple[int, ...]] = {}

    @property
    def dimensions(self) -> int:
        """D."""
        return int(self.table.shape[1])

    def transform(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, d) of n texts; a zero row where no token is known."""
        parts = [self._together(texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]
        return np.vstack(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)

    def _together(self, texts: Sequence[str]) -> Floats:
        from scipy import sparse

        if self._wide is None:
            self._wide = np.asarray(self.table, dtype=np.float32)
            self._number = {token: number for number, token in enumerate(self.tokens)}
        ids: list[int] = []
        ends = [0]
        known, look_up = self._pieces, self._look_up
        for text in texts:
            for word in _PIECE.findall(_plain(text)):
                pieces = known.get(word)
                ids.extend(look_up(word) if pieces is None else pieces)
            ends.append(len(ids))
        shape = (len(texts), len(self.tokens))
        counts = sparse.csr_matrix((np.ones(len(ids), np.float32), np.array(ids, np.int32), np.array(ends)), shape)
        counts.sum_duplicates()
        return np.asarray(unit_rows(np.asarray(counts @ self._wide, dtype=np.float32)), dtype=np.float32)

    def _look_up(self, word: str) -> tuple[int, ...]:
        if len(self._pieces) >= REMEMBERED:
            self._pieces.clear()
        pieces = self._pieces[word] = tuple(word_pieces(word, self._number))
        return pieces


def word_pieces(word: str, number: Mapping[str, int]) -> list[int]:
    """Tokens of a word, the longest first from its start (Wu et al. 2016); none where a part is unknown.

    Examples
    --------
    >>> word_pieces("goalkeepers", {"goal": 0, "##keep": 1, "##keeper": 2, "##s": 3})
    [0, 2, 3]
    """
    found: list[int] = []
    start = 0
    while start < len(word) and len(word) <= LONGEST_WORD:
        for end in range(len(word), start, -1):
            piece = number.get(word[start:end] if not start else f"##{word[start:end]}")
            if piece is not None:
                found.append(piece)
                start = end
                break
        else:
            return []
    return found


def open_vectors(path: str | Path) -> StaticVectors:
    """Read static token vectors from a folder.

    Raises
    ------
    FileError
        Where the folder or a file in it is absent, cut short, or of another kind.
    """
    folder = Path(path).expanduser()
    tokens = _read_tokens(folder / "tokenizer.json")
    table = _read_table(folder / "model.safetensors")
    if len(table) < len(tokens):
        raise FileError(folder, f"there are {len(tokens)} tokens and only {len(table)} vectors", mend=_MEND)
    return StaticVectors(table[: len(tokens)], tokens)


def _read_tokens(path: Path) -> list[str]:
    try:
        model = json.loads(_read(path))["model"]
        kind, vocabulary = model["type"], dict(model["vocab"])
    except (ValueError, KeyError, TypeError) as cause:
        raise FileError(path, "it holds no tokenizer", mend=_MEND) from cause
    if kind != "WordPiece" or model.get("continuing_subword_prefix", "##") != "##":
        raise FileError(path, f"its tokenizer is of the kind {kind!r}, and only WordPiece is read", mend=_MEND)
    tokens = sorted(vocabulary, key=vocabulary.__getitem__)
    if [vocabulary[token] for token in tokens] != list(range(len(tokens))):
        raise FileError(path, "its tokens are not numbered from 0 without gaps", mend=_MEND)
    return ["" if token.startswith("[") and token.endswith("]") and len(token) > 2 else token for token in tokens]


def _read_table(path: Path) -> NDArray[Any]:
    """The vectors, kept in their own kind where that loses nothing."""
    body = _read(path)
    try:
        length = int.from_bytes(body[:8], "little")
        header = json.loads(body[8 : 8 + length])
        table = _array(body[8 + length :], header["embeddings"])
        if "weights" in header:
            table = table.astype(np.float32) * _array(body[8 + length :], header["weights"]).astype(np.float32)[:, None]
    except (ValueError, KeyError, TypeError) as cause:
        raise FileError(path, f"it is cut short or holds no vectors ({cause})", mend=_MEND) from cause
    if table.ndim != 2 or len(table) > MOST_TOKENS or not np.isfinite(table).all():
        raise FileError(path, f"its vectors cannot be used (shape {table.shape})", mend=_MEND)
    return table.astype(np.float16) if table.dtype == np.float32 and np.abs(table).max(initial=0) < 6e4 else table


def _array(payload: bytes, item: Mapping[str, Any]) -> NDArray[Any]:
    start, end = (int(at) for at in item["data_offsets"])
    count = int(np.prod(item["shape"], dtype=np.int64))
    flat = np.frombuffer(payload[start:end], dtype=_KINDS[item["dtype"]])
    if len(flat) != count:
        raise ValueError(f"{len(flat)} numbers where {count} were promised")
    return flat.reshape(item["shape"])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(path, (error.strerror or str(error)).lower(), mend=_MEND) from error


def _plain(text: str) -> str:
    """Lower case without accents, as the models' own normaliser has it."""
    text = text.lower()
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter) != "Mn")
