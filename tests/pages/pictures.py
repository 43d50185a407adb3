"""Pictures that stand in files of their own: a card for them, and one lead's time line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from leadflow import CLINIC, read_history, timeline
from leadflow.display import Picture

_MARGIN = 12
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="\1" height="\2"')
_LOOK = "color:#1f2328;background:#ffffff;"
_PHONE = {"type": "call_placed", "via": "phone_button"}
_LEAD = {"lead_id": "lead-1", "created_at": "2026-11-03T09:00-08:00", "source": "internet_form"}
_COURSE = (
    {**_PHONE, "at": "2026-11-03T09:10-08:00", "outcome": "left_message"},
    {**_PHONE, "at": "2026-11-03T13:15-08:00", "outcome": "no_answer"},
    {"type": "follow_up_set", "at": "2026-11-04T11:00-08:00", "due": "2026-11-05T15:00-08:00"},
    {**_PHONE, "at": "2026-11-05T15:05-08:00", "outcome": "connected"},
    {
        "type": "appointment_booked",
        "at": "2026-11-05T15:10-08:00",
        "appointment_id": "visit-1",
        "starts_at": "2026-11-10T10:00-08:00",
    },
    {
        "type": "reminder_given",
        "at": "2026-11-09T09:20-08:00",
        "appointment_id": "visit-1",
        "method": "call",
    },
    {
        "type": "appointment_attended",
        "at": "2026-11-10T10:00-08:00",
        "appointment_id": "visit-1",
    },
)
"""The lead of the README's example, until its visit."""
_UNTIL = "2026-11-10T12:00-08:00"


def picture_pages() -> Iterator[tuple[str, str]]:
    """The picture of the README and of *Ten minutes*."""
    history = read_history(json.dumps({"lead": _LEAD, "events": _COURSE}))
    told = timeline(history, until=datetime.fromisoformat(_UNTIL), policy=CLINIC)
    (picture,) = told._page().pictures
    yield "assets/timeline.svg", on_card(picture)


def on_card(picture: Picture) -> str:
    """A picture as a file: dark on a white card, since it has no page to take its colours from.

    So it is legible on a dark page too, whether the reader or the page itself made it dark.
    """
    drawn = picture.svg.replace('style="', f'style="{_LOOK}', 1)
    return _SIZE.sub(_widened, drawn, count=1) + "\n"


def _widened(size: re.Match[str]) -> str:
    width, height = (f"{float(side) + 2 * _MARGIN:g}" for side in size.groups())
    return f'viewBox="-{_MARGIN} -{_MARGIN} {width} {height}" width="{width}" height="{height}"'
