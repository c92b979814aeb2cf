"""The story of the demo office as data: who works there, what came in, and what was done about it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from app.casework.office.law_in_force import life_pack
from app.faults import UserFault
from app.law.forms.conditions import FactValue
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path

BESIDE = ("notice", "papers", "print", "correct", "void")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoSetup(_Data):
    """One demo office, by the role that its route has."""

    role: str
    name: str
    short_form: str
    level: str
    division_code: str
    division_name: str
    phone: str
    address: str


class DemoPerson(_Data):
    """Somebody who works there; the first one sets the office up."""

    login: str
    name: str
    roles: tuple[str, ...]


class ClaimSaid(_Data):
    """What an opinion says of one claim; `result` as a handling opinion has it."""

    result: str
    findings: str = ""
    opinion: str
    basis: str


class LaterAct(_Data):
    """What was done about a case some days after it was registered, by the person `by` or the one who registered it.

    `act` is an act of the case's life, with its `values` (days after the act as numbers) and `answers` to the claims
    in their order; or notice (the route's own), papers (all that are owed, `values` filling in what they still need),
    print, correct (`target` as `correct_case` takes it) or void.
    """

    after: int
    act: str
    by: str = ""
    values: dict[str, FactValue] = {}
    answers: tuple[ClaimSaid, ...] = ()
    target: str = ""
    value: str = ""
    reason: str = ""

    @field_validator("act")
    @classmethod
    def _is_known(cls, act: str) -> str:
        if act not in BESIDE and act not in life_pack().by_act:
            raise ValueError(f"没有“{act}”这件事")
        return act


class DemoCase(_Data):
    """One case: days before the present it was received, days until it was registered, and its facts."""

    days_ago: int
    time: str
    facts: dict[str, FactValue]
    offices: tuple[str, ...] = ("petition_department",)
    key: str = ""
    related: str = ""
    delay: int = 0
    by: str = ""
    notice: bool = False
    later: tuple[LaterAct, ...] = ()


class DemoStory(_Data):
    """The whole story; `defaults` are facts that every case has unless it says otherwise."""

    password: str
    offices: tuple[DemoSetup, ...]
    people: tuple[DemoPerson, ...]
    defaults: dict[str, FactValue]
    cases: tuple[DemoCase, ...]

    def office(self, role: str) -> DemoSetup:
        """Return the office of a role; raise `UserFault` (code `unknown-role`) for one without a story."""
        found = next((office for office in self.offices if office.role == role), None)
        if found is None:
            known = "、".join(office.role for office in self.offices)
            raise UserFault(f"没有“{role}”的示范单位，", f"可以是：{known}。", code="unknown-role", field="role")
        return found


def load_story(path: Path | None = None) -> DemoStory:
    """Load the story; a file of the wrong shape raises `UserFault` (code `broken-rules`) naming file and place."""
    path = path or resource_path("demo.toml")
    return validated(DemoStory, read_toml(path), path)
