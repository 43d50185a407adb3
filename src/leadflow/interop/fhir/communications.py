"""`Communication`: every call, e-mail, text, voicemail, reply and reminder of a history."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from datetime import datetime

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    CallReceived,
    EmailSent,
    ReminderGiven,
    ReplyReceived,
    TextSent,
    VoicemailReceived,
)
from leadflow.history import History
from leadflow.interop.fhir.calls import DONE, Ended, calls_of
from leadflow.interop.fhir.elements import (
    Whom,
    coding,
    concept,
    filled,
    identifier,
    logical,
    user,
    whom,
)
from leadflow.interop.fhir.systems import (
    APPOINTMENT,
    CALL,
    CHANNEL,
    COMMUNICATION_CATEGORY,
    DIRECTION,
    EVENT,
    MODE,
    OUTCOME,
    TEMPLATE,
    Direction,
    Resource,
)
from leadflow.interop.wanted import stable_id, zulu
from leadflow.policy import Policy
from leadflow.readers.counted import Counter
from leadflow.vocabulary import Channel, ReminderMethod, ReplyChannel

_BY_METHOD: Mapping[ReminderMethod, Channel] = {
    ReminderMethod.CALL: Channel.PHONE,
    ReminderMethod.VOICE_MESSAGE: Channel.PHONE,
    ReminderMethod.EMAIL: Channel.EMAIL,
    ReminderMethod.TEXT: Channel.TEXT,
}
_CHANNELS: Mapping[type, Channel] = {
    CallPlaced: Channel.PHONE,
    CallReceived: Channel.PHONE,
    VoicemailReceived: Channel.PHONE,
    EmailSent: Channel.EMAIL,
    TextSent: Channel.TEXT,
}
_INBOUND = (CallReceived, VoicemailReceived, ReplyReceived)
_MODES: Mapping[str, str] = {
    Channel.PHONE: "PHONE",
    Channel.EMAIL: "EMAILWRIT",
    ReplyChannel.CHAT: "ONLINEWRIT",
}
"""What HL7's list of modes has for a channel; of the others it says only that one writes."""
_WRITTEN = "WRITTEN"


def communication_resources(
    history: History, *, now: datetime, policy: Policy, subject: str | None = None
) -> tuple[Resource, ...]:
    """The FHIR R5 `Communication`s of a lead until `now`, in the order of the history.

    One for each call, e-mail, text, voicemail, reply and reminder; a call told more than once
    (`call_id`) is one. `category` tells `inbound` from `outbound` and marks reminders, `medium`
    the way; `sent` (outbound) or `received` is when, in UTC. A call that nobody answered is
    `not-done`, with the reason; one of which nobody told how it ended, with it or apart, is
    `unknown`; one that is ringing, `in-progress`; a message left is `completed`, and the reason
    says so. There is no content: a history has none. A conversation marked apart (`contacted`)
    tells of its call and is none by itself.

    `subject` is a reference to the lead's resource at the receiver. Events after `now` are not
    looked at; `policy` gives the calendar and how long a call rings. Raises `InvalidMapping` where
    `subject` can be no reference, `InvalidInstant` for `now`.
    """
    lead, counter = whom(history.lead.lead_id, subject), Counter(policy, now)
    past = history.until(counter.now)
    return tuple(_communications(past, calls_of(past, counter), lead))


def _communications(past: History, calls: Mapping[int, Ended], lead: Whom) -> Iterator[Resource]:
    told: Tally[tuple[str, datetime]] = Tally()
    for place, event in enumerate(past.events):
        channel = _channel(event)
        if channel is None:
            continue
        nth = told[event.type, event.at]
        told[event.type, event.at] += 1
        if isinstance(event, CallPlaced | CallReceived):
            if place in calls:  # told before, it is no other call
                yield _communication(event, channel, calls[place], lead, nth)
        else:
            yield _communication(event, channel, DONE, lead, nth)


def _channel(event: AnyEvent) -> str | None:
    if isinstance(event, ReplyReceived):
        return event.channel
    return (
        _BY_METHOD[event.method] if isinstance(event, ReminderGiven) else _CHANNELS.get(type(event))
    )


def _communication(event: AnyEvent, channel: str, ended: Ended, lead: Whom, nth: int) -> Resource:
    inbound = isinstance(event, _INBOUND)
    mode = {"system": MODE, "code": _MODES.get(channel, _WRITTEN)}
    call_id = event.call_id if isinstance(event, CallPlaced | CallReceived) else None
    template = event.template if isinstance(event, EmailSent | TextSent) else None
    reminder = isinstance(event, ReminderGiven)
    return filled(
        {
            "resourceType": "Communication",
            "id": _id(event, call_id, lead, nth),
            "identifier": [
                identifier(system, told)
                for system, told in ((EVENT, event.id), (CALL, call_id))
                if told is not None
            ],
            "status": ended.status,
            "statusReason": concept(OUTCOME, ended.because) if ended.because else None,
            "category": [
                concept(DIRECTION, Direction.INBOUND if inbound else Direction.OUTBOUND),
                *([{"coding": [coding(COMMUNICATION_CATEGORY, "reminder")]}] if reminder else []),
            ],
            "medium": [{"coding": [coding(CHANNEL, channel), mode]}],
            "subject": lead.reference,
            "about": [logical("Appointment", APPOINTMENT, event.appointment_id)]
            if isinstance(event, ReminderGiven)
            else [],
            "received" if inbound else "sent": zulu(event.at),
            "recipient": [] if inbound else [lead.reference],
            "sender": lead.reference if inbound else user(event.by),
            "payload": []
            if template is None
            else [{"contentCodeableConcept": {"coding": [coding(TEMPLATE, template)]}}],
        }
    )


def _id(event: AnyEvent, call_id: str | None, lead: Whom, nth: int) -> str:
    """By the call's id, else the event's, else by what happened when: no index, which may move."""
    if call_id is not None:
        return stable_id("Communication", lead.lead_id, event.type, "call", call_id)
    if event.id is not None:
        return stable_id("Communication", lead.lead_id, event.type, "event", event.id)
    return stable_id("Communication", lead.lead_id, event.type, "at", zulu(event.at), nth)
