"""The ledger's profile and code tables are data that is checked before it is used."""

from pathlib import Path

import pytest

from app.faults import UserFault
from app.ledgers.codes import load_codes
from app.ledgers.profile import load_profile
from app.resources import resource_path

NINETEEN = [
    "信访件编号",
    "姓名",
    "信访人数",
    "住址",
    "手机号码",
    "问题属地",
    "信访目的",
    "内容分类",
    "信访日期",
    "登记日期",
    "限办时间",
    "信访形式",
    "概况",
    "是否办结",
    "是否全国初次信访",
    "联名信或集体访",
    "信访件状态",
    "登记部门",
    "登记人",
]


def broken(tmp_path: Path, old: str, new: str) -> Path:
    text = resource_path("ledgers", "province.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "province.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_province_ledger_has_the_nineteen_columns_word_for_word() -> None:
    assert list(load_profile().headers) == NINETEEN


def test_every_code_table_loads_and_every_table_a_profile_names_is_there() -> None:
    tables = {path.stem: load_codes(path.stem) for path in resource_path("codes").glob("*.toml")}
    assert {column.codes for column in load_profile().columns if column.codes} <= tables.keys()
    assert all(name == table.key for name, table in tables.items())


def test_the_old_content_categories_say_that_they_wait_for_confirmation() -> None:
    table = load_codes("content_category")
    assert table.status == "placeholder"
    assert "待本单位确认" in table.note
    assert len(table.children()) == 17
    assert sum(len(table.children(top.key)) for top in table.children()) == 112
    assert all(code.label == f"{top.label}_{code.label.partition('_')[2]}"
               for top in table.children() for code in table.children(top.key))  # fmt: skip


def test_channels_speak_both_languages() -> None:
    table = {code.key: code for code in load_codes("channel").codes}
    assert list(table) == ["visit", "letter", "online", "phone", "fax", "leader", "superior", "other"]
    assert [table[key].label for key in ("visit", "letter", "online", "phone")] == [
        "来访", "来信", "网上信访", "电话信访",
    ]  # fmt: skip
    assert {table[key].other["statute"] for key in ("visit", "letter", "online", "phone", "fax")} == {
        "走访", "书信", "信息网络", "电话", "传真",
    }  # fmt: skip


def test_gender_differs_between_the_national_standard_and_the_petition_system() -> None:
    table = {code.key: code for code in load_codes("gender").codes}
    assert (table["1"].label, table["1"].other["system"]) == ("男性", "1")
    assert (table["2"].label, table["2"].other["system"]) == ("女性", "0")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('field = "petitioner_name"', 'field = "relatives"', "姓名"),
        ('type = "int"', 'type = "date"', "信访人数"),
        ('mask = "phone"\n', "", "遮盖"),
        ('mask = "phone"', 'mask = "blur"', "blur"),
        ('header = "姓名"', 'header = "信访件编号"', "信访件编号"),
        ('codes = "purpose"\n', "", "信访目的"),
        ("width = 15", "width = -1", "width"),
        ("[profile]", "[profile", ""),
        ('header = "姓名"\n', "", "header"),
    ],
)
def test_a_broken_profile_is_one_sentence_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(UserFault) as caught:
        load_profile(broken(tmp_path, old, new))
    assert caught.value.code == "broken-profile"
    assert "province.toml" in caught.value.sentence
    assert said in caught.value.sentence
    assert caught.value.next_step


def test_a_missing_profile_is_the_same_fault(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="读不出来"):
        load_profile(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "text",
    ["", "[table", '[table]\nkey="x"', "codes = 3", '[table]\nkey="a"\ntitle="a"\nstatus="confirmed"\n'
     '[[codes]]\nkey="1"\nlabel="一"\nparent="9"'],
)  # fmt: skip
def test_a_broken_code_table_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserFault) as caught:
        load_codes("x", tmp_path)
    assert caught.value.code == "broken-codes"
    assert "x.toml" in caught.value.sentence
