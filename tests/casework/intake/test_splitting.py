"""Splitting a mixed petition: what goes along, what stays, and what nobody may learn from the link."""

import json

import pytest
from sqlmodel import Session, col, select
from walking import example, intake, register

from app.casework.intake.register import register_case
from app.casework.intake.splitting import (
    SplitFrom,
    movable_claims,
    split_from_of,
    split_suggestions,
)
from app.casework.life.correct_case import void_case
from app.faults import UserFault
from app.law.route.draft import read_draft, write_draft
from app.law.route.walk import Route
from app.models.tables import Case, CaseClock, CaseStep, Claim, JournalEntry, JournalText
from app.models.workspace import Workspace


def _claims(session: Session, case_id: int) -> dict[str, int | None]:
    found = session.exec(select(Claim).where(Claim.case_id == case_id).order_by(col(Claim.position))).all()
    return {claim.text: claim.moved_to_case_id for claim in found}


def _split(workspace: Workspace, number: str, ids: tuple[int, ...], name: str = "transfer_visit", **changes: object):
    facts = example(name, **changes)
    made = intake(facts, workspace.office.role, workspace.today())
    return register_case(workspace, made, split_from=SplitFrom(number, ids))


def test_the_chosen_claim_goes_along_with_who_brought_it_and_when(workspace: Workspace) -> None:
    desk = {"desk_kind": "village", "desk_name": "柳溪村接访点", "desk_person": "龙春生"}
    first = register(workspace, "transfer_visit", people_count=3, own_number="45", **desk)
    claims = movable_claims(workspace, first.case_id)
    assert [claim.text for claim in claims] == ["尽快维修桂花巷18号公房屋顶", "答复维修资金由谁承担"]
    found = split_suggestions(workspace, first.case_id, (claims[1].id,))
    assert found["claims"] == ["答复维修资金由谁承担"]
    assert (found["petitioner_name"], found["channel"], found["people_count"]) == ("欧阳𬱖", "visit", 3)
    assert str(found["received_on"]) == "2026-10-12"  # the periods of the new case run from the same receipt
    assert {key: found[key] for key in desk} == desk
    assert "summary" not in found
    assert "own_number" not in found  # the paper book gave it to the first
    # The link survives being written as a draft and taken up again.
    route = Route.start(register_pack(), "petition_department", workspace.today(), found)
    again = read_draft(register_pack(), write_draft(route))
    assert split_from_of(again.suggestions) == SplitFrom(first.number, (claims[1].id,))
    assert split_from_of({"claims": ["x"]}) is None


def register_pack():
    from app.casework.office.law_in_force import rule_pack

    return rule_pack()


def test_registering_links_both_cases_and_marks_the_claim_in_one_act(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    moving = movable_claims(workspace, first.case_id)[1]
    second = _split(workspace, first.number, (moving.id,), claims=[moving.text])
    with workspace.reading() as session:
        case = session.get(Case, second.case_id)
        assert case is not None
        assert case.split_from_id == first.case_id
        assert _claims(session, first.case_id) == {
            "尽快维修桂花巷18号公房屋顶": None, "答复维修资金由谁承担": second.case_id,
        }  # fmt: skip
        assert _claims(session, second.case_id) == {"答复维修资金由谁承担": None}
        assert session.exec(select(CaseClock.kind).where(CaseClock.case_id == second.case_id)).all() == ["K1"]
        acts = session.exec(
            select(JournalEntry.act_seq).where(
                JournalEntry.table_name == "claim", col(JournalEntry.case_id).in_([first.case_id, second.case_id])
            )
        ).all()
    assert len(set(acts)) == 2  # the first registering, and the second with its mark on the first
    with pytest.raises(UserFault) as only_one:
        movable_claims(workspace, first.case_id)
    assert only_one.value.code == "last-claim"


def test_the_last_claim_and_a_foreign_or_moved_one_do_not_go_and_nothing_is_half_done(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    other = register(workspace, "transfer_visit")
    ids = [claim.id for claim in movable_claims(workspace, first.case_id)]
    foreign = movable_claims(workspace, other.case_id)[0].id
    for wrong in (tuple(ids), (foreign,), (9_999,)):
        with pytest.raises(UserFault) as fault:
            _split(workspace, first.number, wrong)
        assert (fault.value.code, fault.value.field) == ("split-refused", "claims")
        with pytest.raises(UserFault):
            split_suggestions(workspace, first.case_id, wrong)
    _split(workspace, first.number, (ids[0],))
    with pytest.raises(UserFault) as moved:
        _split(workspace, first.number, (ids[0],))
    assert "已经移到另一件" in moved.value.sentence
    with workspace.reading() as session:
        assert len(session.exec(select(Case.id)).all()) == 3


def test_nothing_is_split_from_a_sealed_or_voided_case(workspace: Workspace) -> None:
    sealed = register(workspace, "accusation_discipline")
    voided = register(workspace, "transfer_visit")
    void_case(workspace, voided.case_id, "重复登记")
    for case in (sealed, voided):
        with pytest.raises(UserFault):
            movable_claims(workspace, case.case_id)
        with pytest.raises(UserFault):
            split_suggestions(workspace, case.case_id, ())
        with pytest.raises(UserFault) as fault:
            _split(workspace, case.number, ())
        assert fault.value.code == "split-refused"


def test_an_accusation_that_is_split_off_is_sealed_and_nothing_points_to_it(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    moving = movable_claims(workspace, first.case_id)[1]
    second = _split(workspace, first.number, (moving.id,), "accusation_discipline")
    assert second.sealed
    with workspace.reading() as session:
        case = session.get(Case, second.case_id)
        assert case is not None
        assert (case.split_from_id, case.related_case_id) == (None, None)
        assert set(_claims(session, first.case_id).values()) == {None}


def test_what_belongs_to_another_case_is_stored_nowhere_in_the_first(workspace: Workspace) -> None:
    secret = "举报某人私分公房维修基金"
    open_ = register(workspace, "mixed_visit", other_claims=[secret])
    sealed = register(workspace, "accusation_discipline", mixed=True, other_claims=[secret])
    with workspace.reading() as session:
        rows = json.dumps(
            [
                [str(row.model_dump()) for row in session.exec(select(table)).all()]
                for table in (Case, Claim, CaseStep, JournalText)
            ],
            ensure_ascii=False,
        )
        assert secret not in rows
        assert "另有诉求" in (session.get(Case, open_.case_id) or Case()).marks
        assert (session.get(Case, sealed.case_id) or Case()).marks == ()
    facts = example("accusation_discipline", mixed=True, other_claims=[secret])
    assert secret not in str(intake(facts).facts)
