"""Golden files: recorded by one explicit switch, compared byte for byte ever after.

`pytest --record` writes them anew. A test that wrote is reported as skipped with the name of the
file, so that no run that records looks like one that compared.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def agrees_with(golden: Path, text: str, *, record: bool) -> None:
    """Fail unless the golden file holds exactly this text; with `record`, write it instead."""
    told = f"{golden.parent.parent.name}/{golden.parent.name}/{golden.name}"
    if record:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
        pytest.skip(f"recorded {told}: review the difference before you keep it")
    assert golden.is_file(), f"{told} is missing: `pytest --record` writes it"
    assert golden.read_bytes() == text.encode(), (
        f"{told} says otherwise: a change of behaviour. If it is meant, `pytest --record`"
    )
