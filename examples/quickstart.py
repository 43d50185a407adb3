"""Follow one lead of each policy from creation to its end.

Every step is an event, or time alone, and says where the lead stands then, what the next contact
is and why. leadflow reads no clock: it is asked at the instant of each event, and whenever the
decision before said that it would change (`valid_until`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leadflow import CLINIC, INCINTA, RSI, Decision, Engine, History, Policy, Purpose, Status

# Events as they stand in JSON; the stories below add when each of them happened.
CALL = {"type": "call_placed", "via": "phone_button"}
MESSAGE = {**CALL, "outcome": "left_message"}
NO_ANSWER = {**CALL, "outcome": "no_answer"}
SPOKE = {**CALL, "outcome": "connected"}
EMAIL = {"type": "email_sent", "via": "email_button"}
FOLLOW_UP = {"type": "follow_up_set"}
BOOKED = {"type": "appointment_booked", "appointment_id": "visit-1"}
REMINDED = {"type": "reminder_given", "appointment_id": "visit-1", "method": "call"}
MISSED = {"type": "no_show_recorded", "appointment_id": "visit-1"}
CAME = {"type": "appointment_attended", "appointment_id": "visit-1"}

WIDTH = 90
CREATED = "2026-11-03 09:00"  # as all times of the stories, by the clocks of the clinic
TUESDAYS = [date(2026, 11, 24) + timedelta(weeks=n) for n in range(12)]

Story = list[tuple[str, str, dict[str, str]]]

THREE_ATTEMPTS: Story = [
    ("2026-11-03 09:10", "Call: message left", MESSAGE),
    ("2026-11-03 13:15", "Call: no answer", NO_ANSWER),
    ("2026-11-04 13:30", "E-mail by the e-mail button", EMAIL),
    ("2026-11-05 09:30", "Callback promised", {**FOLLOW_UP, "due": "2026-11-06T15:00-08:00"}),
    ("2026-11-06 15:05", "Call: spoke to the lead", SPOKE),
    ("2026-11-06 15:12", "Visit booked", {**BOOKED, "starts_at": "2026-11-12T10:00-08:00"}),
    ("2026-11-12 10:00", "Came to the visit", CAME),
]
MISSED_VISIT: Story = [
    ("2026-11-03 09:10", "Call: no answer", NO_ANSWER),
    ("2026-11-03 09:15", "E-mail", EMAIL),
    ("2026-11-10 09:20", "Call: spoke to the lead", SPOKE),
    ("2026-11-10 09:30", "Visit booked", {**BOOKED, "starts_at": "2026-11-16T10:00-08:00"}),
    ("2026-11-13 09:30", "Reminded by phone", REMINDED),
    ("2026-11-16 10:20", "Did not come", MISSED),
    ("2026-11-16 10:25", "Call: no answer", NO_ANSWER),
    ("2026-11-17 09:05", "E-mail about the missed visit", EMAIL),
    *((f"{tuesday} 09:10", "E-mail that offers a new visit", EMAIL) for tuesday in TUESDAYS),
]
NEVER_REACHED: Story = [
    ("2026-11-03 09:10", "Call: message left", MESSAGE),
    ("2026-11-03 13:15", "Call: no answer", NO_ANSWER),
    ("2026-11-04 13:30", "Call: no answer", NO_ANSWER),
    ("2026-11-04 13:35", "E-mail", EMAIL),
    ("2026-11-12 09:30", "Call: message left", MESSAGE),
    ("2026-11-12 09:35", "E-mail", EMAIL),
    ("2026-11-19 09:30", "Put off by hand", {**FOLLOW_UP, "due": "2026-12-30T10:00-08:00"}),
    ("2026-12-30 10:00", "Call: no answer", NO_ANSWER),
    ("2026-12-30 10:05", "E-mail", EMAIL),
    ("2027-01-06 10:10", "Call: message left", MESSAGE),
    ("2027-01-06 10:15", "E-mail", EMAIL),
    ("2027-02-08 09:30", "Call: no answer", NO_ANSWER),
]


class Step(NamedTuple):
    """What happened, the decision then, and whether its status is another than before."""

    words: str
    decision: Decision
    new_status: bool

    @property
    def gist(self) -> tuple[str, Status, Purpose | None]:
        """What steps in a row must share to be told once."""
        contact = self.decision.next_contact
        return self.words, self.decision.status, contact.purpose if contact else None


def follow(policy: Policy, story: Story) -> Iterator[Step]:
    """Decide at each event, and in between whenever time alone changes what is to be done."""
    engine, zone = Engine(policy), ZoneInfo(policy.calendar.zone)
    now = created = datetime.fromisoformat(CREATED).replace(tzinfo=zone)
    words, events = {created: "Lead created"}, []
    for when, said, event in story:
        at = datetime.fromisoformat(when).replace(tzinfo=zone)
        words[at] = said
        events.append({**event, "at": at})
    lead = {"lead_id": "lead-1", "created_at": created, "source": "internet_form"}
    history = History.model_validate({"lead": lead, "events": events})
    status = contact = None
    while True:
        decision = engine.decide(history, now=now)
        new_status = decision.status != status
        if now in words or new_status or decision.next_contact != contact:
            yield Step(words.get(now, "(time alone)"), decision, new_status)
        status, contact = decision.status, decision.next_contact
        ahead = [at for at in (*words, decision.valid_until) if at is not None and at > now]
        if not ahead:
            return
        now = min(ahead)


def shown(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as the clinic's clocks show it: `Tue 2026-11-03 09:00`."""
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"


def next_of(decision: Decision, zone: ZoneInfo) -> str:
    """The next contact: when, how, what for and until when."""
    contact = decision.next_contact
    if contact is None:
        lost = decision.reason_for_loss
        return f"none, lost: {lost.replace('_', ' ')}" if lost else "none"
    deadline = "" if contact.by is None else f", by {shown(contact.by, zone)}"
    purpose = contact.purpose.replace("_", " ")
    return f"{shown(contact.at, zone)}  {contact.channel}: {purpose}{deadline}"


def why_of(step: Step) -> Iterator[str]:
    """The rules behind the next contact and a new status, with their sources and policy values."""
    outputs = ("status", "next_contact") if step.new_status else ("next_contact",)
    grounds: dict[str, list[str]] = {}
    for reason in step.decision.because:
        if reason.output in outputs:
            value = [] if reason.value is None else [f"{reason.policy} = {reason.value}"]
            grounds.setdefault(reason.rule, []).extend([*reason.source.split("; "), *value])
    for rule, texts in grounds.items():
        first, *others = dict.fromkeys(texts)
        yield f"{rule:<8}{first}"
        yield from (f"{'':<8}{text}" for text in others)


def tell(policy: Policy, title: str, story: Story) -> None:
    """Print a story; steps in a row with the same gist are told once."""
    zone = ZoneInfo(policy.calendar.zone)
    print(f"{f' {policy.name}: {title} ':=^{WIDTH}}\n")
    for _, (step, *again) in groupby(follow(policy, story), key=lambda step: step.gist):
        decision = step.decision
        label = policy.labels.get(decision.status, decision.status.capitalize())
        print(f"{shown(decision.now, zone)}  {step.words}")
        print(f"  {label:<20}next  {next_of(decision, zone)}")
        for head, text in zip_longest(["why"], why_of(step), fillvalue=""):
            print(f"{'':<22}{head:<6}{text}")
        if again:
            print(f"{'':<22}{len(again)} times more, last {shown(again[-1].decision.now, zone)}")
        print()


if __name__ == "__main__":
    tell(RSI, "three attempts end the lead, a promised callback brings it back", THREE_ATTEMPTS)
    tell(INCINTA, "a missed visit, then three months of silence", MISSED_VISIT)
    tell(CLINIC, "never reached, and kept in the long-term pool", NEVER_REACHED)
