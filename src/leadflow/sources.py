"""The two source documents as numbered clauses, in words of our own; every citation points here.

A clause is one demand that a rule, a policy value or a checklist can cite: `RSI.attempt_3` is the
object, `"RSI.attempt_3"` its reference, "RSI 1.9, Contact attempt 3" its citation. Facts, figures
and names are those of the documents, the sentences are not. Where a document leaves a reading
open, the clause keeps it open: the specification settles it, not this file.

A clause is written as one text: its number and title, a bar, and what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from leadflow.errors import LeadflowError


class UnknownClause(LeadflowError, LookupError):
    """A reference names no clause; `CLAUSES` lists them all."""


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents behind the rules; what it does not state is `None`."""

    key: str
    publisher: str
    title: str
    version: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One citable demand of a document."""

    document: str
    key: str
    number: str
    title: str
    says: str

    @property
    def reference(self) -> str:
        """Its stable name in policies and JSON: "RSI.attempt_3"."""
        return f"{self.document}.{self.key}"

    @property
    def citation(self) -> str:
        """How it is cited to people: "RSI 1.9, Contact attempt 3"."""
        return f"{self.document} {self.number}, {self.title}"

    def __str__(self) -> str:
        return self.citation


class _Text:
    """A clause as it is written below; document and key are the names it is assigned to."""

    def __init__(self, text: str) -> None:
        head, _, says = text.partition(" |")
        self.number, _, self.title = head.partition(" ")
        self.says = " ".join(says.split())

    def __set_name__(self, owner: type, name: str) -> None:
        self.clause = Clause(owner.__name__, name, self.number, self.title, self.says)

    def __get__(self, instance: object, owner: type) -> Clause:
        return self.clause


class RSI:
    """Red Spot Interactive: the native best-practice workflow."""

    default_workflow = _Text("""1.1 Default workflow |
        Leads are handled in the steps of this chapter unless an account is set up otherwise.""")
    more_attempts = _Text("""1.2 More attempts on request |
        An account can have more than three attempts: ask the onboarding rep or the dashboard.""")
    attempt_1 = _Text("""1.3 Contact attempt 1 |
        A lead just created is contacted for the first time; what follows is for one not booked.""")
    attempt_1_follow_up = _Text("""1.4 Follow-up after attempt 1 |
        A follow-up may be planned for a day and hour; left open, it falls due 4 hours on.""")
    attempt_1_no_response = _Text("""1.5 No response to attempt 1 |
        Marked Left Message or No Voicemail, the lead comes back after 4 hours.""")
    attempt_2 = _Text("""1.6 Contact attempt 2 |
        A lead from the Follow-up section is tried again; what follows is for one not booked.""")
    attempt_2_follow_up = _Text("""1.7 Follow-up after attempt 2 |
        A follow-up may be planned for a day and hour; left open, it again falls due 4 hours on.""")
    attempt_2_no_response = _Text("""1.8 No response to attempt 2 |
        Marked Left Message or No Voicemail, the lead comes back after 24 hours.""")
    attempt_3 = _Text("""1.9 Contact attempt 3 |
        A lead from the Follow-up section is tried once more; the rest is for one not booked.""")
    attempt_3_follow_up = _Text("""1.10 Follow-up after attempt 3 |
        A follow-up may be planned for a day and hour; no delay stands in for a missing one.""")
    attempt_3_no_response = _Text("""1.11 No response to attempt 3 |
        Left Message or No Voicemail may be marked; no time to come back is named.""")
    attempt_3_exhausted = _Text("""1.12 Dead after attempt 3 |
        Without a follow-up at an exact day and hour the system makes the lead Dead, with Best
        Practices as Reason for Loss.""")
    reason_by_hand = _Text("""1.13 Reason for loss by hand |
        A user can enter another Reason for Loss on the profile of the lead.""")

    counts_phone_button = _Text("""2.1 Call by phone button counts |
        A call logged with the phone button is a contact attempt.""")
    counts_voip_answered = _Text("""2.2 Answered VoIP call counts |
        A call answered over the VoIP line is a contact attempt.""")
    counts_email_button = _Text("""2.3 E-mail by button counts |
        An e-mail sent by the e-mail response button is a contact attempt.""")
    purple_chat_not_counted = _Text("""2.4 Purple chat does not count |
        An e-mail out of purple chat is no contact attempt.""")
    text_not_counted = _Text("2.5 Texts do not count | A text message is never a contact attempt.")

    order_of_work = _Text("""3.1 Order of work |
        Leads turn into appointments best when worked as inbound calls, voicemails, new leads and
        follow-up leads, in this order.""")
    inbound_calls_first = _Text("""3.2 Inbound calls come first |
        A call coming in goes before any voicemail and any internet lead.""")
    inbound_interrupts = _Text("""3.3 Inbound calls interrupt |
        A call coming in breaks into voicemail and outbound work, except where the user was dialling
        that number before it came.""")
    voicemail_out_of_hours = _Text("""3.4 Voicemail outside business hours |
        A message left while the office is closed is answered as the first work of the morning.""")
    voicemail_in_hours = _Text("""3.5 Voicemail in business hours |
        A message left while the office is open is answered before any internet lead is rung.""")
    new_leads = _Text("""3.6 New leads |
        Internet leads come from online forms tracked in the Campaign Manager and reach the office
        anew, whether the person is a patient already or not.""")
    follow_up_leads = _Text("""3.7 Follow-up leads |
        Internet and phone leads with a follow-up that the user, a colleague or the system set.""")

    no_answer = _Text("""4.1 No Answer |
        To be marked when the lead cannot be reached or has no voicemail.""")
    left_message = _Text("4.2 Left Message | To be marked when a voicemail was left for the lead.")
    set_follow_up = _Text("""4.3 Set Follow-Up |
        To be marked when the lead asks for a call at a better time, or when something must still be
        found out before the appointment can be made final.""")

    contacted = _Text("5.1 Contacted | The status for a patient who has been spoken to.")
    scheduled = _Text("5.2 Scheduled | The status for a lead for whom an appointment was made.")
    scheduled_sync = _Text("""5.3 Appointment data by sync |
        The data sync brings the appointment in within 15 minutes and sets the status by itself.""")
    scheduled_by_hand = _Text("""5.4 Scheduled by hand |
        With several users it is better set by hand, so that every dashboard shows it at once.""")
    dead = _Text("""5.5 Dead |
        The status of a lead that a user, while working on it, gives a dead status.""")
    reason_for_loss = _Text("""5.6 Reason for Loss |
        The option of RSI's native list that fits best why the lead was lost.""")
    invalid = _Text("""5.7 Invalid |
        The status for what is no genuine lead: spam, job seekers, duplicates, tests and such.""")
    invalid_not_reported = _Text("""5.8 Invalid is not counted |
        Reports on leads leave invalid ones out.""")
    office_transfer = _Text("""5.9 Office Transfer |
        The call center hands a call that it cannot deal with to the front desk.""")
    important = _Text("""5.10 Mark As Important |
        The lead shows in green in the follow-up folder: for one that asked to be called at a
        certain time, or that matters for another reason.""")


class INC:
    """Incinta Fertility Center: the lead management process, version 2.1."""

    purpose = _Text("""1.1 What the process covers |
        A core task of the Call Center: all steps from a lead's assignment to a booked visit.""")
    assign = _Text("1.2 Assignment | The system gives every new lead to a specialist on its own.")
    lead_reminder = _Text("1.3 Lead reminder | A reminder of the new lead goes out by e-mail.")
    assignment_notice = _Text("1.4 Assignment notice | The Call Center specialist is notified.")
    contact_by_phone = _Text("1.5 Contact by phone | Every single new lead has to be rung.")

    call_first = _Text("""2.1 Call of one's own accord |
        The specialist rings the lead without waiting to be rung.""")
    understand_needs = _Text("""2.2 Understand needs |
        The call finds out what this customer needs and in what situation.""")
    choose_branch = _Text("""2.3 Choose the branch |
        What came of the call decides which of the next procedures is carried out.""")
    opening_script = _Text("""2.4 Greeting and opening script |
        The specialist opens with the standard introduction: own name and clinic, the recent
        fertility inquiry, and whether the lead has a few minutes to talk about possible help.""")

    treatment_introduction = _Text("""3.1 Introduce the treatment |
        Explain how IVF and related procedures go and what they require, with timeline and main
        steps, answer what is asked, and give a first idea of the cost.""")
    information_collection = _Text("""3.2 Collect information |
        Help with the patient form; ask for the medical history needed, contact details, preferred
        times and insurance cover.""")
    schedule_appointment = _Text("""3.3 Schedule the appointment |
        Book the doctor at a time that suits the customer, and agree on exact hour and place.""")
    send_confirmation = _Text("3.4 Send the confirmation | The booking is confirmed by e-mail.")
    send_pre_visit_information = _Text("""3.5 Send pre-visit information |
        The patient is told how to prepare for the visit.""")
    status_patient_scheduled = _Text("""3.6 Status Patient Scheduled |
        A lead that has booked gets the status Patient Scheduled.""")
    record_details = _Text("3.7 Record the call | What was said goes into the CRM in detail.")
    set_reminders = _Text("""3.8 Set reminders |
        Reminders of the appointment and a plan for following up are set.""")
    notify_medical_team = _Text("""3.9 Notify the medical team |
        The medical team concerned hears of the booking.""")

    needs_collection = _Text("""4.1 Needs checklist |
        From a lead reached but not booked: fertility wishes and aims, present condition and
        history, earlier treatments if any, how free the customer is for dates.""")
    basics_collection = _Text("""4.2 Basics checklist |
        Name, age and contact details checked; home and how far it is to the clinic; insurance and
        means to pay; whom to call in an emergency.""")
    considerations_collection = _Text("""4.3 Considerations checklist |
        What holds the customer back and why, the chief worries, how long the decision will take,
        which other doctors or clinics are in question.""")
    status_call_contacted = _Text("""4.4 Status Call Contacted |
        A lead reached by phone without a booking gets the status Call Contacted.""")
    set_next_contact = _Text("""4.5 Next Contact Time by hand |
        A person sets when this lead is contacted next.""")
    record_concerns = _Text("""4.6 Record the concerns |
        The talk and what worries the customer are written down in detail.""")
    personal_plan = _Text("""4.7 Personal follow-up plan |
        A plan for following up is made for this customer alone.""")

    voice_message = _Text("""5.1 Voice message |
        Whoever cannot be reached gets the standard voicemail: caller and clinic, the inquiry, the
        wish to help with a family, the number to call, and that another try will follow.""")
    follow_up_email = _Text("""5.2 Follow-up e-mail |
        The standard e-mail goes out next, on the company's template: the clinic and how to reach
        it, a link to book online, material on the treatment in question.""")
    status_mail_contacted = _Text("""5.3 Status Mail Contacted |
        After voice message and e-mail the lead gets the status Mail Contacted.""")
    next_contact_in_7_days = _Text("""5.4 Next contact in 7 days |
        Without anyone's doing, the system puts the Next Contact Time 7 days ahead.""")
    record_attempts = _Text("""5.5 Record the attempts |
        Each try to reach the lead is put on record in detail.""")
    follow_up_reminders = _Text("5.6 Follow-up reminders | They are set to come by themselves.")

    unreachable_two_months = _Text("""6.1 Unreachable: over two months |
        The lead has been followed up without a break for more than two months.""")
    unreachable_five_attempts = _Text("""6.2 Unreachable: five attempts |
        There have been at least 5 attempts to follow up.""")
    unreachable_no_communication = _Text("""6.3 Unreachable: no communication |
        Communication of whatever form has not come about even once.""")
    final_attempt = _Text("6.4 Final attempt | A last try is made by phone and by e-mail.")
    mark_unreachable = _Text("6.5 Status Unreachable | The status after the final attempt.")
    record_unreachable_reason = _Text("""6.6 Record why unreachable |
        Why contact failed is noted in detail.""")
    long_term_pool = _Text("""6.7 Long-term pool |
        The lead moves to the pool for long-term follow-up, where its priority is lower.""")

    must_transfer_number = _Text("""7.1 Must transfer: foreign number |
        A Chinese customer whose number is not a +1 one, or is overseas, goes to the China team.""")
    must_transfer_visit = _Text("""7.2 Must transfer: no direct visit |
        A Chinese customer who cannot book a visit directly goes there: only asking for advice, no
        treatment planned soon, living too far away; a need for long-term follow-up is listed with
        these.""")
    must_transfer_special_needs = _Text("""7.3 Must transfer: special needs |
        A Chinese customer who needs donor eggs, a surrogate, embryo transport or other complex care
        goes there.""")
    must_transfer_pricing = _Text("""7.4 Must transfer: international pricing |
        A customer to whom international prices apply goes there.""")
    local_visit_soon = _Text("""7.5 Local: visit within two weeks |
        An agreed first consultation at the clinic within two weeks speaks for local handling.""")
    local_pricing = _Text("7.6 Local: local pricing | Local handling goes by local prices.")
    local_no_referral_fee = _Text("""7.7 Local: no referral fee |
        Local handling is for leads for whom no referral fee is paid.""")
    local_language = _Text("7.8 Local: language | In the system, Chinese is the language marked.")
    local_handling = _Text("""7.9 Local handling in Chinese |
        A specialist who can serve in Chinese takes the lead and communicates in both languages.""")
    local_care = _Text("""7.10 Cultural care |
        Differences of culture and manner get special attention, and the customer must have fully
        understood the course of treatment.""")

    complete_basic_information = _Text("""8.1 Complete the patient's data |
        Check and fill in personal data, medical history in detail, insurance, way of payment and
        emergency contact.""")
    complete_medical_information = _Text("""8.2 Complete the medical record |
        Past illnesses and operations, medication taken now, allergies and special needs, and
        results of fertility tests.""")
    prepare_forms = _Text("""8.3 Precautions and forms |
        What has to be minded when confirming is gone through; forms and papers that the patient
        will need are made ready.""")
    next_contact_day_before = _Text("""8.4 Next contact the day before |
        A person sets the Next Contact Time to the day ahead of the appointment.""")
    confirmation_email = _Text("""8.5 Confirmation e-mail in detail |
        An e-mail confirms the appointment with all its details.""")

    confirmation_content = _Text("""9.1 What the confirmation states |
        Under a subject that names clinic and purpose: day, hour, doctor, the clinic's address and
        phone number, and the sender's name.""")
    confirmation_bring = _Text("""9.2 Confirmation: what to bring |
        An official photo ID, insurance cards, earlier fertility records, a list of medication in
        use, and the attached forms filled in.""")
    confirmation_arrival = _Text("""9.3 Confirmation: parking, arrival, changes |
        The patient can park at the clinic, should be there 15 minutes ahead, and is given the
        number to call with questions or for another date.""")

    reminder_one_business_day = _Text("""10.1 Reminder one business day before |
        The patient is reminded one business day ahead of the visit.""")
    reminder_method = _Text("""10.2 Reminder method |
        In person by phone; by voice message if nobody picks up; by e-mail in addition.""")
    reminder_content = _Text("""10.3 Reminder checklist |
        Doctor and hour, the way to the clinic, where to park and at what cost, what to bring.""")
    route_script = _Text("""10.4 Route script |
        Hour and doctor of the next day's visit, the address, free parking, 15 minutes ahead of
        time, with ID, insurance cards and the forms sent by e-mail.""")

    no_show_call = _Text("""11.1 No-show call in 30 minutes |
        A patient who has not come is rung that day, by 30 minutes after the hour booked.""")
    no_show_reason = _Text("11.2 No-show: ask why | The call asks what kept the patient away.")
    no_show_help = _Text("""11.3 No-show: offer help |
        The call offers another date, or help with what stands in the way.""")
    no_show_record = _Text("11.4 Record the no-show | Reason and talk are put on record in detail.")
    no_show_script = _Text("""11.5 No-show script |
        Caller and clinic, the visit missed today with its hour and doctor, whether all is well, and
        whether another date is wanted.""")
    missed_appointment_email = _Text("""11.6 Missed-appointment e-mail |
        The day after, an e-mail tells the patient of the visit missed.""")
    missed_appointment_content = _Text("""11.7 Missed-appointment wording |
        Under a subject that names clinic and purpose: doctor and hour of yesterday's visit,
        sympathy, a new date by phone or by answering with preferred times, and the clinic's
        support.""")

    weekly_reschedule = _Text("""12.1 Weekly reschedule e-mail |
        An e-mail offering a new date goes out once every week.""")
    reschedule_duration = _Text("""12.2 Weekly e-mail: how long |
        These e-mails go on till a new date is booked or the customer plainly declines.""")
    reschedule_tone = _Text("""12.3 Weekly e-mail: tone |
        What these e-mails say, and in what tone, changes with how many there have been.""")
    reschedule_record = _Text("12.4 Weekly e-mail: record | Each goes into the CRM in detail.")

    termination_rescheduled = _Text("""13.1 Follow-up ends: new date |
        Following up ends when the customer has booked anew.""")
    termination_declined = _Text("""13.2 Follow-up ends: declined |
        Following up ends when the customer makes plain that the service is not needed any more.""")
    termination_silence = _Text("""13.3 Follow-up ends: 3 months of silence |
        Following up ends when nothing has come back for 3 months on end.""")
    termination_stop = _Text("""13.4 Follow-up ends: on request |
        Following up ends when the customer asks not to be contacted.""")

    kpi_response = _Text("""14.1 Lead response rate |
        At least 95% of leads get their first contact in 24 hours.""")
    kpi_conversion = _Text("14.2 Lead conversion rate | At least 15% of all leads book.")
    kpi_connect = _Text("14.3 Phone connect rate | At least 60% of calls dialed are connected.")
    kpi_show = _Text("""14.4 Appointment show rate |
        At least 85% of all appointments end in an actual visit.""")

    daily_new_leads = _Text("15.1 Daily: new leads | Were new leads given out and worked in time?")
    daily_follow_up_times = _Text("15.2 Daily: follow-up times | Was each follow-up made on time?")
    daily_statuses = _Text("15.3 Daily: statuses | Are statuses right and changed in time?")
    daily_records = _Text("15.4 Daily: records | Are notes detailed and complete?")
    weekly_conversion = _Text("""15.5 Weekly: conversion |
        How many leads became appointments is looked into.""")
    weekly_unconverted = _Text("""15.6 Weekly: old leads |
        Leads that have long been without an appointment are gone over.""")
    weekly_show = _Text("15.7 Weekly: visits | It is counted who came to the appointments.")
    weekly_team = _Text("15.8 Weekly: team | The work of the team is assessed.")

    data_security = _Text("""16.1 Data security |
        What is known of a lead is confidential and falls under HIPAA without exception.""")
    timely_follow_up = _Text("""16.2 Timely follow-up |
        The times set for working a lead are strict; nothing may be put off.""")
    detailed_records = _Text("""16.3 Detailed records |
        Each communication is put on record in detail, so that colleagues can carry on.""")
    professional_service = _Text("""16.4 Professional service |
        The tone is professional, patient and friendly at all times.""")

    version = _Text("17.1 Version | The document is version 2.1, last changed on 7 August 2024.")


DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType(
    {
        "RSI": Document(
            "RSI",
            "Red Spot Interactive",
            "Lead Management Best Practices: RSI Native Best Practice Workflow",
        ),
        "INC": Document(
            "INC", "Incinta Fertility Center", "Lead Management Process", "2.1", date(2024, 8, 7)
        ),
    }
)

CLAUSES: Final[tuple[Clause, ...]] = tuple(
    entry.clause
    for document in (RSI, INC)
    for entry in vars(document).values()
    if isinstance(entry, _Text)
)

_BY_REFERENCE: Final = {each.reference: each for each in CLAUSES}


def clause(reference: str) -> Clause:
    """Look up a reference such as "RSI.attempt_3"; `UnknownClause` if there is none.

    The message does not repeat the reference, which may come out of refused input.
    """
    try:
        return _BY_REFERENCE[reference]
    except KeyError:
        raise UnknownClause("no clause has this reference; CLAUSES lists them all") from None
