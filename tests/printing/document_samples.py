"""Fictional values for every document of a case's life, from the shortest that may be issued to the longest."""

from dataclasses import dataclass
from datetime import date

from notice_samples import LONG_NAME
from notice_samples import TYPICAL as NOTICE

from app.printing.notices.template import Template

RARE_NAME = "𬱖㛃䶮𠅤"


@dataclass(frozen=True)
class Answer:
    """One claim as casework answers it."""

    request: str
    result: str
    findings: str
    opinion: str
    basis: str


ANSWERS = (
    Answer(
        "要求承租方恢复耕地原状。",
        "支持",
        "经现场查看并调取土地流转合同，合同第七条约定期满后由承租方恢复耕作层，至今没有恢复，面积12.6亩。",
        "由城关镇人民政府督促承租方于2027年3月31日前恢复耕作层，并由镇农业服务中心验收。",
        "《中华人民共和国农村土地承包法》第十一条。",
    ),
    Answer(
        "要求支付拖欠的土地流转费36800元。",
        "解释说明",
        "村委会账目显示2025年度流转费没有支付，双方对计费面积有争议。",
        "费用争议属于合同纠纷，可以由镇人民调解委员会调解，也可以依法申请仲裁或者提起诉讼。",
        "《中华人民共和国农村土地承包经营纠纷调解仲裁法》第二条、第四条。",
    ),
    Answer(
        "要求追加精神损害赔偿5000元。",
        "不支持",
        "没有查到造成人身损害的事实，信访人也没有提供证据。",
        "该项请求缺乏事实根据。",
        "《中华人民共和国民法典》第一千一百八十三条。",
    ),
)

TYPICAL: dict[str, object] = NOTICE | {
    "office_role": "petition_department",
    "case_number": "990326-20261110-0012",
    "petitioner_address": "香山县城关镇李家湾村三组12号",
    "petitioner_phone": "13800000000",
    "petitioner_gender": "女性",
    "petitioner_id_number": "990326197001010028",
    "petitioner_capacity": "本人",
    "agent_name": "李建国",
    "registered_on": date(2026, 11, 10),
    "case_own_number": "2026信登字第045号",
    "desk_kind_label": "村（社区）",
    "desk_name": "柳溪村接访点",
    "desk_person": "龙春生",
    "registered_by": "陈志明",
    "petition_date": date(2026, 11, 10),
    "kind_label": "申诉求决",
    "category_label": "农村农业／土地承包经营",
    "purpose_label": "求决",
    "location": "香山县城关镇",
    "source_office": "香山市信访局",
    "source_number": "香市信转〔2026〕86号",
    "summary": NOTICE["summary_short"],
    "next_text": "等待城关镇人民政府签收。",
    "pathway_item": "第三十一条第（六）项",
    "report_by": date(2026, 12, 31),
    "accepted_on": date(2026, 11, 20),
    "due_on": date(2027, 1, 19),
    "original_due_on": date(2027, 1, 19),
    "extended_due_on": date(2027, 2, 18),
    "step_act": "",
    "lower_office": "香山县城关镇人民政府",
    "lower_accepted_on": date(2026, 10, 9),
    "lower_due_on": date(2026, 12, 8),
    "declined_on": date(2026, 11, 18),
    "decline_reason": "两次提出的都是李家湾村土地流转合同到期后恢复耕地和拖欠流转费的事项，当事人、事实和请求相同。",
    "closed_on": date(2026, 11, 18),
    "final_office": "香山市人民政府",
    "final_opinion_number": "香市复核〔2026〕3号",
    "final_opinion_on": date(2026, 6, 30),
    "closing_reason": "这次提出的事实和理由与复核意见书所列的事实和理由一致，没有提供新的事实和理由。",
    "guided_on": date(2026, 11, 18),
    "review_office": "香山县人民政府",
    "review_address": "香山县人民路1号",
    "review_phone": "0999-6110001",
    "approved_on": date(2027, 1, 12),
    "extension_days": 30,
    "approver": "周文斌",
    "extension_reason": "该事项涉及承租方和四个村民小组，需要重新丈量土地、核对三年账目，60日内难以办结。",
    "review_requested_on": date(2027, 2, 1),
    "review_accepted_on": date(2027, 2, 3),
    "final_requested_on": date(2027, 3, 20),
    "final_accepted_on": date(2027, 3, 22),
    "original_office": "香山县城关镇人民政府",
    "opinion_number": "城关信处〔2027〕2号",
    "opinion_on": date(2027, 1, 15),
    "review_opinion_number": "香信查〔2027〕1号",
    "review_opinion_on": date(2027, 3, 1),
    "review_result": "维持",
    "review_change": "由城关镇人民政府于2027年6月30日前重新丈量四个村民小组的面积，并按照丈量结果支付流转费。",
    "review_demand": "自收到本意见书之日起30日内重新作出信访处理意见，并书面答复请求人。",
    "final_change": "由城关镇人民政府于2027年7月31日前恢复12.6亩耕地的耕作层。",
    "final_demand": "核对2025年度流转费的计费面积后重新作出处理意见，并书面答复请求人。",
    "pathway_address": "香山县建设路6号",
    "enclosures": ["来信原件", "土地流转合同复印件和2025年度流转费账目摘录。", "现场照片"],
    "copies": 2,
    "review_findings": "经查阅原办理卷宗、听取请求人陈述，原信访处理意见认定的事实清楚，适用依据正确，程序合法。",
    "review_basis": "《中华人民共和国农村土地承包法》第十一条。",
    "final_result": "撤销并责令重新处理",
    "final_findings": "经查，原办理机关没有核对2025年度流转费的计费面积，主要事实没有查清。",
    "final_basis": "《中华人民共和国农村土地承包法》第十一条。",
    "hearing_date": date(2027, 4, 8),
    "hearing_time": "上午9时",
    "hearing_place": "香山县人民路18号信访接待中心二楼听证室",
    "hearing_host": "赵志强",
    "hearing_open": "是",
    "hearing_first": date(2027, 4, 8),
    "hearing_last": date(2027, 4, 9),
    "hearing_report": "听证会听取了信访人、村委会和承租方的陈述，核对了合同和账目。三方对恢复耕地的面积没有争议。",
    "merged_on": date(2026, 11, 12),
    "related_case": "990326-20261022-0007",
    "merge_reason": "两次提出的是同一份土地流转合同到期后的恢复和欠费，请求相同。",
    "helped_on": date(2026, 11, 12),
    "help_kind": "社会救助",
    "help_organ": "香山县民政局",
    "help_note": "您可以向户籍所在地的城关镇人民政府提交书面申请和家庭收入、财产状况的材料。",
    "objected_on": date(2026, 11, 16),
    "objection_reason": "该事项涉及的土地位于河东乡，属于河东乡人民政府职权范围。",
    "decided_on": date(2026, 11, 19),
    "returned_on": date(2026, 11, 19),
    "objection_answer": "经核对土地权属登记，该地块位于河东乡，不属于你单位职权范围。",
    "facts_found": "经查，2021年3月1日，李家湾村村民委员会与丰禾公司签订土地流转合同，期限三年，面积12.6亩。"
    "合同期满后，承租方没有恢复耕作层。\n上述事实有土地流转合同、现场查看记录、村委会账目和当事人陈述为证。",
    "claim_answers": ANSWERS,
    "copied_to": "香山县信访局，香山县农业农村局。",
    "settled_on": date(2026, 12, 10),
    "other_party": "香山县丰禾农业有限公司",
    "settlement_text": "一、丰禾公司于2027年3月31日前恢复12.6亩耕地的耕作层。\n"
    "二、丰禾公司于2026年12月31日前支付流转费36800元。",
    "report_note": "已督促承租方恢复耕作层，费用争议由镇人民调解委员会调解成功。",
    "reported_back_on": date(2027, 1, 20),
    "served_on": date(2027, 1, 18),
    "supervised_office": "香山县城关镇人民政府",
    "supervision_cause": "拖延",
    "supervision_facts": "该事项于2026年11月16日转送你单位，至今没有书面告知信访人，也没有提出异议。",
    "supervision_demand": "立即书面告知信访人，查明没有按期告知的原因。",
    "feedback_by": date(2026, 12, 20),
    "recommended_office": "香山县城关镇人民政府",
    "recommendation_kind": "改进工作的建议",
    "recommendation_text": "建立转送件签收、告知的登记和提醒制度，指定专人负责。",
    "enclosed_pages": 6,
    "accusation_organ": "discipline",
    "service_right": "复查",
    "served_document_name": "信访处理意见书",
    "served_document_number": "香信处〔2026〕12号",
    "service_on": date(2027, 1, 18),
    "service_result": "已收到",
    "service_way": "邮寄",
    "service_receiver": "王桂兰",
    "service_relation": "本人",
    "service_witness": "孙德明",
    "post_number": "1234567890123",
    "service_note": "当面说明了请求复查的途径。",
    "urgent_reported_on": date(2026, 11, 10),
    "urgent_reported_at": "14:30",
    "reported_to": "中共香山县委、香山县人民政府",
    "urgent_facts": "四个村民小组约四十人在镇政府门前聚集，要求当日支付流转费。",
    "urgent_measures": "镇主要负责同志到场听取意见，请村民推选代表座谈。",
    "meeting_office": "香山县信访工作联席会议",
    "meeting_matter": "城关镇人民政府和河东乡人民政府对该地块的管辖有争议，请协调确定受理机关。",
    "asked_on": date(2026, 11, 17),
    "co_offices": "香山县农业农村局\n香山县自然资源局",
    "urged_on": date(2026, 12, 15),
    "urge_note": "办理期限将至，请抓紧核实面积并答复信访人。",
    "adoption": "部分采纳",
    "reply_text": "增设村级便民服务点的建议，已列入2027年工作安排；延长服务时间的建议，因人员不足暂不采纳。",
    "duty_result": "经现场检查，该砂场没有取得采矿许可证，已责令停止开采并立案调查。",
    "suit_order": "应当先申请行政复议，对行政复议决定不服的，再提起行政诉讼",
    "reconsideration_organ": "香山县人民政府",
    "court_office": "香山县人民法院",
    "duty_basis": "《中华人民共和国矿产资源法》的有关规定。",
    "answered_on": date(2026, 12, 15),
    "answer_name": "《信访处理意见书》（城关信处〔2027〕2号）",
    "answer_office": "香山县城关镇人民政府",
    "answer_received_on": date(2027, 1, 18),
    "answer_use": "请求复查",
    "answer_until": date(2027, 2, 17),
    "answer_until_note": "2027年的放假安排本机没有录入确认，这一天可能往后推，不会提前。",
    "answer_asked_at": "香山县人民政府",
    "stepped_aside_on": date(2026, 11, 12),
    "conflict_note": "承办人是对方当事人的近亲属。",
    "former_handler": "李强",
    "filed_on": date(2026, 11, 12),
    "filing_basis": "《香山县信访局来信办理规程》（香信〔2026〕5号）",
    "filing_reason": "来信是商业广告，没有反映情况、建议意见或者投诉请求。",
}


# Fields that speak of another turn of the matter than the ordinary one, by template; "" for all of them.
OTHER_TURNS: dict[str, tuple[str, ...]] = {
    "": ("political_legal_office", "final_requested_on", "final_accepted_on"),
    "guidance_notice": ("review_office", "political_legal_office"),
    "final_opinion": (),
    "litigation_guide_notice": (),
}
ORDINARY: dict[str, object] = {"people_count": 1, "claims": NOTICE["claims"]}
GROUP: dict[str, object] = {"people_count": 12, "petitioner_names": ["王桂兰", "李建国", RARE_NAME]}
NAMELESS: dict[str, object] = {"petitioner_name": "", "petitioner_address": "", "petitioner_phone": ""}
NO_SOURCE: dict[str, object] = {"source_office": "", "source_number": ""}
FINAL: dict[str, object] = {"final_requested_on": date(2027, 3, 20), "final_accepted_on": date(2027, 3, 22)}
LAW_AND_ORDER: dict[str, object] = {"political_legal_office": "中共香山县委政法委员会"}
RESULTS = ("维持", "变更", "撤销", "撤销并责令重新处理", "确认违法")
# What turns each template's other sentences on, one set of values after the other.
TURNS: dict[str, tuple[dict[str, object], ...]] = {
    "acceptance_notice": (
        GROUP,
        {"pathway_item": "第三十一条第（五）项", "remedy": ""},
        {"pathway_item": "", "kind_label": "建议意见", "remedy": "", "claims": []},
    ),
    "guidance_notice": (
        GROUP,
        {"review_office": "香山县人民政府"},
        {"pathway_item": "第三十一条第（四）项"},
        {"pathway_organ": "", "pathway_basis": "", "pathway_period": "", "pathway_materials": "", "remedy": ""},
    ),
    "answer_notice": (
        GROUP,
        {"answer_until_note": ""},
        {"answer_until": None, "answer_received_on": None, "answer_until_note": "", "answer_asked_at": ""},
    ),
    "decline_notice": (GROUP,),
    "closed_notice": (GROUP,),
    "merge_notice": (GROUP,),
    "receipt_notice": (GROUP,),
    "pathway_notice": (GROUP,),
    "litigation_guide_notice": (GROUP,),
    "transfer_notice": (GROUP, LAW_AND_ORDER),
    "assignment_notice": (GROUP, LAW_AND_ORDER, {"report_by": None, "office_role": "township"}),
    "accusation_notice": ({"accusation_organ": "cadre"}, {"office_role": "township"}),
    "accusation_letter": (
        {"accusation_organ": "cadre"},
        {"accusation_organ": "other"},
        {"office_role": "township", "enclosed_pages": None},
    ),
    "proof_of_service": ({"service_right": "复核"}, {"service_right": ""}),
    "extension_notice": ({"extended_due_on": None},),
    "review_receipt_notice": (
        {"review_requested_on": None},
        FINAL,
        {"final_accepted_on": date(2027, 3, 22), "final_requested_on": None},
    ),
    "hearing_notice": ({"hearing_open": "否"}, FINAL),
    "help_notice": ({"help_kind": "国家司法救助（由政法部门）"},),
    "duty_answer": ({"suit_order": "可以申请行政复议，也可以直接提起行政诉讼"},),
    "suggestion_reply": ({"adoption": "采纳"}, {"adoption": "没有采纳，作出说明", "claims": []}),
    "handling_opinion": (GROUP, NO_SOURCE | {"extension_days": None, "copied_to": ""}, NAMELESS),
    "review_opinion": tuple({"review_result": each, "review_requested_on": None} for each in RESULTS),
    "final_opinion": tuple({"final_result": each, "final_requested_on": None} for each in RESULTS),
    "transfer_letter": (GROUP, NAMELESS, LAW_AND_ORDER),
    "assignment_letter": (GROUP, NAMELESS, LAW_AND_ORDER | {"office_role": "township"}),
    "objection_letter": (GROUP, NAMELESS, {"source_number": ""}),
    "objection_reply": (
        GROUP,
        NAMELESS | {"returned_on": None},
        {"step_act": "refuse_objection"},
        {"step_act": "agree_objection"},
        {"step_act": "refuse_objection", "returned_on": None},
    ),
    "joint_meeting_letter": (GROUP, NAMELESS, {"co_offices": ["香山县农业农村局"]}),
    "urge_letter": (GROUP, NAMELESS | {"dispatched_on": None, "report_by": None}),
    "supervision_letter": (GROUP, NAMELESS | {"feedback_by": None}),
    "recommendation_letter": (
        GROUP,
        NAMELESS | {"recommendation_kind": "完善政策的建议"},
        {"recommendation_kind": "追究责任的建议"},
    ),
    "closing_report": (GROUP, NAMELESS | {"source_number": "", "served_on": None}),
    "urgent_report": (GROUP, NAMELESS | {"urgent_reported_at": "", "urgent_measures": "", "office_role": ""}),
    "hearing_report": (NAMELESS,),
    "representatives_letter": (GROUP, {"people_count": None}),
}


def typical(template: Template) -> dict[str, object]:
    """Return the values of an ordinary case: one person, the ordinary turn of the matter."""
    left_out = OTHER_TURNS.get(template.id, OTHER_TURNS[""])
    return {key: value for key, value in (TYPICAL | ORDINARY).items() if key not in left_out}


def shortest(template: Template) -> dict[str, object]:
    """Return the required fields alone, and of each group of which one is needed the first."""
    wanted = {field.key for field in template.fields if field.required} | {group[0] for group in template.one_of}
    values = {key: TYPICAL[key] for key in wanted}
    return values | {key: text for key, text in SHORT.items() if key in wanted}


SHORT = {
    "summary_short": "反映道路积水。",
    "summary": "反映道路积水。",
    "petitioner_name": "李一",
    "claim_answers": (Answer("修路。", "支持", "", "春节前修好。", "《公路法》。"),),
}


def longest() -> dict[str, object]:
    """Return a group of 400 people with twenty claims, and every typed text long."""
    claim = "要求对第{}组村民的承包地面积重新丈量，并按照丈量结果补发2023年至2025年的补贴资金（含利息）；"
    long = {
        key: f"{text}\n" * 12 for key, text in TYPICAL.items() if isinstance(text, str) and key.endswith(LONG_ENDINGS)
    }
    return long | {
        "summary_short": "反映" + "土地流转费拖欠问题，涉及四个村民小组。" * 9 + "请予处理。",
        "summary": "反映土地流转费拖欠问题，涉及四个村民小组。" * 60,
        "claims": [claim.format(number) for number in range(1, 21)],
        "people_count": 400,
        "petitioner_names": ["王桂兰", "李建国", "赵秀英", "孙德明", "周文"],
        "claim_answers": ten_claims(),
    }


LONG_ENDINGS = (
    "_reason", "_text", "_note", "_facts", "_found", "_findings", "_report", "_answer", "_result", "_demand",
)  # fmt: skip


def ten_claims() -> tuple[Answer, ...]:
    """Return ten claims with all three results."""
    return tuple(
        Answer(f"第{n}项：{a.request}", a.result, a.findings * 3, a.opinion, a.basis)
        for n, a in ((n, ANSWERS[n % 3]) for n in range(1, 11))
    )


CASES = ("shortest", "typical", "longest", "long name", "rare name", "ten claims")
LONG_RESULTS = ("review_result", "final_result", "service_result")


def sample(case: str, template: Template) -> dict[str, object]:
    """Return the values of one of `CASES`."""
    if case == "shortest":
        return shortest(template)
    if case == "longest":
        return typical(template) | longest() | {key: TYPICAL[key] for key in LONG_RESULTS}
    if case == "ten claims":
        return typical(template) | {"claim_answers": ten_claims()}
    if case.startswith("turn "):
        return typical(template) | TURNS[template.id][int(case.removeprefix("turn "))]
    return typical(template) | {"petitioner_name": {"long name": LONG_NAME, "rare name": RARE_NAME}.get(case, "王桂兰")}
