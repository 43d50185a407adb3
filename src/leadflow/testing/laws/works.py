"""Laws 7, 8 and 17, and what TSK says: what is asked to be done, of whom, and for how long."""

from __future__ import annotations

from leadflow import events as e
from leadflow.outputs import Task
from leadflow.readers.stories.spans import DAY, clipped
from leadflow.tasks import TASK_RULES
from leadflow.testing.laws.case import Case
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import Status, TaskKind, Team

_OUTREACH = frozenset(each.kind for each in TASK_RULES if each.outreach)
_STANDS = frozenset(each.kind for each in TASK_RULES if each.stands)
_CLOSED = (Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER)
_FOLLOWED = (
    Status.NEW, Status.FOLLOW_UP, Status.CONTACTED, Status.MAIL_CONTACTED, Status.NO_SHOW,
    Status.UNREACHABLE,
)  # fmt: skip


def _handed_over(case: Case) -> bool:
    """Whether a person has handed the lead to the China team (RTE-9)."""
    routing = case.decision.routing
    return routing.team is Team.CHINA and routing.grounds == ("RTE-9",)


def a_silenced_lead_asks_for_no_outreach(case: Case) -> bool:
    """After a stop request, or handed over to the China team, no task reaches out to the lead."""
    asked = {TaskKind(each.kind) for each in case.decision.tasks}
    silenced = case.decision.do_not_contact or _handed_over(case)
    return not silenced or not asked & (_OUTREACH | {TaskKind.SET_NEXT_CONTACT})


def a_stop_request_ends_all_outreach_tasks(case: Case) -> bool:
    """Whatever was asked for before a stop request, a booking after it asks for no outreach."""
    stop = e.StopContactRequested(at=case.now)
    booking = e.AppointmentBooked(
        at=case.now, appointment_id="law-7", starts_at=clipped(case.now + 30 * DAY)
    )
    asked = {TaskKind(each.kind) for each in case.decide(stop, booking).tasks}
    return not asked & (_OUTREACH | {TaskKind.SET_NEXT_CONTACT})


def nothing_is_asked_for_a_closed_lead(case: Case) -> bool:
    """A closed lead has no tasks."""
    return case.decision.status not in _CLOSED or case.decision.tasks == ()


def no_lead_vanishes(case: Case) -> bool:
    """A lead to follow that may be contacted has a next contact, or a task that asks for one."""
    decision = case.decision
    silenced = decision.do_not_contact or _handed_over(case)
    if decision.status not in _FOLLOWED or silenced or decision.next_contact is not None:
        return True
    return any(each.kind == TaskKind.SET_NEXT_CONTACT for each in decision.tasks)


def a_task_has_begun(case: Case) -> bool:
    """No task is asked for before the instant since which it is, and each has an id of its own."""
    tasks = case.decision.tasks
    return all(each.since <= case.now for each in tasks) and len(_ids(tasks)) == len(tasks)


def _ids(tasks: tuple[Task, ...]) -> set[str]:
    return {each.id for each in tasks}


def tasks_stand_in_the_order_of_their_kinds(case: Case) -> bool:
    """Tasks come in the order in which they are done."""
    kinds = [[*TaskKind].index(TaskKind(each.kind)) for each in case.decision.tasks]
    return kinds == sorted(kinds)


def a_task_keeps_its_id(case: Case) -> bool:
    """At every later clock an open task is the same task, and a new one has begun since."""
    first, last = sorted((case.now, case.later))
    before = case.engine.decide(case.past.until(first), now=first).tasks
    after = case.engine.decide(case.past.until(first), now=last).tasks
    return all(each in before or each.since > first for each in after)


def what_is_told_to_be_done_stays_done(case: Case) -> bool:
    """A task that was told to be done, by id or by kind, is never asked for again."""
    tasks = [each for each in case.decision.tasks if TaskKind(each.kind) not in _STANDS]
    if not tasks:
        return True
    task = case.one_of(tasks)
    by_kind = bool(case.throw(2, 5))
    done = e.TaskDone(at=case.now, task=task.kind if by_kind else task.id)
    more = case.past.with_event(done)
    clocks = (case.now, max(case.now, clipped(case.later)), clipped(case.now + 400 * DAY))
    return all(
        each.id != task.id and not (by_kind and each.kind == task.kind and each.since <= case.now)
        for clock in clocks
        for each in case.engine.decide(more, now=clock).tasks
    )


def one_task_done_leaves_the_others(case: Case) -> bool:
    """Telling one task to be done ends that one and no other."""
    tasks = case.decision.tasks
    if not tasks:
        return True
    task = case.one_of(tasks, 3)
    rest = case.decide(e.TaskDone(at=case.now, task=task.id)).tasks
    stands = TaskKind(task.kind) in _STANDS
    return rest == tuple(each for each in tasks if stands or each.id != task.id)


LAWS = (
    Law("7", a_silenced_lead_asks_for_no_outreach),
    Law("7", a_stop_request_ends_all_outreach_tasks),
    Law("8", nothing_is_asked_for_a_closed_lead),
    Law("17", no_lead_vanishes),
    Law("TSK", a_task_has_begun),
    Law("TSK", tasks_stand_in_the_order_of_their_kinds),
    Law("TSK", a_task_keeps_its_id),
    Law("TSK", what_is_told_to_be_done_stays_done),
    Law("TSK", one_task_done_leaves_the_others),
)
