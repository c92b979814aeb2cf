"""Fictional values for the four notices, from the shortest that may be issued to the longest."""

from datetime import date

from app.printing.notices.template import Template

LONG_NAME = (
    "阿依古丽·买买提江·努尔艾合买提·吐尔逊娜依·阿卜杜热西提·穆罕默德伊明·艾尔肯·古丽米热·帕提古丽·热孜宛古丽·阿孜古"
)
RARE_NAME = "䶮㛃𬱖𠮷"

TYPICAL: dict[str, object] = {
    "office_name": "香山县信访局",
    "office_phone": "0999-6112345",
    "office_address": "香山县人民路18号信访接待中心一楼",
    "case_number": "XS202611220012",
    "petitioner_name": "王桂兰",
    "received_on": date(2026, 11, 10),
    "registered_on": date(2026, 11, 11),
    "channel_label": "走访",
    "summary_short": (
        "反映城关镇李家湾村2024年土地流转合同到期后，承租方未按约定恢复耕地，且拖欠2025年度流转费共计36800元，"
        "村民多次与村委会、承租方协商没有结果，希望有关部门督促恢复耕地并支付拖欠费用。"
    ),
    "claims": ["要求承租方恢复耕地原状。", "要求支付拖欠的土地流转费36800元。"],
    "destination": "香山县城关镇人民政府",
    "destination_address": "香山县城关镇解放路2号",
    "destination_phone": "0999-6123456",
    "dispatched_on": date(2026, 11, 16),
    "handling_way": "该事项属于城关镇人民政府职权范围，由本单位登记后转送城关镇人民政府处理。",
    "procedure": "城关镇人民政府收到转送后审核是否属于本单位职权范围，并书面告知您接收情况以及处理途径和程序。",
    "pathway_item": "第三十一条第（四）项",
    "pathway_organ": "香山县自然资源局",
    "pathway_basis": "《中华人民共和国行政复议法》第二十条",
    "pathway_period": "自知道或者应当知道该行政行为之日起六十日内提出。",
    "pathway_materials": "身份证复印件、行政复议申请书、有关证据材料。",
    "political_legal_office": "香山县人民法院诉讼服务中心",
    "remedy": "对该行政行为不服的，可以依照行政复议法的规定申请行政复议。",
    "due_on": date(2026, 11, 25),
    "handler": "陈志明",
    "enquiry": "您可以凭信访件编号到本单位接待窗口查询，也可以在工作时间拨打联系电话查询办理情况。",
    "issued_on": date(2026, 11, 22),
}


def typical() -> dict[str, object]:
    """Return the values of an ordinary case."""
    return dict(TYPICAL)


def shortest(template: Template) -> dict[str, object]:
    """Return the required fields alone, as short as they can be."""
    values = {field.key: TYPICAL[field.key] for field in template.fields if field.required}
    return values | {"summary_short": "反映道路积水。", "petitioner_name": "李一"}


def longest() -> dict[str, object]:
    """Return a group visit of 400 people with twenty claims and every text long."""
    claim = "要求对第{}组村民的承包地面积重新丈量，并按照丈量结果补发2023年至2025年的补贴资金（含利息）；"
    return typical() | {
        "summary_short": "反映" + "土地流转费拖欠问题，涉及四个村民小组。" * 9 + "请予处理。",
        "claims": [claim.format(number) for number in range(1, 21)],
        "people_count": 400,
        "petitioner_names": ["王桂兰", "李建国", "赵秀英", "孙德明", "周文"],
        "procedure": "审核后书面告知。" * 30,
    }


CASES = ("shortest", "typical", "longest", "long name", "rare name")


def sample(case: str, template: Template) -> dict[str, object]:
    """Return the values of one of `CASES`."""
    if case == "shortest":
        return shortest(template)
    if case == "longest":
        return longest()
    name = {"long name": LONG_NAME, "rare name": RARE_NAME}.get(case, "王桂兰")
    return typical() | {"petitioner_name": name}
