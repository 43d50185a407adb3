# ruff: noqa: RUF001 - full-width punctuation is what Chinese is written with
"""Incinta's weekly e-mail after a missed visit: it asks less, the more of them there have been."""

from __future__ import annotations

from leadflow.vocabulary import Channel
from leadflow.wording import Bilingual, Wording, Words

FIRST = Bilingual(
    en=Words(
        subject="A new date for your visit to {clinic}",
        body=(
            "Dear {customer},\n\n"
            "Your visit is still without a new date, and we would be glad to see you. Which days"
            " of the coming weeks would be good for you, and at what hour?\n\n"
            "A short answer to this e-mail is enough, or a call: {clinic_phone}.\n\n"
            "With kind regards\n{sender}\n{clinic}"
        ),
    ),
    zh=Words(
        subject="为您在{clinic}的就诊重新约个时间",
        body=(
            "{customer}您好：\n\n"
            "您的就诊还没有约好新的时间，我们很希望能见到您。"
            "接下来几周，您哪几天、什么时间比较方便？\n\n"
            "简单回复本邮件，或拨打{clinic_phone}即可。\n\n"
            "祝好！\n{sender}\n{clinic}"
        ),
    ),
)

AGAIN = Bilingual(
    en=Words(
        subject="Can we make your visit to {clinic} easier?",
        body=(
            "Dear {customer},\n\n"
            "Perhaps something stands in the way of your visit: the hour, the distance, the cost,"
            " or a question that nobody has answered yet. Tell us what it is; often there is"
            " something we can do.\n\n"
            "We are at {clinic_phone}, and read every answer to this e-mail. If you would rather"
            " not get these e-mails, tell us and we will stop.\n\n"
            "With kind regards\n{sender}\n{clinic}"
        ),
    ),
    zh=Words(
        subject="来{clinic}就诊，我们能帮您做些什么？",
        body=(
            "{customer}您好：\n\n"
            "也许您来就诊有些不便：时间、路程、费用，或者还有疑问没有得到解答。"
            "请告诉我们，很多时候我们可以想办法。\n\n"
            "请拨打{clinic_phone}，或回复本邮件，每一封回信我们都会认真阅读。"
            "如果您不想再收到这样的邮件，告诉我们，我们就不再发送。\n\n"
            "祝好！\n{sender}\n{clinic}"
        ),
    ),
)

LATER = Bilingual(
    en=Words(
        subject="In your own time: your visit to {clinic}",
        body=(
            "Dear {customer},\n\n"
            "Decisions like this one need time, and you have all the time you need. When you feel"
            " like coming, a call to {clinic_phone} or a short answer will do, and we look for a"
            " date that fits your week.\n\n"
            "If you would rather not get these e-mails, tell us and we will stop.\n\n"
            "With kind regards\n{sender}\n{clinic}"
        ),
    ),
    zh=Words(
        subject="不着急，{clinic}随时为您安排就诊",
        body=(
            "{customer}您好：\n\n"
            "这样的决定需要时间，您可以慢慢考虑。"
            "什么时候想来，拨打{clinic_phone}或简单回复一下，"
            "我们会找一个适合您的时间。\n\n"
            "如果您不想再收到这样的邮件，告诉我们，我们就不再发送。\n\n"
            "祝好！\n{sender}\n{clinic}"
        ),
    ),
)

LAST = Bilingual(
    en=Words(
        subject="The door of {clinic} stays open",
        body=(
            "Dear {customer},\n\n"
            "Only a short greeting this week: you are welcome here, today or months from now."
            " Our number is {clinic_phone}.\n\n"
            "Has your plan changed, or would you rather not hear from us? One word in reply is"
            " enough, and we wish you well.\n\n"
            "With all good wishes\n{sender}\n{clinic}"
        ),
    ),
    zh=Words(
        subject="{clinic}的大门一直为您敞开",
        body=(
            "{customer}您好：\n\n"
            "这周只是简单问候一下：无论是现在还是几个月以后，我们都欢迎您。"
            "我们的电话是{clinic_phone}。\n\n"
            "如果您的计划有变，或不希望我们再联系您，简单回复一句即可。\n\n"
            "祝您一切安好\n{sender}\n{clinic}"
        ),
    ),
)

RESCHEDULE = Wording(channel=Channel.EMAIL, messages=(FIRST, AGAIN, LATER, LAST))
