"""Words for the tests: leads, events and clocks of one clinic in Los Angeles, as of November 2026.

Times are written as the clinic's clocks show them, `"2026-11-03 09:00"`; the lead of most tests
comes in on that Tuesday at nine, as in the worked examples of the specification.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from leadflow import Decision, History, Lead, Policy, Profile, decide
from leadflow import events as e
from leadflow.outputs import Task

ZONE = ZoneInfo("America/Los_Angeles")
MICROSECOND = datetime.resolution


def at(text: str) -> datetime:
    """The instant at which the clinic's clocks show `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


CREATED = at("2026-11-03 09:00")


def lead(*, lead_id: str = "lead-1", created: str | None = None, **profile: Any) -> Lead:
    """A lead; keywords are the facts of its profile."""
    created_at = CREATED if created is None else at(created)
    return Lead(lead_id=lead_id, created_at=created_at, profile=Profile(**profile))


def history(*events: e.AnyEvent, of: Lead | None = None) -> History:
    """A history of the usual lead, or of the one given."""
    return History(lead=of or lead(), events=events)


def decided(
    policy: Policy, *events: e.AnyEvent, now: str | datetime, of: Lead | None = None
) -> Decision:
    """The decision for these events at `now` (clinic time, or an instant)."""
    clock = at(now) if isinstance(now, str) else now
    return decide(history(*events, of=of), now=clock, policy=policy)


def shown(instant: datetime | None) -> str | None:
    """An instant as the clinic's clocks show it: `Tue 2026-11-03 09:00`."""
    return None if instant is None else instant.astimezone(ZONE).strftime("%a %Y-%m-%d %H:%M")


def next_of(decision: Decision) -> tuple[str, str] | None:
    """Purpose and clinic time of the next contact."""
    contact = decision.next_contact
    return None if contact is None else (contact.purpose.value, str(shown(contact.at)))


def upcoming_of(decision: Decision) -> list[tuple[str, str]]:
    """Purposes and clinic times of the contacts after the next."""
    return [(each.purpose.value, str(shown(each.at))) for each in decision.upcoming]


def tasks_of(decision: Decision) -> list[str]:
    """The kinds of the tasks."""
    return [each.kind.value for each in decision.tasks]


def task_of(decision: Decision, kind: str) -> Task:
    """The one task of a kind."""
    (found,) = (each for each in decision.tasks if each.kind == kind)
    return found


def codes(decision: Decision) -> list[str]:
    """The codes of the warnings."""
    return [each.code.value for each in decision.warnings]


def rule_for(decision: Decision, output: str) -> str:
    """The id of the rule behind an output."""
    return next(each.rule for each in decision.because if each.output == output)


def _event(kind: type[Any], when: str, fields: dict[str, Any]) -> Any:
    instants = ("due", "starts_at", "recorded_at")
    values = {
        name: at(value) if name in instants and isinstance(value, str) else value
        for name, value in fields.items()
    }
    return kind(at=at(when), **values)


def call(when: str, outcome: str | None = None, via: str = "phone_button", **more: Any) -> Any:
    """A placed call, by the phone button unless said."""
    return _event(e.CallPlaced, when, {"outcome": outcome, "via": via, **more})


def ring(when: str, answered: bool | None = None, via: str = "voip", **more: Any) -> Any:
    """A call from the lead: ringing unless said."""
    return _event(e.CallReceived, when, {"answered": answered, "via": via, **more})


def voicemail(when: str, **more: Any) -> Any:
    """A voicemail from the lead."""
    return _event(e.VoicemailReceived, when, more)


def email(when: str, via: str = "email_button", **more: Any) -> Any:
    """An e-mail to the lead, by the e-mail button unless said."""
    return _event(e.EmailSent, when, {"via": via, **more})


def text(when: str, **more: Any) -> Any:
    """A text to the lead."""
    return _event(e.TextSent, when, more)


def reply(when: str, channel: str = "email", **more: Any) -> Any:
    """A written reply of the lead."""
    return _event(e.ReplyReceived, when, {"channel": channel, **more})


def marked(when: str, response: str = "left_message", **more: Any) -> Any:
    """A response recorded apart from the call."""
    return _event(e.ResponseMarked, when, {"response": response, **more})


def contacted(when: str, **more: Any) -> Any:
    """The disposition Contacted."""
    return _event(e.Contacted, when, more)


def follow_up(when: str, due: str | None = None, **more: Any) -> Any:
    """A follow-up; without `due` a bare one."""
    return _event(e.FollowUpSet, when, {"due": due, **more})


def known(when: str, **changes: Any) -> Any:
    """Facts that became known."""
    return _event(e.ProfileUpdated, when, {"changes": changes})


def marked_scheduled(when: str, **more: Any) -> Any:
    """Scheduled, set by hand."""
    return _event(e.MarkedScheduled, when, more)


def booked(when: str, starts_at: str, appointment_id: str = "a1", **more: Any) -> Any:
    """A booking."""
    fields = {"starts_at": starts_at, "appointment_id": appointment_id, **more}
    return _event(e.AppointmentBooked, when, fields)


def moved(when: str, starts_at: str, appointment_id: str = "a1", **more: Any) -> Any:
    """A move of an appointment."""
    fields = {"starts_at": starts_at, "appointment_id": appointment_id, **more}
    return _event(e.AppointmentMoved, when, fields)


def cancelled(when: str, appointment_id: str = "a1", **more: Any) -> Any:
    """A cancellation."""
    return _event(e.AppointmentCancelled, when, {"appointment_id": appointment_id, **more})


def attended(when: str, appointment_id: str = "a1", **more: Any) -> Any:
    """A visit."""
    return _event(e.AppointmentAttended, when, {"appointment_id": appointment_id, **more})


def no_show(when: str, appointment_id: str = "a1", **more: Any) -> Any:
    """A missed appointment, recorded."""
    return _event(e.NoShowRecorded, when, {"appointment_id": appointment_id, **more})


def reminder(when: str, appointment_id: str = "a1", method: str = "call", **more: Any) -> Any:
    """A reminder given."""
    fields = {"appointment_id": appointment_id, "method": method, **more}
    return _event(e.ReminderGiven, when, fields)


def dead(when: str, reason: str = "insurance", **more: Any) -> Any:
    """Marked as dead."""
    return _event(e.MarkedDead, when, {"reason": reason, **more})


def reason_set(when: str, reason: str = "availability", **more: Any) -> Any:
    """A reason for loss set by hand."""
    return _event(e.ReasonForLossSet, when, {"reason": reason, **more})


def invalid(when: str, kind: str = "spam", **more: Any) -> Any:
    """Marked as invalid."""
    return _event(e.MarkedInvalid, when, {"kind": kind, **more})


def unreachable(when: str, reason: str | None = None, **more: Any) -> Any:
    """Marked as unreachable."""
    return _event(e.MarkedUnreachable, when, {"reason": reason, **more})


def office_transfer(when: str, **more: Any) -> Any:
    """Handed to the front desk."""
    return _event(e.OfficeTransferred, when, more)


def important(when: str, flag: bool = True, **more: Any) -> Any:
    """Marked as important, or no longer."""
    return _event(e.ImportanceMarked, when, {"important": flag, **more})


def declined(when: str, **more: Any) -> Any:
    """The service declined."""
    return _event(e.ServiceDeclined, when, more)


def stop(when: str, **more: Any) -> Any:
    """A stop request."""
    return _event(e.StopContactRequested, when, more)


def permitted(when: str, **more: Any) -> Any:
    """Contact permitted again."""
    return _event(e.ContactPermitted, when, more)


def team_transfer(when: str, to: str = "china", **more: Any) -> Any:
    """Handed to a team."""
    return _event(e.TeamTransferred, when, {"to": to, **more})


def assigned(when: str, to: str = "u1", **more: Any) -> Any:
    """Given to a specialist."""
    return _event(e.LeadAssigned, when, {"to": to, **more})


def done(when: str, task: str, **more: Any) -> Any:
    """A task told to be done, by its id or its kind."""
    return _event(e.TaskDone, when, {"task": task, **more})


def reopened(when: str, **more: Any) -> Any:
    """Reopened by a user."""
    return _event(e.Reopened, when, more)


def but(decision: Decision, **said: Any) -> Decision:
    """A decision that says the same but for what is given."""
    return Decision(replace(decision._record(), **said))
