"""Tables and migrations say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from app.models.schema import HEAD, MIGRATIONS
from app.models.workspace import Workspace


def test_models_equal_migrations(workspace: Workspace) -> None:
    with workspace.store.connection() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, parents: kind != "table" or name in SQLModel.metadata.tables},
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_known_head_is_the_last_migration() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD
