"""The search box finds what a clerk would point at, and nothing else."""

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine

from app.models.search import SEARCH_DDL, SearchText, find_cases, forget_case, index_case, index_cases, purge_forgotten


def open_engine(path: Path) -> Engine:
    def connect() -> object:
        connection = sqlcipher.connect(str(path))
        connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    return create_engine("sqlite+pysqlite://", module=sqlcipher, creator=connect)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(tmp_path_factory.mktemp("search") / "cases.db")
    with engine.begin() as connection:
        for statement in SEARCH_DDL:
            connection.exec_driver_sql(statement)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One transaction a test, undone at its end."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def petition(*texts: str, names: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> SearchText:
    return SearchText(names, codes, texts)


def found(connection: Connection, query: str) -> set[int]:
    return set(find_cases(connection, query).case_ids)


LETTERS = "拆迁补偿款三三Ab12𠮷𬴊é"
TEXTS = st.text(alphabet=LETTERS + "，。 ·-“😀", max_size=14)
WORDS = st.text(alphabet=LETTERS + "ＡＢ２", min_size=1, max_size=5)


def plainly(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@settings(max_examples=150)
@given(
    cases=st.lists(st.lists(TEXTS, max_size=3), min_size=1, max_size=8),
    words=st.lists(WORDS, min_size=1, max_size=3),
)
def test_a_word_finds_exactly_the_cases_that_hold_it(engine: Engine, cases: list[list[str]], words: list[str]) -> None:
    with engine.connect() as connection:
        index_cases(connection, [(at + 1, petition(*texts)) for at, texts in enumerate(cases)])
        hits = find_cases(connection, " ".join(words))
        connection.rollback()
    expected = [
        at + 1
        for at, texts in enumerate(cases)
        if all(any(plainly(word) in plainly(text) for text in texts) for word in words)
    ]
    assert list(hits.case_ids) == expected[::-1]
    assert (hits.total, hits.capped) == (len(expected), False)


@settings(max_examples=100)
@given(st.data())
def test_any_piece_of_a_stored_text_finds_its_case(engine: Engine, data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=60))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    with engine.connect() as connection:
        index_case(connection, 1, petition(text))
        case_ids = find_cases(connection, piece).case_ids
        connection.rollback()
    # What is cut inside a letter with its marks is another letter; what holds no letter at all asks for nothing.
    whole, part = plainly(text), plainly(piece)
    if part in whole and any(unicodedata.category(character)[0] in "LN" for character in part):
        assert case_ids == (1,)


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_nothing_typed_into_the_box_is_ever_a_fault(engine: Engine, query: str) -> None:
    with engine.connect() as connection:
        index_case(connection, 1, petition("因房屋拆迁补偿"))
        find_cases(connection, query)
        connection.rollback()


@pytest.mark.parametrize(
    "query",
    ['"', '"张三', "'; DROP TABLE case_search; --", "张*", "tokens:张三", "NEAR(张三 拆迁)", "^张三", "{tokens}", "_"],
)
def test_the_syntax_of_the_index_cannot_be_typed(connection: Connection, query: str) -> None:
    index_case(connection, 1, petition("李四反映水库移民"))
    assert found(connection, query) == set()
    assert found(connection, "李四") == {1}


def test_or_and_not_are_words_like_any_other(connection: Connection) -> None:
    index_cases(connection, [(1, petition("张三")), (2, petition("李四")), (3, petition("张三 or 李四"))])
    assert found(connection, "张三 OR 李四") == {3}
    assert found(connection, "张三 NOT 李四") == set()
    assert found(connection, "张*") == {1, 3}


@pytest.mark.parametrize("query", ["", " ", "\u3000", "，。！？", '""', "😀", "-", "\x00", "\ud800"])
def test_an_empty_query_finds_nothing(connection: Connection, query: str) -> None:
    index_case(connection, 1, petition("拆迁 😀"))
    hits = find_cases(connection, query)
    assert (hits.case_ids, hits.total, hits.capped) == ((), 0, False)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("张三", ["张", "张三", "z", "zs", "ZS", "ｚｓ", "zh", "zhang", "zhangs", "zhangsan"]),
        ("张三", ["zhang san", "san", "san zhang", "zhang'san", "张 san"]),
        ("单青河", ["shanqinghe", "sqh", "danqing"]),
        ("仇和平", ["qiu", "qhp", "qiuheping"]),
        ("曾小美", ["zengxiaomei", "zxm", "xiaomei"]),
        ("尉迟青山", ["yuchiqingshan", "ycqs"]),
        ("朴永顺", ["piaoyongshun", "pys"]),
        ("吕秀禾", ["lvxiu", "lüxiu", "lyuxiuhe", "lxh"]),
        ("阿卜杜·热合曼", ["阿卜杜·热合曼", "阿卜杜热合曼", "热合曼", "abudurehe", "abdrhm"]),
        ("张𠮷", ["𠮷", "张𠮷", "zhang"]),
        ("John Smith", ["john", "smith", "js", "ohn"]),
    ],
)
def test_a_name_is_found_as_written_and_as_typed(connection: Connection, name: str, queries: list[str]) -> None:
    index_case(connection, 1, petition("道路", names=(name,)))
    index_case(connection, 2, petition("道路", names=("欧阳青禾",)))
    for query in queries:
        assert found(connection, query) == {1}, query


def test_pinyin_is_of_names_and_starts_at_a_syllable(connection: Connection) -> None:
    index_case(connection, 1, petition("水库", names=("张三",)))
    for query in ("shuiku", "hang", "angsan", "zhangsi", "zss"):
        assert found(connection, query) == set(), query


def test_words_of_every_sort_are_joined_with_and(connection: Connection) -> None:
    index_case(connection, 1, petition("房屋拆迁补偿", names=("张三",), codes=("13800012345",)))
    index_case(connection, 2, petition("房屋拆迁补偿", names=("李四",), codes=("13800067890",)))
    index_case(connection, 3, petition("拖欠工资", names=("张三",), codes=("13900012345",)))
    for query in ("张三 拆迁", "zs 拆迁", "拆迁\u3000zhangsan", "三 拆", "2345 拆迁", "拆迁、张三", "张三，补偿；拆迁"):
        assert found(connection, query) == {1}, query


def test_numbers_are_found_by_any_two_digits_or_more(connection: Connection) -> None:
    codes = ("XF-2026-000123", "13812345678", "11010519491231002X")
    index_case(connection, 1, petition("甲", codes=codes))
    index_case(connection, 2, petition("乙", codes=("XF-2025-000999", "15999999999", "990000200001010000")))
    plain = ["XF2026000123", *codes[1:]]
    for code in plain:
        for size in (2, 3, 4, 5, 8, len(code)):
            for start in range(len(code) - size + 1):
                assert 1 in found(connection, code[start : start + size])
    queries = ("xf-2026-000123", "2026-0001", "XF－２０２６", "138-1234-5678", "002x", "26-00", "5678", "F-2026-0")
    for query in queries:
        assert found(connection, query) == {1}, query
    assert found(connection, "2026-000999") == set()


def test_a_document_number_is_found_through_its_brackets(connection: Connection) -> None:
    index_case(connection, 1, petition("依据香信〔2026〕12号告知书"))
    index_case(connection, 2, petition("2026年香信反映，住12号楼"))
    for query in ("香信〔2026〕12号", "香信(2026)1", "信[2026]12", "〔2026〕12号告"):
        assert found(connection, query) == {1}, query


def test_a_word_does_not_reach_across_punctuation_or_fields(connection: Connection) -> None:
    index_case(connection, 1, petition("房屋拆，迁补偿", "款项", names=("王五",), codes=("1234", "5678")))
    for query in ("拆迁", "偿款", "王五房", "34567", "王五-房屋", "补偿-款项"):
        assert found(connection, query) == set(), query


def test_an_ideograph_of_the_supplementary_planes_is_one_character(connection: Connection) -> None:
    newest = "\U00031350\U0002ebf0"
    index_case(connection, 1, petition(f"𠮷𬴊村{newest}葛\U000e0100城👨‍👩‍👧 邻\ue123里"))
    for query in ("𠮷", "𬴊村", "𠮷𬴊村", newest, newest[1], "葛城", "葛\U000e0100", "\ue123", "邻\ue123里"):
        assert found(connection, query) == {1}, query
    assert found(connection, "𠮷村") == set()


def test_indexing_again_forgets_the_former_text(connection: Connection) -> None:
    former = petition("砖厂污染", names=("赵六",), codes=("13511112222",))
    index_case(connection, 7, former)
    index_case(connection, 7, petition("水渠修复", names=("钱七",), codes=("13633334444",)))
    for query in ("污染", "砖", "赵六", "zhaoliu", "zl", "1111", "11"):
        assert found(connection, query) == set(), query
    assert found(connection, "水渠 qq 3333") == {7}


def test_a_forgotten_case_is_not_found(connection: Connection) -> None:
    index_cases(connection, [(1, petition("砖厂污染")), (2, petition("砖厂噪声"))])
    forget_case(connection, 1)
    forget_case(connection, 99)
    assert found(connection, "砖厂") == {2}
    index_case(connection, 1, petition("砖厂"))
    assert found(connection, "砖厂") == {1, 2}


def test_purging_leaves_nothing_of_a_forgotten_text_in_the_index(connection: Connection) -> None:
    def lies_in_the_index(character: str) -> bool:
        blocks = connection.exec_driver_sql("SELECT block FROM case_search_data").scalars().all()
        # Neighbouring terms share their first bytes, so that the last ones are what is surely there.
        return any(character.encode()[1:] in block for block in blocks)

    index_cases(connection, [(1, petition("砖厂\U00020bb7污染")), (2, petition("砖厂噪声"))])
    index_case(connection, 1, petition("已密封"))
    assert lies_in_the_index("\U00020bb7")
    purge_forgotten(connection)
    assert not lies_in_the_index("\U00020bb7")
    assert found(connection, "砖厂") == {2}
    assert found(connection, "密封") == {1}


def test_the_index_lives_and_dies_with_the_transaction(engine: Engine) -> None:
    with engine.connect() as connection:
        index_case(connection, 5, petition("未保存"))
        assert found(connection, "未保存") == {5}
        connection.rollback()
        assert found(connection, "未保存") == set()


def test_the_index_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    for step in range(2):
        engine = open_engine(tmp_path / "cases.db")
        with engine.begin() as connection:
            if step == 0:
                for statement in SEARCH_DDL:
                    connection.exec_driver_sql(statement)
                index_case(connection, 1, petition("水库", names=("张三",)))
            assert found(connection, "zs 水库") == {1}
        engine.dispose()


def test_pages_come_newest_first_and_counting_stops_at_the_cap(connection: Connection) -> None:
    index_cases(connection, [(case_id, petition("拆迁", names=("张三",))) for case_id in range(1, 31)])
    first = find_cases(connection, "zs", limit=10, cap=21)
    assert (first.case_ids, first.total, first.capped) == (tuple(range(30, 20, -1)), 21, True)
    beyond = find_cases(connection, "拆迁", limit=10, offset=20, cap=21)
    assert (beyond.case_ids, beyond.total, beyond.capped) == (tuple(range(10, 0, -1)), 21, True)
    everything = find_cases(connection, "迁", limit=50)
    assert (len(everything.case_ids), everything.total, everything.capped) == (30, 30, False)


def test_a_very_long_summary_is_found_by_its_last_words(connection: Connection) -> None:
    long = "".join(chr(0x4E00 + at * 7 % 20000) for at in range(20000)) + "尾声"
    index_case(connection, 1, petition(long))
    assert found(connection, long[-10:]) == {1}
    assert found(connection, long[10000:10400]) == {1}
    assert found(connection, " ".join(long[:200])) == {1}


def test_a_group_of_four_hundred_is_found_by_each_of_them(connection: Connection) -> None:
    names = tuple(f"王{chr(0x4E00 + at)}{chr(0x5E00 + at)}" for at in range(400))
    index_case(connection, 1, petition("集体走访", names=names))
    assert all(found(connection, name) == {1} for name in names)


def test_searching_does_not_load_the_pinyin_dictionary() -> None:
    script = "import sys, app.models.search as s; s._expression('zhangsan'); print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
