"""Every act finds the documents it asks for, and a clerk can always fill them."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from walking import register

from app.casework.cases.lookup import case_by_id
from app.casework.documents.values import document_values
from app.models.workspace import Workspace
from app.printing.notices.fields import FIELD_TYPES
from app.printing.notices.template import load_templates
from app.resources import resource_path

TEMPLATES = load_templates()
ACTS: list[dict[str, Any]] = tomllib.loads(resource_path("law", "rules", "life-2022.toml").read_text("utf-8"))["acts"]
ASKED = [(act, document) for act in ACTS for document in act.get("documents", [])]
FIELDS = {field["key"]: field for act in ACTS for field in act.get("fields", [])}

# What casework says of a case whatever has been done with it, empty where the case has nothing of it.
ALWAYS = {
    "office_name", "office_phone", "case_number", "received_on", "registered_on", "channel_label", "summary",
    "summary_short", "enquiry", "issued_on", "handler", "claim_answers",
}  # fmt: skip
# Filled where the act that asks for the paper can happen at all.
BY_CONDITION = {
    "petitioner_name": "identity",
    "report_by": "report_by",
}
# What earlier acts brought before the state that the act starts from.
BEFORE = {
    "handling_opinion": {"accepted_on"},
    "extension_notice": {"accepted_on", "original_due_on"},
    "extension_approval": {"accepted_on", "original_due_on"},
    "transfer_letter": {"destination", "dispatched_on"},
    "transfer_notice": {"destination", "dispatched_on", "handling_way", "procedure"},
    "assignment_notice": {"destination", "dispatched_on"},
    "assignment_letter": {"destination"},
    "objection_reply": {"destination"},
    "urge_letter": {"destination"},
    "objection_letter": {"source_office"},
    "closing_report": {"source_office"},
    "proof_of_service": {"served_document_name"},
}
# Papers that need a name although their act does not ask whether there is one: the petitioner is before the desk.
NAMED = {"hearing_notice", "review_receipt_notice", "review_opinion", "final_opinion", "proof_of_service"} | {
    "conciliation_agreement", "settlement_agreement", "guidance_notice",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted({document["kind"] for _, document in ASKED}))
def test_every_document_an_act_asks_for_has_a_template(kind: str) -> None:
    assert kind in TEMPLATES


@pytest.mark.parametrize(("act", "document"), ASKED, ids=[f"{act['id']}-{each['kind']}" for act, each in ASKED])
def test_every_required_field_is_supplied_when_the_act_is_done(act: dict[str, Any], document: dict[str, Any]) -> None:
    template = TEMPLATES[document["kind"]]
    conditions = document.get("when", [])
    typed = {
        field["key"]
        for field in act.get("fields", [])
        if field.get("required")
        or any(each in conditions for each in field.get("required_when", []))
        or _at_this_desk(act, field)
    }
    met = {key for key, fact in BY_CONDITION.items() if any(each["fact"] == fact for each in conditions)}
    named = {"petitioner_name"} if template.id in NAMED else set()
    said = {"remedy"} if act.get("remedy") else set()
    supplied = ALWAYS | typed | met | named | said | BEFORE.get(template.id, set())
    assert {field.key for field in template.fields if field.required} <= supplied
    for group in template.one_of:
        assert supplied & set(group) or act["id"] == "accept"


def _at_this_desk(act: dict[str, Any], field: dict[str, Any]) -> bool:
    """Tell whether a field is asked for wherever this office itself issues the paper."""
    return "review_body" in str(act.get("roles", "")) and bool(field.get("required_when"))


def test_a_field_has_the_type_of_what_the_act_asks() -> None:
    allowed = {
        "date": {"date"}, "office": {"office"}, "longtext": {"longtext"}, "int": {"count"}, "choice": {"text"},
        "yesno": {"text"}, "text": {"text", "name", "longtext", "office"}, "names": {"names"}, "case_ref": {"text"},
    }  # fmt: skip
    wrong = [
        (key, field["kind"], FIELD_TYPES[key])
        for key, field in FIELDS.items()
        if key in FIELD_TYPES and FIELD_TYPES[key] not in allowed[field["kind"]]
    ]
    assert wrong == []


def test_a_condition_names_words_that_the_act_can_bring() -> None:
    labels = {
        key: {option["label"] for option in field["options"]} for key, field in FIELDS.items() if field.get("options")
    }
    labels["hearing_open"] = {"是", "否"}
    wrong = [
        (template.id, match.field, word)
        for template in TEMPLATES.values()
        for block in template.blocks
        for match in block.when
        for word in (*match.one_of, *match.none_of)
        if match.field in labels and word not in labels[match.field]
    ]
    assert wrong == []


def test_the_case_offers_what_every_document_counts_on(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace()
    registered = register(workspace, "transfer_visit")
    with workspace.reading() as session:
        values = document_values(workspace, session, case_by_id(session, registered.case_id))
    empty = {key for key in ALWAYS - {"handler"} if not values.get(key)}
    assert empty <= {"office_phone"}
    offered = set().union(*BEFORE.values()) | {"remedy", "petitioner_name", "report_by"}
    assert offered - set(values) <= {"served_document_name"}
