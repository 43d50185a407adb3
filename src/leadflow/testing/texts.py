"""A few wordings and checklists, every part of them varied, for policies to be drawn with."""

from __future__ import annotations

from leadflow.vocabulary import Channel
from leadflow.wording import Bilingual, Checklist, Checklists, Item, Wording, Wordings, Words


def _told(en: str, zh: str) -> Bilingual:
    return Bilingual(en=Words(body=en), zh=Words(body=zh))


_CALL = _told("Hello {customer}", "{customer}\u60a8\u597d")
_SHORT_CALL = _told("Hello", "\u60a8\u597d")
_EMAIL = Bilingual(
    en=Words(subject="Bring along {day}", body="{bring}"),
    zh=Words(subject="{day}\u8bf7\u5e26\u4e0a", body="{bring}"),
)
WORDINGS = (
    Wordings(),
    Wordings(
        {
            "opening_call": Wording(channel=Channel.PHONE, messages=(_CALL,)),
            "reschedule": Wording(channel=Channel.EMAIL, messages=(_EMAIL,)),
        }
    ),
    Wordings(
        {
            "opening_call": Wording(channel=Channel.TEXT, messages=(_CALL, _SHORT_CALL)),
            "reschedule": Wording(channel=Channel.TEXT, messages=(_SHORT_CALL,) * 3),
        }
    ),
)
_CARDS = Item(key="cards", en="Cards", zh="\u4fdd\u9669\u5361")
_FORMS = Item(key="forms", en="Forms", zh="\u8868\u683c")
CHECKLISTS = (
    Checklists({"bring": Checklist(items=(_CARDS,))}),
    Checklists(
        {"bring": Checklist(items=(_CARDS, _FORMS)), "needs": Checklist(items=(_FORMS,))},
    ),
    Checklists(
        {"bring": Checklist(items=(_FORMS,)), "needs": Checklist(items=(_CARDS,))},
    ),
)
"""What e-mails list is always there; without it a policy would be none."""
