"""From which service the thirty days of Articles 35 and 36 run: somebody received it, and that can be shown."""

from datetime import date

import pytest

from app.casework.cases.facts import IssuedPaper
from app.casework.upkeep.served import begins_right
from app.law.forms.conditions import FactValue

OURS = IssuedPaper(1, 1, "handling_opinion", "信访处理意见书", "白政信处〔2026〕7号", date(2026, 10, 20))
UNPROVEN = IssuedPaper(1, 1, "handling_opinion", "信访处理意见书", "无文号", date(2026, 10, 20), (), True, False)
BY_HAND: dict[str, FactValue] = {
    "service_result": "served", "service_way": "direct", "service_receiver": "何秀英",
}  # fmt: skip
RULE = "香政办发〔2026〕3号"


@pytest.mark.parametrize(
    ("paper", "more", "begins"),
    [
        (OURS, {}, True),
        (None, {}, True),  # another office's opinion: it is that office's to prove
        (OURS, {"service_receiver": "  "}, False),
        (OURS, {"service_receiver": None}, False),
        *((OURS, {"service_result": result}, False) for result in ("posted", "refused", "returned", "absent", "")),
        (UNPROVEN, {}, False),
        (UNPROVEN, {"service_way": "post", "post_number": "XA123456789CN"}, True),
        *(
            (OURS, {"service_way": way, **told}, begins)
            for way in ("left", "electronic")
            for told, begins in (
                ({}, False),
                ({"service_evidence": "照片"}, False),
                ({f"{way}_service_rule": RULE}, False),
                ({f"{way}_service_rule": RULE, "service_evidence": "照片"}, True),
            )
        ),
        (OURS, {"service_way": "left", "electronic_service_rule": RULE, "service_evidence": "照片"}, False),
    ],
)
def test_only_what_somebody_received_begins_the_thirty_days(
    paper: IssuedPaper | None, more: dict[str, FactValue], begins: bool
) -> None:
    assert begins_right(paper, {**BY_HAND, **more}) is begins
