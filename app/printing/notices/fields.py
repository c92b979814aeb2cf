"""The fields a document may name, and how each is written on paper."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from app.faults import UserFault
from app.law.text.articles import chinese_number

FieldType = Literal["text", "longtext", "date", "name", "office", "phone", "count", "list", "names", "claims"]
Values = Mapping[str, object]

# The one vocabulary that cases offer and templates use; a template that names another field is broken.
_BY_TYPE: dict[FieldType, str] = {
    "date": """
        received_on registered_on petition_date dispatched_on report_by accepted_on due_on original_due_on
        extended_due_on issued_on asked_on guided_on declined_on lower_accepted_on lower_due_on closed_on
        final_opinion_on filed_on decided_on returned_on objected_on called_on hearing_date hearing_first hearing_last
        approved_on settled_on opinion_on service_on served_on review_served_on final_served_on answered_on replied_on
        review_requested_on review_accepted_on final_requested_on final_accepted_on review_opinion_on urged_on
        supervised_on feedback_by recommended_on reported_back_on merged_on urgent_reported_on stepped_aside_on
        helped_on answer_received_on answer_until
    """,
    "office": """
        office_name destination source_office pathway_organ political_legal_office meeting_office lower_office
        final_office review_office original_office supervised_office recommended_office help_organ reported_to
        answer_office answer_asked_at
        reconsideration_organ court_office
    """,
    "name": """
        petitioner_name agent_name handler approver registered_by hearing_host other_party service_receiver
        service_witness former_handler desk_person
    """,
    "phone": "office_phone destination_phone review_phone petitioner_phone",
    "names": "petitioner_names co_offices",
    "list": "claims enclosures",
    "claims": "claim_answers",
    "count": "people_count extension_days enclosed_pages copies",
    "longtext": """
        summary summary_short handling_way procedure pathway_basis pathway_period pathway_materials remedy enquiry
        decline_reason closing_reason filing_reason meeting_matter objection_reason objection_answer facts_found
        hearing_report extension_reason settlement_text duty_result duty_basis reply_text review_findings review_basis
        final_findings final_basis urge_note supervision_facts supervision_demand recommendation_text report_note
        merge_reason urgent_facts urgent_measures conflict_note help_note service_note next_text review_change
        review_demand final_change final_demand answer_until_note
    """,
    "text": """
        office_role office_address step_act case_number channel_label kind_label category_label purpose_label location
        pathway_item source_number petitioner_address petitioner_gender petitioner_id_number petitioner_capacity
        final_opinion_number review_opinion_number opinion_number filing_basis hearing_time hearing_place hearing_open
        review_result final_result adoption supervision_cause recommendation_kind related_case urgent_reported_at
        help_kind copied_to notice_name served_document_name served_document_number service_result service_way
        service_relation service_right post_number accusation_organ pathway_address case_own_number desk_kind_label
        desk_name destination_address review_address
        answer_name answer_use suit_order
    """,
}
FIELD_TYPES: dict[str, FieldType] = {key: kind for kind, keys in _BY_TYPE.items() for key in keys.split()}

# What one claim's answer says (article 32); the attributes of each entry of a field of type "claims".
CLAIM_TYPES: dict[str, FieldType] = {
    "ordinal": "text",
    "request": "longtext",
    "result": "text",
    "findings": "longtext",
    "opinion": "longtext",
    "basis": "longtext",
}
_WRITTEN_AS = FIELD_TYPES | CLAIM_TYPES
# Counts that stand in set phrases: 一式二份.
_IN_CHINESE = frozenset({"copies"})


def type_of(key: str) -> FieldType:
    """Return the type of a field, of the document or of one claim's answer."""
    return _WRITTEN_AS[key]


def claim_values(answers: object) -> list[dict[str, object]]:
    """Return what each claim's answer says, by the keys of `CLAIM_TYPES`, numbered 一、二、三 …"""
    each = answers if isinstance(answers, list | tuple) else ()
    return [
        {"ordinal": chinese_number(number)} | {key: getattr(answer, key, "") for key in CLAIM_TYPES if key != "ordinal"}
        for number, answer in enumerate(each, start=1)
    ]


def entries(value: object) -> list[str]:
    """Return a value as its list of non-empty texts; a plain text is a list of one."""
    if value is None:
        return []
    texts = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    return [text.strip() for text in texts if text.strip()]


def is_unanswered(key: str, value: object, at_least: int = 1) -> bool:
    """Tell whether a field has nothing to print; claims that are no list of answers are nothing."""
    return is_empty(value, at_least) or (type_of(key) == "claims" and not claim_values(value))


def is_empty(value: object, at_least: int = 1) -> bool:
    """Tell whether there is nothing to print: no text, fewer list entries or a smaller count than `at_least`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value < at_least
    return len(entries(value)) < (at_least if isinstance(value, list | tuple) else 1)


def written(key: str, value: object) -> str:
    """Write one value as it stands in a sentence; raises UserFault(code="bad-field") for an impossible date."""
    kind = type_of(key)
    if kind == "date":
        return written_date(key, value)
    if key in _IN_CHINESE and isinstance(value, int):
        return chinese_number(value)
    if kind in ("list", "names"):
        return ("、" if kind == "names" else "；").join(entries(value))
    return str(value).strip()


def written_date(key: str, value: object) -> str:
    """Write a date as 2026年11月22日 (GB/T 9704-2012, 7.3.5.4); takes a date or its ISO text."""
    day = date_of(key, value)
    return f"{day.year}年{day.month}月{day.day}日"


def date_of(key: str, value: object) -> date:
    """Return the date that a date or its ISO text says; raises UserFault(code="bad-field") for an impossible one."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise UserFault(
            f"日期“{value}”无法识别。", "请按 2026-11-22 的样子填写后重新生成文书。", code="bad-field", field=key
        ) from None


def paragraphs_of(text: str) -> list[str]:
    """Split text a person typed into paragraphs at its line ends."""
    return [line.strip() for line in re.split(r"[\r\n\u2028\u2029\x0b\x0c]+", text) if line.strip()]
