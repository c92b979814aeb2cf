"""The whole window: one case from the visit to the archive, and a request for review to its served opinion, by keys.

Every date below was counted by hand on the calendar of 2026: 劳动节 5月1日—5日, 端午 6月19日—21日.
"""

from datetime import datetime

from clerk import KEY, Clerk
from offices import BEIJING
from walking import example

from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import rule_pack
from app.casework.upkeep.needs import AFTER, LACK, PAPER
from app.casework.worklist.sections import DUE, PARTS, SERVICE, WATCH_DUE, WATCH_OVERDUE
from app.law.route.walk import walk
from app.ui.cases.acts.life_act_dialog import LifeActDialog

ROAD, RICE = "修复2组入户路", "补偿被冲毁的稻田"
COUNTY, CITY = "香林县人民政府", "云梦市人民政府"


class Days:
    """The clock of the office, moved to nine o'clock of a day."""

    def __init__(self, clock) -> None:
        self._clock = clock

    def go(self, clerk: Clerk | None, month: int, day: int, case: int = 0) -> None:
        """Let it be another day, and open the case on it."""
        self._clock.moment = datetime(2026, month, day, 9, 0, tzinfo=BEIJING)
        if clerk is not None:
            clerk.open(case)


def route(role: str, name: str, today: datetime, **changes: object):
    """Return the pages that a clerk answers for a shipped example."""
    optional = ("gender", "content_category", "location", "petitioner_type", "capacity")
    facts = example(name, **dict.fromkeys(optional), handler="李明华", **changes)
    return walk(rule_pack(), role, today.date(), facts).frames


def did(clerk: Clerk, words: str, **typed: object) -> None:
    """Do an act of 更多办理, found by a few words."""
    more = clerk.find(words)
    assert more.current().possible, more.current().reason
    clerk.press(KEY.Key_Return)
    clerk.closed(clerk.act(**typed))


def went_on(clerk: Clerk, word: str, **typed: object) -> None:
    """Do the act that the page holds for the likeliest."""
    clerk.primary(word)
    clerk.closed(clerk.act(**typed))


def wrote(clerk: Clerk, name: str, *words: str) -> str:
    """Issue the paper that the page asks for first and read it back: it holds the case's number and these words."""
    clerk.primary(f"出《{name}》")
    number = clerk.issue(name)
    text = clerk.text_of(number)
    for word in (clerk.view.row.number, *words):
        assert word in text, f"{name}: {word}\n{text}"
    return number


def parts_of(clerk: Clerk, case: int) -> dict[str, str]:
    """Go to the desk; return what it says of a case by the part in which it stands."""
    cards = clerk.desk().cards
    return {part: line.line.words for part in PARTS for line in cards[part].lines if line.row.id == case}


def from_the_desk(clerk: Clerk, part: str) -> LifeActDialog:
    """Take the line of a part on the desk and press Space: the act stands open over the case."""
    line = clerk.window.page("desk").cards[part].lines[0]
    clerk.tab_to(line)
    clerk.press(KEY.Key_Space)
    return clerk.front(LifeActDialog)


def test_a_case_from_the_visit_to_final_review_and_the_archive(sit_down, make_workspace, clock):  # noqa: PLR0915
    days = Days(clock)
    days.go(None, 3, 2)
    workspace = make_workspace("township")
    clerk = sit_down(workspace)
    visit = dict.fromkeys(("received_on", "petition_date", "accepted_on"), "2026-03-02")
    told = "青石村2组入户路2月被雨水冲毁约60米，旁边的稻田也被冲了。"
    frames = route("township", "township_accept", clock(), summary=told, claims=[ROAD, RICE], **visit)
    case = clerk.register(frames)

    # 受理：60日从3月2日的次日起算，第60日是5月1日；末日在假期里，机关的义务不顺延。
    clerk.press(KEY.Key_Return)
    receipt = clerk.issue("信访事项接收情况告知书")
    assert clerk.view.state == "S06"
    for words in ("王𠅤", "60日", "2026年3月2日"):
        assert words in clerk.text_of(receipt)
    assert clerk.chips()["本单位·办结"] == "2026-05-01，还剩60天"
    # 书面告知到送达才算：当面交给他。
    assert clerk.chips()["本单位·直接收到的书面告知"] == "2026-03-17，还剩15天"
    did(clerk, "送达告知书", service_receiver="王𠅤", service_relation="本人")
    wrote(clerk, "送达回证", "王𠅤")
    assert parts_of(clerk, case) == {}

    days.go(clerk, 3, 4, case)
    went_on(clerk, "开始调查核实", handling_note="先到现场看路。")
    assert clerk.view.state == "S10"
    did(
        clerk, "通知听证", hearing_date="3-18", hearing_time="9:00", hearing_place="青石村委会", hearing_host="赵国平"
    )  # fmt: skip
    assert PAPER in parts_of(clerk, case)
    clerk.open(case)
    wrote(clerk, "听证通知书", "2026年3月18日", "青石村委会", "赵国平")

    # 4月28日离5月1日不足三个工作日：上了“快到期”，延期以后下来。
    days.go(None, 4, 28)
    # 三月份出的听证通知书一直没有登记送达，过了七天就提醒。
    assert parts_of(clerk, case) == {DUE: "还剩3天", SERVICE: "已出55天"}
    clerk.open(case)
    did(clerk, "延长办理期限", approver="赵国平", extension_reason="路基要重新测量。")
    assert clerk.view.state == "S11"
    assert clerk.chips()["本单位·办结"].startswith("2026-05-31，还剩33天，已延长30日")
    wrote(clerk, "延期办理审批表", "路基要重新测量", "赵国平")
    wrote(clerk, "延期办理告知书", "路基要重新测量", "2026年5月31日")
    assert parts_of(clerk, case) == {SERVICE: "已出55天"}

    days.go(clerk, 5, 20, case)
    clerk.primary("出具处理意见书")
    dialog = clerk.act(
        facts_found="路毁约60米，稻田0.4亩被冲。", review_office=COUNTY, approver="赵国平",
        claims=[
            {"result": "supported", "opinion": "7月底前修复。", "basis": "《公路法》和乡道养护责任书。"},
            {"result": "explained", "opinion": "按救灾规定申请救助。", "basis": "《自然灾害救助条例》。"},
        ],
    )  # fmt: skip
    clerk.closed(dialog)
    assert clerk.view.state == "S12"
    assert clerk.chips()["本单位·办结"].startswith("2026-05-31，")
    wrote(clerk, "信访处理意见书", ROAD, RICE, "7月底前修复", "《自然灾害救助条例》", "支持", COUNTY, "30日内")

    # 没有送达日，复查的期限不起算；从工作台上送达。
    assert list(parts_of(clerk, case)) == [SERVICE]
    days.go(clerk, 5, 21, case)
    assert "复查期限没有起算" in clerk.view.sentence
    assert parts_of(clerk, case) == {SERVICE: "已出1天"}
    from_the_desk(clerk, SERVICE)
    clerk.closed(clerk.act(service_receiver="王𠅤"))
    assert clerk.view.state == "S14"
    # 信访人的权利：第30日是6月20日（端午假期），顺延到6月22日。
    assert "2026-06-22，还剩32天" in clerk.chips()["信访人请求复查"]
    wrote(clerk, "送达回证", "信访处理意见书", "王𠅤")

    days.go(clerk, 6, 22, case)
    went_on(clerk, "信访人请求复查", review_office=COUNTY)
    assert clerk.view.state == "S15"
    assert "已完成" in clerk.chips()["信访人请求复查"]
    assert clerk.chips()["复查机关·提出复查意见"] == "2026-07-22，还剩30天"

    # 别的机关的期限，快到的时候提醒，过了也不算本单位超期。
    days.go(None, 7, 20)
    assert parts_of(clerk, case) == {WATCH_DUE: "还剩2天", SERVICE: "已出138天"}
    days.go(None, 7, 23)
    assert parts_of(clerk, case) == {WATCH_OVERDUE: "已超1天", SERVICE: "已出141天"}
    clerk.open(case)
    went_on(
        clerk, "出具复查意见", review_opinion_on="7-21", review_opinion_number="香政信复查〔2026〕7号",
        review_result="uphold", final_office=CITY,
    )  # fmt: skip
    assert "复核期限没有起算" in clerk.view.sentence
    went_on(clerk, "送达复查意见", review_served_on="7-21", service_receiver="王𠅤")
    assert clerk.view.state == "S16"
    assert clerk.chips()["信访人请求复核"] == "2026-08-20，还剩28天，信访人的权利"

    days.go(clerk, 8, 20, case)
    went_on(clerk, "信访人请求复核")
    assert clerk.view.state == "S17"
    assert clerk.chips()["复核机关·提出复核意见"] == "2026-09-19，还剩30天"

    # 听证三天不计算在30日内；报告由复核机关出，本单位只记下来。
    days.go(clerk, 9, 3, case)
    did(clerk, "复核听证已举行", hearing_first="9-1", hearing_report="三方到场，核对了路基。")
    assert clerk.chips()["复核机关·提出复核意见"].startswith("2026-09-22，还剩19天")
    assert clerk.view.owed == ()

    days.go(clerk, 9, 18, case)
    went_on(clerk, "出具复核意见", final_opinion_number="云政信复核〔2026〕3号", final_result="uphold")
    assert clerk.chips()["复核机关·提出复核意见"].startswith("2026-09-22，09-18")
    days.go(clerk, 9, 21, case)
    went_on(clerk, "送达复核意见", service_receiver="王𠅤")
    assert clerk.view.state == "S19"
    assert parts_of(clerk, case) == {AFTER: "已过0天", LACK: "没有下一步", SERVICE: "已出201天"}

    # 办结和化解是两件事，归档以后什么也不走了。
    days.go(clerk, 9, 22, case)
    went_on(clerk, "办结", conclusion_note="程序终结。")
    assert clerk.view.state == "S20"
    assert "矛盾已化解" not in clerk.view.sentence
    did(clerk, "记化解", resolution_note="路已修通，信访人认可。")
    assert "矛盾已化解" in clerk.view.sentence
    went_on(clerk, "归档", archive_number="2026-永-3")
    assert clerk.view.state == "S21"
    assert [clock for clock in clerk.view.clocks if clock.stopped_on is None] == []
    assert [offer.act for offer in clerk.view.offers if offer.possible] == ["open_again"]
    assert parts_of(clerk, case) == {}

    assert clerk.story() == [
        "登记", "签发文书", "送达告知书", "签发文书", "开始调查核实", "通知听证", "签发文书",
        "延长办理期限", "签发文书", "签发文书", "出具处理意见书", "签发文书", "送达处理意见书", "签发文书",
        "信访人请求复查", "出具复查意见", "送达复查意见", "信访人请求复核", "复查、复核听证已举行", "出具复核意见",
        "送达复核意见", "办结", "记化解", "归档",
    ]  # fmt: skip
    moments = [entry.at for entry in clerk.view.timeline]
    assert moments == sorted(moments)
    assert {document.kind: document.number for document in clerk.view.documents}.keys() == {
        "receipt_notice", "hearing_notice", "extension_approval", "extension_notice", "handling_opinion",
        "proof_of_service",
    }  # fmt: skip
    report = check_workspace(workspace)
    assert report.sound, report.faults
    assert report.documents == 7


def test_a_review_body_takes_a_request_and_serves_its_opinion(sit_down, make_workspace, clock):
    days = Days(clock)
    workspace = make_workspace("review_body")
    clerk = sit_down(workspace)
    case = clerk.register(route("review_body", "review_request", clock()))
    clerk.open(case)
    assert clerk.view.state == "S15"
    assert clerk.chips() == {"本单位·提出复查意见": "2026-12-16，还剩26天"}
    did(clerk, "通知收到复查请求")
    wrote(clerk, "复查（复核）请求接收告知书", "何青梧", "30日")

    days.go(None, 12, 14)
    assert parts_of(clerk, case) == {DUE: "还剩2天", SERVICE: "已出24天"}
    clerk.open(case)
    went_on(
        clerk, "出具复查意见", review_result="redo", review_findings="2014年的承包合同没有核对。",
        review_basis="《农村土地承包法》。", final_office=CITY, approver="赵国平",
    )  # fmt: skip
    wrote(
        clerk, "信访事项复查意见书", "何青梧", "白石信复〔2026〕9号", "撤销原信访处理意见，责令重新处理",
        "2014年的承包合同没有核对", CITY, "30日内",
    )  # fmt: skip
    assert "复核期限没有起算" in clerk.view.sentence
    days.go(None, 12, 15)
    parts_of(clerk, case)
    from_the_desk(clerk, SERVICE)
    clerk.closed(clerk.act(service_receiver="何青梧"))
    assert clerk.view.state == "S16"
    assert clerk.chips()["本单位·提出复查意见"].startswith("2026-12-16，12-15")
    # 第30日是2027年1月14日；2027年的调休没有公布，标“估算”。
    assert clerk.chips()["信访人请求复核"] == "2027-01-14（估算），还剩30天，信访人的权利"
    wrote(clerk, "送达回证", "信访事项复查意见书", "何青梧")
    assert clerk.story() == [
        "登记", "通知收到复查请求", "签发文书", "出具复查意见", "签发文书", "送达复查意见", "签发文书",
    ]  # fmt: skip
    assert parts_of(clerk, case) == {SERVICE: "已出25天"}
    report = check_workspace(workspace)
    assert report.sound, report.faults
