"""What one history tells of conversations, messages and what was written."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from leadflow import events as e
from leadflow.calendars import OpeningHours
from leadflow.events import AnyEvent
from leadflow.vocabulary import CallOutcome, ReplyChannel, Response

_SOON: Final = timedelta(hours=1)
"""A voicemail later than that after a missed call is another call."""


class Tally:
    """How many of how many."""

    __slots__ = ("count", "met")

    def __init__(self, met: int = 0, count: int = 0) -> None:
        self.met, self.count = met, count

    def take(self, met: bool) -> None:
        """Count one more."""
        self.met += met
        self.count += 1

    def add(self, other: Tally) -> None:
        """Count what another has counted."""
        self.met += other.met
        self.count += other.count

    def share(self, whole: float = 0.5) -> float:
        """The share, as if there were one more observation at the share of the whole."""
        return (self.met + whole) / (self.count + 1)


class Conversations:
    """The conversations of a lead without appointment, and how each of them ended.

    What happens before the next outreach, or conversation, is taken to come of the one before.
    Contacted tells of the conversation of its local day, where there is one.
    """

    def __init__(self, hours: OpeningHours) -> None:
        self._hours = hours
        self._ends = {name: Tally() for name in ("booked", "declines", "stops")}
        self._open: dict[str, None] = {}
        self._talking = False
        self._ended = ""
        self._day: object = None

    def take(self, event: AnyEvent) -> None:
        """Note the next event."""
        match event:
            case e.CallPlaced(outcome=CallOutcome.CONNECTED) | e.CallReceived(answered=True):
                self._begin(event)
            case e.Contacted():
                if not self._talking or self._hours.local_date(event.at) != self._day:
                    self._begin(event)
            case e.CallPlaced() | e.EmailSent(template=None) | e.TextSent(template=None):
                self._close()
            case e.AppointmentBooked():
                self._end("booked")
                self._open[event.appointment_id] = None
            case e.ServiceDeclined():
                self._end("declines")
            case e.StopContactRequested():
                self._end("stops")
            case e.AppointmentAttended() | e.NoShowRecorded() | e.AppointmentCancelled():
                self._open.pop(event.appointment_id, None)
            case e.MarkedInvalid() | e.TeamTransferred():
                self._talking = False  # no conversation of the kind that is counted
            case _:
                pass

    def _begin(self, event: AnyEvent) -> None:
        self._close()
        self._day = self._hours.local_date(event.at)
        self._talking, self._ended = not self._open, ""

    def _end(self, how: str) -> None:
        if self._talking:
            self._ended = self._ended or how

    def _close(self) -> None:
        if self._talking:
            for name, tally in self._ends.items():
                tally.take(name == self._ended)
        self._talking = False

    def shares(self) -> dict[str, Tally]:
        """How they ended, the last one too."""
        self._close()
        return self._ends


class Written:
    """Messages left and what was written, and whether the customer called or wrote back.

    What the customer does before the next outreach of the kind is taken to answer the one before.
    """

    def __init__(self) -> None:
        self._shares = {
            name: Tally()
            for name in (
                "message_taken",
                "calls_back",
                "email_replied",
                "text_replied",
                "leaves_voicemail",
            )
        }
        self.waits: dict[str, list[float]] = {"reply_hours": [], "call_back_hours": []}
        self._waiting: dict[str, AnyEvent] = {}
        self._unanswered = False
        self._rang: AnyEvent | None = None

    def shares(self) -> dict[str, Tally]:
        """How often each was so; what was still waited for at the end did not come."""
        for name in tuple(self._waiting):
            self._settle(name)
        return self._shares

    def take(self, event: AnyEvent) -> None:
        """Note the next event."""
        match event:
            case e.CallPlaced():
                self._placed(event)
            case e.ResponseMarked():
                self._marked(event)
            case e.ReminderGiven():
                self._reminded()
            case e.EmailSent():
                self._sent("email_replied", event)
            case e.TextSent():
                self._sent("text_replied", event)
            case e.ReplyReceived():
                writes = event.channel is ReplyChannel.TEXT
                self._answered("text_replied" if writes else "email_replied", event)
            case e.CallReceived():
                self._received(event)
            case e.VoicemailReceived():
                self._voicemail(event)
            case _:
                pass

    def _placed(self, event: e.CallPlaced) -> None:
        self._settle("calls_back")
        self._unanswered = event.outcome is CallOutcome.NO_ANSWER
        if event.outcome in (CallOutcome.NO_ANSWER, CallOutcome.LEFT_MESSAGE):
            self._shares["message_taken"].take(event.outcome is CallOutcome.LEFT_MESSAGE)
        if event.outcome is CallOutcome.LEFT_MESSAGE:
            self._waiting["calls_back"] = event

    def _marked(self, event: e.ResponseMarked) -> None:
        if event.response is Response.LEFT_MESSAGE and self._unanswered:
            self._shares["message_taken"].met += 1
            self._waiting["calls_back"] = event
        self._unanswered = False

    def _reminded(self) -> None:
        """A call that nobody answered was a reminder's: that is left in any case."""
        if self._unanswered:
            self._shares["message_taken"].count -= 1
        self._unanswered = False

    def _sent(self, name: str, event: AnyEvent) -> None:
        self._settle(name)
        self._waiting[name] = event

    def _settle(self, name: str) -> None:
        """What was waited for did not come."""
        if self._waiting.pop(name, None) is not None:
            self._shares[name].take(False)

    def _answered(self, name: str, event: AnyEvent) -> None:
        asked = self._waiting.pop(name, None)
        if asked is not None:
            self._shares[name].take(True)
            wait = "call_back_hours" if name == "calls_back" else "reply_hours"
            self.waits[wait].append((event.at - asked.at).total_seconds() / 3_600)

    def _received(self, event: e.CallReceived) -> None:
        self._answered("calls_back", event)
        if event.answered is False:
            self._rang = event
            self._shares["leaves_voicemail"].take(False)

    def _voicemail(self, event: AnyEvent) -> None:
        self._answered("calls_back", event)
        rang, self._rang = self._rang, None
        if rang is not None and event.at - rang.at <= _SOON:
            self._shares["leaves_voicemail"].met += 1
