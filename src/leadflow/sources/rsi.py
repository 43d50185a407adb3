"""The call portal's best-practice workflow, as numbered clauses in words of our own."""

from __future__ import annotations

from leadflow.sources.clause import Text


class RSI:
    """Red Spot Interactive: the native best-practice workflow."""

    default_workflow = Text("""1.1 Default workflow |
        Leads are handled in the steps of this chapter unless an account is set up otherwise.""")
    more_attempts = Text("""1.2 More attempts on request |
        An account can have more than three attempts: ask the onboarding rep or the dashboard.""")
    attempt_1 = Text("""1.3 Contact attempt 1 |
        A lead just created is contacted for the first time; what follows is for one not booked.""")
    attempt_1_follow_up = Text("""1.4 Follow-up after attempt 1 |
        A follow-up may be planned for a day and hour; left open, it falls due 4 hours on.""")
    attempt_1_no_response = Text("""1.5 No response to attempt 1 |
        Marked Left Message or No Voicemail, the lead comes back after 4 hours.""")
    attempt_2 = Text("""1.6 Contact attempt 2 |
        A lead from the Follow-up section is tried again; what follows is for one not booked.""")
    attempt_2_follow_up = Text("""1.7 Follow-up after attempt 2 |
        A follow-up may be planned for a day and hour; left open, it again falls due 4 hours on.""")
    attempt_2_no_response = Text("""1.8 No response to attempt 2 |
        Marked Left Message or No Voicemail, the lead comes back after 24 hours.""")
    attempt_3 = Text("""1.9 Contact attempt 3 |
        A lead from the Follow-up section is tried once more; the rest is for one not booked.""")
    attempt_3_follow_up = Text("""1.10 Follow-up after attempt 3 |
        A follow-up may be planned for a day and hour; no delay stands in for a missing one.""")
    attempt_3_no_response = Text("""1.11 No response to attempt 3 |
        Left Message or No Voicemail may be marked; no time to come back is named.""")
    attempt_3_exhausted = Text("""1.12 Dead after attempt 3 |
        Without a follow-up at an exact day and hour the system makes the lead Dead, with Best
        Practices as Reason for Loss.""")
    reason_by_hand = Text("""1.13 Reason for loss by hand |
        A user can enter another Reason for Loss on the profile of the lead.""")

    counts_phone_button = Text("""2.1 Call by phone button counts |
        A call logged with the phone button is a contact attempt.""")
    counts_voip_answered = Text("""2.2 Answered VoIP call counts |
        A call answered over the VoIP line is a contact attempt.""")
    counts_email_button = Text("""2.3 E-mail by button counts |
        An e-mail sent by the e-mail response button is a contact attempt.""")
    purple_chat_not_counted = Text("""2.4 Purple chat does not count |
        An e-mail out of purple chat is no contact attempt.""")
    text_not_counted = Text("2.5 Texts do not count | A text message is never a contact attempt.")

    order_of_work = Text("""3.1 Order of work |
        Leads turn into appointments best when worked as inbound calls, voicemails, new leads and
        follow-up leads, in this order.""")
    inbound_calls_first = Text("""3.2 Inbound calls come first |
        A call coming in goes before any voicemail and any internet lead.""")
    inbound_interrupts = Text("""3.3 Inbound calls interrupt |
        A call coming in breaks into voicemail and outbound work, except where the user was dialling
        that number before it came.""")
    voicemail_out_of_hours = Text("""3.4 Voicemail outside business hours |
        A message left while the office is closed is answered as the first work of the morning.""")
    voicemail_in_hours = Text("""3.5 Voicemail in business hours |
        A message left while the office is open is answered before any internet lead is rung.""")
    new_leads = Text("""3.6 New leads |
        Internet leads come from online forms tracked in the Campaign Manager and reach the office
        anew, whether the person is a patient already or not.""")
    follow_up_leads = Text("""3.7 Follow-up leads |
        Internet and phone leads with a follow-up that the user, a colleague or the system set.""")

    no_answer = Text("""4.1 No Answer |
        To be marked when the lead cannot be reached or has no voicemail.""")
    left_message = Text("4.2 Left Message | To be marked when a voicemail was left for the lead.")
    set_follow_up = Text("""4.3 Set Follow-Up |
        To be marked when the lead asks for a call at a better time, or when something must still be
        found out before the appointment can be made final.""")

    contacted = Text("5.1 Contacted | The status for a patient who has been spoken to.")
    scheduled = Text("5.2 Scheduled | The status for a lead for whom an appointment was made.")
    scheduled_sync = Text("""5.3 Appointment data by sync |
        The data sync brings the appointment in within 15 minutes and sets the status by itself.""")
    scheduled_by_hand = Text("""5.4 Scheduled by hand |
        With several users it is better set by hand, so that every dashboard shows it at once.""")
    dead = Text("""5.5 Dead |
        The status of a lead that a user, while working on it, gives a dead status.""")
    reason_for_loss = Text("""5.6 Reason for Loss |
        The option of RSI's native list that fits best why the lead was lost.""")
    invalid = Text("""5.7 Invalid |
        The status for what is no genuine lead: spam, job seekers, duplicates, tests and such.""")
    invalid_not_reported = Text("""5.8 Invalid is not counted |
        Reports on leads leave invalid ones out.""")
    office_transfer = Text("""5.9 Office Transfer |
        The call center hands a call that it cannot deal with to the front desk.""")
    important = Text("""5.10 Mark As Important |
        The lead shows in green in the follow-up folder: for one that asked to be called at a
        certain time, or that matters for another reason.""")
