# ruff: noqa: RUF001 - full-width punctuation is what Chinese is written with
"""What Incinta's specialists write: the e-mails but the weekly one, in words of our own."""

from __future__ import annotations

from leadflow.vocabulary import Channel
from leadflow.wording import Bilingual, Wording, Words

LEAD_REMINDER = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="A new lead for you: {lead_id}",
                body=(
                    "Hello,\n\nThe new lead {lead_id} has been given to you.\n\n"
                    "Please make the first contact by phone, and note in the CRM what was said or"
                    " how the attempt went."
                ),
            ),
            zh=Words(
                subject="您有一位新客户：{lead_id}",
                body=(
                    "您好：\n\n新客户{lead_id}已分配给您。\n\n"
                    "首次联系请打电话，并在客户系统中记录沟通内容或联系结果。"
                ),
            ),
        ),
    ),
)

FOLLOW_UP_EMAIL = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="Your questions for {clinic}",
                body=(
                    "Dear {customer},\n\n"
                    "Thank you for asking us about fertility care. It would have been a pleasure to"
                    " speak with you; perhaps this note finds you at a quieter moment.\n\n"
                    "Attached is some reading on the treatment, to look at in your own time. If you"
                    " would like to see us, you can pick a time yourself:\n{booking_link}\n\n"
                    "For anything else, call {clinic_phone} or just answer this e-mail. You will"
                    " find us at {clinic_address}.\n\n"
                    "With kind regards\n{sender}\n{clinic}"
                ),
            ),
            zh=Words(
                subject="关于您向{clinic}的咨询",
                body=(
                    "{customer}您好：\n\n"
                    "感谢您向我们咨询生育方面的服务。这次没能与您通上话，"
                    "所以写这封邮件给您。\n\n"
                    "附件是一些治疗方面的资料，您可以有空时慢慢看。"
                    "如果您想来诊所面谈，可以自己在网上选择时间：\n{booking_link}\n\n"
                    "如有其他问题，请拨打{clinic_phone}，或直接回复本邮件。"
                    "我们的地址是{clinic_address}。\n\n"
                    "祝好！\n{sender}\n{clinic}"
                ),
            ),
        ),
    ),
)

CONFIRMATION = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="Your appointment at {clinic}: {date}, {time}",
                body=(
                    "Dear {customer},\n\n"
                    "Thank you for booking with us. This time is reserved for you:\n\n"
                    "When: {date}, {time}\nWith: {doctor}\nWhere: {clinic}, {clinic_address}\n\n"
                    "Please have these with you:\n{bring}\n\n"
                    "Parking at the clinic is free. It helps us if you come 15 minutes before"
                    " your time, so that nobody has to hurry at the front desk.\n\n"
                    "Do you have a question, or would another date suit you better? Then call us:"
                    " {clinic_phone}.\n\n"
                    "With kind regards\n{sender}\n{clinic}"
                ),
            ),
            zh=Words(
                subject="{clinic}预约确认：{date}{time}",
                body=(
                    "{customer}您好：\n\n"
                    "感谢您的预约。我们已为您留好时间：\n\n"
                    "时间：{date}{time}\n医生：{doctor}\n地点：{clinic}，{clinic_address}\n\n"
                    "请您带上：\n{bring}\n\n"
                    "诊所可免费停车。请提前15分钟到达，以便从容办理登记。\n\n"
                    "如有疑问或需要改期，请拨打{clinic_phone}。\n\n"
                    "祝好！\n{sender}\n{clinic}"
                ),
            ),
        ),
    ),
)

PRE_VISIT_INFORMATION = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="How to prepare for your visit to {clinic}",
                body=(
                    "Dear {customer},\n\n"
                    "A little preparation makes your visit, on {date} at {time}, easier for you and"
                    " more useful.\n\n"
                    "Fill in the attached forms at home, where you have all dates at hand, and put"
                    " these together:\n{bring}\n\n"
                    "Write down what you want to ask {doctor}; no question is too small.\n\n"
                    "You will find us at {clinic_address}, with free parking on the grounds. Plan"
                    " to be here 15 minutes before your time. Should something come up, let us know"
                    " at {clinic_phone}.\n\n"
                    "With kind regards\n{sender}\n{clinic}"
                ),
            ),
            zh=Words(
                subject="来{clinic}就诊前的准备",
                body=(
                    "{customer}您好：\n\n"
                    "您预约了{date}{time}来诊所。提前做些准备，就诊会更顺利。\n\n"
                    "请在家填好附件中的表格，并备齐：\n{bring}\n\n"
                    "想问{doctor}的问题，不论大小，都可以先写下来。\n\n"
                    "我们的地址是{clinic_address}，院内可免费停车。请提前15分钟到达。"
                    "如临时有事，请拨打{clinic_phone}告诉我们。\n\n"
                    "祝好！\n{sender}\n{clinic}"
                ),
            ),
        ),
    ),
)

MISSED_APPOINTMENT = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="Your missed visit to {clinic}",
                body=(
                    "Dear {customer},\n\n"
                    "{doctor} was expecting you {day} at {time}, and we were sorry not to see you."
                    " Plans change, and we quite understand.\n\n"
                    "Another date is easily found: call {clinic_phone}, or write back which days"
                    " and hours would be good for you.\n\n"
                    "We are here for you on your way to a family and hope to see you before"
                    " long.\n\n"
                    "With kind regards\n{sender}\n{clinic}"
                ),
            ),
            zh=Words(
                subject="关于您在{clinic}错过的预约",
                body=(
                    "{customer}您好：\n\n"
                    "您原定{day}{time}与{doctor}见面，很遗憾我们没有见到您。"
                    "计划难免有变，我们非常理解。\n\n"
                    "重新约个时间很方便：请拨打{clinic_phone}，"
                    "或回复本邮件，告诉我们您方便的日期和时间。\n\n"
                    "在您实现生育心愿的路上，我们随时愿意帮助您，期待早日与您见面。\n\n"
                    "祝好！\n{sender}\n{clinic}"
                ),
            ),
        ),
    ),
)

FINAL_EMAIL = Wording(
    channel=Channel.EMAIL,
    messages=(
        Bilingual(
            en=Words(
                subject="Whenever you are ready: {clinic}",
                body=(
                    "Dear {customer},\n\n"
                    "We have tried to reach you several times and do not wish to press you. From"
                    " now on you will hear from us only once in a while.\n\n"
                    "Should you want to talk about fertility care, now or later, call"
                    " {clinic_phone} or answer this e-mail. If you would rather not hear from us"
                    " at all, one line is enough.\n\n"
                    "With all good wishes\n{sender}\n{clinic}"
                ),
            ),
            zh=Words(
                subject="{clinic}随时欢迎您",
                body=(
                    "{customer}您好：\n\n"
                    "我们联系过您几次，一直没有联系上，不想过多打扰您。"
                    "今后我们只会偶尔与您联系。\n\n"
                    "如果您想了解生育方面的服务，无论什么时候，"
                    "都欢迎拨打{clinic_phone}或回复本邮件。"
                    "如果您不希望再收到我们的消息，回复一句话即可。\n\n"
                    "祝您一切安好\n{sender}\n{clinic}"
                ),
            ),
        ),
    ),
)
