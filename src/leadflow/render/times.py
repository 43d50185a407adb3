"""Days and hours in words, in English and Chinese: by tables of our own, never by a locale."""

from __future__ import annotations

from datetime import date, time

from leadflow.wording import Language

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_WEEKDAYS_ZH = "一二三四五六日"
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_NEAR_ZH = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_WEEKS_ZH = {-1: "上周", 0: "本周", 1: "下周"}
_BY_NAME_WITHIN = 6
"""Days to either side within which the name of a weekday means one day only."""
_PARTS_OF_DAY_ZH = ((0, "凌晨"), (6, "早上"), (9, "上午"), (12, "中午"), (13, "下午"), (18, "晚上"))
"""The hour at which each part of the day begins."""


def hour_in_words(at: time, *, language: Language) -> str:
    """A wall time by the twelve-hour clock: "2:30 pm", "下午2:30". Seconds are left out."""
    if language is Language.EN:
        return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"
    part = [name for begins, name in _PARTS_OF_DAY_ZH if begins <= at.hour][-1]
    return f"{part}{at.hour if at.hour <= 12 else at.hour - 12}:{at.minute:02}"


def date_in_words(on: date, *, language: Language) -> str:
    """A date in full: "Monday, November 16, 2026", "2026年11月16日星期一"."""
    if language is Language.EN:
        return f"{_day_en(on)}, {on.year}"
    return f"{on.year}年{_day_zh(on)}"


def day_in_words(on: date, *, today: date, language: Language) -> str:
    """A date as one says it on `today`, to be put into a sentence.

    "today", "tomorrow" or "yesterday"; within six days "on Monday"; else the date, with its year
    where that is not this one. In Chinese two days off have words too, and a weekday is said with
    its week, which begins on Monday: "下周一".
    """
    away = (on - today).days
    if language is Language.EN:
        if away in _NEAR:
            return _NEAR[away]
        if abs(away) <= _BY_NAME_WITHIN:
            return f"on {_WEEKDAYS[on.weekday()]}"
        return f"on {_day_en(on)}" + (f", {on.year}" if on.year != today.year else "")
    if away in _NEAR_ZH:
        return _NEAR_ZH[away]
    if abs(away) <= _BY_NAME_WITHIN:
        weeks = (today.weekday() + away) // 7
        return _WEEKS_ZH[weeks] + _WEEKDAYS_ZH[on.weekday()]
    return (f"{on.year}年" if on.year != today.year else "") + _day_zh(on)


def _day_en(on: date) -> str:
    return f"{_WEEKDAYS[on.weekday()]}, {_MONTHS[on.month - 1]} {on.day}"


def _day_zh(on: date) -> str:
    return f"{on.month}月{on.day}日星期{_WEEKDAYS_ZH[on.weekday()]}"
