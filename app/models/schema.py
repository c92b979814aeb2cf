"""The version of a workspace's tables: what it is, what this program knows, and how to bring one to the other."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from app.faults import UserFault
from app.models.journal import JournalContext

HEAD = "0008"
MIGRATE = "migrate"
"""The act under which migrations write down what they changed."""
MIGRATIONS = Path(__file__).parent / "migrations"


def version_of(connection: Connection) -> str | None:
    """Return the migration a workspace stands at, or None for one without tables."""
    present = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).scalar_one()
    if not present:
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def bring_up_to_date(
    connection: Connection, context: JournalContext, first: Callable[[str], object] | None = None
) -> None:
    """Migrate to this program's tables; raise `UserFault` (code `newer-version`) for a newer workspace.

    `context` says who opened the workspace and when, for what migrations write down in the journal. `first(version)`
    is done before anything of an older workspace changes; where it raises, nothing does.
    Alembic is loaded only when there is something to do: opening an up-to-date workspace must not pay for it.
    """
    version = version_of(connection)
    if version == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if version is not None and version not in {
        s.revision for s in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise UserFault(
            "这个工作区由更新版本的程序建立，", "请先升级本程序再打开；数据没有改动。", code="newer-version"
        )
    if version is not None and first is not None:
        first(version)
    config.attributes["connection"] = connection
    config.attributes["journal"] = context
    command.upgrade(config, "head")
