"""Which issued documents wait to be served on the petitioner, which one a service is about, and that none is early."""

import re
from collections.abc import Mapping
from datetime import date

from app.casework.cases.facts import SERVED, IssuedPaper, KnownCase
from app.casework.office.law_in_force import life_pack
from app.faults import UserFault
from app.law.forms.conditions import FactValue
from app.law.life.models import ActRule
from app.printing.notices.template import Template

NAMED = "notice_name"
NOT_BY_HAND = ("left", "electronic")
"""Ways of service of which the Regulation says nothing."""
# What may stand directly before a number inside a text; a further letter or character makes it another number.
_BEFORE = r"(?<![^\s《》（）()、，,；;：:])"


def waiting_papers(known: KnownCase, templates: Mapping[str, Template]) -> tuple[IssuedPaper, ...]:
    """Return what was issued to the petitioner of a case and not received yet, opinions too, the oldest first."""
    return tuple(
        paper
        for paper in known.papers
        if paper.received_on is None
        and paper.kind in templates
        and templates[paper.kind].proof_of_service
        and templates[paper.kind].audience == "petitioner"
    )


def waiting_service(known: KnownCase) -> ActRule | None:
    """Return the act that serves the opinion which stands and was not received yet; None where none waits."""
    return next(
        (
            rule
            for rule in life_pack().serving_acts
            if rule.serves_since in known.facts
            and rule.received_as not in known.facts
            and known.state in rule.from_states
            and rule.fits(known.facts)
        ),
        None,
    )


def next_to_serve(known: KnownCase, rule: ActRule, templates: Mapping[str, Template]) -> dict[str, object]:
    """Return what the form of a serving act begins with: the oldest notice that waits, never the one served last."""
    if not rule.serves_others:
        return {}
    waiting = [paper for paper in waiting_papers(known, templates) if life_pack().serves(paper.kind) is rule]
    return {NAMED: waiting[0].title if waiting else ""}


def served_paper(known: KnownCase, rule: ActRule, facts: Mapping[str, object]) -> IssuedPaper | None:
    """Return the document of ours that a service is about; None where what was served was not issued here.

    An opinion is the latest that stands; any other notice is the one whose number was given, or the only one of that
    name that still waits. Raises `UserFault` where a name without a number could mean several.
    """
    meant = [paper for paper in known.papers if life_pack().serves(paper.kind) is rule]
    if not rule.serves_others:
        return meant[-1] if meant else None
    said = str(facts.get(NAMED) or "").strip()
    numbered = [paper for paper in meant if re.search(rf"{_BEFORE}{re.escape(paper.number)}(?![0-9])", said)]
    if numbered:
        return _only(numbered)
    named = [paper for paper in meant if paper.name in said and not re.search(r"\d", said.replace(paper.name, ""))]
    waiting = [paper for paper in named if paper.received_on is None]
    return _only(waiting or named) if named else None


def begins_right(paper: IssuedPaper | None, facts: Mapping[str, FactValue]) -> bool:
    """Say whether a service is a receipt from which the 30 days of Articles 35 and 36 run (自收到书面答复之日起).

    Somebody has to have received it by name. What was left behind or sent electronically counts only where the office
    has named a rule of its own for it and there is evidence; a paper made outside, only with a scan, a receipt or a
    post number.
    """
    if facts.get("service_result") != SERVED:
        return False
    if paper is not None and not (paper.proven or facts.get("post_number")):
        return False
    way = str(facts.get("service_way") or "")
    if way in NOT_BY_HAND:
        return bool(facts.get(f"{way}_service_rule")) and bool(facts.get("service_evidence"))
    return bool(str(facts.get("service_receiver") or "").strip())


def early_service(paper: IssuedPaper | None, rule: ActRule, facts: Mapping[str, object]) -> dict[str, str]:
    """Return a sentence under the day of a service that would come before its document was issued; else nothing."""
    day = facts.get(rule.on)
    if paper is None or not isinstance(day, str) or date.fromisoformat(day) >= paper.issued_on:
        return {}
    return {rule.on: f"送达日期早于 {paper.number} 的签发日期（{paper.issued_on}），请核对。"}


def _only(papers: list[IssuedPaper]) -> IssuedPaper:
    if len(papers) > 1:
        raise UserFault(
            f"这样写可能是{'、'.join(paper.number for paper in papers)}中的任何一份，", "请写上文号，一次登记一份。",
            code="bad-value", field=NAMED,
        )  # fmt: skip
    return papers[0]
