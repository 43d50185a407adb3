"""How customers behave and how long work takes: what a simulation goes by, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import Field, field_validator

from leadflow.display.pages import Page
from leadflow.history import History
from leadflow.lead import Strict
from leadflow.mappings import Counts
from leadflow.policy import Policy
from leadflow.readers.simulation.behaviour_page import (
    by_place,
    calls_answered,
    table_of_values,
    when_leads_come,
)
from leadflow.readers.simulation.weights import (
    MOST_DAYS_AHEAD,
    Factor,
    Hours,
    Minutes,
    Probability,
    SourceWeights,
    Weight,
    a_day,
    a_week,
    no_more_than_all,
    some_source,
    some_weight,
)
from leadflow.showing import Shown


class Behaviour(Shown, Strict, frozen=True):
    """What customers do, as chances from 0 to 1 and weights relative to each other.

    Every default is an **assumption of the example, not of any source**: no document that the
    library follows tells how customers behave. `Behaviour.fit` replaces them by what recorded
    histories tell; `observations` says on how much each value then rests, and `assumed` names
    those that are still assumptions.
    """

    arrivals_by_weekday: tuple[Weight, ...] = Field(
        default=(1.0, 1.0, 1.0, 1.0, 1.0, 0.6, 0.5),
        description="When leads come in, from Monday on.",
    )
    arrivals_by_hour: tuple[Weight, ...] = Field(
        default=(*(0.2,) * 7, 0.6, *(1.0,) * 12, 0.7, 0.6, 0.4, 0.2),
        description="The same by hour of the clinic's clocks.",
    )
    sources: SourceWeights = Field(
        default=SourceWeights({"internet_form": 6.0, "phone": 2.0, "referral": 1.0, "other": 1.0}),
        description="From where leads come.",
    )
    call_answered: tuple[Probability, ...] = Field(
        default=(0.45, 0.35, 0.3, 0.25),
        min_length=1,
        max_length=100,
        description="That a call is answered, by its number; later ones as the last.",
    )
    answered_by_hour: tuple[Factor, ...] = Field(
        default=(1.0,) * 24,
        description="By what that is multiplied in each hour of the clinic's clocks.",
    )
    message_taken: Probability = Field(
        default=0.8, description="That a message can be left where nobody answers."
    )
    calls_back: Probability = Field(
        default=0.12, description="That a message left brings a call back."
    )
    calls_in: Probability = Field(
        default=0.05, description="That a lead calls by itself in the days after it came in."
    )
    leaves_voicemail: Probability = Field(
        default=0.6, description="That a call from the lead which nobody takes ends in a voicemail."
    )
    email_replied: Probability = Field(
        default=0.1, description="That an e-mail is answered in writing."
    )
    text_replied: Probability = Field(
        default=0.15, description="That a text is answered in writing."
    )
    booked: Probability = Field(
        default=0.3, description="That a conversation with a lead without appointment brings one."
    )
    declines: Probability = Field(
        default=0.1, description="That it ends with the service declined."
    )
    stops: Probability = Field(default=0.02, description="That it ends with a stop request.")
    names_time: Probability = Field(
        default=0.5, description="That otherwise the customer names a time for the next call."
    )
    wrong_number: Probability = Field(
        default=0.02, description="That somebody else answers the first call that is answered."
    )
    invalid: Probability = Field(
        default=0.03, description="That an inquiry is none: spam and the like."
    )
    booking_days: tuple[Weight, ...] = Field(
        default=(0.0, *(1.0,) * 6, *(2.0,) * 8, *(1.0,) * 7),
        min_length=1,
        max_length=MOST_DAYS_AHEAD + 1,
        description="How many days ahead visits are booked, from the same day on.",
    )
    follow_up_days: tuple[Weight, ...] = Field(
        default=(0.0, 3.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0),
        min_length=1,
        max_length=MOST_DAYS_AHEAD + 1,
        description="The same for calls at a time that was named.",
    )
    shows: Probability = Field(
        default=0.85, description="That a visit not given up before is kept."
    )
    cancels: Probability = Field(
        default=0.06, description="That a visit is cancelled before it begins."
    )
    moves: Probability = Field(default=0.08, description="That it is moved.")
    chinese: Probability = Field(default=0.3, description="Share of Chinese customers.")
    language_known: Probability = Field(
        default=0.5, description="Share of leads whose language is known when they come in."
    )
    abroad: Probability = Field(
        default=0.3, description="Of Chinese customers: a phone outside +1."
    )
    visit_barrier: Probability = Field(
        default=0.15, description="Something keeps them from a visit."
    )
    special_need: Probability = Field(
        default=0.15, description="They have a need beyond the usual."
    )
    international_pricing: Probability = Field(
        default=0.2, description="The other price list applies."
    )
    referral_fee: Probability = Field(default=0.1, description="A referral fee is due.")
    reply_hours: Hours = Field(default=20.0, description="Mean wait for a written reply.")
    call_back_hours: Hours = Field(default=6.0, description="Mean wait for a call back.")
    call_in_hours: Hours = Field(
        default=48.0, description="Mean wait for a call of the lead's own."
    )
    patience_seconds: Annotated[int, Field(ge=1, le=3_600, strict=True)] = Field(
        default=45, description="How long a customer lets it ring."
    )
    dial_minutes: Minutes = Field(
        default=1.0, description="To dial until it is known whether one answers."
    )
    talk_minutes: Minutes = Field(default=8.0, description="A conversation.")
    message_minutes: Minutes = Field(default=1.0, description="To leave a message.")
    write_minutes: Minutes = Field(default=4.0, description="To write an e-mail or a text.")
    record_minutes: Minutes = Field(
        default=2.0, description="Each entry in the record, or notice given."
    )
    late_minutes: Minutes = Field(
        default=10.0,
        description="After its start, until a visit that nobody kept is recorded as missed.",
    )
    retry_minutes: Minutes = Field(
        default=60.0,
        description="Before a step that came to nothing and is still due is tried again.",
    )
    observations: Counts = Field(
        default=Counts(), description="By field, how many observations its value rests on."
    )

    _a_week = field_validator("arrivals_by_weekday")(a_week)
    _a_day = field_validator("arrivals_by_hour", "answered_by_hour")(a_day)
    _some_weight = field_validator(
        "arrivals_by_weekday", "arrivals_by_hour", "booking_days", "follow_up_days"
    )(some_weight)
    _some_source = field_validator("sources")(some_source)
    _no_more_than_all = field_validator("stops", "moves")(no_more_than_all)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The fields whose values no observation stands behind."""
        told = self.observations
        names = (each for each in type(self).model_fields if each != "observations")
        return tuple(name for name in names if not told.get(name))

    @classmethod
    def everybody_answers(cls) -> Self:
        """Every call is answered, and every inquiry and number is a true one."""
        return cls(call_answered=(1.0,), invalid=0.0, wrong_number=0.0)

    @classmethod
    def nobody_answers(cls) -> Self:
        """No call, message or e-mail is ever answered, nobody calls, every inquiry is a true one.

        A message can be left as by default, and every lead is the local team's: nobody tells more.
        """
        return cls(
            call_answered=(0.0,),
            calls_back=0.0,
            calls_in=0.0,
            email_replied=0.0,
            text_replied=0.0,
            invalid=0.0,
            chinese=0.0,
        )

    @classmethod
    def fit(cls, histories: Iterable[History], *, policy: Policy) -> Behaviour:
        """The behaviour that recorded histories tell of, counted by the policy's clocks.

        A share of `n` observations is taken as if there had been one more, at the share of all of
        its kind (a half, where there is no wider kind): so thin counts stay near the whole, and
        none is 0 or 1 for want of data. `observations` has the number behind each value; what the
        histories do not tell keeps its default, has none, and is named in `assumed`: a record in
        which nobody ever books does not tell of bookings. The histories are read once.
        """
        from leadflow.readers.simulation.fitting import fitted

        return fitted(histories, policy)

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each value: its field, its place there, the value, the observations."""
        return [
            {"field": name, "place": place, "value": each, "observations": count}
            for name, value, count in self._counted()
            for place, each in by_place(value)
        ]

    def _counted(self) -> list[tuple[str, Any, int]]:
        names = [each for each in type(self).model_fields if each != "observations"]
        return [(name, getattr(self, name), self.observations.get(name, 0)) for name in names]

    def _page(self) -> Page:
        tables = (table_of_values(self._counted()),)
        pictures = (
            calls_answered(self.call_answered),
            when_leads_come(self.arrivals_by_weekday, self.arrivals_by_hour),
        )
        line = "What is assumed is an assumption of the example, not of any source."
        return Page("Behaviour", (line,), tables, pictures)
