"""The shipped pathway catalogue: whole, honest about what it is, and never telling the wrong remedy."""

import re
from pathlib import Path

import pytest

from app.faults import UserFault
from app.law.route.pathways import SHIPPED, WAYS, PathwayEntry, load_pathways
from app.law.text.articles import load_regulation
from app.ledgers.codes import load_codes

CATALOGUE = load_pathways()
REGULATION = "信访工作条例"

# What is certain: an article is only given where it stands here, and a law only under its full name.
KNOWN_ARTICLES = {
    "中华人民共和国行政复议法": {"十一", "二十", "二十三", "二十七"},
    "中华人民共和国行政诉讼法": {"四十五", "四十六"},
    "中华人民共和国民法典": {"二百二十", "二百六十五", "二百八十", "一千二百二十九"},
    "中华人民共和国农村土地承包经营纠纷调解仲裁法": {"十八"},
    "中华人民共和国农村土地承包法": {"五十五"},
    "中华人民共和国土地管理法": {"十四", "六十二", "七十四", "七十七", "七十八"},
    "中华人民共和国森林法": {"二十二"},
    "中华人民共和国草原法": {"十六"},
    "中华人民共和国城乡规划法": {"六十四", "六十五"},
    "国有土地上房屋征收与补偿条例": {"十四", "二十六"},
    "建设工程质量管理条例": {"五十三"},
    "中华人民共和国招标投标法实施条例": {"六十"},
    "中华人民共和国劳动争议调解仲裁法": {"二十七"},
    "保障农民工工资支付条例": {"十"},
    "劳动保障监察条例": {"二十"},
    "中华人民共和国社会保险法": {"六十三", "八十三"},
    "工伤保险条例": {"十七", "二十六", "五十四", "五十五"},
    "医疗纠纷预防和处理条例": {"二十二"},
    "中华人民共和国教育法": {"四十三"},
    "中华人民共和国义务教育法": {"五十六"},
    "中华人民共和国刑事诉讼法": {"一百一十二", "一百一十三", "二百五十二"},
    "道路交通事故处理程序规定": {"七十一"},
    "中华人民共和国国家赔偿法": {"三十九"},
    "中华人民共和国法律援助法": {"四十九"},
    "中华人民共和国消费者权益保护法": {"三十九", "四十六"},
    "中华人民共和国安全生产法": {"七十四"},
    "中华人民共和国旅游法": {"九十一", "九十二"},
    "中华人民共和国个人信息保护法": {"六十五"},
    "中华人民共和国专利法": {"六十五"},
    "中华人民共和国政府信息公开条例": {"五十一"},
    "中华人民共和国公务员法": {"九十五", "一百零五"},
    "事业单位人事管理条例": {"三十七", "三十八"},
    REGULATION: {"三十一", "三十二", "四十四", "四十五"},
}
REPEALED = ("信访条例", "中华人民共和国合同法", "中华人民共和国物权法", "中华人民共和国环境保护法", "退役士兵安置条例")
ENDINGS = {"1": "法律程序主张", "2": "起诉", "3": "申诉", "4": "行政复议|再次鉴定", "5": "行政复议"}


def of(entry: PathwayEntry) -> str:
    return f"{entry.category}：{entry.claim}"


def cited(text: str) -> list[tuple[str, set[str]]]:
    """Every law of a text with the articles that follow its name."""
    found = []
    for name, rest in re.findall(r"《([^》]+)》([^《]*)", text):
        found.append((name, set(re.findall(r"第([一二三四五六七八九十百千零]+)条", rest))))
    return found


def test_it_covers_every_category_and_every_way() -> None:
    first_level = {code.key for code in load_codes("content_category").children()}
    assert len(CATALOGUE.entries) >= 66
    assert set(CATALOGUE.categories) == first_level == {entry.category for entry in CATALOGUE.entries}
    assert {entry.way for entry in CATALOGUE.entries} == set(WAYS)


def test_no_two_entries_are_the_same() -> None:
    keys = [(entry.category, entry.claim, entry.way, entry.pathway) for entry in CATALOGUE.entries]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=of)
def test_an_entry_is_whole_marked_and_tells_the_remedy_of_its_way(entry: PathwayEntry) -> None:
    assert entry.status == SHIPPED
    assert not entry.confirmed
    assert all(getattr(entry, field) for field in PathwayEntry.model_fields)
    last = entry.tell.rstrip("。").rpartition("。")[2]
    if entry.way == "6":
        assert "30日内请求上一级机关、单位复查" in last
    else:
        assert "不适用信访复查、复核" in last
        assert re.search(ENDINGS[entry.way], last)


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=of)
def test_an_entry_cites_laws_in_force_by_full_name_and_only_known_articles(entry: PathwayEntry) -> None:
    laws = cited(entry.basis)
    assert laws
    for name, articles in laws:
        assert name not in REPEALED
        assert articles <= KNOWN_ARTICLES.get(name, set()), f"{name}: {articles - KNOWN_ARTICLES.get(name, set())}"
        assert name.startswith("中华人民共和国") or not name.endswith("法") or name.endswith("办法"), name
    assert "《" not in entry.organ


def test_what_is_quoted_of_the_regulation_is_there() -> None:
    regulation = load_regulation()
    for entry in CATALOGUE.entries:
        if entry.way == "6":
            assert REGULATION in entry.basis
    assert "30日内请求" in regulation.cite("35").article_text
    assert len(regulation.cite("31/1").text.split("\n")) == 7


def broken(tmp_path: Path, former: str, now: str) -> str:
    text = Path("resources/law/pathways.toml").read_text("utf-8")
    assert former in text
    path = tmp_path / "pathways.toml"
    path.write_text(text.replace(former, now, 1), "utf-8")
    with pytest.raises(UserFault) as refused:
        load_pathways(path)
    assert refused.value.code == "broken-rules"
    return refused.value.sentence


@pytest.mark.parametrize(
    ("former", "now", "said"),
    [
        ('way = "2"', 'way = "7"', "条例项"),
        ('\ncategory = "农村农业"', '\ncategory = "农村"', "类别"),
        ('organ = "', 'organs = "', "organ"),
        ("[[entries]]", "[[entry]]", "entry"),
        ('version = "', "version = ", "写法有误"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: str, now: str, said: str
) -> None:
    monkeypatch.chdir(Path(__file__).resolve().parents[3])
    assert said in broken(tmp_path, former, now)
