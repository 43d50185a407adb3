"""FHIR R5: the China team as `ServiceRequest`, a stop of contact as `Flag`."""

from __future__ import annotations

import json
from typing import Any

from clinic import decided, known, permitted, stop, team_transfer
from leadflow import INCINTA, RSI, Decision
from leadflow.interop import flag_resources, transfer_resources

CHINESE = known("2026-11-03 10:00", chinese=True, calling_code="86", special_needs=["surrogacy"])
NOW = "2026-11-05 09:00"


def requests(*events: Any) -> list[dict[str, Any]]:
    return list(transfer_resources(decided(INCINTA, *events, now=NOW)))


class TestTheRequest:
    def test_a_lead_that_is_the_local_teams_has_none(self) -> None:
        assert requests(known("2026-11-03 10:00", chinese=False)) == []

    def test_it_is_active_while_nobody_has_handed_the_lead_over(self) -> None:
        (found,) = requests(CHINESE)
        assert (found["status"], found["intent"]) == ("active", "order")
        assert found["authoredOn"] == "2026-11-03T18:00:00Z"
        assert found["performer"][0]["identifier"]["value"] == "china"

    def test_it_says_which_criteria_hold(self) -> None:
        (found,) = requests(CHINESE)
        rules = [each["concept"]["coding"][0]["code"] for each in found["reason"]]
        assert rules == ["RTE-3a", "RTE-3c"]

    def test_once_a_person_did_it_is_completed_and_still_the_same(self) -> None:
        (before,) = requests(CHINESE)
        (after,) = requests(CHINESE, team_transfer("2026-11-04 10:00"))
        assert after["status"] == "completed"
        assert after["authoredOn"] == "2026-11-04T18:00:00Z"
        assert after["id"] == before["id"]

    def test_a_person_may_do_so_without_any_criterion(self) -> None:
        (found,) = requests(team_transfer("2026-11-04 10:00"))
        assert found["status"] == "completed"

    def test_a_policy_without_routing_has_none(self) -> None:
        decision = decided(RSI, CHINESE, team_transfer("2026-11-04 10:00"), now=NOW)
        assert transfer_resources(decision) == ()

    def test_without_its_reasons_it_says_less(self) -> None:
        told = decided(INCINTA, CHINESE, now=NOW).to_dict() | {"because": []}
        (found,) = transfer_resources(Decision.from_json(json.dumps(told)))
        assert {"authoredOn", "reason"}.isdisjoint(found)


class TestTheFlag:
    def test_it_is_there_from_the_request_until_the_lead_permits_contact_again(self) -> None:
        asked = stop("2026-11-03 10:00")
        (flag,) = flag_resources(decided(INCINTA, asked, now=NOW), subject="Patient/17")
        assert flag["period"] == {"start": "2026-11-03T18:00:00Z"}
        assert flag["subject"]["reference"] == "Patient/17"
        again = decided(INCINTA, asked, permitted("2026-11-04 10:00"), now=NOW)
        assert flag_resources(again) == ()

    def test_without_its_reasons_it_has_no_beginning(self) -> None:
        told = decided(INCINTA, stop("2026-11-03 10:00"), now=NOW).to_dict() | {"because": []}
        (flag,) = flag_resources(Decision.from_json(json.dumps(told)))
        assert "period" not in flag
