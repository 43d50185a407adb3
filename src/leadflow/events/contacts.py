"""Contact with a lead, from either side, and when there is to be more."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

from leadflow.events.happened import STRICT, Bool, Happened
from leadflow.instants import Instant
from leadflow.lead import Id
from leadflow.vocabulary import (
    CallOutcome,
    CallVia,
    EmailVia,
    FollowUpOrigin,
    ReplyChannel,
    Response,
)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class CallPlaced(Happened):
    """An outbound call; `outcome` is `None` where it was not recorded with the call."""

    type: Literal["call_placed"] = "call_placed"
    via: CallVia = CallVia.OTHER
    outcome: CallOutcome | None = None
    call_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class CallReceived(Happened):
    """An inbound call; `answered` is `None` while it is ringing."""

    type: Literal["call_received"] = "call_received"
    via: CallVia = CallVia.OTHER
    answered: Bool | None = None
    call_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class VoicemailReceived(Happened):
    """The lead left a voicemail."""

    type: Literal["voicemail_received"] = "voicemail_received"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class EmailSent(Happened):
    """An outbound e-mail."""

    type: Literal["email_sent"] = "email_sent"
    via: EmailVia = EmailVia.OTHER
    template: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TextSent(Happened):
    """An outbound text."""

    type: Literal["text_sent"] = "text_sent"
    template: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReplyReceived(Happened):
    """The lead wrote."""

    type: Literal["reply_received"] = "reply_received"
    channel: ReplyChannel


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ResponseMarked(Happened):
    """A disposition recorded apart from the call: a message was left, or nobody answered."""

    type: Literal["response_marked"] = "response_marked"
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Contacted(Happened):
    """Disposition: somebody spoke to the patient."""

    type: Literal["contacted"] = "contacted"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class FollowUpSet(Happened):
    """A follow-up, with an exact instant or (`due=None`) without one."""

    type: Literal["follow_up_set"] = "follow_up_set"
    due: Instant | None = None
    origin: FollowUpOrigin = FollowUpOrigin.USER
