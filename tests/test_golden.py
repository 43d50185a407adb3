"""Golden files are compared byte for byte, and written by the switch alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden import agrees_with


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "golden"
    folder.mkdir(parents=True)
    return folder / "att.jsonl"


class TestGoldenFiles:
    """What was recorded stands until somebody records it anew."""

    def test_the_same_bytes_agree(self, golden: Path) -> None:
        golden.write_bytes("né\n".encode())
        agrees_with(golden, "né\n", record=False)

    @pytest.mark.parametrize("text", ["b\n", "a", "a\r\n", ""])
    def test_others_do_not(self, golden: Path, text: str) -> None:
        golden.write_bytes(b"a\n")
        with pytest.raises(AssertionError, match=r"golden/att\.jsonl says otherwise"):
            agrees_with(golden, text, record=False)

    def test_nothing_is_written_without_the_switch(self, golden: Path) -> None:
        with pytest.raises(AssertionError, match="is missing"):
            agrees_with(golden, "a\n", record=False)
        assert not golden.exists()

    def test_the_switch_writes_and_says_so(self, golden: Path) -> None:
        with pytest.raises(pytest.skip.Exception, match=r"recorded corpus/golden/att\.jsonl"):
            agrees_with(golden, "né\n", record=True)
        assert golden.read_bytes() == "né\n".encode()
