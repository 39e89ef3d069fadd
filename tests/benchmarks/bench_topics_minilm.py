"""MiniLM-L6's forward pass in numpy (Wang et al. 2020; BERT of Devlin et al. 2019), mean of tokens, unit rows."""

import json
import struct

import numpy as np

LONGEST = 256
HEADS = 12


def read_safetensors(path):
    """Name to float32 array."""
    body = path.read_bytes()
    (length,) = struct.unpack("<Q", body[:8])
    header = json.loads(body[8 : 8 + length])
    header.pop("__metadata__", None)
    arrays = {}
    for name, item in header.items():
        start, end = (8 + length + at for at in item["data_offsets"])
        if item["dtype"] == "F32":
            arrays[name] = np.frombuffer(body[start:end], dtype="<f4").reshape(item["shape"])
    return arrays


class MiniLM:
    """all-MiniLM-L6-v2 from a folder with model.safetensors and tokenizer.json."""

    def __init__(self, folder):
        from tokenizers import Tokenizer

        self.weights = read_safetensors(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def encode(self, texts, batch=32):
        """Unit vectors (n, 384); texts of like length go together."""
        found = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        order = np.argsort([len(ids) for ids in found], kind="stable")
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            width = max(len(found[row]) for row in rows)
            ids = np.zeros((len(rows), width), dtype=np.int64)
            mask = np.zeros((len(rows), width), dtype=np.float32)
            for at, row in enumerate(rows):
                ids[at, : len(found[row])] = found[row]
                mask[at, : len(found[row])] = 1
            vectors[rows] = self._forward(ids, mask)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def _forward(self, ids, mask):
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(6):
            part = f"encoder.layer.{layer}"
            q, k, v = (self._split(self._dense(x, f"{part}.attention.self.{n}")) for n in ("query", "key", "value"))
            scores = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(q.shape[-1])) + hidden
            scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
            scores /= scores.sum(axis=-1, keepdims=True)
            seen = (scores @ v).transpose(0, 2, 1, 3).reshape(x.shape)
            attention = self._dense(seen, f"{part}.attention.output.dense")
            x = self._norm(x + attention, f"{part}.attention.output.LayerNorm")
            inner = self._gelu(self._dense(x, f"{part}.intermediate.dense"))
            x = self._norm(x + self._dense(inner, f"{part}.output.dense"), f"{part}.output.LayerNorm")
        return (x * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)

    def _dense(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    @staticmethod
    def _gelu(x):
        from scipy.special import erf

        return x * 0.5 * (1 + erf(x / np.float32(np.sqrt(2))))

    @staticmethod
    def _split(x):
        n, length, width = x.shape
        return x.reshape(n, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)
