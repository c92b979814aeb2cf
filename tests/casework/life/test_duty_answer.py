"""The answer to a duty names the organ of reconsideration first and the court after it, as the office says, not we."""

from collections.abc import Callable

import pytest
from life_story import Story
from offices import StandingClock

from app.casework.documents.issuing import prepare_notice
from app.casework.life.acts import act_form, perform
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.notices.content import pieces, texts_of
from app.printing.notices.template import load_templates

ANSWER = {"duty_result": "已责令拆除。", "duty_basis": "某法第二条"}
WHO = {"reconsideration_organ": "香林县人民政府", "court_office": "香林县人民法院"}


@pytest.fixture
def story(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Story:
    return Story(make_workspace("township"), clock, "township_duty", "11-04")


def printed(story: Story) -> str:
    owed = next(paper for paper in story.view().owed if paper.kind == "duty_answer")
    draft = prepare_notice(story.workspace, story.case_id, "duty_answer", step_id=owed.step_id)
    assert draft.missing == ()
    return "\n".join(t for p in pieces(load_templates()["duty_answer"], draft.values) for t in texts_of(p))


def test_where_reconsideration_comes_first_its_organ_is_named_first_and_the_court_after(story: Story) -> None:
    story.do("answer_duty", answered_on="11-18", suit_order="reconsider_first", **ANSWER, **WHO)
    assert (
        "对这份答复不服的，请先向香林县人民政府申请行政复议，一般自收到答复之日起60日内。"
        "这是《中华人民共和国行政复议法》第二十三条规定的应当先复议的情形；"
        "对行政复议决定不服的，再依法向香林县人民法院提起行政诉讼。"
    ) in printed(story)
    assert "6个月" not in printed(story)
    assert story.view().remedy == (
        "对依法履行职责的答复不服的，应当先申请行政复议，对行政复议决定不服的，再提起行政诉讼。"
        "行政复议向香林县人民政府申请（一般自收到答复之日起60日内），行政诉讼向香林县人民法院提起；"
        "不适用信访复查、复核；法律另有规定的，从其规定。"
    )


def test_where_either_is_open_both_are_named(story: Story) -> None:
    story.do("answer_duty", answered_on="11-18", suit_order="either", **ANSWER, **WHO)
    text = printed(story)
    assert "可以向香林县人民政府申请行政复议，一般自收到答复之日起60日内；" in text
    assert "也可以直接向香林县人民法院提起行政诉讼，一般自收到答复之日起6个月内。" in text
    assert "第二十三条" not in text


def test_the_program_never_decides_which_applies(story: Story) -> None:
    form = act_form(story.workspace, story.case_id, "answer_duty")
    field = next(each for each in form.rule.fields if each.key == "suit_order")
    assert (field.required, field.default, form.values.get("suit_order")) == (True, None, None)
    assert "待本单位确认" in field.hint
    with pytest.raises(UserFault) as fault:
        perform(story.workspace, story.case_id, "answer_duty", {**form.values, **ANSWER, **WHO})
    assert fault.value.field == "suit_order"
