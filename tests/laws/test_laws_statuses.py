"""Laws 6, 7 and 8, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import statuses

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw6Promises:
    """Ladder and mail round plan nothing before an exact follow-up that lies ahead.

    [spec 5, law 6]
    """

    @under_every_policy
    def test_a_promise_is_kept(self, name: str) -> None:
        obeyed(statuses.a_promise_is_kept, name)

    @under_every_policy
    def test_nothing_planned_comes_before_a_promise(self, name: str) -> None:
        obeyed(statuses.nothing_planned_comes_before_a_promise, name)

    @under_every_policy
    def test_a_try_does_not_break_a_promise(self, name: str) -> None:
        obeyed(statuses.a_try_does_not_break_a_promise, name)


class TestLaw7StopRequests:
    """From a stop request to permission: no contact, no place in the queue, but a ringing call.

    [spec 5, law 7]
    """

    @under_every_policy
    def test_a_stop_request_holds_until_permission(self, name: str) -> None:
        obeyed(statuses.a_stop_request_holds_until_permission, name)

    @under_every_policy
    def test_nothing_is_planned_after_a_stop_request(self, name: str) -> None:
        obeyed(statuses.nothing_is_planned_after_a_stop_request, name)

    @under_every_policy
    def test_a_stopped_lead_is_not_queued(self, name: str) -> None:
        obeyed(statuses.a_stopped_lead_is_not_queued, name)

    @under_every_policy
    def test_nothing_lifts_a_stop_request_but_permission(self, name: str) -> None:
        obeyed(statuses.nothing_lifts_a_stop_request_but_permission, name)

    @under_every_policy
    def test_permission_gives_back_what_was_planned(self, name: str) -> None:
        obeyed(statuses.permission_gives_back_what_was_planned, name)


class TestLaw8ClosedLeads:
    """Dead leads have a reason, closed ones no plans, scheduled ones an appointment.

    [spec 5, law 8]
    """

    @under_every_policy
    def test_dead_leads_have_a_reason_and_no_others(self, name: str) -> None:
        obeyed(statuses.dead_leads_have_a_reason_and_no_others, name)

    @under_every_policy
    def test_nothing_is_planned_for_a_closed_lead(self, name: str) -> None:
        obeyed(statuses.nothing_is_planned_for_a_closed_lead, name)

    @under_every_policy
    def test_scheduled_leads_have_an_appointment(self, name: str) -> None:
        obeyed(statuses.scheduled_leads_have_an_appointment, name)

    @under_every_policy
    def test_closing_works_in_every_status(self, name: str) -> None:
        obeyed(statuses.closing_works_in_every_status, name)

    @under_every_policy
    def test_a_closed_lead_stays_closed_by_itself(self, name: str) -> None:
        obeyed(statuses.a_closed_lead_stays_closed_by_itself, name)

    @under_every_policy
    def test_a_person_s_reason_stands(self, name: str) -> None:
        obeyed(statuses.a_person_s_reason_stands, name)
