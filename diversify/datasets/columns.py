"""Columns of a Parquet file as arrays: their types are checked before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from diversify.errors import FileError

if TYPE_CHECKING:
    import pyarrow as pa

_LISTS: Final = "lists of "
_DAMAGED: Final = "fetch the file again"


def read_columns(path: Path, kinds: Mapping[str, str], *, mend: str) -> dict[str, Any]:
    """Columns of a Parquet file.

    Parameters
    ----------
    path
        The file.
    kinds
        Column name to `whole numbers`, `numbers`, `times`, `texts`, or `lists of` one of these.
    mend
        What to do where there is no such file.

    Returns
    -------
    dict
        Name to an array (n,): int64, float64 (NaN where unknown), datetime64[us], or objects (None where unknown).
        Of lists: all their values, and how many each row has.

    Raises
    ------
    FileError
        Where the file is absent or damaged, or a column is absent, of another type, or unknown in a row that needs
        it (a whole number); it names the column, and the row.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        needed = "install it: pip install 'diversify-news[lab]'"
        raise FileError(path, "Parquet is read with pyarrow, which is not installed", mend=needed) from error
    try:
        with path.open("rb") as file:
            whole = pq.ParquetFile(file)
            _check(path, whole.schema_arrow, kinds)
            table = whole.read(columns=list(kinds))
    except pa.ArrowException as error:
        reason = (str(error).splitlines() or ["unreadable"])[0][:120]
        raise FileError(path, f"no Parquet, or damaged ({reason})", mend=_DAMAGED) from error
    except OSError as error:
        # Where the file is open, the system tells no reason of its own: its content is at fault.
        if error.strerror is None:
            raise FileError(path, f"no Parquet, or damaged ({str(error)[:120]})", mend=_DAMAGED) from error
        raise FileError(path, error.strerror.lower(), mend=mend) from error
    return {name: _array(path, name, table[name], kind=kind) for name, kind in kinds.items()}


def _check(path: Path, schema: pa.Schema, kinds: Mapping[str, str]) -> None:
    for name, kind in kinds.items():
        if name not in schema.names:
            raise FileError(path, f"column {name!r} is absent; expected {', '.join(kinds)}")
        found = schema.field(name).type
        if not _fits(found, kind):
            raise FileError(path, f"column {name!r} holds {found}, expected {kind}", mend="give the file as published")


def _fits(found: pa.DataType, kind: str) -> bool:
    from pyarrow import types

    if kind.startswith(_LISTS):
        listed = types.is_list(found) or types.is_large_list(found)
        return listed and _fits(found.value_type, kind.removeprefix(_LISTS))
    if types.is_null(found):  # what the writer takes for the type of a column that is empty throughout
        return True
    fitting = {
        "whole numbers": (types.is_integer,),
        "numbers": (types.is_integer, types.is_floating),
        "times": (types.is_timestamp,),
        "texts": (types.is_string, types.is_large_string),
    }
    return any(fits(found) for fits in fitting[kind])


def _array(path: Path, name: str, column: Any, *, kind: str) -> Any:
    import pyarrow.compute as pc

    if not kind.startswith(_LISTS):
        return _typed(path, name, column, kind=kind)
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy().astype(np.int64)
    flat = pc.list_flatten(column)
    return _typed(path, name, flat, kind=kind.removeprefix(_LISTS), lengths=lengths), lengths


def _typed(path: Path, name: str, column: Any, *, kind: str, lengths: Any = None) -> Any:
    if kind == "whole numbers" and column.null_count:
        import pyarrow.compute as pc

        place = int(pc.is_null(column).to_numpy().argmax())
        row = place if lengths is None else int(np.searchsorted(np.cumsum(lengths), place, side="right"))
        raise FileError(path, f"row {row + 1}: {name} holds nothing where a whole number is needed", mend=_DAMAGED)
    found = column.to_numpy()  # of chunks, which are always copied
    if kind == "texts":
        return found.astype(object)
    return found.astype({"whole numbers": np.int64, "numbers": np.float64, "times": "datetime64[us]"}[kind])
