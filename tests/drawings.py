"""What every picture and every page must keep, whatever stands in it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script> & \"quoted\" 'too'\n\x00\u202e]]>"
"""What must stand nowhere as it is."""
SPELLED = EVIL.replace("\n", "\\u000a").replace("\x00", "\\u0000").replace("\u202e", "\\u202e")
"""The same as it is shown."""
_NO_NUMBER = re.compile(r"\b(nan|inf|infinity)\b", re.IGNORECASE)
_DRAWN = ("d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "viewBox", "transform")


def checked(svg: str) -> ElementTree.Element:
    """The root of a picture that any page may hold: it loads, runs and names nothing."""
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox")
    assert "max-width:100%" in root.get("style", "")
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-label") == (title.text or "")
    assert desc.text
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "text", "rect", "line", "path", "circle",
        }  # fmt: skip
        assert not each.attrib.keys() & {"id", "href", "class"}
        assert not any(name.startswith("on") for name in each.attrib)
        values = [value for name, value in each.items() if name != "aria-label"]
        assert not [value for value in values if "://" in value or "url(" in value]
        assert not _NO_NUMBER.search(" ".join(each.get(name, "") for name in _DRAWN))
    return root


def words_of(root: ElementTree.Element) -> list[str]:
    """The lines of text that a picture shows."""
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def seen(root: ElementTree.Element) -> list[str]:
    """The lines of text as they stand there, without what is told when pointed at."""
    return [
        (each.text or "") + "".join(child.tail or "" for child in each)
        for each in root.iter(f"{SVG}text")
    ]


def told(root: ElementTree.Element, tag: str) -> list[str]:
    """What the elements of a kind tell when pointed at."""
    return [each[0].text or "" for each in root.iter(f"{SVG}{tag}") if len(each)]


def number_of(element: ElementTree.Element, name: str) -> float:
    """A number among the attributes of an element."""
    return float(element.get(name, ""))


def checked_page(html: str) -> ElementTree.Element:
    """The root of a page of HTML that is well-formed, with its pictures checked as well."""
    root = ElementTree.fromstring(html)
    for picture in root.iter(f"{SVG}svg"):
        assert picture.get("role") == "img"
    assert not [each for each in root.iter() if each.tag.removeprefix(SVG) in {"script", "style"}]
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    return root


def cells_of(root: ElementTree.Element, table: str) -> list[list[str]]:
    """The cells of the table with a title, row by row."""
    titles = {
        "".join(caption.itertext()): each
        for each in root.iter("table")
        for caption in each.iter("caption")
    }
    return [["".join(cell.itertext()) for cell in row] for row in titles[table].iter("tr")]
