"""What the audit says of leads given up, handed over, contacted against their will or wrongly on
record (QC: UNR, RTE, CLS-3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from audited import DAY, HOUR, MICROSECOND, NOUGHT, found, gist
from clinic import (
    CREATED,
    at,
    booked,
    call,
    contacted,
    dead,
    email,
    follow_up,
    known,
    lead,
    permitted,
    reminder,
    reply,
    stop,
    team_transfer,
    text,
    unreachable,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from leadflow.readers.audit import UNKNOWN, RecordedState

BOTH = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]
EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
NOBODY = call("2026-11-03 09:10", "no_answer")
TRIES = tuple(
    each
    for day in ("2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01")
    for each in (call(f"{day} 09:10", "no_answer"), email(f"{day} 09:20"))
)
LAST_CALL, LAST_EMAIL = call("2027-01-04 10:00", "no_answer"), email("2027-01-04 10:05")


class TestUnreachableTooEarly:
    """`unreachable_too_early`, UNR-1: a lead was marked as unreachable before the criteria held."""

    KIND = "unreachable_too_early"

    @pytest.mark.parametrize(
        ("when", "early"), [("2027-01-03 09:09:59.999999", True), ("2027-01-03 09:10", False)]
    )
    def test_is_one_until_the_months_are_complete(self, when: str, early: bool) -> None:
        told = found(INCINTA, self.KIND, *TRIES, unreachable(when), now="2027-01-20 09:00")
        assert [each.event for each in told] == [10] * early

    @pytest.mark.parametrize(("tries", "early"), [(8, True), (10, False)])
    def test_is_one_below_five_attempts(self, tries: int, early: bool) -> None:
        events = *TRIES[:tries], unreachable("2027-01-10 10:00")
        assert bool(found(INCINTA, self.KIND, *events, now="2027-01-20 09:00")) is early

    def test_is_one_where_the_lead_ever_communicated(self) -> None:
        events = *TRIES, reply("2026-12-02 10:00"), unreachable("2027-01-10 10:00")
        assert found(INCINTA, self.KIND, *events, now="2027-01-20 09:00")

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_wrong_in_itself(self, policy: Policy) -> None:
        told = found(
            policy, self.KIND, NOBODY, unreachable("2026-11-04 10:00"), now="2026-12-01 09:00"
        )
        assert gist(told) == [("Wed 2026-11-04 10:00", NOUGHT, 1)]
        assert told[0].late_business == NOUGHT

    def test_is_none_where_the_mark_does_nothing(self) -> None:
        events = dead("2026-11-04 09:00"), unreachable("2026-11-04 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-12-01 09:00")

    def test_is_none_under_a_policy_without_criteria(self) -> None:
        events = NOBODY, unreachable("2026-11-04 10:00")
        assert not found(RSI, self.KIND, *events, now="2026-12-01 09:00")


class TestFinalAttemptMissing:
    """`final_attempt_missing`, UNR-3: marked as unreachable once the criteria held, but without a
    last call and a last e-mail.
    """

    KIND = "final_attempt_missing"
    MARK = unreachable("2027-01-05 10:00")

    @pytest.mark.parametrize(
        "events",
        [(), (LAST_CALL,), (LAST_EMAIL,)],
        ids=["neither", "call only", "e-mail only"],
    )
    def test_is_one_without_both(self, events: Any) -> None:
        told = found(INCINTA, self.KIND, *TRIES, *events, self.MARK, now="2027-01-20 09:00")
        assert gist(told) == [("Tue 2027-01-05 10:00", NOUGHT, 10 + len(events))]
        assert told[0].source == "INC 6.4, Final attempt"

    def test_is_none_after_both(self) -> None:
        events = *TRIES, LAST_CALL, LAST_EMAIL, self.MARK
        assert not found(INCINTA, self.KIND, *events, now="2027-01-20 09:00")

    def test_is_none_where_the_rules_themselves_mark_the_lead(self) -> None:
        assert not found(INCINTA, self.KIND, *TRIES, LAST_CALL, LAST_EMAIL, now="2027-01-20 09:00")

    def test_is_none_beside_a_mark_that_came_too_early(self) -> None:
        events = NOBODY, unreachable("2026-11-04 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-12-01 09:00")

    def test_is_told_once(self) -> None:
        events = *TRIES, self.MARK, unreachable("2027-01-06 10:00", "moved_away")
        assert len(found(INCINTA, self.KIND, *events, now="2027-01-20 09:00")) == 1

    def test_is_none_where_the_policy_asks_for_no_final_attempt(self) -> None:
        lenient = INCINTA.revise(unreachable={"final_attempt_required": False})
        for policy in (lenient, RSI):
            assert not found(policy, self.KIND, *TRIES, self.MARK, now="2027-01-20 09:00")


CHINESE = lead(chinese=True, phone="+86 138 0013 8000")
LOCAL = lead(
    language="zh", calling_code="1", visit_barriers=[], special_needs=[], pricing="local",
    referral_fee=False, agreed_visit_on="2026-11-10",
)  # fmt: skip
MIDNIGHT = at("2026-11-04 00:00")


class TestTransferMissing:
    """`transfer_missing`, RTE-9: a lead that belongs to the China team was not handed over on the
    clinic-local day on which that became known.
    """

    KIND = "transfer_missing"

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_none_while_the_day_lasts(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, now=MIDNIGHT, of=CHINESE)

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_one_once_the_day_is_over(self, policy: Policy) -> None:
        told = found(policy, self.KIND, now=MIDNIGHT + MICROSECOND, of=CHINESE)
        assert gist(told) == [("Wed 2026-11-04 00:00", MICROSECOND, None)]

    @pytest.mark.parametrize(
        "facts",
        [
            {"phone": "+86 138 0013 8000"},
            {"visit_barriers": ["too_far"]},
            {"special_needs": ["surrogacy"]},
            {"pricing": "international"},
        ],
        ids=["RTE-3a", "RTE-3b", "RTE-3c", "RTE-3d"],
    )
    def test_each_criterion_counts_from_the_day_on_which_it_is_known(self, facts: Any) -> None:
        events = [known("2026-11-05 10:00", **facts)]
        told = found(INCINTA, self.KIND, *events, now="2026-11-06 01:00", of=lead(chinese=True))
        assert gist(told) == [("Fri 2026-11-06 00:00", HOUR, None)]

    @pytest.mark.parametrize(
        ("transferred", "expected"),
        [
            ("2026-11-04 00:00", []),
            ("2026-11-04 02:00", [("Wed 2026-11-04 00:00", 2 * HOUR, 0)]),
        ],
    )
    def test_counts_until_it_is_handed_over(self, transferred: str, expected: Any) -> None:
        told = found(
            INCINTA, self.KIND, team_transfer(transferred), now="2026-11-20 09:00", of=CHINESE
        )
        assert gist(told) == expected

    def test_a_person_may_decide_otherwise(self) -> None:
        kept = team_transfer("2026-11-03 10:00", "local")
        assert not found(INCINTA, self.KIND, kept, now="2026-11-20 09:00", of=CHINESE)

    @pytest.mark.parametrize(
        "event",
        [dead("2026-11-03 10:00"), known("2026-11-03 10:00", calling_code="1")],
        ids=["closed", "another fact"],
    )
    def test_is_excused(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, event, now="2026-11-20 09:00", of=CHINESE)

    @pytest.mark.parametrize(
        "of", [lead(), lead(chinese=True), lead(chinese=False, calling_code="86"), LOCAL]
    )
    def test_is_none_of_leads_that_need_not_go(self, of: Any) -> None:
        assert not found(INCINTA, self.KIND, now="2026-11-20 09:00", of=of)

    def test_is_none_without_routing(self) -> None:
        assert not found(RSI, self.KIND, now="2026-11-20 09:00", of=CHINESE)


class TestTransferAgainstRules:
    """`transfer_against_rules`, RTE-9: a lead was handed to another team than its facts say."""

    KIND = "transfer_against_rules"
    TO_CHINA, TO_LOCAL = (
        team_transfer("2026-11-03 10:00"),
        team_transfer("2026-11-03 10:00", "local"),
    )

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("of", [LOCAL, lead(chinese=False)], ids=["local Chinese", "local"])
    def test_is_one_where_a_local_lead_went_to_china(self, policy: Policy, of: Any) -> None:
        told = found(policy, self.KIND, self.TO_CHINA, now="2026-11-05 09:00", of=of)
        assert gist(told) == [("Tue 2026-11-03 10:00", NOUGHT, 0)]

    def test_is_one_where_a_lead_that_must_go_was_kept(self) -> None:
        told = found(INCINTA, self.KIND, self.TO_LOCAL, now="2026-11-05 09:00", of=CHINESE)
        assert gist(told) == [("Tue 2026-11-03 10:00", NOUGHT, 0)]

    def test_is_none_where_the_rules_say_so(self) -> None:
        assert not found(INCINTA, self.KIND, self.TO_CHINA, now="2026-11-05 09:00", of=CHINESE)
        assert not found(INCINTA, self.KIND, self.TO_LOCAL, now="2026-11-05 09:00", of=LOCAL)

    @pytest.mark.parametrize("transfer", [TO_CHINA, TO_LOCAL], ids=["china", "local"])
    def test_is_none_where_they_leave_it_open(self, transfer: Any) -> None:
        of = lead(language="zh", calling_code="1")
        assert not found(INCINTA, self.KIND, transfer, now="2026-11-05 09:00", of=of)

    def test_goes_by_what_was_known_then(self) -> None:
        events = self.TO_CHINA, known("2026-11-04 10:00", chinese=False)
        assert not found(INCINTA, self.KIND, *events, now="2026-11-05 09:00")

    def test_a_visit_booked_soon_makes_a_lead_local(self) -> None:
        facts = {**{name: getattr(LOCAL.profile, name) for name in ("language", "calling_code")}}
        of = lead(**facts, visit_barriers=[], special_needs=[], pricing="local", referral_fee=False)
        soon = booked("2026-11-03 09:30", "2026-11-17 10:00")
        late = booked("2026-11-03 09:30", "2026-11-18 10:00")
        for booking, against in ((soon, True), (late, False)):
            told = found(INCINTA, self.KIND, booking, self.TO_CHINA, now="2026-11-05 09:00", of=of)
            assert bool(told) is against

    def test_is_none_without_routing(self) -> None:
        assert not found(RSI, self.KIND, self.TO_CHINA, now="2026-11-05 09:00", of=LOCAL)


class TestContactAfterStopRequest:
    """`contact_after_stop_request`, CLS-3: somebody who asked not to be contacted was."""

    KIND = "contact_after_stop_request"
    STOP = stop("2026-11-03 10:00")
    OUTREACH = (
        call("2026-11-03 10:00", "no_answer"),
        call("2026-11-03 10:00", "connected"),
        email("2026-11-03 10:00"),
        text("2026-11-03 10:00"),
        reminder("2026-11-03 10:00"),
    )

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("outreach", OUTREACH, ids=repr)
    def test_is_one_after_the_request(self, policy: Policy, outreach: Any) -> None:
        told = found(policy, self.KIND, self.STOP, outreach, now="2026-11-20 09:00")
        assert gist(told) == [("Tue 2026-11-03 10:00", NOUGHT, 1)]
        assert (told[0].severity, told[0].rule) == ("critical", "CLS-3")

    @pytest.mark.parametrize("outreach", OUTREACH, ids=repr)
    def test_is_none_before_it(self, outreach: Any) -> None:
        assert not found(INCINTA, self.KIND, outreach, self.STOP, now="2026-11-20 09:00")

    def test_is_none_once_contact_is_permitted(self) -> None:
        events = self.STOP, permitted("2026-11-04 10:00"), email("2026-11-04 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_is_one_for_each(self) -> None:
        told = found(INCINTA, self.KIND, self.STOP, *self.OUTREACH, now="2026-11-20 09:00")
        assert [each.event for each in told] == [1, 2, 3, 4, 5]

    def test_what_came_of_a_call_placed_before_is_none(self) -> None:
        placed = call("2026-11-03 09:55", call_id="c1")
        told = call("2026-11-03 10:05", "no_answer", call_id="c1")
        assert not found(INCINTA, self.KIND, placed, self.STOP, told, now="2026-11-20 09:00")

    def test_what_the_lead_does_is_none(self) -> None:
        events = self.STOP, reply("2026-11-04 10:00"), contacted("2026-11-04 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")


LEFT = call("2026-11-03 09:10", "left_message")
RIGHT = RecordedState(Status.FOLLOW_UP, at("2026-11-03 13:10"))


class TestRecordedStatusDiffers:
    """`recorded_status_differs`, QC: the status that a host system had is not the decided one."""

    KIND = "recorded_status_differs"

    def test_is_none_where_it_is_the_same(self) -> None:
        assert not found(RSI, self.KIND, LEFT, now="2026-11-03 10:00", recorded=RIGHT)

    @pytest.mark.parametrize("status", [each for each in Status if each is not Status.FOLLOW_UP])
    def test_is_one_where_it_is_another(self, status: Status) -> None:
        recorded = RecordedState(status, at("2026-11-03 13:10"))
        told = found(RSI, self.KIND, LEFT, now="2026-11-03 10:10", recorded=recorded)
        assert gist(told) == [("Tue 2026-11-03 09:10", HOUR, 0)]

    def test_is_none_where_it_is_not_known(self) -> None:
        recorded = RecordedState(UNKNOWN, at("2026-11-03 13:10"))
        assert not found(RSI, self.KIND, LEFT, now="2026-11-03 10:10", recorded=recorded)

    def test_is_none_where_nothing_was_on_record(self) -> None:
        assert not found(RSI, self.KIND, LEFT, now="2026-11-03 10:10")

    @pytest.mark.parametrize(
        ("as_of", "differs"),
        [(at("2026-11-03 09:10") - MICROSECOND, False), (at("2026-11-03 09:10"), True)],
    )
    def test_is_compared_as_of_the_instant_of_the_record(self, as_of: Any, differs: bool) -> None:
        recorded = RecordedState(Status.NEW, UNKNOWN, as_of)
        told = found(RSI, self.KIND, LEFT, now="2026-11-05 09:00", recorded=recorded)
        assert [each.late for each in told] == [NOUGHT] * differs

    def test_a_record_later_than_the_clock_is_not_known_yet(self) -> None:
        recorded = RecordedState(Status.DEAD, UNKNOWN, at("2026-11-05 09:00") + MICROSECOND)
        assert not found(RSI, self.KIND, LEFT, now="2026-11-05 09:00", recorded=recorded)

    def test_a_status_that_came_by_itself_names_no_event(self) -> None:
        tries = [LEFT, call("2026-11-03 13:15"), call("2026-11-04 13:30")]  # dead 4 hours later
        told = found(RSI, self.KIND, *tries, now="2026-11-04 18:30", recorded=RIGHT)
        assert gist(told) == [("Wed 2026-11-04 17:30", HOUR, None)]

    def test_a_lead_on_record_before_it_came_in_is_compared_all_the_same(self) -> None:
        recorded = RecordedState(Status.DEAD, UNKNOWN, CREATED - DAY)
        told = found(RSI, self.KIND, now="2026-11-05 09:00", recorded=recorded)
        assert gist(told) == [("Tue 2026-11-03 09:00", NOUGHT, None)]


class TestRecordedNextContactDiffers:
    """`recorded_next_contact_differs`, QC: the next contact that a host system had is not the
    decided one.
    """

    KIND = "recorded_next_contact_differs"

    def test_is_none_where_it_is_the_same(self) -> None:
        assert not found(RSI, self.KIND, LEFT, now="2026-11-03 10:00", recorded=RIGHT)

    @pytest.mark.parametrize(
        "wrong", [at("2026-11-03 13:10") + MICROSECOND, at("2026-11-03 13:10") - MICROSECOND, None]
    )
    def test_is_one_where_it_is_another_or_none(self, wrong: Any) -> None:
        recorded = RecordedState(Status.FOLLOW_UP, wrong)
        told = found(RSI, self.KIND, LEFT, now="2026-11-03 10:10", recorded=recorded)
        assert gist(told) == [("Tue 2026-11-03 09:10", HOUR, 0)]

    def test_is_one_where_there_should_be_none(self) -> None:
        events = LEFT, contacted("2026-11-03 09:40")
        recorded = RecordedState(Status.CONTACTED, at("2026-11-03 13:10"))
        told = found(RSI, self.KIND, *events, now="2026-11-03 10:10", recorded=recorded)
        assert gist(told) == [("Tue 2026-11-03 09:40", HOUR / 2, 1)]

    def test_is_one_where_nobody_may_be_contacted(self) -> None:
        events = LEFT, team_transfer("2026-11-03 09:40")
        told = found(INCINTA, self.KIND, *events, now="2026-11-03 10:10", recorded=RIGHT)
        assert gist(told) == [("Tue 2026-11-03 09:40", HOUR / 2, 1)]

    def test_is_none_where_none_is_right(self) -> None:
        events = LEFT, contacted("2026-11-03 09:40")
        recorded = RecordedState(Status.CONTACTED, None)
        assert not found(RSI, self.KIND, *events, now="2026-11-03 10:10", recorded=recorded)

    def test_is_none_where_it_is_not_known(self) -> None:
        recorded = RecordedState(Status.FOLLOW_UP, UNKNOWN)
        assert not found(RSI, self.KIND, LEFT, now="2026-11-03 10:10", recorded=recorded)

    def test_is_the_first_of_several(self) -> None:
        events = LEFT, follow_up("2026-11-03 09:20", "2026-11-09 09:00"), reply("2026-11-03 09:30")
        recorded = RecordedState(Status.FOLLOW_UP, at("2026-11-09 09:00"))
        told = found(RSI, self.KIND, *events, now="2026-11-03 10:30", recorded=recorded)
        assert gist(told) == [("Tue 2026-11-03 09:30", HOUR, 2)]


class TestRecordedState:
    """`RecordedState`: what a host system had on record, validated as all input is."""

    @pytest.mark.parametrize(
        "values",
        [
            ("open", None),
            ("follow_up", at("2026-11-03 13:10").replace(tzinfo=None)),
            ("follow_up", 1_700_000_000),
            ("follow_up", None, at("2026-11-03 13:10").replace(tzinfo=None)),
            ("follow_up", None, at("2026-11-03 13:10").replace(year=1969)),
        ],
        ids=["unknown status", "naive", "number", "naive as of", "out of bounds"],
    )
    def test_refuses_what_is_neither(self, values: Any) -> None:
        with pytest.raises(ValidationError):
            RecordedState(*values)

    def test_does_not_repeat_what_it_refuses(self) -> None:
        with pytest.raises(ValidationError) as refused:
            RecordedState("Jane Doe", "424-212-4087")  # type: ignore[arg-type]  # bad on purpose
        assert "Jane" not in str(refused.value)
        assert "4087" not in str(refused.value)

    def test_takes_instants_of_any_zone(self) -> None:
        local = RecordedState("follow_up", "2026-11-03T13:10:00-08:00")  # type: ignore[arg-type]  # as JSON has it
        assert local == RIGHT
        assert json.loads(json.dumps(local.status)) == "follow_up"
