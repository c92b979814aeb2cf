"""What must hold of a case after every act, written from the Regulation and the table of states - not from the data.

The model knows nothing of the program's rules. It reads the rows of a case as they stand and says, in sentences, what
cannot be: a state nobody may go to, a clock that runs without its cause, a date before its cause, a decision of one.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from app.models.tables import Case, CaseClock, CaseStep, Document, Office

CLOSED = {"S21", "X3"}
# The table of states, "may go to".
TABLE = {
    "S00": "S01",
    "S01": "S02",
    "S02": "S03 S04 S05 S06 S07 S08 S09 X1 X2 X3 X4 X5",
    "S03": "S05 S04",
    "S04": "S02 S05",
    "S05": "S06",
    "S06": "S10",
    "S07": "S20",
    "S08": "S20",
    "S09": "S20",
    "S10": "S11 S12 S13",
    "S11": "S12",
    "S12": "S14",
    "S13": "S20",
    "S14": "S15 S18",
    "S15": "S16",
    "S16": "S17 S18",
    "S17": "S19",
    "S18": "S20 S15 S17",
    "S19": "S20",
    "S20": "S21",
    "X1": "S21",
    "X2": "S21",
    "X4": "S21",
    "X5": "S21",
}
# What the table leaves out and the Regulation does not forbid, each with its reason.
BESIDE_TABLE = {
    "S02": "S20 S15 S17",  # told where to turn (23/1); a late request that is taken after all (35, 36/1)
    "S03": "S06 S07 S20",  # the other office's receipt, notice and answer learnt of at one time
    "S04": "S20",  # the office that objected has given the papers back (23/3)
    "S05": "S04 S07 S09 S20",  # objection (23/3), statutory way (31), suggestion (29), answered by the other office
    "S06": "S11 S12 S13 S20",  # accepted and in handling are one period (34); duty performed (31/1/5)
    "S11": "S13",  # conciliation knows no period (33)
    "S12": "S20 S15",  # nobody to serve (23/2), or the paper was refused; review asked for all the same
    "S15": "S20 S17",  # final review asked for though the answer was refused; the answer was refused at its service
    "S17": "S20",
    "S16": "S10",  # to be handled again after the review
    "S19": "S10",
    "S20": "S14 S15 S16 S17 S10 S07 S09 S05 S02",  # received late, review requested (35, 36/1), opened again
    "S21": "S14 S15 S16 S17 S10 S07 S09 S05 S02",
    "S10": "S15",  # opened again after an answer whose review is asked for
    "X4": "S02 S05 S07 S09 S10",
    "X5": "S02 S05",
}
MERGED_FROM = {"S02", "S03", "S05", "S06"}
WITHDRAWN_FROM = {f"S{n:02d}" for n in (*range(2, 8), *range(9, 19))}
BEGINS = {"S02", "S03", "S04", "S06", "S07", "S08", "S09", "S15", "S17", "S20", "X3"}

# Which clocks may run in which state. The right of a former answer (K6), a notice that is still owed (K2, K3), an
# assignment (K10) and what another office owes after supervision (K13, K17) run beside whatever the case does.
BESIDE = {"K2", "K3", "K6", "K10", "K13", "K17"}
RUNS = {
    "S02": {"K1", "K7", "K9"},
    "S04": {"K4"},
    "S05": {"K4"},
    "S06": {"K5"},
    "S07": {"K15"},
    "S10": {"K5"},
    "S11": {"K5"},
    "S14": {"K6"},
    "S15": {"K7"},
    "S16": {"K8"},
    "S17": {"K9"},
    "S20": {"K1"},  # owed until the written answer has been given
}
LENGTH = {"K1": 15, "K2": 15, "K3": 15, "K5": 60, "K6": 30, "K7": 30, "K8": 30, "K9": 30}
RIGHTS = {"K6", "K8"}
DECLINED = {"X1": ("19", "decline_notice"), "X2": ("36", "closed_notice"), "X5": ("", "filing_sheet")}
HOLIDAYS = {
    2026: ("1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7", "1/4 2/14 2/28 5/9 9/20 10/10"),
    2027: ("1/1-1/1 2/5-2/8 4/5-4/5 5/1-5/2 6/9-6/9 9/15-9/15 10/1-10/3", ""),
}


@dataclass(frozen=True)
class Seen:
    """A case as its rows stand: the case, clocks, steps with their facts, kinds of issued papers, the office's role."""

    case: Case
    clocks: tuple[CaseClock, ...]
    steps: tuple[tuple[CaseStep, dict[str, object]], ...]
    papers: tuple[tuple[int | None, str], ...]
    role: str

    @property
    def facts(self) -> dict[str, object]:
        """Return what the steps have brought, the later over the earlier; what was cleared is gone."""
        known: dict[str, object] = {}
        for _, facts in self.steps:
            known |= facts
        return {key: value for key, value in known.items() if value not in (None, "")}

    def owed(self) -> set[str]:
        """Return the kinds of paper that steps asked for and that are not issued; a duty is done by its paper."""
        return {kind for step, _ in self.steps for kind in step.documents if (step.id, kind) not in self.papers}

    def running(self) -> dict[str, list[CaseClock]]:
        """Return the running clocks by kind."""
        found: dict[str, list[CaseClock]] = {}
        for clock in self.clocks:
            if clock.stopped_on is None:
                found.setdefault(clock.kind, []).append(clock)
        return found


def look(session: Session, case_id: int) -> Seen:
    """Read a case as it stands, detached."""
    case = session.get(Case, case_id)
    assert case is not None
    clocks = session.exec(select(CaseClock).where(CaseClock.case_id == case_id).order_by(col(CaseClock.id))).all()
    steps = session.exec(select(CaseStep).where(CaseStep.case_id == case_id).order_by(col(CaseStep.id))).all()
    papers = session.exec(select(Document.step_id, Document.kind).where(Document.case_id == case_id)).all()
    role = session.exec(select(Office.role)).one()
    session.expunge_all()
    return Seen(case, tuple(clocks), tuple((s, json.loads(s.facts)) for s in steps), tuple(papers), role)


def worked(day: date) -> bool:
    """Say whether offices work on a day, by the holidays written here."""
    off, makeup = HOLIDAYS.get(day.year, ("1/1-1/1 5/1-5/2 10/1-10/3", ""))
    if f"{day.month}/{day.day}" in makeup.split():
        return True
    for span in off.split():
        first, last = (date(day.year, *(int(n) for n in part.split("/"))) for part in span.split("-"))
        if first <= day <= last:
            return False
    return day.isoweekday() <= 5


def counted(start: date, kind: str, more: int = 0) -> date:
    """Count the last day of a clock on from the day after its start."""
    if kind == "K4":
        day, left = start, 5
        while left:
            day += timedelta(days=1)
            left -= worked(day)
        return day
    return start + timedelta(days=LENGTH[kind] + more)


def faults(before: Seen | None, after: Seen, today: date) -> list[str]:
    """Return what cannot be; nothing means that the act kept the law."""
    found = [*_moved(before, after), *_running(after), *_dates(after, today), *_nearest(after), *_decided(after)]
    return [f"{after.case.number} {after.case.state}: {each}" for each in (*found, *_words(after), *_extended(after))]


def _moved(before: Seen | None, after: Seen) -> list[str]:
    now = after.case.state
    if before is None:
        return [] if now in BEGINS else [f"begins in {now}"]
    then = before.case.state
    may = {*TABLE.get(then, "").split(), *BESIDE_TABLE.get(then, "").split(), then}
    may |= {"X3"} if then in MERGED_FROM else set()
    may |= {"X4"} if then in WITHDRAWN_FROM else set()
    said = [] if now in may else [f"went from {then} to {now}"]
    if len(after.steps) > len(before.steps):
        step = after.steps[-1][0]
        if (step.state_before, step.state_after) != (then, now):
            said.append("the step tells other states than the case")
    if then in ("X1", "X2") and now not in (then, "S21"):
        said.append("a declined case went on")
    return said


def _running(seen: Seen) -> list[str]:
    state, running, said = seen.case.state, seen.running(), []
    if state in CLOSED or seen.case.voided_on is not None:
        return [f"{kind} runs though the case is closed" for kind in running]
    beside = {"K1", "K4", "K5", "K9"} if seen.owed() else set()
    if any(step.act == "open_again" for step, _ in seen.steps):
        beside = {*beside, "K5"}  # handled again, and the former answer may still be reviewed
    for kind in running.keys() - BESIDE - RUNS.get(state, set()) - beside:
        said.append(f"{kind} runs in {state}")
    for kind, clocks in running.items():
        if len(clocks) > 1 and kind not in ("K6", "K13", "K15", "K17"):
            said.append(f"{kind} runs {len(clocks)} times")
    again = any(step.act in ("handle_again", "open_again") for step, _ in seen.steps)
    late = seen.case.disposition in ("review", "final_review")
    must = {"S14": "K6", "S15": "K7", "S16": "K8"}.get(state)
    if must == "K7" and _brought(seen):
        must = None
    if must and must not in running:
        said.append(f"{must} does not run in {state}")
    if state in ("S06", "S10", "S11") and seen.case.way == "6" and not again and "K5" not in running:
        said.append("no 60 days run for what article 31(6) is about")
    if "K5" in running and (seen.case.way != "6" or seen.case.kind != "appeal"):
        said.append("60 days run for what is not article 31(6)")
    given = "final_opinion_on" in seen.facts and "final_opinion" not in seen.owed()
    if state == "S17" and ("K9" in running) == given:
        said.append("K9 runs after the opinion, or not before it")
    if state == "S02" and seen.role == "petition_department" and "K1" not in running:
        said.append("nothing was sent and its 15 days do not run")
    if "K1" in running and seen.role != "petition_department":
        said.append("K1 is the petition department's alone")
    if {"K2", "K3"} & running.keys() and seen.case.identity != "clear" and not seen.case.sealed:
        said.append("a notice is owed to nobody")
    if "K2" in running and seen.role == "petition_department":
        said.append("K2 is of the other offices (23/2)")
    if late and state == "S02" and not {"K7", "K9"} & running.keys():
        said.append("the thirty days of a request do not run")
    return said


def _dates(seen: Seen, today: date) -> list[str]:
    said, facts, case = [], seen.facts, seen.case
    for step, _ in seen.steps:
        if step.act != "register" and not case.received_on <= step.on <= today:
            said.append(f"{step.act} on {step.on}, received {case.received_on}, today {today}")
    causes: dict[str, set[object]] = {
        "K1": {case.received_on},
        "K2": {case.received_on},
        "K5": {case.accepted_on},
        "K6": {*_served(seen, "served_on", "serve_opinion")},
        "K8": {*_served(seen, "review_served_on", "serve_review")},
        "K7": {*_told(seen, "review_requested_on"), case.received_on if _asks(seen, "K7") else None},
        "K9": {*_told(seen, "final_requested_on"), case.received_on if _asks(seen, "K9") else None},
        "K3": {case.received_on, *_told(seen, "receiver_received_on")},
        "K4": {case.received_on, *_told(seen, "receiver_received_on")},
        "K10": {case.dispatched_on, *_told(seen, "dispatched_on")},
    }
    for clock in seen.clocks:
        if clock.kind in causes and clock.start not in causes[clock.kind]:
            said.append(f"{clock.kind} starts on {clock.start}, which nothing caused")
        if clock.stopped_on is not None and not clock.start <= clock.stopped_on <= today:
            said.append(f"{clock.kind} from {clock.start} stopped on {clock.stopped_on}")
        extension = 0 if clock.late_extension else clock.extension_days
        if clock.kind in LENGTH or clock.kind == "K4":
            last = counted(clock.start, clock.kind, extension + clock.excluded_days)
            if clock.due != last:
                said.append(f"{clock.kind} from {clock.start} ends on {clock.due}, not {last}")
        else:
            last = clock.due
        rolled = last
        while not worked(rolled):
            rolled += timedelta(days=1)
        if rolled.year in HOLIDAYS and clock.rolled != rolled:
            said.append(f"{clock.kind} rolls to {clock.rolled}, not {rolled}")
        if clock.governing != (clock.rolled if clock.kind in RIGHTS else clock.due):
            said.append(f"{clock.kind} is judged by {clock.governing}")
        if (clock.obliged == "petitioner") != (clock.kind in RIGHTS):
            said.append(f"{clock.kind} obliges the {clock.obliged}")
        if clock.duty != _whose(seen, clock):
            said.append(f"{clock.kind} is held to be of {clock.duty}")
    if "K10" in {clock.kind for clock in seen.clocks} and "report_by" not in facts and case.report_by is None:
        said.append("an assignment without its day")
    return said


def _served(seen: Seen, key: str, act: str) -> list[date]:
    return [
        date.fromisoformat(str(facts[key]))
        for step, facts in seen.steps
        if step.act == act and facts.get("service_result") == "served"
    ]


def _entered(step: CaseStep) -> date:
    """Return as of which day an extension is proven: another office's as it tells it, our own as it was entered."""
    return date.fromisoformat(step.at[:10]) if step.act == "extend" else date.min


def _brought(seen: Seen) -> bool:
    """Say whether the answer of a review was served, posted, or first brought and refused (书面答复, Article 35)."""
    since = [place for place, (step, _) in enumerate(seen.steps) if step.act == "review_opinion"]
    if not since:
        return False
    results = [facts.get("service_result") for step, facts in seen.steps[since[-1] :] if step.act == "serve_review"]
    while "returned" in results:
        back = results.index("returned")
        results = [each for each in results[:back] if each != "posted"] + results[back + 1 :]
    return bool({"served", "posted", "refused"} & set(results))


def _told(seen: Seen, key: str) -> list[date]:
    return [date.fromisoformat(str(facts[key])) for _, facts in seen.steps if facts.get(key)]


def _asks(seen: Seen, kind: str) -> bool:
    return seen.case.outcome_id.startswith({"K7": "O-review", "K9": "O-final-review"}[kind])


def _whose(seen: Seen, clock: CaseClock) -> str:
    if clock.kind in ("K7", "K9"):
        return "own" if clock.start_fact == "received_on" else "other"
    if clock.kind in ("K3", "K4"):
        return "other" if clock.start_fact == "receiver_received_on" else "own"
    if clock.kind == "K5":
        return "other" if any(step.act == "receiver_accepted" for step, _ in seen.steps) else "own"
    return "other" if clock.kind in ("K10", "K13", "K15", "K17") else "own"


def _nearest(seen: Seen) -> list[str]:
    said = []
    for duty, day, kind in (
        ("own", seen.case.next_due, seen.case.next_clock),
        ("other", seen.case.watch_due, seen.case.watch_clock),
    ):
        owed = [
            (min(clock.due, clock.local_due or clock.due), clock.kind)
            for clocks in seen.running().values()
            for clock in clocks
            if clock.duty == duty and clock.kind not in RIGHTS and clock.kind not in ("K4", "K15")  # K4: one may object
        ]
        if (day, kind) != (min(owed) if owed else (None, "")):
            said.append(f"next of {duty} is {day} {kind}, of {sorted(owed)}")
    return said


def _decided(seen: Seen) -> list[str]:
    said = []
    by_id = {step.id: step for step, _ in seen.steps}
    for step, facts in seen.steps:
        if step.state_after not in DECLINED or step.state_before == step.state_after:
            continue
        article, paper = DECLINED[step.state_after]
        proposed = by_id.get(step.second_of)
        if proposed is None or proposed.by_id == step.by_id:
            said.append(f"{step.state_after} was decided by one person")
        if step.state_before != "S02":
            said.append(f"{step.state_after} was decided after the sifting")
        issued = (step.id, paper) in seen.papers
        if article and issued != (seen.case.identity == "clear"):
            said.append(f"{step.state_after} without its printed notice, or with one to nobody")
        if step.state_after == "X1" and not {"lower_office", "lower_due_on"} <= facts.keys():
            said.append("declined without the lower office and its period (19/3)")
        if step.state_after == "X2" and not {"final_office", "final_opinion_number"} <= facts.keys():
            said.append("closed without the final opinion (36/3)")
    if seen.case.state in DECLINED and not any(step.state_after == seen.case.state for step, _ in seen.steps):
        said.append("declined by nobody")
    return said


def _words(seen: Seen) -> list[str]:
    case, said = seen.case, []
    remedy = case.remedy.replace("不适用信访复查、复核", "").replace("不是信访复查", "")
    if case.way in ("1", "2", "3", "4", "5") and ("请求" in remedy and "复查" in remedy) and case.state not in ("X1",):
        said.append(f"article 31({case.way}) is told of review: {case.remedy}")
    if case.way == "6" and case.state in ("S12", "S14") and not ("30日" in remedy and "复查" in remedy):
        said.append("an opinion is not told of review")
    if case.state == "S19" and "不再受理" not in remedy:
        said.append("the end is not told as such")
    if case.sealed:
        shown = (case.summary, case.destination, case.remedy, case.next_text, case.handler, case.marks)
        said += [f"a sealed case tells {word}" for word in shown if word]
        said += [
            f"a sealed step tells {key}"
            for _, facts in seen.steps
            for key in facts
            if not key.endswith("_on") and key != "_said"
        ]
    return said


def _extended(seen: Seen) -> list[str]:
    said = []
    for clock in seen.clocks:
        if clock.extension_days and clock.kind != "K5":
            said.append(f"{clock.kind} was extended")
        if not 0 <= clock.extension_days <= 30:
            said.append(f"K5 was extended by {clock.extension_days} days")
        if clock.excluded_days and clock.kind != "K9":
            said.append(f"a hearing was taken out of {clock.kind}")
        if clock.extension_days:
            approved = next(
                max(date.fromisoformat(str(facts["approved_on"])), _entered(step))
                for step, facts in reversed(seen.steps)
                if step.act in ("extend", "receiver_extends")
            )
            if clock.late_extension != (approved > clock.start + timedelta(days=60)):
                said.append("an extension after the end is not known as late, or one in time is")
    extended = sum(step.act in ("extend", "receiver_extends") for step, _ in seen.steps)
    again = sum(step.act == "handle_again" for step, _ in seen.steps)
    if extended > 1 + again:
        said.append(f"extended {extended} times")
    return said
