"""A case's story, told from the journal."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from app.casework.cases.days import ENTERED_LATER, registered_before
from app.casework.cases.facts import SAID, fact_words
from app.casework.life.correct_case import CASE_FIELDS, PETITIONER_FIELDS
from app.casework.office.law_in_force import life_pack
from app.models.schema import MIGRATE
from app.models.tables import JournalEntry, JournalText, User

ACTS = {
    "register_case": "登记",
    "correct_case": "更正",
    "waive_document": "不出文书",
    "correct_step": "更正",
    **dict.fromkeys(
        ("import_calendar", "edit_calendar", "confirm_calendar", "unconfirm_calendar", "restore_calendar"),
        "放假安排变更，期限重算",
    ),
    **dict.fromkeys(("load_local_rules", "drop_local_rules"), "本地规则变更，期限重算"),
    "void_document": "文书作废",
    "outside_paper": "补录程序外出具的文书",
    "undo": "撤销",
    "reopen_voided": "作废的重新办理",
    "attach_file": "添加附件",
    "void_attachment": "附件作废",
    "void_case": "作废",
    "issue_notice": "签发文书",
    "record_print": "打印文书",
    "print_case_map": "打印本件路线图",
    "open_sealed": "保密专员打开密封内容",
}
_COLUMNS = {
    "case": CASE_FIELDS,
    "petitioner": PETITIONER_FIELDS,
    "claim": {"text": "诉求"},
    "case_clock": {"due": "期限末日"},
}
_CLOCK_DAYS = {"governing": "末日", "local_due": "本地规则的末日"}
_MOVING_CLOCKS = frozenset(
    {"import_calendar", "edit_calendar", "confirm_calendar", "unconfirm_calendar", "restore_calendar",
     "load_local_rules", "drop_local_rules"}
)  # fmt: skip
# All of the story of a sealed case that is told to whoever is no custodian.
_TOLD_TO_ALL = frozenset({"register_case"}) | _MOVING_CLOCKS


@dataclass(frozen=True)
class TimelineEntry:
    """One act as the timeline tells it: when, who, what, details, and the reason that was given."""

    at: str
    who: str
    what: str
    details: tuple[str, ...]
    reason: str
    first_seq: int


@dataclass(frozen=True)
class _Told:
    """A journal entry with its words; without changes where they were sealed."""

    entry: JournalEntry
    note: str
    changes: dict[str, Any]


def act_title(act: str) -> str:
    """Return what an act is called on the timeline."""
    rule = life_pack().by_act.get(act)
    return ACTS.get(act) or (rule.title.rstrip("…") if rule else act)


def timeline(session: Session, case_id: int, *, whole: bool = True) -> tuple[TimelineEntry, ...]:
    """Return the acts on a case in order, each with the sentences its journal entries amount to.

    `whole` False is for a sealed case and a user who is no custodian: that it was registered, and moved dates.
    """
    names = dict(session.exec(select(User.login, User.name)).all())
    entries = session.exec(
        select(JournalEntry, JournalText)
        .join(JournalText, col(JournalText.seq) == col(JournalEntry.seq))
        .where(JournalEntry.case_id == case_id, JournalEntry.act != MIGRATE)
        .order_by(col(JournalEntry.seq))
    ).all()
    told = [
        _Told(entry, words.note, json.loads(words.changes or "{}"))
        for entry, words in entries
        if whole or entry.act in _TOLD_TO_ALL
    ]
    files = {
        each.entry.row_key: str(each.changes["name"][1])
        for each in told
        if each.entry.table_name == "attachment" and "name" in each.changes
    }
    return tuple(_tell(list(act), names, files) for _, act in groupby(told, key=lambda each: each.entry.act_seq))


def _tell(group: list[_Told], names: dict[str, str], files: dict[str, str]) -> TimelineEntry:
    first = group[0].entry
    details: list[str] = []
    for told in group:
        entry, changes = told.entry, told.changes
        if not changes:
            continue
        if entry.table_name == "attachment_void":
            details.append(files.get(str(changes["attachment_id"][1]), ""))
        details.extend(_details(entry, changes))
    return TimelineEntry(
        first.at, names.get(first.user_name, first.user_name), act_title(first.act), tuple(details),
        group[0].note, first.seq,
    )  # fmt: skip


def _details(entry: JournalEntry, changes: dict[str, Any]) -> list[str]:
    if entry.table_name == "document" and entry.operation == "insert":
        own_day = f"，文书日期{changes['issued_on'][1]}" if entry.act == "outside_paper" else ""
        return [f"{changes['name'][1]}（{changes['number'][1]}{own_day}）"]
    if entry.table_name == "document_print":
        return [
            {"print": "打印", "save": "另存", "seal": "导出去签章"}.get(changes["way"][1], "")
            + ("（副本）" if changes["is_copy"][1] else "")
        ]
    if entry.act == "register_case":
        return _registered_lines(changes) if entry.table_name == "case" and entry.operation == "insert" else []
    if entry.table_name == "case_step" and entry.operation == "insert" and entry.act in life_pack().by_act:
        return _step_lines(entry.act, json.loads(changes["facts"][1]))
    if entry.table_name == "case_step" and entry.operation == "insert" and entry.act == "undo":
        return [str(json.loads(changes["facts"][1]).get(SAID, ""))]
    if entry.table_name == "case_clock" and entry.operation == "update" and entry.act in _MOVING_CLOCKS:
        return [
            f"{_CLOCK_DAYS[column]}：{_short(days[0])} → {_short(days[1])}"
            for column, days in changes.items()
            if column in _CLOCK_DAYS
        ]
    if entry.table_name == "attachment":
        return [str(changes["name"][1])]
    if entry.act == "correct_step" and entry.table_name == "case_step" and "facts" in changes:
        return _corrected_lines(*(json.loads(facts) for facts in changes["facts"]))
    if entry.act == "correct_case" and entry.operation == "update":
        words = _COLUMNS.get(entry.table_name, {})
        return [f"{words[c]}：{_short(v[0])} → {_short(v[1])}" for c, v in changes.items() if c in words]
    return []


def _registered_lines(changes: dict[str, Any]) -> list[str]:
    lines = [f"编号 {changes['number'][1]}"]
    day = str(changes["registered_on"][1])
    if registered_before(date.fromisoformat(day), str(changes["registered_at"][1])):
        lines.append(f"{ENTERED_LATER}：{day} 登记")
    return lines


def _step_lines(act: str, facts: dict[str, Any]) -> list[str]:
    """Tell an act: its sentence, then what was filled in, each line with its label."""
    lines = [facts[SAID]] if facts.get(SAID) else []
    for field in life_pack().by_act[act].fields:
        value = facts.get(field.key)
        if value not in (None, "", []):
            lines.append(f"{field.label}：{_short(fact_words(field, value))}")
    return lines


def _corrected_lines(former: dict[str, Any], facts: dict[str, Any]) -> list[str]:
    fields = life_pack().fields
    return [
        f"{fields[key].label}：{_short(fact_words(fields[key], former.get(key, '')))} → "
        f"{_short(fact_words(fields[key], value))}"
        for key, value in facts.items()
        if key in fields and former.get(key) != value
    ]


def _short(value: object) -> str:
    text = "（空）" if value in (None, "") else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
