"""Examples of the pages: stories of the corpus, decided by the engine when the page is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

from corpus.entries import CHAPTERS, decided, engine, policy, queue_cases, told, variants
from corpus.stories import Story
from leadflow import (
    Activity,
    Incoming,
    WorkKind,
    audit,
    kpi,
    queue,
    read_history,
    should_interrupt,
    upcoming,
    why_before,
)
from leadflow.display.pages import shown
from leadflow.display.words import worded
from leadflow.paths import leaves
from pages.markdown import bullets, code, codes, demoted, fence, folded, link, plain, table
from pages.values import described, value_in
from random_histories import PRESETS

CORPUS = "../corpus.md"
INSTANTS = ("at", "due", "starts_at", "recorded_at")


def examples(rule: str) -> Iterator[str]:
    """The example of a rule: what happened, and what was decided."""
    if rule in ("KPI", "QC"):
        yield from _counted() if rule == "KPI" else _audited()
        return
    story = story_of(rule)
    if story is not None:
        yield from _told(story)
        return
    yield from _of_queue(rule)


@cache
def story_of(rule: str) -> Story | None:
    """The first story of the corpus about a rule.

    Under a preset if there is one, and about this rule before others if there is one.
    """
    stories = [story for chapter in CHAPTERS for story in told(chapter)]
    about = [story for story in stories if rule in story.as_json()["rules"]]
    return min(
        about,
        key=lambda each: (each.policy not in PRESETS, each.as_json()["rules"][0] != rule),
        default=None,
    )


def _told(story: Story) -> Iterator[str]:
    entry = story.as_json()
    zone = policy(story.policy).calendar.zone
    yield f"## Example: {_without_ids(story.name)}"
    entry_of = f"An entry of the [corpus]({CORPUS}), under `{story.policy}`"
    yield f"{entry_of}. Times are the clinic's ({zone})."
    yield changes(story.policy)
    yield _history(entry["history"], zone)
    yield demoted(decided(entry).to_markdown())
    yield folded("The same history as JSON", fence("json", _json(entry["history"])))


def changes(name: str) -> str:
    """What a policy of the corpus changes in its preset, value by value; of a preset, nothing."""
    if name in PRESETS:
        return ""
    base, changed = PRESETS[variants()[name]["base"]], policy(name)
    mine, preset = (dict(each.model_dump(mode="json")) for each in (changed, base))
    before, after = dict(leaves(preset)), dict(leaves(mine))
    paths = [path for path in {**before, **after} if path != "name"]
    differ = [
        (f"`{path}`<br>{described(path)}", value_in(preset, path), value_in(mine, path))
        for path in paths
        if (path in before, before.get(path)) != (path in after, after.get(path))
        and not any(each.startswith(f"{path}.") for each in paths)
    ]
    told = table(("policy field", base.name, name), differ)
    return f"`{name}` is `{base.name}` but for these values:\n\n{told}"


def _without_ids(name: str) -> str:
    words = name.split()
    while words and (words[0] == "TSK" or words[0].partition("-")[0] in _HEADS):
        words.pop(0)
    return plain(" ".join(words))


_HEADS = {chapter.upper() for chapter in CHAPTERS}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _history(told: Mapping[str, Any], zone: str) -> str:
    lead = told["lead"]
    facts = {**lead.get("profile", {}), **{k: v for k, v in lead.items() if k == "source"}}
    rows = [(_clock(lead["created_at"], zone), f"the lead comes in{_fields(facts, zone)}")]
    for event in told["events"]:
        fields = {key: value for key, value in event.items() if key not in ("type", "at")}
        fields |= fields.pop("changes", {})
        rows.append((_clock(event["at"], zone), worded(event["type"]) + _fields(fields, zone)))
    return table(("when", "what happened"), rows)


def _fields(fields: Mapping[str, Any], zone: str) -> str:
    parts = (f"{worded(key)} {_value(key, value, zone)}" for key, value in fields.items())
    told = ", ".join(parts)
    return f": {told}" if told else ""


def _value(key: str, value: Any, zone: str) -> str:
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case list():
            return codes(value) or "none"
        case str() if key in INSTANTS:
            return _clock(value, zone)
        case _:
            return code(str(value))


def _clock(instant: str, zone: str) -> str:
    return shown(datetime.fromisoformat(instant), zone=zone)


def _of_queue(rule: str) -> Iterator[str]:
    """A case of several leads: who comes first and why, or what interrupts what."""
    for case in queue_cases("queues"):
        if case["name"].startswith(f"{rule} ") or rule == "PRI-6":
            yield f"## Example: {_without_ids(case['name'])}"
            yield from _queued(case)
            return
    cases = [each for each in queue_cases("interruptions") if each["name"].startswith(f"{rule} ")]
    if not cases:
        return
    yield "## Examples"
    yield table(
        ("case", "what comes in", "what is being done", "interrupts"), map(_interruption, cases)
    )


def _queued(case: Mapping[str, Any]) -> Iterator[str]:
    now = datetime.fromisoformat(case["now"])
    decide = engine(case["policy"]).decide
    zone = policy(case["policy"]).calendar.zone
    decisions = [decide(read_history(json.dumps(each)), now=now) for each in case["histories"]]
    yield f"Several leads under `{case['policy']}`, at {shown(now, zone=zone)} ({zone})."
    yield changes(case["policy"])
    for each in case["histories"]:
        yield f"Lead `{each['lead']['lead_id']}`:"
        yield _history(each, zone)
    ready, later = queue(decisions, now=now), upcoming(decisions, now=now)
    yield "The queue is"
    yield "\n".join(f"1. `{each.lead_id}`" for each in ready) if ready else "empty."
    if later:
        yield f"Upcoming, not due yet: {codes(each.lead_id for each in later)}."
    pairs = [(a, b, why_before(a, b=b)) for a, b in pairwise(ready)]
    if pairs:
        yield bullets(
            f"`{a.lead_id}` is before `{b.lead_id}` by `{why['by']}`: {why['a']} before {why['b']}"
            for a, b, why in pairs
        )


def _interruption(case: Mapping[str, Any]) -> Sequence[str]:
    incoming, activity = case["incoming"], case["activity"]
    coming = Incoming(
        WorkKind(incoming["kind"]), incoming["lead_id"], datetime.fromisoformat(incoming["at"])
    )
    doing = None
    if activity is not None:
        since = activity.get("dialling_since")
        kind = activity["kind"]
        doing = Activity(
            kind if kind == "outbound" else WorkKind(kind),
            activity.get("lead_id"),
            None if since is None else datetime.fromisoformat(since),
        )
    return (
        _without_ids(case["name"]),
        f"{worded(incoming['kind'])} of `{incoming['lead_id']}`",
        "nothing"
        if activity is None
        else ", ".join(f"{worded(k)} `{v}`" for k, v in activity.items()),
        "yes" if should_interrupt(coming, activity=doing) else "no",
    )


def _counted() -> Iterator[str]:
    """The indicators of the leads of one case of the queue."""
    case = next(each for each in queue_cases("queues"))
    now = datetime.fromisoformat(case["now"])
    histories = [read_history(json.dumps(each)) for each in case["histories"]]
    start = min(each.lead.created_at for each in histories)
    found = kpi(histories, start=start, end=now, now=now, policy=policy(case["policy"]))
    yield "## Example"
    yield f'The leads of {link("PRI-1", "PRI-1.md")}\'s case "{_without_ids(case["name"])}".'
    yield demoted(found.to_markdown())


def _audited() -> Iterator[str]:
    """What the audit holds against the clinic in a story of a missed appointment."""
    story = story_of("NSH-4")
    assert story is not None
    entry = story.as_json()
    chosen = policy(story.policy)
    history = read_history(json.dumps(entry["history"]))
    breaches = audit(history, now=datetime.fromisoformat(entry["now"]), policy=chosen)
    zone = chosen.calendar.zone
    yield f"## Example: {_without_ids(story.name)}"
    yield _history(entry["history"], zone)
    rows = [
        (f"`{each.kind}`", str(each.severity), each.rule, each.source, shown(each.due, zone=zone))
        for each in breaches
    ]
    yield f"Looked at on {_clock(entry['now'], zone)} under `{story.policy}`:"
    yield table(("breach", "severity", "rule", "source", "due"), rows)
