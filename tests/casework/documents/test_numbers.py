"""Numbers: one series a kind and year without gaps, in the order of their days, and a register that shows them all."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from offices import BEIJING, CHEAP, PASSWORD, StandingClock
from openpyxl import load_workbook
from walking import register

from app.casework.cases import document_rows
from app.casework.cases.document_rows import DocumentView
from app.casework.cases.sealed import open_sealed
from app.casework.documents.accusation_papers import issue_sealed, prepare_sealed
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.listing import DocumentFilter, count_documents, list_documents
from app.casework.documents.number_register import (
    RegisterFilter,
    count_numbers,
    export_numbers,
    list_numbers,
    number_series,
    register_years,
)
from app.casework.documents.voiding import void_document
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.office.numbers import number_sample
from app.casework.office.settings import set_parameter
from app.casework.templates.versions import save_template, template_source
from app.faults import UserFault
from app.models.workspace import Workspace, open_workspace

CLERK = "窗口口令2026"


def issue(workspace: Workspace, example: str = "transfer_visit") -> DocumentView:
    return issue_notice(workspace, prepare_notice(workspace, register(workspace, example).case_id))


def give_word(workspace: Workspace, kind: str, old: str, new: str) -> None:
    text = template_source(workspace, kind)
    save_template(workspace, kind, text.replace(f'number_word = "{old}"', f'number_word = "{new}"'))


# Drawing


def test_a_word_that_another_kind_used_this_year_is_named_and_no_number_is_lost(workspace: Workspace) -> None:
    assert issue(workspace).number == "香信转〔2026〕1号"
    give_word(workspace, "transfer_notice", "转", "转送")
    give_word(workspace, "litigation_guide_notice", "引", "转")
    with pytest.raises(UserFault) as refused:
        issue(workspace, "litigation_visit_guide")
    assert refused.value.code == "number-taken"
    assert "香信转〔2026〕1号 已经编给《转送告知书》" in refused.value.sentence
    give_word(workspace, "litigation_guide_notice", "转", "引导")
    assert issue(workspace, "litigation_visit_guide").number == "香信引导〔2026〕1号"
    assert issue(workspace).number == "香信转送〔2026〕2号"
    assert check_workspace(workspace).sound


def test_case_numbers_begin_anew_each_day_and_go_on_within_it(workspace: Workspace, clock: StandingClock) -> None:
    numbers = [register(workspace, "transfer_visit").number for _ in range(2)]
    clock.moment += timedelta(days=1)
    numbers += [register(workspace, "transfer_visit").number for _ in range(2)]
    clock.moment -= timedelta(days=1)  # the computer's day was set back: no number is drawn a second time
    numbers.append(register(workspace, "transfer_visit").number)
    assert [number.removeprefix("990326-") for number in numbers] == [
        "20261120-0001", "20261120-0002", "20261121-0001", "20261121-0002", "20261120-0003",
    ]  # fmt: skip


def test_the_year_of_a_number_is_the_year_of_its_day(workspace: Workspace, clock: StandingClock) -> None:
    clock.moment = datetime(2026, 12, 31, 23, 59, 59, tzinfo=BEIJING)
    draft = prepare_notice(workspace, register(workspace, "transfer_visit").case_id)
    assert issue(workspace).number == "香信转〔2026〕1号"
    clock.moment += timedelta(seconds=2)
    late = issue_notice(workspace, draft)  # prepared in the old year, issued in the new one
    assert (late.number, late.issued_on.isoformat()) == ("香信转〔2027〕1号", "2027-01-01")


def test_no_document_is_dated_before_the_latest_one_unless_that_one_is_void(
    workspace: Workspace, clock: StandingClock
) -> None:
    draft = prepare_notice(workspace, register(workspace, "transfer_visit").case_id)
    clock.moment += timedelta(days=400)
    wrong = issue(workspace)
    clock.moment -= timedelta(days=400)
    with pytest.raises(UserFault) as refused:
        issue_notice(workspace, draft)
    assert refused.value.code == "clock-behind"
    assert wrong.number in refused.value.sentence
    void_document(workspace, wrong.id, "电脑日期错了")
    assert issue_notice(workspace, draft).number == "香信转〔2026〕1号"


@pytest.mark.parametrize(
    "text", ["{简称}{文种}/{年}-{序号}", "{文种}{年}{序号}\n号", '{文种}"{年}"{序号}', "{文种}:{年}{序号}"]
)
def test_a_format_that_is_no_file_name_is_refused(workspace: Workspace, text: str) -> None:
    with pytest.raises(UserFault) as refused:
        set_parameter(workspace, "number_format", text)
    assert refused.value.field == "number_format"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{文种}{年}{年}{序号}", "有且只有一个 {年}"),
        ("{文种}{年}{序号}-{序号}", "有且只有一个 {序号}"),
        ("{文种}{文种}{年}{序号}", "有且只有一个 {文种}"),
        ("{简称}{年}{序号}", "有且只有一个 {文种}"),
        ("{简称}{文种}{序号}", "有且只有一个 {年}"),
        ("{简称}{文种}{年}", "有且只有一个 {序号}"),
        ("{简称}{文种}{年}{序号}{月}", "不认识的项"),
        ("{文种}{年}{序号}}", "不认识的项"),
    ],
)
def test_a_format_by_which_two_numbers_could_be_the_same_is_refused(workspace: Workspace, text: str, says: str) -> None:
    with pytest.raises(UserFault, match=says) as refused:
        set_parameter(workspace, "number_format", text)
    assert refused.value.field == "number_format"
    assert issue(workspace).number == "香信转〔2026〕1号"


def test_a_format_has_sixty_signs_at_most(workspace: Workspace) -> None:
    longest = "{文种}{年}{序号}".rjust(60, "第")
    set_parameter(workspace, "number_format", longest)
    with pytest.raises(UserFault, match="太长"):
        set_parameter(workspace, "number_format", "第" + longest)


def test_blanks_around_a_format_are_not_part_of_the_number(workspace: Workspace) -> None:
    assert number_sample(workspace.office, " {文种}{年}-{序号} ", 2026) == "印成：受2026-1、转2026-12"
    set_parameter(workspace, "number_format", " {文种}{年}-{序号} ")
    assert issue(workspace).number == "转2026-1"


def test_a_format_shows_what_it_prints(workspace: Workspace) -> None:
    sample = number_sample(workspace.office, "{简称}{文种}字〔{年}〕第{序号}号", 2026)
    assert sample == "印成：香信受字〔2026〕第1号、香信转字〔2026〕第12号"
    with pytest.raises(UserFault):
        number_sample(workspace.office, "{简称}〔{年}〕{序号}号", 2026)


# The register


def test_the_register_shows_every_number_and_why_a_void_one_is_void(workspace: Workspace, tmp_path: Path) -> None:
    documents = [issue(workspace) for _ in range(3)] + [issue(workspace, "litigation_visit_guide")]
    void_document(workspace, documents[1].id, "=姓名打错")
    rows = list_numbers(workspace, RegisterFilter(2026))
    assert [row.document.number for row in rows] == [each.number for each in reversed(documents)]
    assert (rows[2].document.void_reason, rows[2].void_by) == ("=姓名打错", "李明华")
    assert rows[2].void_on == workspace.today()
    assert count_numbers(workspace, RegisterFilter(2026, void_only=True)) == 1
    assert [row.document.kind for row in list_numbers(workspace, RegisterFilter(2026, "transfer_notice"))] == [
        "transfer_notice"
    ] * 3
    said = {each.kind: each.words for each in number_series(workspace, 2026)}
    assert said["transfer_notice"] == "《转送告知书》1—3 号，其中作废 1 个，没有缺号"
    assert register_years(workspace) == (2026,)
    assert number_series(workspace, 2025) == ()
    path = tmp_path / "发文登记.xlsx"
    assert export_numbers(workspace, RegisterFilter(2026), path) == 4
    book = load_workbook(path)
    lines = [[cell.value for cell in row] for row in book["发文登记"].iter_rows()]
    assert [line[1] for line in lines] == ["文号", *(each.number for each in documents)]
    assert lines[2][7] == "=姓名打错"
    assert book["发文登记"]["H3"].data_type == "s"
    assert lines[2][3].date() == workspace.today()
    assert any("没有缺号" in str(row[0].value) for row in book["号段"].iter_rows())


def test_a_number_that_is_gone_is_named(workspace: Workspace) -> None:
    documents = [issue(workspace) for _ in range(3)]
    with workspace.store.connection() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("DELETE FROM document_bytes WHERE document_id = ?", (documents[1].id,))
        connection.exec_driver_sql("DELETE FROM document WHERE id = ?", (documents[1].id,))
    (series,) = number_series(workspace, 2026)
    assert series.missing == (2,)
    assert "缺 2 号" in series.words


def test_an_export_without_numbers_or_cancelled_leaves_no_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(UserFault) as refused:
        export_numbers(workspace, RegisterFilter(2026), path)
    assert refused.value.code == "no-numbers"
    assert list(tmp_path.glob("*.xlsx")) == []


def test_of_an_accusation_the_register_tells_others_the_number_alone(
    workspace: Workspace, clock: StandingClock
) -> None:
    case_id = register(workspace, "accusation_discipline").case_id
    opened = open_sealed(workspace, case_id, PASSWORD)
    issue_sealed(workspace, opened, prepare_sealed(workspace, opened, "accusation_letter"))
    (row,) = list_numbers(workspace, RegisterFilter(2026))
    assert (row.sealed, row.document.name) == (False, "检举控告转送函")
    number = row.document.number
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    (row,) = list_numbers(clerk, RegisterFilter(2026))
    assert (row.sealed, row.document.number) == (True, number)
    assert "转送函" not in row.document.name
    assert list_documents(clerk, DocumentFilter()) == ()
    assert count_documents(clerk, DocumentFilter()) == 0
    clerk.close()


def test_far_down_the_list_the_rows_are_the_same(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [issue(workspace) for _ in range(6)]
    void_document(workspace, documents[2].id, "重复")
    near = [list_documents(workspace, DocumentFilter(state="unprinted"), offset=o, limit=2) for o in range(0, 6, 2)]
    monkeypatch.setattr(document_rows, "_FAR", 0)
    far = [list_documents(workspace, DocumentFilter(state="unprinted"), offset=o, limit=2) for o in range(0, 6, 2)]
    assert near == far
    assert sum(map(len, near)) == 5
