"""补录: a sheet on which a case of the paper book is entered, and what of it stays for the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from app.casework.cases.rows import CaseRow, rows_of
from app.law.forms.fields import Field
from app.law.route.draft import write_draft
from app.law.route.models import Node, RulePack
from app.law.route.sheet import Sheet, lay_out, walk_sheet
from app.law.route.walk import CHOICE, Route
from app.models.tables import Case
from app.models.workspace import Workspace

_NAME = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the sheet: a field of a page, or with `key` `CHOICE` its answer."""

    page: str
    key: str


class PaperForm:
    """What stands on the sheet now. It knows no window: stops are put, `sheet` says what follows from them."""

    def __init__(self, pack: RulePack, role: str, today: Callable[[], date]) -> None:
        self._pack, self._role, self._today = pack, role, today
        self._kept: dict[Stop, object] = {}
        self.begin()

    def begin(self) -> None:
        """Begin an empty sheet, with the usual answers and what was kept of the former one."""
        self._values: dict[str, dict[str, object]] = {}
        self._choices = dict(self._pack.paper_book.usual)
        self._asked: dict[Stop, bool] = {}
        self._followed: dict[str, object] = {}
        for node in self._pack.nodes:
            # A day is never filled in advance here: it is another one for every case of the book.
            self._values[node.id] = {
                field.key: field.default for field in node.fields if field.default not in (None, "today")
            }
        for stop, value in self._kept.items():
            self.put(stop, value)

    def keep_for_the_next(self, *, sealed: bool) -> None:
        """Remember what stays for the next sheet; of one that was sealed nothing does."""
        book = self._pack.paper_book
        self._kept = {}
        if sealed:
            return
        for page in self.sheet().pages:
            if page.node.id in book.kept_answers and page.choice is not None:
                self._kept[Stop(page.node.id, CHOICE)] = page.choice
            for field in page.fields:
                if field.key in book.kept_fields:
                    stop = Stop(page.node.id, field.key)
                    self._kept[stop] = self.value(stop)

    def forget(self) -> None:
        """Keep nothing at all and begin anew."""
        self._kept = {}
        self.begin()

    def value(self, stop: Stop) -> object:
        """Return what stands at a stop, as it was typed."""
        return self._choices.get(stop.page) if stop.key == CHOICE else self._values[stop.page].get(stop.key)

    def put(self, stop: Stop, value: object) -> None:
        """Let something stand at a stop."""
        if stop.key != CHOICE:
            self._values[stop.page][stop.key] = value
        elif value:
            self._choices[stop.page] = str(value)
        else:
            self._choices.pop(stop.page, None)

    def leads(self, stop: Stop) -> bool:
        """Say whether another day follows this one."""
        return stop.key in self._pack.paper_book.same_day.values()

    def follow_days(self, sheet: Sheet) -> list[Stop]:
        """Let the days that follow another one take its day, unless somebody typed them; return what has changed."""
        changed = []
        for key, leader in self._pack.paper_book.same_day.items():
            day = sheet.facts.get(leader)
            for page in sheet.pages:
                stop = Stop(page.node.id, key)
                untouched = self.value(stop) in (None, "", self._followed.get(key))
                shown = any(field.key == key for field in page.fields)
                if day and shown and untouched and self.value(stop) != day:
                    self.put(stop, day)
                    self._followed[key] = day
                    changed.append(stop)
        return changed

    def sheet(self) -> Sheet:
        """Say what follows from what stands on the sheet."""
        return lay_out(self._pack, self._role, self._today(), self._values, self._choices)

    def stops(self, sheet: Sheet) -> tuple[list[Stop], list[Stop]]:
        """Return what the keyboard goes through, in that order, and what stands beside it already answered.

        Asked is what the rules name, and whatever was required and empty when it came up.
        """
        order = {key: place for place, key in enumerate(self._pack.paper_book.asked)}
        asked: list[tuple[int, Stop]] = []
        beside: list[Stop] = []
        for page in sheet.pages:
            for stop, field in _stops_of(page.node, page.fields):
                name = stop.key if field is not None else stop.page
                if self._asked.setdefault(stop, self._is_asked(stop, field, name in order)):
                    asked.append((order.get(name, len(order)), stop))
                else:
                    beside.append(stop)
        return [stop for _, stop in sorted(asked, key=lambda each: each[0])], beside

    def route(self) -> Route:
        """Walk the route with what stands on the sheet, to its end; raises `AnswerFault`."""
        return walk_sheet(self._pack, self._role, self._today(), self._values, self._choices)

    def draft(self) -> tuple[str, str]:
        """Return the sheet as the draft of an intake, to be taken up page by page: its title and text."""
        sheet = self.sheet()
        given: dict[str, object] = {}
        for page in sheet.pages:
            answer = page.node.answer(page.choice or "")
            given |= dict(answer.sets) if answer is not None else {}
            raw = {field.key: self._values[page.node.id].get(field.key) for field in page.fields}
            given |= {key: value for key, value in raw.items() if value not in (None, "", [])}
        words = ("补录", str(given.get("own_number", "")), str(given.get("petitioner_name", ""))[:_NAME])
        begun = Route.start(self._pack, self._role, self._today(), given)
        return " ".join(word for word in words if word), write_draft(begun)

    def _is_asked(self, stop: Stop, field: Field | None, named: bool) -> bool:
        empty = self.value(stop) in (None, "", [])
        kept = stop in self._kept and not empty
        if field is None:
            return not self.value(stop) or (named and stop.page in self._pack.paper_book.usual)
        required = field.required or bool(field.required_when)
        return (named and not kept) or (required and empty)


def known_own_number(workspace: Workspace, number: str) -> tuple[CaseRow, ...]:
    """Return the cases that bear this number of the paper book already; it is no fault to enter another."""
    if not number.strip():
        return ()
    with workspace.reading() as session:
        ids = session.exec(select(Case.id).where(Case.own_number == number.strip()).order_by(col(Case.id))).all()
        return rows_of(session, ids, workspace.today())


def _stops_of(node: Node, fields: tuple[Field, ...]) -> list[tuple[Stop, Field | None]]:
    answer: list[tuple[Stop, Field | None]] = [(Stop(node.id, CHOICE), None)] if node.answers else []
    return answer + [(Stop(node.id, field.key), field) for field in fields]
