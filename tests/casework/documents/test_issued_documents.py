"""What is done with an issued document: printed, sealed elsewhere, served, recognised when somebody brings it back."""

import io

import pytest
from clerk_work import issued, registered, rewritten, saved
from offices import PASSWORD
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from sqlalchemy import event

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import attach_file, attachment_bytes
from app.casework.documents.issuing import (
    document_bytes,
    document_view,
    issue_notice,
    prepare_notice,
    recognise,
    save_document,
)
from app.casework.documents.listing import DocumentFilter, list_documents
from app.casework.documents.print_paper import print_paper, record_prints
from app.casework.documents.seal_return import add_service_scan, export_for_sealing, files_beside, take_sealed_copy
from app.casework.documents.verify import recognise_file
from app.casework.documents.voiding import void_document
from app.casework.life.acts import perform
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models.workspace import Workspace, open_workspace


@pytest.fixture
def document(workspace: Workspace) -> DocumentView:
    return issued(workspace)


def texts(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


# Printing


def test_a_first_print_takes_the_copies_and_the_proof_that_its_template_asks_for(workspace, document) -> None:
    paper = print_paper(workspace, document.id)
    assert paper.copies == 2
    assert paper.proof is not None
    assert paper.sheets == (paper.pdf, paper.pdf, paper.proof)
    words = texts(paper.proof)
    assert document.number in words
    assert document.name in words
    assert "预览" not in words
    assert "签名" in words


def test_a_further_print_is_one_copy_without_another_proof(workspace, document) -> None:
    assert record_prints(workspace, [document.id]) == 0
    paper = print_paper(workspace, document.id)
    assert paper.sheets == (document_bytes(workspace, document.id),)
    assert record_prints(workspace, [document.id]) == 1
    assert document_view(workspace, document.id).prints == 2


def test_the_proof_of_a_letter_names_the_office_that_receives_it(workspace) -> None:
    case_id = registered(workspace)
    letter = issue_notice(workspace, prepare_notice(workspace, case_id, "transfer_letter"))
    proof = print_paper(workspace, letter.id).proof
    assert proof is not None
    assert prepare_notice(workspace, case_id, "transfer_letter").values["destination"] in texts(proof)


def test_a_void_document_is_neither_printed_nor_saved_nor_sent_to_be_sealed(workspace, document, tmp_path) -> None:
    void_document(workspace, document.id, "姓名打错")
    for refused in (
        lambda: print_paper(workspace, document.id),
        lambda: save_document(workspace, document.id, tmp_path / "a.pdf"),
        lambda: export_for_sealing(workspace, document.id, tmp_path / "b.pdf"),
        lambda: take_sealed_copy(workspace, document.id, saved(workspace, document, tmp_path)),
    ):
        with pytest.raises(UserFault) as caught:
            refused()
        assert caught.value.code == "voided"
    assert {path.name for path in tmp_path.iterdir()} & {"a.pdf", "b.pdf"} == set()
    view = document_view(workspace, document.id)
    assert (view.void, view.void_reason, view.prints) == (True, "姓名打错", 0)


# Lists


def test_the_list_tells_unprinted_unserved_and_void_apart(make_workspace) -> None:
    workspace = make_workspace("township")
    first, second, third = (issued(workspace, "township_accept") for _ in range(3))
    record_prints(workspace, [first.id])
    void_document(workspace, third.id, "重复出了")
    service = {"notice_name": second.name, "notice_served_on": "2026-11-20", "service_way": "direct"}

    def numbers(state: str) -> list[str]:
        found = list_documents(workspace, DocumentFilter(state=state))
        if state == "unserved":  # what the list says and what each row says agree
            every = list_documents(workspace, DocumentFilter())
            assert {d.id for d in found} == {
                d.id for d in every if d.served_on is None and not d.void and d.kind in kinds
            }
        return [each.number for each in found]

    kinds = {first.kind}
    assert numbers("unprinted") == [second.number]
    assert numbers("unserved") == [second.number, first.number]
    assert numbers("void") == [third.number]
    refused = service | {"service_result": "refused", "service_note": "不肯签"}
    perform(workspace, second.case_id, "serve_notice", refused)
    assert numbers("unserved") == [second.number, first.number]
    perform(workspace, second.case_id, "serve_notice", service | {"service_result": "served"})
    assert numbers("unserved") == [first.number]
    assert document_view(workspace, second.id).served_on.isoformat() == "2026-11-20"
    assert document_view(workspace, first.id).served_on is None


# Sealed copies and proofs of service


def test_the_sealed_copy_lies_beside_the_original_which_stays(workspace, document, tmp_path) -> None:
    original = document_bytes(workspace, document.id)
    export_for_sealing(workspace, document.id, tmp_path / "送签章.pdf")
    assert (tmp_path / "送签章.pdf").read_bytes() == original
    assert document_view(workspace, document.id).prints == 0
    with pytest.raises(UserFault) as caught:
        take_sealed_copy(workspace, document.id, tmp_path / "送签章.pdf")
    assert caught.value.code == "not-sealed"
    (tmp_path / "盖章.pdf").write_bytes(rewritten(original))
    kept = take_sealed_copy(workspace, document.id, tmp_path / "盖章.pdf")
    assert (kept.about, kept.document_id) == ("sealed_copy", document.id)
    assert attachment_bytes(workspace, kept.id) == rewritten(original)
    assert document_bytes(workspace, document.id) == original
    scan = tmp_path / "回证.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    add_service_scan(workspace, document.id, scan)
    assert [each.about for each in files_beside(workspace, document.id)] == ["sealed_copy", "service"]


def test_only_a_pdf_comes_back_as_a_sealed_copy(workspace, document, tmp_path) -> None:
    (tmp_path / "盖章.pdf").write_bytes(b"\xff\xd8\xff" + b"0" * 100)
    for path in (tmp_path / "盖章.pdf", tmp_path / "没有.pdf"):
        with pytest.raises(UserFault):
            take_sealed_copy(workspace, document.id, path)
    assert files_beside(workspace, document.id) == ()


# Recognising a file


def test_the_original_and_the_sealed_copy_are_genuine(workspace, document, tmp_path) -> None:
    path = saved(workspace, document, tmp_path)
    found = recognise_file(workspace, path)
    assert (found.verdict, found.genuine, found.document) == ("genuine", True, document_view(workspace, document.id))
    (tmp_path / "盖章.pdf").write_bytes(rewritten(path.read_bytes()))
    assert recognise_file(workspace, tmp_path / "盖章.pdf").verdict == "altered"
    take_sealed_copy(workspace, document.id, tmp_path / "盖章.pdf")
    found = recognise_file(workspace, tmp_path / "盖章.pdf")
    assert (found.verdict, found.sealed) == ("genuine", True)


def test_a_file_with_our_code_and_other_bytes_is_altered(workspace, document, tmp_path) -> None:
    path = saved(workspace, document, tmp_path)
    path.write_bytes(rewritten(path.read_bytes()))
    found = recognise_file(workspace, path)
    assert (found.verdict, found.genuine) == ("altered", False)
    assert document.number in found.sentence
    assert found.document is not None


def test_another_offices_file_and_a_scan_are_unknown(workspace, make_workspace, tmp_path) -> None:
    other = make_workspace("township", "另一个单位")
    path = saved(other, issued(other, "township_accept"), tmp_path)
    found = recognise_file(workspace, path)
    assert (found.verdict, found.document) == ("unknown", None)
    assert "查无此文书" in found.sentence
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "白.pdf")
    assert "读不出文字" in recognise_file(workspace, tmp_path / "白.pdf").sentence


def test_a_void_document_is_said_so_by_code_by_file_and_altered(workspace, document, tmp_path) -> None:
    path = saved(workspace, document, tmp_path)
    void_document(workspace, document.id, "姓名打错")
    found = recognise_file(workspace, path)
    assert (found.verdict, found.genuine) == ("genuine", False)
    assert "已经作废（姓名打错）" in found.sentence
    path.write_bytes(rewritten(path.read_bytes()))
    assert "已经作废" in recognise_file(workspace, path).sentence
    known = recognise(workspace, document.check_code)
    assert "已经作废" in known.sentence
    assert not known.genuine
    assert known.document is not None


def hostile(pdf: bytes) -> dict[str, bytes]:
    loop = PdfWriter()
    page = loop.add_blank_page(100, 100)
    page[NameObject("/Parent")] = page.indirect_reference
    page[NameObject("/Contents")] = page.indirect_reference
    page[NameObject("/Resources")] = TextStringObject("x")
    looped = io.BytesIO()
    loop.write(looped)
    locked = PdfWriter(clone_from=io.BytesIO(pdf))
    locked.encrypt("秘密", algorithm="AES-256-R5")
    encrypted = io.BytesIO()
    locked.write(encrypted)
    nested = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>"
    cycle = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3/Prev 9>>\nstartxref\n9\n%%EOF"
    )
    return {
        "half": pdf[: len(pdf) // 2],
        "torn": pdf[:200] + b"\x00" * 500 + pdf[700:],
        "head": b"%PDF-1.7",
        "loop": looped.getvalue(),
        "encrypted": encrypted.getvalue(),
        "nested": nested,
        "cycle": cycle,
        "xref": pdf.replace(b"startxref", b"startxref\n-7"),
    }


@pytest.mark.parametrize("name", ["half", "torn", "head", "loop", "encrypted", "nested", "cycle", "xref"])
def test_a_hostile_file_gets_an_answer(workspace, document, tmp_path, name: str) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(hostile(document_bytes(workspace, document.id))[name])
    assert recognise_file(workspace, path).verdict in ("altered", "unknown")


@pytest.mark.parametrize("content", [b"MZ", b"", None])
def test_what_is_no_pdf_is_refused_with_the_next_step(workspace, document, tmp_path, content) -> None:
    path = tmp_path / "文件.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserFault) as caught:
        recognise_file(workspace, path)
    assert caught.value.next_step


# Damage and full disks


def spoil(workspace: Workspace, statement: str, *values: object) -> None:
    """Change stored bytes behind the program's back, as a bad disk would."""
    with workspace.store.connection() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql(statement, values)
        connection.commit()


def test_a_damaged_document_is_named_and_a_damaged_attachment_too(workspace, document, tmp_path) -> None:
    path = saved(workspace, document, tmp_path)
    kept = attach_file(workspace, document.case_id, path, "scan")
    assert check_workspace(workspace).sound
    spoil(workspace, "UPDATE document_bytes SET content = ? WHERE document_id = ?", b"%PDF-1.4 torn", document.id)
    spoil(workspace, "UPDATE attachment_piece SET content = ? WHERE attachment_id = ?", b"torn", kept.id)
    faults = check_workspace(workspace, deep=False).faults
    assert any(f"文书 {document.number}" in fault for fault in faults)
    assert any("附件“原件.pdf”" in fault for fault in faults)
    for damaged in (lambda: print_paper(workspace, document.id), lambda: recognise_file(workspace, path)):
        with pytest.raises(UserFault) as caught:
            damaged()
        assert caught.value.code == "damaged"
        assert document.number in caught.value.sentence


def test_a_flipped_byte_in_the_file_names_its_document_and_spoils_no_other(workspace, clock, tmp_path) -> None:
    documents = [issued(workspace) for _ in range(3)]
    path = saved(workspace, documents[1], tmp_path)
    workspace.close()
    file = workspace.folder / "workspace.db"
    whole = file.read_bytes()
    for page in range(len(whole) // 4096 - 3, 0, -5):  # from the end: the bytes lie behind the rows
        torn = bytearray(whole)
        torn[page * 4096 + 2000] ^= 1
        file.write_bytes(torn)
        try:
            again = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
        except UserFault:  # a page of the journal, without which nothing opens
            continue
        faults = check_workspace(again, deep=False).faults
        if any(documents[1].number in fault for fault in faults):
            break
        again.close()
    else:
        pytest.fail("no page of the document was hit")
    assert len(faults) == 1, faults
    for damaged in (lambda: document_bytes(again, documents[1].id), lambda: recognise_file(again, path)):
        with pytest.raises(UserFault) as caught:
            damaged()
        assert (caught.value.code, documents[1].number in caught.value.sentence) == ("damaged", True)
        # one damaged page does not spoil the connection for whatever comes after it
        assert document_bytes(again, documents[0].id).startswith(b"%PDF")
    assert "存档内容已损坏" in recognise(again, documents[1].check_code).sentence
    assert recognise(again, documents[2].check_code).sentence.startswith("核验无误")
    assert "第" in "".join(check_workspace(again).faults)
    assert len(list_documents(again, DocumentFilter())) == 3
    again.close()


def test_a_full_disk_while_issuing_loses_no_number_and_uses_none_twice(workspace) -> None:
    first = issued(workspace)
    drafts = [prepare_notice(workspace, registered(workspace)) for _ in range(2)]
    with workspace.store.connection() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserFault, match="磁盘已满") as caught:
        issue_notice(workspace, drafts[0])
    assert caught.value.code == "disk"
    assert [d.number for d in list_documents(workspace, DocumentFilter())] == [first.number]
    with workspace.store.connection() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    second, third = (issue_notice(workspace, draft) for draft in drafts)
    assert [d.number for d in (first, second, third)] == [f"香信转〔2026〕{n}号" for n in (1, 2, 3)]
    assert check_workspace(workspace).sound


def test_a_disk_that_fails_at_every_write_of_issuing_leaves_nothing_half_written(workspace) -> None:
    """Fail at the n-th statement that writes, for every n, until issuing goes through."""
    draft = prepare_notice(workspace, registered(workspace))
    for failing in range(1, 60):
        writes = 0

        def count(_connection, _cursor, statement, *_rest) -> None:
            nonlocal writes
            if statement.lstrip()[:6].upper() not in ("INSERT", "UPDATE", "DELETE"):
                return
            writes += 1
            if writes == failing:  # noqa: B023 - read at once
                raise OSError(28, "No space left on device")

        engine = workspace.store.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            document = issue_notice(workspace, draft)
        except (OSError, UserFault):
            assert list_documents(workspace, DocumentFilter()) == ()
            continue
        finally:
            event.remove(engine, "before_cursor_execute", count)
        assert failing > 3
        assert document.number == "香信转〔2026〕1号"
        break
    else:
        pytest.fail("issuing never went through")
    assert check_workspace(workspace).sound
