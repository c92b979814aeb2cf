"""A notice from its values to its paper, by keys."""

import hashlib

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from registered_cases import type_words

from app.casework.documents.issuing import document_bytes
from app.casework.office.directory import OfficeEntry, keep_office
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.ui.documents import document_acts
from app.ui.documents.notice_dialog import NoticeDialog

KEY = Qt.Key


@pytest.fixture
def write(desktop, shown, paper):
    def one(case_id: int, kind: str = "") -> NoticeDialog:
        dialog = NoticeDialog(desktop, case_id, kind)
        dialog.acts.choose_printer = paper
        return shown(dialog, 1160, 700)

    return one


def test_from_values_to_paper_without_a_mouse(write, register, qtbot, workspace, paper):
    case_id = register("transfer_visit")
    dialog = write(case_id)
    qtbot.waitUntil(lambda: dialog.preview.page_count() == 2)
    assert dialog.issue.hasFocus()
    qtbot.keyClick(dialog.issue, KEY.Key_Return)
    document = dialog.document
    assert document.number == "香信转〔2026〕1号"
    assert "香信转〔2026〕1号" in dialog.heading.text()
    assert dialog.print.hasFocus()
    qtbot.keyClick(dialog.print, KEY.Key_Return)
    qtbot.waitUntil(lambda: dialog.document.prints == 1, timeout=20_000)
    assert paper.files[0].read_bytes().startswith(b"%PDF")
    assert dialog.print.text().startswith("再印一份（副本）")
    view = case_view(workspace, case_id)
    assert [each.number for each in view.documents] == ["香信转〔2026〕1号"]
    assert view.timeline[-1].what == "打印文书"


def test_a_reprint_is_the_same_bytes_and_recorded_as_a_copy(write, register, qtbot, workspace):
    case_id = register("transfer_visit")
    dialog = write(case_id)
    dialog.issue.click()
    before = document_bytes(workspace, dialog.document.id)
    for times in (1, 2):
        dialog.print.click()
        qtbot.waitUntil(lambda times=times: dialog.document.prints == times, timeout=20_000)
    assert document_bytes(workspace, dialog.document.id) == before
    assert hashlib.sha256(before).hexdigest() == dialog.document.sha256
    told = [detail for entry in case_view(workspace, case_id).timeline for detail in entry.details]
    assert told[-2:] == ["打印", "打印（副本）"]


def test_what_is_missing_is_named_and_nothing_is_issued_before_it_is_there(write, register, qtbot, workspace):
    dialog = write(register("transfer_visit"))
    editor = dialog.form.editors["destination"]
    editor.line.selectAll()
    qtbot.keyClick(editor.line, KEY.Key_Delete)
    assert "转送去向" in editor.error()
    assert "转送去向" in dialog.state.text()
    assert not dialog.issue.isEnabled()
    type_words(editor.line, "香林县住建局")
    assert editor.error() == ""
    assert dialog.issue.isEnabled()
    dialog.issue.click()
    assert dialog.document is not None


def test_the_preview_follows_what_is_typed(write, register, qtbot):
    dialog = write(register("transfer_visit"))
    qtbot.waitUntil(lambda: dialog.preview.page_count() > 0)
    with qtbot.waitSignal(dialog.preview.drawn):
        type_words(dialog.form.editors["procedure"].paper, "请耐心等待。")
    assert dialog.draft.values["procedure"].startswith("请耐心等待。")


def test_a_character_no_font_has_is_named_and_no_number_is_drawn(write, register, qtbot):
    dialog = write(register("suggestion", summary="建议增设红绿灯。😊"))
    qtbot.waitUntil(dialog.bar.isVisible)
    assert "缺字：😊" in dialog.bar.words.text()
    assert not dialog.issue.isEnabled()
    summary = dialog.form.editors["summary_short"]
    summary.set_value(summary.value().replace("😊", ""))
    summary.edited.emit()
    dialog.issue.click()
    assert dialog.document.number == "香信转〔2026〕1号"


def test_without_a_printer_the_next_step_is_said_and_nothing_is_recorded(write, register, printers):
    printers.clear()
    dialog = write(register("transfer_visit"))
    dialog.acts.choose_printer = document_acts.ask_printer
    dialog.issue.click()
    dialog.print.click()
    assert "没有可用的打印机" in dialog.bar.words.text()
    assert "另存" in dialog.bar.words.text()
    assert dialog.document.prints == 0


def test_saving_writes_the_stored_bytes(write, register, workspace, tmp_path):
    dialog = write(register("transfer_visit"))
    proposed = []

    def choose(_parent, path):
        proposed.append(path.name)
        return tmp_path / "告知书.pdf"

    dialog.acts.choose_path = choose
    dialog.issue.click()
    dialog.save.click()
    assert proposed == ["转送告知书_香信转〔2026〕1号.pdf"]
    assert (tmp_path / "告知书.pdf").read_bytes() == document_bytes(workspace, dialog.document.id)
    assert (dialog.document.prints, dialog.document.saves) == (0, 1)


def test_a_case_without_a_notice_opens_no_dialog(desktop, register):
    with pytest.raises(UserFault, match="不出告知书"):
        NoticeDialog(desktop, register("anonymous_letter"))


def test_closing_before_issuing_leaves_no_trace(write, register, workspace, qtbot):
    case_id = register("transfer_visit")
    dialog = write(case_id)
    qtbot.keyClick(dialog, KEY.Key_Escape)
    assert closed(dialog)
    assert case_view(workspace, case_id).documents == ()


def test_the_contact_follows_the_office_that_is_named_and_what_was_typed_stays(write, register, workspace):
    for name, phone in (("香林县住房和城乡建设局", "0999-1"), ("香林县水利局", "0999-2")):
        keep_office(workspace, OfficeEntry(name, "县", phone=phone, address=f"{name}一楼"))
    dialog = write(register("transfer_visit"))
    office, phone, address = (
        dialog.form.editors[key] for key in ("destination", "destination_phone", "destination_address")
    )
    assert (phone.value(), address.value()) == ("0999-1", "香林县住房和城乡建设局一楼")
    office.line.selectAll()
    type_words(office.line, "香林县水利局")
    assert (phone.value(), address.value()) == ("0999-2", "香林县水利局一楼")
    assert dialog.draft.values["destination_phone"] == "0999-2"
    phone.line.selectAll()
    type_words(phone.line, "12345")
    office.line.selectAll()
    type_words(office.line, "没有的局")
    assert (phone.value(), address.value()) == ("12345", "")
    assert dialog.draft.values["destination_phone"] == "12345"
    assert dialog.draft.values["destination_address"] == ""
    office.line.selectAll()
    type_words(office.line, "香林县住房和城乡建设局")
    assert address.value() == dialog.draft.values["destination_address"] == "香林县住房和城乡建设局一楼"
