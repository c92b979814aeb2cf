"""Issuing: gapless numbers, the same bytes for ever, our own paper recognised, nothing drawn with a hole."""

import hashlib
from pathlib import Path

import pytest
from sqlmodel import select
from walking import register

from app.casework.documents import issuing
from app.casework.documents.issuing import (
    document_bytes,
    issue_notice,
    prepare_notice,
    preview_notice,
    recognise,
    record_print,
    save_document,
)
from app.casework.life.record_service import ServiceEntry, record_service
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.tables import Document
from app.models.workspace import Workspace


def issue(workspace: Workspace, name: str = "transfer_visit", **changes: object) -> issuing.DocumentView:
    case_id = register(workspace, name, **changes).case_id
    return issue_notice(workspace, prepare_notice(workspace, case_id))


def test_numbers_run_a_kind_and_a_year_without_gaps(workspace: Workspace) -> None:
    numbers = [issue(workspace).number, issue(workspace).number, issue(workspace, "pathway").number]
    assert numbers == ["香信转〔2026〕1号", "香信转〔2026〕2号", "香信分〔2026〕1号"]


def test_what_fails_while_issuing_gives_its_number_back(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    draft = prepare_notice(workspace, case_id)
    with pytest.raises(UserFault, match="缺字"):
        issue_notice(workspace, prepare_notice(workspace, case_id, extra={"summary_short": "笑😊"}))

    def full_disk(*_: object, **__: object) -> None:
        raise UserFault("磁盘已满", code="disk")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "render_notice", full_disk)
        with pytest.raises(UserFault, match="磁盘已满"):
            issue_notice(workspace, draft)
    assert issue_notice(workspace, draft).number == "香信转〔2026〕1号"
    assert check_workspace(workspace).sound


def test_a_missing_field_is_named_before_anything_is_drawn(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit", handler=None).case_id
    draft = prepare_notice(workspace, case_id, extra={})
    hollow = issuing.NoticeDraft(draft.case_id, draft.kind, draft.name, {**draft.values, "destination": ""}, ())
    with pytest.raises(UserFault) as caught:
        issue_notice(workspace, hollow)
    assert caught.value.code == "missing-field"
    with workspace.reading() as session:
        assert session.exec(select(Document.id)).all() == []


def test_a_preview_takes_no_number_and_leaves_no_trace(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    before = case_view(workspace, case_id).timeline
    assert preview_notice(workspace, prepare_notice(workspace, case_id)).startswith(b"%PDF")
    assert case_view(workspace, case_id).timeline == before


def test_a_reprint_is_the_same_bytes_and_recorded_as_a_copy(workspace: Workspace, tmp_path: Path) -> None:
    document = issue(workspace)
    first = document_bytes(workspace, document.id)
    assert record_print(workspace, document.id) is False
    assert record_print(workspace, document.id) is True
    save_document(workspace, document.id, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == first
    assert hashlib.sha256(first).hexdigest() == document.sha256
    told = [(e.what, e.details) for e in case_view(workspace, document.case_id).timeline]
    assert told[-3:] == [("打印文书", ("打印",)), ("打印文书", ("打印（副本）",)), ("打印文书", ("另存",))]


def test_our_own_paper_is_recognised_by_code_and_by_qr_text(workspace: Workspace) -> None:
    document = issue(workspace)
    qr = f"XFCK1:{document.case_number}:{document.id}:{document.check_code}"
    for text in (document.check_code, document.check_code.lower().replace("-", " "), qr):
        assert recognise(workspace, text).genuine
    wrong = "0" if document.check_code[0] != "0" else "1"
    for text in (wrong + document.check_code[1:], qr.replace(document.case_number, "990326-20261120-0009"), "", "乱写"):
        assert not recognise(workspace, text).genuine


def test_a_damaged_stored_document_is_not_printed_and_verify_names_it(workspace: Workspace) -> None:
    document = issue(workspace)
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER fix_document_bytes")
        connection.exec_driver_sql("UPDATE document_bytes SET content = CAST(content || x'00' AS BLOB)")
    with pytest.raises(UserFault, match="已损坏"):
        document_bytes(workspace, document.id)
    assert check_workspace(workspace, deep=False).faults == (
        "表 document_bytes 的防改保护不在了",
        f"文书 {document.number} 的存档内容与签发时不同",
    )


def test_a_route_without_notice_says_why(workspace: Workspace) -> None:
    case_id = register(workspace, "anonymous_letter").case_id
    with pytest.raises(UserFault, match="不出告知书"):
        prepare_notice(workspace, case_id)


def test_the_remedy_follows_the_route_and_cannot_be_typed_over(workspace: Workspace) -> None:
    case_id = register(workspace, "pathway").case_id
    remedy = prepare_notice(workspace, case_id).values["remedy"]
    assert "信访复查" in str(remedy)
    with pytest.raises(UserFault, match="由办理路线决定"):
        prepare_notice(workspace, case_id, extra={"remedy": "可以请求复查"})


def test_an_unknown_kind_is_named(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    with pytest.raises(UserFault, match="没有“x”这种文书"):
        prepare_notice(workspace, case_id, "x")


def test_the_notice_duty_of_a_township_stops_when_its_notice_has_told(make_workspace) -> None:  # type: ignore[no-untyped-def]
    township = make_workspace("township")
    case_id = register(township, "township_accept").case_id
    duty = next(c for c in case_view(township, case_id).clocks if c.kind in {"K2", "K3"})
    assert duty.stopped_on is None
    notice = issue_notice(township, prepare_notice(township, case_id))
    assert next(c for c in case_view(township, case_id).clocks if c.kind == duty.kind).stopped_on is None
    record_service(township, ServiceEntry(notice, township.today().isoformat(), receiver="何秀英"))
    clocks = {c.kind: c.stopped_on for c in case_view(township, case_id).clocks}
    assert clocks[duty.kind] == township.today()
    assert clocks["K5"] is None
