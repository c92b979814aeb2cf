"""The opening page: what is due, what is overdue, what came last, and drafts that wait."""

from dataclasses import dataclass

from app.casework.drafts import DraftRow, list_drafts
from app.casework.listing import CaseFilter, CasePage, list_cases
from app.law.calendar import WorkCalendar
from app.models.workspace import Workspace

_SHOWN = 8


@dataclass(frozen=True)
class Desk:
    """What this person should see first today."""

    overdue: CasePage
    due_soon: CasePage
    waiting: CasePage
    latest: CasePage
    registered_today: int
    drafts: tuple[DraftRow, ...]
    notes: tuple[str, ...]


def desk(workspace: Workspace, calendar: WorkCalendar) -> Desk:
    """Gather the desk page; notes say what the office should put right, such as missing holidays."""
    today = workspace.today()
    return Desk(
        overdue=list_cases(
            workspace, CaseFilter(overdue=True, voided=False), limit=_SHOWN, order="next_due", descending=False
        ),
        due_soon=list_cases(
            workspace, CaseFilter(due=True, voided=False), limit=_SHOWN, order="next_due", descending=False
        ),
        waiting=list_cases(workspace, CaseFilter(waiting=True), limit=_SHOWN),
        latest=list_cases(workspace, limit=_SHOWN),
        registered_today=list_cases(workspace, CaseFilter(first_day=today, last_day=today), limit=1).total,
        drafts=list_drafts(workspace),
        notes=_calendar_notes(workspace, calendar),
    )


def _calendar_notes(workspace: Workspace, calendar: WorkCalendar) -> tuple[str, ...]:
    today = workspace.today()
    years = [today.year] + ([today.year + 1] if today.month >= 10 else [])
    words = {"provisional": "调休安排未公布", "missing": "放假调休未录入"}
    return tuple(
        f"{year} 年{words[calendar.status(year)]}，涉及该年的日期标为“估算”。"
        for year in years
        if calendar.status(year) in words
    )
