"""The demo office: two months of fictional cases that end today, whatever day that is."""

from datetime import datetime
from pathlib import Path

import pytest
from offices import BEIJING, CHEAP
from sqlmodel import select

from app.casework.demo.demo_office import make_demo_office
from app.casework.demo.story import load_story
from app.casework.life.acts import act_form
from app.casework.office.checks import check_workspace
from app.casework.worklist.case_list import CaseFilter, list_cases
from app.casework.worklist.desk import desk
from app.casework.worklist.next_act import NOTICE, next_act
from app.faults import UserFault
from app.models.tables import Case, Document, JournalEntry, User
from app.models.workspace import open_workspace
from app.resources import resource_path


@pytest.mark.parametrize("moment", [datetime(2026, 10, 4, 0, 5), datetime(2028, 2, 29, 7, 0)])
def test_on_any_day_there_are_cases_overdue_due_soon_and_waiting(tmp_path: Path, moment: datetime) -> None:
    now = moment.replace(tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP)
    try:
        seen = desk(made.workspace)
        assert seen.section("overdue").total >= 2
        assert seen.section("due").total >= 2
        assert seen.section("watch_overdue").total >= 1
        assert seen.section("service").total >= 1
        assert seen.section("send").total >= 5
        assert check_workspace(made.workspace).sound
        with made.workspace.reading() as session:
            cases = session.exec(select(Case)).all()
            latest = max(entry.at for entry in session.exec(select(JournalEntry)).all())
        assert max(case.registered_on for case in cases) <= now.date()
        assert latest <= now.astimezone().isoformat(timespec="seconds")
    finally:
        made.workspace.close()


def test_every_kind_of_matter_is_there(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP)
    workspace = made.workspace
    try:
        with workspace.reading() as session:
            cases = session.exec(select(Case)).all()
            documents = session.exec(select(Document)).all()
            acts = set(session.exec(select(JournalEntry.act)).all())
            clerks = {user.login for user in session.exec(select(User)).all()}
        assert 24 <= len(cases) <= 40
        assert {case.kind for case in cases} >= {"appeal", "suggestion", "accusation"}
        assert {case.channel for case in cases} >= {"visit", "letter", "online", "phone", "leader", "superior"}
        assert {case.identity for case in cases} >= {"clear", "unclear", "anonymous"}
        assert sum(case.sealed for case in cases) == 2
        assert max(case.people_count for case in cases if case.channel == "visit") > 5
        assert max(case.people_count for case in cases if case.channel == "letter") > 5
        assert any(case.disposition == "merge" and case.related_case_id for case in cases)
        assert [case.void_reason for case in cases if case.voided_on]
        assert {"correct_case", "void_case", "dispatch", "record_print"} <= acts
        assert len(documents) >= 10
        assert len({document.kind for document in documents}) >= 6
        assert {case.registered_by_id for case in cases} == set(range(1, len(clerks) + 1))
        named = list_cases(workspace, CaseFilter(text="𬱖")).total
        assert named >= 2
    finally:
        workspace.close()


def test_a_township_has_a_story_of_its_own_and_everybody_signs_in_with_the_public_password(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP, role="township")
    made.workspace.close()
    again = open_workspace(tmp_path / "示范", "zheng", made.password, now=lambda: now)
    try:
        with again.reading() as session:
            dispositions = {case.disposition for case in session.exec(select(Case)).all()}
            states = {case.state for case in session.exec(select(Case)).all()}
        assert dispositions >= {"accept", "perform", "object", "guide", "merge", "suggestion_own", "sealed"}
        assert states >= {"S04", "S06", "S10", "S11", "S12", "S13", "S14", "S20", "S21"}
        assert again.office.role == "township"
    finally:
        again.close()


def test_the_department_s_cases_are_on_every_stretch_of_the_way(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP)
    colleague = open_workspace(tmp_path / "示范", "zheng", made.password, now=lambda: now)
    try:
        with made.workspace.reading() as session:
            cases = session.exec(select(Case)).all()
            acts = set(session.exec(select(JournalEntry.act)).all())
        assert {case.state for case in cases} >= {
            "S02",
            "S03",
            "S04",
            "S06",
            "S07",
            "S08",
            "S12",
            "S14",
            "S15",
            "S20",
            "S21",
        }
        assert {"督办", "领导包案", "重大紧急"} <= {mark for case in cases for mark in case.marks}
        assert acts >= {"receiver_objects", "agree_objection", "transfer_again", "supervise", "urge", "report_urgent"}
        assert any(case.resolved_on for case in cases)
        # A colleague proposed to decline one: the other sees it to confirm, the colleague does not.
        assert [line.words for line in desk(made.workspace).section("second").lines] == ["请你确认"]
        assert [line.words for line in desk(colleague).section("second").lines] == ["等别人确认"]
    finally:
        colleague.close()
        made.workspace.close()


def test_a_review_body_has_requests_in_every_state(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP, role="review_body")
    try:
        with made.workspace.reading() as session:
            states = {case.state for case in session.exec(select(Case)).all()}
        assert states >= {"S15", "S16", "S17", "S19"}
        seen = desk(made.workspace)
        assert seen.section("overdue").total >= 1
        assert seen.section("service").total >= 1
        assert check_workspace(made.workspace).sound
    finally:
        made.workspace.close()


@pytest.mark.parametrize("role", ["petition_department", "township", "review_body"])
def test_what_a_line_of_the_desk_offers_can_be_done(tmp_path: Path, role: str) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    made = make_demo_office(tmp_path / "示范", lambda: now, CHEAP, role=role)
    try:
        for section in desk(made.workspace).sections:
            for line in section.lines:
                act = next_act(made.workspace, section.part, line.row.id)
                assert act.act, (section.part, line.row.number)
                if act.act != NOTICE:
                    act_form(made.workspace, line.row.id, act.act)
    finally:
        made.workspace.close()


def test_an_office_without_a_story_and_a_broken_story_are_refused(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=BEIJING)
    with pytest.raises(UserFault) as caught:
        make_demo_office(tmp_path / "示范", lambda: now, CHEAP, role="department")
    assert caught.value.code == "unknown-role"
    broken = tmp_path / "demo.toml"
    story = resource_path("demo.toml").read_text("utf-8")
    broken.write_text(story.replace("days_ago = 58", 'days_ago = "很久"', 1), "utf-8")
    with pytest.raises(UserFault) as caught:
        make_demo_office(tmp_path / "示范", lambda: now, CHEAP, path=broken)
    assert caught.value.code == "broken-rules"
    assert not (tmp_path / "示范").exists()


def test_nobody_in_the_story_has_a_number_that_a_real_division_gives() -> None:
    story = load_story()
    assert all(office.division_code.startswith("9903") for office in story.offices)
    numbers = [str(case.facts["id_number"]) for case in story.cases if "id_number" in case.facts]
    assert numbers and all(number.startswith("9903") for number in numbers)
