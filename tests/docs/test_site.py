"""The site builds without warning or network, asks for nothing elsewhere, and no link is broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import pytest

from pages.menu import CONFIG
from pages.where import DOCS, ROOT

NOBODY = "http://127.0.0.1:9"
"""Where a request would go, if one left the machine: nothing listens there."""
ALLOWED = {"default-src", "'self'", "file:", "data:", "blob:", "'unsafe-inline'"}
"""Where a page may load from: the site itself, from a server or a folder."""
TAG = re.compile(r"<(a|img|script|link|iframe|source|embed)\s([^>]*)>")
ADDRESS = re.compile(r'(?:^|\s)(?:href|src)="([^"]*)"')
PLACE = re.compile(r'\s(?:id|name)="([^"]*)"')


class Page:
    """What a page links to, what a browser fetches for it unasked, and the places in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = set(PLACE.findall(text))
        self.links: set[str] = set()
        self.loads: set[str] = set()
        for tag, attributes in TAG.findall(text):
            if tag == "link" and re.search(r'rel="(canonical|next|prev)"', attributes):
                continue
            found = self.links if tag == "a" else self.loads
            found.update(unescape(address) for address in ADDRESS.findall(attributes))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built from a copy, every warning an error, with no way to the network."""
    pytest.importorskip("zensical", reason="the extra `docs` is not installed")
    pytest.importorskip("mkdocstrings", reason="the extra `docs` is not installed")
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("docs", "src", ".mkdocs"):
        shutil.copytree(ROOT / folder, copy / folder)
    shutil.copy(CONFIG, copy)
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOBODY)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", CONFIG.name]
    ran = subprocess.run(
        command, cwd=copy, env=os.environ | proxies, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No issues found" in ran.stdout + ran.stderr
    return copy / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page of the site, read once."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def is_elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc)


class TestSite:
    """What is built can be read without network, and leads nowhere that is not."""

    def test_it_has_every_page(self, site: Path) -> None:
        names = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
        built = {path.with_name("index.html") if path.stem == "README" else path for path in names}
        assert built <= {path.relative_to(site) for path in site.rglob("*.html")}

    def test_no_page_loads_anything_from_elsewhere(self, pages: dict[Path, Page]) -> None:
        assert all(page.loads for page in pages.values())
        found = {load for page in pages.values() for load in page.loads if is_elsewhere(load)}
        assert found == set()

    def test_a_page_forbids_to_load_from_elsewhere(self, pages: dict[Path, Page]) -> None:
        for path, page in pages.items():
            found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.text)
            assert found, path
            assert set(found[1].split()) == ALLOWED, path

    def test_no_stylesheet_loads_anything_from_elsewhere(self, site: Path) -> None:
        for path in site.rglob("*.css"):
            for address in re.findall(r"url\(([^)]*)\)|@import", path.read_text(encoding="utf-8")):
                assert not is_elsewhere(address.strip("\"'")), path

    def test_no_page_has_a_diagram_to_be_drawn_by_a_script(self, pages: dict[Path, Page]) -> None:
        for path, page in pages.items():
            assert 'class="mermaid"' not in page.text, path

    def test_no_link_is_broken(self, site: Path, pages: dict[Path, Page]) -> None:
        broken = {
            f"{path.relative_to(site)}: {link}"
            for path, page in pages.items()
            for link in page.links | page.loads
            if not leads_somewhere(link, path, pages)
        }
        assert sorted(broken) == []


def leads_somewhere(link: str, path: Path, pages: Mapping[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.netloc or parts.scheme in ("mailto", "data") or path.name == "404.html":
        return True
    target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
    if target / "index.html" in pages:  # a folder is read as its first page
        target = target / "index.html"
    if target not in pages:
        return target.is_file()
    return not parts.fragment or _holds(pages[target], parts.fragment)


def _holds(page: Page, fragment: str) -> bool:
    return unquote(fragment) in page.places or fragment in ("__skip", "__toc")


def links_in(text: str) -> Iterator[str]:
    """The relative links of a Markdown page, code left out."""
    prose = re.sub(r"^(```|~~~).*?^\1|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    for address in re.findall(r"\]\(([^)\s]+)(?:\s[^)]*)?\)", prose):
        if not urlsplit(address).scheme:
            yield address


class TestMarkdown:
    """Links hold on a code host too, where there is no site: file to file."""

    @pytest.mark.parametrize(
        "path", sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")]), ids=lambda path: path.name
    )
    def test_every_link_leads_to_a_file(self, path: Path) -> None:
        found = (urlsplit(link).path for link in links_in(path.read_text(encoding="utf-8")))
        assert [link for link in found if link and not (path.parent / link).exists()] == []


class TestItCanFail:
    """A link that leads nowhere is found out."""

    here = Path("/site/rules/a.html")
    pages = MappingProxyType({here: Page(""), Path("/site/index.html"): Page('<h2 id="top"></h2>')})

    @pytest.mark.parametrize("link", ["..", "../index.html", "../index.html#top", "#__skip", ""])
    def test_what_is_there(self, link: str) -> None:
        assert leads_somewhere(link, self.here, self.pages)

    @pytest.mark.parametrize("link", ["b.html", "../index.html#end", "#top", "index.html"])
    def test_what_is_not(self, link: str) -> None:
        assert not leads_somewhere(link, self.here, self.pages)

    def test_what_a_browser_fetches(self) -> None:
        page = Page('<img alt="" src="https://a.example/b.png"><a href="https://a.example/c">c</a>')
        assert [load for load in page.loads if is_elsewhere(load)] == ["https://a.example/b.png"]

    def test_links_in_code_are_none(self) -> None:
        assert list(links_in("`[a](b)` [c](d.md)\n```text\n[e](f)\n```\n")) == ["d.md"]
