"""Every document of a case's life is printed as it was meant, read back by other programs."""

from pathlib import Path

import pytest
from document_samples import CASES, TURNS, TYPICAL, Answer, sample, shortest, typical
from pdf_tools import run_tool, text_of

from app.faults import UserFault
from app.printing.notices.content import Paragraph, Piece, pieces, texts_of
from app.printing.notices.notice import RenderedNotice, missing_fields, render_notice
from app.printing.notices.template import Template, load_templates

TEMPLATES = load_templates()
CODE = "7K3D-9Q2M-XA4B-55TZ"
CHECK = f"XFCK1:990326-20261110-0012:12:{CODE}"
every_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.id)
with_claims = [template for template in TEMPLATES.values() if "claim_answers" in template.by_key]
COMBINATIONS = [
    *((template, case) for template in TEMPLATES.values() for case in CASES if case != "ten claims"),
    *((template, "ten claims") for template in with_claims),
    *((TEMPLATES[kind], f"turn {index}") for kind, turns in TURNS.items() for index in range(len(turns))),
]


def issue(template: Template, values: dict[str, object], *, red_head: bool | None = False) -> RenderedNotice:
    number = f"香信{template.number_word}〔2026〕12号"
    return render_notice(template, values, number=number, check_text=CHECK, check_code=CODE, red_head=red_head)


def read(kind: str, folder: Path, **changes: object) -> str:
    template = TEMPLATES[kind]
    return text_of(issue(template, typical(template) | changes).pdf, folder)


def _kind(piece: Piece) -> str:
    return piece.kind if isinstance(piece, Paragraph) else ""


def test_every_sentence_of_every_template_is_printed_for_somebody() -> None:
    silent = [
        f"{template.id} {number} {block.text or block.parts}"
        for template in TEMPLATES.values()
        for number, block in enumerate(template.blocks, start=1)
        if not any(
            _shows(template, number - 1, sample(case, template)) for each, case in COMBINATIONS if each is template
        )
    ]
    assert silent == []


def _shows(template: Template, at: int, values: dict[str, object]) -> bool:
    return bool(pieces(template.model_copy(update={"blocks": (template.blocks[at],)}), values))


@every_template
def test_no_heading_stands_above_nothing(template: Template) -> None:
    for case in ["shortest", "typical", *(f"turn {index}" for index in range(len(TURNS.get(template.id, ()))))]:
        content = pieces(template, sample(case, template))
        kinds = [_kind(piece) for piece in content] + ["heading1"]
        empty = [
            texts_of(piece)[0]
            for piece, after in zip(content, kinds[1:], strict=True)
            if _kind(piece) == "heading1" and after in ("heading1", "copied")
        ]
        announced = [
            texts_of(piece)[0]
            for piece, after in zip(content, kinds[1:], strict=True)
            if _kind(piece) == "paragraph" and texts_of(piece)[0].endswith("：") and after == "copied"
        ]
        assert empty + announced == [], case


@every_template
def test_all_missing_fields_are_named_at_once(template: Template) -> None:
    with pytest.raises(UserFault) as caught:
        issue(template, {})
    assert all(field.label in caught.value.sentence for field in template.fields if field.required)


@pytest.mark.parametrize("kind", [kind for kind, template in TEMPLATES.items() if template.one_of])
def test_one_of_several_fields_is_asked_for_where_none_is_filled(kind: str) -> None:
    template = TEMPLATES[kind]
    for group in template.one_of:
        bare = typical(template) | dict.fromkeys(group)
        assert [each.key for each in missing_fields(template, bare)] == [group[0]]
        for key in group:
            assert missing_fields(template, bare | {key: TYPICAL[key]}) == []


@pytest.mark.parametrize(
    ("empty", "label"),
    [("result", "处理结果"), ("opinion", "处理意见"), ("basis", "法律法规依据"), ("request", "投诉请求")],
)
def test_a_claim_without_its_answer_is_named(empty: str, label: str) -> None:
    template = TEMPLATES["handling_opinion"]
    whole = {"request": "修路。", "result": "支持", "findings": "", "opinion": "修。", "basis": "《公路法》。"}
    values = typical(template) | {"claim_answers": (Answer(**whole), Answer(**whole | {empty: " "}))}
    with pytest.raises(UserFault) as caught:
        issue(template, values)
    assert (caught.value.code, caught.value.field) == ("missing-field", "claim_answers")
    assert f"第二项请求的{label}" in caught.value.sentence


def test_text_in_the_place_of_the_answers_is_no_answer() -> None:
    template = TEMPLATES["handling_opinion"]
    missing = missing_fields(template, typical(template) | {"claim_answers": "予以支持"})
    assert [each.key for each in missing] == ["claim_answers"]


def test_a_scanner_reads_the_qr_code_of_every_document(tmp_path: Path) -> None:
    lasts: list[str | Path] = []
    for template in TEMPLATES.values():
        number, code = f"香信{template.number_word}〔2026〕12号", f"{CHECK}:{template.id}"
        rendered = render_notice(template, typical(template), number=number, check_text=code, check_code=CODE)
        path = tmp_path / f"{template.id}.pdf"
        path.write_bytes(rendered.pdf)
        lasts += [path, "r1"]
    run_tool("qpdf", "--empty", "--pages", *lasts, "--", tmp_path / "lasts.pdf")
    run_tool("pdftoppm", "-r", "110", "-gray", tmp_path / "lasts.pdf", tmp_path / "last")
    pictures = sorted(tmp_path.glob("last-*.pgm"))
    read = run_tool("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", *pictures).split()
    assert read == [f"{CHECK}:{kind}" for kind in TEMPLATES]


@every_template
def test_a_preview_has_no_code(template: Template, tmp_path: Path) -> None:
    preview = render_notice(template, typical(template), number=None, check_text=CHECK, check_code=CODE)
    found = text_of(preview.pdf, tmp_path)
    assert "（签发时编号）" in found and CODE not in found
    assert preview.pages == issue(template, typical(template), red_head=None).pages


def test_a_handling_opinion_answers_claim_by_claim(tmp_path: Path) -> None:
    found = read("handling_opinion", tmp_path)
    assert found.startswith("香山县信访局关于王桂兰反映问题的信访处理意见书编号：香信处〔2026〕12号信访人：王桂兰；")
    assert "（一）关于第一项请求投诉请求：要求承租方恢复耕地原状。事实和理由：经现场查看" in found
    assert "处理意见：予以支持（该条第一款第（一）项）。由城关镇人民政府督促" in found
    assert "处理意见：作出解释说明（该条第一款第（二）项）。费用争议" in found
    assert "处理意见：不予支持（该条第一款第（三）项）。该项请求缺乏事实根据。" in found
    assert found.index("五、救济途径") < found.index("《信访工作条例》第三十五条规定") < found.index("抄送：")


def test_a_single_claim_needs_no_number(tmp_path: Path) -> None:
    found = read("handling_opinion", tmp_path, claim_answers=TYPICAL["claim_answers"][:1])  # type: ignore[index]
    assert "关于第一项请求" not in found
    assert "投诉请求：要求承租方恢复耕地原状。" in found


def test_an_opinion_on_a_nameless_petition_is_titled_by_its_number(tmp_path: Path) -> None:
    found = read("handling_opinion", tmp_path, petitioner_name="")
    assert found.startswith("香山县信访局关于990326-20261110-0012号信访事项的信访处理意见书")
    assert "信访人：" not in found


def test_a_former_day_of_return_does_not_turn_a_refusal_into_consent(tmp_path: Path) -> None:
    agreed = read("objection_reply", tmp_path, step_act="agree_objection")
    refused = read("objection_reply", tmp_path, step_act="refuse_objection")
    assert "同意你单位提出的异议，相关材料于2026年11月19日交还" in agreed
    assert "不同意你单位提出的异议" in refused and "交还，由本单位" not in refused


def test_a_form_leaves_room_for_what_is_not_known(tmp_path: Path) -> None:
    found = text_of(issue(TEMPLATES["proof_of_service"], shortest(TEMPLATES["proof_of_service"])).pdf, tmp_path)
    assert "受送达人李一信访件编号990326-20261110-0012送达文书信访处理意见书文书编号送达方式邮件号码送达日期" in found


def test_an_agreement_is_signed_by_the_parties_and_only_a_conciliation_bears_the_seal(tmp_path: Path) -> None:
    conciled, settled = (read(f"{kind}_agreement", tmp_path) for kind in ("conciliation", "settlement"))
    assert (
        "当事人（签章）：年月日对方当事人（签章）：年月日调解人（签名）：年月日（加盖公章处）香山县信访局" in conciled
    )
    assert "当事人（签章）：年月日对方当事人（签章）：年月日核验码" in settled
    assert "加盖公章处" not in settled


def test_no_computed_day_is_printed_for_the_right_to_review(tmp_path: Path) -> None:
    remedy = "您对本处理意见不服的，可以自收到本意见书之日起30日内，请求香山县人民政府复查。"
    found = read("handling_opinion", tmp_path, remedy=remedy)
    assert f"五、救济途径{remedy}《信访工作条例》第三十五条规定" in found
