"""Papers take address and telephone of the offices they name from the directory, each from the right one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from clerk_work import registered
from test_notice_wording import words_of
from walking import register

from app.casework.cases.lookup import case_by_id
from app.casework.documents.form import contacts_as_typed, edit_notice, offices_of
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.life.acts import act_form, perform
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.office.directory import OfficeEntry, keep_office
from app.models.workspace import Workspace

COURT, BUREAU, GOVERNMENT = "香林县人民法院", "香林县住房和城乡建设局", "香林县人民政府"
ORGAN = "香林县人民政府（行政复议机构）"


def keep(workspace: Workspace, *names: str) -> None:
    """Put offices into the directory; each address begins with the name, so that none can stand for another."""
    for place, name in enumerate(names):
        keep_office(workspace, OfficeEntry(name, "县", address=f"{name}的楼", phone=f"0999-611000{place}"))


def read(workspace: Workspace, folder: Path, case_id: int, kind: str = "", step_id: int | None = None) -> str:
    draft = prepare_notice(workspace, case_id, kind, step_id=step_id)
    return words_of(workspace, folder, issue_notice(workspace, draft).id)


@pytest.mark.parametrize(
    ("example", "name", "printed"),
    [
        ("transfer_visit", BUREAU, "接收单位：{0}；地址：{0}的楼；联系电话：0999-6110000"),
        ("assign", "香林县人力资源和社会保障局", "承办单位地址：{0}的楼；承办单位联系电话：0999-6110000"),
        ("pathway", ORGAN, "办理机关：{0}；地址：{0}的楼；联系电话：0999-6110000"),
        ("litigation_visit_guide", COURT, "有关政法机关：{0}；联系电话：0999-6110000"),
    ],
)
def test_the_office_that_a_notice_leads_to_is_printed_with_where_it_is(
    workspace: Workspace, tmp_path: Path, example: str, name: str, printed: str
) -> None:
    bare = read(workspace, tmp_path, registered(workspace, example))
    assert "的楼" not in bare and "0999-6110000" not in bare
    keep(workspace, name, "香林县别的局")
    assert printed.format(name) in read(workspace, tmp_path, registered(workspace, example))


def test_the_organ_of_a_pathway_is_not_given_the_telephone_of_where_the_matter_went(workspace: Workspace) -> None:
    keep(workspace, ORGAN, BUREAU)
    case_id = register(workspace, "pathway").case_id
    with workspace.act("test") as session:
        case = case_by_id(session, case_id)
        case.destination = BUREAU
        session.add(case)
    values = prepare_notice(workspace, case_id).values
    assert (values["pathway_address"], values["destination_phone"]) == (f"{ORGAN}的楼", "0999-6110000")


def test_another_office_typed_on_the_form_brings_its_own_contact(workspace: Workspace) -> None:
    keep(workspace, BUREAU, COURT)
    draft = prepare_notice(workspace, registered(workspace))
    assert draft.values["destination_phone"] == "0999-6110000"
    for name, phone, address in ((COURT, "0999-6110001", f"{COURT}的楼"), ("没有的局", "", "")):
        typed = edit_notice(draft, {"destination": name})
        assert offices_of(typed) != offices_of(draft)
        found = contacts_as_typed(workspace, typed)
        assert found == {"destination_phone": phone, "destination_address": address}


@pytest.fixture
def township(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace("township", "乡镇")


def test_an_opinion_says_where_its_review_office_is(township: Workspace, tmp_path: Path) -> None:
    keep(township, GOVERNMENT, "香溪县人民政府")
    case_id = register(township, "township_accept").case_id
    form = act_form(township, case_id, "give_opinion")
    answers = [ClaimAnswer(claim, "supported", "属实。", "支持。", "《条例》") for claim, _ in form.claims]
    typed = {"facts_found": "属实。", "review_office": GOVERNMENT, "approver": "王镇长"}
    step = perform(township, case_id, "give_opinion", {**form.values, **typed}, answers).step_id
    found = read(township, tmp_path, case_id, "handling_opinion", step)
    assert f"复查机关、单位地址：{GOVERNMENT}的楼；复查机关、单位电话：0999-6110000" in found


def test_who_is_told_where_to_ask_for_review_is_told_where_that_is(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    county = make_workspace("review_body", "县政府")
    keep(county, "香溪县人民政府", GOVERNMENT)
    case_id = register(county, "review_elsewhere").case_id
    form = act_form(county, case_id, "tell_review_right")
    step = perform(county, case_id, "tell_review_right", {**form.values, "review_office": "香溪县人民政府"}).step_id
    found = read(county, tmp_path, case_id, "guidance_notice", step)
    assert "请您向香溪县人民政府提出。" in found
    assert "地址：香溪县人民政府的楼；联系电话：0999-6110000" in found


def test_who_is_told_to_whom_a_matter_belongs_is_told_where_that_is(workspace: Workspace, tmp_path: Path) -> None:
    keep(workspace, "云岭县信访局", "香林县信访局")
    case_id = register(workspace, "pending_transfer").case_id
    form = act_form(workspace, case_id, "guide")
    typed = {**form.values, "pathway_organ": "云岭县信访局", "pathway_basis": "《信访工作条例》"}
    step = perform(workspace, case_id, "guide", typed).step_id
    found = read(workspace, tmp_path, case_id, "guidance_notice", step)
    assert "请您向有权处理的云岭县信访局提出。" in found
    assert "地址：云岭县信访局的楼；联系电话：0999-6110000" in found
