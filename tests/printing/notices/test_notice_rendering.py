"""What is printed is what was meant, read back by other programs."""

from datetime import date
from pathlib import Path

import pytest
from notice_samples import shortest, typical
from pdf_tools import run_tool, text_of

from app.faults import UserFault
from app.printing.fonts.book import FontBook
from app.printing.notices.content import pieces, texts_of
from app.printing.notices.notice import RenderedNotice, render_notice
from app.printing.notices.template import Template, load_templates
from app.printing.page.setting import Setter

RECEIPT = load_templates()["receipt_notice"]
CODE = "7K3D-9Q2M-XA4B-55TZ"
CHECK = f"XF1:XS202611220012:{CODE}"


def issue(template: Template, values: dict[str, object], *, red_head: bool = False) -> RenderedNotice:
    number = f"香信{template.number_word}〔2026〕12号"
    return render_notice(template, values, number=number, check_text=CHECK, check_code=CODE, red_head=red_head)


def test_a_receipt_notice_reads_so(tmp_path: Path) -> None:
    read = text_of(issue(RECEIPT, shortest(RECEIPT)).pdf, tmp_path)
    assert read.startswith(
        "香山县信访局信访事项接收情况告知书编号：香信接〔2026〕12号"
        "李一：您提出的信访事项（编号：XS202611220012），本单位于2026年11月10日收到，于2026年11月11日登记（信访形式：走访）。"
        "现将接收情况以及处理途径和程序告知如下：一、接收情况您反映的主要情况：反映道路积水。二、处理途径"
    )
    assert "联系电话：0999-6112345。（加盖公章处）香山县信访局2026年11月22日" in read
    assert "您的权利" not in read


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = issue(RECEIPT, typical()), issue(RECEIPT, typical())
    assert first == second
    assert first.pdf.startswith(b"%PDF-")


def test_another_name_gives_another_hash() -> None:
    assert issue(RECEIPT, typical()).sha256 != issue(RECEIPT, typical() | {"petitioner_name": "王桂芳"}).sha256


def test_chinese_in_the_qr_code_is_refused() -> None:
    with pytest.raises(UserFault) as caught:
        render_notice(RECEIPT, typical(), number="香信接〔2026〕12号", check_text="核验", check_code=CODE)
    assert caught.value.code == "bad-check-text"


def test_a_preview_says_so_and_has_no_number_and_no_code(tmp_path: Path) -> None:
    rendered = render_notice(RECEIPT, typical(), number=None, check_text=CHECK, check_code=CODE)
    read = text_of(rendered.pdf, tmp_path)
    assert "编号：（签发时编号）" in read
    assert "预览未签发" in read
    assert CODE not in read
    path = tmp_path / "preview.pdf"
    path.write_bytes(rendered.pdf)
    assert "预览" not in text_of(issue(RECEIPT, typical()).pdf, tmp_path)


def test_the_document_says_what_it_is_and_whose(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(issue(RECEIPT, typical()).pdf)
    about = run_tool("pdfinfo", "-enc", "UTF-8", path)
    assert "信访事项接收情况告知书" in about
    assert "香山县信访局" in about


def test_a_value_that_looks_like_a_field_stays_text(tmp_path: Path) -> None:
    values = typical() | {"petitioner_name": "王{{office_phone}}", "summary_short": "{{handler}}"}
    read = text_of(issue(RECEIPT, values).pdf, tmp_path)
    assert "王{{office_phone}}：" in read
    assert "您反映的主要情况：{{handler}}" in read


def test_a_character_no_font_has_stops_the_notice() -> None:
    with pytest.raises(UserFault) as caught:
        issue(RECEIPT, typical() | {"petitioner_name": "王😀"})
    assert caught.value.code == "missing-glyph"
    assert "U+1F600" in caught.value.sentence


def test_a_summary_longer_than_the_notice_takes_is_named() -> None:
    with pytest.raises(UserFault) as caught:
        issue(RECEIPT, typical() | {"summary_short": "长" * 201})
    assert (caught.value.code, caught.value.field) == ("field-too-long", "summary_short")


def test_an_impossible_date_is_named() -> None:
    with pytest.raises(UserFault) as caught:
        issue(RECEIPT, typical() | {"received_on": "2026-02-30"})
    assert (caught.value.code, caught.value.field) == ("bad-field", "received_on")


@pytest.mark.parametrize("value", [date(2026, 1, 2), "2026-01-02", "2026-01-02T08:30:00"])
def test_a_date_is_written_in_arabic_digits(value: object, tmp_path: Path) -> None:
    assert "2026年1月2日" in text_of(issue(RECEIPT, typical() | {"issued_on": value}).pdf, tmp_path)


def test_a_single_petitioner_is_not_called_a_group(tmp_path: Path) -> None:
    values = typical() | {"people_count": 1, "petitioner_names": ["王桂兰"]}
    assert "共同提出" not in text_of(issue(RECEIPT, values).pdf, tmp_path)


@pytest.mark.parametrize("red_head", [False, True])
def test_a_long_office_name_is_printed_whole_on_lines_of_one_length(red_head: bool, tmp_path: Path) -> None:
    office = "香山壮族苗族自治县人民政府人民来访联合接待中心驻城关镇社会治安综合治理中心信访接待服务工作站"
    read = text_of(issue(RECEIPT, typical() | {"office_name": office}, red_head=red_head).pdf, tmp_path)
    assert read.count(office) >= 2


def test_a_balanced_title_has_no_short_last_line() -> None:
    lines = Setter(FontBook(), "title", 22, 22).balanced("香山县人民政府关于信访事项处理情况的公开告知书样本", 442)
    assert [len(line.text) for line in lines] == [13, 12]


def test_text_of_several_paragraphs_keeps_them() -> None:
    values = typical() | {"procedure": "第一步登记。\n第二步转送。"}
    printed = [text for piece in pieces(RECEIPT, values) for text in texts_of(piece)]
    assert "第一步登记。" in printed
    assert "第二步转送。" in printed
