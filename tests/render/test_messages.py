"""Wording filled in: every text, every placeholder, the words for days, and what is refused."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic import at
from leadflow import CLINIC, INCINTA, RSI, InvalidInstant, LeadflowError, Policy
from leadflow.errors import UnwritableMessage
from leadflow.render import Message, Names, checklist, message
from leadflow.render.messages import MEANING
from leadflow.render.times import date_in_words, day_in_words, hour_in_words
from leadflow.wording import ChecklistKey, Language, Placeholder, WordingKey

EN, ZH = Language.EN, Language.ZH
NAMES: Names = {
    "customer": "Mei Chen",
    "sender": "Ana Ruiz",
    "doctor": "Dr. Ito",
    "lead_id": "lead-1",
    "clinic": "Harbour Clinic",
    "clinic_phone": "555-0100",
    "clinic_address": "1 Quay Street",
    "booking_link": "https://clinic.example/book",
}
NOW, STARTS = at("2026-11-13 12:00"), at("2026-11-16 14:30")
"""A Friday, and the Monday after it."""


def told(key: str, *, policy: Policy = INCINTA, **arguments: Any) -> Message:
    """A wording with everything given that a text can need."""
    every = {**NAMES, "now": NOW, "starts_at": STARTS, **arguments}
    return message(key, policy=policy, **every)


def saying(body: str, *, zh: str | None = None) -> Policy:
    """RSI with one wording, `said`, to be sent as a text message."""
    words = {"en": {"body": body}, "zh": {"body": body if zh is None else zh}}
    return RSI.revise(wording={"said": {"channel": "text", "messages": [words]}})


def said(body: str, **arguments: Any) -> str:
    """The body of such a wording, filled in with no more than these arguments."""
    return message("said", policy=saying(body), **arguments).body


EVERY = [
    pytest.param(key, count, id=f"{key} {count}")
    for key, wording in INCINTA.wording.items()
    for count in range(len(wording.messages) + 1)
]
every_wording = pytest.mark.parametrize(("key", "count"), EVERY)
each_language = pytest.mark.parametrize("language", list(Language))


class TestEveryWording:
    """Every wording of the presets is filled in, in both languages (issue 4)."""

    @every_wording
    @each_language
    def test_nothing_is_left_in_braces(self, key: str, count: int, language: Language) -> None:
        filled = told(key, count=count, language=language)
        assert not re.search(r"[{}]", f"{filled.subject} {filled.body}")

    @every_wording
    @each_language
    def test_it_says_all_that_it_was_given(self, key: str, count: int, language: Language) -> None:
        filled = told(key, count=count, language=language)
        words = INCINTA.wording[key].words(language=language, count=count)
        whole = f"{filled.subject} {filled.body}"
        names = [str(NAMES[each]) for each in words.placeholders if each in NAMES]  # type: ignore[literal-required]  # a placeholder is one of them
        assert [name for name in names if name not in whole] == []

    @every_wording
    @each_language
    def test_it_has_its_key_channel_and_language(
        self, key: str, count: int, language: Language
    ) -> None:
        filled = told(key, count=count, language=language)
        assert (filled.key, filled.language) == (key, language)
        assert filled.channel == INCINTA.wording[key].channel
        assert (filled.subject is not None) == (filled.channel == "email")

    @pytest.mark.parametrize("key", WordingKey)
    def test_clinic_says_the_same(self, key: str) -> None:
        assert told(key, policy=CLINIC) == told(key)

    def test_english_is_the_usual_language(self) -> None:
        assert told("voicemail") == told("voicemail", language="en")

    def test_a_confirmation_in_full(self) -> None:
        filled = told("confirmation")
        assert filled.subject == (
            "Your appointment at Harbour Clinic: Monday, November 16, 2026, 2:30 pm"
        )
        assert "With: Dr. Ito\nWhere: Harbour Clinic, 1 Quay Street\n" in filled.body
        assert "• An official photo ID\n• Your insurance cards\n" in filled.body


PLACEHOLDERS: dict[str, tuple[dict[str, Any], str, str]] = {
    **{name: ({name: value}, str(value), str(value)) for name, value in NAMES.items()},
    "day": ({"now": NOW, "starts_at": STARTS}, "on Monday", "下周一"),
    "date": ({"starts_at": STARTS}, "Monday, November 16, 2026", "2026年11月16日星期一"),
    "time": ({"starts_at": STARTS}, "2:30 pm", "下午2:30"),
    "bring": ({}, "• Cards\n• Forms", "• 保险卡\n• 表格"),
}
"""What fills each placeholder, and what then stands there in English and in Chinese."""


class TestPlaceholders:
    """Each placeholder is filled from the arguments it needs and from no other."""

    def test_every_one_is_tried(self) -> None:
        assert PLACEHOLDERS.keys() == set(Placeholder)
        assert MEANING.keys() == {*Names.__annotations__, "now", "starts_at"}
        assert NAMES.keys() == Names.__annotations__.keys()

    @pytest.mark.parametrize("placeholder", PLACEHOLDERS)
    @each_language
    def test_it_is_filled(self, placeholder: str, language: Language) -> None:
        given, en, zh = PLACEHOLDERS[placeholder]
        items = [{"key": "a", "en": "Cards", "zh": "保险卡"},
                 {"key": "b", "en": "Forms", "zh": "表格"}]  # fmt: skip
        words = {each: {"body": f"<{{{placeholder}}}>"} for each in Language}
        policy = RSI.revise(
            checklists={"bring": {"items": items}},
            wording={"said": {"channel": "text", "messages": [words]}},
        )
        filled = message("said", policy=policy, language=language, **given)
        assert filled.body == f"<{en if language is EN else zh}>"

    def test_as_often_as_it_stands_there(self) -> None:
        assert said("{customer}, {customer}!", customer="Mei") == "Mei, Mei!"

    @pytest.mark.parametrize("value", ["{sender}", "{", "}", r"\g<0>", "{customer}", "%s", "$"])
    def test_a_name_is_text_whatever_it_looks_like(self, value: str) -> None:
        assert said("{customer} {sender}", customer=value, sender="S") == f"{value} S"

    @pytest.mark.parametrize(
        "name", ["O'Brien-Núñez", "张\u3000三", "a\u200db", "\u00a0x"], ids=ascii
    )
    def test_a_name_of_any_script(self, name: str) -> None:
        assert said("{customer}", customer=name) == name

    def test_a_text_without_any_needs_nothing(self) -> None:
        assert said("Hello") == "Hello"

    def test_what_the_text_does_not_need_may_be_given(self) -> None:
        assert said("Hello", now=NOW, starts_at=STARTS, **NAMES) == "Hello"

    def test_now_alone_tells_nothing(self) -> None:
        assert said("Hello", now=NOW) == "Hello"

    def test_a_name_that_is_none_is_not_given(self) -> None:
        assert said("Hello", customer=None) == "Hello"


class TestMissing:
    """A missing argument is an error that names all that are missing and how to give them."""

    @pytest.mark.parametrize(
        ("placeholder", "missing"),
        [
            *((name, (name,)) for name in NAMES),
            ("day", ("now", "starts_at")),
            ("date", ("starts_at",)),
            ("time", ("starts_at",)),
        ],
    )
    def test_each(self, placeholder: str, missing: tuple[str, ...]) -> None:
        with pytest.raises(UnwritableMessage) as caught:
            said(f"{{{placeholder}}}")
        assert caught.value.missing == missing
        assert [name for name in missing if f"{name}= ({MEANING[name]})" in str(caught.value)] == [
            *missing
        ]

    @pytest.mark.parametrize("key", WordingKey)
    @each_language
    def test_all_of_them_at_once(self, key: str, language: Language) -> None:
        with pytest.raises(UnwritableMessage) as caught:
            message(key, policy=INCINTA, language=language)
        given = {name: value for name, value in NAMES.items() if name in caught.value.missing}
        instants: dict[str, Any] = {"now": NOW, "starts_at": STARTS}
        given.update((name, instants[name]) for name in instants if name in caught.value.missing)
        assert given.keys() == set(caught.value.missing)
        assert message(key, policy=INCINTA, language=language, **given).body  # type: ignore[arg-type]  # of two kinds

    def test_what_was_given_is_not_named(self) -> None:
        with pytest.raises(UnwritableMessage) as caught:
            message("voicemail", policy=INCINTA, customer="Mei Chen", clinic="Harbour Clinic")
        assert caught.value.missing == ("sender", "clinic_phone")
        assert not re.search(r"Mei|Harbour|customer=|clinic=", str(caught.value))

    def test_one_of_two_instants(self) -> None:
        with pytest.raises(UnwritableMessage) as caught:
            said("{day}", starts_at=STARTS)
        assert caught.value.missing == ("now",)

    def test_the_error_is_the_library_s_own_and_survives_a_copy(self) -> None:
        with pytest.raises(LeadflowError) as caught:
            said("{customer}")
        again = pickle.loads(pickle.dumps(caught.value))
        assert (str(again), again.missing) == (str(caught.value), ("customer",))


P = "zq7planted"


def refusal(of: Any, **arguments: Any) -> str:
    """What is said about a call that is refused; the planted word is not repeated."""
    with pytest.raises(UnwritableMessage) as caught:
        message(of, **{"policy": INCINTA, **NAMES, **arguments})
    shown = f"{caught.value}{caught.value!r}{caught.value.__cause__!r}"
    assert P not in shown
    assert caught.value.missing == ()
    return str(caught.value)


class TestRefused:
    """What cannot be said is refused, and the error repeats nothing that was given."""

    def test_an_unknown_key(self) -> None:
        problem = refusal(P)
        assert all(key in problem for key in INCINTA.wording)

    def test_any_key_of_a_policy_without_wording(self) -> None:
        assert "none at all" in refusal("voicemail", policy=RSI)

    @pytest.mark.parametrize("language", [P, "EN", "zh-Hans", "", None])
    def test_an_unknown_language(self, language: Any) -> None:
        assert "en and zh" in refusal("voicemail", language=language)

    @pytest.mark.parametrize("count", [-1, 1.0, True, P, None])
    def test_a_count_that_is_none(self, count: Any) -> None:
        assert "count" in refusal("reschedule", count=count)

    def test_a_name_that_no_text_knows(self) -> None:
        problem = refusal("voicemail", **{P: "x"})
        assert all(name in problem for name in NAMES)

    @pytest.mark.parametrize(
        "value",
        ["", " ", f"{P}\n", f"{P}\r\nBcc: x", f"a\x00{P}", f"{P}\u2028", f"{P}\x85", "\t", 7, [P],
         P.encode()],
        ids=ascii,
    )  # fmt: skip
    @pytest.mark.parametrize("name", ["customer", "clinic_address"])
    def test_a_name_that_is_not_one_line_of_text(self, name: str, value: Any) -> None:
        assert refusal("lead_reminder", **{name: value}).endswith(name)

    @pytest.mark.parametrize("name", ["now", "starts_at"])
    @pytest.mark.parametrize(
        "value",
        [datetime(2026, 11, 3), "2026-11-03T09:00Z", 1793725287, date(2026, 11, 3)],
        ids=str,
    )
    def test_an_instant_that_is_none(self, name: str, value: Any) -> None:
        with pytest.raises(InvalidInstant):
            told("lead_reminder", **{name: value})


@dataclass(frozen=True)
class Work:
    """What a task has, as far as it can be told here."""

    wording: str | None
    checklist: str | None


class TestTask:
    """A task gives its own wording and checklist."""

    def test_its_wording(self) -> None:
        work = Work(wording="voicemail", checklist=None)
        assert message(work, policy=INCINTA, **NAMES) == told("voicemail")

    def test_its_checklist(self) -> None:
        work = Work(wording=None, checklist="bring")
        assert checklist(work, policy=INCINTA) == checklist("bring", policy=INCINTA)

    def test_a_task_without(self) -> None:
        work = Work(wording=None, checklist=None)
        with pytest.raises(UnwritableMessage):
            message(work, policy=INCINTA, **NAMES)
        with pytest.raises(UnwritableMessage):
            checklist(work, policy=INCINTA)


class TestChecklist:
    """A checklist is its items' lines, in the language asked for."""

    @pytest.mark.parametrize("key", ChecklistKey)
    @each_language
    def test_every_one(self, key: str, language: Language) -> None:
        lines = checklist(key, policy=INCINTA, language=language)
        assert lines == tuple(getattr(item, language) for item in INCINTA.checklists[key].items)

    def test_english_is_the_usual_language(self) -> None:
        assert checklist("bring", policy=INCINTA)[1] == "Your insurance cards"

    @pytest.mark.parametrize(("key", "language"), [(P, "en"), ("bring", P)])
    def test_an_unknown_key_or_language(self, key: str, language: str) -> None:
        with pytest.raises(UnwritableMessage) as caught:
            checklist(key, policy=INCINTA, language=language)
        assert P not in f"{caught.value}{caught.value.__context__!r}"

    def test_a_clinic_s_own_items_stand_in_its_confirmation(self) -> None:
        items = [{"key": "map", "en": "A map", "zh": "地图"}]
        policy = INCINTA.revise(checklists={"bring": {"items": items}})
        assert "\n• A map\n" in told("confirmation", policy=policy).body


class TestReschedule:
    """The weekly e-mail changes with how many there have been, and stays at the last (INC 12.3)."""

    @each_language
    def test_each_of_the_first_is_another(self, language: Language) -> None:
        bodies = [told("reschedule", count=n, language=language).body for n in range(4)]
        assert len(set(bodies)) == 4

    @each_language
    @pytest.mark.parametrize("count", [4, 11, 10**6])
    def test_then_it_is_the_last(self, language: Language, count: int) -> None:
        assert told("reschedule", count=count, language=language) == told(
            "reschedule", count=3, language=language
        )

    def test_from_the_second_on_it_says_how_to_end_it(self) -> None:
        bodies = [told("reschedule", count=n).body for n in range(4)]
        assert ["rather not" in body for body in bodies] == [False, True, True, True]

    @given(count=st.integers(0, 50))
    def test_law_one_more_is_the_same_or_the_next(self, count: int) -> None:
        told_ = INCINTA.wording["reschedule"].messages
        place = told_.index(told_[min(count, len(told_) - 1)])
        assert place == min(count, 3)


DAYS: list[tuple[str, str, str, str]] = [
    ("2026-11-13", "2026-11-13", "today", "今天"),
    ("2026-11-13", "2026-11-14", "tomorrow", "明天"),
    ("2026-11-13", "2026-11-15", "on Sunday", "后天"),
    ("2026-11-13", "2026-11-16", "on Monday", "下周一"),  # over a weekend, never "tomorrow"
    ("2026-11-13", "2026-11-19", "on Thursday", "下周四"),
    ("2026-11-13", "2026-11-20", "on Friday, November 20", "11月20日星期五"),
    ("2026-11-09", "2026-11-12", "on Thursday", "本周四"),
    ("2026-11-09", "2026-11-15", "on Sunday", "本周日"),
    ("2026-11-09", "2026-11-16", "on Monday, November 16", "11月16日星期一"),
    ("2026-11-15", "2026-11-18", "on Wednesday", "下周三"),  # Sunday is the week's last day
    ("2026-11-13", "2026-11-12", "yesterday", "昨天"),
    ("2026-11-13", "2026-11-11", "on Wednesday", "前天"),
    ("2026-11-13", "2026-11-10", "on Tuesday", "本周二"),
    ("2026-11-16", "2026-11-13", "on Friday", "上周五"),
    ("2026-11-13", "2026-11-07", "on Saturday", "上周六"),
    ("2026-11-13", "2026-11-06", "on Friday, November 6", "11月6日星期五"),
    ("2026-11-30", "2026-12-01", "tomorrow", "明天"),
    ("2026-12-01", "2026-11-30", "yesterday", "昨天"),
    ("2026-12-31", "2027-01-01", "tomorrow", "明天"),
    ("2027-01-01", "2026-12-31", "yesterday", "昨天"),
    ("2026-12-31", "2027-01-04", "on Monday", "下周一"),
    ("2026-12-31", "2027-01-07", "on Thursday, January 7, 2027", "2027年1月7日星期四"),
    ("2027-01-05", "2026-12-29", "on Tuesday, December 29, 2026", "2026年12月29日星期二"),
    ("2028-02-28", "2028-02-29", "tomorrow", "明天"),
    ("2028-02-28", "2028-03-01", "on Wednesday", "后天"),
    ("2027-02-28", "2027-03-01", "tomorrow", "明天"),
]
"""Today, the other day, and what it is called today."""


class TestDays:
    """ "Today", "tomorrow" or "yesterday", the weekday within six days, else the date."""

    @pytest.mark.parametrize(("today", "on", "en", "zh"), DAYS)
    def test_it(self, today: str, on: str, en: str, zh: str) -> None:
        days = {"today": date.fromisoformat(today)}
        assert day_in_words(date.fromisoformat(on), language=EN, **days) == en
        assert day_in_words(date.fromisoformat(on), language=ZH, **days) == zh

    @given(today=st.dates(date(1971, 1, 1), date(2199, 1, 1)), away=st.integers(-400, 400))
    def test_law_a_word_means_one_day(self, today: date, away: int) -> None:
        """Among the days to come, or those gone by; the sentence says of which it speaks."""
        on, week = today + timedelta(days=away), timedelta(days=7)
        for language in Language:
            word = day_in_words(on, today=today, language=language)
            for other in (on - week, on + week):
                if language is ZH or (other > today) == (on > today):
                    assert word != day_in_words(other, today=today, language=language)

    @given(on=st.dates(date(1971, 1, 1), date(2199, 1, 1)))
    def test_law_a_date_in_words_is_that_date(self, on: date) -> None:
        months = "January February March April May June July August September October November"
        weekday, month, day, year = re.findall(r"\w+", date_in_words(on, language=EN))
        names = [*months.split(), "December"]
        assert date(int(year), names.index(month) + 1, int(day)) == on
        week = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
        assert week.split().index(weekday) == on.weekday()
        assert [int(each) for each in re.findall(r"\d+", date_in_words(on, language=ZH))] == [
            on.year, on.month, on.day,
        ]  # fmt: skip


class TestHours:
    """The twelve-hour clock, in English with am and pm, in Chinese with the part of the day."""

    @pytest.mark.parametrize(
        ("clock", "en", "zh"),
        [
            ("00:00", "12:00 am", "凌晨0:00"),
            ("00:05", "12:05 am", "凌晨0:05"),
            ("05:59", "5:59 am", "凌晨5:59"),
            ("06:00", "6:00 am", "早上6:00"),
            ("08:59", "8:59 am", "早上8:59"),
            ("09:00", "9:00 am", "上午9:00"),
            ("11:59", "11:59 am", "上午11:59"),
            ("12:00", "12:00 pm", "中午12:00"),
            ("12:30", "12:30 pm", "中午12:30"),
            ("13:00", "1:00 pm", "下午1:00"),
            ("17:59", "5:59 pm", "下午5:59"),
            ("18:00", "6:00 pm", "晚上6:00"),
            ("23:59:59", "11:59 pm", "晚上11:59"),
        ],
    )
    def test_it(self, clock: str, en: str, zh: str) -> None:
        assert hour_in_words(time.fromisoformat(clock), language=EN) == en
        assert hour_in_words(time.fromisoformat(clock), language=ZH) == zh

    def test_law_no_two_minutes_of_a_day_are_called_the_same(self) -> None:
        minutes = [time(minute // 60, minute % 60) for minute in range(24 * 60)]
        for language in Language:
            words = {hour_in_words(each, language=language) for each in minutes}
            assert len(words) == len(minutes)


def spoken(now: str, starts: str, *, zone: str = "America/Los_Angeles") -> str:
    """Day and hour of an appointment, at instants that are written with their offsets."""
    policy = saying("{day} at {time}").revise(calendar={"zone": zone})
    now_at, starts_at = datetime.fromisoformat(now), datetime.fromisoformat(starts)
    return message("said", policy=policy, now=now_at, starts_at=starts_at).body


class TestClinicZone:
    """Days and hours are those of the clinic's own clocks, whatever zone the instants are in."""

    def test_the_day_is_the_clinic_s_not_that_of_utc(self) -> None:
        # 23:30 in Los Angeles is the next day already in UTC, where both would be the same day.
        assert spoken("2026-11-10T07:30Z", "2026-11-10T18:00Z") == "tomorrow at 10:00 am"

    def test_nor_that_of_the_instant(self) -> None:
        shanghai = "2026-11-11T02:00+08:00"
        assert spoken("2026-11-10T09:00-08:00", shanghai) == "today at 10:00 am"

    def test_another_zone(self) -> None:
        told_ = spoken("2026-11-10T07:30Z", "2026-11-10T18:00Z", zone="Asia/Shanghai")
        assert told_ == "tomorrow at 2:00 am"

    def test_a_zone_across_the_date_line(self) -> None:
        told_ = spoken("2026-11-09T23:00Z", "2026-11-10T18:00Z", zone="Pacific/Apia")
        assert told_ == "tomorrow at 7:00 am"

    @pytest.mark.parametrize(
        ("now", "starts", "words"),
        [
            # Clocks go back on 2026-11-01, forward on 2026-03-08, both at two in the morning.
            ("2026-10-31T23:30-07:00", "2026-11-01T23:30-08:00", "tomorrow at 11:30 pm"),
            ("2026-11-01T00:10-07:00", "2026-11-01T23:50-08:00", "today at 11:50 pm"),
            ("2026-10-31T09:00-07:00", "2026-11-02T09:00-08:00", "on Monday at 9:00 am"),
            ("2026-11-01T01:30-07:00", "2026-11-01T01:30-08:00", "today at 1:30 am"),
            ("2026-03-07T23:30-08:00", "2026-03-08T23:30-07:00", "tomorrow at 11:30 pm"),
            ("2026-03-08T00:30-08:00", "2026-03-08T03:00-07:00", "today at 3:00 am"),
            ("2026-03-09T00:15-07:00", "2026-03-07T23:45-08:00", "on Saturday at 11:45 pm"),
            ("2026-03-09T00:15-07:00", "2026-03-08T00:00-08:00", "yesterday at 12:00 am"),
        ],
    )
    def test_across_a_clock_change(self, now: str, starts: str, words: str) -> None:
        assert spoken(now, starts) == words

    @given(
        starts=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
        away=st.integers(-10 * 24 * 60, 10 * 24 * 60),
    )
    def test_law_relabelling_instants_changes_nothing(self, starts: datetime, away: int) -> None:
        """Law 5, for messages."""
        starts_at = starts.replace(tzinfo=UTC)
        now = starts_at + timedelta(minutes=away)
        first = told("reminder_call", now=now, starts_at=starts_at)
        for zone in ("Asia/Kolkata", "Pacific/Chatham"):
            elsewhere = ZoneInfo(zone)
            assert first == told(
                "reminder_call",
                now=now.astimezone(elsewhere),
                starts_at=starts_at.astimezone(elsewhere),
            )


class TestDaysInTheTexts:
    """The reminder and the missed-appointment e-mail name the day by the calendar (issue 4)."""

    @pytest.mark.parametrize(
        ("now", "starts", "en", "zh"),
        [
            ("2026-11-13 09:00", "2026-11-16 10:00",
             "We are expecting you on Monday at 10:00 am", "您下周一上午10:00与"),
            ("2026-11-10 09:00", "2026-11-11 10:00",
             "We are expecting you tomorrow at 10:00 am", "您明天上午10:00与"),
            ("2026-11-11 08:00", "2026-11-11 10:00",
             "We are expecting you today at 10:00 am", "您今天上午10:00与"),
            ("2026-12-23 09:00", "2027-01-04 10:00",
             "We are expecting you on Monday, January 4, 2027 at 10:00 am",
             "您2027年1月4日星期一上午10:00与"),
        ],
    )  # fmt: skip
    def test_reminder(self, now: str, starts: str, en: str, zh: str) -> None:
        arguments: dict[str, Any] = {"now": at(now), "starts_at": at(starts)}
        assert en in told("reminder_call", **arguments).body
        assert zh in told("reminder_call", language="zh", **arguments).body

    @pytest.mark.parametrize(
        ("now", "starts", "en", "zh"),
        [
            ("2026-11-17 09:00", "2026-11-16 10:00",
             "expecting you yesterday at 10:00 am", "您原定昨天上午10:00与"),
            ("2026-11-16 09:00", "2026-11-13 15:30",
             "expecting you on Friday at 3:30 pm", "您原定上周五下午3:30与"),
            ("2026-12-01 09:00", "2026-11-13 15:30",
             "expecting you on Friday, November 13 at 3:30 pm", "您原定11月13日星期五下午3:30与"),
        ],
    )  # fmt: skip
    def test_missed_appointment(self, now: str, starts: str, en: str, zh: str) -> None:
        arguments: dict[str, Any] = {"now": at(now), "starts_at": at(starts)}
        assert en in told("missed_appointment", **arguments).body
        assert zh in told("missed_appointment", language="zh", **arguments).body

    def test_no_show_call_of_the_same_day(self) -> None:
        filled = told("no_show_call", now=at("2026-11-16 10:25"), starts_at=at("2026-11-16 10:00"))
        assert "with Dr. Ito today at 10:00 am" in filled.body


class Paragraphs(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += "\n" * (tag == "br")

    def handle_endtag(self, tag: str) -> None:
        self.text += "\n\n" * (tag == "p")

    def handle_data(self, data: str) -> None:
        self.text += data.strip("\n")


class TestMessage:
    """A message is a value that shows no name unless it is asked for its text."""

    @pytest.mark.parametrize("show", [repr, str, "{}".format])
    def test_it_does_not_show_what_it_says(self, show: Any) -> None:
        shown = show(told("confirmation"))
        assert "confirmation" in shown
        assert not [value for value in NAMES.values() if str(value) in shown]
        assert "2:30" not in shown

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            told("voicemail").body = "x"  # type: ignore[misc]  # refusing it is the test

    def test_equal_ones_hash_alike(self) -> None:
        assert hash(told("voicemail")) == hash(told("voicemail"))
        assert told("voicemail") != told("voicemail", customer="Li")


class TestHtml:
    """As HTML a message has paragraphs and line breaks, and everything else is escaped."""

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "lead_id"])
    @pytest.mark.parametrize(
        "planted",
        ["<script>alert(1)</script>", "<b>", "</p>", "a & b", '"><img src=x onerror="y">', "'"],
    )
    def test_a_planted_tag_is_text(self, name: str, planted: str) -> None:
        names: dict[str, Any] = {name: planted}
        filled = told("follow_up_email", **names)
        page = Paragraphs(filled.to_html())
        assert set(page.tags) <= {"p", "br"}
        assert page.text.strip() == filled.body

    @every_wording
    @each_language
    def test_it_is_the_body(self, key: str, count: int, language: Language) -> None:
        filled = told(key, count=count, language=language)
        assert Paragraphs(filled.to_html()).text.strip() == filled.body

    def test_paragraphs_and_lines(self) -> None:
        assert message("said", policy=saying("a\nb\n\nc < d")).to_html() == (
            "<p>a<br>b</p>\n<p>c &lt; d</p>"
        )
