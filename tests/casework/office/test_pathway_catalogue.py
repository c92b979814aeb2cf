"""The office's catalogue: the shipped one until its own is imported, one act, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.casework.office.checks import check_workspace
from app.casework.office.pathway_search import PathwayIndex, search_pathways
from app.casework.office.pathways import (
    CatalogueRefused,
    PathwayEntry,
    catalogue,
    export_catalogue,
    find_pathways,
    import_catalogue,
    is_own,
    restore_shipped,
)
from app.faults import UserFault
from app.law.route.pathways import load_pathways
from app.models.tables import JournalEntry, Pathway
from app.models.workspace import Workspace

SHIPPED = load_pathways().entries


def entry(claim: str, **more: str) -> PathwayEntry:
    return SHIPPED[0].model_copy(update={"claim": claim, "keywords": "", **more})


def claims(found: tuple[PathwayEntry, ...]) -> list[str]:
    return [one.claim for one in found]


def acts(workspace: Workspace) -> list[str]:
    with workspace.reading() as session:
        return list(session.exec(select(JournalEntry.act).order_by(col(JournalEntry.seq))).all())


def change(path: Path, cell: str, text: object) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = text
    book.save(path)


@pytest.fixture
def exported(workspace: Workspace, tmp_path: Path) -> Path:
    path = tmp_path / "清单.xlsx"
    export_catalogue(workspace, path)
    return path


def test_without_one_of_its_own_the_shipped_catalogue_holds(workspace: Workspace) -> None:
    assert not is_own(workspace)
    assert catalogue(workspace) == SHIPPED


def test_what_is_exported_and_imported_is_the_same_and_one_act(workspace: Workspace, exported: Path) -> None:
    done = import_catalogue(workspace, exported)
    assert (done.entries, done.replaced, done.unread) == (len(SHIPPED), 0, ())
    assert is_own(workspace)
    assert catalogue(workspace) == SHIPPED
    assert set(acts(workspace)[-len(SHIPPED) :]) == {"import_pathway_catalogue"}
    assert check_workspace(workspace).sound


def test_an_import_replaces_the_whole_catalogue_and_journals_only_what_changed(
    workspace: Workspace, exported: Path
) -> None:
    import_catalogue(workspace, exported)
    before = len(acts(workspace))
    change(exported, "J2", "本单位2026年11月确认")
    import_catalogue(workspace, exported)
    assert catalogue(workspace)[0].confirmed
    assert not catalogue(workspace)[1].confirmed
    assert len(acts(workspace)) - before == 2  # the row and the digest of the catalogue
    book = openpyxl.load_workbook(exported)
    book.worksheets[0].delete_rows(12, 500)
    book.save(exported)
    done = import_catalogue(workspace, exported)
    assert (done.entries, done.replaced) == (10, len(SHIPPED))
    assert catalogue(workspace)[1:] == SHIPPED[1:10]
    assert check_workspace(workspace).sound


@pytest.mark.parametrize(("cell", "text", "row", "column"), [("C30", "八", 30, "条例项"), ("A9", "=1+1", 9, "类别")])
def test_one_wrong_cell_and_nothing_has_changed(
    workspace: Workspace, exported: Path, cell: str, text: str, row: int, column: str
) -> None:
    import_catalogue(workspace, exported)
    before = (catalogue(workspace), acts(workspace))
    change(exported, cell, text)
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(workspace, exported)
    assert [(p.row, p.column) for p in refused.value.problems] == [(row, column)]
    assert (catalogue(workspace), acts(workspace)) == before


def test_the_shipped_catalogue_comes_back(workspace: Workspace, exported: Path) -> None:
    change(exported, "B2", "只有本单位才有的诉求")
    import_catalogue(workspace, exported)
    assert claims(find_pathways(workspace, "只有本单位")) == ["只有本单位才有的诉求"]
    assert restore_shipped(workspace) == len(SHIPPED)
    assert not is_own(workspace)
    assert catalogue(workspace) == SHIPPED
    assert find_pathways(workspace, "只有本单位") == ()
    assert check_workspace(workspace).sound


def test_a_new_catalogue_is_searched_at_once_also_from_another_window(
    workspace: Workspace, exported: Path, reopen: Callable[..., Workspace]
) -> None:
    import_catalogue(workspace, exported)
    assert find_pathways(workspace, "改过的诉求") == ()
    change(exported, "B2", "改过的诉求")
    import_catalogue(workspace, exported)
    assert claims(find_pathways(workspace, "gaiguo")) == ["改过的诉求"]
    again = reopen(workspace)
    assert claims(find_pathways(again, "gaiguo")) == ["改过的诉求"]
    again.close()


def test_a_cancelled_import_and_export_leave_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    with workspace.act("fill") as session:
        for number in range(400):
            session.add(Pathway(**entry(f"诉求{number}").model_dump()))
    export_catalogue(workspace, path)
    with pytest.raises(UserFault, match="取消"):
        export_catalogue(workspace, tmp_path / "另一个.xlsx", lambda _count: False)
    assert not (tmp_path / "另一个.xlsx").exists()
    before = acts(workspace)
    with pytest.raises(UserFault, match="取消"):
        import_catalogue(workspace, path, lambda _count: False)
    assert acts(workspace) == before


def test_only_a_workbook_name_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserFault) as refused:
        export_catalogue(workspace, tmp_path / "清单.csv")
    assert refused.value.field == "path"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("工资", "单位拖欠工资、克扣工资"),
        ("农民工 工资", "工地拖欠农民工工资"),
        ("nongmingong", "工地拖欠农民工工资"),
        ("nmg gz", "工地拖欠农民工工资"),
        ("gongshang rending", "要求认定工伤，或者对工伤认定结论不服"),
        ("gsrd", "要求认定工伤，或者对工伤认定结论不服"),
        ("GSRD", "要求认定工伤，或者对工伤认定结论不服"),
        ("ｇｓｒｄ", "要求认定工伤，或者对工伤认定结论不服"),
        ("yinhang", "银行、保险公司违规，存款变保险、乱扣费"),
        ("wangqian", None),
        ("旅游法", "旅行社欺骗、强迫购物、不退团费"),
        ("不存在的诉求", None),
    ],
)
def test_an_entry_is_found_by_words_pinyin_and_initials(words: str, first: str | None) -> None:
    found = claims(search_pathways(SHIPPED, words))
    assert found[:1] == ([first] if first else [])


def test_what_stands_in_the_claim_comes_before_what_stands_elsewhere() -> None:
    entries = [
        entry("甲", organ="采石管理局"), entry("乙", keywords="采石"), entry("丙采石"), entry("丁", basis="《采石法》"),
    ]  # fmt: skip
    assert claims(search_pathways(entries, "采石")) == ["丙采石", "乙", "甲", "丁"]
    assert claims(search_pathways(entries, "caishi")) == ["丙采石", "乙", "甲"]


def test_a_way_leaves_only_its_entries() -> None:
    found = search_pathways(SHIPPED, "", "2")
    assert found == tuple(one for one in SHIPPED if one.way == "2")
    assert len(search_pathways(SHIPPED, "")) == len(SHIPPED)


def test_pinyin_matches_only_where_a_syllable_begins() -> None:
    entries = [entry("张某占地"), entry("安置补偿")]
    assert claims(search_pathways(entries, "anzhi")) == ["安置补偿"]
    assert claims(search_pathways(entries, "ang")) == []


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_query_finds_what_each_of_its_words_finds(words: str) -> None:
    found = set(claims(INDEX.search(words)))
    for word in words.split():
        assert found <= set(claims(INDEX.search(word)))


INDEX = PathwayIndex(SHIPPED)
