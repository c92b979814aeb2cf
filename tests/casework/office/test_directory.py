"""The directory of offices: kept by name, related by row, never deleted, each change one act of the journal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from app.casework.office.checks import check_workspace
from app.casework.office.directory import OfficeEntry, directory, find_offices, keep_office, matters, set_in_use
from app.casework.office.pathways import catalogue, categories
from app.faults import UserFault
from app.models.tables import DirectoryDuty, DirectoryOffice, DirectorySuperior, JournalEntry
from app.models.workspace import Workspace

CITY = OfficeEntry("香山市住房和城乡建设局", "市")
GOVERNMENT = OfficeEntry(
    "香林县人民政府", "县", short_names=("县政府",), address="香林县人民路1号", phone="0999-6110000"
)
BUREAU = OfficeEntry(
    "香林县住房和城乡建设局", "县", short_names=("县住建局", "住建局"), parent="香林县人民政府",
    superiors=("香山市住房和城乡建设局",), duties=("城乡建设",), address="香林县建设路6号", phone="0999-6112200",
    postcode="843000", reconsideration="香林县人民政府",
)  # fmt: skip


def keep(workspace: Workspace, *entries: OfficeEntry) -> list[OfficeEntry]:
    return [keep_office(workspace, entry) for entry in entries]


def refused(call: Callable[..., Any], *given: Any) -> UserFault:
    with pytest.raises(UserFault) as fault:
        call(*given)
    assert fault.value.next_step
    return fault.value


def journalled(workspace: Workspace) -> list[tuple[str, str, str]]:
    tables = ("directory_office", "directory_superior", "directory_duty")
    with workspace.reading() as session:
        rows = session.exec(
            select(JournalEntry).where(col(JournalEntry.table_name).in_(tables)).order_by(col(JournalEntry.seq))
        ).all()
        return [(row.act, row.table_name, row.operation) for row in rows]


def test_an_office_is_kept_as_it_was_written_and_stands_in_others_by_row(workspace: Workspace) -> None:
    kept = keep(workspace, CITY, GOVERNMENT, BUREAU)
    assert [replace(entry, uid="") for entry in kept] == [CITY, GOVERNMENT, BUREAU]
    assert directory(workspace) == tuple(kept)
    with workspace.reading() as session:
        city, government, bureau = session.exec(select(DirectoryOffice).order_by(col(DirectoryOffice.id))).all()
        assert (bureau.parent_id, bureau.reconsideration_id) == (government.id, government.id)
        above = session.exec(select(DirectorySuperior)).one()
        assert (above.office_id, above.superior_id) == (bureau.id, city.id)
        assert session.exec(select(DirectoryDuty.matter)).all() == ["城乡建设"]
    assert check_workspace(workspace, deep=True).faults == ()


def test_a_renamed_office_is_renamed_wherever_it_stands(workspace: Workspace) -> None:
    _, government, bureau = keep(workspace, CITY, GOVERNMENT, BUREAU)
    keep_office(workspace, replace(government, name="香林市人民政府"))
    now = {entry.uid: entry for entry in directory(workspace)}
    assert (now[bureau.uid].parent, now[bureau.uid].reconsideration) == ("香林市人民政府", "香林市人民政府")


def test_only_what_changed_is_journalled_each_act_under_its_name(workspace: Workspace) -> None:
    _, _, bureau = keep(workspace, CITY, GOVERNMENT, BUREAU)
    told = journalled(workspace)
    assert told.count(("add_directory_office", "directory_office", "insert")) == 3
    keep_office(workspace, replace(bureau, superiors=(), duties=("城乡建设", "环境保护")))
    assert sorted(journalled(workspace)[len(told) :]) == [
        ("change_directory_office", "directory_duty", "insert"),
        ("change_directory_office", "directory_superior", "delete"),
    ]
    told = journalled(workspace)
    set_in_use(workspace, bureau.uid, False)
    assert journalled(workspace)[len(told) :] == [("stop_directory_office", "directory_office", "update")]
    set_in_use(workspace, bureau.uid, True)
    assert journalled(workspace)[-1] == ("use_directory_office", "directory_office", "update")
    assert check_workspace(workspace, deep=True).faults == ()


def test_an_office_is_never_deleted(workspace: Workspace) -> None:
    keep(workspace, GOVERNMENT)
    with pytest.raises(DatabaseError, match="never deleted"), workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM directory_office")
    assert len(directory(workspace)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "香林县人民政府"}, "name"),
        ({"name": "香林县　人民政府"}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"level": "乡"}, "level"),
        ({"parent": "没有的政府"}, "parent"),
        ({"superiors": ("香林县人民政府", "没有的局")}, "superiors"),
        ({"court": "没有的法院"}, "court"),
        ({"duties": ("修路",)}, "duties"),
        ({"postcode": "8430"}, "postcode"),
        ({"phone": "1" * 51}, "phone"),
        ({"short_names": ("短" * 51,)}, "short_names"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_changed(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    before = keep(workspace, CITY, GOVERNMENT)
    fault = refused(keep_office, workspace, replace(BUREAU, **changes))
    assert fault.field == field
    assert directory(workspace) == tuple(before)


def test_nobody_stands_above_itself(workspace: Workspace) -> None:
    _, government, bureau = keep(workspace, CITY, GOVERNMENT, BUREAU)
    assert refused(keep_office, workspace, replace(bureau, parent=bureau.name)).field == "parent"
    assert refused(keep_office, workspace, replace(bureau, superiors=(bureau.name,))).field == "superiors"
    round_about = refused(keep_office, workspace, replace(government, parent=bureau.name))
    assert (round_about.field, "转了一圈" in round_about.sentence) == ("parent", True)
    assert directory(workspace)[1] == government


def test_it_is_searched_by_words_pinyin_and_initials(workspace: Workspace) -> None:
    keep(workspace, CITY, GOVERNMENT, BUREAU)
    for words in ("住建", "zhujian", "xlx zj", "建设路", "6112200", "城乡建设 县"):
        assert BUREAU.name in [entry.name for entry in find_offices(workspace, words)], words
    assert next(entry.name for entry in find_offices(workspace, "县政府")) == GOVERNMENT.name
    assert find_offices(workspace, "没有的词") == ()
    assert len(find_offices(workspace, "")) == 3


def test_out_of_use_is_found_when_asked_and_keeps_what_it_was(workspace: Workspace) -> None:
    _, government, bureau = keep(workspace, CITY, GOVERNMENT, BUREAU)
    set_in_use(workspace, government.uid, False)
    assert GOVERNMENT.name not in [entry.name for entry in find_offices(workspace, "", in_use=True)]
    assert {entry.name: entry.in_use for entry in find_offices(workspace, "")}[GOVERNMENT.name] is False
    assert directory(workspace)[2].parent == GOVERNMENT.name
    assert refused(set_in_use, workspace, "", True).code == "no-such-office"
    assert refused(keep_office, workspace, replace(bureau, uid="x")).code == "no-such-office"


def test_an_office_answers_for_categories_and_claims_of_the_catalogue(workspace: Workspace) -> None:
    claim = catalogue(workspace)[0].claim
    assert {claim, *categories()} <= set(matters(workspace))
    (kept,) = keep(workspace, OfficeEntry("香林县农业农村局", "县", duties=(claim, categories()[0])))
    assert kept.duties == (claim, categories()[0])
