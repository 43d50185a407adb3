"""What the documents and the rules mean by their words, beside the words that stand in data."""

from __future__ import annotations

from collections.abc import Mapping

TERMS: Mapping[str, str] = {
    "agenda": "All contacts that are planned or owed; the first of them is the next one (ATT-14).",
    "attempt": "A try to reach the lead that the policy counts (ATT-1).",
    "bare follow-up": "A follow-up that somebody set without an instant (ATT-6).",
    "clause": "One citable demand of a source document, in words of our own.",
    "clock": "The instant at which is decided: always an argument, never read from the machine.",
    "closed": "Dead, invalid or handed to the front desk: only a ringing call is owed an answer.",
    "communication": "Anything that the lead did: answered, wrote, booked, came, declined (COM-3).",
    "conversation": "Somebody spoke to the patient (COM-1).",
    "decision": "What is to be done for a lead at one instant, and why.",
    "exact follow-up": "A follow-up with date and time: a promise that is kept (ATT-5, ATT-8).",
    "final attempt": "The last call and e-mail before a lead counts as unreachable (UNR-2).",
    "history": "A lead and everything that happened to it, in order; it never changes.",
    "ladder": "The attempts one after another, and what follows each (ATT-4).",
    "mail round": "An unreached call and an e-mail, which belong together (COM-5).",
    "open": "New, in follow-up, contacted or mail contacted: the ladder runs.",
    "policy": "Every number, word list and switch of one clinic, as one value.",
    "pool": "Where unreachable leads are, to be contacted now and then (UNR-4).",
    "preset": "A policy that comes with leadflow: `RSI`, `INCINTA` or `CLINIC`.",
    "reading": "What leadflow takes a source to mean where it is silent or open.",
    "rung": "One place on the ladder: what follows there (ATT-4).",
    "stands": "An exact follow-up stands until it is used up (ATT-8).",
    "tier": "A kind of work in the queue (PRI-1).",
    "timer": "What time itself brings about, between recorded events.",
}
"""By word, in the alphabet's order: what it means."""

GIVEN: Mapping[str, str] = {
    "agenda.exact": "a callback is promised for a date and time",
    "open_attempt": "an attempt still lacks its outcome",
    "agenda.first_call": "the first call is still to be made",
    "reached": "when last tried the patient was reached",
    "appointments": "an appointment is or was on record",
    "calls": "a call was placed before",
    "told_calls": "a call with a call id is on record",
    "received_calls": "a call from the lead is on record as ended",
    "agenda.call": "a call from the lead is ringing",
    "agenda.voicemail": "a voicemail is to be called back",
    "agenda.reply": "a reply is to be answered",
    "agenda.missed_call": "a missed call is to be answered",
    "round": "a mail round is under way",
    "criteria": "the criteria for an unreachable lead may hold",
    "do_not_contact": "the customer has asked not to be contacted",
    "agenda.no_show": "a step after a no-show is planned",
}
"""What must be so for a rule that asks for a field of the draft."""

NEEDED: Mapping[str, str] = {
    "mail": "the policy has mail rounds",
    "reminder": "the policy has reminders",
    "no_show": "the policy has steps after a no-show",
    "unreachable": "the policy lets leads become unreachable",
    "routing": "the policy has teams to route to",
    "attempts.restart_on_communication": "the policy counts attempts anew after communication",
}
"""What a policy must have for a rule that asks for a section or a switch of it."""

WARNINGS: Mapping[str, str] = {
    "event_before_creation": "An event is older than the lead.",
    "follow_up_in_the_past": "A follow-up was set for an instant already past (ATT-5).",
    "follow_up_without_ladder": "A bare follow-up was set where no ladder runs (ATT-6).",
    "follow_up_on_invalid_lead": "A follow-up was set for what is no lead (CLS-4).",
    "outreach_on_closed_lead": "Somebody reached out to a closed lead (CLS-5).",
    "outreach_after_stop_request": "Somebody reached out after the request to stop (CLS-3).",
    "message_from_invalid_lead": "What is no lead left a message or wrote (CLS-4).",
    "missed_call_on_closed_lead": "A closed lead called and nobody answered (COM-7).",
    "booked_twice": "An open appointment was booked again with another start (APT-10).",
    "moved_without_booking": "An appointment that is not open was moved (APT-10).",
    "cancelled_without_booking": "An appointment that is not open was cancelled (APT-10).",
    "attended_without_booking": "An appointment that is not open was attended (APT-10).",
    "no_show_without_booking": "An appointment that is not open was missed (APT-10).",
    "no_show_before_start": "A no-show was recorded before the appointment began (NSH-1).",
    "reminder_without_appointment": "A reminder was given of no open appointment (APT-5).",
    "unreachable_before_criteria": "A lead was marked before the criteria held (UNR-3).",
    "unreachable_not_applicable": "A lead that cannot become unreachable was marked (UNR-3).",
    "reopened_not_closed": "A lead was reopened that was not closed (CLS-4).",
    "transfer_without_routing": "A lead was transferred under a policy without routing (RTE-9).",
    "year_not_covered": "The calendar has no pinned holidays for a year that it was asked about.",
    "deadline_passed": "What is due has a deadline, and that has passed.",
}
"""What each warning says of a history."""
