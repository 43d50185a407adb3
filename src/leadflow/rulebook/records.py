"""What a draft remembers, in small immutable records."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from leadflow.vocabulary import Channel, ContactOrigin, Purpose, WarningCode

if TYPE_CHECKING:
    from leadflow.rulebook.rule import Rule


Noting = tuple["Rule", int | None, datetime, str | None]
"""The parts of a `Cause` as the fold notes them: a bare tuple costs a fifth of a record."""


class Cause(NamedTuple):
    """Why a field of the draft is what it is; text is made of it only when somebody asks."""

    rule: Rule
    event: int | None
    """Index of the event in the history; none for a timer or the lead itself."""
    at: datetime
    path: str | None = None
    """Field path of the policy value that went into it."""


class Entry(NamedTuple):
    """One contact on the agenda."""

    at: datetime
    purpose: Purpose
    origin: ContactOrigin
    rule: Rule
    event: int | None
    set_at: datetime
    path: str | None = None
    by: datetime | None = None
    channel: Channel = Channel.PHONE
    """The channel the sources ask for; a lead without it is reached by another (COM-8)."""

    @property
    def cause(self) -> Cause:
        """Why it is on the agenda."""
        return Cause(self.rule, self.event, self.set_at, self.path)


class Placed(NamedTuple):
    """A call placed, as it was first told of: what comes of it later changes nothing since."""

    event: int | None
    at: datetime
    counting: bool
    """Whether attempts were counted then (ATT-2)."""

    def is_before(self, event: int | None, at: datetime) -> bool:
        """Whether it was placed before an event, or before a timer that fired at `at`."""
        return at > self.at if event is None or self.event is None else event > self.event


class Missed(NamedTuple):
    """The missed appointment that the no-show steps work on (NSH)."""

    started_at: datetime
    day: date
    """Clinic-local date of the missed start."""
    called: bool
    """Whether step 1, the same-day call, is done."""
    call: Entry
    """Step 1."""
    call_until: datetime
    """Local midnight at which step 1 is over, done or not."""
    email: Entry | None
    """Step 2, the missed-appointment e-mail; once that is sent step 3, the next reschedule one."""


Noted = tuple[WarningCode, Noting]
"""A warning on the decision: what looks wrong, and which rule saw it on which event."""
