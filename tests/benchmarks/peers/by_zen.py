"""The ladder with `zen-engine`: one decision table that says what each event does to a lead.

The table is compiled once. What it is asked about one lead cannot be asked together, since each
event's answer hangs on the one before; so many leads go side by side, the first events of all of
them as one batch, then the second ones, which costs a tenth of asking one by one. The loop of a
table hands nothing from one row to the next. A function node could fold a history in JavaScript,
but would be a program and no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zen import ZenEngine

from benchmarks import yardstick as y
from benchmarks.peers.facts import Facts

STATUS = {"new": y.NEW, "follow_up": y.FOLLOW_UP, "contacted": y.CONTACTED, "dead": y.DEAD}
INPUTS = ("happens", "status", "told_again", "attempts", "standing", "reached", "counts")
OUTPUTS = ("becomes", "does")
SAME, ANY = "status", ""

# What happens, status, told again, attempts, standing, reached, counts: what becomes of it, what it
# does. The first row that fits holds; the commonest stand first.
RULES: Sequence[tuple[str, ...]] = (
    ("unanswered", "'dead'", ANY, ANY, ANY, ANY, ANY, SAME, "unanswered_when_dead"),
    ("unanswered", ANY, ANY, "> 2", "false", ANY, ANY, "'dead'", "last_unanswered"),
    ("unanswered", "'new'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "unanswered"),
    ("unanswered", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "unanswered"),
    ("connected", "'dead'", ANY, ANY, ANY, ANY, ANY, "'contacted'", "connected_when_dead"),
    ("connected", ANY, ANY, ANY, ANY, ANY, ANY, "'contacted'", "connected"),
    ("untold", "'dead'", ANY, ANY, ANY, ANY, ANY, SAME, "note_call"),
    ("untold", "'new'", ANY, ANY, ANY, ANY, "true", "'follow_up'", "untold"),
    ("untold", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "untold"),
    ("follow_up_at", "'dead'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "revived"),
    ("follow_up_at", "'new'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "promised"),
    ("follow_up_at", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "promised"),
    ("follow_up", "'dead'", ANY, ANY, ANY, ANY, ANY, SAME, "nothing"),
    ("follow_up", ANY, ANY, "> 2", "false", "false", ANY, "'dead'", "run_out"),
    ("follow_up", "'new'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "bare"),
    ("follow_up", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "bare"),
    ("marked", "'dead'", ANY, ANY, ANY, ANY, ANY, SAME, "marked_when_dead"),
    ("marked", ANY, "true", ANY, ANY, ANY, ANY, SAME, "nothing"),
    ("marked", ANY, ANY, "> 2", "false", ANY, ANY, "'dead'", "last_marked"),
    ("marked", "'new'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "marked"),
    ("marked", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "marked"),
    ("emailed", "'dead'", ANY, ANY, ANY, ANY, ANY, SAME, "nothing"),
    ("emailed", "'new'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "emailed"),
    ("emailed", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "emailed"),
    ("answered", "'dead'", ANY, ANY, ANY, ANY, ANY, "'contacted'", "answered_when_dead"),
    ("answered", ANY, ANY, ANY, ANY, ANY, ANY, "'contacted'", "answered"),
    ("contacted", "'dead'", ANY, ANY, ANY, ANY, ANY, "'contacted'", "talked_when_dead"),
    ("contacted", ANY, ANY, ANY, ANY, ANY, ANY, "'contacted'", "talked"),
    ("reopened", "'dead'", ANY, ANY, ANY, ANY, ANY, "'follow_up'", "reopened"),
    ("reopened", ANY, ANY, ANY, ANY, ANY, ANY, SAME, "nothing"),
    ("given_up", ANY, ANY, ANY, ANY, ANY, ANY, "'dead'", "given_up"),
)


def _rule(number: int, cells: tuple[str, ...]) -> dict[str, str]:
    happens, *conditions, becomes, does = cells
    columns = dict(zip(INPUTS, (f"'{happens}'", *conditions), strict=True))
    return {"_id": str(number), **columns, "becomes": becomes, "does": f"'{does}'"}


def _model() -> dict[str, Any]:
    def node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        place = {"x": 0, "y": 0}
        return {"id": name, "name": name, "type": kind, "position": place, "content": content or {}}

    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in INPUTS],
        "outputs": [{"id": name, "name": name, "field": name} for name in OUTPUTS],
        "rules": [_rule(number, cells) for number, cells in enumerate(RULES)],
    }
    return {
        "nodes": [
            node("event", "inputNode"),
            node("ladder", "decisionTableNode", table),
            node("what", "outputNode"),
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "event", "targetId": "ladder"},
            {"id": "2", "type": "edge", "sourceId": "ladder", "targetId": "what"},
        ],
    }


ENGINE = ZenEngine({"loader": {"type": "static", "content": {"ladder": _model()}}})


class Asked(NamedTuple):
    """What the table is asked, and with what the answer's method is called."""

    context: dict[str, Any]
    arguments: tuple[int, ...]


class Lead(Facts):
    """The facts of a lead, its status, and its events."""

    __slots__ = ("events", "now", "status")

    def __init__(self, history: y.History, now: int) -> None:
        created_at, self.events = history
        super().__init__(created_at)
        self.status = "new"
        self.now = now

    def fire(self, until: int) -> None:
        """Let the timer fire that is due."""
        if self.grace_ends and self.grace_ends <= until and not self.exact:
            self.status = "dead"
            self.run_out()

    def asks(self, event: y.Event) -> Asked | None:  # noqa: C901 - one case for each kind
        """What an event asks of the table; nothing where it can make no difference."""
        kind, at, via, what, call_id = event
        asked: dict[str, Any] = {"status": self.status}
        if kind == y.CALL_PLACED:
            told_again = call_id in self.placed
            if told_again and self.is_old_news(at, via, what, call_id):
                return None
            if what == y.NO_RESPONSE:
                asked["happens"] = "unanswered"
                asked["attempts"] = self.attempts + self._counts(via, call_id)
                asked["standing"] = self.exact > (0 if told_again else at)
            elif what == y.CONNECTED:
                asked["happens"] = "connected"
            else:
                asked["happens"] = "untold"
                asked["counts"] = self._counts(via, call_id)
            return Asked(asked, (at, via, call_id))
        if kind == y.FOLLOW_UP_SET:
            if what:
                asked["happens"] = "follow_up_at"
                return Asked(asked, (at, what))
            asked["happens"] = "follow_up"
            asked["attempts"], asked["standing"] = self.attempts, self.exact > at
            asked["reached"] = self.reached
        elif kind == y.RESPONSE_MARKED:
            asked["happens"] = "marked"
            asked["told_again"] = self._told_with_call(at)
            asked["attempts"], asked["standing"] = self.attempts, self.exact > at
        elif kind == y.EMAIL_SENT and via == y.BUTTON:
            asked["happens"] = "emailed"
        elif kind == y.CALL_ANSWERED:
            if call_id in self.spoken:
                return None
            asked["happens"] = "answered"
            return Asked(asked, (at, via, call_id))
        elif kind == y.CONTACTED_MARKED:
            asked["happens"] = "contacted"
        elif kind == y.REOPENED:
            asked["happens"] = "reopened"
        elif kind == y.MARKED_DEAD:
            asked["happens"] = "given_up"
            return Asked(asked, (what,))
        else:
            if kind == y.REASON_SET:
                self.given_reason = what
            return None
        return Asked(asked, (at,))

    def told_by(self, answer: Any, arguments: tuple[int, ...]) -> None:
        """Do what the table says."""
        self.status = answer["becomes"]
        if answer["does"] != "nothing":
            getattr(self, answer["does"])(*arguments)


def decide_all(cases: Iterable[tuple[y.History, int]]) -> list[y.Answer]:
    """The answers for many leads, each at its own instant, which no event of it is later than."""
    leads = [Lead(history, now) for history, now in cases]
    for place in range(max(len(each.events) for each in leads)):
        turn: list[tuple[Lead, Asked]] = []
        for lead in leads:
            if place < len(lead.events):
                event = lead.events[place]
                lead.place = place
                lead.fire(event[1])
                asked = lead.asks(event)
                if asked is not None:
                    turn.append((lead, asked))
        requests: list[Any] = [{"key": "ladder", "context": asked.context} for _, asked in turn]
        for (lead, asked), response in zip(turn, ENGINE.evaluate_batch(requests), strict=True):
            lead.told_by(response["data"]["result"], asked.arguments)
    for lead in leads:
        lead.fire(lead.now)
    return [each.answer(STATUS[each.status]) for each in leads]
