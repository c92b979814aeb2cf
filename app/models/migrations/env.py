"""Alembic's entry: runs on the connection that `app.models.schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

import app.models.tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
