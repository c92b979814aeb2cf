"""Lines of a printed document, read back from the page and judged by rules written here once more.

Nothing of the line breaker is used: random paragraphs are printed, pdftotext says what stands on each line, and the
line ends are held against GB/T 15834-2011, 5.1. `many_lines.py` beside this file prints as many as one likes.
"""

import html
import random
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from notice_samples import typical
from pdf_tools import run_tool, text_of

from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.resources import resource_path

RECEIPT = load_templates()["receipt_notice"]
STANDARD = resource_path("fonts", "standard-characters.txt").read_text("utf-8").replace("\n", "")
BEYOND = [character for character in STANDARD if character > "\uffff"]
NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’…·％%!),.:;?]}｝］〗～．／℃‰°")
NEVER_LAST = frozenset("（《〈【〔「『“‘([{｛［〖")
SINGLE = "，。、；：？！，。"
COMBINED = (
    "—— …… “ ” 《 》 （ ） ‘ ’ 〔 〕 【 】 〈 〉 · ？！ ！！！ 。” ，” 》， ”。 ：“ （“ 》） ……” ——“ “《 》” ，、 、、"
)
UNCUT = """
    2026 12.6 1,234,567.89 50% 2026-11-22 14:30 0999-6112345 990326-20261110-0012 3/4 1949—2026 2020年—2026年 ±0.5 30℃
    5‰ ¥100 №5 12.6亩 100km （2026）12号 〔2026〕12号 3×4 10～20 甲—乙 和/或 京-沪 60° PDF A4 e-mail COVID-19
    user_name@example.gov.cn http://www.example.gov.cn/petition/2026/11/22/index.html?id=990326-20261110-0012&name=abc
"""
SEVERAL, WHOLE = [*COMBINED.split(), " ", "\u3000"], UNCUT.split()
LONGEST_WORD = 45
LATIN = re.compile(r"[!-~]*")


def paragraph(pick: random.Random) -> str:
    """Return a paragraph between 始 and 终, one in twenty of little but marks."""
    kinds = (SINGLE, SEVERAL, WHOLE, BEYOND, STANDARD[:6500])
    weights = (30, 40, 20, 1, 9) if pick.random() < 0.05 else (12, 10, 9, 1, 68)
    drawn = pick.choices(kinds, weights, k=pick.choice((3, 30, 60, 60, 100)))
    return f"始{''.join(pick.choice(kind) for kind in drawn).strip()}终"


def printed_lines(text: str, folder: Path) -> list[str]:
    """Print text as paragraphs of a notice and return its lines, in the order of reading, without spaces."""
    values = typical() | {"procedure": f"乾坤首\n{text}\n乾坤尾"}
    (folder / "lines.pdf").write_bytes(
        render_notice(RECEIPT, values, number="1", check_text=None, check_code=None, red_head=False).pdf
    )
    read = run_tool("pdftotext", "-bbox", "-raw", "-enc", "UTF-8", folder / "lines.pdf", "-")
    lines: list[tuple[int, float, str]] = []
    for number, page in enumerate(read.split("<page ")[1:]):
        words = re.findall(r'<word xMin="[\d.-]+" yMin="([\d.-]+)" xMax="[\d.-]+" yMax="([\d.-]+)">(.*?)</word>', page)
        for top, bottom, word in words:
            middle = (float(top) + float(bottom)) / 2
            if lines and lines[-1][0] == number and abs(lines[-1][1] - middle) < 11:
                lines[-1] = (number, lines[-1][1], lines[-1][2] + word)
            else:
                lines.append((number, middle, word))
    texts = [re.sub(r"\s", "", html.unescape(text)) for _, middle, text in lines if middle < 262.5 * 72 / 25.4]
    return texts[texts.index("乾坤首") + 1 : texts.index("乾坤尾")]


def faults(paragraphs: list[str], lines: list[str]) -> Iterator[str]:
    """Yield what is wrong with the lines of some paragraphs."""
    whole = "\n".join(paragraphs)
    bare = re.sub(r"\s", "", whole)
    if "".join(lines) != bare:
        yield "a character was lost, added or moved"
        return
    places = [at for at, character in enumerate(whole) if not character.isspace()]
    ends = list(accumulate(map(len, lines)))
    for (line, following), end in zip(pairwise(lines), ends[:-1], strict=True):
        before, after = whole[: places[end - 1] + 1], whole[places[end] :]
        between = whole[places[end - 1] + 1 : places[end]]
        # The next paragraph begins a line of its own; one of hardly anything but marks and a word cannot break well.
        if "\n" in between or sum(character > "\u3400" and character.isalpha() for character in line) < 2:
            continue
        # A word longer than a line is cut where the line ends.
        word = LATIN.match(before[::-1])[0][::-1] + LATIN.match(after)[0]  # type: ignore[index]
        if len(word) > LONGEST_WORD and not between:
            continue
        said = f"{line} | {following}"
        if after[0] in NEVER_FIRST:
            yield f"{after[0]} starts a line: {said}"
        if before[-1] in NEVER_LAST:
            yield f"{before[-1]} ends a line: {said}"
        if between:
            continue
        if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum():
            yield f"a word is cut: {said}"
        if after[0] == before[-1] and after[0] in "—…" and len(before) - len(before.rstrip(after[0])) & 1:
            yield f"a pair is parted: {said}"
        if after[0] in "-/" or (after[0] == "—" and after[:2] != "——" and before[-1] != "—") or before[-1] == "/":
            yield f"a mark that connects or divides stands at the edge: {said}"


@pytest.mark.parametrize("seed", range(3))
def test_the_lines_of_random_paragraphs_break_where_they_may(seed: int, tmp_path: Path) -> None:
    pick = random.Random(seed)
    paragraphs = [paragraph(pick) for _ in range(100)]
    assert list(faults(paragraphs, printed_lines("\n".join(paragraphs), tmp_path))) == []


def test_the_judge_sees_every_fault() -> None:
    text = "始一二三，四五（六）七——八12345九甲—乙终"
    for lines in (
        ["始一二三", "，四五（六）七——八12345九甲—乙终"],
        ["始一二三，四五（", "六）七——八12345九甲—乙终"],
        ["始一二三，四五（六）七—", "—八12345九甲—乙终"],
        ["始一二三，四五（六）七——八123", "45九甲—乙终"],
        ["始一二三，四五（六）七——八12345九甲", "—乙终"],
        ["始一二三，四五（六）七——八12345九甲—乙"],
    ):
        assert len(list(faults([text], lines))) == 1, lines


def test_every_character_beyond_the_bmp_of_the_standard_table_is_read_back_from_a_name(tmp_path: Path) -> None:
    """GB 18030-2022 level 2 asks for the 196 of 通用规范汉字表 (2013) that stand outside the basic plane."""
    assert len(BEYOND) == 196
    names = ["".join(BEYOND[at : at + 14]) for at in range(0, 196, 14)]
    values = typical() | {"petitioner_names": names, "people_count": 14, "petitioner_name": "㛃䶮𬱖𠅤𫖯𬍛𡐓𰻝𠮷"}
    rendered = render_notice(RECEIPT, values, number="1", check_text=None, check_code=None, red_head=False)
    read = text_of(rendered.pdf, tmp_path)
    assert "、".join(names) in read and "㛃䶮𬱖𠅤𫖯𬍛𡐓𰻝𠮷：" in read
