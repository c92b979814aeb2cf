"""The Regulation is whole, unaltered, and can be cited to the item."""

import hashlib
from pathlib import Path

import pytest

from app.faults import UserFault
from app.law.text.articles import Regulation, chinese_number, load_regulation
from app.resources import resource_path

# SHA-256 of the body (chapter headings and articles, one printed line a line), taken from the collated transcription.
BODY_DIGEST = "b2587a9ce23da2957c1cca420bb666b77a792ba4a7157d0b3507221926e31bbd"


@pytest.fixture(scope="module")
def regulation() -> Regulation:
    return load_regulation()


def test_not_one_character_of_the_regulation_was_altered(regulation: Regulation) -> None:
    assert hashlib.sha256(regulation.text.encode("utf-8")).hexdigest() == BODY_DIGEST


def test_it_has_six_chapters_and_fifty_articles_in_order(regulation: Regulation) -> None:
    assert [chapter.number for chapter in regulation.chapters] == [1, 2, 3, 4, 5, 6]
    assert list(regulation.articles) == list(range(1, 51))


@pytest.mark.parametrize(
    ("ref", "label", "begins"),
    [
        ("22", "《信访工作条例》第二十二条", "第二十二条 各级党委和政府信访部门收到信访事项"),
        ("22/1", "《信访工作条例》第二十二条第一款", "各级党委和政府信访部门收到信访事项"),
        ("22/1/3", "《信访工作条例》第二十二条第一款第（三）项", "（三）对转送信访事项中的重要情况"),
        ("22/2", "《信访工作条例》第二十二条第二款", "各级党委和政府信访部门对收到的涉法涉诉信件"),
        ("31/1/6", "《信访工作条例》第三十一条第（六）项", "（六）不属于以上情形的"),
        ("34", "《信访工作条例》第三十四条", "第三十四条 对本条例第三十一条第六项"),
        ("36/3", "《信访工作条例》第三十六条第三款", "信访人对复核意见不服"),
    ],
)
def test_a_place_is_cited_as_lawyers_write_it(regulation: Regulation, ref: str, label: str, begins: str) -> None:
    citation = regulation.cite(ref)
    assert (citation.label, citation.ref) == (label, ref)
    assert citation.text.startswith(begins)
    assert citation.text in citation.article_text


@pytest.mark.parametrize("ref", ["51", "0", "22/9", "22/1/4", "22/0", "31/1/0", "22/1/1/1", "", "x", "22/-1"])
def test_a_place_that_does_not_exist_is_refused(regulation: Regulation, ref: str) -> None:
    with pytest.raises(UserFault) as fault:
        regulation.cite(ref)
    assert fault.value.code == "broken-rules"


def test_words_find_the_paragraphs_that_hold_all_of_them(regulation: Regulation) -> None:
    assert [found.ref for found in regulation.search("不予受理")] == ["19/3", "44/1/2"]
    assert [found.ref for found in regulation.search("5个工作日 异议")] == ["23/3"]
    assert regulation.search("  ") == ()


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("22", "22"), (" 第22条 ", "22"), ("二十二", "22"), ("第二十二条", "22"), ("２２", "22"),
        ("十", "10"), ("五十", "50"),
        ("22/1/3", "22/1/3"), ("第二十二条第一款第（三）项", "22/1/3"), ("第31条第六项", "31/1/6"),
        ("《信访工作条例》第二十三条第二款", "23/2"), ("23条2款", "23/2"),
    ],
)  # fmt: skip
def test_a_place_is_found_however_people_write_it(regulation: Regulation, words: str, ref: str) -> None:
    assert regulation.place(words) == ref
    assert regulation.search(words)[0].ref == ref


@pytest.mark.parametrize("words", ["51", "第六十条", "0", "22/9", "五个工作日", "条", "第条", "", "复查", "二十二十"])
def test_what_names_no_place_is_only_searched_for(regulation: Regulation, words: str) -> None:
    assert regulation.place(words) is None


def test_a_number_is_an_article_first_and_then_a_word(regulation: Regulation) -> None:
    found = [citation.ref for citation in regulation.search("15")]
    assert found[0] == "15"
    assert {"22/1", "23/2"} <= set(found)
    assert len(set(found)) == len(found)


def test_every_label_leads_back_to_its_place(regulation: Regulation) -> None:
    for label, ref in regulation.places.items():
        assert regulation.cite(ref).label == label
        assert regulation.place(label) in (ref, f"{ref}/1")
    assert regulation.places["《信访工作条例》第三十四条"] == "34"
    assert len([ref for ref in regulation.places.values() if "/" not in ref]) == 50


def test_numbers_are_written_as_the_law_writes_them() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 22, 50)] == ["一", "十", "十一", "二十", "二十二", "五十"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"title = ", "写法有误"),
        (b"\xff\xfe", "不是 UTF-8"),
        ('title = "信访工作条例"\n'.encode(), "version"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "regulation-2022.toml"
    path.write_bytes(content)
    with pytest.raises(UserFault) as fault:
        load_regulation(path)
    assert fault.value.code == "broken-rules"
    assert "regulation-2022.toml" in fault.value.sentence
    assert says in fault.value.sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match=r"打不开规则文件 nowhere\.toml"):
        load_regulation(tmp_path / "nowhere.toml")


def test_the_shipped_file_says_that_the_text_must_be_checked(regulation: Regulation) -> None:
    assert resource_path("law", "regulation-2022.toml").is_file()
    assert "对照官方公布文本" in regulation.source
