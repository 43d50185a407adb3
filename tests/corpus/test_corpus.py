"""The replay corpus: what a history was decided to be, it is decided to be for good.

`pytest tests/corpus --record` writes the decisions anew; what a story expects is written by hand.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from corpus.entries import (
    CHAPTERS,
    GOLDEN,
    HERE,
    decided,
    engine,
    found_at,
    line,
    policy,
    queue_cases,
    told,
    variants,
)
from corpus.stories import Story, rules_of
from golden import agrees_with
from leadflow import (
    Activity,
    Decision,
    Incoming,
    Status,
    TaskKind,
    WorkKind,
    queue,
    read_history,
    should_interrupt,
    upcoming,
    why_before,
)
from leadflow.rulebook import RULEBOOK
from random_histories import PRESETS
from traced import SPECIFIED

STORIES = [story for chapter in CHAPTERS for story in told(chapter)]
QUEUES = list(queue_cases("queues"))
INTERRUPTIONS = list(queue_cases("interruptions"))
NAMES = [*(each.name for each in STORIES), *(each["name"] for each in (*QUEUES, *INTERRUPTIONS))]
OUTPUTS = {
    "status": "status",
    "next_contact_at": "next_contact.at",
    "reason_for_loss": "reason_for_loss",
}

every_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


@every_story
class TestWhatWasExpected:
    """Each story's decision says what was written down by hand, whatever was recorded."""

    def test_it_came_so(self, story: Story) -> None:
        decision = decided(story.as_json()).to_dict()
        said = {path: found_at(decision, OUTPUTS.get(path, path)) for path in story.expect}
        assert said == story.expect


@every_chapter
class TestReplay:
    """Each decision is what was recorded, byte for byte."""

    def test_it_comes_to_the_same_bytes(self, chapter: str, record: bool) -> None:
        text = "".join(map(line, told(chapter)))
        agrees_with(GOLDEN / f"{chapter}.jsonl", text, record=record)

    def test_an_entry_is_all_that_is_needed(self, chapter: str) -> None:
        for text in (GOLDEN / f"{chapter}.jsonl").read_text(encoding="utf-8").splitlines():
            entry = json.loads(text)
            decision = decided(entry)
            assert text.endswith(f'"decision":{decision.to_json()}}}')
            assert Decision.from_json(json.dumps(entry["decision"])) == decision


def test_the_presets_are_those_that_were_recorded(record: bool) -> None:
    text = "".join(f"{preset.model_dump_json()}\n" for preset in PRESETS.values())
    agrees_with(GOLDEN / "presets.jsonl", text, record=record)


@pytest.mark.parametrize("case", QUEUES, ids=lambda case: str(case["name"]))
class TestQueues:
    """Cases of several leads: who comes first, who is not in the queue, and why."""

    def decisions(self, case: dict[str, Any]) -> dict[str, Decision]:
        now = datetime.fromisoformat(case["now"])
        histories = (read_history(json.dumps(each)) for each in case["histories"])
        decide = engine(case["policy"]).decide
        return {each.lead.lead_id: decide(each, now=now) for each in histories}

    def test_the_queue(self, case: dict[str, Any]) -> None:
        now, decisions = datetime.fromisoformat(case["now"]), self.decisions(case).values()
        assert [each.lead_id for each in queue(decisions, now=now)] == case["queue"]

    def test_what_is_upcoming(self, case: dict[str, Any]) -> None:
        now, decisions = datetime.fromisoformat(case["now"]), self.decisions(case).values()
        assert [each.lead_id for each in upcoming(decisions, now=now)] == case["upcoming"]

    def test_why(self, case: dict[str, Any]) -> None:
        decisions = self.decisions(case)
        for pair in case["why"]:
            why = why_before(decisions[pair["a"]], b=decisions[pair["b"]])
            assert why["by"] == pair["by"]


@pytest.mark.parametrize("case", INTERRUPTIONS, ids=lambda case: str(case["name"]))
def test_what_interrupts_what(case: dict[str, Any]) -> None:
    incoming, activity = case["incoming"], case["activity"]
    came = Incoming(
        WorkKind(incoming["kind"]), incoming["lead_id"], datetime.fromisoformat(incoming["at"])
    )
    busy = None
    if activity is not None:
        since = activity["dialling_since"]
        busy = Activity(
            activity["kind"],
            activity["lead_id"],
            None if since is None else datetime.fromisoformat(since),
        )
    assert should_interrupt(came, activity=busy) is case["interrupts"]


class TestWhatItCovers:
    """The corpus is large enough, and no rule, status or reason is left out."""

    def test_there_are_enough(self) -> None:
        assert len(STORIES) >= 300

    def test_it_stays_small(self) -> None:
        assert sum(path.stat().st_size for path in HERE.rglob("*.json*")) < 3_500_000

    def test_no_two_have_one_name(self) -> None:
        assert sorted(set(NAMES)) == sorted(NAMES)

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_a_rule_of_the_specification_is_shown(self, rule: str) -> None:
        assert any(rule in rules_of(name) for name in NAMES)

    @pytest.mark.parametrize("kind", TaskKind)
    def test_a_kind_of_task_is_shown(self, kind: TaskKind) -> None:
        assert any(kind in story.expect.get("tasks.kind", ()) for story in STORIES)

    def test_names_bear_no_other_rules(self) -> None:
        assert {rule for name in NAMES for rule in rules_of(name)} == {*SPECIFIED, "TSK"}

    @every_chapter
    def test_a_story_stands_in_the_chapter_of_its_first_rule(self, chapter: str) -> None:
        assert {each.name[:3].lower() for each in told(chapter)} == {chapter}

    def test_every_status_comes_up(self) -> None:
        assert {each.expect["status"] for each in STORIES} == set(Status)

    def test_every_rule_of_the_rulebook_fires(self) -> None:
        fired = set()
        for story in STORIES:
            history = read_history(json.dumps(story.history))
            state = engine(story.policy).fold(history, now=datetime.fromisoformat(story.now))
            fired |= {name for _id, name, _event in state.fired}
        assert {rule.name for rule in RULEBOOK} - fired == set()

    def test_every_policy_beside_the_presets_is_used(self) -> None:
        assert {each.policy for each in STORIES} == variants().keys() | PRESETS.keys()

    @pytest.mark.parametrize("name", variants())
    def test_a_variant_differs_from_its_preset(self, name: str) -> None:
        base = policy(variants()[name]["base"])
        assert policy(name) != base.revise(name=name)
