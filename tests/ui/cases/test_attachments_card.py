"""The card of a case's files: added, looked at, saved and bound as a volume, all by keys."""

import io

import pytest
from docx import Document as WordDocument
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from app.casework.documents.attachments import attach_file, attachments_of
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.ui.cases.attachments_card import AttachmentsCard
from app.ui.kit.words import Words

KEY = Qt.Key


@pytest.fixture
def case_id(workspace, register):
    made = register("transfer_visit")
    issue_notice(workspace, prepare_notice(workspace, made))
    return made


@pytest.fixture
def card(desktop, shown, case_id):
    return shown(AttachmentsCard(desktop, case_id), 480, 420)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "回证扫描.png"
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFEEEEEE)
    assert image.save(str(path))
    return path


def button(card, words: str) -> QPushButton:
    return next(each for each in card.findChildren(QPushButton) if each.accessibleName().startswith(words))


def add(card, qtbot, path, about: str = "", document: bool = False):
    card.choose_file = lambda _parent: path
    qtbot.keyClick(card.add, KEY.Key_Space)
    dialog = card.asking
    if about:
        dialog.fields[0].set_value(about)
    if document:
        qtbot.keyClick(dialog.fields[1].box, KEY.Key_Down)
    qtbot.keyClick(dialog.primary, KEY.Key_Space)


def test_an_empty_card_says_what_belongs_here(card):
    assert any("还没有附件" in each.text() for each in card.findChildren(Words))


def test_a_file_is_added_with_its_kind_and_its_document(card, picture, workspace, case_id, qtbot):
    with qtbot.waitSignal(card.changed, timeout=20_000):
        add(card, qtbot, picture, "service", document=True)
    (kept,) = attachments_of(workspace, case_id)
    assert (kept.about, kept.name, kept.document_id) == ("service", "回证扫描.png", 1)
    assert card.files == (kept,)
    assert ("success", "已存入“回证扫描.png”。") in card._desktop.said


def test_a_file_of_another_kind_is_refused_and_the_card_stays(card, workspace, case_id, qtbot, tmp_path):
    (tmp_path / "程序.pdf").write_bytes(b"MZ" + b"0" * 100)
    add(card, qtbot, tmp_path / "程序.pdf")
    qtbot.waitUntil(lambda: bool(card._desktop.said), timeout=20_000)
    assert card._desktop.said[-1][0] == "fault"
    assert attachments_of(workspace, case_id) == ()
    assert card.progress is None


def test_cancelling_keeps_nothing(card, workspace, case_id, qtbot, tmp_path):
    large = tmp_path / "大.pdf"
    large.write_bytes(b"%PDF-1.4\n" + b"0" * 40_000_000)
    add(card, qtbot, large)
    qtbot.keyClick(card.progress, KEY.Key_Escape)
    qtbot.waitUntil(lambda: bool(card._desktop.said), timeout=60_000)
    assert ("已取消" in card._desktop.said[-1][1]) is (attachments_of(workspace, case_id) == ())


def test_a_kept_file_is_looked_at_and_saved_as_it_was(card, picture, workspace, case_id, qtbot, tmp_path):
    attach_file(workspace, case_id, picture, "scan")
    card.refresh()
    qtbot.keyClick(button(card, "查看"), KEY.Key_Space)
    assert "回证扫描.png" in card.asking.windowTitle()
    card.choose_target = lambda _parent, proposed: tmp_path / "另存" / proposed.name
    (tmp_path / "另存").mkdir()
    qtbot.keyClick(card.asking.save, KEY.Key_Space)
    assert (tmp_path / "另存" / picture.name).read_bytes() == picture.read_bytes()
    qtbot.keyClick(card.asking, KEY.Key_Escape)
    assert card.asking is None


def test_a_word_file_is_saved_out_not_shown(card, workspace, case_id, tmp_path):
    document = WordDocument()
    document.add_paragraph("定稿")
    document.save(str(tmp_path / "定稿.docx"))
    attach_file(workspace, case_id, tmp_path / "定稿.docx", "finished")
    card.refresh()
    names = [each.accessibleName() for each in card.findChildren(QPushButton)]
    assert "另存：定稿.docx" in names
    assert "查看：定稿.docx" not in names


@pytest.mark.qt_log_ignore("Unsupported marker|JPEG|does not support", extend=True)
def test_a_torn_picture_is_named(card, workspace, case_id, qtbot, tmp_path):
    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff" + b"0" * 300)
    attach_file(workspace, case_id, tmp_path / "坏.jpg", "scan")
    card.refresh()
    qtbot.keyClick(button(card, "查看"), KEY.Key_Space)
    assert card.asking is None
    assert "坏.jpg" in card._desktop.said[-1][1]


def test_the_volume_is_bound_and_its_pages_are_told(card, picture, workspace, case_id, qtbot, tmp_path):
    attach_file(workspace, case_id, picture, "service")
    card.refresh()
    card.choose_target = lambda _parent, proposed: tmp_path / proposed.name
    qtbot.keyClick(card.volume, KEY.Key_Space)
    qtbot.waitUntil(lambda: bool(card._desktop.said), timeout=60_000)
    (path,) = tmp_path.glob("案卷_*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(str(path)).pages)
    assert "转送告知书" in text
    assert "回证扫描.png" in text
    assert card._desktop.said[-1][0] == "success"


def files(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_file_dropped_or_pasted_is_asked_about(card, picture, qtbot):
    data = files(picture)
    where, copy, left = QPointF(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(where, copy, data, left, Qt.KeyboardModifier.NoModifier)
    card.dropEvent(event)
    assert "回证扫描.png" in card.asking.accessibleDescription() + " ".join(
        each.text() for each in card.asking.findChildren(Words)
    )
    qtbot.keyClick(card.asking, KEY.Key_Escape)
    assert card.asking is None
    QApplication.clipboard().setMimeData(files(picture))
    qtbot.keyClick(card.add, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert card.asking is not None
    qtbot.keyClick(card.asking, KEY.Key_Escape)
    QApplication.clipboard().setMimeData(files(picture, picture.with_name("另一个.png")))
    qtbot.keyClick(card.add, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert card.asking is None


def test_a_sealed_copy_is_held_against_its_document(card, workspace, case_id, qtbot, tmp_path):
    writer = PdfWriter(clone_from=io.BytesIO(document_bytes(workspace, 1)))
    writer.add_metadata({"/Producer": "签章系统"})
    writer.write(tmp_path / "盖章.pdf")
    other = PdfWriter()
    other.add_blank_page(595, 842)
    other.write(tmp_path / "别的.pdf")
    add(card, qtbot, tmp_path / "别的.pdf", "sealed_copy", document=True)
    qtbot.waitUntil(lambda: bool(card._desktop.said), timeout=20_000)
    assert "读不出文字" in card._desktop.said[-1][1]
    add(card, qtbot, tmp_path / "盖章.pdf", "sealed_copy")
    qtbot.waitUntil(lambda: "是哪一份文书" in card._desktop.said[-1][1], timeout=20_000)
    assert attachments_of(workspace, case_id) == ()
    with qtbot.waitSignal(card.changed, timeout=20_000):
        add(card, qtbot, tmp_path / "盖章.pdf", "sealed_copy", document=True)
    assert attachments_of(workspace, case_id)[0].document_id == 1


def test_a_file_nobody_can_open_is_kept_and_said_so_at_once(card, workspace, case_id, qtbot, tmp_path):
    (tmp_path / "半张.jpg").write_bytes(b"\xff\xd8\xff" + b"0" * 300)
    with qtbot.waitSignal(card.changed, timeout=20_000):
        add(card, qtbot, tmp_path / "半张.jpg")
    assert card._desktop.said[-1][0] == "warning"
    assert "打不开" in card._desktop.said[-1][1]
    assert len(attachments_of(workspace, case_id)) == 1


def test_a_file_of_another_case_is_declared_void_by_keys_and_stays_listed(card, picture, workspace, case_id, qtbot):
    kept = attach_file(workspace, case_id, picture, "scan")
    card.refresh()
    qtbot.keyClick(button(card, "作废…"), KEY.Key_Space)
    dialog = card.asking
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert dialog.isVisible()  # a reason is asked for
    dialog.fields[0].set_value("放错了件")
    with qtbot.waitSignal(card.changed):
        qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert card.asking is None
    assert ("success", "附件“回证扫描.png”已作废。") in card._desktop.said
    assert any(each.text() == "已作废：放错了件" for each in card.findChildren(Words))
    live = [each.accessibleName() for each in card.findChildren(QPushButton) if not each.isHidden()]
    assert "查看：回证扫描.png" in live
    card.void(kept)
    card.asking.fields[0].set_value("再一次")
    qtbot.keyClick(card.asking.primary, KEY.Key_Space)
    assert card._desktop.said[-1][0] == "fault"
