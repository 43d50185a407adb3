"""Deciding touches nothing outside: shown by the interpreter, and by taking files away.

Two of the five ways in which purity is shown; the others are the import contracts, the lint bans
and the walk through the syntax trees (`test_purity.py`).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import fixed_decisions as fixed
from processes import in_new_process

# The hook stays for the life of its process and hears all of it; what it hears is kept only where
# `hearing` is set. Of decisions nothing that it hears is tolerated.
AUDIT = """
import json, sys
import fixed_decisions as fixed
from leadflow import InvalidHistory, queue, read_history

engines = fixed.engines()
first, texts = fixed.documents(1, seed=1), fixed.documents(COUNT, seed=2)
heard, hearing = [], False

def hook(event, arguments):
    if hearing:
        heard.append(event)

def refused():
    try:
        read_history('{"lead": {"lead_id": 7}}')
    except InvalidHistory as error:
        return len(error.problems)

sys.addaudithook(hook)
if WARM:
    list(fixed.decided(first, engines)), refused()  # builds, once, what writes and reads decisions
hearing = True
told = list(fixed.decided(texts, engines))
now = fixed.CREATED
work = queue([by.decide(read_history(text), now=now) for text in texts for by in engines.values()],
             now=now)
hearing = False
deciding = sorted(set(heard))
heard.clear()
hearing = True
problems = refused()
hearing = False
refusing = sorted(set(heard))
hearing = True
open(sys.executable, "rb").close()
hearing = False
print(json.dumps({"decisions": (len(told) - len(texts)) // 2, "queued": len(work),
                  "problems": problems, "deciding": deciding, "refusing": refusing,
                  "then": heard[-1]}))
"""
NO_FILES = """
import json, resource, sys
import fixed_decisions as fixed
from leadflow import INCINTA, InvalidHistory, read_history, read_policy

texts = fixed.documents(40)
resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
try:
    open(sys.executable, "rb")
    opened = True
except OSError:
    opened = False
try:
    read_history("{}")
    problems = 0
except InvalidHistory as error:
    problems = len(error.problems)
told = list(fixed.decided(texts, fixed.engines()))
policy = read_policy(INCINTA.model_dump_json()) == INCINTA
print(json.dumps({"opened": opened, "problems": problems, "policy": policy, "told": told}))
"""


@pytest.fixture(scope="module")
def heard() -> Any:
    """What an audit hook hears while a thousand decisions are made."""
    return json.loads(in_new_process("-c", f"WARM, COUNT = True, 112\n{AUDIT}"))


class TestAuditHook:
    """A thousand decisions, with JSON in and out, raise no audit event (issue "Proof", 4)."""

    def test_a_thousand_decisions_were_made(self, heard: Any) -> None:
        assert heard["decisions"] == 1008

    def test_they_raise_no_event(self, heard: Any) -> None:
        assert heard["deciding"] == []

    def test_a_queue_was_among_them(self, heard: Any) -> None:
        assert heard["queued"] > 0

    def test_a_refusal_touches_nothing_outside(self, heard: Any) -> None:
        """Pydantic tells classes apart by `id` while it writes the schema that names the fields."""
        assert heard["problems"] == 2
        assert set(heard["refusing"]) <= {"builtins.id", "sys._getframe"}

    def test_the_hook_does_hear(self, heard: Any) -> None:
        assert heard["then"] == "open"

    def test_the_very_first_decision_opens_and_starts_nothing_either(self) -> None:
        """Pydantic compiles the annotations of what is written and read at the first use."""
        cold = json.loads(in_new_process("-c", f"WARM, COUNT = False, 5\n{AUDIT}"))
        builds = {"builtins.id", "code.__new__", "compile", "exec", "import", "sys._getframe"}
        assert set(cold["deciding"]) <= builds
        assert cold["then"] == "open"


@pytest.fixture(scope="module")
def told() -> Any:
    """What a process without files makes of forty histories, with engines built after the limit."""
    pytest.importorskip("resource", reason="limits on open files are a matter of Unix")
    return json.loads(in_new_process("-c", NO_FILES))


class TestWithoutFiles:
    """A process that may open no file at all still decides (issue "Proof", 4)."""

    def test_no_file_can_be_opened(self, told: Any) -> None:
        assert told["opened"] is False

    def test_it_decides_under_every_preset(self, told: Any) -> None:
        decisions = [json.loads(each) for each in told["told"]]
        assert len(decisions) == 40 * (1 + 3 * 3 * 2)
        presets = {each["policy"]["name"] for each in decisions if "policy" in each}
        assert len(presets) == 3

    def test_until_when_and_why(self, told: Any) -> None:
        decisions = [each for text in told["told"] if "because" in (each := json.loads(text))]
        assert all(each["because"] for each in decisions)
        assert {each["valid_until"] is None for each in decisions} == {True, False}

    def test_it_asks_the_calendars(self, told: Any) -> None:
        contacts = [
            each["next_contact"] for text in told["told"] if "because" in (each := json.loads(text))
        ]
        purposes = {each["purpose"] for each in contacts if each is not None}
        assert {"reminder", "return_voicemail", "missed_appointment"} <= purposes

    def test_it_decides_the_same_as_any_other(self, told: Any) -> None:
        assert told["told"] == list(fixed.decided(fixed.documents(40), fixed.engines()))

    def test_it_refuses_and_reads_policies(self, told: Any) -> None:
        assert told["problems"] == 1
        assert told["policy"] is True
