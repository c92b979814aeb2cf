"""Whether a corrected day would stand before its cause or after what followed from it."""

from app.casework.cases.facts import REGISTER, KnownCase
from app.casework.office.law_in_force import life_pack, rule_pack
from app.law.forms.fields import Field


def disorder(known: KnownCase, key: str, label: str, day: str) -> str:
    """Say which later day would come before its cause, were the day `key` moved to `day`; empty when none would.

    A later day is judged by the rule of the act that brought it, or of the page that asked for it.
    """
    for field, value in _days_after(known, key):
        if value < day:
            return f"“{label}”（{day}）不能晚于“{field.label}”（{value}），请核对先后。"
    return ""


def _days_after(known: KnownCase, key: str) -> list[tuple[Field, str]]:
    asked = [(act.id, field) for act in life_pack().acts for field in act.fields]
    asked += [(REGISTER, field) for node in rule_pack().nodes for field in node.fields]
    found = []
    for act, field in asked:
        value = known.facts.get(field.key)
        if key in field.not_before.split() and isinstance(value, str) and known.origin.get(field.key, REGISTER) == act:
            found.append((field, value))
    return found
