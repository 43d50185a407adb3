"""What comparisons of policies show: tables, and pictures of what moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from leadflow.display import Page, Picture, Table, clocked
from leadflow.display.charts import bars, curve, heat_map
from leadflow.display.flow import flow
from leadflow.mappings import Counts
from leadflow.policy import Policy
from leadflow.readers.differences import worded
from leadflow.readers.stories.spans import DAY
from leadflow.readers.whatif.results import HOURS_OF_A_DAY, Totals, Variant
from leadflow.vocabulary import Status, Team, WorkKind

if TYPE_CHECKING:
    from leadflow.readers.whatif.comparison import Comparison

BASELINE: Final = "baseline"
CAVEAT: Final = "What was recorded happens under every policy, whatever the policy would have said."
_EXAMPLES: Final = 5
_PERIODS: Final = (("YYYY-MM-DD", 90), ("YYYY-MM", 90 * 31))
"""What of a date contacts are shown by, over at most how many days; over more, by the year."""
_YEAR: Final = "YYYY"
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PARTING: Final = ("lead", "at", "by", "baseline / variant")


def comparison_page(comparison: Comparison, baseline: Policy) -> Page:
    """A comparison as a page: of a single variant also where its first leads part."""
    by = clocked(comparison.now, zone=baseline.calendar.zone, policy=comparison.baseline.policy)
    lines = (by, f"Leads: {comparison.leads:,}", CAVEAT)
    tables = [_figures(comparison), *_counted(comparison, baseline)]
    if len(comparison.variants) == 1:
        (only,) = comparison.variants
        first = islice(comparison.partings(only.name), _EXAMPLES)
        of = f"The first {_EXAMPLES} of {only.parted:,} leads" if only.parted > _EXAMPLES else ""
        cells = [each.cells(baseline) for each in first]
        tables.append(Table(f"{of or 'Leads'} that part", _PARTING, cells))
        pictures = _of_one(comparison, only, baseline)
    else:
        pictures = _of_several(comparison)
    return Page("Policies compared", lines, tuple(tables), pictures)


def contacts_by_hour(name: str, totals: Totals) -> Picture:
    """When contacts came due under a policy, by weekday and hour of the clinic's clocks."""
    title = f"Contacts that come due, by weekday and hour: {name}"
    hours = [f"{hour:02}" for hour in range(HOURS_OF_A_DAY)]
    return heat_map(title, rows=_WEEKDAYS, columns=hours, values=totals.hours)


def figure(number: float | None) -> str:
    """A number as people read it: a dash where there is none."""
    if number is None:
        return "-"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


def _figures(comparison: Comparison) -> Table:
    rows = [(BASELINE, "-", "-", "-", *_own(comparison.baseline))]
    rows += [
        (each.name, *map(figure, (each.parted, each.lost, each.kept)), *_own(each.totals))
        for each in comparison.variants
    ]
    columns = (
        "policy", "leads that part", "lost", "kept", "dead", "given up", "spoken to later",
        "contacts", "median hours to next", "mean hours to next",
    )  # fmt: skip
    return Table("Against the baseline", columns, rows)


def _own(totals: Totals) -> tuple[str, ...]:
    numbers = (totals.dead, totals.given_up, totals.spoken_to_later, totals.contacts)
    return tuple(map(figure, (*numbers, totals.median_hours, totals.mean_hours)))


def _counted(comparison: Comparison, baseline: Policy) -> Iterable[Table]:
    """What is counted at `now`: a row for each policy, a column for each that occurs."""
    policies = [(BASELINE, comparison.baseline)]
    policies += [(each.name, each.totals) for each in comparison.variants]
    yield _table("Statuses", policies, lambda each: each.statuses, _labels(baseline))
    yield _table("Reasons for loss", policies, lambda each: each.reasons, {})
    yield _table("Tiers of the next contact", policies, lambda each: each.tiers, _words(WorkKind))
    yield _table("Teams", policies, lambda each: each.teams, _words(Team))


def _table(
    title: str,
    policies: Sequence[tuple[str, Totals]],
    counted: Callable[[Totals], Counts],
    words: Mapping[str, str],
) -> Table:
    occur = dict.fromkeys(key for _name, totals in policies for key in counted(totals))
    keys = [each for each in words if each in occur] + sorted(occur.keys() - words.keys())
    rows = [
        (name, *(figure(counted(totals).get(key, 0)) for key in keys)) for name, totals in policies
    ]
    columns = tuple(words.get(key) or worded(key) for key in keys)
    return Table(title, ("policy", *columns), rows)


def _labels(policy: Policy) -> dict[str, str]:
    return {each.value: policy.label_of(each) for each in Status}


def _words(kinds: Iterable[str]) -> dict[str, str]:
    return {str(each): worded(each) for each in kinds}


def _of_one(comparison: Comparison, variant: Variant, baseline: Policy) -> tuple[Picture, ...]:
    label_of = {each: baseline.label_of(each) for each in Status}
    before, after = comparison.baseline.days, variant.totals.days
    name = variant.name if variant.name != BASELINE else f"{BASELINE} (variant)"
    periods = _periods({*before, *after})
    xs = list(dict.fromkeys(periods.values()))
    series = {each: _along(days, periods, xs) for each, days in ((BASELINE, before), (name, after))}
    moved = flow(
        f"Statuses: baseline and {name}",
        before=BASELINE,
        after=name,
        counts=variant.flows(label_of),
    )
    contacts = curve("Contacts that come due", xs=xs, series=series)
    return moved, contacts, contacts_by_hour(name, variant.totals)


def _periods(days: Collection[str]) -> dict[str, str]:
    """Every day from the first to the last and the period that it is drawn in, in their order.

    A day without a contact has its place too: else a curve would hide how long nothing came due.
    """
    if not days:
        return {}
    first, last = (date.fromisoformat(each) for each in (min(days), max(days)))
    span = (last - first).days + 1
    kept = next((len(each) for each, most in _PERIODS if span <= most), len(_YEAR))
    every = ((first + n * DAY).isoformat() for n in range(span))
    return {day: day[:kept] for day in every}


def _along(days: Counts, periods: Mapping[str, str], xs: Sequence[str]) -> list[int]:
    by_period: Counter[str] = Counter()
    for day, many in days.items():
        by_period[periods[day]] += many
    return [by_period[each] for each in xs]


def _of_several(comparison: Comparison) -> tuple[Picture, ...]:
    """The variants side by side; those of a sweep over one path are points of a curve."""
    variants = comparison.variants
    path, names = _told_apart([each.name for each in variants])
    several: Mapping[str, Sequence[int]] = {
        "lost": [each.lost for each in variants],
        "kept": [each.kept for each in variants],
        "given up": [each.totals.given_up for each in variants],
        "spoken to later": [each.totals.spoken_to_later for each in variants],
    }
    contacts = {"contacts": [each.totals.contacts for each in variants]}
    due = "Contacts that come due"
    return (
        bars("Leads lost, kept, given up and spoken to later", labels=names, series=several),
        bars(due, labels=names, series=contacts)
        if path is None
        else curve(f"{due}, by {path}", xs=names, series=contacts),
    )


def _told_apart(names: Sequence[str]) -> tuple[str | None, list[str]]:
    """The field path with which all names begin, as those of a sweep do, and the names without it.

    Where there is no such path, or another behind it, the variants have no order, and a curve would
    pretend one.
    """
    parts = [name.partition("=") for name in names]
    paths = {path for path, _is, _value in parts}
    if len(paths) != 1 or not all(sign and "=" not in value for _path, sign, value in parts):
        return None, list(names)
    return paths.pop(), [value for _path, _is, value in parts]
