"""Drive cases at random: registrations from the shipped examples, acts that are possible, acts that are not."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from life_model import CLOSED, Seen, faults, look
from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup
from promises import assert_ended, assert_kept

from app.casework.cases.document_rows import documents_of
from app.casework.cases.facts import known_case
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.intake.handed_over import Intake
from app.casework.intake.register import register_case
from app.casework.life.acts import ActForm, act_form, offers, perform, waive_document
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import life_pack, rule_pack
from app.casework.office.settings import set_parameter
from app.faults import UserFault
from app.law.forms.fields import Field
from app.law.route.examples import example_names, load_example
from app.law.route.walk import walk
from app.models.tables import Case
from app.models.workspace import Workspace, create_workspace, open_workspace

ROLES = ("petition_department", "township", "department", "review_body")
WORDS = ("甲", "照实填写", "𬱖𠅤字", "<b>&amp;</b>", "“引号”、顿号；", "第一行\n第二行", "x" * 60)
MUST_BE_PAPER = {"handling_opinion", "review_opinion", "final_opinion"}
PAST = {"lower_accepted_on", "final_opinion_on", "opinion_on", "review_opinion_on"}


@dataclass
class World:
    """One office with two people, its cases, and the counts of what was done."""

    role: str
    people: tuple[Workspace, Workspace]
    clock: StandingClock
    dice: random.Random
    cases: dict[int, Seen] = field(default_factory=dict)
    floors: dict[int, date] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        """Return the office's day."""
        return self.clock.moment.date()

    def close(self) -> None:
        """Close both sessions."""
        for workspace in self.people:
            workspace.close()


def make_world(folder: Path, role: str, seed: int) -> World:
    """Make an office of a role with two people at their desks."""
    clock = StandingClock(datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING))
    setup = replace(office_setup("township" if role == "department" else role), role=role)
    first, _ = create_workspace(folder, setup, now=clock, cost=CHEAP)
    add_user(first, "wang", "王守一", ("clerk",), PASSWORD, cost=CHEAP)
    set_parameter(first, "filing_allowed", "yes")
    second = open_workspace(folder, "wang", PASSWORD, now=clock)
    return World(role, (first, second), clock, random.Random(seed))


def seq(workspace: Workspace) -> int:
    """Return the number of the last journal entry."""
    with workspace.store.connection() as connection:
        return int(connection.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one())


def pass_time(world: World) -> None:
    """Let some days pass: mostly few, at times so many that periods end."""
    days = world.dice.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 9, 33))
    world.clock.moment += timedelta(days=days)


def register_some(world: World) -> int | None:
    """Register an example of this office on a day not later than today; None where its route ends otherwise."""
    chosen = world.dice.choice(_examples(world.role))
    facts = {k: v for k, v in load_example(chosen).items() if k not in ("office_role", "_note")}
    days = [date.fromisoformat(v) for k, v in facts.items() if _is_day(k, v) and k not in ("report_by",)]
    shift = world.today - max(days) - timedelta(days=world.dice.choice((0, 0, 1, 5, 16)))
    for key, value in facts.items():
        if _is_day(key, value):
            facts[key] = (date.fromisoformat(str(value)) + shift).isoformat()
    if "related_case" in facts:
        others = [s.case.number for s in world.cases.values() if not s.case.sealed and s.case.state not in CLOSED]
        if not others:
            return None
        facts["related_case"] = world.dice.choice(others)
    who = world.dice.choice(world.people)
    try:
        route = walk(rule_pack(), world.role, world.today, facts)
        case_id = register_case(who, Intake.from_route(route)).case_id
    except UserFault:
        return None
    with who.reading() as session:
        seen = look(session, case_id)
    world.cases[case_id] = seen
    told = [date.fromisoformat(v) for k, v in facts.items() if _is_day(k, v) and k != "report_by"]
    world.floors[case_id] = max([seen.case.received_on, *(d for d in told if d <= world.today)])
    world.done["register"] += 1
    assert faults(None, seen, world.today) == []
    assert_ended(who, case_id, world.today)
    return case_id


@cache
def _examples(role: str) -> tuple[str, ...]:
    like = "township" if role == "department" else role
    return tuple(name for name in example_names() if load_example(name).get("office_role") == like)


def _is_day(key: str, value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and key.endswith(("_on", "_date", "_by")) and value[4] == "-"


def possible(world: World, who: Workspace, case_id: int) -> tuple[list[str], list[str]]:
    """Return the acts that are possible in a case for somebody, and those that are told as not possible."""
    with who.reading() as session:
        case = session.get(Case, case_id)
        assert case is not None
        found = offers(who, session, case, known_case(session, case, world.today))
    for offer in found:
        assert offer.possible or _chinese(offer.reason), (offer.act, offer.reason)
    return [o.act for o in found if o.possible], [o.act for o in found if not o.possible]


def fill(world: World, form: ActForm, case_id: int) -> dict[str, object]:
    """Fill in an act with values that can be: days in their order, choices that exist, words of any kind."""
    values: dict[str, object] = {}
    floor = world.floors[case_id]
    if form.rule.serves or form.rule.serves_others:  # nothing is served before it was issued
        with world.people[0].reading() as session:
            floor = max([floor, *(d.issued_on for d in documents_of(session, case_id=case_id) if not d.void)])
    for each in form.rule.fields:
        left_empty = not each.required and not each.required_when
        if left_empty and world.dice.random() < 0.4:
            continue
        values[each.key] = _value(world, each, values, form, floor, case_id)
        if each.kind == "date" and not each.future and each.key not in PAST:
            floor = max(floor, date.fromisoformat(str(values[each.key])))
    return values


def _value(world: World, each: Field, values: dict[str, object], form: ActForm, floor: date, case_id: int) -> object:
    dice = world.dice
    if each.kind == "date":
        stands = form.known.facts.get(each.key)
        if each.key == "receiver_received_on" and form.known.facts["state"] == "S05" and stands:
            return stands
        if each.not_after and (each.not_after in values or each.key in PAST):
            received = world.cases[case_id].case.received_on
            return (received - timedelta(days=dice.randint(0, 40))).isoformat()
        if each.future:
            cause = values.get(each.not_before) or form.known.facts.get(each.not_before) or floor
            begin = date.fromisoformat(str(cause))
            return (max(begin, floor) + timedelta(days=dice.randint(1, 40))).isoformat()
        if form.rule.id.startswith("lapse_"):
            return world.today.isoformat()
        return (floor + timedelta(days=dice.randint(0, max(0, (world.today - floor).days)))).isoformat()
    if each.kind == "choice":
        return dice.choice(each.options).value
    if each.kind == "yesno":
        return "是"
    if each.kind == "int":
        return dice.randint(each.minimum or 0, each.maximum or 9)
    if each.kind in ("names", "claims"):
        return ["甲局", "乙局"]
    if each.kind == "case_ref":
        return dice.choice(mergeable(world, case_id))
    return (dice.choice(WORDS) if each.kind != "office" else "香林县某局")[: each.max_length or 200]


def mergeable(world: World, case_id: int) -> list[str]:
    """Return the numbers of the cases that another may be joined to; where there is none, one that is not."""
    return [
        seen.case.number
        for number, seen in world.cases.items()
        if number != case_id and not seen.case.sealed and seen.case.state not in (*CLOSED, "X4", "X5")
    ] or ["没有这一件"]


def act_once(world: World, case_id: int, act: str, who: Workspace, values: dict[str, object] | None = None) -> bool:
    """Do one act and hold it against the model; return whether it was done."""
    form = act_form(who, case_id, act)
    filled = fill(world, form, case_id) if values is None else values
    if filled.get("related_case") == "没有这一件":
        return False
    answers = tuple(
        ClaimAnswer(
            number, world.dice.choice(("supported", "explained", "unsupported")), "查明。", "意见。", "某法第一条"
        )
        for number, _ in form.claims
    )
    before, was = world.cases[case_id], seq(who)
    plan = form.plan(filled, world.today)
    try:
        done = perform(who, case_id, act, filled, answers)
    except UserFault as fault:
        if fault in plan.refusals or fault.sentence in [each.sentence for each in plan.refusals]:
            return False  # as it was shown: the days of two hearings that lie over one another
        raise AssertionError(f"{act} in {before.case.state} with {filled}: {fault.sentence}") from fault
    with who.reading() as session:
        after = look(session, case_id)
    world.cases[case_id] = after
    step = after.steps[-1][0]
    world.floors[case_id] = max(world.floors[case_id], step.on, *_days(form, filled))
    assert seq(who) > was
    assert done.state == after.case.state
    assert _chinese(done.sentence), done.sentence
    assert "××" not in done.sentence, (act, done.sentence)
    said = faults(before, after, world.today)
    assert said == [], (act, filled, said)
    assert_kept(who, case_id, plan, done)
    assert_ended(who, case_id, world.today)
    world.done[act] += 1
    return True


def _days(form: ActForm, values: dict[str, object]) -> list[date]:
    return [
        date.fromisoformat(str(values[each.key]))
        for each in form.rule.fields
        if each.kind == "date" and not each.future and each.key not in PAST and each.key in values
    ]


def settle_papers(world: World, case_id: int, who: Workspace, chance: float = 1.0) -> None:
    """Issue the papers without which an act cannot go on, or put on record why another is not issued."""
    with who.reading() as session:
        case = session.get(Case, case_id)
        assert case is not None
        owed = known_case(session, case, world.today).owed
    for paper in owed:
        if world.dice.random() > chance:
            continue
        if paper.kind in MUST_BE_PAPER:
            draft = prepare_notice(who, case_id, paper.kind, step_id=paper.step_id)
            assert draft.missing == (), (paper.kind, draft.missing)
            issue_notice(who, draft)
        else:
            waive_document(who, case_id, paper.step_id, paper.kind, "当面口头说明")
        world.done["paper"] += 1
    if owed:
        with who.reading() as session:
            world.cases[case_id] = look(session, case_id)
        said = faults(world.cases[case_id], world.cases[case_id], world.today)
        assert said == [], said
        assert_ended(who, case_id, world.today)


def refused(world: World, who: Workspace, doing: Callable[[], object]) -> UserFault:
    """Do what must be refused: one Chinese sentence, a next step, and not a row changed."""
    was = seq(who)
    try:
        doing()
    except UserFault as fault:
        assert _chinese(fault.sentence), fault.sentence
        assert "\n" not in fault.sentence
        assert fault.next_step
        assert seq(who) == was
        return fault
    raise AssertionError("was not refused")


def _chinese(text: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in text) and "Traceback" not in text


def try_what_cannot_be(world: World, case_id: int, who: Workspace) -> None:
    """Try one thing at random that must be refused."""
    seen = world.cases[case_id]
    can, cannot = possible(world, who, case_id)
    choice = world.dice.randrange(4)
    if choice == 0 and cannot:
        act = world.dice.choice(cannot)
        refused(world, who, lambda: perform(who, case_id, act, {}))
    elif choice == 1:
        outside = [a.id for a in life_pack().acts if a.id not in can and a.id not in cannot]
        act = world.dice.choice(outside)
        refused(world, who, lambda: perform(who, case_id, act, {}))
    elif can:
        act = world.dice.choice(can)
        form = act_form(who, case_id, act)
        values = fill(world, form, case_id)
        days = [f for f in form.rule.fields if f.kind == "date" and f.key in values and not f.shown_when]
        answers = tuple(ClaimAnswer(n, "supported", "查", "意", "据") for n, _ in form.claims)
        if choice == 2 and days:
            bad = world.dice.choice(days)
            if bad.future:
                values[bad.key] = "二〇二六年"
            elif world.dice.random() < 0.5 or not bad.not_before:
                values[bad.key] = (world.today + timedelta(days=world.dice.randint(1, 900))).isoformat()
            else:
                cause = str(values.get(bad.not_before) or form.known.facts.get(bad.not_before) or "1899-01-01")
                values[bad.key] = (date.fromisoformat(cause) - timedelta(days=1)).isoformat()
        elif act in ("extend", "receiver_extends"):
            values["extension_days"] = world.dice.choice((0, 31, 60, -1, "三十", 10**9))
        elif act == "withdraw":
            values["withdrawn_in_writing"] = "否"
        elif act == "settle":
            values["voluntary"] = "否"
        elif act == "merge":
            values["related_case"] = world.dice.choice([seen.case.number, "", "X1", *_not_mergeable(world)])
        else:
            needed = [f.key for f in form.rule.fields if f.required and not f.shown_when]
            values[world.dice.choice(needed)] = "  "
        refused(world, who, lambda: perform(who, case_id, act, values, answers))
    else:
        return
    with who.reading() as session:
        now = look(session, case_id)
    assert (now.case.state, len(now.steps)) == (seen.case.state, len(seen.steps))
    world.done["refused"] += 1


def _not_mergeable(world: World) -> list[str]:
    return [s.case.number for s in world.cases.values() if s.case.sealed or s.case.state == "X3"]


GRAVE = {"withdraw", "merge", "propose_decline", "propose_closed", "propose_filing"}


def drive(world: World, steps: int) -> None:
    """Do so many random steps in a world, everything held against the model."""
    for _ in range(steps):
        pass_time(world)
        alive = [i for i, seen in world.cases.items() if seen.case.state not in CLOSED]
        if len(alive) < 4 or world.dice.random() < 0.05:
            register_some(world)
            continue
        case_id, who = world.dice.choice(alive), world.dice.choice(world.people)
        if world.dice.random() < 0.25:
            try_what_cannot_be(world, case_id, who)
            continue
        can, _ = possible(world, who, case_id)
        leading = [a for a in can if life_pack().by_act[a].to and a not in GRAVE]
        pool = leading if leading and world.dice.random() < 0.65 else can
        if pool:
            act_once(world, case_id, world.dice.choice(pool), who)
        settle_papers(world, case_id, who, 0.7)
    for workspace in world.people[:1]:
        report = check_workspace(workspace, deep=True)
        assert report.sound, report.faults
