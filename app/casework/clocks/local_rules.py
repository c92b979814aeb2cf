"""The office's own rules (本地规则): load, drop. One act each, with every open clock that they reach."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session, col

from app.casework.clocks.recompute import Progress, Recomputed, recompute_open_clocks
from app.casework.office.exits import leave
from app.casework.office.law_in_force import LOCAL_RULES_KEY, clock_rules, law_of
from app.faults import UserFault
from app.law.dates.local_rules import EXAMPLE, LocalRules, example_path, load_local_rules
from app.models.tables import CaseClock, Setting
from app.models.workspace import Workspace
from app.security.files import whole


@dataclass(frozen=True)
class LocalRulesChange:
    """What came of new office rules: the rules in force now and the clocks they moved."""

    rules: LocalRules
    clocks: Recomputed = field(default_factory=Recomputed)


def load_office_rules(workspace: Workspace, path: Path, progress: Progress | None = None) -> LocalRulesChange:
    """Put the office's rules from a file in force, in place of those before, and recompute the open clocks.

    A running clock to which the Regulation gives no number keeps the length it started with. Raises `UserFault`
    (broken-local-rules, loosened-rule, cancelled); then nothing has changed.
    """
    rules = load_local_rules(path, clock_rules())
    if rules.name.startswith(EXAMPLE):
        raise UserFault(
            "这是自带的示例，里面的文件和天数是虚构的，", "请改成本单位的文件，并改掉名称里的“示例”。",
            code="example-rules",
        )  # fmt: skip

    def keep(session: Session) -> None:
        row = session.get(Setting, LOCAL_RULES_KEY) or Setting(key=LOCAL_RULES_KEY, value="")
        row.value = rules.model_dump_json()
        session.add(row)

    return _change(workspace, "load_local_rules", rules.name, keep, progress)


def drop_office_rules(workspace: Workspace, progress: Progress | None = None) -> LocalRulesChange:
    """Take the office's rules out of force: the Regulation alone holds, and the open clocks follow it."""

    def drop(session: Session) -> None:
        row = session.get(Setting, LOCAL_RULES_KEY)
        if row is None:
            raise UserFault("现在没有本地规则，", "没有改动。", code="unchanged")
        session.delete(row)

    return _change(workspace, "drop_local_rules", "", drop, progress)


def save_example(workspace: Workspace, path: Path) -> None:
    """Write the commented example to a file, to be made into the office's own rules."""
    leave(workspace, "export_local_rules_example", path, whole(example_path().read_bytes()), what="local_rules")


def _change(
    workspace: Workspace, act: str, note: str, write: Callable[[Session], None], progress: Progress | None
) -> LocalRulesChange:
    with workspace.act(act, note) as session:
        before = law_of(session)
        write(session)
        session.flush()
        law = law_of(session)
        kinds = {
            kind
            for kind in {*before.local.by_kind, *law.local.by_kind}
            if before.local.by_kind.get(kind) != law.local.by_kind.get(kind)
        }
        clocks = Recomputed()
        if kinds:
            clocks = recompute_open_clocks(
                session, law, lambda _clock: True, col(CaseClock.kind).in_(kinds), progress=progress
            )
    return LocalRulesChange(law.local, clocks)
