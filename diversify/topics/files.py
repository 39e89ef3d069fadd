"""Model files: arrays and JSON behind a checksum; reading one runs no code.

Layout: a magic line, format number (4 bytes), length of the header (8 bytes), SHA-256 of all that follows (32 bytes),
the header (JSON), then the arrays, each at a multiple of 64 bytes. Numbers are little-endian.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.errors import ModelError

MAGIC: Final = b"diversify model\n"
FORMAT: Final = 3
_HEAD: Final = struct.Struct("<IQ32s")
_ALIGN: Final = 64
_KINDS: Final = frozenset({"float16", "float32", "float64", "int8", "int32", "int64", "uint64", "uint8", "bool"})
_MEND: Final = "train a new one with `diversify train`"


def pack(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> bytes:
    """One file of named arrays and JSON facts; equal input gives equal bytes."""
    listed, parts, offset = [], [], 0
    for name, array in sorted(arrays.items()):
        body = np.ascontiguousarray(array).tobytes()
        listed.append({"name": name, "dtype": array.dtype.name, "shape": list(array.shape), "offset": offset})
        padding = -len(body) % _ALIGN
        parts.append(body + bytes(padding))
        offset += len(body) + padding
    header = json.dumps({"arrays": listed, "facts": facts}, sort_keys=True, ensure_ascii=False).encode()
    header += b" " * (-(len(header) + len(MAGIC) + _HEAD.size) % _ALIGN)
    payload = header + b"".join(parts)
    return MAGIC + _HEAD.pack(FORMAT, len(header), hashlib.sha256(payload).digest()) + payload


def unpack(body: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Arrays (read-only views) and facts of a model file.

    Raises
    ------
    ModelError
        Where the bytes are no model file, were made by a newer version, or are cut short or damaged.
    """
    start = len(MAGIC) + _HEAD.size
    if body[: len(MAGIC)] != MAGIC[: len(body)] or not body:
        raise ModelError("the model file was not written by diversify", mend=_MEND)
    if len(body) < start:
        raise ModelError("the model file is cut short", mend=_MEND)
    number, length, checksum = _HEAD.unpack_from(body, len(MAGIC))
    if number < FORMAT:
        raise ModelError(f"the model file has format {number}, made by an older version of diversify", mend=_MEND)
    if number > FORMAT:
        mend = "use that version, or train a new model with `diversify train`"
        raise ModelError(f"the model file has format {number}, made by a newer version of diversify", mend=mend)
    payload = memoryview(body)[start:]
    if hashlib.sha256(payload).digest() != checksum:
        raise ModelError("the model file is cut short or damaged (its checksum differs)", mend=_MEND)
    try:
        header = json.loads(bytes(payload[:length]))
        arrays = {item["name"]: _array(payload[length:], item) for item in header["arrays"]}
        return arrays, header["facts"]
    except (ValueError, KeyError, TypeError) as cause:
        raise ModelError(f"the model file cannot be read ({cause})", mend=_MEND) from cause


def _array(payload: memoryview, item: Mapping[str, Any]) -> NDArray[Any]:
    if item["dtype"] not in _KINDS:
        raise ValueError(f"array {item['name']!r} has the kind {item['dtype']!r}")
    count = int(np.prod(item["shape"], dtype=np.int64))
    flat = np.frombuffer(payload, dtype=item["dtype"], count=count, offset=item["offset"])
    return flat.reshape(item["shape"])
