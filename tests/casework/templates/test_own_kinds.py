"""An office's own kinds of document: made from one that ships, issued beside it, never from an accusation."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from clerk_work import registered

from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.casework.templates.check import check_template
from app.casework.templates.exchange import export_templates, import_templates
from app.casework.templates.own_kinds import add_own_kind, own_kinds, own_template
from app.casework.templates.versions import (
    OWN,
    bare,
    current_template,
    current_templates,
    return_to_version,
    save_template,
    template_states,
    versions_of,
)
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.notices.template import load_templates

SHIPPED = load_templates()
KIND = "transfer_notice"
TEXT = template_as_text(SHIPPED[KIND])


def from_day(first: str = "", last: str = "", copies: int = 3) -> str:
    days = "".join(f'{key} = "{day}"\n' for key, day in (("valid_from", first), ("valid_to", last)) if day)
    return TEXT.replace("copies = 2", f"{days}copies = {copies}")


@pytest.mark.parametrize("base", [kind for kind in SHIPPED if not SHIPPED[kind].for_accusations])
def test_every_document_but_an_accusations_can_be_the_base(base: str) -> None:
    made = own_template(SHIPPED[base], "本室试用告知书", "试")
    assert check_template(template_as_text(made), bare(SHIPPED[base], made.id), {}) == made
    assert not made.written_notice


def test_an_own_kind_is_numbered_by_itself_listed_last_and_taken_away(workspace: Workspace) -> None:
    case = registered(workspace)
    kind = add_own_kind(workspace, KIND, "本室试用告知书", "试")
    assert own_kinds(workspace) == ((kind, "本室试用告知书"),)
    assert template_states(workspace)[-1].kind == kind
    issued = issue_notice(workspace, prepare_notice(workspace, case, kind))
    assert (issued.name, issued.kind) == ("本室试用告知书", kind)
    assert "试" in issued.number
    assert [each.version for each in versions_of(workspace, kind)] == [1]
    return_to_version(workspace, kind, 0)
    assert own_kinds(workspace) == ()
    with pytest.raises(UserFault):
        prepare_notice(workspace, case, kind)
    assert document_bytes(workspace, issued.id).startswith(b"%PDF")


def test_an_own_kind_never_stops_the_clock_of_the_laws_notice(workspace: Workspace) -> None:
    kind = add_own_kind(workspace, KIND, "本室试用告知书", "试")
    text = template_as_text(current_templates(workspace)[kind])
    with pytest.raises(UserFault) as caught:
        save_template(workspace, kind, text.replace("written_notice = false", "written_notice = true"))
    assert caught.value.code == "changed-fixed"


@pytest.mark.parametrize("base", [kind for kind in SHIPPED if SHIPPED[kind].for_accusations])
def test_an_accusations_document_is_no_base(workspace: Workspace, base: str) -> None:
    with pytest.raises(UserFault):
        add_own_kind(workspace, base, "密函", "密")
    made = own_template(SHIPPED[base], "密函", "密")
    with pytest.raises(UserFault):
        save_template(workspace, made.id, template_as_text(made))
    assert own_kinds(workspace) == ()


def test_no_own_kind_is_issued_from_an_accusation(workspace: Workspace) -> None:
    kind = add_own_kind(workspace, KIND, "本室试用告知书", "试")
    case = registered(workspace, "accusation_discipline")
    with pytest.raises(UserFault) as caught:
        prepare_notice(workspace, case, kind)
    assert caught.value.code == "sealed"


@pytest.mark.parametrize(
    ("name", "word"), [("", "试"), ("！！", "试"), (SHIPPED[KIND].name, "试"), ("补正", "接"), ("试" * 60, "试")]
)
def test_a_kind_without_a_name_or_word_of_its_own_is_refused(workspace: Workspace, name: str, word: str) -> None:
    with pytest.raises(UserFault):
        add_own_kind(workspace, KIND, name, word)
    assert own_kinds(workspace) == ()


def test_own_kinds_go_with_the_set(
    workspace: Workspace, make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    kind = add_own_kind(workspace, KIND, "本室试用告知书", "试")
    file = tmp_path / "整套.zip"
    assert export_templates(workspace, file) == len(SHIPPED) + 1
    other = make_workspace(folder="另一个")
    assert import_templates(other, file).changed == ("本室试用告知书",)
    assert own_kinds(other) == ((kind, "本室试用告知书"),)
    assert import_templates(other, file).changed == ()


# --- validity ------------------------------------------------------------------------------------------------------


def test_a_version_is_used_from_its_first_day_and_the_former_one_until_then(workspace: Workspace) -> None:
    today = workspace.today()
    tomorrow = today + timedelta(days=1)
    save_template(workspace, KIND, from_day(copies=4))
    save_template(workspace, KIND, from_day(first=tomorrow.isoformat(), copies=5))
    assert current_template(workspace, KIND, today)[0].copies == 4
    assert current_template(workspace, KIND, tomorrow)[0].copies == 5
    assert f"{tomorrow} 起用" in next(s.words for s in template_states(workspace) if s.kind == KIND)
    draft = prepare_notice(workspace, registered(workspace), KIND)
    assert draft.template is not None and draft.template.copies == 4


def test_the_number_word_of_what_is_used_until_then_stays_taken(workspace: Workspace) -> None:
    first = (workspace.today() + timedelta(days=9)).isoformat()
    text = from_day(first=first).replace('number_word = "转"', 'number_word = "转告"')
    save_template(workspace, KIND, text)
    with pytest.raises(UserFault) as caught:
        add_own_kind(workspace, "receipt_notice", "另一种", "转")
    assert caught.value.code == "number-word"


def test_after_its_last_day_a_template_is_not_issued_and_says_so(workspace: Workspace) -> None:
    yesterday = workspace.today() - timedelta(days=1)
    save_template(workspace, KIND, from_day(last=yesterday.isoformat()))
    case = registered(workspace)
    with pytest.raises(UserFault) as caught:
        prepare_notice(workspace, case, KIND)
    assert caught.value.code == "template-not-valid"
    assert yesterday.isoformat() in caught.value.sentence and "设置" in caught.value.next_step


def test_a_last_day_before_the_first_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserFault) as caught:
        save_template(workspace, KIND, from_day("2026-12-02", "2026-12-01"))
    assert caught.value.field == "valid_to"


def test_the_id_of_an_own_kind_says_it_is_one() -> None:
    assert own_template(SHIPPED[KIND], "本室试用告知书", "试").id.startswith(OWN)
    assert not any(kind.startswith(OWN) for kind in SHIPPED)
