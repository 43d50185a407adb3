"""The table of the benchmarks, as far as nothing is measured for it."""

from __future__ import annotations

import pytest

from benchmarks.rows import ROWS
from benchmarks.table import main


class TestWordsThatChooseRows:
    """Rows are chosen by words of their titles; where no row has any, nothing is measured."""

    def test_where_no_row_has_them_it_says_which_rows_there_are(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["no such row", "nor such a one"])
        said = str(ended.value).splitlines()
        assert said[0] == "no row has any of these words in its title; there are:"
        assert said[1:] == [f"  {row.title}" for row in ROWS]
        assert capsys.readouterr().out == ""
