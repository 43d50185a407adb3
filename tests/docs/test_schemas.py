"""The JSON Schemas take what the models take and write, and refuse what is plainly wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from corpus.entries import CHAPTERS, GOLDEN
from leadflow import read_history, read_policy
from leadflow.errors import RefusedInput
from pages.schemas import schemas
from random_histories import PRESETS
from whole_documents import HISTORIES, POLICIES

jsonschema = pytest.importorskip("jsonschema", reason="the extra `docs` is not installed")

READERS = {"history": read_history, "policy": read_policy}


@cache
def validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(schemas()[name])


@cache
def entries(chapter: str) -> list[Mapping[str, Any]]:
    lines = (GOLDEN / f"{chapter}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[::4]]  # all would take a while and show no more


@pytest.mark.parametrize("name", schemas())
class TestSchemas:
    """Each is a schema of draft 2020-12, with an id that names no host."""

    def test_it_is_one(self, name: str) -> None:
        jsonschema.Draft202012Validator.check_schema(schemas()[name])

    def test_it_says_what_it_is(self, name: str) -> None:
        schema = schemas()[name]
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:leadflow:schema:{name}:1"


class TestWhatIsTaken:
    """Documents that the models take and write are valid."""

    @pytest.mark.parametrize("name", HISTORIES)
    def test_histories(self, name: str) -> None:
        validator("history").validate(HISTORIES[name])

    @pytest.mark.parametrize("name", POLICIES)
    def test_policies(self, name: str) -> None:
        validator("policy").validate(POLICIES[name])

    @pytest.mark.parametrize("name", PRESETS)
    def test_presets(self, name: str) -> None:
        validator("policy").validate(PRESETS[name].model_dump(mode="json"))

    @pytest.mark.parametrize("chapter", CHAPTERS)
    def test_the_corpus(self, chapter: str) -> None:
        for entry in entries(chapter):
            validator("history").validate(entry["history"])
            validator("decision").validate(entry["decision"])


WRONG = {
    "no lead": ("history", "the lead", ("lead",), None),
    "an unknown member": ("history", "the lead", ("extra",), 1),
    "an unknown event": ("history", "call_placed", ("events", 0, "type"), "call_dreamt"),
    "an unknown outcome": ("history", "call_placed", ("events", 0, "outcome"), "shrugged"),
    "an event without instant": ("history", "call_placed", ("events", 0, "at"), None),
    "no attempts": ("policy", "RSI", ("attempts",), None),
    "a share of more than one": ("policy", "RSI", ("indicators", "show"), 1.5),
    "an unknown tier": ("policy", "RSI", ("priority", "order", 0), "naps"),
}


@pytest.mark.parametrize("what", WRONG)
class TestWhatIsRefused:
    """What a schema refuses, its model refuses too."""

    def wrong(self, what: str) -> tuple[str, Any]:
        name, which, path, value = WRONG[what]
        document = copy.deepcopy({"history": HISTORIES, "policy": POLICIES}[name][which])
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        if value is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        return name, document

    def test_by_the_schema(self, what: str) -> None:
        name, document = self.wrong(what)
        assert not validator(name).is_valid(document)

    def test_by_the_model(self, what: str) -> None:
        name, document = self.wrong(what)
        with pytest.raises(RefusedInput):
            READERS[name](json.dumps(document))
