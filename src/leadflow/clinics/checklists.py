# ruff: noqa: RUF001 - full-width punctuation is what Chinese is written with
"""Incinta's checklists, in words of our own: what to explain, to ask, to bring and to remind of."""

from __future__ import annotations

from leadflow.wording import Checklist, Item

TREATMENT_INTRODUCTION = Checklist(
    items=(
        Item(
            key="procedure",
            en="Explain IVF and its related procedures, and what they require",
            zh="说明试管婴儿及相关治疗的过程和要求",
        ),
        Item(key="timeline", en="Go through the steps and their timing", zh="讲清主要步骤和时间"),
        Item(key="questions", en="Answer what the customer asks about it", zh="回答客户的疑问"),
        Item(key="cost", en="Give a first idea of the cost", zh="说明大致费用"),
    )
)

INFORMATION_COLLECTION = Checklist(
    items=(
        Item(key="form", en="Help to fill in the patient form", zh="协助填写患者信息表"),
        Item(key="history", en="Ask for the medical history that is needed", zh="了解必要的病史"),
        Item(
            key="contact",
            en="Check contact details and the hours the customer prefers",
            zh="核对联系方式和方便的联系时间",
        ),
        Item(key="insurance", en="Find out what the insurance covers", zh="了解保险范围"),
    )
)

NEEDS = Checklist(
    items=(
        Item(
            key="goals",
            en="What does the customer hope for, and which aim is in view?",
            zh="客户有什么生育心愿，想达到什么目标？",
        ),
        Item(
            key="health",
            en="How is the customer's health now, and what went before?",
            zh="目前身体状况如何，以往有什么病史？",
        ),
        Item(
            key="treatments",
            en="Have there been treatments before, and how did they go?",
            zh="以前做过哪些治疗，结果如何？",
        ),
        Item(
            key="dates",
            en="How free is the customer in choosing a date?",
            zh="预约时间上有多大灵活性？",
        ),
    )
)

BASICS = Checklist(
    items=(
        Item(key="identity", en="Name, age and how to get in touch", zh="姓名、年龄和联系方式"),
        Item(key="home", en="Where home is, and how far that is from us", zh="住址及到诊所的距离"),
        Item(key="means", en="Insurance, and the means to pay", zh="保险情况和支付能力"),
        Item(key="emergency_contact", en="Whom to call in an emergency", zh="紧急联系人"),
    )
)

CONSIDERATIONS = Checklist(
    items=(
        Item(
            key="reasons",
            en="What makes the customer hesitate, and why?",
            zh="客户在犹豫什么，原因是什么？",
        ),
        Item(key="worries", en="What is the greatest worry?", zh="最担心的是什么？"),
        Item(key="decision", en="By when will a decision be made?", zh="大概什么时候做决定？"),
        Item(
            key="alternatives",
            en="Which other clinics or doctors are in question?",
            zh="还在考虑哪些诊所或医生？",
        ),
    )
)

CUSTOMER_INFORMATION = Checklist(
    items=(
        Item(key="personal", en="Personal data: checked and complete", zh="个人资料已核对、补全"),
        Item(key="history", en="Medical history: taken down in detail", zh="病史已详细记录"),
        Item(
            key="payment",
            en="Insurance and way of payment: settled",
            zh="保险和付款方式已确认",
        ),
        Item(key="emergency_contact", en="Emergency contact: up to date", zh="紧急联系人已更新"),
    )
)

MEDICAL_INFORMATION = Checklist(
    items=(
        Item(key="history", en="Past illnesses and operations", zh="既往病史和手术史"),
        Item(key="medication", en="Medication taken at present", zh="目前用药情况"),
        Item(
            key="allergies",
            en="Allergies, and whatever needs special care",
            zh="过敏史和特殊医疗需要",
        ),
        Item(key="tests", en="Results of fertility tests so far", zh="生殖方面的检查结果"),
    )
)

BRING = Checklist(
    items=(
        Item(key="photo_id", en="An official photo ID", zh="政府签发的带照片证件"),
        Item(key="insurance_cards", en="Your insurance cards", zh="保险卡"),
        Item(
            key="records",
            en="Records of earlier fertility care, if you have any",
            zh="以往与生育有关的病历（如有）",
        ),
        Item(
            key="medication",
            en="A list of the medication you take now",
            zh="目前用药清单",
        ),
        Item(key="forms", en="Your patient forms, filled in", zh="填好的患者表格"),
    )
)

REMINDER = Checklist(
    items=(
        Item(key="appointment", en="The hour, and with which doctor", zh="预约时间和医生"),
        Item(key="route", en="The way to the clinic", zh="到诊所的路线"),
        Item(key="parking", en="Where to park: at the clinic, at no cost", zh="停车：诊所内，免费"),
        Item(key="bring", en="What to have ready and bring along", zh="需要准备和携带的资料"),
    )
)
