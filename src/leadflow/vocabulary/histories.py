"""Words of what is told of a lead: who it is, and what happened."""

from __future__ import annotations

from enum import StrEnum


class LeadSource(StrEnum):
    """How the inquiry came in (spec 2.1)."""

    INTERNET_FORM = "internet_form"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    REFERRAL = "referral"
    WALK_IN = "walk_in"
    OTHER = "other"


class Channel(StrEnum):
    """A way to reach a lead; in the order in which they stand in for each other (COM-8)."""

    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"


class Pricing(StrEnum):
    """Which price list applies to the customer."""

    LOCAL = "local"
    INTERNATIONAL = "international"


class VisitBarrier(StrEnum):
    """What keeps a customer from scheduling a direct visit (RTE-3b)."""

    CONSULTATION_ONLY = "consultation_only"
    NO_SHORT_TERM_PLAN = "no_short_term_plan"
    TOO_FAR = "too_far"
    LONG_TERM_FOLLOW_UP = "long_term_follow_up"


class SpecialNeed(StrEnum):
    """Needs that the China team handles (RTE-3c)."""

    EGG_DONATION = "egg_donation"
    SURROGACY = "surrogacy"
    EMBRYO_TRANSPORT = "embryo_transport"
    OTHER_COMPLEX = "other_complex"


class CallVia(StrEnum):
    """How a call was made or taken."""

    PHONE_BUTTON = "phone_button"
    VOIP = "voip"
    OTHER = "other"


class CallOutcome(StrEnum):
    """How a placed call ended."""

    CONNECTED = "connected"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"


class Response(StrEnum):
    """A disposition recorded apart from the call."""

    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"


class EmailVia(StrEnum):
    """How an e-mail was sent."""

    EMAIL_BUTTON = "email_button"
    PURPLE_CHAT = "purple_chat"
    OTHER = "other"


class ReplyChannel(StrEnum):
    """Where the lead wrote."""

    EMAIL = "email"
    TEXT = "text"
    CHAT = "chat"
    OTHER = "other"


class FollowUpOrigin(StrEnum):
    """Who set a follow-up."""

    USER = "user"
    SYSTEM = "system"


class BookingOrigin(StrEnum):
    """Who told of a booking."""

    MANUAL = "manual"
    SYNC = "sync"


class ReminderMethod(StrEnum):
    """How an appointment reminder was given."""

    CALL = "call"
    VOICE_MESSAGE = "voice_message"
    EMAIL = "email"
    TEXT = "text"


class InvalidKind(StrEnum):
    """Why an inquiry is not a lead."""

    SPAM = "spam"
    EMPLOYMENT = "employment"
    SOLICITATION = "solicitation"
    DUPLICATE = "duplicate"
    TEST = "test"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"


class TransferTeam(StrEnum):
    """Where a person may hand a lead over to."""

    CHINA = "china"
    LOCAL = "local"
