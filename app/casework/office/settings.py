"""Office parameters: everything the Regulation leaves open, shown as 待本单位确认 until the office sets it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, select

from app.casework.office.numbers import NUMBER_FORMAT, USUAL_FORMAT, check_number_format, number_sample
from app.faults import UserFault
from app.models.tables import Office, Setting
from app.models.workspace import Workspace

IDLE_MINUTES = "idle_minutes"
TEXT_SCALE = "text_scale"
GROUP_VISIT_MIN = "group_visit_min"
FILING_ALLOWED = "filing_allowed"
DUE_SOON = "due_soon_workdays"
UNSERVED_DAYS = "unserved_days"
REMINDER_TEXT = "reminder_text"
LEFT_SERVICE, ELECTRONIC_SERVICE = "left_service_rule", "electronic_service_rule"


@dataclass(frozen=True)
class Parameter:
    """One office parameter: its default, its bounds where it is a number, and what it means.

    `check` tidies a text and refuses one that cannot be used; `sample(office, text, year)` shows what it comes to.
    """

    key: str
    label: str
    default: str
    help: str
    lowest: int | None = None
    highest: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[str], str] | None = None
    sample: Callable[[Office, str, int], str] | None = None


def check_reminder_text(text: str) -> str:
    """Return the words of a reminder as they will be kept; they must say that they are no written notice."""
    kept = " ".join(text.split())
    left = kept
    for place in ("单位", "文书", "文号", "查询码", "电话"):
        left = left.replace(f"{{{place}}}", "")
    if "{" in left or "}" in left:
        raise UserFault(
            "短信内容里有不认识的项，", "可用的是 {单位}、{文书}、{文号}、{查询码}、{电话}。", code="bad-value",
            field=REMINDER_TEXT,
        )  # fmt: skip
    if "不代替书面告知" not in kept:
        raise UserFault(
            "短信里要写明“不代替书面告知”，", "条例要求书面告知（第二十三条），短信只作提醒。", code="bad-value",
            field=REMINDER_TEXT,
        )  # fmt: skip
    if len(kept) > 200:
        raise UserFault("短信内容太长，", "请缩短到 200 字以内。", code="bad-value", field=REMINDER_TEXT)
    return kept


def check_rule_name(text: str) -> str:
    """Return the name of a local rule as it will be kept; empty switches off what stands on it."""
    kept = " ".join(text.split())
    if len(kept) > 100:
        raise UserFault("文件名称、文号太长，", "请缩短到 100 字以内。", code="bad-value")
    return kept


PARAMETERS = (
    Parameter(IDLE_MINUTES, "无操作自动锁定（分钟）", "10", "离开座位后多久锁定窗口。", 1, 240),
    Parameter(
        TEXT_SCALE, "字号", "standard", "全部窗口文字的大小，重新打开程序后生效。",
        choices=(("standard", "标准"), ("large", "大"), ("extra", "特大")),
    ),
    Parameter(
        FILING_ALLOWED, "存查", "no", "没有实质内容的来件，两人确认后存查。待本单位确认：条例没有规定，有文件才启用。",
        choices=(("no", "不启用"), ("yes", "启用")),
    ),
    Parameter(
        DUE_SOON, "快到期提醒（工作日）", "3", "工作台从还剩几个工作日起提醒。待本单位确认：条例没有规定。", 1, 30
    ),
    Parameter(
        UNSERVED_DAYS, "未送达提醒（天）", "7", "文书签发几天后还没有送达就提醒。待本单位确认：条例没有规定。", 1, 90
    ),
    Parameter(
        NUMBER_FORMAT, "文号格式", USUAL_FORMAT,
        "可用 {简称}、{文种}、{年}、{序号}，后三项各写一次；每种文书每年各自从 1 号编起。待本单位确认。",
        check=check_number_format, sample=number_sample,
    ),
    Parameter(
        REMINDER_TEXT, "短信提醒的内容",
        "【{单位}】您反映的事项已出具《{文书}》（{文号}），请留意送达；可凭查询码{查询码}到窗口查询。"
        "本短信只作提醒，不代替书面告知。",
        "可用 {单位}、{文书}、{文号}、{查询码}、{电话}。不写反映的内容。待本单位确认。", check=check_reminder_text,
    ),
    Parameter(
        LEFT_SERVICE, "留置送达起算期限的依据", "",
        "本单位的文件名、文号；不填就不启用：留置的照实记录，复查、复核的30日不起算。待本单位确认：条例没有规定。",
        check=check_rule_name,
    ),
    Parameter(
        ELECTRONIC_SERVICE, "电子送达起算期限的依据", "",
        "本单位的文件名、文号；不填就不启用：电子送达的照实记录，复查、复核的30日不起算。待本单位确认：条例没有规定。",
        check=check_rule_name,
    ),
    Parameter(
        GROUP_VISIT_MIN, "集体访人数起点", "5", "台账“联名信或集体访”从几人起算。待本单位确认：条例没有规定。", 2, 100
    ),
)  # fmt: skip


def parameter(workspace: Workspace, key: str) -> str:
    """Return an office parameter, or its default."""
    known = next(p for p in PARAMETERS if p.key == key)
    return workspace.setting(key, known.default)


def set_parameter(workspace: Workspace, key: str, value: str) -> None:
    """Set an office parameter; raise `UserFault` for a value out of its bounds."""
    known = next(p for p in PARAMETERS if p.key == key)
    text = value.strip()
    if known.lowest is not None and known.highest is not None:
        in_bounds = text.isascii() and text.isdigit() and known.lowest <= int(text) <= known.highest
        if not in_bounds:
            raise UserFault(
                f"“{known.label}”应是 {known.lowest} 到 {known.highest} 的整数，", "请改正后再保存。", code="bad-value",
                field=key,
            )  # fmt: skip
    elif known.check is not None:
        text = known.check(text)
    elif text not in {c for c, _ in known.choices}:
        raise UserFault(f"“{known.label}”没有这个选项，", "请从列出的选项里选。", code="bad-value", field=key)
    with workspace.act("set_parameter") as session:
        row = session.get(Setting, key) or Setting(key=key, value="")
        row.value = text
        session.add(row)


def set_office_contact(workspace: Workspace, phone: str, address: str) -> None:
    """Set the telephone and address that notices print."""
    with workspace.act("set_office_contact") as session:
        office = session.exec(select(Office)).one()
        office.phone, office.address = phone.strip(), address.strip()
        session.add(office)


def number_format(session: Session) -> str:
    """Return the format of document numbers, inside the transaction that draws one."""
    row = session.get(Setting, NUMBER_FORMAT)
    return row.value if row else USUAL_FORMAT
