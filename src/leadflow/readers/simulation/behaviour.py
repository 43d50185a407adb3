"""How customers behave and how long work takes: what a simulation goes by, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Self

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from leadflow.display.charts import bars, heat_map
from leadflow.display.pages import Page, Table
from leadflow.display.words import worded
from leadflow.history import History
from leadflow.lead import Strict
from leadflow.mappings import Counts, FrozenMapping
from leadflow.policy import Policy
from leadflow.showing import Shown
from leadflow.vocabulary import LeadSource

Probability = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1e9, strict=True, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=0, le=24, strict=True, allow_inf_nan=False)]
Minutes = Annotated[float, Field(gt=0, le=480, strict=True, allow_inf_nan=False)]
Hours = Annotated[float, Field(gt=0, le=2_000, strict=True, allow_inf_nan=False)]
WEEKDAYS: Final = "Mon Tue Wed Thu Fri Sat Sun".split()
HOURS: Final = tuple(range(24))
MOST_DAYS_AHEAD: Final = 120
_EXCLUSIVE: Final = {"stops": ("booked", "declines"), "moves": ("cancels",)}
"""Chances that share a whole, under the name of the one that comes last."""
_TINY: Final = 1e-9


class SourceWeights(FrozenMapping[float], read=dict[str, Weight], known=tuple(LeadSource)):
    """How often leads come from each source, relative to each other."""

    __slots__ = ()


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

    @field_validator("arrivals_by_weekday")
    @classmethod
    def _a_week(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        return _so_many(weights, len(WEEKDAYS), "one for each weekday")

    @field_validator("arrivals_by_hour", "answered_by_hour")
    @classmethod
    def _a_day(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        return _so_many(weights, len(HOURS), "one for each hour")

    @field_validator("arrivals_by_weekday", "arrivals_by_hour", "booking_days", "follow_up_days")
    @classmethod
    def _some_weight(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        _weighty(weights)
        return weights

    @field_validator("sources")
    @classmethod
    def _some_source(cls, sources: SourceWeights) -> SourceWeights:
        if not set(sources) <= set(LeadSource):
            raise PydanticCustomError("not_a_source", "weights are given to sources of leads only")
        _weighty(sources.values())
        return sources

    @field_validator("stops", "moves")
    @classmethod
    def _no_more_than_all(cls, share: float, info: ValidationInfo) -> float:
        others = _EXCLUSIVE[str(info.field_name)]
        if sum(info.data.get(name, 0.0) for name in others) + share > 1 + _TINY:
            raise PydanticCustomError(
                "more_than_all",
                "{names} exclude each other: together they are at most 1",
                {"names": ", ".join((*others, str(info.field_name)))},
            )
        return share

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
            {"field": name, "place": place, "value": value, "observations": count}
            for name, count in self._counts()
            for place, value in _values(getattr(self, name))
        ]

    def _counts(self) -> list[tuple[str, int]]:
        names = [each for each in type(self).model_fields if each != "observations"]
        return [(name, self.observations.get(name, 0)) for name in names]

    def _page(self) -> Page:
        rows = [
            (worded(name), _told(getattr(self, name)), f"{count:,}" if count else "assumed")
            for name, count in self._counts()
        ]
        table = Table("Chances, weights and times", ("what", "value", "observations"), rows)
        answered = {"answered": [100 * each for each in self.call_answered]}
        calls = [f"call {n + 1}" for n in range(len(self.call_answered))]
        week = [[a * b for b in self.arrivals_by_hour] for a in self.arrivals_by_weekday]
        pictures = (
            bars("Calls answered", labels=calls, series=answered, unit="%"),
            heat_map("When leads come in", rows=WEEKDAYS, columns=[*map(str, HOURS)], values=week),
        )
        line = "What is assumed is an assumption of the example, not of any source."
        return Page("Behaviour", (line,), (table,), pictures)


def _so_many(values: tuple[float, ...], many: int, what: str) -> tuple[float, ...]:
    if len(values) != many:
        raise PydanticCustomError("wrong_number_of_weights", "give {what}", {"what": what})
    return values


def _weighty(values: Iterable[float]) -> None:
    if not any(each > 0 for each in values):
        raise PydanticCustomError("no_weight", "at least one of the weights must be above 0")


def _values(value: Any) -> list[tuple[str | None, Any]]:
    if isinstance(value, tuple):
        return [(str(place), each) for place, each in enumerate(value)]
    if isinstance(value, FrozenMapping):
        return [(str(key), value[key]) for key in value]
    return [(None, value)]


def _told(value: Any) -> str:
    cells = [f"{each:.3g}" for _place, each in _values(value)]
    if isinstance(value, FrozenMapping):
        cells = [f"{worded(key)} {each}" for key, each in zip(value, cells, strict=True)]
    return ", ".join(cells)
