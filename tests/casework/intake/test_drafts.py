"""Drafts: kept as they are typed, each clerk's own, and gone for good once registered or discarded."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from offices import CHEAP, StandingClock
from walking import example, intake

from app.casework.intake.drafts import discard_draft, draft_by_id, list_drafts, save_draft
from app.casework.intake.register import register_case
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.worklist.case_list import list_cases
from app.faults import UserFault
from app.models.workspace import Workspace, open_workspace

OTHER = "窗口口令2026"


@pytest.fixture
def colleague(workspace: Workspace, clock: StandingClock) -> Iterator[Workspace]:
    """The same workspace, opened by another clerk."""
    add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    opened = open_workspace(workspace.folder, "wang", OTHER, now=clock)
    yield opened
    opened.close()


def test_a_draft_says_what_was_typed_last_and_when(workspace: Workspace, clock: StandingClock) -> None:
    draft = save_draft(workspace, None, "张", "一")
    clock.moment += timedelta(minutes=5)
    assert save_draft(workspace, draft, "张三", "一二") == draft
    (row,) = list_drafts(workspace)
    assert (row.id, row.title, row.payload, row.updated_at) == (draft, "张三", "一二", workspace.moment())
    assert draft_by_id(workspace, draft) == row


def test_the_draft_typed_last_is_offered_first(workspace: Workspace, clock: StandingClock) -> None:
    drafts = []
    for title in "甲乙丙":
        drafts.append(save_draft(workspace, None, title, ""))
        clock.moment += timedelta(minutes=1)
    save_draft(workspace, drafts[0], "甲", "又写了")
    assert [row.title for row in list_drafts(workspace)] == ["甲", "丙", "乙"]
    assert [draft_by_id(workspace, draft).title for draft in drafts] == ["甲", "乙", "丙"]


def test_a_draft_is_shown_to_whoever_typed_it_alone(workspace: Workspace, colleague: Workspace) -> None:
    mine, theirs = save_draft(workspace, None, "我的", "一"), save_draft(colleague, None, "她的", "二")
    assert [row.id for row in list_drafts(workspace)] == [mine]
    assert [row.id for row in list_drafts(colleague)] == [theirs]
    with pytest.raises(UserFault) as refused:
        draft_by_id(workspace, theirs)
    assert refused.value.code == "draft-gone"


def test_nobody_discards_the_draft_of_another(workspace: Workspace, colleague: Workspace) -> None:
    draft = save_draft(workspace, None, "我的", "一")
    with pytest.raises(UserFault, match="另一位工作人员"):
        discard_draft(colleague, draft)
    assert [row.id for row in list_drafts(workspace)] == [draft]


def test_nobody_registers_away_the_draft_of_another(workspace: Workspace, colleague: Workspace) -> None:
    draft = save_draft(workspace, None, "我的", "一")
    with pytest.raises(UserFault, match="另一位工作人员"):
        register_case(colleague, intake(example("transfer_visit")), draft)
    assert list_cases(workspace).total == 0
    assert [row.payload for row in list_drafts(workspace)] == ["一"]


def test_registering_destroys_its_own_draft_and_no_other(workspace: Workspace) -> None:
    kept, used = save_draft(workspace, None, "另一件", "一"), save_draft(workspace, None, "这一件", "二")
    register_case(workspace, intake(example("transfer_visit")), used)
    assert [row.id for row in list_drafts(workspace)] == [kept]
    assert check_workspace(workspace).sound


def test_a_discarded_draft_is_gone_and_discarding_it_again_does_no_harm(workspace: Workspace) -> None:
    draft = save_draft(workspace, None, "试", "一")
    discard_draft(workspace, draft)
    assert list_drafts(workspace) == ()
    with pytest.raises(UserFault) as refused:
        draft_by_id(workspace, draft)
    assert refused.value.code == "draft-gone"
    with pytest.raises(UserFault, match="已经登记或者丢弃"):
        save_draft(workspace, draft, "试", "二")
    discard_draft(workspace, draft)
    assert check_workspace(workspace).sound
