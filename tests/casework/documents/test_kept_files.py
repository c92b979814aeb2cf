"""Files kept with a case: known by their content, whole or not at all, never readable outside the workspace."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from clerk_work import registered, word

from app.casework.documents.attachments import LARGEST, attach_file, attachment_bytes, attachments_of, save_attachment
from app.casework.documents.volume import case_volume, save_volume
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models.workspace import Workspace

PDF = b"%PDF-1.4\n" + b"0" * 3_000_000


@pytest.fixture
def case_id(workspace: Workspace) -> int:
    return registered(workspace)


def test_a_file_comes_back_byte_for_byte(workspace: Workspace, case_id: int, tmp_path: Path) -> None:
    source = tmp_path / "扫描.pdf"
    source.write_bytes(PDF)
    kept = attach_file(workspace, case_id, source, "scan")
    assert (kept.kind, kept.size, kept.name) == ("pdf", len(PDF), "扫描.pdf")
    assert attachment_bytes(workspace, kept.id) == PDF
    save_attachment(workspace, kept.id, tmp_path / "另存.pdf")
    assert (tmp_path / "另存.pdf").read_bytes() == PDF
    assert check_workspace(workspace).sound


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("程序.pdf", b"MZ\x90\x00" + b"0" * 100),
        ("网页.docx", b"PK\x03\x04" + b"0" * 100),
        ("空.png", b""),
        ("文字.jpg", "只是文字".encode()),
    ],
)
def test_the_content_decides_never_the_name(
    workspace: Workspace, case_id: int, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, case_id, tmp_path / name, "scan")
    assert refused.value.code == "wrong-type"
    assert attachments_of(workspace, case_id) == ()


def test_a_word_document_is_taken_and_one_with_macros_is_not(
    workspace: Workspace, case_id: int, tmp_path: Path
) -> None:
    good = word(tmp_path / "定稿.docx")
    assert attach_file(workspace, case_id, good, "finished").kind == "docx"
    bad = tmp_path / "宏.docx"
    bad.write_bytes(good.read_bytes())
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, case_id, bad, "finished")
    assert refused.value.code == "wrong-type"
    assert "里有宏" in str(refused.value)


def test_a_file_over_fifty_megabytes_is_refused_before_it_is_read(
    workspace: Workspace, case_id: int, tmp_path: Path
) -> None:
    large = tmp_path / "大.pdf"
    with large.open("wb") as handle:
        handle.write(b"%PDF-1.4")
        handle.truncate(LARGEST + 1)
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, case_id, large, "scan")
    assert refused.value.code == "too-large"


def test_cancelling_keeps_nothing(workspace: Workspace, case_id: int, tmp_path: Path) -> None:
    source = tmp_path / "扫描.pdf"
    source.write_bytes(PDF)
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, case_id, source, "scan", progress=lambda done: done < 2_000_000)
    assert refused.value.code == "cancelled"
    assert attachments_of(workspace, case_id) == ()
    assert check_workspace(workspace).sound


def test_nothing_of_a_kept_file_lies_readable_on_the_disk(workspace: Workspace, case_id: int, tmp_path: Path) -> None:
    source = tmp_path / "扫描.pdf"
    source.write_bytes(b"%PDF-1.4 UNMISTAKABLE-WORDS " * 1000)
    attach_file(workspace, case_id, source, "scan")
    for path in workspace.folder.iterdir():
        assert b"UNMISTAKABLE-WORDS" not in path.read_bytes(), path.name


def test_a_sealed_case_takes_no_files(make_workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    workspace = make_workspace()
    case_id = registered(workspace, "accusation_discipline")
    (tmp_path / "举报.pdf").write_bytes(PDF)
    with pytest.raises(UserFault) as refused:
        attach_file(workspace, case_id, tmp_path / "举报.pdf", "scan")
    assert refused.value.code == "sealed"
    with pytest.raises(UserFault):
        case_volume(workspace, case_id)


def test_the_volume_holds_documents_and_files_and_is_recorded(
    workspace: Workspace, case_id: int, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    from app.casework.documents.issuing import issue_notice, prepare_notice

    issue_notice(workspace, prepare_notice(workspace, case_id))
    attach_file(workspace, case_id, word(tmp_path / "定稿.docx"), "finished")
    volume = save_volume(workspace, case_id, tmp_path / "案卷.pdf")
    reader = PdfReader(io.BytesIO((tmp_path / "案卷.pdf").read_bytes()))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == volume.pages + 2
    assert "转送告知书" in text and "定稿.docx" in text
    with workspace.reading() as session:
        from sqlmodel import select

        from app.models.tables import FileExit

        assert session.exec(select(FileExit.profile)).all() == ["volume"]
