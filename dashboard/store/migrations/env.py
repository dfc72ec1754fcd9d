"""Alembic runs this: the migrations go through the connection that the store has opened."""

from alembic import context

from dashboard.store.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
