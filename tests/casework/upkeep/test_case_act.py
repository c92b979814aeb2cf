"""However an act on a case ends, next dates, search words and needs are those of its rows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from clerk_work import ACCEPTED, do
from offices import StandingClock
from promises import assert_ended
from sqlmodel import select
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.voiding import void_document
from app.casework.life.acts import act_form, waive_document
from app.casework.life.correct_case import correct_case, void_case
from app.casework.life.correct_step import correct_step
from app.casework.upkeep.case_act import case_act
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find
from app.faults import UserFault
from app.models.tables import Case, CaseClock, CaseNeed, Petitioner
from app.models.workspace import Workspace


@pytest.fixture
def township(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace("township")


def every_way(workspace: Workspace, clock: StandingClock) -> Iterator[tuple[str, int]]:
    """Act on a case in each way there is, telling after each which it was."""
    case_id = register(workspace, "township_accept", handler=None, **ACCEPTED).case_id
    yield "registered", case_id
    correct_case(workspace, case_id, "handler", "郑禾", "登记时漏填")
    yield "handler corrected", case_id
    correct_case(workspace, case_id, "location", "香林县柳林乡", "听错")
    yield "words corrected", case_id
    correct_case(workspace, case_id, "petition_date", "2026-11-17", "信上写的是17日")
    correct_case(workspace, case_id, "received_on", "2026-11-17", "收文章日期看错")
    yield "day corrected", case_id
    notice = issue_notice(workspace, prepare_notice(workspace, case_id))
    yield "issued", case_id
    void_document(workspace, notice.id, "写错")
    yield "document void", case_id
    waive_document(workspace, case_id, None, notice.kind, "当面口头说明")
    yield "paper waived", case_id
    do(workspace, case_id, "start_handling")
    yield "act done", case_id
    clock.moment += timedelta(days=3)
    do(workspace, case_id, "give_opinion", facts_found="属实。", review_office="县政府", approver="王镇长")
    step = case_view(workspace, case_id).steps[-1]
    correct_step(workspace, case_id, step.id, "opinion_on", "2026-11-22", "笔误")
    yield "step corrected", case_id
    void_case(workspace, case_id, "误登")
    yield "case void", case_id


def test_every_way_to_end_an_act_leaves_what_is_kept_beside_the_case_as_its_rows_say(
    township: Workspace, clock: StandingClock
) -> None:
    seen, dates, needs = [], set(), set()
    for way, case_id in every_way(township, clock):
        assert_ended(township, case_id, township.today())
        seen.append(way)
        with township.reading() as session:
            case = session.get_one(Case, case_id)
            rows = session.exec(select(CaseNeed).where(CaseNeed.case_id == case_id)).all()
            dates.add((case.next_due, case.next_clock))
            needs.add(frozenset((row.need, row.detail) for row in rows))
    assert len(seen) == 10
    assert len(dates) >= 3 and len(needs) >= 4, "the ways change what is held here"


def test_a_case_is_found_by_the_words_an_act_gave_it_and_by_no_former_ones(workspace: Workspace) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    former = case_view(workspace, case_id).row.destination
    values = act_form(workspace, case_id, "dispatch").values
    do(workspace, case_id, "dispatch", **{**values, "destination": "香林县茶叶研究所"})
    assert find(workspace, "茶叶研究所").total == 1
    assert former and find(workspace, former).total == 0
    with case_act(workspace, "mend_phone", case_id) as acting:
        person = acting.session.exec(select(Petitioner).where(Petitioner.case_id == case_id)).first()
        assert person is not None
        person.phone = "13912345678"
        acting.session.add(person)
    assert find(workspace, "13912345678").total == 1


def test_whatever_stopped_a_clock_the_case_is_told_its_next_date(workspace: Workspace) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    with case_act(workspace, "stop_by_hand", case_id) as acting:
        assert acting.case.next_clock == "K1"
        clock = acting.session.exec(select(CaseClock).where(CaseClock.case_id == case_id)).one()
        clock.stopped_on, clock.stopped_by = workspace.today(), "dispatched_on"
        acting.session.add(clock)
    assert_ended(workspace, case_id, workspace.today())
    assert case_view(workspace, case_id).row.next_due is None


def test_an_act_leaves_the_case_as_it_is_known_once_it_has_ended(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    with case_act(workspace, "waive", case_id) as acting:
        assert acting.left is None
        acting.case.notice_kind = ""
    assert acting.left is not None
    assert [paper.kind for paper in acting.left.owed] == ["transfer_letter"]


def test_an_act_that_fails_leaves_nothing_and_none_begins_on_a_case_that_is_sealed_or_void(
    workspace: Workspace,
) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    with pytest.raises(UserFault, match="停"), case_act(workspace, "fail", case_id) as acting:
        acting.case.location = "别处"
        acting.session.flush()
        raise UserFault("停", "")
    with workspace.reading() as session:
        assert session.get_one(Case, case_id).location != "别处"
    void_case(workspace, case_id, "误登")
    sealed = register(workspace, "accusation_discipline").case_id
    for number in (case_id, sealed, 999):
        with pytest.raises(UserFault), case_act(workspace, "open", number):
            pytest.fail("an act began on a case that is not open")
    for number in (case_id, sealed):
        with case_act(workspace, "open", number, whichever=True) as acting:
            assert acting.case.id == number
