"""A sealed copy is known by its words, a code by what it says, a file by its bytes: whatever comes back to the desk."""

import io

import pytest
from clerk_work import issued, registered, rewritten, saved, word
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, NameObject
from sqlmodel import select

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import attach_file, attachments_of, save_attachment
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice, recognise
from app.casework.documents.seal_return import files_beside, take_sealed_copy
from app.casework.documents.verify import recognise_file
from app.casework.documents.voiding import void_document
from app.casework.documents.volume import case_volume
from app.casework.office.exports import list_exports
from app.casework.worklist.case_list import find
from app.faults import UserFault
from app.models.tables import Case, FileExit
from app.models.workspace import Workspace


@pytest.fixture
def document(workspace: Workspace) -> DocumentView:
    return issued(workspace)


def with_another_word(pdf: bytes) -> bytes:
    """Return the same sheet with the glyphs of one line set the other way round."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    page = writer.pages[0]
    contents = page.get_contents()
    assert contents is not None
    shows = [operands for operands, operator in contents.operations if operator in (b"Tj", b"TJ")]
    longest = max(shows, key=lambda operands: len(operands[0]))
    shown = longest[0]
    if isinstance(shown, list):
        longest[0] = ArrayObject(list(shown)[::-1])
    else:
        longest[0] = ByteStringObject(getattr(shown, "original_bytes", shown)[::-1])
    contents.operations = contents.operations
    page[NameObject("/Contents")] = writer._add_object(contents)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def locked(pdf: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user, owner, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_another_document_an_altered_one_and_a_picture_are_no_sealed_copy(workspace, document, tmp_path) -> None:
    letter = issue_notice(workspace, prepare_notice(workspace, document.case_id, "transfer_letter"))
    original = document_bytes(workspace, document.id)
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    blank.write(tmp_path / "图.pdf")
    (tmp_path / "另一份.pdf").write_bytes(rewritten(document_bytes(workspace, letter.id)))
    (tmp_path / "改字.pdf").write_bytes(with_another_word(original))
    (tmp_path / "密码.pdf").write_bytes(locked(original, "user", "owner"))
    for name, code in (("另一份", "not-this-document"), ("改字", "not-this-document"), ("图", "not-this-document"),
                       ("密码", "locked")):  # fmt: skip
        with pytest.raises(UserFault) as refused:
            take_sealed_copy(workspace, document.id, tmp_path / f"{name}.pdf")
        assert refused.value.code == code
        assert refused.value.next_step
    assert files_beside(workspace, document.id) == ()


def test_a_copy_locked_against_changes_alone_is_taken_once(workspace, document, tmp_path) -> None:
    path = tmp_path / "盖章.pdf"
    path.write_bytes(locked(document_bytes(workspace, document.id), "", "owner"))
    assert take_sealed_copy(workspace, document.id, path).about == "sealed_copy"
    assert recognise_file(workspace, path).sealed
    with pytest.raises(UserFault) as refused:
        take_sealed_copy(workspace, document.id, path)
    assert refused.value.code == "kept-already"


def test_nothing_becomes_a_sealed_copy_by_merely_being_added(workspace, document, tmp_path) -> None:
    path = tmp_path / "假.pdf"
    path.write_bytes(with_another_word(document_bytes(workspace, document.id)))
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, document.case_id, path, "sealed_copy", document_id=document.id)
    assert refused.value.field == "document"
    assert recognise_file(workspace, path).verdict == "altered"


def test_the_answer_to_an_altered_file_shows_the_line_to_compare(workspace, document, tmp_path) -> None:
    path = tmp_path / "改字.pdf"
    path.write_bytes(with_another_word(document_bytes(workspace, document.id)))
    assert "第 1 页的文字与存档不同，存档里是“" in recognise_file(workspace, path).sentence
    path.write_bytes(rewritten(document_bytes(workspace, document.id)))
    assert "读出的文字与存档相同" in recognise_file(workspace, path).sentence
    path.write_bytes(locked(document_bytes(workspace, document.id), "user", "owner"))
    found = recognise_file(workspace, path)
    assert (found.verdict, found.document) == ("unknown", None)
    assert "密码" in found.sentence


@pytest.mark.parametrize("content", [None, b""])
def test_a_folder_and_an_empty_file_are_named_as_such(workspace, tmp_path, content) -> None:
    path = tmp_path / "东西.pdf"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(UserFault, match="文件夹" if content is None else "是空的"):
        recognise_file(workspace, path)


def test_a_code_is_read_through_any_input_method(workspace, document) -> None:
    text = f"XFCK1:{document.case_number}:{document.id}:{document.check_code}"
    for typed in (text.lower(), text.replace(":", "："), f"  {text}\r\n", document.check_code.lower().replace("-", "")):
        assert recognise(workspace, typed).genuine, typed


def test_another_offices_code_is_unknown_and_a_changed_one_of_ours_altered(workspace, make_workspace, document) -> None:
    other = issued(make_workspace("township", "另一个单位"), "township_accept")
    assert other.id == document.id  # each office counts from 1
    theirs = recognise(workspace, f"XFCK1:{other.case_number}:{other.id}:{other.check_code}")
    assert (theirs.document, theirs.altered) == (None, False)
    assert "查无此文书" in theirs.sentence
    wrong = recognise(workspace, f"XFCK1:{document.case_number}:{document.id}:{other.check_code}")
    assert (wrong.genuine, wrong.altered) == (False, True)
    for nonsense in ("XFCK1:1-1:" + "9" * 40 + ":ABCD", "x" * 5000, "\x00", "", "胡说"):
        assert not recognise(workspace, nonsense).genuine


def test_the_volume_marks_what_is_void_and_says_that_word_files_lie_apart(workspace, document, tmp_path) -> None:
    second = issue_notice(workspace, prepare_notice(workspace, document.case_id, "transfer_letter"))
    (tmp_path / "盖章.pdf").write_bytes(rewritten(document_bytes(workspace, document.id)))
    take_sealed_copy(workspace, document.id, tmp_path / "盖章.pdf")
    attach_file(workspace, document.case_id, word(tmp_path / "定稿.docx"), "finished")
    void_document(workspace, second.id, "姓名打错")
    reader = PdfReader(io.BytesIO(case_volume(workspace, document.case_id).pdf))
    contents = reader.pages[1].extract_text()
    assert "Word 文档，另附" in contents
    assert contents.index("转送告知书") < contents.index("盖章件：盖章.pdf") < contents.index("转送函（已作废）")
    marked = ["已作废，不再有效：姓名打错" in page.extract_text() for page in reader.pages]
    assert sum(marked) == second.pages


def test_a_file_saved_out_of_the_workspace_is_recorded(workspace, document, tmp_path) -> None:
    attach_file(workspace, document.case_id, saved(workspace, document, tmp_path), "scan")
    (kept,) = attachments_of(workspace, document.case_id)
    save_attachment(workspace, kept.id, tmp_path / "存出.pdf")
    with workspace.reading() as session:
        (row,) = session.exec(select(FileExit)).all()
        told = (row.profile, row.period, row.file_name, row.sha256)
    assert told == ("attachment", document.case_number, "存出.pdf", kept.sha256)
    assert list_exports(workspace) == ()  # it is no ledger


def test_an_enquiry_code_is_found_as_it_is_said(workspace) -> None:
    case_id = registered(workspace)
    with workspace.act("correct_case") as session:
        case = session.get(Case, case_id)
        assert case is not None
        case.enquiry_code = "K0M1-2345"
        session.add(case)
    for said in ("kom1-2345", "KOML 2345", "k0mi2345"):
        assert [row.id for row in find(workspace, said).rows] == [case_id]
    assert find(workspace, "K0M1-2346").rows == ()
