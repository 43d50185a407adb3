# ruff: noqa: RUF001 - full-width punctuation is what Chinese is written with
"""What Incinta's specialists say on the phone, and on the lead's voicemail, in words of our own."""

from __future__ import annotations

from leadflow.vocabulary import Channel
from leadflow.wording import Bilingual, Wording, Words

OPENING_CALL = Wording(
    channel=Channel.PHONE,
    messages=(
        Bilingual(
            en=Words(
                body=(
                    "Hello, may I speak with {customer}? My name is {sender}, and I am with"
                    " {clinic}. Thank you for getting in touch with us. I would like to hear what"
                    " you hope for, and to tell you how fertility care here could help. It takes"
                    " only a few minutes. Does it suit you now, or is there a better moment?"
                ),
            ),
            zh=Words(
                body=(
                    "您好，请问是{customer}吗？我是{clinic}的{sender}。"
                    "感谢您联系我们。"
                    "我想听听您的想法，也向您介绍一下我们在生育方面能为您做些什么。"
                    "只需要几分钟。您现在方便吗？还是我换个时间再打给您？"
                ),
            ),
        ),
    ),
)

VOICEMAIL = Wording(
    channel=Channel.PHONE,
    messages=(
        Bilingual(
            en=Words(
                body=(
                    "Hello {customer}, {sender} of {clinic} here. Thank you for asking us about"
                    " fertility care. We would be glad to help you on your way to a family, and I"
                    " am happy to answer whatever you would like to know. You can reach us at"
                    " {clinic_phone} whenever it suits you. If we do not speak before then, I will"
                    " call again another day. All the best until then!"
                ),
            ),
            zh=Words(
                body=(
                    "{customer}您好，我是{clinic}的{sender}。"
                    "感谢您向我们咨询生育方面的服务。"
                    "我们很希望能帮助您实现为人父母的心愿，也很乐意解答您的任何问题。"
                    "您方便的时候，欢迎拨打{clinic_phone}与我们联系。"
                    "如果这几天没有联系上，我改天会再给您打电话。祝您一切顺利！"
                ),
            ),
        ),
    ),
)

REMINDER_CALL = Wording(
    channel=Channel.PHONE,
    messages=(
        Bilingual(
            en=Words(
                body=(
                    "Hello {customer}, this is {sender}, calling from {clinic}. We are expecting"
                    " you {day} at {time}, and {doctor} will have time for you. You will find us at"
                    " {clinic_address}, and I can gladly describe the way. You can park at the"
                    " clinic free of charge. It helps if you are here 15 minutes ahead of time,"
                    " with a photo ID, your insurance cards and the filled-in forms that came by"
                    " e-mail. Will that work for you?"
                ),
            ),
            zh=Words(
                body=(
                    "{customer}您好，我是{clinic}的{sender}。"
                    "提醒您一下，您{day}{time}与{doctor}有预约，我们期待您的到来。"
                    "我们的地址是{clinic_address}，需要的话，我可以告诉您怎么走。"
                    "诊所有免费停车位。"
                    "请您提前15分钟到，并带上带照片的证件和保险卡，"
                    "还有我们发到您邮箱的表格，请先填好。"
                    "这个时间您没有问题吧？"
                ),
            ),
        ),
    ),
)

NO_SHOW_CALL = Wording(
    channel=Channel.PHONE,
    messages=(
        Bilingual(
            en=Words(
                body=(
                    "Hello {customer}, {sender} of {clinic} speaking. We had you down with"
                    " {doctor} {day} at {time} and did not see you, so I am calling to ask how you"
                    " are. I hope nothing serious came up. Is there something that we can do for"
                    " you? If you like, we can find a new date together right now."
                ),
            ),
            zh=Words(
                body=(
                    "{customer}您好，我是{clinic}的{sender}。"
                    "您原定{day}{time}与{doctor}见面，我们没有等到您，"
                    "所以打个电话问候一下，希望您一切都好。"
                    "有什么我们可以帮忙的吗？"
                    "如果您愿意，我们现在就可以一起重新约个时间。"
                ),
            ),
        ),
    ),
)

FINAL_CALL = Wording(
    channel=Channel.PHONE,
    messages=(
        Bilingual(
            en=Words(
                body=(
                    "Hello {customer}, {sender} of {clinic} here. We have tried to reach you"
                    " several times and do not wish to press you, so from now on you will hear from"
                    " us only once in a while. If you would still like to talk about fertility"
                    " care, we are glad to take your call at {clinic_phone}, now or later. We wish"
                    " you well."
                ),
            ),
            zh=Words(
                body=(
                    "{customer}您好，我是{clinic}的{sender}。"
                    "我们联系过您几次，一直没有联系上，不想过多打扰您，"
                    "所以今后我们只会偶尔与您联系。"
                    "如果您还想了解生育方面的服务，无论什么时候，"
                    "都欢迎拨打{clinic_phone}。祝您一切安好！"
                ),
            ),
        ),
    ),
)
