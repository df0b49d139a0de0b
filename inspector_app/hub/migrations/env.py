"""Runs the steps on the connection that the opener holds, inside its transaction."""

from alembic import context

from inspector_app.hub.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
