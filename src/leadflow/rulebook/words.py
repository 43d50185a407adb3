"""The words that rules use, bound to names: looking a member up in its enum costs more than a rule.

Statuses, channels and purposes have their own names; of the purposes only `follow_up` is called
`FOLLOWING_UP`, since the status has that name.
"""

from __future__ import annotations

from leadflow.vocabulary import CallOutcome, Channel, Purpose, ReasonForLoss, Status

(
    NEW,
    FOLLOW_UP,
    CONTACTED,
    MAIL_CONTACTED,
    SCHEDULED,
    NO_SHOW,
    VISITED,
    UNREACHABLE,
    DEAD,
    INVALID,
    OFFICE_TRANSFER,
) = Status

PHONE, EMAIL, TEXT = Channel

(
    ANSWER_CALL,
    RETURN_VOICEMAIL,
    NO_SHOW_CALL,
    FIRST_CALL,
    REMINDER,
    ANSWER_REPLY,
    FINAL_ATTEMPT,
    FOLLOWING_UP,
    FOLLOW_UP_EMAIL,
    MISSED_APPOINTMENT,
    RESCHEDULE,
) = Purpose

CONNECTED = CallOutcome.CONNECTED
NO_ANSWER = CallOutcome.NO_ANSWER
BEST_PRACTICES = ReasonForLoss.BEST_PRACTICES
NO_RESPONSE_GIVEN = ReasonForLoss.NO_RESPONSE
NO_LONGER_INTERESTED = ReasonForLoss.NO_LONGER_INTERESTED
STOP_CONTACT = ReasonForLoss.STOP_CONTACT
