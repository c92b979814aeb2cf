"""Office rules (本地规则): a second rule file that may be stricter than the Regulation and never loosens it.

An office's duty may only be made shorter, a petitioner's right only longer; where the Regulation gives no number, the
office sets one. Each by a document of its own, which is named.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar
from app.law.dates.clocks import ClockRule, Due, due
from app.law.dates.timeline import day_words
from app.law.text.articles import load_regulation
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path

EXAMPLE = "示例"
_LARGEST = 1_000_000
_MEND = "请改正文件里的这一处再载入；什么也没有改动。"
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(]\d{4}[〕\])）]\s*第?\s*\d+\s*号")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LocalClock(_Data):
    """The office's own length of one clock, the local rule that sets it, and its own limit of an extension."""

    kind: str
    days: int = Field(gt=0, le=3_660)
    basis: str
    extension_max_days: int | None = Field(default=None, ge=0)


class LocalRules(_Data):
    """The office's rules; none at all is the Regulation alone."""

    name: str = ""
    source: str = ""
    clocks: tuple[LocalClock, ...] = ()

    @cached_property
    def by_kind(self) -> Mapping[str, LocalClock]:
        """Return the clocks by kind."""
        return {clock.kind: clock for clock in self.clocks}

    def days(self, kind: str) -> int | None:
        """Return the length this office sets for a kind of clock, or None."""
        found = self.by_kind.get(kind)
        return found.days if found is not None else None

    def extension_max_days(self, rule: ClockRule) -> int:
        """Return by how many days a clock may be extended here: the Regulation's limit or a lower one of the office."""
        found = self.by_kind.get(rule.kind)
        own = found.extension_max_days if found is not None else None
        return rule.extension_max_days if own is None else min(own, rule.extension_max_days)


def load_local_rules(path: Path, clocks: Mapping[str, ClockRule]) -> LocalRules:
    """Load the office's rules and prove that they loosen nothing.

    Raises UserFault naming the file and the place: code broken-local-rules for a file that cannot be read or is not
    whole, code loosened-rule for a rule that is laxer than the Regulation.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UserFault(
                f"“{path.name}”太大了，不像本地规则。", "请核对是不是选错了文件。", code="broken-local-rules"
            )
        rules = validated(LocalRules, read_toml(path), path)
    except OSError:
        raise UserFault(f"打不开文件“{path.name}”。", "请核对文件是否还在。", code="broken-local-rules") from None
    except UserFault as fault:
        if fault.code == "broken-local-rules":
            raise
        sentence = fault.sentence.replace("规则文件", "本地规则文件")
        raise UserFault(sentence[:300], _MEND, code="broken-local-rules") from None
    check_local_rules(rules, clocks, path.name)
    return rules


def check_local_rules(rules: LocalRules, clocks: Mapping[str, ClockRule], file_name: str = "") -> None:
    """Refuse rules that name an unknown clock, name no document, or loosen the Regulation; the reason is said."""
    place = f"“{file_name}”" if file_name else ""
    if not rules.name.strip():
        raise _broken(f"{place}没有写规则名称 name。")
    if not rules.clocks:
        raise _broken(f"{place}里没有写任何一条期限。")
    seen: set[str] = set()
    for number, local in enumerate(rules.clocks, start=1):
        rule = clocks.get(local.kind)
        if rule is None:
            raise _broken(f"{place}第 {number} 条的期限“{local.kind[:20]}”不认识，可以是 {'、'.join(clocks)}。")
        if local.kind in seen:
            raise _broken(f"{place}里 {rule.kind} {rule.name}写了两次。")
        seen.add(local.kind)
        if not local.basis.strip():
            raise _broken(f"{place}里 {rule.kind} {rule.name}没有写依据 basis（文件名、文号）。")
        if rule.kind == "K12" and not _DOCUMENT_NUMBER.search(local.basis):
            raise _broken(
                f"{place}{rule.kind} {rule.name}：条例没有规定，要有本地文件才能启用；"
                "依据里没有文号（如 某信发〔2026〕1号）。"
            )
        _refuse_loosening(rule, local)


def local_end(
    rule: ClockRule,
    rules: LocalRules,
    start: date,
    calendar: WorkCalendar,
    *,
    added_days: int = 0,
) -> Due | None:
    """Find the end that the office's rules set beside the Regulation's; None where they set no other.

    `added_days` are those of an extension or of a hearing. A clock without a number in the Regulation has one end.
    """
    local = rules.days(rule.kind)
    if rule.days is None or local is None or not _differs(rule, local):
        return None
    own = rule.model_copy(update={"days": local + added_days})
    return due(rule.kind, start, calendar, {rule.kind: own})


def local_words(rule: ClockRule, rules: LocalRules, found: Due) -> str:
    """Say the office's own end in one sentence, for the words that explain a date."""
    local = rules.by_kind[rule.kind]
    return f"本地规则{length_words(rule, local.days)}，{day_words(found.governing, found.start)}（{local.basis}）。"


def length_words(rule: ClockRule, days: int) -> str:
    """Write a length in the unit of its clock: 15日, 5个工作日."""
    return f"{days}个工作日" if rule.unit == "workday" else f"{days}日"


def example_path() -> Path:
    """Return the commented example that ships with the program; everything in it is fictional."""
    return resource_path("law", "local-rules-example.toml")


def _differs(rule: ClockRule, local_days: int) -> bool:
    assert rule.days is not None
    return local_days > rule.days if rule.obliged == "petitioner" else local_days < rule.days


def _refuse_loosening(rule: ClockRule, local: LocalClock) -> None:
    head = f"{rule.kind} {rule.name}："
    if rule.days is not None:
        states, own = length_words(rule, rule.days), length_words(rule, local.days)
        if rule.obliged == "office" and local.days > rule.days:
            raise _loosened(f"{head}{_article(rule)}规定{states}，本地规则写{own}，放宽了，不能用。")
        if rule.obliged == "petitioner" and local.days < rule.days:
            raise _loosened(f"{head}{_article(rule)}给信访人{states}，本地规则写{own}，缩短了信访人的权利，不能用。")
    if local.extension_max_days is not None and local.extension_max_days > rule.extension_max_days:
        limit = rule.extension_max_days
        said = f"{_article(rule)}规定延长不超过{limit}日" if limit else "条例没有规定延期"
        raise _loosened(f"{head}{said}，本地规则写可延长{local.extension_max_days}日，放宽了，不能用。")


def _article(rule: ClockRule) -> str:
    regulation = load_regulation()
    return regulation.cite(rule.basis[0]).label.replace(f"《{regulation.title}》", "条例")


def _loosened(sentence: str) -> UserFault:
    return UserFault(sentence, "请改正这一条再载入；什么也没有改动。", code="loosened-rule")


def _broken(sentence: str) -> UserFault:
    return UserFault(sentence, _MEND, code="broken-local-rules")
