"""A state diagram as a picture and as Mermaid: every status has its fixed place.

What leads to one status from all others, or from all of a group, is one arrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadflow.display.colours import HEAT
from leadflow.display.pages import Picture, printable
from leadflow.display.svg import LINE, SIZE, path, picture, rect, text
from leadflow.rulebook.rule import OPEN, REOPENABLE
from leadflow.vocabulary import Status

ANY: Final = "any"
"""The source of an arrow that leaves from every status, or every one but a few."""
GROUPS: Final = {"open": OPEN, "closed": REOPENABLE}
"""Statuses that stand in a box: an arrow from it leaves from each of them."""

NEW, FOLLOW_UP, CONTACTED, MAIL = OPEN
SCHEDULED, VISITED, NO_SHOW = Status.SCHEDULED, Status.VISITED, Status.NO_SHOW
UNREACHABLE, INVALID = Status.UNREACHABLE, Status.INVALID
DEAD, OFFICE = REOPENABLE

_SIZE: Final = (680, 704)
_WIDE, _HIGH = 132, 34
_PLACES: Final[Mapping[Status, tuple[int, int]]] = {
    NEW: (228, 190),
    FOLLOW_UP: (100, 115),
    CONTACTED: (228, 280),
    MAIL: (356, 115),
    SCHEDULED: (228, 415),
    NO_SHOW: (560, 300),
    VISITED: (84, 415),
    UNREACHABLE: (560, 115),
    DEAD: (540, 576),
    INVALID: (84, 576),
    OFFICE: (260, 576),
}
"""The middle of each status."""
_BOXES: Final = {"open": (14, 62, 428, 260), "closed": (176, 540, 456, 72)}
_BOX_LABEL: Final = {"open": (22, 80), "closed": (350, 560)}

Route = tuple[str, tuple[int, int], str, tuple[int, int, str]]
"""How an arrow runs: its path, its tip, where that points, and where its label stands."""

ROUTES: Final[Mapping[tuple[str, Status], Route]] = {
    (NEW, FOLLOW_UP): ("M160 184C136 180 134 160", (134, 133), "up", (144, 162, "start")),
    (NEW, CONTACTED): ("M228 207", (228, 262), "down", (234, 240, "start")),
    (NEW, MAIL): ("M296 184C320 180 322 160", (322, 133), "up", (314, 162, "end")),
    (FOLLOW_UP, CONTACTED): ("M100 132C100 250 110 280", (161, 280), "right", (124, 246, "start")),
    (FOLLOW_UP, MAIL): ("M166 108", (289, 108), "right", (228, 102, "middle")),
    (CONTACTED, MAIL): ("M294 280C380 280 392 220", (392, 133), "up", (396, 220, "start")),
    (MAIL, CONTACTED): ("M350 132C350 230 330 268", (295, 268), "left", (338, 226, "end")),
    (MAIL, FOLLOW_UP): ("M290 122", (167, 122), "left", (228, 137, "middle")),
    (UNREACHABLE, FOLLOW_UP): ("M560 98V46H120", (120, 97), "down", (340, 41, "middle")),
    (UNREACHABLE, CONTACTED): ("M494 122H470V291", (295, 291), "left", (474, 200, "start")),
    (UNREACHABLE, NO_SHOW): ("M580 132", (580, 282), "down", (586, 212, "start")),
    (NO_SHOW, UNREACHABLE): ("M540 283", (540, 133), "up", (534, 240, "end")),
    (NO_SHOW, DEAD): ("M590 317", (590, 558), "down", (596, 450, "start")),
    (SCHEDULED, NO_SHOW): ("M294 415C430 415 540 400", (540, 318), "up", (327, 406, "start")),
    (SCHEDULED, CONTACTED): ("M200 398", (200, 298), "up", (194, 354, "end")),
    (VISITED, FOLLOW_UP): ("M50 398", (50, 133), "up", (56, 354, "start")),
    (INVALID, FOLLOW_UP): ("M18 576H7V115", (33, 115), "right", (12, 516, "start")),
    ("open", UNREACHABLE): ("M442 108", (493, 108), "right", (467, 102, "middle")),
    ("open", NO_SHOW): ("M442 306", (493, 306), "right", (467, 322, "middle")),
    ("open", DEAD): ("M422 322C422 470 510 450", (510, 558), "down", (442, 470, "end")),
    ("closed", CONTACTED): ("M320 540V350H270", (270, 298), "up", (326, 480, "start")),
    ("closed", FOLLOW_UP): ("M632 576H664V22H80", (80, 97), "down", (340, 17, "middle")),
    (ANY, SCHEDULED): ("M228 462", (228, 433), "up", (228, 476, "middle")),
    (ANY, VISITED): ("M84 462", (84, 433), "up", (84, 476, "middle")),
    (ANY, DEAD): ("M540 640", (540, 594), "up", (540, 654, "middle")),
    (ANY, INVALID): ("M84 640", (84, 594), "up", (84, 654, "middle")),
    (ANY, OFFICE): ("M260 640", (260, 594), "up", (260, 654, "middle")),
}

_HEADS: Final = {"up": "-4 8h8z", "down": "-4 -8h8z", "left": "8 -4v8z", "right": "-8 -4v8z"}
_NOTE: Final = "An arrow from a box leaves from every status in it."


@dataclass(frozen=True, slots=True)
class Arrow:
    """What leads from a status, a group or any status to one: rules, and it all in words."""

    source: str
    but: tuple[Status, ...]
    after: Status
    rules: tuple[str, ...]
    told: str


def drawn(title: str, labels: Mapping[Status, str], arrows: Sequence[Arrow]) -> Picture:
    """The picture of statuses and arrows."""
    parts = [
        *(part for name in _BOXES for part in _box(name)),
        *(part for each in arrows for part in _arrow(each, labels)),
        *(part for status, label in labels.items() for part in _node(status, label)),
        '<circle cx="262" cy="150" r="5"/>',
        *_line("M262 150", (262, 172), "down", "a lead comes in"),
        text(14, _SIZE[1] - 6, _NOTE),
    ]
    desc = f"{', '.join(labels.values())}: {len(arrows)} arrows between them."
    return picture(title, desc, _SIZE, parts)


def _box(name: str) -> Iterator[str]:
    look = f'rx="12" fill="{HEAT}" fill-opacity="0.08" stroke="currentColor" stroke-opacity="0.4"'
    yield rect(*_BOXES[name], look)
    yield text(*_BOX_LABEL[name], name, more=' fill-opacity="0.7"')


def _node(status: Status, label: str) -> Iterator[str]:
    x, y = _PLACES[status]
    look = 'rx="8" fill="none" stroke="currentColor" stroke-width="1.5"'
    yield rect(x - _WIDE / 2, y - _HIGH / 2, _WIDE, _HIGH, look)
    bold = ' font-weight="bold"'
    yield text(x, y + 5, label, anchor="middle", room=_WIDE, size=SIZE - 1, more=bold)


def _arrow(arrow: Arrow, labels: Mapping[Status, str]) -> Iterator[str]:
    drawn, tip, points, (x, y, anchor) = ROUTES[arrow.source, arrow.after]
    yield from _line(drawn, tip, points, arrow.told)
    if arrow.source == ANY:
        yield text(x, y, any_but(arrow.but, labels), anchor=anchor, room=_WIDE)
        y += LINE - 2
    yield text(x, y, ", ".join(arrow.rules), anchor=anchor)


def _line(drawn: str, tip: tuple[int, int], points: str, told: str) -> Iterator[str]:
    x, y = tip
    look = 'fill="none" stroke="currentColor" stroke-opacity="0.7" stroke-width="1.5"'
    last = " " if "C" in drawn else "L"
    yield path(f"{drawn}{last}{x} {y}", look, told)
    yield path(f"M{x} {y}l{_HEADS[points]}", "")


def any_but(but: Iterable[Status], labels: Mapping[Status, str]) -> str:
    """Any status, or any but some, in words."""
    left_out = ", ".join(labels[each] for each in but)
    return f"any but {left_out}" if left_out else "any status"


def as_mermaid(labels: Mapping[Status, str], arrows: Iterable[Arrow]) -> str:
    """The same as the text of a Mermaid diagram, in which groups are spelled out."""
    lines = ["stateDiagram-v2"]
    lines += (f'    state "{_quoted(label)}" as {each}' for each, label in labels.items())
    sources: dict[str, str] = {}
    body = [f"    [*] --> {NEW}"]
    for arrow in arrows:
        if arrow.source == ANY:
            name = "_but_".join((ANY, *arrow.but))
            sources[name] = any_but(arrow.but, labels)
            before = [name]
        else:
            before = [each.value for each in sources_of(arrow.source) if each in labels]
        body += (f"    {each} --> {arrow.after} : {', '.join(arrow.rules)}" for each in before)
    lines += (f'    state "{_quoted(words)}" as {name}' for name, words in sources.items())
    return "\n".join([*lines, *body]) + "\n"


def sources_of(source: str) -> tuple[Status, ...]:
    """The statuses that an arrow leaves from, if not from any."""
    return GROUPS[source] if source in GROUPS else (Status(source),)


def _quoted(words: str) -> str:
    """Text in which Mermaid reads nothing but letters: the rest by number."""
    return "".join(
        each if each.isalnum() or each in " ,.()-" else f"#{ord(each)};"
        for each in printable(words)
    )
