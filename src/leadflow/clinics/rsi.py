"""Red Spot Interactive: the native best-practice workflow of a call portal."""

from __future__ import annotations

from leadflow.clinics.hours import DEFAULT_CALENDAR
from leadflow.policy import Policy

READING = "reading"

RSI = Policy.model_validate(
    {
        "name": "RSI",
        "version": "1",
        "source": "RSI native best practice",
        "labels": {
            "new": "Created",
            "follow_up": "Follow-up",
            "contacted": "Contacted",
            "scheduled": "Scheduled",
            "dead": "Dead",
            "invalid": "Invalid",
            "office_transfer": "Office Transfer",
        },
        "calendar": DEFAULT_CALENDAR,
        "attempts": {
            "counted": ["call:phone_button", "answered:voip", "email:email_button"],
            "follow_up_done_by": ["phone", "email"],
            "one_per_day": False,
            "rungs": [
                {"unscheduled": "PT4H", "no_response": "PT4H"},
                {"unscheduled": "PT4H", "no_response": "PT24H"},
                {"unscheduled": "exhausted", "no_response": "exhausted"},
            ],
            "open_attempt_grace": "PT4H",
            "exhausts_after_contact": False,
            "restart_on_communication": False,
            "within_opening_hours": False,
        },
        "first_contact": {"within": None, "by_phone": False},
        "calls": {"ring_limit": "PT5M"},
        "appointments": {
            "sync_window": "PT15M",
            "attendance_within": "PT15M",
            "assume_no_show_after": None,
        },
        "priority": {
            "order": ["inbound_call", "voicemail", "new_lead", "follow_up"],
            "highlight": "green",
        },
        "indicators": {
            "response_within": "PT24H",
            "response": 0.95,
            "conversion": 0.15,
            "connect": 0.6,
            "show": 0.85,
        },
        "sources": {
            "name": "RSI.default_workflow",
            "version": READING,
            "source": "RSI.default_workflow",
            "effective_on": READING,
            "labels.new": "RSI.attempt_1",
            "labels.follow_up": "RSI.attempt_2",
            "labels.contacted": "RSI.contacted",
            "labels.scheduled": "RSI.scheduled",
            "labels.dead": "RSI.dead",
            "labels.invalid": "RSI.invalid",
            "labels.office_transfer": "RSI.office_transfer",
            "calendar": READING,
            "attempts.counted": "RSI.counts_phone_button",
            "attempts.follow_up_done_by": READING,
            "attempts.one_per_day": READING,
            "attempts.rungs[0].unscheduled": "RSI.attempt_1_follow_up",
            "attempts.rungs[0].no_response": "RSI.attempt_1_no_response",
            "attempts.rungs[1].unscheduled": "RSI.attempt_2_follow_up",
            "attempts.rungs[1].no_response": "RSI.attempt_2_no_response",
            "attempts.rungs[2].unscheduled": "RSI.attempt_3_exhausted",
            "attempts.rungs[2].no_response": "RSI.attempt_3_exhausted",
            "attempts.open_attempt_grace": READING,
            "attempts.exhausts_after_contact": READING,
            "attempts.restart_on_communication": READING,
            "attempts.within_opening_hours": READING,
            "first_contact.within": READING,
            "first_contact.by_phone": "RSI.new_leads",
            "calls.ring_limit": READING,
            "mail": READING,
            "tasks": READING,
            "appointments.sync_window": "RSI.scheduled_sync",
            "appointments.attendance_within": READING,
            "appointments.assume_no_show_after": READING,
            "reminder": READING,
            "no_show": READING,
            "unreachable": READING,
            "routing": READING,
            "priority.order": "RSI.order_of_work",
            "priority.highlight": "RSI.important",
            "indicators": READING,
            "wording": READING,
            "checklists": READING,
        },
    }
)
"""RSI's default workflow: three attempts, then Dead. What it does not speak of is a reading."""
