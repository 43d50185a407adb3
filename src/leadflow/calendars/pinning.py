"""Closed dates from the `holidays` package, read once when a calendar is built."""

from __future__ import annotations

from datetime import date

from leadflow.errors import InvalidCalendar
from leadflow.instants import MAX_YEAR, MIN_YEAR


def public_holidays(
    country: str, subdivision: str | None, language: str | None, years: frozenset[int]
) -> tuple[dict[date, list[str]], str]:
    """Return the names of the holidays of each date of `years`, and the package's version.

    Raises:
        InvalidCalendar: the country, subdivision, language or years are none of the package's.
    """
    import holidays

    if not years or not years <= set(range(MIN_YEAR, MAX_YEAR + 1)):
        raise InvalidCalendar(f"give the years to pin, from {MIN_YEAR} to {MAX_YEAR}")
    unknown = InvalidCalendar("`holidays` does not know that country or subdivision: use ISO codes")
    try:
        empty = holidays.country_holidays(country, subdiv=subdivision, years=(), expand=False)
    except Exception:  # for a wrong code the package raises whatever happens to fail
        raise unknown from None
    if not hasattr(empty, "country"):  # it has stock exchanges under such names too
        raise unknown
    # Without a language that it has, the package looks for one in the environment.
    languages = empty.supported_languages
    language = language or ("en_US" if "en_US" in languages else empty.default_language)
    if language not in (languages or (None,)):
        raise InvalidCalendar("`holidays` does not have that country in that language")
    # A day in lieu may lie in the year before or after that of its holiday.
    around = {year + step for year in years for step in (-1, 0, 1)}
    known = holidays.country_holidays(
        country, subdiv=subdivision, years=around, expand=False, language=language
    )
    found = {day: known.get_list(day) for day in sorted(known) if day.year in years}
    version: str = holidays.__version__  # type: ignore[attr-defined]  # there, but not declared
    return found, version


def without(found: dict[date, list[str]], leave_out: frozenset[str]) -> list[date]:
    """Return the dates that keep a name; InvalidCalendar if one to leave out is no name at all."""
    closed: list[date] = []
    matched: set[str] = set()
    for day, names in found.items():
        hits = {name: {each for each in leave_out if _is_of(name, each)} for name in names}
        matched.update(*hits.values())
        if not all(hits.values()):
            closed.append(day)
    if matched != leave_out:
        raise InvalidCalendar("a name to leave out names no holiday of these years")
    return closed


def _is_of(name: str, holiday: str) -> bool:
    return name == holiday or name.startswith(f"{holiday} (")
