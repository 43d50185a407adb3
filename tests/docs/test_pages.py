"""Generated pages say what the code says: `pytest tests/docs --record` writes them anew."""

from __future__ import annotations

import pytest

from pages.every import MAKERS, pages_of
from pages.markdown import COMMAND
from pages.menu import CONFIG, with_menu
from pages.where import DOCS

every_maker = pytest.mark.parametrize("maker", MAKERS)


@every_maker
class TestGeneratedPages:
    """A page on disk is what its maker gives, byte for byte."""

    def test_they_say_what_the_code_says(self, maker: str, record: bool) -> None:
        for name, text in pages_of(maker).items():
            path = DOCS / name
            if record:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            else:
                assert path.is_file(), f"docs/{name} is missing: `{COMMAND}` writes it"
                assert path.read_bytes() == text.encode(), f"docs/{name}: `{COMMAND}`"
        if record:
            pytest.skip(f"recorded {maker}: review the difference before you keep it")


def test_menu_lists_every_page(record: bool) -> None:
    text = CONFIG.read_text(encoding="utf-8")
    if record:
        CONFIG.write_text(with_menu(text), encoding="utf-8", newline="\n")
        pytest.skip("recorded the menu: review the difference before you keep it")
    assert with_menu(text) == text, f"the menu of .mkdocs.yml: `{COMMAND}`"
