"""The package pyarrow, loaded where it is needed and not before."""

from __future__ import annotations

from types import ModuleType


def arrow() -> ModuleType:
    """The module `pyarrow`; raises `ModuleNotFoundError`, which says how to get it."""
    try:
        import pyarrow
    except ModuleNotFoundError:
        wanted = "record batches need pyarrow: install leadflow[arrow]"
        raise ModuleNotFoundError(wanted, name="pyarrow") from None
    module: ModuleType = pyarrow
    return module
