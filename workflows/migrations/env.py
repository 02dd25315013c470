"""Alembic's way into our tables. The connection always comes from the caller."""

from alembic import context

from workflows import models  # noqa: F401  (fills the metadata)
from workflows.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
