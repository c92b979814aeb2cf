"""Service: never before the paper was issued nor in the future, once for each document, on the desk when late."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from clerk_work import do
from offices import StandingClock
from sqlmodel import select
from walking import register

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.facts import known_case
from app.casework.documents.issuing import document_view, issue_notice, prepare_notice
from app.casework.documents.listing import DocumentFilter, list_documents
from app.casework.documents.voiding import void_document
from app.casework.life.acts import act_form, perform
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.life.correct_step import correct_step
from app.casework.life.record_service import ServiceEntry, record_service, service_lines
from app.casework.office.checks import check_workspace
from app.casework.office.numbers import NUMBER_FORMAT
from app.casework.office.settings import UNSERVED_DAYS, set_parameter
from app.casework.upkeep.served import waiting_service
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import list_cases
from app.casework.worklist.desk import DeskSection, desk
from app.casework.worklist.next_act import next_act
from app.faults import UserFault
from app.models.tables import Case, CaseNeed, CaseStep, Service
from app.models.workspace import Workspace

ACCEPTED = {
    "received_on": "2026-11-18", "petition_date": "2026-11-18", "accepted_on": "2026-11-19", "postmark_on": None,
}  # fmt: skip


@pytest.fixture
def township(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace("township")


def notice(workspace: Workspace, case_id: int, kind: str = "") -> DocumentView:
    return issue_notice(workspace, prepare_notice(workspace, case_id, kind))


def accepted(workspace: Workspace) -> int:
    return register(workspace, "township_accept", handler="李明华", **ACCEPTED).case_id


def waiting(workspace: Workspace) -> DeskSection:
    return desk(workspace).section("service")


def needs(workspace: Workspace, case_id: int) -> dict[str, tuple[str, ...]]:
    with workspace.reading() as session:
        rows = session.exec(select(CaseNeed).where(CaseNeed.case_id == case_id)).all()
        return {row.need: row.detail for row in rows}


def waits_for(workspace: Workspace, case_id: int) -> str:
    with workspace.reading() as session:
        rule = waiting_service(known_case(session, session.get_one(Case, case_id), workspace.today()))
        return rule.id if rule is not None else ""


def step_of(workspace: Workspace, case_id: int, act: str) -> int:
    with workspace.reading() as session:
        query = select(CaseStep.id).where(CaseStep.case_id == case_id, CaseStep.act == act)
        return session.exec(query).one() or 0


def test_papers_whose_numbers_begin_alike_are_served_one_by_one(workspace: Workspace) -> None:
    set_parameter(workspace, NUMBER_FORMAT, "{文种}{年}-{序号}")
    case_id = register(workspace, "transfer_visit").case_id
    papers = [notice(workspace, case_id, "transfer_notice") for _ in range(11)]
    first, tenth, eleventh = papers[0], papers[9], papers[10]
    assert tenth.number == f"{first.number}0" and eleventh.number == f"{first.number}1"
    record_service(workspace, ServiceEntry(tenth, "2026-11-20"))
    perform(workspace, case_id, "serve_notice", {"notice_name": eleventh.number, "notice_served_on": "2026-11-20",
            "service_result": "served", "service_way": "direct"})  # fmt: skip
    served = {paper.id for paper in papers if document_view(workspace, paper.id).served_on}
    assert served == {tenth.id, eleventh.id}
    record_service(workspace, ServiceEntry(first, "2026-11-20"))
    assert document_view(workspace, first.id).served_on == date(2026, 11, 20)
    unserved = list_documents(workspace, DocumentFilter(state="unserved", case_id=case_id), limit=50)
    assert {paper.id for paper in unserved} == {paper.id for paper in papers[1:9]}


def test_a_name_that_several_papers_bear_is_asked_for_its_number(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    first, second = (notice(workspace, case_id, "transfer_notice") for _ in range(2))
    by_name = {"notice_name": first.name, "notice_served_on": "2026-11-20", "service_result": "served",
               "service_way": "direct"}  # fmt: skip
    with pytest.raises(UserFault, match="请写上文号") as caught:
        perform(workspace, case_id, "serve_notice", by_name)
    assert (caught.value.field, first.number in str(caught.value)) == ("notice_name", True)
    record_service(workspace, ServiceEntry(second, "2026-11-20"))
    perform(workspace, case_id, "serve_notice", by_name)  # only one of that name still waits
    assert {document_view(workspace, each.id).served_on for each in (first, second)} == {date(2026, 11, 20)}


def test_a_paper_that_is_not_ours_serves_none_of_ours(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    paper = notice(workspace, case_id, "transfer_notice")
    for named in (f"{paper.name} 外信〔2026〕77号", f"外{paper.number}", "办理情况的说明"):
        perform(workspace, case_id, "serve_notice", {"notice_name": named, "notice_served_on": "2026-11-20",
                "service_result": "served", "service_way": "direct"})  # fmt: skip
    assert document_view(workspace, paper.id).served_on is None
    with workspace.reading() as session:
        rows = session.exec(select(Service).where(Service.case_id == case_id)).all()
    assert [(row.document_id, row.on) for row in rows] == [(None, date(2026, 11, 20))] * 3


def test_a_proof_of_service_names_the_paper_that_its_step_served(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    first, _later = (notice(workspace, case_id, "transfer_notice") for _ in range(2))
    record_service(workspace, ServiceEntry(first, "2026-11-20"))
    step = step_of(workspace, case_id, "serve_notice")
    draft = prepare_notice(workspace, case_id, "proof_of_service", step_id=step)
    assert draft.values["served_document_number"] == first.number
    assert draft.values["service_on"] == date(2026, 11, 20)


def test_a_service_follows_its_corrected_step(workspace: Workspace, clock: StandingClock) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    first, second = (notice(workspace, case_id, "transfer_notice") for _ in range(2))
    clock.moment += timedelta(days=5)
    record_service(workspace, ServiceEntry(first, "2026-11-24"))
    step = step_of(workspace, case_id, "serve_notice")
    correct_step(workspace, case_id, step, "notice_served_on", "2026-11-23", "记错一天")
    assert document_view(workspace, first.id).served_on == date(2026, 11, 23)
    correct_step(workspace, case_id, step, "notice_name", f"{second.name} {second.number}", "是另一份")
    days = [document_view(workspace, each.id).served_on for each in (first, second)]
    assert days == [None, date(2026, 11, 23)]
    assert check_workspace(workspace).sound


def test_no_notice_is_served_before_its_day_nor_after_today(township: Workspace, clock: StandingClock) -> None:
    case_id = accepted(township)
    document = notice(township, case_id)
    for day, said in (("2026-11-19", f"早于 {document.number} 的签发日期"), ("2026-11-21", "不能晚于今天")):
        with pytest.raises(UserFault, match=said):
            record_service(township, ServiceEntry(document, day))
    clock.moment += timedelta(days=3)
    record_service(township, ServiceEntry(document, "2026-11-21", way="post", post_number="XA1"))
    assert document_view(township, document.id).served_on == date(2026, 11, 21)
    step = step_of(township, case_id, "serve_notice")
    with pytest.raises(UserFault, match="签发日期"):
        correct_step(township, case_id, step, "notice_served_on", "2026-11-19", "看错回执")
    correct_step(township, case_id, step, "notice_served_on", "2026-11-22", "看错回执")
    assert document_view(township, document.id).served_on == date(2026, 11, 22)


def test_an_opinion_starts_its_clock_by_its_service_and_a_refusal_starts_none(
    township: Workspace, clock: StandingClock
) -> None:
    case_id = accepted(township)
    form = act_form(township, case_id, "give_opinion")
    answers = [ClaimAnswer(n, "supported", "查明属实。", "支持。", "《信访工作条例》") for n, _ in form.claims]
    given = {"facts_found": "属实。", "review_office": "香林县人民政府", "approver": "王镇长"}
    perform(township, case_id, "give_opinion", {**form.values, **given}, answers)
    clock.moment += timedelta(days=2)
    (owed,) = [paper for paper in case_view(township, case_id).owed if paper.kind == "handling_opinion"]
    opinion = issue_notice(township, prepare_notice(township, case_id, owed.kind, step_id=owed.step_id))
    with pytest.raises(UserFault, match="签发日期"):  # dated the 20th, on paper only since the 22nd
        record_service(township, ServiceEntry(opinion, "2026-11-21", receiver="何某"))
    record_service(township, ServiceEntry(opinion, "2026-11-22", result="refused", note="不肯签字"))
    assert "K6" not in {clock.kind for clock in case_view(township, case_id).clocks}
    record_service(township, ServiceEntry(opinion, "2026-11-22", receiver="何某", relation="本人"))
    (right,) = [each for each in case_view(township, case_id).clocks if each.kind == "K6"]
    assert right.start == date(2026, 11, 22)
    assert document_view(township, opinion.id).served_on == date(2026, 11, 22)


def opinion_issued(workspace: Workspace, case_id: int) -> DocumentView:
    """Issue an opinion of the 20th on the day of the workspace."""
    given = {"facts_found": "属实。", "review_office": "香林县人民政府", "approver": "王镇长"}
    do(workspace, case_id, "give_opinion", opinion_on="2026-11-20", **given)
    return opinion_again(workspace, case_id)


def opinion_again(workspace: Workspace, case_id: int) -> DocumentView:
    (owed,) = [paper for paper in case_view(workspace, case_id).owed if paper.kind == "handling_opinion"]
    return issue_notice(workspace, prepare_notice(workspace, case_id, owed.kind, step_id=owed.step_id))


def test_an_opinion_is_not_served_before_its_own_day_though_a_notice_was_issued_before(
    township: Workspace, clock: StandingClock
) -> None:
    case_id = accepted(township)
    first = notice(township, case_id)
    clock.moment += timedelta(days=3)
    opinion = opinion_issued(township, case_id)
    with pytest.raises(UserFault, match=f"早于 {opinion.number} 的签发日期"):
        record_service(township, ServiceEntry(opinion, "2026-11-21", receiver="何某"))
    record_service(township, ServiceEntry(first, "2026-11-21"))
    record_service(township, ServiceEntry(opinion, "2026-11-23", receiver="何某"))
    served = [document_view(township, each.id).served_on for each in (first, opinion)]
    assert served == [date(2026, 11, 21), date(2026, 11, 23)]


def test_a_notice_issued_after_the_opinion_is_not_served_as_the_opinion(
    township: Workspace, clock: StandingClock
) -> None:
    case_id = accepted(township)
    opinion = opinion_issued(township, case_id)
    clock.moment += timedelta(days=3)
    later = notice(township, case_id)
    record_service(township, ServiceEntry(opinion, "2026-11-21", receiver="何某"))
    served = [document_view(township, each.id).served_on for each in (opinion, later)]
    assert served == [date(2026, 11, 21), None]


def test_an_opinion_issued_anew_was_not_served_with_the_void_one(township: Workspace, clock: StandingClock) -> None:
    case_id = accepted(township)
    former = opinion_issued(township, case_id)
    record_service(township, ServiceEntry(former, "2026-11-20", receiver="何某"))
    clock.moment += timedelta(hours=1)
    void_document(township, former.id, "盖错了章")
    assert document_view(township, opinion_again(township, case_id).id).served_on is None
    assert document_view(township, former.id).served_on == date(2026, 11, 20)


def test_only_what_the_petitioner_is_to_receive_waits_and_an_opinion_waits_by_itself(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace, township = make_workspace(), make_workspace("township", "乡镇")
    case_id = register(workspace, "transfer_visit").case_id
    for kind in ("transfer_notice", "transfer_letter"):
        notice(workspace, case_id, kind)
    assert needs(workspace, case_id)["unserved"] == ("transfer_notice",)
    case_id = accepted(township)
    notice(township, case_id)
    assert needs(township, case_id)["unserved"] == ("receipt_notice",)
    opinion_issued(township, case_id)
    waits = needs(township, case_id)
    assert (waits["unserved"], "service" in waits) == (("receipt_notice",), True)


def test_the_service_that_waits_is_that_of_the_opinion_which_stands(make_workspace: Callable[..., Workspace]) -> None:
    body = make_workspace("review_body")
    case_id = register(body, "review_request").case_id
    assert waits_for(body, case_id) == ""
    told = {"review_result": "uphold", "final_office": "某市人民政府", "review_findings": "属实", "approver": "主任"}
    do(body, case_id, "review_opinion", review_basis="第三十五条", **told)
    assert waits_for(body, case_id) == "serve_review"
    for paper in case_view(body, case_id).owed:
        issue_notice(body, prepare_notice(body, case_id, paper.kind, step_id=paper.step_id))
    do(body, case_id, "serve_review")
    assert waits_for(body, case_id) == ""


def test_the_form_begins_with_the_oldest_notice_that_waits(township: Workspace) -> None:
    case_id = accepted(township)
    assert act_form(township, case_id, "serve_notice").values["notice_name"] == ""
    first, second = notice(township, case_id), notice(township, case_id)
    assert first.number in str(act_form(township, case_id, "serve_notice").values["notice_name"])
    record_service(township, ServiceEntry(first, "2026-11-20"))
    assert second.number in str(act_form(township, case_id, "serve_notice").values["notice_name"])
    void_document(township, second.id, "重复")
    assert act_form(township, case_id, "serve_notice").values["notice_name"] == ""


def test_the_service_of_a_notice_goes_on_record_while_the_case_goes_on(township: Workspace) -> None:
    case_id = accepted(township)
    document = notice(township, case_id)
    perform(township, case_id, "start_handling", act_form(township, case_id, "start_handling").values)
    assert case_view(township, case_id).row.state == "办理中"
    record_service(township, ServiceEntry(document, "2026-11-20"))
    assert document_view(township, document.id).served_on == date(2026, 11, 20)


def test_a_notice_comes_up_on_the_desk_after_the_office_s_own_number_of_days(
    township: Workspace, clock: StandingClock
) -> None:
    case_id = accepted(township)
    document = notice(township, case_id)
    clock.moment += timedelta(days=7)
    assert waiting(township).total == 0
    clock.moment += timedelta(days=1)
    section = waiting(township)
    (line,) = section.lines
    assert (line.row.id, line.words, line.tone) == (case_id, "已出8天", "red")
    assert document.name in line.detail and "没有登记送达" in line.detail
    assert [row.id for row in list_cases(township, section.wanted).rows] == [case_id]
    assert next_act(township, "service", case_id).act == "serve_notice"
    set_parameter(township, UNSERVED_DAYS, "8")
    assert waiting(township).total == 0
    set_parameter(township, UNSERVED_DAYS, "3")
    record_service(township, ServiceEntry(document, "2026-11-27", result="refused", note="不肯签字"))
    assert waiting(township).total == 1
    record_service(township, ServiceEntry(document, "2026-11-28", way="left", witness="村干部"))
    assert waiting(township).total == 0


def test_lines_say_why_a_service_cannot_be_put_on_record(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    served, void, open_ = (notice(workspace, case_id) for _ in range(3))
    letter = notice(workspace, case_id, "transfer_letter")
    record_service(workspace, ServiceEntry(served, "2026-11-20"))
    void_document(workspace, void.id, "重复")
    documents = [document_view(workspace, each.id) for each in (served, void, open_, letter)]
    lines = service_lines(workspace, documents)
    assert [bool(line.why_not) for line in lines] == [True, True, False, True]
    assert "已经送达" in lines[0].why_not and "作废" in lines[1].why_not and "信访人" in lines[3].why_not
    assert lines[2].receiver == "欧阳𬱖"


def test_the_proof_of_a_service_is_issued_with_it_where_that_is_asked(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    notice(workspace, case_id, "transfer_letter")
    first, second = notice(workspace, case_id), notice(workspace, case_id)
    said = record_service(
        workspace, ServiceEntry(first, "2026-11-20", receiver="欧阳𬱖", relation="本人"), with_proof=True
    )
    assert "送达回证 香信送〔2026〕1号" in said
    assert case_view(workspace, case_id).owed == ()
    record_service(workspace, ServiceEntry(second, "2026-11-20"))
    assert [paper.kind for paper in case_view(workspace, case_id).owed] == ["proof_of_service"]
