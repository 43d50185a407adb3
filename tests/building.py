"""Every model that comes in, built by hand: code as users of the library write it.

`test_typing.py` checks it as they would, so nothing in here may lean on the project's own tools.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadflow import (
    CLINIC,
    RSI,
    Activity,
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    Behaviour,
    Calendar,
    CallOutcome,
    CallPlaced,
    CallReceived,
    CallVia,
    Channel,
    Contacted,
    ContactPermitted,
    Decision,
    EmailSent,
    EmailVia,
    FollowUpSet,
    History,
    ImportanceMarked,
    Incoming,
    Interval,
    InvalidKind,
    Lead,
    LeadAssigned,
    LeadSource,
    MarkedDead,
    MarkedInvalid,
    MarkedScheduled,
    MarkedUnreachable,
    NoShowRecorded,
    OfficeTransferred,
    Policy,
    Pricing,
    Profile,
    ProfileChanges,
    ProfileUpdated,
    ReasonForLossSet,
    ReminderGiven,
    ReminderMethod,
    Reopened,
    ReplyChannel,
    ReplyReceived,
    Response,
    ResponseMarked,
    ServiceDeclined,
    SpecialDay,
    SpecialNeed,
    Status,
    StopContactRequested,
    TaskDone,
    TeamTransferred,
    TextSent,
    TransferTeam,
    VisitBarrier,
    VoicemailReceived,
    Week,
    WorkKind,
    decide,
    queue,
    should_interrupt,
)
from leadflow.delays import BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.policy import Texts
from leadflow.readers.simulation.weights import SourceWeights
from leadflow.sections import (
    Appointments,
    Attempts,
    Calls,
    Counted,
    FirstContact,
    Mail,
    NoShow,
    OfficeTasks,
    PriorityPolicy,
    Reminder,
    RoutingPolicy,
    Rung,
    Targets,
    Then,
    Unreachable,
)
from leadflow.wording import Bilingual, Checklist, Checklists, Item, Wording, Wordings, Words

# --- A lead and its history -----------------------------------------------------------------------

AT = datetime.fromisoformat("2026-11-03T09:00-08:00")
LEADS = (
    Lead(lead_id="lead-1", created_at=AT),
    Lead(
        lead_id="lead-1",
        created_at=AT,
        source=LeadSource.PHONE,
        profile=Profile(
            calling_code="86",
            language="zh",
            chinese=True,
            pricing=Pricing.INTERNATIONAL,
            referral_fee=False,
            visit_barriers=frozenset({VisitBarrier.TOO_FAR}),
            special_needs=frozenset({SpecialNeed.SURROGACY}),
            agreed_visit_on=date(2026, 12, 1),
            channels=frozenset({Channel.PHONE}),
        ),
    ),
    Lead(lead_id="lead-1", created_at=AT, profile=Profile(phone="+86 138 0013 8000")),
    Lead(lead_id="lead-1", created_at=AT, profile=Profile(language="zh")),
    Lead(lead_id="lead-1", created_at=AT, profile=Profile()),
)
CALL = CallPlaced(at=AT, via=CallVia.PHONE_BUTTON, outcome=CallOutcome.LEFT_MESSAGE)
EVENTS = (
    CALL,
    replace(CALL, id="e1", by="u1", recorded_at=AT, noted=True, call_id="c1"),
    LeadAssigned(at=AT),
    LeadAssigned(at=AT, to="u1"),
    CallPlaced(at=AT),
    CallReceived(at=AT),
    CallReceived(at=AT, answered=False),
    VoicemailReceived(at=AT),
    EmailSent(at=AT),
    EmailSent(at=AT, via=EmailVia.EMAIL_BUTTON, template="t1"),
    TextSent(at=AT),
    ReplyReceived(at=AT, channel=ReplyChannel.TEXT),
    ResponseMarked(at=AT, response=Response.NO_ANSWER),
    Contacted(at=AT),
    FollowUpSet(at=AT),
    FollowUpSet(at=AT, due=AT),
    ProfileUpdated(at=AT, changes=ProfileChanges(language=None)),
    ProfileUpdated(at=AT, changes=ProfileChanges(phone="+86 138 0013 8000")),
    MarkedScheduled(at=AT),
    AppointmentBooked(at=AT, appointment_id="a1", starts_at=AT),
    AppointmentMoved(at=AT, appointment_id="a1", starts_at=AT),
    AppointmentCancelled(at=AT, appointment_id="a1"),
    AppointmentAttended(at=AT, appointment_id="a1"),
    NoShowRecorded(at=AT, appointment_id="a1"),
    ReminderGiven(at=AT, appointment_id="a1", method=ReminderMethod.CALL),
    MarkedDead(at=AT, reason="insurance"),
    ReasonForLossSet(at=AT, reason="insurance"),
    MarkedInvalid(at=AT, kind=InvalidKind.SPAM),
    MarkedUnreachable(at=AT),
    OfficeTransferred(at=AT),
    ImportanceMarked(at=AT, important=True),
    ServiceDeclined(at=AT),
    StopContactRequested(at=AT),
    ContactPermitted(at=AT),
    TeamTransferred(at=AT, to=TransferTeam.CHINA),
    TaskDone(at=AT, task="assign"),
    Reopened(at=AT),
)
HISTORIES = (
    History(lead=LEADS[0]),
    History(lead=LEADS[0], events=EVENTS),
    History(lead=LEADS[0]).with_event(CALL),
)

# --- A policy -------------------------------------------------------------------------------------

HOUR = Elapsed(timedelta(hours=1))
OFFICE = (Interval(time(9), time(12)), Interval(time(13), time(17)))
WEEK = Week(monday=OFFICE)
CALENDARS = (
    Calendar(zone="Europe/Madrid", week=WEEK),
    Calendar(
        zone="Europe/Madrid",
        week=Week(tuesday=OFFICE, wednesday=OFFICE, thursday=OFFICE, friday=OFFICE),
        special=(SpecialDay(on=date(2026, 12, 24)), SpecialDay(on=date(2026, 12, 31), open=OFFICE)),
        closed=(date(2026, 12, 25),),
        covered_years=(2026,),
    ),
)
ATTEMPTS = Attempts(
    counted=frozenset({Counted.CALL_ANY}),
    follow_up_done_by=frozenset({Channel.PHONE}),
    rungs=(Rung(unscheduled=HOUR, no_response=Then.EXHAUSTED),),
    open_attempt_grace=BusinessHours(timedelta(hours=4)),
)
PRIORITY = PriorityPolicy(order=(WorkKind.FOLLOW_UP,))
TARGETS = Targets(response_within=HOUR, response=1.0, conversion=0.5, connect=0.5, show=0.5)
APPOINTMENTS = Appointments(sync_window=HOUR, attendance_within=HOUR)
GREETING = Bilingual(en=Words(body="Hello, {customer}"), zh=Words(body="{customer},您好"))
POLICIES = (
    Policy(
        name="ours",
        version="1",
        source="our handbook",
        calendar=CALENDARS[0],
        attempts=ATTEMPTS,
        calls=Calls(ring_limit=HOUR),
        appointments=APPOINTMENTS,
        priority=PRIORITY,
        indicators=TARGETS,
    ),
    Policy(
        name="ours",
        version="1",
        source="our handbook",
        effective_on=date(2026, 1, 1),
        labels=Texts({"new": "Fresh"}),
        calendar=CALENDARS[1],
        attempts=ATTEMPTS,
        first_contact=FirstContact(within=HOUR),
        calls=Calls(ring_limit=HOUR),
        mail=Mail(interval=CalendarSpan(days=7)),
        appointments=APPOINTMENTS,
        reminder=Reminder(before=BusinessDays(1)),
        no_show=NoShow(call_within=HOUR, reschedule_every=HOUR, silence=HOUR),
        unreachable=Unreachable(after=HOUR, attempts=3),
        routing=RoutingPolicy(chinese_languages=frozenset({"zh"}), visit_within_days=14),
        tasks=OfficeTasks(),
        priority=PRIORITY,
        indicators=TARGETS,
        wording=Wordings({"greeting": Wording(channel=Channel.PHONE, messages=(GREETING,))}),
        checklists=Checklists({"bag": Checklist(items=(Item(key="id", en="Id", zh="证件"),))}),
        sources=Texts({"name": "own"}),
    ),
    RSI.revise(name="ours", attempts={"open_attempt_grace": "PT2H"}),
)
BEHAVIOURS = (
    Behaviour(),
    Behaviour(call_answered=(0.5,), shows=0.9, sources=SourceWeights({"phone": 1.0})),
)

# --- What comes of it -----------------------------------------------------------------------------

DECISION = decide(HISTORIES[2], now=AT, policy=CLINIC)
LABEL: str = CLINIC.label_of(Status.NEW)
WORK = queue([DECISION], now=AT)
RINGING = Incoming(WorkKind.INBOUND_CALL, "lead-1", AT)
INTERRUPTS: bool = should_interrupt(RINGING, activity=Activity("outbound", "lead-2", AT))


def next_contact(decision: Decision) -> str | None:
    """By the clinic's clocks."""
    at = decision.next_contact_at
    return None if at is None else at.astimezone(ZoneInfo(CLINIC.calendar.zone)).isoformat()
