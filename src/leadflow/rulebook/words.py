"""The words that rules use, bound to names: looking a member up in its enum costs more than a rule.

Statuses, channels and purposes have their own names; of the purposes only `follow_up` is called
`FOLLOWING_UP`, since the status has that name.
"""

from __future__ import annotations

from typing import Final

from leadflow.sections import Then
from leadflow.vocabulary import (
    CallOutcome,
    Channel,
    ContactOrigin,
    Purpose,
    ReasonForLoss,
    Status,
)

NEW: Final = Status.NEW
FOLLOW_UP: Final = Status.FOLLOW_UP
CONTACTED: Final = Status.CONTACTED
MAIL_CONTACTED: Final = Status.MAIL_CONTACTED
SCHEDULED: Final = Status.SCHEDULED
NO_SHOW: Final = Status.NO_SHOW
VISITED: Final = Status.VISITED
UNREACHABLE: Final = Status.UNREACHABLE
DEAD: Final = Status.DEAD
INVALID: Final = Status.INVALID
OFFICE_TRANSFER: Final = Status.OFFICE_TRANSFER

PHONE: Final = Channel.PHONE
EMAIL: Final = Channel.EMAIL
TEXT: Final = Channel.TEXT

ANSWER_CALL: Final = Purpose.ANSWER_CALL
RETURN_VOICEMAIL: Final = Purpose.RETURN_VOICEMAIL
NO_SHOW_CALL: Final = Purpose.NO_SHOW_CALL
FIRST_CALL: Final = Purpose.FIRST_CALL
REMINDER: Final = Purpose.REMINDER
ANSWER_REPLY: Final = Purpose.ANSWER_REPLY
FINAL_ATTEMPT: Final = Purpose.FINAL_ATTEMPT
FOLLOWING_UP: Final = Purpose.FOLLOW_UP
FOLLOW_UP_EMAIL: Final = Purpose.FOLLOW_UP_EMAIL
MISSED_APPOINTMENT: Final = Purpose.MISSED_APPOINTMENT
RESCHEDULE: Final = Purpose.RESCHEDULE

LEAD: Final = ContactOrigin.LEAD
USER: Final = ContactOrigin.USER
SYSTEM: Final = ContactOrigin.SYSTEM

EXHAUSTED: Final = Then.EXHAUSTED
MAIL_ROUND: Final = Then.MAIL_ROUND

CONNECTED: Final = CallOutcome.CONNECTED
NO_ANSWER: Final = CallOutcome.NO_ANSWER
BEST_PRACTICES: Final = ReasonForLoss.BEST_PRACTICES
NO_RESPONSE_GIVEN: Final = ReasonForLoss.NO_RESPONSE
NO_LONGER_INTERESTED: Final = ReasonForLoss.NO_LONGER_INTERESTED
STOP_CONTACT: Final = ReasonForLoss.STOP_CONTACT
