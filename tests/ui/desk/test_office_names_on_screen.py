"""What an office renames its documents to is what every screen and every sheet calls them from then on."""

import io

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QComboBox, QPushButton
from registered_cases import sent_with_its_letter
from walking import example

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.reminders import reminder_of, save_reminders
from app.casework.documents.volume import case_volume
from app.casework.intake.drafts import list_drafts, save_draft
from app.casework.life.acts import act_form
from app.casework.office.law_in_force import rule_pack
from app.casework.templates.versions import save_template
from app.casework.templates.writing import template_as_text
from app.casework.views.case_page import case_view
from app.casework.views.route_maps import guide_map, poster, svg_of
from app.law.route.draft import write_draft
from app.law.route.walk import walk
from app.printing.notices.template import load_templates
from app.ui.base.places import OpenCase, Register
from app.ui.cases.acts.life_act_dialog import LifeActDialog
from app.ui.cases.case_page import CasePage
from app.ui.desk.page import DeskPage
from app.ui.documents.page import DocumentsPage
from app.ui.kit.words import Words
from app.ui.register.page import RegisterPage
from app.ui.routemap.page import RouteMapPage

KIND = "transfer_notice"
SHIPPED = load_templates()[KIND].name
OWN = f"香山县{SHIPPED}"


def rename(workspace, kind=KIND):
    text = template_as_text(load_templates()[kind])
    save_template(workspace, kind, text.replace('name = "', 'name = "香山县', 1))


def on_screen(widget):
    return "\n".join(each.text() for each in widget.findChildren(Words) if each.isVisibleTo(widget))


def printed(pdf):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def named(text):
    """Say whether the office's own name stands there, and the shipped one nowhere by itself."""
    return OWN in text and SHIPPED not in text.replace(OWN, "")


@pytest.fixture
def transferred(register, workspace):
    case_id = register("transfer_visit")
    sent_with_its_letter(workspace, case_id)
    return case_id


def test_the_desk_and_the_page_of_a_case_name_what_is_owed_as_the_office_does(workspace, desktop, shown, transferred):
    page = shown(DeskPage(desktop))
    page.arrive()
    assert page.cards["paper"].lines[0].line.detail == SHIPPED
    rename(workspace)
    page.arrive()
    line = page.cards["paper"].lines[0]
    assert line.line.detail == OWN and named(line.accessibleDescription())
    case = shown(CasePage(desktop))
    case.arrive(OpenCase(transferred))
    assert OWN in "".join(button.text() for button in case.findChildren(QPushButton))


def test_an_act_says_beforehand_which_paper_it_brings_by_the_office_s_name(workspace, desktop, shown, register):
    rename(workspace, "transfer_letter")
    case_id = register("pending_transfer")
    view = case_view(workspace, case_id)
    dialog = shown(LifeActDialog(desktop, view, act_form(workspace, case_id, "dispatch")))
    assert "《香山县信访事项转送函》" in on_screen(dialog.ahead)


def test_the_end_of_an_intake_names_its_notice_as_the_office_does_though_renamed_meanwhile(workspace, desktop, shown):
    page = shown(RegisterPage(desktop))
    page.arrive()
    rename(workspace)
    facts = example("transfer_visit")
    route = walk(rule_pack(), workspace.office.role, workspace.today(), facts)
    save_draft(workspace, None, "转送", write_draft(route))
    page.arrive(Register(list_drafts(workspace)[0]))
    assert named(on_screen(page))


def test_the_map_is_drawn_and_printed_with_the_office_s_names(workspace, desktop, shown):
    page = shown(RouteMapPage(desktop))
    page.arrive()
    place = next(box.id for box in page.view.canvas.drawing.boxes if any(SHIPPED in t.text for t in box.texts))
    rename(workspace)
    page.arrive()
    box = next(box for box in page.view.canvas.drawing.boxes if box.id == place)
    assert named("".join(text.text for text in box.texts))
    page.show_place(place)
    assert named(on_screen(page.panel))
    assert named(printed(poster(workspace)))
    assert named(printed(guide_map(workspace)))
    assert SHIPPED in svg_of(workspace.office.role)
    assert OWN in svg_of(workspace.office.role, workspace).replace("</tspan>", "")


def test_messages_lists_and_the_volume_name_it_as_it_was_issued(workspace, desktop, shown, transferred, tmp_path):
    page = shown(DocumentsPage(desktop))
    rename(workspace)
    document = issue_notice(workspace, prepare_notice(workspace, transferred))
    assert named(reminder_of(workspace, document.id).text)
    save_reminders(workspace, [document.id], tmp_path / "短信.xlsx")
    assert named(printed(case_volume(workspace, transferred).pdf))
    page.arrive()
    assert page.table.current_row().name == OWN
    offered = next(box for box in page.findChildren(QComboBox) if box.accessibleName() == "筛选：文书种类")
    assert OWN in [offered.itemText(row) for row in range(offered.count())]
