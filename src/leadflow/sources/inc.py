"""The fertility clinic's procedure, as numbered clauses in words of our own."""

from __future__ import annotations

from leadflow.sources.clause import Text


class INC:
    """Incinta Fertility Center: the lead management process, version 2.1."""

    purpose = Text("""1.1 What the process covers |
        A core task of the Call Center: all steps from a lead's assignment to a booked visit.""")
    assign = Text("1.2 Assignment | The system gives every new lead to a specialist on its own.")
    lead_reminder = Text("1.3 Lead reminder | A reminder of the new lead goes out by e-mail.")
    assignment_notice = Text("1.4 Assignment notice | The Call Center specialist is notified.")
    contact_by_phone = Text("1.5 Contact by phone | Every single new lead has to be rung.")

    call_first = Text("""2.1 Call of one's own accord |
        The specialist rings the lead without waiting to be rung.""")
    understand_needs = Text("""2.2 Understand needs |
        The call finds out what this customer needs and in what situation.""")
    choose_branch = Text("""2.3 Choose the branch |
        What came of the call decides which of the next procedures is carried out.""")
    opening_script = Text("""2.4 Greeting and opening script |
        The specialist opens with the standard introduction: own name and clinic, the recent
        fertility inquiry, and whether the lead has a few minutes to talk about possible help.""")

    treatment_introduction = Text("""3.1 Introduce the treatment |
        Explain how IVF and related procedures go and what they require, with timeline and main
        steps, answer what is asked, and give a first idea of the cost.""")
    information_collection = Text("""3.2 Collect information |
        Help with the patient form; ask for the medical history needed, contact details, preferred
        times and insurance cover.""")
    schedule_appointment = Text("""3.3 Schedule the appointment |
        Book the doctor at a time that suits the customer, and agree on exact hour and place.""")
    send_confirmation = Text("3.4 Send the confirmation | The booking is confirmed by e-mail.")
    send_pre_visit_information = Text("""3.5 Send pre-visit information |
        The patient is told how to prepare for the visit.""")
    status_patient_scheduled = Text("""3.6 Status Patient Scheduled |
        A lead that has booked gets the status Patient Scheduled.""")
    record_details = Text("3.7 Record the call | What was said goes into the CRM in detail.")
    set_reminders = Text("""3.8 Set reminders |
        Reminders of the appointment and a plan for following up are set.""")
    notify_medical_team = Text("""3.9 Notify the medical team |
        The medical team concerned hears of the booking.""")

    needs_collection = Text("""4.1 Needs checklist |
        From a lead reached but not booked: fertility wishes and aims, present condition and
        history, earlier treatments if any, how free the customer is for dates.""")
    basics_collection = Text("""4.2 Basics checklist |
        Name, age and contact details checked; home and how far it is to the clinic; insurance and
        means to pay; whom to call in an emergency.""")
    considerations_collection = Text("""4.3 Considerations checklist |
        What holds the customer back and why, the chief worries, how long the decision will take,
        which other doctors or clinics are in question.""")
    status_call_contacted = Text("""4.4 Status Call Contacted |
        A lead reached by phone without a booking gets the status Call Contacted.""")
    set_next_contact = Text("""4.5 Next Contact Time by hand |
        A person sets when this lead is contacted next.""")
    record_concerns = Text("""4.6 Record the concerns |
        The talk and what worries the customer are written down in detail.""")
    personal_plan = Text("""4.7 Personal follow-up plan |
        A plan for following up is made for this customer alone.""")

    voice_message = Text("""5.1 Voice message |
        Whoever cannot be reached gets the standard voicemail: caller and clinic, the inquiry, the
        wish to help with a family, the number to call, and that another try will follow.""")
    follow_up_email = Text("""5.2 Follow-up e-mail |
        The standard e-mail goes out next, on the company's template: the clinic and how to reach
        it, a link to book online, material on the treatment in question.""")
    status_mail_contacted = Text("""5.3 Status Mail Contacted |
        After voice message and e-mail the lead gets the status Mail Contacted.""")
    next_contact_in_7_days = Text("""5.4 Next contact in 7 days |
        Without anyone's doing, the system puts the Next Contact Time 7 days ahead.""")
    record_attempts = Text("""5.5 Record the attempts |
        Each try to reach the lead is put on record in detail.""")
    follow_up_reminders = Text("5.6 Follow-up reminders | They are set to come by themselves.")

    unreachable_two_months = Text("""6.1 Unreachable: over two months |
        The lead has been followed up without a break for more than two months.""")
    unreachable_five_attempts = Text("""6.2 Unreachable: five attempts |
        There have been at least 5 attempts to follow up.""")
    unreachable_no_communication = Text("""6.3 Unreachable: no communication |
        Communication of whatever form has not come about even once.""")
    final_attempt = Text("6.4 Final attempt | A last try is made by phone and by e-mail.")
    mark_unreachable = Text("6.5 Status Unreachable | The status after the final attempt.")
    record_unreachable_reason = Text("""6.6 Record why unreachable |
        Why contact failed is noted in detail.""")
    long_term_pool = Text("""6.7 Long-term pool |
        The lead moves to the pool for long-term follow-up, where its priority is lower.""")

    must_transfer_number = Text("""7.1 Must transfer: foreign number |
        A Chinese customer whose number is not a +1 one, or is overseas, goes to the China team.""")
    must_transfer_visit = Text("""7.2 Must transfer: no direct visit |
        A Chinese customer who cannot book a visit directly goes there: only asking for advice, no
        treatment planned soon, living too far away; a need for long-term follow-up is listed with
        these.""")
    must_transfer_special_needs = Text("""7.3 Must transfer: special needs |
        A Chinese customer who needs donor eggs, a surrogate, embryo transport or other complex care
        goes there.""")
    must_transfer_pricing = Text("""7.4 Must transfer: international pricing |
        A customer to whom international prices apply goes there.""")
    local_visit_soon = Text("""7.5 Local: visit within two weeks |
        An agreed first consultation at the clinic within two weeks speaks for local handling.""")
    local_pricing = Text("7.6 Local: local pricing | Local handling goes by local prices.")
    local_no_referral_fee = Text("""7.7 Local: no referral fee |
        Local handling is for leads for whom no referral fee is paid.""")
    local_language = Text("7.8 Local: language | In the system, Chinese is the language marked.")
    local_handling = Text("""7.9 Local handling in Chinese |
        A specialist who can serve in Chinese takes the lead and communicates in both languages.""")
    local_care = Text("""7.10 Cultural care |
        Differences of culture and manner get special attention, and the customer must have fully
        understood the course of treatment.""")

    complete_basic_information = Text("""8.1 Complete the patient's data |
        Check and fill in personal data, medical history in detail, insurance, way of payment and
        emergency contact.""")
    complete_medical_information = Text("""8.2 Complete the medical record |
        Past illnesses and operations, medication taken now, allergies and special needs, and
        results of fertility tests.""")
    prepare_forms = Text("""8.3 Precautions and forms |
        What has to be minded when confirming is gone through; forms and papers that the patient
        will need are made ready.""")
    next_contact_day_before = Text("""8.4 Next contact the day before |
        A person sets the Next Contact Time to the day ahead of the appointment.""")
    confirmation_email = Text("""8.5 Confirmation e-mail in detail |
        An e-mail confirms the appointment with all its details.""")

    confirmation_content = Text("""9.1 What the confirmation states |
        Under a subject that names clinic and purpose: day, hour, doctor, the clinic's address and
        phone number, and the sender's name.""")
    confirmation_bring = Text("""9.2 Confirmation: what to bring |
        An official photo ID, insurance cards, earlier fertility records, a list of medication in
        use, and the attached forms filled in.""")
    confirmation_arrival = Text("""9.3 Confirmation: parking, arrival, changes |
        The patient can park at the clinic, should be there 15 minutes ahead, and is given the
        number to call with questions or for another date.""")

    reminder_one_business_day = Text("""10.1 Reminder one business day before |
        The patient is reminded one business day ahead of the visit.""")
    reminder_method = Text("""10.2 Reminder method |
        In person by phone; by voice message if nobody picks up; by e-mail in addition.""")
    reminder_content = Text("""10.3 Reminder checklist |
        Doctor and hour, the way to the clinic, where to park and at what cost, what to bring.""")
    route_script = Text("""10.4 Route script |
        Hour and doctor of the next day's visit, the address, free parking, 15 minutes ahead of
        time, with ID, insurance cards and the forms sent by e-mail.""")

    no_show_call = Text("""11.1 No-show call in 30 minutes |
        A patient who has not come is rung that day, by 30 minutes after the hour booked.""")
    no_show_reason = Text("11.2 No-show: ask why | The call asks what kept the patient away.")
    no_show_help = Text("""11.3 No-show: offer help |
        The call offers another date, or help with what stands in the way.""")
    no_show_record = Text("11.4 Record the no-show | Reason and talk are put on record in detail.")
    no_show_script = Text("""11.5 No-show script |
        Caller and clinic, the visit missed today with its hour and doctor, whether all is well, and
        whether another date is wanted.""")
    missed_appointment_email = Text("""11.6 Missed-appointment e-mail |
        The day after, an e-mail tells the patient of the visit missed.""")
    missed_appointment_content = Text("""11.7 Missed-appointment wording |
        Under a subject that names clinic and purpose: doctor and hour of yesterday's visit,
        sympathy, a new date by phone or by answering with preferred times, and the clinic's
        support.""")

    weekly_reschedule = Text("""12.1 Weekly reschedule e-mail |
        An e-mail offering a new date goes out once every week.""")
    reschedule_duration = Text("""12.2 Weekly e-mail: how long |
        These e-mails go on till a new date is booked or the customer plainly declines.""")
    reschedule_tone = Text("""12.3 Weekly e-mail: tone |
        What these e-mails say, and in what tone, changes with how many there have been.""")
    reschedule_record = Text("12.4 Weekly e-mail: record | Each goes into the CRM in detail.")

    termination_rescheduled = Text("""13.1 Follow-up ends: new date |
        Following up ends when the customer has booked anew.""")
    termination_declined = Text("""13.2 Follow-up ends: declined |
        Following up ends when the customer makes plain that the service is not needed any more.""")
    termination_silence = Text("""13.3 Follow-up ends: 3 months of silence |
        Following up ends when nothing has come back for 3 months on end.""")
    termination_stop = Text("""13.4 Follow-up ends: on request |
        Following up ends when the customer asks not to be contacted.""")

    kpi_response = Text("""14.1 Lead response rate |
        At least 95% of leads get their first contact in 24 hours.""")
    kpi_conversion = Text("14.2 Lead conversion rate | At least 15% of all leads book.")
    kpi_connect = Text("14.3 Phone connect rate | At least 60% of calls dialed are connected.")
    kpi_show = Text("""14.4 Appointment show rate |
        At least 85% of all appointments end in an actual visit.""")

    daily_new_leads = Text("15.1 Daily: new leads | Were new leads given out and worked in time?")
    daily_follow_up_times = Text("15.2 Daily: follow-up times | Was each follow-up made on time?")
    daily_statuses = Text("15.3 Daily: statuses | Are statuses right and changed in time?")
    daily_records = Text("15.4 Daily: records | Are notes detailed and complete?")
    weekly_conversion = Text("""15.5 Weekly: conversion |
        How many leads became appointments is looked into.""")
    weekly_unconverted = Text("""15.6 Weekly: old leads |
        Leads that have long been without an appointment are gone over.""")
    weekly_show = Text("15.7 Weekly: visits | It is counted who came to the appointments.")
    weekly_team = Text("15.8 Weekly: team | The work of the team is assessed.")

    data_security = Text("""16.1 Data security |
        What is known of a lead is confidential and falls under HIPAA without exception.""")
    timely_follow_up = Text("""16.2 Timely follow-up |
        The times set for working a lead are strict; nothing may be put off.""")
    detailed_records = Text("""16.3 Detailed records |
        Each communication is put on record in detail, so that colleagues can carry on.""")
    professional_service = Text("""16.4 Professional service |
        The tone is professional, patient and friendly at all times.""")

    version = Text("17.1 Version | The document is version 2.1, last changed on 7 August 2024.")
