"""Every bound of the table in docs/performance.md. Run by `pytest -n 0 tests/benchmarks`."""

from __future__ import annotations

import pytest

from benchmarks.rows import ROWS, Row
from benchmarks.table import told
from benchmarks.works.missing import Missing


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_a_row_keeps_to_its_bound(row: Row, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        figure = row.figure()
    except Missing as missing:
        pytest.skip(str(missing))
    with capsys.disabled():
        print("\n" + told(row, figure))
    if row.unmet and not row.met(figure):
        pytest.xfail("docs/performance.md says what is in the way")
    assert row.met(figure) is not False
