"""Decision tables: for each event and status the rules that speak, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadflow import Policy
from leadflow.engine.compile import Steps, program_for
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import Rule
from leadflow.vocabulary import Status
from pages.markdown import bullets, codes, page, plain, table
from pages.terms import GIVEN
from pages.where import linked, to_rule
from random_histories import PRESETS

UP = "../"


def table_pages() -> Iterator[tuple[str, str]]:
    """The decision tables of each preset, and where they are."""
    for name, policy in PRESETS.items():
        yield f"rulebook/decision-table-{name.lower()}.md", _page(name, policy)
    yield (
        "rulebook/decision-tables.md",
        page(
            "Decision tables",
            "On which event and in which status which rules speak, in their order: for each preset"
            " what the engine runs, read off the program that it compiles from the rulebook and "
            "the policy.",
            bullets(f"[{name}](decision-table-{name.lower()}.md)" for name in PRESETS),
            "A rule that speaks on an event may still do nothing: whether it fires hangs on more "
            "than the status. Where one fired that keeps others from firing, these are left out.",
        ),
    )


def _page(name: str, policy: Policy) -> str:
    parts = []
    for occasion, by_status in program_for(policy).items():
        # The last entry of a status is the program of a lead of which everything is held.
        steps = {status: by_status[status][-1] for status in Status}
        if any(steps.values()):
            parts += [f"## {_title(occasion)}", _table(steps)]
    return page(
        f"Decision table of {name}",
        "Rules run from top to bottom. One that is marked *last word* ends the event where it "
        "fires.",
        *parts,
    )


def _title(occasion: Occasion) -> str:
    return occasion.value[0].upper() + occasion.value[1:]


def _table(steps: dict[Status, Steps]) -> str:
    groups: dict[tuple[str, ...], list[Status]] = {}
    for status, run in steps.items():
        groups.setdefault(tuple(_told(run)), []).append(status)
    rows = []
    for told, statuses in groups.items():
        numbered = (f"{n}. {each}" for n, each in enumerate(told, 1))
        rows.append((_statuses(statuses), "<br>".join(numbered) or "nothing"))
    return table(("in the statuses", "these rules speak"), rows)


def _statuses(statuses: Sequence[Status]) -> str:
    return "any" if len(statuses) == len(Status) else codes(statuses)


def _told(run: Steps) -> Iterator[str]:
    rules = [rule for rule, _, _ in run]
    for place, (rule, _, go_on) in enumerate(run):
        more = _more(rule, _left_out(rules[place + 1 :], go_on))
        yield f"{to_rule(rule.id, up=UP)} {linked(plain(rule.sentence), up=UP)}{more}"


def _left_out(rest: Sequence[Rule], go_on: Steps | None) -> list[str]:
    """The rules that do not speak any more where this one fired."""
    if go_on is None:
        return []
    kept = [rule for rule, _, _ in go_on]
    return list(dict.fromkeys(rule.id for rule in rest if rule not in kept))


def _more(rule: Rule, left_out: Sequence[str]) -> str:
    notes = []
    if rule.given:
        notes.append(f"where {' or '.join(GIVEN[field] for field in rule.given)}")
    if rule.final:
        notes.append("*last word*")
    elif left_out:
        notes.append(f"then not {', '.join(to_rule(each, up=UP) for each in left_out)}")
    return f" ({'; '.join(notes)})" if notes else ""
