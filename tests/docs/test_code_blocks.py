"""Every code block of README and docs runs, and prints what stands below it.

The `python` blocks of a page run from top to bottom, as one program. What a block prints stands in
the `text` block that follows it; one that prints nothing has none. `json` blocks are JSON.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from pages.where import DOCS, ROOT

sybil = pytest.importorskip("sybil", reason="the extra `docs` is not installed")
markdown = pytest.importorskip("sybil.parsers.markdown")

PAGES = {
    path.relative_to(ROOT).as_posix(): path for path in (ROOT / "README.md", *DOCS.rglob("*.md"))
}
LANGUAGES = {"python", "text", "json", "sh", "toml", "diff", "mermaid"}
"""The languages of blocks, written so and in no other way: what is `python` runs."""
PRINTED = "__printed__"
"""Where the namespace of a page keeps what was printed and not shown yet."""


def run(example: Any) -> None:
    """Run a `python` block; what the one before it printed must have been shown."""
    nothing_hidden(example.namespace, place(example))
    lines = "\n" * (example.line + example.parsed.line_offset) + example.parsed
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(lines, example.path, "exec"), example.namespace)
    example.namespace[PRINTED] = out.getvalue()


def compare(example: Any) -> None:
    """A `text` block below a block that prints shows what it printed."""
    printed = example.namespace.pop(PRINTED, "")
    if printed:
        assert str(example.parsed).rstrip() == printed.rstrip(), place(example)


def read(example: Any) -> None:
    """A `json` block is JSON."""
    json.loads(example.parsed)


def nothing_hidden(namespace: dict[str, Any], where: str) -> None:
    printed = namespace.pop(PRINTED, "")
    assert not printed, f"{where}: what the block above prints is not shown:\n{printed}"


def place(example: Any) -> str:
    return f"{Path(example.path).name}, line {example.line}"


def examples_of(path: Path) -> Any:
    """The blocks of a page that do something, in their order."""
    parsers = [
        markdown.CodeBlockParser(language, evaluator)
        for language, evaluator in (("python", run), ("text", compare), ("json", read))
    ]
    return sybil.Sybil(parsers).parse(path)


def evaluate(path: Path) -> None:
    """Run a page; skips where it needs a package that is not installed."""
    page = examples_of(path)
    page.namespace["__name__"] = "__main__"
    try:
        for example in page.examples():
            example.evaluate()
    except ModuleNotFoundError as missing:
        if (missing.name or "leadflow").startswith("leadflow"):
            raise
        pytest.skip(f"{path.name} needs {missing.name}, which is not installed")
    nothing_hidden(page.namespace, path.name)


@pytest.mark.parametrize("name", sorted(PAGES))
class TestCodeBlocks:
    """What README and docs show is true."""

    def test_they_run_and_print_what_is_shown(
        self, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.chdir(tmp_path)
        evaluate(PAGES[name])

    def test_their_languages_are_known(self, name: str) -> None:
        text = PAGES[name].read_text(encoding="utf-8")
        opened = re.findall(r"^\s*(?:`{3,}|~{3,})(.*)$", text, re.MULTILINE)[::2]
        assert set(opened) <= LANGUAGES


class TestItCanFail:
    """A page that is wrong is found out."""

    def page(self, folder: Path, *blocks: str) -> Path:
        path = folder / "page.md"
        path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
        return path

    def block(self, language: str, code: str) -> str:
        return f"```{language}\n{code}\n```"

    def test_where_a_block_raises(self, tmp_path: Path) -> None:
        path = self.page(tmp_path, self.block("python", "1 / 0"))
        with pytest.raises(ZeroDivisionError):
            evaluate(path)

    def test_where_another_thing_is_printed(self, tmp_path: Path) -> None:
        path = self.page(tmp_path, self.block("python", "print(1)"), self.block("text", "2"))
        with pytest.raises(AssertionError, match=r"page\.md"):
            evaluate(path)

    def test_where_what_is_printed_is_not_shown(self, tmp_path: Path) -> None:
        path = self.page(tmp_path, self.block("python", "print(1)"))
        with pytest.raises(AssertionError, match="not shown"):
            evaluate(path)

    def test_where_json_is_none(self, tmp_path: Path) -> None:
        path = self.page(tmp_path, self.block("json", "{]"))
        with pytest.raises(json.JSONDecodeError):
            evaluate(path)

    def test_where_all_is_well(self, tmp_path: Path) -> None:
        blocks = self.block("python", "x = 1"), self.block("python", "print(x)")
        evaluate(self.page(tmp_path, *blocks, self.block("text", "1")))
