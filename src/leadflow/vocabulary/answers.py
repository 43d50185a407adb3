"""Words of what the library answers: statuses, reasons, purposes, teams, tasks, warnings."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a lead stands (spec 3)."""

    NEW = "new"
    FOLLOW_UP = "follow_up"
    CONTACTED = "contacted"
    MAIL_CONTACTED = "mail_contacted"
    SCHEDULED = "scheduled"
    NO_SHOW = "no_show"
    VISITED = "visited"
    UNREACHABLE = "unreachable"
    DEAD = "dead"
    INVALID = "invalid"
    OFFICE_TRANSFER = "office_transfer"


class ReasonForLoss(StrEnum):
    """RSI's list; it is open, any other short code of a clinic's own is kept as it is."""

    BEST_PRACTICES = "best_practices"
    INVALID_PHONE_NUMBER = "invalid_phone_number"
    AVAILABILITY = "availability"
    CONSULTATION_FEE = "consultation_fee"
    PROCEDURE_NOT_OFFERED = "procedure_not_offered"
    FOUND_OTHER_PROVIDER = "found_other_provider"
    INSURANCE = "insurance"
    PRICE_SHOPPING = "price_shopping"
    NO_LONGER_INTERESTED = "no_longer_interested"
    NO_RESPONSE = "no_response"
    STOP_CONTACT = "stop_contact"


class Purpose(StrEnum):
    """What a contact is for, in the order that breaks ties (ATT-14)."""

    ANSWER_CALL = "answer_call"
    RETURN_VOICEMAIL = "return_voicemail"
    NO_SHOW_CALL = "no_show_call"
    FIRST_CALL = "first_call"
    REMINDER = "reminder"
    ANSWER_REPLY = "answer_reply"
    FINAL_ATTEMPT = "final_attempt"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_EMAIL = "follow_up_email"
    MISSED_APPOINTMENT = "missed_appointment"
    RESCHEDULE = "reschedule"


class WorkKind(StrEnum):
    """The tiers of the work queue (PRI-1); their order is policy."""

    INBOUND_CALL = "inbound_call"
    VOICEMAIL = "voicemail"
    NO_SHOW_CALL = "no_show_call"
    NEW_LEAD = "new_lead"
    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"
    LONG_TERM = "long_term"


class ContactOrigin(StrEnum):
    """Who made a contact necessary: the rules, a person of the clinic, or the lead."""

    SYSTEM = "system"
    USER = "user"
    LEAD = "lead"


class Team(StrEnum):
    """Which team handles the lead (RTE)."""

    LOCAL = "local"
    LOCAL_CHINESE = "local_chinese"
    CHINA = "china"
    UNDETERMINED = "undetermined"


class Highlight(StrEnum):
    """Colour in which an important lead is shown (PRI-3)."""

    GREEN = "green"


class TaskKind(StrEnum):
    """What the sources ask to be done, in the order in which it is done (TSK)."""

    ASSIGN = "assign"
    SEND_LEAD_REMINDER = "send_lead_reminder"
    CALL_NEW_LEAD = "call_new_lead"
    RECORD_OUTCOME = "record_outcome"
    LEAVE_VOICE_MESSAGE = "leave_voice_message"
    SEND_FOLLOW_UP_EMAIL = "send_follow_up_email"
    SET_NEXT_CONTACT = "set_next_contact"
    COLLECT_NEEDS = "collect_needs"
    COLLECT_BASICS = "collect_basics"
    COLLECT_CONSIDERATIONS = "collect_considerations"
    PLAN_FOLLOW_UP = "plan_follow_up"
    VERIFY_APPOINTMENT = "verify_appointment"
    SEND_CONFIRMATION = "send_confirmation"
    SEND_PRE_VISIT_INFORMATION = "send_pre_visit_information"
    NOTIFY_MEDICAL_TEAM = "notify_medical_team"
    COMPLETE_BASIC_INFORMATION = "complete_basic_information"
    COMPLETE_MEDICAL_INFORMATION = "complete_medical_information"
    PREPARE_FORMS = "prepare_forms"
    REMIND = "remind"
    RECORD_ATTENDANCE = "record_attendance"
    CALL_NO_SHOW = "call_no_show"
    RECORD_NO_SHOW_REASON = "record_no_show_reason"
    SEND_MISSED_APPOINTMENT = "send_missed_appointment"
    SEND_RESCHEDULE = "send_reschedule"
    FINAL_CALL = "final_call"
    FINAL_EMAIL = "final_email"
    RECORD_UNREACHABLE_REASON = "record_unreachable_reason"
    ASK = "ask"
    TRANSFER_TO_CHINA_TEAM = "transfer_to_china_team"
    MARK_LANGUAGE = "mark_language"
    RECORD_DETAILS = "record_details"


class WarningCode(StrEnum):
    """What can look wrong in a history; a closed list. A warning never changes the answer."""

    EVENT_BEFORE_CREATION = "event_before_creation"
    FOLLOW_UP_IN_THE_PAST = "follow_up_in_the_past"
    FOLLOW_UP_WITHOUT_LADDER = "follow_up_without_ladder"
    FOLLOW_UP_ON_INVALID_LEAD = "follow_up_on_invalid_lead"
    OUTREACH_ON_CLOSED_LEAD = "outreach_on_closed_lead"
    OUTREACH_AFTER_STOP_REQUEST = "outreach_after_stop_request"
    MESSAGE_FROM_INVALID_LEAD = "message_from_invalid_lead"
    MISSED_CALL_ON_CLOSED_LEAD = "missed_call_on_closed_lead"
    BOOKED_TWICE = "booked_twice"
    MOVED_WITHOUT_BOOKING = "moved_without_booking"
    CANCELLED_WITHOUT_BOOKING = "cancelled_without_booking"
    ATTENDED_WITHOUT_BOOKING = "attended_without_booking"
    NO_SHOW_WITHOUT_BOOKING = "no_show_without_booking"
    NO_SHOW_BEFORE_START = "no_show_before_start"
    REMINDER_WITHOUT_APPOINTMENT = "reminder_without_appointment"
    UNREACHABLE_BEFORE_CRITERIA = "unreachable_before_criteria"
    UNREACHABLE_NOT_APPLICABLE = "unreachable_not_applicable"
    REOPENED_NOT_CLOSED = "reopened_not_closed"
    TRANSFER_WITHOUT_ROUTING = "transfer_without_routing"
    YEAR_NOT_COVERED = "year_not_covered"
    DEADLINE_PASSED = "deadline_passed"
